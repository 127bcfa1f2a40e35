"""Spans against nervaluate (SemEval-2013 task 9.1, COR INC PAR MIS SPU).

nervaluate goes through the predictions in the order of the input and gives each the first gold
span that is free, anew for every mode; goldfield has one best pairing for all modes. What else
differs: ends are inclusive, an overlap must be 1 % of the gold span, copies may be paired.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pytest
from oracles.counting import categories, pooled, span_outcomes
from oracles.documents import (
    LABELS,
    Document,
    Mark,
    disjoint,
    make_documents,
    overlap,
    touch,
    untangled,
    without_surplus,
)

from goldfield.scoring.counts import Counts
from goldfield.scoring.outcome import Item, Outcome

nervaluate = pytest.importorskip("nervaluate", reason="nervaluate is not installed")

MODES = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}
DOCUMENTS = make_documents(seed=11)


class Peer(NamedTuple):
    """What nervaluate counts in some documents."""

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int

    @property
    def halves(self) -> int:
        return 2 * self.correct + self.partial


def _dicts(marks: Sequence[Mark], cut: int) -> list[dict[str, Any]]:
    return [{"start": a, "end": b - cut, "label": label} for a, b, label in marks]


def raw(documents: Sequence[Document], cut: int = 1) -> Any:
    """nervaluate's results; its ends are inclusive, so 1 is cut off ours."""
    golds = [_dicts(document.gold, cut) for document in documents]
    preds = [_dicts(document.pred, cut) for document in documents]
    return nervaluate.Evaluator(golds, preds, tags=list(LABELS), loader="dict").evaluate()


def read(found: Any, mode: str) -> Peer:
    row = found["overall"][MODES[mode]]
    return Peer(*(getattr(row, name) for name in Peer._fields))


def peer_counts(documents: Sequence[Document], mode: str, cut: int = 1) -> list[Peer]:
    return [read(found, mode) for found in _each(tuple(documents), cut)]


@lru_cache(maxsize=4)
def _each(documents: tuple[Document, ...], cut: int) -> list[Any]:
    """Results of all modes, one a document."""
    return [raw([document], cut) for document in documents]


def ours(documents: Sequence[Document], mode: str) -> list[Outcome]:
    return [outcomes[f"spans@{mode}"] for outcomes in span_outcomes(documents)]


@pytest.mark.parametrize("mode", MODES)
def test_every_category_is_equal_where_nothing_has_a_choice(mode: str) -> None:
    documents = [untangled(document) for document in DOCUMENTS]
    mine = ours(documents, mode)
    assert [categories(outcome) for outcome in mine] == peer_counts(documents, mode)
    row, summed = raw(documents)["overall"][MODES[mode]], pooled(mine)
    assert (row.precision, row.recall) == (summed.precision, summed.recall)
    assert row.f1 == pytest.approx(summed.f1, abs=1e-15)


@pytest.mark.parametrize("mode", ["strict", "exact"])
def test_correct_is_equal_where_neither_side_overlaps_itself(mode: str) -> None:
    documents = [disjoint(document) for document in DOCUMENTS]
    mine = [outcome.counts.tp_gold for outcome in ours(documents, mode)]
    assert mine == [peer.correct for peer in peer_counts(documents, mode)]


def test_labels_are_equal_where_nothing_has_a_choice() -> None:
    for document in map(untangled, DOCUMENTS):
        (mine,) = ours([document], "strict")
        for label, modes in raw([document])["entities"].items():
            row, counts = modes["strict"], mine.labels[label]
            assert (row.correct, row.actual, row.possible) == (
                counts.tp_gold, counts.pred, counts.gold
            )  # fmt: skip


def equal_first(document: Document, mode: str) -> Document:
    """Predictions that have an equal of their own in gold come first."""
    size = 3 if mode == "strict" else 2
    waiting = Counter(mark[:size] for mark in document.gold)
    first: list[Mark] = []
    last: list[Mark] = []
    for mark in document.pred:
        (first if waiting[mark[:size]] else last).append(mark)
        waiting[mark[:size]] -= waiting[mark[:size]] > 0
    return document._replace(pred=(*first, *last))


@pytest.mark.parametrize("mode", ["strict", "exact"])
def test_greedy_order_is_all_that_differs_in_correct(mode: str) -> None:
    documents = [without_surplus(document) for document in DOCUMENTS]
    mine = [outcome.counts.tp_gold for outcome in ours(documents, mode)]
    greedy = [peer.correct for peer in peer_counts(documents, mode)]
    assert all(own >= other for own, other in zip(mine, greedy, strict=True))
    assert mine != greedy  # an earlier prediction took the gold span of a later, equal one
    ordered = [equal_first(document, mode) for document in documents]
    assert mine == [peer.correct for peer in peer_counts(ordered, mode)]


@pytest.mark.parametrize("mode", MODES)
def test_the_pairing_is_all_that_differs_in_categories(mode: str) -> None:
    """Each pair of goldfield's in a document of its own: nervaluate judges it in the same way."""
    for document, outcome in zip(DOCUMENTS, ours(DOCUMENTS, mode), strict=True):
        apart = list(_one_pair_each(document, outcome))
        expected = read(raw(apart), mode) if apart else Peer(0, 0, 0, 0, 0)
        assert categories(outcome) == expected


def _one_pair_each(document: Document, outcome: Outcome) -> Iterator[Document]:
    for row in outcome.judgements:
        yield document._replace(gold=_marks(row.gold), pred=_marks(row.pred))


def _marks(item: Item | None) -> tuple[Mark, ...]:
    if item is None or item.start is None or item.end is None:
        return ()
    return ((item.start, item.end, item.label),)


def pairings(golds: Sequence[Mark], preds: Sequence[Mark]) -> Iterator[list[tuple[Mark, Mark]]]:
    """Every one-to-one pairing of marks that overlap."""
    if not golds:
        yield []
        return
    first, rest = golds[0], golds[1:]
    yield from pairings(rest, preds)
    for index, pred in enumerate(preds):
        if overlap(first, pred):
            for pairs in pairings(rest, (*preds[:index], *preds[index + 1 :])):
                yield [(first, pred), *pairs]


def ranks(pairs: Sequence[tuple[Mark, Mark]]) -> tuple[int, int, int, int]:
    """Strict, exact, typed and all pairs: what goldfield's pairing has most of, in this order."""
    exact = [(gold, pred) for gold, pred in pairs if gold[:2] == pred[:2]]
    typed = sum(gold[2] == pred[2] for gold, pred in pairs)
    return sum(gold == pred for gold, pred in exact), len(exact), typed, len(pairs)


def credit(found: tuple[int, int, int, int], mode: str) -> int:
    return found[2] if mode == "type" else found[1] + found[3]


@pytest.mark.parametrize("mode", ["type", "partial"])
def test_one_pairing_for_all_modes_explains_the_rest(mode: str) -> None:
    """The peer may have more: then only by a pairing with fewer equal or fewer typed pairs."""
    documents = [without_surplus(document) for document in DOCUMENTS]
    mine = [outcome.counts.tp_gold for outcome in ours(documents, mode)]
    less = more = 0
    for document, own, peer in zip(documents, mine, peer_counts(documents, mode), strict=True):
        other = peer.correct if mode == "type" else peer.halves
        if own != other:
            every = [ranks(pairs) for pairs in pairings(document.gold, document.pred)]
            best = max(every)
            assert credit(best, mode) == own
            less += own > other  # greed: the peer left a better pairing to be had
            if own < other:
                more += 1
                assert max(found for found in every if credit(found, mode) >= other) < best
    assert less
    assert more


def test_inclusive_ends_let_touching_spans_overlap() -> None:
    documents = [untangled(document) for document in DOCUMENTS]
    right, wrong = peer_counts(documents, "type"), peer_counts(documents, "type", cut=0)
    differing = [doc for doc, a, b in zip(documents, right, wrong, strict=True) if a != b]
    assert differing
    assert all(any(touch(a, b) for a in doc.gold for b in doc.pred) for doc in differing)


def test_an_overlap_must_be_a_hundredth_of_the_gold_span() -> None:
    chance = random.Random(12)
    lengths = [chance.randint(2, 300) for _ in range(2000)]
    documents = [
        Document("long", "", (), ((0, length, "PER"),), ((length - 1, length + 5, "PER"),))
        for length in lengths
    ]
    mine = [outcome.counts.tp_gold for outcome in ours(documents, "type")]
    peers = [peer.correct for peer in peer_counts(documents, "type")]
    assert mine == [1] * len(lengths)
    assert peers == [int(length <= 100) for length in lengths]


@pytest.mark.parametrize("mode", ["exact", "partial", "type"])
def test_copies_earn_nothing_here_and_something_there(mode: str) -> None:
    clean = [without_surplus(document) for document in DOCUMENTS]
    mine, once = ours(DOCUMENTS, mode), ours(clean, mode)
    assert [o.counts.tp_gold for o in mine] == [o.counts.tp_gold for o in once]
    unit = 2 if mode == "partial" else 1
    surplus = [len(a.pred) - len(b.pred) for a, b in zip(DOCUMENTS, clean, strict=True)]
    more = [a.counts.pred - b.counts.pred for a, b in zip(mine, once, strict=True)]
    assert more == [unit * number for number in surplus]
    there, there_once = peer_counts(DOCUMENTS, mode), peer_counts(clean, mode)
    richer = [a.halves > b.halves for a, b in zip(there, there_once, strict=True)]
    assert any(richer)
    assert all(
        document != kept
        for document, kept, rich in zip(DOCUMENTS, clean, richer, strict=True) if rich
    )  # fmt: skip


def test_an_empty_document_is_null_here_and_0_there() -> None:
    empty = Document("nothing", "", (), (), ())
    (mine,) = ours([empty], "strict")
    row = raw([empty])["overall"]["strict"]
    assert (mine.counts.precision, mine.counts.recall, mine.counts.f1) == (None, None, None)
    assert (row.precision, row.recall, row.f1) == (0, 0, 0)


def test_worked_example() -> None:
    gold = (5, 9, "PER")
    first, last = ((4, 9, "PER"), gold), (gold, (4, 9, "PER"))
    documents = [Document("order", "", (), (gold,), pred) for pred in (first, last)]
    assert peer_counts(documents, "strict") == [(0, 1, 0, 0, 1), (1, 0, 0, 0, 1)]
    assert [found.counts for found in ours(documents, "strict")] == [Counts.of(1, 2, 1)] * 2
