"""Strict spans and single values against scikit-learn's label matrices."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from oracles.counting import outcomes_of, pooled, pooled_labels, span_outcomes
from oracles.documents import LABELS, Document, distinct, make_documents, repeated

from goldfield.scoring.counts import Counts, total
from goldfield.scoring.suites import Suite
from goldfield.scoring.values import ValueField

metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
numpy = pytest.importorskip("numpy")

DOCUMENTS = make_documents(seed=31)
CLASSES = ("alpha", "beta", "γάμμα")


def matrices(documents: Sequence[Document]) -> tuple[Any, Any]:
    """A row for each span that either side has in a document, a column for each label."""
    rows: dict[tuple[int, int, int], int] = {}
    for index, document in enumerate(documents):
        for start, end, _ in (*document.gold, *document.pred):
            rows.setdefault((index, start, end), len(rows))
    gold, pred = (numpy.zeros((len(rows), len(LABELS)), dtype=int) for _ in range(2))
    for index, document in enumerate(documents):
        for matrix, marks in ((gold, document.gold), (pred, document.pred)):
            for start, end, label in marks:
                matrix[rows[index, start, end], LABELS.index(label)] = 1
    return gold, pred


def by_label(gold: Any, pred: Any, labels: Sequence[Any] | None = None) -> list[Counts]:
    """scikit-learn's counts of each label."""
    found = metrics.multilabel_confusion_matrix(gold, pred, labels=labels)
    return [Counts.of(tp, tp + fp, tp + fn) for ((_, fp), (fn, tp)) in found.tolist()]


def test_strict_is_equal_for_every_label_without_copies() -> None:
    documents = [distinct(document) for document in DOCUMENTS]
    outcomes = [found["spans@strict"] for found in span_outcomes(documents)]
    gold, pred = matrices(documents)
    peers = dict(zip(LABELS, by_label(gold, pred), strict=True))
    assert pooled_labels(outcomes) == peers
    assert pooled(outcomes) == total(peers.values())
    table = metrics.precision_recall_fscore_support(gold, pred, average=None)
    for index, label in enumerate(LABELS):
        own = pooled_labels(outcomes)[label]
        expected = (own.precision, own.recall, own.f1, own.gold)
        assert [column[index] for column in table] == pytest.approx(expected, abs=1e-15)
    own = pooled(outcomes)
    *ratios, _ = metrics.precision_recall_fscore_support(gold, pred, average="micro")
    assert ratios == pytest.approx([own.precision, own.recall, own.f1], abs=1e-15)


def test_strict_is_equal_for_every_document_without_copies() -> None:
    for document in map(distinct, DOCUMENTS):
        (found,) = span_outcomes([document])
        gold, pred = matrices([document])
        peer = total(by_label(gold, pred)) if gold.size else Counts()
        assert found["spans@strict"].counts == peer


def test_copies_are_all_that_differs() -> None:
    """A matrix says once that a span has a label, however often it was said."""
    outcomes = [found["spans@strict"] for found in span_outcomes(DOCUMENTS)]
    peer, own = total(by_label(*matrices(DOCUMENTS))), pooled(outcomes)
    assert own.pred - peer.pred == sum(repeated(document.pred) for document in DOCUMENTS) > 0
    assert own.gold - peer.gold == sum(repeated(document.gold) for document in DOCUMENTS) > 0


def single_values(seed: int, number: int = 2000) -> list[tuple[str | None, str | None]]:
    """A gold and a predicted value, either of which may be absent."""
    chance = random.Random(seed)
    return [
        (gold, gold if chance.random() < 0.5 else chance.choice((None, *CLASSES)))
        for gold in (chance.choice((None, *CLASSES)) for _ in range(number))
    ]


def score_values(pairs: Sequence[tuple[str | None, str | None]]) -> list[Any]:
    suite = Suite(name="one", record="values", field=(ValueField("class", "$.class"),))
    golds = [{"id": index, "class": gold} for index, (gold, _) in enumerate(pairs)]
    preds = [{"id": index, "class": pred} for index, (_, pred) in enumerate(pairs)]
    return [found["class@exact"] for found in outcomes_of(suite, golds, preds)]


def test_single_values_are_equal() -> None:
    """An absent value is one more class there, which is left out of the average."""
    pairs = single_values(32)
    sides = [[side or "absent" for side in column] for column in zip(*pairs, strict=True)]
    own = pooled(score_values(pairs))
    assert own == total(by_label(sides[0], sides[1], CLASSES))
    *ratios, _ = metrics.precision_recall_fscore_support(*sides, labels=CLASSES, average="micro")
    assert ratios == pytest.approx([own.precision, own.recall, own.f1], abs=1e-15)


def test_accuracy_is_recall_where_both_sides_have_a_value() -> None:
    pairs = [pair for pair in single_values(33, 4000) if None not in pair]
    assert len(pairs) >= 2000
    own = pooled(score_values(pairs))
    assert own.precision == own.recall == metrics.accuracy_score(*zip(*pairs, strict=True))


def test_accuracy_also_counts_absence_that_both_sides_agree_on() -> None:
    pairs = single_values(34)
    own = pooled(score_values(pairs))
    sides = [[side or "absent" for side in column] for column in zip(*pairs, strict=True)]
    right = metrics.accuracy_score(*sides, normalize=False)
    assert right - own.tp_gold == sum(pair == (None, None) for pair in pairs) > 0
