"""Clusterings told in letters, corpora of them, and the measures of coreference written naively.

The naive measures are the definitions word for word, on sets, fractions and every alignment.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

from strategies import bare

from goldfield.scoring.measures.clusters import Cluster
from goldfield.scoring.scorer import FieldScore, Result, score_task
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

__all__ = ["article", "clusters", "naive", "random_side", "result_of", "scored"]

LETTERS = "abcdefghijklmnopqrstuvwxyzABC123456789"
TEXT = " ".join(LETTERS)


def clusters(told: str) -> list[Cluster]:
    """``abc de`` as two entities; a letter is a mention."""
    return [frozenset((ord(letter), ord(letter) + 1) for letter in word) for word in told.split()]


def entities(told: str) -> list[dict[str, Any]]:
    """The entities of an article whose text is `TEXT`."""
    shared = {"kind": "NAM", "head": None, "subword": False}
    return [
        {"id": f"e{i}", "type": "PER", "name": None, "wikidata": None, "mentions": [
            {"start": (at := 2 * LETTERS.index(letter)), "end": at + 1, "text": letter, **shared}
            for letter in word
        ]}
        for i, word in enumerate(told.split())
    ]  # fmt: skip


def article(told: str, id: str) -> dict[str, Any]:
    """A gold article with these entities, as JSON."""
    return bare(TEXT, entities=entities(told)) | {"id": id}


def result_of(documents: Sequence[tuple[str, str]], *modes: str) -> Result:
    """The result of a corpus of (gold, predicted), through the readers of both sides."""
    suite = Suite(name="s", record="article", measures=tuple(f"coref@{mode}" for mode in modes))
    told = list(enumerate(documents))
    golds = [article(gold, str(n)) for n, (gold, _) in told]
    preds = [{"id": str(n), "entities": entities(pred)} for n, (_, pred) in told]
    return score_task(build_task(suite, [golds], preds), suite)


def scored(documents: Sequence[tuple[str, str]], *modes: str) -> dict[str, FieldScore]:
    """The scores of a corpus by mode."""
    fields = result_of(documents, *modes).scores.fields
    return {name.removeprefix("coref@"): score for name, score in fields.items()}


# ---- definitions, written naively ----------------------------------------------------------------

Link = frozenset[tuple[int, int]]


def pairs_in(cluster: Cluster) -> set[Link]:
    return {frozenset(pair) for pair in combinations(cluster, 2)}


def coreferent(side: Sequence[Cluster]) -> set[Link]:
    return set[Link]().union(*map(pairs_in, side))


def apart(side: Sequence[Cluster]) -> set[Link]:
    return pairs_in(frozenset[tuple[int, int]]().union(*side)) - coreferent(side)


def lacking(side: Sequence[Cluster], other: Sequence[Cluster]) -> int:
    """MUC: mentions less the parts into which the other side cuts each entity."""
    owner = {place: cluster for cluster in other for place in cluster}
    return sum(len(cluster) - len({owner.get(p, p) for p in cluster}) for cluster in side)


def by_mention(side: Sequence[Cluster], other: Sequence[Cluster]) -> Fraction:
    """B3: for each mention, the share of its entity that is with it on the other side."""
    both = [(k, r) for k in side for r in other for place in k if place in r]
    return sum((Fraction(len(k & r), len(k)) for k, r in both), Fraction())


def best(gold: Sequence[Cluster], pred: Sequence[Cluster], dice: bool) -> Fraction:
    """CEAF by trying every alignment."""
    few, many = sorted((gold, pred), key=len)
    shared = [
        [Fraction(2 * len(a & b), len(a) + len(b)) if dice else Fraction(len(a & b)) for b in many]
        for a in few
    ]
    tried = permutations(range(len(many)), len(few))
    return max(sum((shared[i][j] for i, j in enumerate(way)), Fraction()) for way in tried)


def resolved(side: Sequence[Cluster], other: Sequence[Cluster]) -> Fraction:
    """LEA: an entity's size times the share of its links that the other side has."""
    links = {k: pairs_in(k) or {frozenset(k)} for k in (*side, *other)}
    theirs = set[Link]().union(*(links[r] for r in other))
    return sum((Fraction(len(k) * len(links[k] & theirs), len(links[k])) for k in side), Fraction())


def naive(gold: list[Cluster], pred: list[Cluster]) -> dict[str, tuple[float, ...]]:
    mentions = sum(map(len, pred)), sum(map(len, gold))
    found = {
        "muc": (lacking(pred, gold), mentions[0] - len(pred), lacking(gold, pred),
                mentions[1] - len(gold)),
        "b3": (by_mention(pred, gold), mentions[0], by_mention(gold, pred), mentions[1]),
        "ceafm": (m := best(gold, pred, dice=False), mentions[0], m, mentions[1]),
        "ceafe": (e := best(gold, pred, dice=True), len(pred), e, len(gold)),
        "lea": (resolved(pred, gold), mentions[0], resolved(gold, pred), mentions[1]),
    }  # fmt: skip
    for mode, links in (("blanc-c", coreferent), ("blanc-n", apart)):
        common = len(links(gold) & links(pred))
        found[mode] = (common, len(links(pred)), common, len(links(gold)))
    return {mode: tuple(map(float, row)) for mode, row in found.items()}


def random_side(chance: random.Random) -> list[Cluster]:
    """Up to five entities over some of ten mentions; alike sides are frequent."""
    groups: dict[int, set[tuple[int, int]]] = {}
    for at in range(chance.randint(0, 10)):
        if chance.random() < 0.8:
            groups.setdefault(min(chance.randrange(9), 4), set()).add((at, at + 1))
    return [frozenset(group) for group in groups.values()]
