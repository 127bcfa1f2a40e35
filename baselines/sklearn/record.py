"""A reading as a prediction: offsets, ids and the layers that were trained."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from .attribution import Quote
from .contents import marked
from .document import Document, Found
from .mentions import Mention
from .reading import Reading, field_of, filed, published

__all__ = ["record"]

_WEIGHTS = {"NAM": 1.0, "NOM": 0.8, "PRO": 0.2}  # of mentions in the vote on their entity's type
_SPANS = ("headline", "deck", "byline", "publisher")
Json = dict[str, Any]


def record(reading: Reading, layers: Sequence[str]) -> Json:
    """The prediction of one article."""
    said: Json = {"layers": list(layers), "meta": _meta(reading.doc, layers)}
    if "entities" in layers:
        said["entities"] = _entities(reading)
    if "times" in layers:
        said["times"] = _times(reading)
    if "quantities" in layers:
        said["quantities"] = _quantities(reading)
    if "quotes" in layers:
        said["quotes"] = _quotes(reading)
    if "events" in layers:
        said["events"] = _events(reading)
    return said


def _span(doc: Document, first: int, last: int) -> Json:
    start, end = doc.place(first, last)
    return {"start": start, "end": end, "text": doc.text[start:end]}


def _meta(doc: Document, layers: Sequence[str]) -> Json:
    meta: Json = {}
    for name in _SPANS:
        if name in layers:
            one = field_of(doc, name)
            meta[name] = one and _span(doc, one.first, one.last)
    if "date_published" in layers:
        one, value = field_of(doc, "date"), published(doc)
        meta["date_published"] = (
            {"value": value, "span": _span(doc, *one[:2]), "confidence": one.confidence}
            if one and value
            else None
        )
    if "dateline" in layers:
        one = field_of(doc, "dateline")
        meta["dateline"] = one and _dateline(doc, one)
    return meta


def _dateline(doc: Document, one: Found) -> Json:
    """The place is the first name in it, or what stands before the first mark."""
    inside = [n for n in doc.layers.get("names", []) if one.first <= n.first and n.last <= one.last]
    end = next((i for i in range(one.first + 1, one.last) if doc.lower[i] in ",(-–"), one.last)
    first, last = inside[0][:2] if inside and inside[0].first < end else (one.first, end)
    return {
        "span": _span(doc, one.first, one.last),
        "place": _span(doc, first, last),
        "date": filed(doc),
        "confidence": one.confidence,
    }


def _entities(reading: Reading) -> list[Json]:
    members: dict[int, list[Mention]] = {}
    for mention, cluster in zip(reading.mentions, reading.clusters, strict=True):
        members.setdefault(cluster, []).append(mention)
    doc = reading.doc
    return [
        {
            "id": f"e{cluster}",
            "type": _type(mentions),
            "name": _name(doc, mentions),
            "mentions": [
                {**_span(doc, *one.place), "kind": one.kind, "confidence": one.confidence}
                for one in mentions
            ],
        }
        for cluster, mentions in members.items()
    ]


def _type(mentions: Sequence[Mention]) -> str:
    votes: dict[str, float] = {}
    for one in mentions:
        votes[one.type] = votes.get(one.type, 0.0) + _WEIGHTS[one.kind] * one.confidence
    return max(sorted(votes), key=lambda name: votes[name])


def _name(doc: Document, mentions: Sequence[Mention]) -> str | None:
    """The longest surface of a name, of equal ones the first."""
    names = [doc.surface(*one.place) for one in mentions if one.kind == "NAM"]
    return max(names, key=len) if names else None


def _times(reading: Reading) -> list[Json]:
    return [
        {
            "id": f"t{number}",
            "span": _span(reading.doc, *one[:2]),
            "type": one.label,
            "value": value,
            "confidence": one.confidence,
        }
        for number, (one, value) in enumerate(
            zip(reading.doc.layers.get("times", []), reading.times, strict=True)
        )
    ]


def _quantities(reading: Reading) -> list[Json]:
    return [
        {
            "id": f"q{number}",
            "span": _span(reading.doc, *one[:2]),
            **amount._asdict(),
            "confidence": one.confidence,
        }
        for number, (one, amount) in enumerate(
            zip(reading.doc.layers.get("quantities", []), reading.quantities, strict=True)
        )
    ]


def _quotes(reading: Reading) -> list[Json]:
    marks = marked(reading.doc)
    return [
        {
            "id": f"s{number}",
            "type": _manner(quote, inside),
            "source": _source(reading, quote),
            "content": [_span(reading.doc, part.first, part.last) for part in quote.contents],
            "quoted": [_span(reading.doc, mark.start, mark.stop) for mark in inside],
            "confidence": quote.confidence,
        }
        for number, quote in enumerate(reading.quotes)
        for inside in [_within(quote, marks)]
    ]


def _source(reading: Reading, quote: Quote) -> Json:
    if quote.speaker is None:
        return {"status": "implicit"}
    mention = reading.mentions[quote.speaker]
    return {
        "span": _span(reading.doc, *mention.place),
        "entity": f"e{reading.clusters[quote.speaker]}",
        "status": "explicit",
    }


def _within(quote: Quote, marks: Sequence[range]) -> list[range]:
    """What stands in quote marks, in or as the ascribed words."""
    found = []
    for part in quote.contents:
        low = bisect_left(marks, part.first, key=attrgetter("start"))
        high = bisect_left(marks, part.last, low, key=attrgetter("start"))
        found += [mark for mark in marks[low:high] if mark.stop <= part.last]
    return found


def _manner(quote: Quote, marks: Sequence[range]) -> str:
    """Direct if all of it stands in marks, mixed if some does, else indirect."""
    inside = {(mark.start, mark.stop) for mark in marks}
    if inside.issuperset((part.first, part.last) for part in quote.contents):
        return "direct"
    return "mixed" if marks else "indirect"


def _events(reading: Reading) -> list[Json]:
    doc, triggers = reading.doc, reading.doc.layers.get("triggers", [])
    return [
        {
            "id": f"v{number}",
            "type": triggers[event.triggers[0]].label,
            "triggers": [_span(doc, *triggers[one][:2]) for one in event.triggers],
            "arguments": [
                {"role": role, "span": _span(doc, filler.first, filler.last)}
                for role, filler in event.arguments
            ],
            "confidence": triggers[event.triggers[0]].confidence,
        }
        for number, event in enumerate(reading.events)
    ]
