"""A sentence with events in it, as gold and as prediction, for examples of rules."""

from __future__ import annotations

from typing import Any

import msgspec

from goldfield.schema.labels import LAYERS, EventType, Role
from goldfield.schema.records import (
    SCHEMA_VERSION,
    Argument,
    Article,
    DocumentFields,
    Entity,
    Event,
    Mention,
    Provenance,
    Span,
)
from goldfield.schema.text import sha256_of

__all__ = ["playing", "said", "sample"]

TEXT = "Rebels shot and killed two guards."


def sample(*events: Event) -> dict[str, Any]:
    """A record of `TEXT`, without its id, that says these events; e1 is `two guards`."""
    nothing = DocumentFields(None, None, None, None, None, None, None)
    source = Provenance("composed", "CC0-1.0", "an example", "human", "human", 1, "single")
    place = _span("two guards")
    guards = Mention(place.start, place.end, place.text, "NOM", None, False)
    entities = [Entity("e1", "PER", None, None, [guards])]
    article = Article(
        "", sha256_of(TEXT), TEXT, list(LAYERS), nothing, entities, [], [], [], list(events),
        SCHEMA_VERSION, "1.0", [], source,
    )  # fmt: skip
    record: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(article))
    return {key: value for key, value in record.items() if key != "id"}


def said(type: EventType, triggers: str, *arguments: Argument) -> Event:
    """An event. Triggers stand between bars, such as `shot|killed`; none is the empty string."""
    spans = [_span(words) for words in triggers.split("|") if words]
    return Event(f"v{len(triggers)}", type, spans, list(arguments), None, None)


def playing(role: Role, words: str, *acceptable: str) -> Argument:
    """An argument of an event."""
    return Argument(role, _span(words), None, list(acceptable))


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)
