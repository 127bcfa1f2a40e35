"""What of a score is due to an earlier step: its output replaced by gold's, the rest kept.

The system is not run again. Its predictions are put where gold has them, and scored again:

- speakers given gold quotes: each predicted quote that shares ascribed characters with a gold quote
  (paired one to one; most matched contents, then most shared characters) gets gold's content;
  other predicted quotes are gone. A gold quote without a partner stays missed, for nothing is
  known of its speaker.
- arguments given gold triggers: each predicted event whose triggers overlap those of a gold event
  (the one it shares most characters with, then one of its type, then the first) gets gold's type
  and triggers and keeps its arguments; of several in one gold event the arguments are put
  together, each role and place once. Other predicted events are gone, with their arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from goldfield.diagnosis.attached import shared_triggers
from goldfield.diagnosis.scored import Scored, f1_of, outcomes_of
from goldfield.diagnosis.subjects import Subject
from goldfield.schema.records import Annotations, Argument
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.measures.contents import content_of, overlap

__all__ = ["Cascade", "cascades", "pair_quotes", "with_gold_quotes", "with_gold_triggers"]


class Cascade(Struct, frozen=True):
    """A measure as scored, and with an earlier step replaced by gold; F1 from 0 to 1 or null."""

    measure: str
    given: str
    f1: float | None
    f1_given: float | None
    gain: float | None


class _Oracle(NamedTuple):
    measure: str
    given: str
    change: Callable[[Annotations, Annotations], Annotations]


def cascades(subject: Subject, scored: Sequence[Scored]) -> list[Cascade]:
    """The cascades of the measures that the subject is scored by.

    Args:
        subject: predictions and gold.
        scored: its measures.
    """
    found: list[Cascade] = []
    known = {one.measure: one for one in scored}
    for measure, given, change in _ORACLES:
        if measure in known:
            changed = {id: change(gold, subject.preds[id]) for id, gold in subject.golds.items()}
            before = known[measure].f1
            after = f1_of(outcomes_of(subject, measure, changed))
            gain = None if before is None or after is None else after - before
            found.append(Cascade(measure, given, before, after, gain))
    return found


def with_gold_quotes(gold: Annotations, pred: Annotations) -> Annotations:
    """The prediction with its quotes where gold's are."""
    quotes = [
        replace(pred.quotes[j], content=gold.quotes[i].content) for i, j in pair_quotes(gold, pred)
    ]
    return replace(pred, quotes=quotes)


def pair_quotes(gold: Annotations, pred: Annotations) -> list[tuple[int, int]]:
    """Positions of gold and predicted quotes that share characters, one to one."""
    golds, preds = ([content_of(quote) for quote in side.quotes] for side in (gold, pred))
    found = {
        (i, j): overlap(one, other) for i, one in enumerate(golds) for j, other in enumerate(preds)
    }
    return best_pairs(
        {at: (int(both.matched), both.shared) for at, both in found.items() if both.shared}
    )


def with_gold_triggers(gold: Annotations, pred: Annotations) -> Annotations:
    """The prediction with gold's triggers and types on its events."""
    homes: dict[int, list[Argument]] = {}
    for event in pred.events:
        ranked = [
            (shared_triggers(other, event), other.type == event.type, -i)
            for i, other in enumerate(gold.events)
        ]
        shared, _, place = max(ranked, default=(0, False, 0))
        if shared:
            homes.setdefault(-place, []).extend(event.arguments)
    events = [
        replace(gold.events[i], arguments=_without_repeats(arguments))
        for i, arguments in sorted(homes.items())
    ]
    return replace(pred, events=events)


def _without_repeats(arguments: Sequence[Argument]) -> list[Argument]:
    """Arguments of events that have become one, each role and place once."""
    return list({(a.role, a.span, a.ref): a for a in arguments}.values())


_ORACLES = (
    _Oracle("quotes@speaker", "gold quotes", with_gold_quotes),
    _Oracle("events@arg-c", "gold triggers", with_gold_triggers),
)
