"""Measures that are means of others: scores, intervals and comparison from the counts of parts."""

from __future__ import annotations

from itertools import product
from statistics import mean

import numpy as np
import pytest
from clusterings import article, result_of, scored

from goldfield.comparison import compare
from goldfield.reporting.card import Entry
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.measures import parse_measure
from goldfield.scoring.measures.derived import DERIVED, parts_of
from goldfield.scoring.scorer import DocumentCounts, score_task
from goldfield.scoring.statistics import f1_intervals, pooled_f1
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

# Ten documents with entities that are found, cut, joined and missed; two of singletons only.
DOCUMENTS = [
    ("abc defg", "ab cd fghi"), ("ab cd", "ab cd"), ("abcd e", "ab cd e"), ("ab c", "abc"),
    ("a b c", "a b"), ("abc", "abd"), ("ab cde f", "abc de f"), ("abcdef", "ab cdef"),
    ("ab", ""), ("a", "a"),
]  # fmt: skip
OTHERS = [(gold, gold if n % 2 else pred) for n, (gold, pred) in enumerate(DOCUMENTS)]


def test_parts_are_measures_and_not_derived() -> None:
    for spelled, derived in DERIVED.items():
        for measure in (spelled, *derived.parts):
            assert str(parse_measure(measure)) == measure
        assert not set(derived.parts) & set(DERIVED)


def test_the_mean_is_of_the_corpus_and_not_of_documents() -> None:
    """Two documents; the second is right and has two mentions of one entity."""
    found = scored([("abc defg", "ab cd fghi"), ("xy", "xy")], "muc", "b3", "ceafe", "conll")
    muc = 2 * 3 / (6 + 6)  # 2 + 1 of 5 + 1 links on either side
    b3_recall, b3_precision = (5 / 3 + 5 / 4 + 2) / 9, (4 + 2) / 10
    b3 = 2 * b3_recall * b3_precision / (b3_recall + b3_precision)
    ceafe = 2 * (1.3 + 1) / (4 + 3)
    assert found["muc"].f1 == pytest.approx(muc)
    assert found["b3"].f1 == pytest.approx(b3)
    assert found["ceafe"].f1 == pytest.approx(ceafe)
    conll = found["conll"]
    assert conll.f1 == pytest.approx((muc + b3 + ceafe) / 3)
    assert (conll.precision, conll.recall) == (None, None)
    assert (conll.tp_pred, conll.pred, conll.tp_gold, conll.gold) == (0, 0, 0, 0)
    assert (conll.unit, conll.documents, conll.labels) == ("mean", 2, {})


def test_parts_with_nothing_on_either_side_are_left_out() -> None:
    found = scored([("a b c", "a b d")], "muc", "b3", "ceafe", "conll", "blanc", "conll-nosing")
    assert found["muc"].f1 is None
    assert found["conll"].f1 == pytest.approx(2 / 3)  # of b3 and of ceafe, each 2 of 3 and 2 of 3
    assert (found["muc"].empty_documents, found["conll"].empty_documents) == (1, 0)
    # Links apart: ab of ab ac bc, and of ab ad bd; no link of coreference anywhere.
    blanc = found["blanc"]
    assert (blanc.precision, blanc.recall, blanc.f1) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert (found["conll-nosing"].f1, found["conll-nosing"].empty_documents) == (None, 1)
    alone = scored([("a", "a")], "blanc", "conll", "lea")
    assert [alone[mode].f1 for mode in ("blanc", "conll", "lea")] == [None, 1.0, 1.0]


def test_a_part_that_one_side_lacks_counts_as_zero() -> None:
    blanc = scored([("ab", "a b")], "blanc")["blanc"]
    assert (blanc.precision, blanc.recall, blanc.f1) == (0.0, 0.0, 0.0)
    # Coreferent: nothing predicted, 0. Apart: ac bc of gold's two, of ab ac bc predicted.
    blanc = scored([("ab c", "a b c")], "blanc")["blanc"]
    assert blanc.precision == pytest.approx((0 + 2 / 3) / 2)
    assert blanc.recall == pytest.approx((0 + 1) / 2)
    assert blanc.f1 == pytest.approx((0 + 4 / 5) / 2)


def test_parts_are_counted_but_not_shown() -> None:
    result = result_of(DOCUMENTS, "conll")
    assert list(result.scores.fields) == ["coref@conll"]
    assert set(result.counts[0].fields) == {"coref@muc", "coref@b3", "coref@ceafe"}


def test_without_the_layer_a_derived_measure_is_not_predicted() -> None:
    suite = Suite(name="s", record="article", measures=("coref@conll", "coref@blanc"))
    flat = [{"id": "0", "entities": [{"start": 0, "end": 1, "type": "PER"}]}]
    scores = score_task(build_task(suite, [[article("abc", "0")]], flat), suite).scores
    assert (scores.fields, scores.not_predicted) == ({}, list(suite.measures))


def conll_of(rows: list[DocumentCounts]) -> float:
    """The mean of the corpus F1 of the parts, step by step."""
    sums = [total(row.fields[part] for row in rows) for part in parts_of("coref@conll")]
    return mean(counts.f1 or 0.0 for counts in sums if not counts.empty)


def test_the_jackknife_is_of_the_mean() -> None:
    from scipy.special import stdtrit

    result = result_of(DOCUMENTS, "conll", "muc")
    n, rows = len(DOCUMENTS), result.counts
    without = [conll_of([row for row in rows if row is not out]) for out in rows]
    score, square = conll_of(rows), stdtrit(n - 1, 0.975) ** 2
    items = score * (1 - score) / ((n - 1) / n * sum((x - mean(without)) ** 2 for x in without))
    # Wilson's bounds are where the distance from the score is t standard errors of a true one:
    # (x - score)^2 = square * x (1 - x) / items.
    a, b, c = 1 + square / items, -(2 * score + square / items), score**2
    root = (b * b - 4 * a * c) ** 0.5
    ci = result.scores.fields["coref@conll"].ci
    assert ci is not None
    assert ci["f1"] == pytest.approx(((-b - root) / (2 * a), (-b + root) / (2 * a)))


@pytest.mark.parametrize("documents", [12, 120])
def test_the_mean_of_a_measure_with_itself_has_its_interval(documents: int) -> None:
    rows = {
        f"{n:03}": {"a": Counts.of(n % 3, 3, 2 + n % 2), "b": Counts.of(0, 0, 0)}
        for n in range(documents)
    }
    found = f1_intervals(rows, {"a": ["a"], "twice": ["a", "a"], "with nothing": ["a", "b"]})
    assert found["twice"] == pytest.approx(found["a"])
    assert found["with nothing"] == pytest.approx(found["a"])
    assert f1_intervals(rows) == {"a": found["a"]}


def test_pooled_f1_of_parts() -> None:
    sums = np.array([[1, 2, 1, 4, 3, 3, 3, 3], [0, 0, 0, 0, 1, 2, 1, 2], [0, 0, 0, 0, 0, 0, 0, 0]])
    # 1/3 and 1; nothing and 1/2; nothing at all
    assert pooled_f1(sums.astype(float)).tolist() == pytest.approx([2 / 3, 1 / 2, 0])


def test_comparison_is_of_the_mean() -> None:
    a, b = (result_of(documents, "conll", "b3") for documents in (DOCUMENTS, OTHERS))
    found = {d.measure: d for d in compare(Entry("a", a), Entry("b", b)).differences}
    conll = found["coref@conll"]
    assert (conll.a, conll.b) == pytest.approx((conll_of(a.counts), conll_of(b.counts)))
    assert conll.documents == len(DOCUMENTS)
    hits = 0
    for swaps in product((False, True), repeat=len(DOCUMENTS)):
        both = list(zip(a.counts, b.counts, swaps, strict=True))
        left = conll_of([y if swap else x for x, y, swap in both])
        right = conll_of([x if swap else y for x, y, swap in both])
        hits += abs(right - left) >= abs(conll.difference) - 1e-12
    assert conll.p == hits / 2 ** len(DOCUMENTS)


def test_comparison_leaves_out_documents_with_nothing_on_either_side() -> None:
    documents = [*DOCUMENTS, ("", "")]
    a, b = (result_of(documents, "conll", "muc", "lea") for _ in range(2))
    found = {d.measure: d.documents for d in compare(Entry("a", a), Entry("b", b)).differences}
    # Without links on either side: a b c against a b, and a against a.
    n = len(DOCUMENTS)
    assert found == {"coref@conll": n, "coref@muc": n - 2, "coref@lea": n}
