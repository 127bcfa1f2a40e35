"""Reading the places of one prediction: offsets are checked, strings are anchored."""

from __future__ import annotations

from goldfield.errors import Fault
from goldfield.schema.anchoring import Anchorer
from goldfield.schema.checking import check_places, check_range
from goldfield.schema.loose import LoosePlace
from goldfield.schema.offsets import UNITS, OffsetMap, Unit, converting
from goldfield.schema.records import UNFOUND, Span
from goldfield.schema.text import cuts_word

__all__ = ["Places"]

_EVIDENCE = 3


class Places:
    """Turns the loose places of one record into spans and gathers what is wrong with them."""

    def __init__(self, anchorer: Anchorer) -> None:
        self._anchorer = anchorer
        self._given: list[tuple[str, Span]] = []
        self._bare: list[tuple[str, Span]] = []
        self._faults: list[Fault] = []

    def optional(
        self, place: LoosePlace | str | None, path: str, near: int | None = None
    ) -> Span | None:
        """The span of a place, or None if there is none."""
        return None if place is None else self.span(place, path, near)

    def required(self, place: LoosePlace | str | None, path: str) -> Span:
        """The span of a place that must be there; its absence is a fault."""
        if place is None:
            self.missing(path)
            return Span(UNFOUND, UNFOUND, "")
        return self.span(place, path)

    def span(
        self, place: LoosePlace | str, path: str, near: int | None = None, pool: str | None = None
    ) -> Span:
        """The span of a place; `near` and `pool` say where a string goes, see `Anchorer.anchor`."""
        if isinstance(place, str):
            place = LoosePlace(text=place)
        if place.start is None:
            if place.text is None:
                self.missing(path)
            start, end = self._anchorer.anchor(place.text or "", path, near, pool)
            return Span(start, end, place.text or "")
        if place.end is None:
            self._faults.append(Fault("", path, "'start' stands without 'end'", "give both"))
            return Span(UNFOUND, UNFOUND, "")
        return self._by_offsets(place.start, place.end, place.text, path)

    def _by_offsets(self, start: int, end: int, surface: str | None, path: str) -> Span:
        text = self._anchorer.text
        self._anchorer.use(path.split(".")[1].split("[", maxsplit=1)[0], (start, end))
        if surface is not None:
            span = Span(start, end, surface)
            self._given.append((path, span))
            return span
        span = Span(start, end, text[start:end])
        self._bare.append((path, span))
        return span

    def missing(self, path: str) -> None:
        """Record that an item does not say where it is."""
        fix = "give start and end, or the surface as a string"
        self._faults.append(Fault("", path, "the item has no place", fix))

    def dangling(self, path: str, reference: str) -> None:
        """Record a reference to an id that the prediction does not define."""
        problem = f"points to {reference!r}, which this prediction does not have"
        self._faults.append(Fault("", path, problem, "add the item, or give a span or a string"))

    def faults(self) -> list[Fault]:
        """Everything wrong with the places read so far."""
        text = self._anchorer.text
        found = [*self._faults, *check_places(self._given, text)]
        unit = _guess_unit(text, [span for _, span in self._bare])
        if unit:
            problem = (
                f"the offsets look like {UNITS[unit]}: read so, every span falls on whole words; "
                "read as code points, most cut words"
            )
            return [*found, Fault("", "$", problem, converting(unit))]
        return [*found, *(f for path, span in self._bare for f in check_range(path, span, text))]


def _guess_unit(text: str, spans: list[Span]) -> Unit | None:
    """The unit that spans without surfaces betray: whole words there, cut words as code points."""
    shifted = [span for span in spans if not _whole(text, span.start, span.end)]
    if len(shifted) < _EVIDENCE or 2 * len(shifted) < len(spans):
        return None
    for unit in UNITS:
        offsets = OffsetMap(text, unit)
        read = [(offsets.from_unit(span.start), offsets.from_unit(span.end)) for span in spans]
        if all(s is not None and e is not None and _whole(text, s, e) for s, e in read):
            return unit
    return None


def _whole(text: str, start: int, end: int) -> bool:
    if not 0 <= start < end <= len(text):
        return False
    surface = text[start:end]
    return surface == surface.strip() and not cuts_word(text, start) and not cuts_word(text, end)
