"""Seeded events with all that makes scorers of events differ."""

from __future__ import annotations

import random
from typing import Any

from oracles.structures import as_events, make_stories
from parity.common import Record

__all__ = ["make_happenings"]

Json = dict[str, Any]


def make_happenings(seed: int, number: int) -> list[tuple[Record, Record]]:
    """Gold and predicted events; half with triggers of one token, half with wide ones.

    Of every three documents one has events of no trigger or of several, and one has entities, some
    of which gold accepts instead of an argument; a few predictions name strings that are not there.
    """
    chance = random.Random(seed)
    stories = [
        story
        for pair in zip(
            make_stories(seed, number // 2), make_stories(seed + 1, number // 2, wide=True),
            strict=True,
        )
        for story in pair
    ]  # fmt: skip
    found: list[tuple[Record, Record]] = []
    for index, story in enumerate(stories):
        gold, pred = (_bare(as_events(story.text, side, "")) for side in story[1:])
        if index % 3 == 1:
            _retrigger(chance, gold)
            _retrigger(chance, pred)
        if index % 3 == 2:
            _accept(chance, gold)
            _mislead(chance, pred)
        found.append((gold, pred))
    return found


def _bare(record: Json) -> Json:
    return {key: value for key, value in record.items() if key != "id"}


def _retrigger(chance: random.Random, record: Json) -> None:
    """Events lose their trigger, or take over that of the next as a further one."""
    events = record["events"]
    for event, other in zip(events, [*events[1:], *events[:1]], strict=True):
        what = chance.random()
        if what < 0.3:
            event["triggers"] = []
        elif what < 0.6:
            event["triggers"] = [*event["triggers"], *other["triggers"]]


def _accept(chance: random.Random, record: Json) -> None:
    """Each place of an argument is an entity, and some arguments accept another one."""
    arguments = [argument for event in record["events"] for argument in event["arguments"]]
    places = {(a["span"]["start"], a["span"]["end"]): a["span"] for a in arguments}
    record["entities"] = [
        {
            "id": f"e{index}", "type": "PER", "name": None, "wikidata": None,
            "mentions": [{**span, "kind": "NAM", "head": None, "subword": True}],
        }
        for index, span in enumerate(places.values())
    ]  # fmt: skip
    for argument in arguments:
        if chance.random() < 0.4:
            argument["acceptable"] = [chance.choice(record["entities"])["id"]]


def _mislead(chance: random.Random, record: Json) -> None:
    """A few triggers and arguments are strings that the text does not have."""
    spans = [t for event in record["events"] for t in event["triggers"]]
    spans += [a["span"] for event in record["events"] for a in event["arguments"]]
    for span in spans:
        if chance.random() < 0.05:
            span.clear()
            span["text"] = f"nowhere {chance.choice('xy')}"
