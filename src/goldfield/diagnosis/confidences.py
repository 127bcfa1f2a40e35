"""The confidences of predicted items, which scoring does without.

A mention without one has that of its entity, a speaker that of its quote, a trigger or an argument
that of its event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET
from msgspec.structs import replace

from goldfield.diagnosis.nodes import kit_of
from goldfield.schema.loose import (
    LooseDate,
    LooseDateline,
    LooseEntity,
    LooseEvent,
    LooseMention,
    LooseQuote,
    LooseSource,
    Prediction,
)
from goldfield.schema.records import Annotations, Entity, Event
from goldfield.scoring.measures.projections import load_projection
from goldfield.scoring.measures.scalars import SCALARS
from goldfield.scoring.outcome import Item

__all__ = ["confidences"]

Sure = float | None


def confidences(measure: str, record: Annotations, loose: Prediction) -> list[tuple[Item, Sure]]:
    """The items of one prediction as verdicts show them, each with its confidence or None.

    Args:
        measure: any; those whose items are none of the extractor's own, such as links, have none.
        record: the prediction in full shape.
        loose: the same as it was written; its lists have the same order.
    """
    base, _, projection = measure.partition(":")
    field, _, mode = base.partition("@")
    if measure in SCALARS:
        value = SCALARS[measure](record)
        return [] if value is None else [(value.shown, _of_scalar(getattr(loose.meta, field)))]
    if not _is_carried(field, mode):
        return []
    found: Iterable[Sure]
    if field in ("entities", "mentions"):
        pairs = zip(record.entities, loose.entities or [], strict=True)
        found = [sure for pair in pairs for sure in _of_entity(*pair, named=field == "entities")]
    elif field == "events":
        events = zip(record.events, loose.events or [], strict=True)
        found = [sure for pair in events for sure in _of_event(*pair, mode)]
    elif field == "quotes":
        found = [_of_quote(quote, mode) for quote in loose.quotes or []]
    else:
        found = [_own(item) for item in getattr(loose, field) or []]
    told = list(zip(kit_of(base).shown(record), found, strict=True))
    if not projection:
        return told
    table = load_projection(projection)
    return [(replace(x, label=table[x.label]), sure) for x, sure in told if x.label in table]


def _is_carried(field: str, mode: str) -> bool:
    """Whether an extractor gives the items of a measure, all of them, confidences of their own."""
    known = {
        "coref": (),
        "linking": (),
        "quotes": ("strict", "partial", "speaker", "speaker-mention", "speaker-name"),
        "events": ("tri-i", "tri-c", "arg-i", "arg-c", "arg-c-coref"),
    }
    return mode in known.get(field, (mode,))


def _own(item: object) -> Sure:
    """The confidence of an item; a plain string has none."""
    sure: Sure = getattr(item, "confidence", None)
    return sure


def _of_scalar(value: object) -> Sure:
    return value.confidence if isinstance(value, LooseDate | LooseDateline) else None


def _of_entity(entity: Entity, loose: LooseEntity | str, *, named: bool) -> Iterator[Sure]:
    """One confidence a mention."""
    given: list[LooseMention | str] = []
    if isinstance(loose, LooseEntity) and loose.mentions is not UNSET:
        given = loose.mentions
    for index, mention in enumerate(entity.mentions):
        if mention.kind == "NAM" or not named:
            own = _own(given[index]) if given else None
            yield _own(loose) if own is None else own


def _of_event(event: Event, loose: LooseEvent, mode: str) -> Iterator[Sure]:
    """One confidence a trigger, or an argument."""
    if mode.startswith("tri"):
        yield from (loose.confidence for _ in event.triggers)
        return
    for argument in loose.arguments or []:
        yield loose.confidence if argument.confidence is None else argument.confidence


def _of_quote(quote: LooseQuote | str, mode: str) -> Sure:
    if isinstance(quote, str):
        return None
    source = quote.source or quote.speaker
    if (
        mode.startswith("speaker")
        and isinstance(source, LooseSource)
        and source.confidence is not None
    ):
        return source.confidence
    return quote.confidence
