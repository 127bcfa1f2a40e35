"""The steps that lead from goldfield's count to a peer's, one convention at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from goldfield.scoring.counts import Counts, exact_sum, total
from goldfield.scoring.outcome import Item
from goldfield.scoring.suites import Suite

__all__ = [
    "Counted",
    "Number",
    "Pair",
    "Peer",
    "Ratios",
    "Rule",
    "Side",
    "Step",
    "SubjectKind",
    "Tally",
    "Worth",
    "micro",
    "summed",
    "verdicts",
    "zero_if_undefined",
    "zero_rule",
]

Side = Literal["gold", "pred"]
SubjectKind = Literal[
    "spans", "tags", "spans of words", "clusters", "events", "templates", "values"
]
"""What peers compare; `goldfield.peers.subjects` draws each from the records that have it."""


class Pair(NamedTuple):
    """One document as a peer compares it.

    Args:
        id: of the article or record.
        gold: what gold says, in the order of the file; its type is told by the kind of subject.
        pred: the same of the prediction; a missing one says nothing.
        text: the text, where the record has it.
        suite: the suite that the records were read by; of `values` with its fields.
    """

    id: str
    gold: Any
    pred: Any
    text: str | None = None
    suite: Suite | None = None


class Worth(NamedTuple):
    """What an item earns, and what it weighs in the denominator: 0 if it is not counted at all.

    `verdict` is the peer's word for what became of it, where it has one.
    """

    credit: float
    weight: float
    verdict: str = ""


class Tally(NamedTuple):
    """The worth of each item of a document, in the order in which its number lists the items."""

    gold: tuple[Worth, ...]
    pred: tuple[Worth, ...]

    @property
    def counts(self) -> Counts:
        """The four numbers of the document."""
        gold, pred = (
            (exact_sum([w.credit for w in side]), exact_sum([w.weight for w in side]))
            for side in self
        )
        return Counts(*pred, *gold)


class Counted(NamedTuple):
    """A document after a step: its items, as they are shown, and what each is worth."""

    id: str
    gold: Sequence[Item]
    pred: Sequence[Item]
    tally: Tally


class Ratios(NamedTuple):
    """Each from 0 to 1; None where it is undefined, or where the peer has no such number."""

    precision: float | None
    recall: float | None
    f1: float | None


class Step(NamedTuple):
    """One convention more.

    Args:
        rule: a name of the peer's rules; empty for the first step, which is goldfield itself.
        tally: what a document's items are worth by this and all steps before it.
        ratios: how the documents become a number.
    """

    rule: str
    tally: Callable[[Pair], Tally]
    ratios: Callable[[Sequence[Counted]], Ratios]


class Number(NamedTuple):
    """A number that a peer prints.

    Args:
        name: as the peer calls it.
        measure: the mode of goldfield that comes nearest, such as `strict`.
        items: the gold and the predicted items of a document, as they are shown.
        steps: the ladder; the first is goldfield.
        mean: whether it is a mean of other numbers, which has no counts.
    """

    name: str
    measure: str
    items: Callable[[Pair], tuple[Sequence[Item], Sequence[Item]]]
    steps: tuple[Step, ...]
    mean: bool = False

    def counted(self, pairs: Iterable[Pair], step: int = -1) -> list[Counted]:
        """All documents by one step, by default the last: the peer's."""
        tally = self.steps[step].tally
        return [Counted(pair.id, *self.items(pair), tally(pair)) for pair in pairs]


class Rule(NamedTuple):
    """A convention in which a peer differs, told once for the page and for `--why`.

    Args:
        there: what the peer does.
        here: what goldfield does, and why.
        gold: a gold record that shows it, without its id.
        pred: a prediction that shows it, without its id.
        options: what the suite has to say of both, such as ``{"scheme": "BILOU"}``.
    """

    there: str
    here: str
    gold: Mapping[str, Any]
    pred: Mapping[str, Any]
    options: Mapping[str, str] = {}


class Peer(NamedTuple):
    """A scorer of the field.

    Args:
        name: as `--as` and `--why` take it.
        title: as people know it.
        version: what goldfield's numbers were shown to equal.
        kind: what it compares.
        numbers: what it prints, in its order.
        rules: all its conventions that are not goldfield's, by name, in the order of the steps.
        notes: what a user of the peer should know beside the rules.
    """

    name: str
    title: str
    version: str
    kind: SubjectKind
    numbers: tuple[Number, ...]
    rules: Mapping[str, Rule]
    notes: tuple[str, ...] = ()


def summed(documents: Iterable[Counted]) -> Counts:
    """The counts of a corpus."""
    return total(document.tally.counts for document in documents)


def micro(documents: Sequence[Counted]) -> Ratios:
    """Ratios of summed counts, undefined where a denominator is 0: goldfield's own."""
    counts = summed(documents)
    return Ratios(counts.precision, counts.recall, counts.f1)


def zero_if_undefined(documents: Sequence[Counted]) -> Ratios:
    """Ratios of summed counts, 0 where a denominator is 0."""
    return Ratios(*(value or 0.0 for value in micro(documents)))


def zero_rule(nothing: Mapping[str, Any]) -> Rule:
    """What most peers say of `zero_if_undefined`.

    Args:
        nothing: a record, gold or predicted, with no item.
    """
    return Rule(
        "With nothing predicted precision is 0, with nothing in gold recall, with neither F1.",
        "What has no denominator is null, and is no error.",
        nothing,
        nothing,
    )


def verdicts(documents: Iterable[Counted]) -> dict[str, int]:
    """How often each verdict was given: to predicted items, and to gold ones left alone."""
    found = Counter(worth.verdict for d in documents for worth in d.tally.pred)
    found.update(w.verdict for d in documents for w in d.tally.gold if w.verdict == "MIS")
    return {name: found[name] for name in sorted(found) if name}
