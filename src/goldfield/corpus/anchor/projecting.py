"""A pass and a document that people annotated, both reduced to what the two manuals share.

The manuals differ; ``eval/anchor/README.md`` says how each side is projected and what is lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from goldfield.corpus.foreign.gum_lines import TYPES, GumDocument, GumMention, Place
from goldfield.corpus.foreign.litbank import LitbankDocument
from goldfield.schema.labels import Layer
from goldfield.schema.records import Annotations, Entity, Mention
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.coreference import score_coref

__all__ = ["MEASURES", "gum_counts", "litbank_counts"]

MEASURES: dict[str, tuple[str, ...]] = {
    "names": ("names",),
    "names with type": ("names with type",),
    "mentions": ("mentions",),
    "coreference (CoNLL)": ("muc", "b3", "ceafe"),
    "dates": ("dates",),
    "dates with value": ("dates with value",),
    "quotes": ("quotes",),
    "quote characters": ("quote characters",),
    "speakers": ("speakers",),
}
"""What is measured, and the counts that each is the mean F1 of."""

_LAYERS: dict[str, Layer] = {
    **dict.fromkeys(("names", "names with type"), "entities"),
    **dict.fromkeys(("mentions", "muc", "b3", "ceafe"), "coref"),
    **dict.fromkeys(("dates", "dates with value"), "times"),
    **dict.fromkeys(("quotes", "quote characters"), "quotes"),
    "speakers": "speakers",
}

_NAMED = {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
_MENTIONED = {*_NAMED, "GROUP"}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_MARKS = " \n\"'`“”‘’-–—"


class _Item(NamedTuple):
    """Something with a place; items of other kinds are never paired."""

    place: Place
    kind: Hashable = None


def gum_counts(gold: GumDocument, pred: Annotations) -> dict[str, Counts]:
    """Names, mentions, coreference and dates of a news article, of the layers that `pred` has."""
    named = [
        _Item(mention.head, TYPES[mention.type])
        for mention in gold.mentions
        if mention.type in TYPES and mention.part_of_speech == "PROPN"
    ]
    names = [
        _Item((mention.start, mention.end), _NAMED[entity.type])
        for entity in pred.entities
        if entity.type in _NAMED
        for mention in entity.mentions
        if mention.kind == "NAM"
    ]
    counts = {
        "names": _overlapping(_untyped(named), _untyped(names)),
        "names with type": _overlapping(named, names),
        **_coreference(_gold_clusters(gold.mentions), _clusters(pred.entities)),
        **_dates(gold, pred),
    }
    return _annotated(counts, pred)


def _annotated(counts: dict[str, Counts], pred: Annotations) -> dict[str, Counts]:
    return {name: found for name, found in counts.items() if _LAYERS[name] in pred.layers}


def _untyped(items: Iterable[_Item]) -> list[_Item]:
    return [_Item(item.place) for item in items]


def _overlapping(gold: Sequence[_Item], pred: Sequence[_Item]) -> Counts:
    return Counts.of(len(_pairs(gold, pred)), len(pred), len(gold))


def _pairs(gold: Sequence[_Item], pred: Sequence[_Item]) -> list[tuple[int, int]]:
    """The best one-to-one pairing of items of one kind that share characters."""
    edges = {
        (i, j): (1, shared)
        for i, left in enumerate(gold)
        for j, right in enumerate(pred)
        if left.kind == right.kind and (shared := _shared(left.place, right.place)) > 0
    }
    return best_pairs(edges)


def _shared(left: Place, right: Place) -> int:
    return min(left[1], right[1]) - max(left[0], right[0])


def _gold_clusters(mentions: Iterable[GumMention]) -> list[list[Place]]:
    """The heads of each entity of the types that both manuals know."""
    found: dict[str, list[Place]] = defaultdict(list)
    for mention in mentions:
        if mention.type in TYPES:
            found[mention.cluster].append(mention.head)
    return list(found.values())


def _clusters(entities: Iterable[Entity]) -> list[list[Place]]:
    kept = (entity for entity in entities if entity.type in _MENTIONED)
    return [[_head(mention) for mention in entity.mentions] for entity in kept]


def _head(mention: Mention) -> Place:
    span = mention.head or mention
    return span.start, span.end


def _coreference(gold: list[list[Place]], pred: list[list[Place]]) -> dict[str, Counts]:
    """Mentions and clusters of entities that are mentioned twice or more.

    A mention of one side that is paired with one of the other takes its place.
    """
    golds, preds = ([row for row in rows if len(row) > 1] for rows in (gold, pred))
    left, right = ([_Item(place) for row in rows for place in row] for rows in (golds, preds))
    pairs = _pairs(left, right)
    moved = {right[j].place: left[i].place for i, j in pairs}
    sets = [frozenset(row) for row in golds]
    others = [frozenset(moved.get(place, _apart(place)) for place in row) for row in preds]
    found = score_coref(sets, others, ("muc", "b3", "ceafe"))
    counts = {mode: outcome.counts for mode, outcome in found.items()}
    return {"mentions": Counts.of(len(pairs), len(right), len(left)), **counts}


def _apart(place: Place) -> Place:
    """A place that no gold item can have."""
    return -1 - place[0], -1 - place[1]


def _dates(gold: GumDocument, pred: Annotations) -> dict[str, Counts]:
    """Years, months and days; of a time of day its day, of an interval nothing."""
    dated = [
        _Item(date.place, date.when)
        for date in gold.dates
        if date.when and _DAY.fullmatch(date.when)
    ]
    times = [
        _Item((time.span.start, time.span.end), value)
        for time in pred.times
        if time.type in ("DATE", "TIME") and (value := _day(time.value))
    ]
    return {
        "dates": _overlapping(_untyped(dated), _untyped(times)),
        "dates with value": _overlapping(dated, times),
    }


def _day(value: str | None) -> str | None:
    day = (value or "").partition("T")[0]
    return day if _DAY.fullmatch(day) else None


def litbank_counts(gold: LitbankDocument, pred: Annotations) -> dict[str, Counts]:
    """Direct quotes, stretch by stretch and without their marks, and who says them."""
    said = [(_trim(gold.text, quote.place), quote.speaker) for quote in gold.quotes]
    found = [
        (_trim(gold.text, (span.start, span.end)), quote.source.entity)
        for quote in pred.quotes
        if quote.type == "direct"
        for span in quote.content
    ]
    left, right = ([_Item(place) for place, _ in side] for side in (said, found))
    moved = {right[j].place: left[i].place for i, j in _pairs(left, right)}
    others = [(moved.get(place, _apart(place)), speaker) for place, speaker in found]
    speakers = score_coref(_by_speaker(said), _by_speaker(others), ("ceafm",))["ceafm"].counts
    exact = len({place for place, _ in said} & {place for place, _ in found})
    letters = [{at for item in side for at in range(*item.place)} for side in (left, right)]
    shared = len(letters[0] & letters[1])
    counts = {
        "quotes": Counts.of(exact, len(found), len(said)),
        "quote characters": Counts.of(shared, len(letters[1]), len(letters[0])),
        "speakers": speakers,
    }
    return _annotated(counts, pred)


def _trim(text: str, place: Place) -> Place:
    words = text[slice(*place)]
    start = place[0] + len(words) - len(words.lstrip(_MARKS))
    return start, max(start, place[1] - (len(words) - len(words.rstrip(_MARKS))))


def _by_speaker(quotes: Iterable[tuple[Place, str | None]]) -> list[frozenset[Place]]:
    """The quotes of each speaker; those of nobody stand alone."""
    found: dict[Hashable, set[Place]] = defaultdict(set)
    for place, speaker in quotes:
        found[speaker or place].add(place)
    return [frozenset(places) for places in found.values()]
