"""Events and mention sets against metametric, which derives measures from matchings.

Differences by rule: an empty set weighs 1 there, as does an event without arguments; averages are
over documents there; arguments are always attached to an equal trigger there. The last can be
told to the peer in its own language, and then the counts agree.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import pytest
from oracles.counting import outcomes_of, span_outcomes
from oracles.documents import Mark, make_documents, overlap, without_surplus
from oracles.structures import Happening, Story, as_events, make_stories, once, with_arguments

from goldfield.scoring.counts import Counts, total
from goldfield.scoring.suites import Suite

mm = pytest.importorskip("metametric.dsl", reason="metametric is not installed")
ie = pytest.importorskip("metametric.structures.ie")
events = pytest.importorskip("metametric.metrics.event_extraction")

STORIES = make_stories(seed=41)
MODES = ("tri-i", "tri-c", "arg-i", "arg-c", "arg-c+")


def goldfield_counts(stories: Sequence[Story]) -> dict[str, list[Counts]]:
    """Counts of each mode of `events`, one a document."""
    return _goldfield_counts(tuple(stories))


@lru_cache(maxsize=4)
def _goldfield_counts(stories: tuple[Story, ...]) -> dict[str, list[Counts]]:
    suite = Suite(name="events", record="article", measures=tuple(f"events@{m}" for m in MODES))
    golds = [as_events(story.text, story.gold, f"d{i}") for i, story in enumerate(stories)]
    preds = [as_events(story.text, story.pred, f"d{i}") for i, story in enumerate(stories)]
    found = outcomes_of(suite, golds, preds)
    return {mode: [row[f"events@{mode}"].counts for row in found] for mode in MODES}


def mention(mark: Mark) -> Any:
    return ie.Mention(mark[0], mark[1])


def event_set(items: Iterable[Happening]) -> Any:
    return ie.EventSet(
        [
            ie.Event(
                ie.Trigger(mention(item.trigger), item.trigger[2]),
                [ie.Argument(mention(mark), mark[2]) for mark in item.arguments],
            )
            for item in items
        ]
    )


def peer(metric: Any, pred: Any, gold: Any) -> Counts:
    """What a metric of the peer counts: matched, and either side matched with itself."""
    return Counts.of(*map(float, (metric.score(pred, gold), metric.score_self(pred),
                                  metric.score_self(gold))))  # fmt: skip


def peer_counts(metric: Any, stories: Sequence[Story]) -> list[Counts]:
    return [peer(metric, event_set(story.pred), event_set(story.gold)) for story in stories]


def weigh_nothing(counts: Counts) -> Counts:
    """The rule that an empty set weighs 1, and equals another empty set."""
    return Counts.of(counts.tp_gold or float(counts.empty), counts.pred or 1, counts.gold or 1)


def without_copies(story: Story) -> Story:
    """The story without surplus copies of triggers, then of whole events."""
    gold, pred = (Counter(item.trigger for item in side) for side in (story.gold, story.pred))
    return story._replace(gold=_most(story.gold, pred), pred=_most(story.pred, gold))


def _most(items: Sequence[Happening], other: Counter[Mark]) -> tuple[Happening, ...]:
    seen: Counter[Mark] = Counter()
    kept = []
    for item in items:
        seen[item.trigger] += 1
        if seen[item.trigger] <= max(1, other[item.trigger]):
            kept.append(item)
    return tuple(kept)


def test_classified_triggers_are_equal_but_for_empty_sets() -> None:
    mine = goldfield_counts(STORIES)["tri-c"]
    peers = peer_counts(events.trigger_classification, STORIES)
    assert [weigh_nothing(counts) for counts in mine] == peers
    assert any(counts.empty for counts in mine)


def test_identified_triggers_are_equal_but_for_empty_sets_and_surplus_copies() -> None:
    mine, peers = (
        [weigh_nothing(counts) for counts in goldfield_counts(STORIES)["tri-i"]],
        peer_counts(events.trigger_identification, STORIES),
    )
    clean = [without_copies(story) for story in STORIES]
    assert peer_counts(events.trigger_identification, clean) == [
        weigh_nothing(counts) for counts in goldfield_counts(clean)["tri-i"]
    ]
    for story, kept, own, other in zip(STORIES, clean, mine, peers, strict=True):
        assert (own.pred, own.gold) == (other.pred, other.gold)
        assert own.tp_gold == other.tp_gold or (story != kept and own.tp_gold < other.tp_gold)


def test_attached_arguments_are_equal_where_every_event_has_some() -> None:
    """An event without arguments weighs 1 there and nothing here."""
    stories = [once(story) for story in STORIES]
    full = [with_arguments(story) for story in stories]
    mine, again = (goldfield_counts(some)["arg-c+"] for some in (stories, full))
    assert mine == again
    metric = events.argument_classification
    assert peer_counts(metric, full) == [weigh_nothing(counts) for counts in again]
    for story, own, other in zip(stories, mine, peer_counts(metric, stories), strict=True):
        bare = sum(not item.arguments for item in story.pred)
        assert other.pred == (own.pred + bare or 1)


def test_copies_earn_something_there_only() -> None:
    """A copy of an event or argument comes off first here; there it may take another's credit."""
    full = [with_arguments(story) for story in STORIES]
    mine = goldfield_counts(full)["arg-c+"]
    peers = peer_counts(events.argument_classification, full)
    less = 0
    for story, own, other in zip(full, map(weigh_nothing, mine), peers, strict=True):
        assert (own.pred, own.gold) == (other.pred, other.gold)
        assert own.tp_gold == other.tp_gold or (
            own.tp_gold < other.tp_gold and story != once(story)
        )
        less += own.tp_gold < other.tp_gold
    assert less


def test_overlapping_triggers_are_enough_here() -> None:
    stories = [once(with_arguments(story)) for story in make_stories(seed=42, wide=True)]
    mine = [weigh_nothing(counts) for counts in goldfield_counts(stories)["arg-c+"]]
    peers = peer_counts(events.argument_classification, stories)
    assert all(own.tp_gold >= other.tp_gold for own, other in zip(mine, peers, strict=True))
    assert mine != peers
    assert mine == peer_counts(overlapping_triggers(), stories)


def overlapping_triggers() -> Any:
    """The peer's argument classification, with triggers that need to overlap only."""

    def near(one: Any, two: Any) -> float:
        places = [(item.mention.left, item.mention.right, item.type) for item in (one, two)]
        return float(one.type == two.type and overlap(*places))

    arguments = mm.set_matching[ie.Argument, "<->"](...)
    event = mm.dataclass[ie.Event]({"trigger": mm.from_func(near), "args": arguments})
    return mm.dataclass[ie.EventSet]({"events": mm.set_matching[ie.Event, "<->"](event)})


@pytest.mark.parametrize(
    ("mode", "metric"), [("arg-i", "argument_identification"), ("arg-c", "argument_classification")]
)
def test_pooled_arguments_are_equal_where_each_type_has_one_trigger(mode: str, metric: str) -> None:
    """Attached or pooled is the same where gold and prediction have one event of a type each."""
    stories = [with_arguments(one_event_each(once(story))) for story in STORIES]
    mine = goldfield_counts(stories)[mode]
    assert [weigh_nothing(counts) for counts in mine] == peer_counts(
        getattr(events, metric), stories
    )


def one_event_each(story: Story) -> Story:
    """One event of each type, with one trigger on both sides."""
    trigger = {item.trigger[2]: item.trigger for item in (*story.pred, *story.gold)}
    gold, pred = (
        tuple({i.trigger[2]: i._replace(trigger=trigger[i.trigger[2]]) for i in side}.values())
        for side in (story.gold, story.pred)
    )
    return story._replace(gold=gold, pred=pred)


@dataclasses.dataclass(eq=True, frozen=True)
class Pooled:
    """An argument that has left its event: type, place and, where it counts, role."""

    key: tuple[object, ...]


@pytest.mark.parametrize(("mode", "size"), [("arg-i", 2), ("arg-c", 3)])
def test_pooled_arguments_are_equal_on_every_document(mode: str, size: int) -> None:
    """The peer told to pool: one set of (type, place, role) a document, copies aside."""
    stories = [once(story) for story in STORIES]
    metric = mm.set_matching[Pooled, "<->"](mm.from_func(lambda one, two: float(one == two)))

    def pool(items: Iterable[Happening]) -> list[Pooled]:
        return [Pooled((item.trigger[2], mark[:size])) for item in items for mark in item.arguments]

    mine = goldfield_counts(stories)[mode]
    peers = [peer(metric, pool(story.pred), pool(story.gold)) for story in stories]
    assert [weigh_nothing(counts) for counts in mine] == peers


def test_their_average_is_over_documents() -> None:
    suite = events.event_extraction_suite.new()
    for story in STORIES:
        suite.update_single(event_set(story.pred), event_set(story.gold))
    found = suite.compute()
    mine = [weigh_nothing(counts) for counts in goldfield_counts(STORIES)["tri-c"]]
    for name in ("precision", "recall", "f1"):
        mean = sum(getattr(counts, name) for counts in mine) / len(mine)
        assert found[f"trigger_classification-{name}"] == pytest.approx(mean, abs=1e-12)


def test_their_sum_is_ours_where_no_side_is_empty() -> None:
    stories = [story for story in make_stories(seed=43, number=4000) if story.gold and story.pred]
    assert len(stories) >= 2000
    family = mm.family(
        events.trigger_classification, mm.micro_average(["precision", "recall", "f1"])
    )
    micro = family.new()
    for story in stories:
        micro.update_single(event_set(story.pred), event_set(story.gold))
    own = total(goldfield_counts(stories)["tri-c"])
    expected = {"precision": own.precision, "recall": own.recall, "f1": own.f1}
    assert micro.compute() == pytest.approx(expected, abs=1e-12)


def test_sets_of_mentions_are_equal_without_surplus_copies() -> None:
    documents = [without_surplus(document) for document in make_documents(seed=44)]
    metric = mm.set_matching[ie.Mention, "<->"](...)
    mine = [found["spans@exact"].counts for found in span_outcomes(documents)]
    peers = [
        peer(metric, [mention(mark) for mark in document.pred], [mention(m) for m in document.gold])
        for document in documents
    ]
    assert [weigh_nothing(counts) for counts in mine] == peers


def test_worked_example() -> None:
    event = (Happening((0, 4, "DIE"), ()),)
    story = Story("Oslo", event, event)
    assert peer_counts(events.argument_classification, [story]) == [Counts.of(1, 1, 1)]
    (own,) = goldfield_counts([story])["arg-c+"]
    assert own == Counts()
    assert own.f1 is None
