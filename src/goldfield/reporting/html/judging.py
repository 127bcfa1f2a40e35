"""What the verdicts of a run say about each mark of an article."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from goldfield.reporting.html.items import LAYERS, Item, Mark
from goldfield.scoring.outcome import Item as Judged
from goldfield.scoring.outcome import Verdict

__all__ = ["STATUSES", "Judges", "layer_of", "measure_of_layers"]

Side = Literal["gold", "pred"]
# The measures that judge the marks of a layer: the first of them that a run has.
_MEASURES = {
    "entities": ("mentions@strict", "entities@strict"),
    "times": ("times@value", "times@strict"),
    "quantities": ("quantities@value", "quantities@strict"),
    "quotes": ("quotes@partial", "quotes@strict"),
    "speakers": ("quotes@speaker",),
    "events": ("events@tri-c",),
    "arguments": ("events@arg-c",),
}
_FIELDS = (
    "date_published@value",
    "headline@text",
    "deck@text",
    "dateline@place",
    "byline@text",
    "publisher@text",
)
STATUSES = ("", "correct", "partial", "wrong", "missed", "spurious")
"""What may become of a mark; the first is for what is not scored."""
_OF_CATEGORY = {"COR": 1, "PAR": 2, "INC": 3, "MIS": 4, "SPU": 5}


class Judgement(NamedTuple):
    """The place of a status in `STATUSES`, and what there is to say about it."""

    status: int = 0
    why: str = ""


def measure_of_layers(measures: Collection[str]) -> dict[str, str]:
    """By layer the measure whose verdicts are shown, where there is one."""
    found = {}
    for layer, wanted in _MEASURES.items():
        if have := [name for name in wanted if name in measures]:
            found[layer] = have[0]
    return found


def layer_of(measure: str) -> str:
    """The layer whose marks a measure is about; empty if it is about none."""
    field, _, mode = measure.partition("@")
    if field in ("quotes", "events"):
        part = {"speaker": "speakers", "arg": "arguments"}.get(mode.partition("-")[0])
        return part or field
    if measure in _FIELDS:
        return "fields"
    return {"mentions": "entities"}.get(field, field if field in LAYERS else "")


class Judges:
    """The verdicts of one article, each of which speaks about one mark a side."""

    def __init__(self, verdicts: Iterable[Verdict], measures: Collection[str]) -> None:
        self._rows: dict[tuple[object, ...], list[Verdict]] = {}
        self._errors: list[tuple[str, Verdict]] = []
        layers = {measure: layer for layer, measure in measure_of_layers(measures).items()}
        for row in verdicts:
            if row.measure in _FIELDS:
                self._keep(("fields", row.measure.partition("@")[0]), row)
            elif layer := layers.get(row.measure, ""):
                self._keep((layer,), row)

    def _keep(self, key: tuple[str, ...], row: Verdict) -> None:
        if row.verdict != "COR":
            self._errors.append((key[0], row))
        for side, item in (("gold", row.gold), ("pred", row.pred)):
            if item is not None:
                place = () if key[0] == "fields" else (item.start, item.end)
                self._rows.setdefault((side, *key, *place), []).append(row)

    def errors(self) -> list[int]:
        """How many errors there are by layer, each pair counted once."""
        counted = dict.fromkeys(LAYERS, 0)
        for layer, row in self._errors:
            counted[layer] += layer != "speakers" or "speaker" in row.reason
        return list(counted.values())

    def judge(self, side: Side, item: Item, mark: Mark) -> Judgement:
        """What became of a mark; each verdict is used once, the one of its label first."""
        rows = self._rows.get((side, *_key(item, mark)), [])
        if mark.layer == "speakers":
            return _speaker(side, mark, rows)
        if not rows:
            return Judgement()
        same = [row for row in rows if (own := _of(row, side)) and own.label == mark.label]
        row = (same or rows)[0]
        if len(rows) > 1 and mark.layer != "quotes":
            rows.remove(row)
        return Judgement(_OF_CATEGORY[row.verdict], _why(row, side))


def _key(item: Item, mark: Mark) -> tuple[object, ...]:
    """How verdicts speak of a mark: fields by name, quotes by all their pieces, else the place."""
    if mark.layer == "fields":
        return mark.layer, mark.label
    if mark.layer not in ("quotes", "speakers"):
        return mark.layer, mark.span.start, mark.span.end
    pieces = [mark.span for mark in item.marks if mark.layer == "quotes"] or [mark.span]
    return mark.layer, min(piece.start for piece in pieces), max(piece.end for piece in pieces)


def _speaker(side: Side, mark: Mark, rows: Iterable[Verdict]) -> Judgement:
    """A speaker is at fault only where its quote was found."""
    for row in rows:
        if mark.label == "speaker" and row.verdict in ("COR", "INC"):
            wrong = "speaker" in row.reason
            return Judgement(3 if wrong else 1, _why(row, side) if wrong else "")
    return Judgement()


def _of(row: Verdict, side: Side) -> Judged | None:
    return row.gold if side == "gold" else row.pred


def _why(row: Verdict, side: Side) -> str:
    """The reason, and what stands on the other side."""
    if row.verdict == "COR":
        return ""
    other = row.pred if side == "gold" else row.gold
    there = "predicted" if side == "gold" else "gold"
    told = f"{there}: {other.label} “{other.text}”" if other else ""
    return "; ".join(filter(None, (row.reason, told)))
