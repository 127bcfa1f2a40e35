"""Documents of news shape and perturbed predictions about them, from a seed: no text of anybody.

The same seed gives the same bytes. A document has about 40 mentions in 14 entities, 8 quotes,
6 events of 3 arguments, 5 times and 5 quantities; texts hold curly quotes and some emoji.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Literal, get_args

import msgspec

from goldfield.schema.labels import LAYERS, EntityType, EventType, Role
from goldfield.schema.records import (
    Argument,
    Article,
    DocumentFields,
    Entity,
    Event,
    Mention,
    Provenance,
    PublicationDate,
    Quantity,
    Quote,
    Source,
    Span,
    Time,
)
from goldfield.schema.text import sha256_of

__all__ = ["Profile", "make_articles", "perturb"]

Profile = Literal["ordinary", "half", "wrong"]
"""How far predictions are from gold: mostly right, half right, all wrong."""

_MISS = {"ordinary": 0.12, "half": 0.5, "wrong": 1.0}
_SYLLABLES = ("ka", "lo", "mi", "ren", "sta", "vor", "té", "ña", "li", "brü", "do", "wa", "çi")
_TYPES: tuple[EntityType, ...] = get_args(EntityType)
_EVENTS: tuple[EventType, ...] = get_args(EventType)
_ROLES: tuple[Role, ...] = get_args(Role)
_WORDS_A_DOCUMENT = 420


def make_articles(
    number: int, seed: int = 7, mentions: int = 40, events: int = 6
) -> Iterator[Article]:
    """Gold articles, streamed.

    Args:
        number: how many.
        seed: of the generator.
        mentions: entity mentions a document.
        events: events a document, of three arguments each.
    """
    for index in range(number):
        yield _article(f"s{index:07d}", random.Random(f"{seed}/{index}"), mentions, events)


def _article(id: str, draw: random.Random, mentions: int, events: int) -> Article:
    words = max(_WORDS_A_DOCUMENT, 6 * mentions, 20 * events)
    text, spans = _text(draw, words)
    take = iter(draw.sample(spans[20:], len(spans) - 20))
    clusters = max(1, mentions * 14 // 40)
    entities = [
        Entity(f"e{i}", draw.choice(_TYPES), f"Name {i}", None, []) for i in range(clusters)
    ]
    for i in range(mentions):
        span = next(take)
        kind: Any = draw.choice(("NAM", "NAM", "NOM", "PRO"))
        mention = Mention(span.start, span.end, span.text, kind, None, False)
        entities[i % clusters].mentions.append(mention)
    date = PublicationDate("2031-05-14", spans[0], [])
    headline = _joined(text, spans[1], spans[9])
    return Article(
        id=id,
        text_sha256=sha256_of(text),
        text=text,
        layers=list(LAYERS),
        meta=DocumentFields(date, headline, None, None, None, None, "en"),
        entities=entities,
        times=[
            Time(f"t{i}", next(take), "DATE", f"2031-05-{i + 1:02d}", "DCT", False, [])
            for i in range(5)
        ],
        quantities=[
            Quantity(f"n{i}", next(take), float(i), None, None, "exact", "person", None, [])
            for i in range(5)
        ],
        quotes=[_quote(f"q{i}", draw, text, spans, entities) for i in range(8)],
        events=[_event(f"v{i}", draw, next(take), entities) for i in range(events)],
        schema_version="1.0",
        guidelines_version="1.0",
        anomalies=[],
        provenance=Provenance(
            "composed", "CC-BY-4.0", "generator", "unknown", "unknown", 0, "draft"
        ),
    )


def _text(draw: random.Random, words: int) -> tuple[str, list[Span]]:
    """A text and the span of each of its words."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = 0
    for index in range(words):
        word = "".join(draw.choices(_SYLLABLES, k=draw.randint(1, 3)))
        spans.append(Span(at, at + len(word), word))
        gap = draw.choices((" ", ", ", ". ", " “", "” ", " 🚒 "), (80, 6, 6, 3, 3, 1))[0]
        pieces += (word, gap)
        at += len(word) + len(gap)
        if index == 9:
            pieces.append("\n\n")
            at += 2
    return "".join(pieces), spans


def _joined(text: str, first: Span, last: Span) -> Span:
    return Span(first.start, last.end, text[first.start : last.end])


def _quote(
    id: str, draw: random.Random, text: str, spans: list[Span], entities: list[Entity]
) -> Quote:
    start = draw.randrange(20, len(spans) - 20)
    content = _joined(text, spans[start], spans[start + draw.randint(4, 15)])
    entity = draw.choice(entities)
    mention = draw.choice(entity.mentions)
    speaker = Span(mention.start, mention.end, mention.text)
    source = Source(entity.id, speaker, entity.name, "explicit", [])
    return Quote(id, "direct", source, spans[start - 1], [content], [content], None, None)


def _event(id: str, draw: random.Random, trigger: Span, entities: list[Entity]) -> Event:
    arguments = []
    for role in draw.sample(_ROLES, 3):
        entity = draw.choice(entities)
        mention = draw.choice(entity.mentions)
        span = Span(mention.start, mention.end, mention.text)
        arguments.append(Argument(role, span, entity.id, []))
    return Event(id, draw.choice(_EVENTS), [trigger], arguments, "CT+", "occurred")


def perturb(article: Article, profile: Profile, seed: int = 11) -> dict[str, Any]:
    """A prediction about `article`, as JSON: spans moved, labels changed, items left out."""
    draw = random.Random(f"{seed}/{profile}/{article.id}")
    record: dict[str, Any] = msgspec.to_builtins(article)
    for name in ("text", "anomalies", "provenance", "schema_version", "guidelines_version"):
        del record[name]
    for name in ("times", "quantities", "quotes", "events"):
        record[name] = [_damaged(item, article.text, profile, draw) for item in record[name]]
    for entity in record["entities"]:
        damaged = (_damaged(m, article.text, profile, draw) for m in entity["mentions"])
        entity["mentions"] = list(damaged)
    return record


def _damaged(item: Any, text: str, profile: Profile, draw: random.Random) -> Any:
    """A copy in which some spans begin a character later, and some values differ."""
    if isinstance(item, list):
        return [_damaged(inner, text, profile, draw) for inner in item]
    if not isinstance(item, dict):
        return item
    copy = {key: _damaged(value, text, profile, draw) for key, value in item.items()}
    if draw.random() >= _MISS[profile]:
        return copy
    if "start" in copy and copy["end"] - copy["start"] > 1:
        copy["start"] += 1
        copy["text"] = text[copy["start"] : copy["end"]]
    if "value" in copy:
        copy["value"] = None
    return copy
