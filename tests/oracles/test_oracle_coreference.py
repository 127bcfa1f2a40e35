"""Coreference against metametric, a document at a time.

The peer averages over documents and gives an empty side the weight 1; the sums that it divides
are goldfield's. LEA is not among its measures; it is written here in the peer's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from oracles.counting import outcomes_of
from oracles.structures import Clustering, make_clusterings

from goldfield.scoring.counts import Counts
from goldfield.scoring.suites import Suite

mm = pytest.importorskip("metametric.dsl", reason="metametric is not installed")
ie = pytest.importorskip("metametric.structures.ie", reason="metametric is not installed")
coref = pytest.importorskip("metametric.metrics.coref", reason="metametric is not installed")

DOCUMENTS = make_clusterings(seed=61)


def goldfield_counts(documents: Sequence[Clustering], mode: str) -> list[Counts]:
    measure = f"coref@{mode}"
    suite = Suite(name="clusters", record="coref", measures=(measure,))
    golds = [{"id": index, "clusters": document.gold} for index, document in enumerate(documents)]
    preds = [{"id": index, "clusters": document.pred} for index, document in enumerate(documents)]
    return [found[measure].counts for found in outcomes_of(suite, golds, preds)]


def sides(document: Clustering) -> tuple[Any, Any]:
    """Prediction and gold, in the peer's order."""
    found = [
        ie.EntitySet([ie.Entity([ie.Mention(*place) for place in cluster]) for cluster in clusters])
        for clusters in (document.pred, document.gold)
    ]
    return found[0], found[1]


def peer(document: Clustering, precision: Any, recall: Any) -> Counts:
    """What two metrics of the peer count; the second is divided by gold."""
    pred, gold = sides(document)
    return Counts(
        precision.score(pred, gold), precision.score_self(pred),
        recall.score(pred, gold), recall.score_self(gold),
    )  # fmt: skip


def cells(counts: Counts) -> list[float]:
    return [counts.tp_pred, counts.pred, counts.tp_gold, counts.gold]


def resolved(one: Any, two: Any) -> float:
    """What entity `two` resolves of entity `one`, by LEA's formula."""
    size, shared = len(one.mentions), len(set(one.mentions) & set(two.mentions))
    if size == 1:
        return float(len(two.mentions) == shared == 1)
    return size * shared * (shared - 1) / (size * (size - 1))


def lea(turned: bool) -> Any:
    """Every entity with every other: the sum of what they resolve."""
    link = mm.from_func((lambda one, two: resolved(two, one)) if turned else resolved)
    return mm.dataclass[ie.EntitySet]({"entities": mm.set_matching[ie.Entity, "~"](link)})


def undivided(metric: Any) -> Any:
    """The peer's B3 gives ratios; the sum over memberships is one step further in."""
    return mm.preprocess(metric.f, metric.inner.inner)


METRICS = {
    "muc": (coref.muc, coref.muc),
    "b3": (undivided(coref.b_cubed_precision), undivided(coref.b_cubed_recall)),
    "ceafe": (coref.ceaf_phi4, coref.ceaf_phi4),
    "lea": (lea(turned=False), lea(turned=True)),
}


@pytest.mark.parametrize("mode", METRICS)
def test_sums_are_equal_but_for_empty_sides(mode: str) -> None:
    silent = 0
    for document, own in zip(DOCUMENTS, goldfield_counts(DOCUMENTS, mode), strict=True):
        other = peer(document, *METRICS[mode])
        expected = weigh_nothing(document, own)
        silent += expected != own
        assert cells(other) == pytest.approx(cells(expected), abs=1e-9)
    assert silent


def weigh_nothing(document: Clustering, own: Counts) -> Counts:
    """Only a side without entities weighs 1; one without links, such as all singletons, is 0."""
    equal = float(not document.gold and not document.pred)
    pred, gold = (own.pred if document.pred else 1), (own.gold if document.gold else 1)
    return Counts(own.tp_pred + equal, pred, own.tp_gold + equal, gold)


def test_the_peer_fails_where_nobody_is_linked() -> None:
    """MUC of singletons is 0 of 0: null here, a division by zero there."""
    alone = Clustering("", (((0, 1),),), (((0, 1),),))
    (own,) = goldfield_counts([alone], "muc")
    assert (own.precision, own.recall, own.f1) == (None, None, None)
    family = coref.coref_suite.new()
    family.update_single(*sides(alone))
    with pytest.raises(ZeroDivisionError):
        family.compute()


def test_their_average_is_over_documents() -> None:
    linked = [
        document
        for document in DOCUMENTS
        if all(any(len(cluster) > 1 for cluster in side) for side in (document.gold, document.pred))
    ][:400]
    suite = coref.coref_suite.new()
    for document in linked:
        suite.update_single(*sides(document))
    found = suite.compute()
    for name, mode in (("muc", "muc"), ("b_cubed", "b3"), ("ceaf_phi4", "ceafe")):
        mine = goldfield_counts(linked, mode)
        for ratio in ("precision", "recall"):
            mean = sum(getattr(counts, ratio) for counts in mine) / len(mine)
            assert found[f"{name}-{ratio}"] == pytest.approx(mean, abs=1e-9)
