"""Why a peer's number differs: what each of its conventions changes, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from goldfield.peers.ladder import Counted, Number, Pair, Ratios, Side, Worth, summed, verdicts
from goldfield.scoring.counts import Counts
from goldfield.scoring.outcome import Item

__all__ = ["Change", "Explanation", "Score", "Share", "explain", "score_of"]


class Score(Struct, frozen=True):
    """A number over the corpus: ratios from 0 to 1, null where undefined, and what was counted.

    A mean of other numbers has no `counts`.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    counts: Counts | None
    verdicts: dict[str, int]


class Change(Struct, frozen=True):
    """An item that goldfield and the peer count differently, and the rules that made it so.

    `ours` and `theirs` are credit and weight; a weight of 0 is an item that is not counted.
    """

    id: str
    side: Side
    item: Item
    ours: Worth
    theirs: Worth
    rules: list[str]


class Share(Struct, frozen=True):
    """What one rule is worth when it is added to those before it.

    Each ratio is before and after it; `points` its difference in per cent of F1, null where one of
    the two is undefined. `items` counts those whose worth it changes.
    """

    rule: str
    precision: tuple[float | None, float | None]
    recall: tuple[float | None, float | None]
    f1: tuple[float | None, float | None]
    points: float | None
    items: int

    @property
    def matters(self) -> bool:
        """Whether it changes anything."""
        ratios = (self.precision, self.recall, self.f1)
        return self.items > 0 or any(before != after for before, after in ratios)


class Explanation(Struct, frozen=True):
    """One number of a peer beside goldfield's; the points of `shares` add up to the difference."""

    name: str
    measure: str
    ours: Score
    theirs: Score
    shares: list[Share]
    changes: list[Change]


def score_of(number: Number, documents: Sequence[Counted], step: int = -1) -> Score:
    """The number that one step makes of documents that it has counted."""
    ratios = number.steps[step].ratios(documents)
    counts = None if number.mean else summed(documents)
    return Score(*ratios, counts, verdicts(documents))


def explain(number: Number, measure: str, pairs: Sequence[Pair]) -> Explanation:
    """Climb the ladder of a number and keep what each step changes.

    Args:
        number: of a peer.
        measure: goldfield's measure on these records, as it is spelled.
        pairs: the documents.
    """
    rungs = [number.counted(pairs, step) for step in range(len(number.steps))]
    ratios = [step.ratios(rung) for step, rung in zip(number.steps, rungs, strict=True)]
    shares = [
        _share(step.rule, before, after, _moved(*documents))
        for step, (before, after), documents in zip(
            number.steps[1:], pairwise(ratios), pairwise(rungs), strict=True
        )
    ]
    return Explanation(
        number.name,
        measure,
        score_of(number, rungs[0], 0),
        score_of(number, rungs[-1]),
        shares,
        [
            change
            for documents in zip(*rungs, strict=True)
            for change in _changes(number, documents)
        ],
    )


def _share(rule: str, before: Ratios, after: Ratios, items: int) -> Share:
    known = before.f1 is not None and after.f1 is not None
    points = 100 * ((after.f1 or 0) - (before.f1 or 0)) if known else None
    precision, recall, f1 = zip(before, after, strict=True)
    return Share(rule, precision, recall, f1, points, items)


def _moved(before: Sequence[Counted], after: Sequence[Counted]) -> int:
    pairs = zip(before, after, strict=True)
    return sum(a != b for one, two in pairs for a, b in zip(_all(one), _all(two), strict=True))


def _all(document: Counted) -> list[Worth]:
    return [*document.tally.gold, *document.tally.pred]


def _changes(number: Number, rungs: Sequence[Counted]) -> Iterator[Change]:
    """The items of one document that the first and the last step count differently."""
    first = rungs[0]
    sides: list[tuple[Side, Item]] = [("gold", item) for item in first.gold]
    sides += [("pred", item) for item in first.pred]
    for index, worths in enumerate(zip(*map(_all, rungs), strict=True)):
        if worths[0] != worths[-1]:
            rules = [
                step.rule
                for step, (before, after) in zip(number.steps[1:], pairwise(worths), strict=True)
                if before != after
            ]
            yield Change(first.id, *sides[index], worths[0], worths[-1], rules)
