"""Reading an article with trained models, in the order in which they build on each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import coreference, extents, happenings, labeller, segments
from .attribution import Quote, attribute, join
from .contents import CONTENTS
from .dates import absolute, day_in, facts_of
from .document import Document, Found
from .finder import Finder, find
from .header import HEADER
from .mentions import Mention, mentions_of
from .quantities import Amount
from .quantities import values_of as amounts_of
from .timevalues import Setting, run
from .whens import values_of

__all__ = ["FINDERS", "Reading", "field_of", "filed", "published", "read_all"]

FINDERS = {
    finder.name: finder
    for finder in (
        Finder("names"),
        Finder("heads", ("names",)),
        Finder("pronouns", ("names",)),
        Finder("times"),
        Finder("quantities"),
        Finder("cues", ("names",)),
        Finder("triggers", ("names", "times", "heads"), labeller.stems),
    )
}


@dataclass
class Reading:
    """What was found in an article; what the models were not trained for is empty.

    Attributes:
        doc: the article with its layers of spans.
        mentions: in the order of the text.
        clusters: the entity of each mention.
        times: the value of each time.
        quantities: what each quantity is worth.
        quotes: with their speakers.
        events: with their arguments.
    """

    doc: Document
    mentions: list[Mention] = field(default_factory=list)
    clusters: list[int] = field(default_factory=list)
    times: list[str | None] = field(default_factory=list)
    quantities: list[Amount] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    events: list[happenings.Event] = field(default_factory=list)


def read_all(models: dict[str, Any], doc: Document) -> Reading:
    """Everything that the models can tell of an article."""
    reading = Reading(doc)
    if not doc.tokens:
        return reading
    _spans(models, doc)
    reading.mentions = mentions_of(doc)
    reading.clusters = list(range(len(reading.mentions)))
    if models.get("coref") is not None:
        cards = coreference.cards_of(doc, reading.mentions)
        reading.clusters = coreference.cluster(models["coref"], cards)
    reading.times = values_of(models.get("program"), doc, doc.layers.get("times", []), now_of(doc))
    reading.quantities = amounts_of(models, doc, doc.layers.get("quantities", []))
    groups = join(models.get("join"), doc, doc.layers.get("contents", []))
    reading.quotes = attribute(models.get("speaker"), doc, groups, reading.mentions)
    reading.events = happenings.assemble(models, doc, reading.mentions)
    return reading


def _spans(models: dict[str, Any], doc: Document) -> None:
    """Fill the layers of spans."""
    for name, finder in FINDERS.items():
        if models.get(name) is not None:
            doc.layers[name] = find(finder, models[name], doc)
        if name == "heads" and models.get("extents") is not None:
            doc.layers["nominals"] = extents.spread(models["extents"], doc)
    for segmenter in (HEADER, CONTENTS):
        if models.get(segmenter.name) is not None:
            doc.layers[segmenter.name] = segments.choose(segmenter, models[segmenter.name], doc)


def field_of(doc: Document, name: str) -> Found | None:
    """A field of the head, if it was found."""
    return next((one for one in doc.layers.get("header", []) if one.label == name), None)


def published(doc: Document) -> str | None:
    """The date of publication that the head states, if it states year, month and day."""
    one = field_of(doc, "date")
    return absolute(facts_of(doc.surface(one.first, one.last))) if one else None


def filed(doc: Document) -> str | None:
    """The date of the dateline; a missing year is that of the publication."""
    one = field_of(doc, "dateline")
    if one is None:
        return None
    facts = facts_of(doc.surface(one.first, one.last))._replace(clock=None)
    if facts.day is None:
        return None
    return absolute(facts) or run("past", facts, Setting(day_in(published(doc)), None))


def now_of(doc: Document) -> date | None:
    """The day from which the article reckons."""
    return day_in(published(doc)) or day_in(filed(doc))
