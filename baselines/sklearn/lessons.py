"""Rows and labels that one annotated article gives to each model of pairs and values."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias

from goldfield.schema.records import Article

from . import attribution, coreference, happenings, quantities, whens
from .dates import day_in
from .document import Found
from .gold import Gold, places_of
from .linear import stacked
from .mentions import mentions_of
from .segments import NONE
from .timevalues import Setting

__all__ = [
    "Rows", "comparators", "entities", "joints", "programs", "roles", "same", "speakers", "units",
]  # fmt: skip

Rows: TypeAlias = tuple[Any, list[str]]
"""A sparse matrix, and a label a row."""


def entities(gold: Gold) -> Rows:
    """Pairs of mentions: whether they are one entity."""
    cards = coreference.cards_of(gold.doc, mentions_of(gold.doc))
    entity = [gold.entities[card.mention.place] for card in cards]
    pairs = coreference.pairs_of(cards)
    return coreference.pair_rows(cards, pairs), [_yes(entity[a] == entity[b]) for a, b in pairs]


def programs(gold: Gold) -> Rows:
    """Times: which program reckons their value."""
    found, now = gold.doc.layers["times"], _now(gold.article)
    times = places_of(gold.doc, gold.article.times)
    told = [times[one[:2]] for one in found]
    days = whens.anchors(gold.doc, found, [time.value for time in told])
    names = [
        whens.program_of(gold.doc, one, Setting(now, day), [time.value, *time.acceptable])
        for one, day, time in zip(found, days, told, strict=True)
    ]
    kept = [number for number, name in enumerate(names) if name is not None]
    return whens.rows_of(gold.doc, found)[kept], [str(names[number]) for number in kept]


def units(gold: Gold) -> Rows:
    """Quantities: their unit."""
    found = gold.doc.layers["quantities"]
    told = places_of(gold.doc, gold.article.quantities)
    labels = [quantities.unit(gold.doc, one, told[one[:2]]) for one in found]
    return quantities.rows_of(gold.doc, found), labels


def comparators(gold: Gold) -> Rows:
    """Quantities: how the text relates to the number."""
    found = gold.doc.layers["quantities"]
    told = places_of(gold.doc, gold.article.quantities)
    return quantities.rows_of(gold.doc, found), [told[one[:2]].comparator for one in found]


def joints(gold: Gold) -> Rows:
    """Stretches of ascribed words: whether they go on with the one before."""
    contents = gold.doc.layers["contents"]
    owner = {place: number for number, one in enumerate(gold.quotes) for place in one.contents}
    labels = [_yes(owner[one[:2]] == owner[two[:2]]) for one, two in pairwise(contents)]
    return attribution.join_rows(gold.doc, contents), labels


def speakers(gold: Gold) -> Rows:
    """Quotes with the mentions about them: whether they speak."""
    mentions = mentions_of(gold.doc)
    rows, labels = [], []
    for quote in gold.quotes:
        if group := [Found(*place, "said") for place in sorted(quote.contents)]:
            chosen = attribution.candidates(gold.doc, group, mentions)
            rows.append(attribution.speaker_rows(gold.doc, group, mentions, chosen))
            labels += [_yes(mentions[number].place == quote.speaker) for number in chosen]
    return stacked(rows), labels


def same(gold: Gold) -> Rows:
    """Pairs of triggers: whether they tell one event."""
    triggers = gold.doc.layers["triggers"]
    owner = {place: number for number, one in enumerate(gold.events) for place in one.triggers}
    pairs = happenings.same_pairs(triggers)
    labels = [_yes(owner[triggers[a][:2]] == owner[triggers[b][:2]]) for a, b in pairs]
    return happenings.same_rows(gold.doc, triggers), labels


def roles(gold: Gold) -> Rows:
    """Triggers with what stands about them: the role that it plays, or none."""
    fillers = happenings.fillers_of(gold.doc, mentions_of(gold.doc))
    played = {place: event.arguments for event in gold.events for place in event.triggers}
    rows, labels = [], []
    for trigger in gold.doc.layers["triggers"]:
        chosen = happenings.near(gold.doc, trigger, fillers)
        rows.append(happenings.argument_rows(gold.doc, trigger, fillers, chosen))
        labels += [played[trigger[:2]].get(fillers[number][:2], NONE) for number in chosen]
    return stacked(rows), labels


def _now(article: Article) -> date | None:
    """The day from which an article reckons."""
    published, line = article.meta.date_published, article.meta.dateline
    return day_in(published.value if published else None) or day_in(line.date if line else None)


def _yes(right: bool) -> str:
    return "yes" if right else "no"
