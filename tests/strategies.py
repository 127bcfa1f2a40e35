"""Random gold articles over hostile text, predictions about them, and how both are scored.

Spans run from the start of one token to the end of another, so they nest, cross, touch and repeat
often. Pools of labels are small, so that unlike things collide.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar, cast

import msgspec
from hypothesis import strategies as st

from goldfield.schema.labels import LAYERS, EntityType, EventType, MentionKind, QuoteType, Role
from goldfield.schema.records import (
    Argument,
    Article,
    Dateline,
    DocumentFields,
    Entity,
    Event,
    Mention,
    Provenance,
    PublicationDate,
    Quantity,
    QuantityReading,
    Quote,
    Source,
    Span,
    Time,
)
from goldfield.schema.text import cuts_word, sha256_of
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures import FIELDS
from goldfield.scoring.outcome import Outcome
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

__all__ = [
    "EVERY", "Tokens", "annotated", "articles", "as_prediction", "bare", "counts_of", "damaged",
    "outcomes", "pairs", "shuffled", "tokens",
]  # fmt: skip

T = TypeVar("T")
Json = dict[str, Any]

# Emoji, astral letters, ligature, CJK, Arabic digit, curly quotes, a zero-width blank: all in NFC.
WORDS = (
    "Oslo", "São", "😀", "𝔘nion", "名古屋", "“we", "said”", "l’eau", "Mr.", "İstanbul", "ﬁsh",
    "x²", "…", "٣", "«—", "żółw", "한국", "ß", "１２", "a\u200bb", "👩‍🚒", "x",
)  # fmt: skip
GAPS = (" ", " ", " ", "\n", "-", "")
TYPES: tuple[EntityType, ...] = ("PER", "GPE", "GROUP")
KINDS: tuple[MentionKind, ...] = ("NAM", "NAM", "NOM", "PRO")
QUOTE_TYPES: tuple[QuoteType, ...] = ("direct", "indirect")
EVENT_TYPES: tuple[EventType, ...] = ("ASSAULT", "DIE")
ROLES: tuple[Role, ...] = ("actor", "target")
VALUES = ("2031-05-14", "2031-W20", "P3D", "")
NUMBERS: tuple[tuple[float | None, float | None, float | None], ...] = (
    (250.0, None, None), (0.0, None, None), (-0.0, None, None), (1e300, None, None),
    (None, 2.0, 9.0), (None, 2.0, None), (None, None, 9.0),
)  # fmt: skip


class Tokens(NamedTuple):
    """A text and the places of its tokens."""

    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, first: int, last: int) -> Span:
        start, end = self.places[first][0], self.places[last][1]
        return Span(start, end, self.text[start:end])


@st.composite
def tokens(draw: st.DrawFn, most: int = 9, words: Sequence[str] = WORDS) -> Tokens:
    """A text of 2 to `most` tokens, some of which touch."""
    text: str = draw(st.sampled_from(("", " ", "😀 ")))
    places: list[tuple[int, int]] = []
    for word in draw(st.lists(st.sampled_from(words), min_size=2, max_size=most)):
        gap = draw(st.sampled_from(GAPS)) if places else ""
        blank = " " if cuts_word(text + gap + word, len(text + gap)) else gap
        text += blank
        places.append((len(text), len(text) + len(word)))
        text += word
    return Tokens(text, tuple(places))


def spans(of: Tokens) -> st.SearchStrategy[Span]:
    last = len(of.places) - 1
    firsts = st.integers(0, last)
    return firsts.flatmap(
        lambda first: st.integers(first, min(last, first + 3)).map(lambda end: of.span(first, end))
    )


def _places(span: Span) -> tuple[int, int]:
    return span.start, span.end


class _Maker:
    """Draws the layers of one article; `plain` leaves out alternatives, `distinct` all copies."""

    def __init__(self, draw: st.DrawFn, of: Tokens, *, plain: bool, distinct: bool) -> None:
        self.draw, self.plain, self.distinct = draw, plain, distinct
        self.spans = spans(of)
        self.ids: list[str] = []  # of items that have a place

    def one(self, *choices: T) -> T:
        return self.draw(st.sampled_from(choices))

    def many(self, strategy: st.SearchStrategy[T], most: int, least: int = 0) -> list[T]:
        return self.draw(st.lists(strategy, min_size=least, max_size=most))

    def apart(self, most: int) -> list[Span]:
        """Spans of which no two are equal."""
        return self.draw(st.lists(self.spans, max_size=most, unique_by=_places))

    def maybe(self) -> Span | None:
        return self.draw(st.none() | self.spans)

    def others(self, known: Sequence[T], most: int = 2) -> list[T]:
        if self.plain or not known:
            return []
        return self.many(st.sampled_from(known), most)

    def entities(self) -> list[Entity]:
        groups: dict[int, list[Mention]] = {}
        for span in self.apart(6):
            head = span if self.one(False, True) else None
            found = Mention(
                *_places(span), span.text, self.one(*KINDS), head, self.one(False, True)
            )
            groups.setdefault(self.one(0, 1, 2), []).append(found)
        names = [self.one(None, "Oslo", "ﬁSH ") for _ in groups]
        return [
            Entity(f"e{i}", self.one(*TYPES), name, None, mentions)
            for i, (mentions, name) in enumerate(zip(groups.values(), names, strict=True))
        ]

    def times(self) -> list[Time]:
        return [
            Time(f"t{i}", span, "DATE", self.one(None, *VALUES), None, False, self.others(VALUES))
            for i, span in enumerate(self.apart(4))
        ]

    def quantities(self) -> list[Quantity]:
        readings = [QuantityReading(*numbers) for numbers in NUMBERS]
        return [
            Quantity(f"n{i}", span, *self.one(*NUMBERS), "exact", None, None, self.others(readings))
            for i, span in enumerate(self.apart(4))
        ]

    def source(self, entities: Sequence[Entity]) -> Source:
        known = [entity.id for entity in entities]
        also = self.others(known)
        span = self.maybe()
        choices = [
            Source(None, None, None, "implicit", also),
            Source(None, None, "Oslo", "explicit", also),
        ]
        if span is not None:
            choices.append(Source(None, span, None, "explicit", also))
        if known:
            choices.append(Source(self.one(*known), span, self.one(None, "X"), "explicit", also))
        return self.one(*choices)

    def quotes(self, entities: Sequence[Entity]) -> list[Quote]:
        found: list[Quote] = []
        for i in range(self.draw(st.integers(0, 3))):
            content = self.many(self.spans, 3, least=1)
            if self.distinct and any(_chars(content) == _chars(q.content) for q in found):
                continue
            quoted = [] if self.distinct else self.many(self.spans, 2)
            cue = None if self.distinct else self.maybe()
            kind = self.one(*QUOTE_TYPES)
            found.append(
                Quote(f"q{i}", kind, self.source(entities), cue, content, quoted, None, None)
            )
        return found

    def argument(self, ids: Sequence[str]) -> Argument:
        ref = self.one(None, *ids)
        span = self.draw(self.spans) if ref is None else self.maybe()
        return Argument(self.one(*ROLES), span, ref, self.others(ids))

    def events(self, ids: list[str]) -> list[Event]:
        free = self.apart(6)
        found: list[Event] = []
        for i in range(self.draw(st.integers(0, 3))):
            if self.distinct:
                triggers = [free.pop() for _ in range(min(len(free), self.one(0, 1, 2)))]
            else:
                triggers = self.many(self.spans, 2)
            arguments = [self.argument(ids) for _ in range(self.one(0, 1, 2, 3))]
            found.append(Event(f"v{i}", self.one(*EVENT_TYPES), triggers, arguments, None, None))
            ids = [*ids, f"v{i}"] if triggers else ids
        return found

    def meta(self) -> DocumentFields:
        also = self.others(VALUES[:1])
        date = PublicationDate(self.one("2031-05", "2031-05-15"), self.maybe(), also)
        city, part = self.one(None, "Oslo"), self.maybe()
        line = Dateline(self.draw(self.spans), part, city, "NOR", self.one(None, "2031"), "ﬁSH")
        return DocumentFields(
            self.one(None, date), self.maybe(), self.maybe(), self.one(None, line),
            self.maybe(), self.maybe(), self.one(None, "en", "EN"),
        )  # fmt: skip


def _chars(content: Sequence[Span]) -> set[int]:
    return {at for span in content for at in range(span.start, span.end)}


def _unrepeated(events: list[Event]) -> list[Event]:
    """Events without arguments or whole events that say the same twice."""
    for event in events:
        event.arguments = list({(a.role, a.span or a.ref): a for a in event.arguments}.values())
    bare = {event.type: event for event in events if not event.triggers}
    return [event for event in events if event.triggers or bare[event.type] is event]


@st.composite
def annotated(
    draw: st.DrawFn, of: Tokens, id: str = "a", *, plain: bool = False, distinct: bool = False
) -> Article:
    """A gold article over a text.

    Args:
        draw: of hypothesis.
        of: the text.
        id: of the article.
        plain: no `acceptable`, so that gold and prediction can change places.
        distinct: nothing in it is said twice.
    """
    make = _Maker(draw, of, plain=plain, distinct=distinct)
    entities, times, quantities = make.entities(), make.times(), make.quantities()
    quotes = make.quotes(entities)
    ids = [item.id for items in (entities, times, quantities) for item in cast(list[Any], items)]
    events = make.events(ids)
    provenance = Provenance("composed", "CC0-1.0", "test", "human", "human", 1, "single")
    items = (entities, times, quantities, quotes, _unrepeated(events) if distinct else events)
    return Article(
        id, sha256_of(of.text), of.text, list(LAYERS), make.meta(), *items,
        "1.0", "1.0", [], provenance,
    )  # fmt: skip


@st.composite
def articles(draw: st.DrawFn, id: str = "a") -> Article:
    """A gold article over a text of its own."""
    return draw(annotated(draw(tokens()), id))


@st.composite
def pairs(
    draw: st.DrawFn, *, plain: bool = False, distinct: bool = False
) -> tuple[Article, Article]:
    """Two gold articles over one text: the second is unrelated, or the first with damage."""
    of = draw(tokens())
    gold = draw(annotated(of, plain=plain, distinct=distinct))
    other = draw(annotated(of, plain=plain, distinct=distinct) | damaged(gold, of))
    if distinct:
        other.events = _unrepeated(other.events)
    return gold, other


@st.composite
def damaged(draw: st.DrawFn, gold: Article, of: Tokens) -> Article:
    """The article with items lost, moved and relabelled; still valid as gold."""
    near = msgspec.json.decode(msgspec.json.encode(gold), type=Article)
    chance = draw(st.randoms(use_true_random=False))

    def some(items: list[T], least: int = 0) -> list[T]:
        return [item for i, item in enumerate(items) if i < least or chance.random() < 0.8]

    near.entities = [e for e in near.entities if chance.random() < 0.9] or near.entities
    known = {entity.id for entity in near.entities}
    for entity in near.entities:
        entity.type = chance.choice((*TYPES, entity.type))
        entity.mentions = some(entity.mentions, least=1)
    free = [draw(spans(of)) for _ in range(3)]
    timed: list[Time | Quantity] = [*near.times, *near.quantities]
    taken = {_places(item.span) for item in timed}
    for item in timed:
        if chance.random() < 0.3 and _places(free[-1]) not in taken:
            item.span = free[-1]
            taken.add(_places(free[-1]))
    near.quotes = [q for q in some(near.quotes) if q.source.entity in {None, *known}]
    for quote in near.quotes:
        quote.content = some([*quote.content, free[0]], least=1)
        quote.source.acceptable = []
    for event in near.events:
        event.type = chance.choice((*EVENT_TYPES, event.type))
        event.triggers = some([*event.triggers, free[1]], least=min(1, len(event.triggers)))
        event.arguments = [_loose(argument, free[2]) for argument in some(event.arguments)]
    return near


def _loose(argument: Argument, span: Span) -> Argument:
    """The argument without references, which may lead nowhere after damage."""
    return Argument(argument.role, argument.span or span, None, [])


# ---- scoring --------------------------------------------------------------------------------

EVERY = Suite(
    name="every",
    record="article",
    measures=tuple(f"{field}@{mode}" for field, row in FIELDS.items() for mode in row.modes)
    + tuple(f"{field}@strict:conll4" for field, row in FIELDS.items() if row.projectable),
)


def as_prediction(article: Article) -> Json:
    """The article as the JSON that a reader of predictions gets."""
    found: Json = msgspec.json.decode(msgspec.json.encode(article))
    return found


def bare(text: str, **layers: Any) -> Json:
    """Gold as JSON: a text with the given layers; `meta` takes the document fields that differ."""
    nobody = DocumentFields(None, None, None, None, None, None, None)
    provenance = Provenance("composed", "CC0-1.0", "test", "human", "human", 1, "single")
    found = as_prediction(
        Article(
            "a", sha256_of(text), text, list(LAYERS), nobody, [], [], [], [], [],
            "1.0", "1.0", [], provenance,
        )
    )  # fmt: skip
    found["meta"] |= layers.pop("meta", {})
    return found | layers


def outcomes(gold: Article | Json, pred: Article | Json, start: str = "") -> dict[str, Outcome]:
    """The measures whose names so start, on one document, through the readers of both sides."""
    measures = tuple(name for name in EVERY.measures if name.startswith(start))
    task = build_task(Suite("some", "article", measures=measures), [[gold]], [pred])
    (id,) = task.golds
    return task.score(task.golds[id], task.preds[id])


def counts_of(gold: Article | Json, pred: Article | Json, start: str = "") -> dict[str, Counts]:
    """The counts of the measures whose names so start, on one document."""
    return {name: outcome.counts for name, outcome in outcomes(gold, pred, start).items()}


def shuffled(record: Json, chance: random.Random, *, keep: frozenset[str] = frozenset()) -> Json:
    """The record with its lists in another order, but for those under a key of `keep`."""

    def walk(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            return {name: walk(value, name) for name, value in node.items()}
        if isinstance(node, list):
            node = [walk(item) for item in node]
            if key not in keep:
                chance.shuffle(node)
        return node

    return cast(Json, walk(record))
