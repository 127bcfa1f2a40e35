"""LEA against arithmetic on paper and against a scorer that writes down every link."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import bare, counts_of

from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.coreference import lea

Cluster = frozenset[tuple[int, int]]


def clusters(told: str) -> list[Cluster]:
    """``abc de`` as two entities; a letter is a mention."""
    return [frozenset((ord(letter), ord(letter) + 1) for letter in word) for word in told.split()]


# An entity of n mentions has n(n-1)/2 links; one of a single mention has one, to itself.
# Entity a..g is worth its size times the share of its links that are in one cluster elsewhere.
CASES = {
    "same": ("abc de", "de abc", 5, 5, 5, 5),
    # Recall: abc has links ab ac bc; ab is there: 3 * 1/3. defg has 6; of them de, fg: 4 * 2/6.
    # Precision: ab 2 * 1/1, cde 3 * 1/3 for de, fg 2 * 1/1, hi nothing.
    "worked example": ("abc defg", "ab cde fg hi", 2 + 3 / 3 + 2, 9, 1 + 4 * 2 / 6, 7),
    # Gold abc defg against abcd efg: abc 3*3/3; defg has ef eg fg: 4*3/6. abcd: ab ac bc: 4*3/6.
    "mention moved": ("abc defg", "abcd efg", 4 * 3 / 6 + 3, 7, 3 + 4 * 3 / 6, 7),
    "all in one": ("ab cd", "abcd", 4 * 2 / 6, 4, 4, 4),
    "all apart": ("abcd", "a b c d", 0, 4, 0, 4),
    "singleton found": ("a bc", "a bc", 3, 3, 3, 3),
    "singleton in a larger entity": ("a bc", "abc", 3 * 1 / 3, 3, 2, 3),
    "singleton predicted in vain": ("abc", "a bc", 2, 3, 1, 3),
    "singletons of two others": ("a", "b", 0, 1, 0, 1),
    "nothing predicted": ("abc", "", 0, 0, 0, 3),
    "nothing to find": ("", "ab", 0, 2, 0, 0),
    "empty": ("", "", 0, 0, 0, 0),
    # A mention has one place: what a larger entity has already cannot be matched again.
    "cluster twice": ("abc", "ab ab", 2, 4, 1, 3),
    "cluster three times": ("abc", "ab ab ab", 2, 6, 1, 3),
    "every link a cluster": ("abc", "ab ac bc", 2, 6, 1, 3),
    "mention in two clusters": ("abc d", "abc cd", 3, 5, 3, 4),
    "singletons beside the cluster": ("abc", "a b c abc", 3, 6, 3, 3),
}


def numbers(gold: Sequence[Cluster], pred: Sequence[Cluster]) -> tuple[float, ...]:
    found: tuple[float, ...] = msgspec.structs.astuple(lea(gold, pred))
    return found


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_pencil_cases(case: tuple[str, str, float, float, float, float]) -> None:
    gold, pred, a, b, c, d = case
    assert numbers(clusters(gold), clusters(pred)) == pytest.approx((a, b, c, d))
    assert numbers(clusters(pred), clusters(gold)) == pytest.approx((c, d, a, b))


def test_ratios_of_the_worked_example() -> None:
    found = lea(clusters("abc defg"), clusters("abcd efg"))
    assert found.precision == pytest.approx(5 / 7)
    assert found.recall == pytest.approx(5 / 7)


def mention(start: int) -> dict[str, object]:
    text = "a b c d e f"[start : start + 1]
    place = {"start": start, "end": start + 1, "text": text}
    return {**place, "kind": "NAM", "head": None, "subword": False}


def test_of_records() -> None:
    entity = {"id": "e", "type": "PER", "name": None, "wikidata": None}
    gold = bare(
        "a b c d e f", entities=[{**entity, "mentions": [mention(0), mention(2), mention(4)]}]
    )
    said = [{"type": "ORG", "mentions": ["a", "c", "never"]}, {"mentions": ["neither"]}]
    # Types mean nothing here. Predicted: 3 mentions with 1 of 3 links, and a singleton, unresolved.
    found = counts_of(gold, {"id": "a", "entities": said})["coref@lea"]
    assert found == Counts(1, 4, 1, 3)
    # A mention said twice in one entity is there once.
    twice = [{"mentions": ["a", {"start": 0, "end": 1}, "c"]}]
    assert counts_of(gold, {"id": "a", "entities": twice})["coref@lea"] == Counts(2, 2, 1, 3)
    # An entity without mentions is none.
    assert counts_of(gold, {"id": "a", "entities": [{"mentions": []}]})["coref@lea"] == Counts(
        0, 0, 0, 3
    )
    # Several unfound mentions stay apart, in one entity or in two.
    strange = [{"mentions": ["x", "y", "z"]}, {"mentions": ["x"]}]
    assert counts_of(gold, {"id": "a", "entities": strange})["coref@lea"] == Counts(0, 4, 0, 3)


# ---- every link written down -------------------------------------------------------------------

PARTITION = st.lists(st.integers(0, 4), max_size=8).map(
    lambda owners: [
        frozenset((at, at + 1) for at, owner in enumerate(owners) if owner == name)
        for name in sorted(set(owners))
        if name
    ]
)


def links(entity: Cluster) -> set[frozenset[tuple[int, int]]]:
    """Pairs of mentions, or the one link of a singleton to itself."""
    return {frozenset(pair) for pair in combinations(entity, 2)} or {entity}


def resolved(entities: Sequence[Cluster], others: Sequence[Cluster]) -> float:
    theirs = {link for other in others for link in links(other)}
    shares = [Fraction(len(e) * len(links(e) & theirs), len(links(e))) for e in entities]
    return float(sum(shares))


@given(PARTITION, PARTITION)
@settings(max_examples=250)
def test_against_every_link(gold: list[Cluster], pred: list[Cluster]) -> None:
    wanted = (resolved(pred, gold), sum(map(len, pred)), resolved(gold, pred), sum(map(len, gold)))
    assert numbers(gold, pred) == pytest.approx(wanted)


@given(PARTITION, PARTITION, st.data())
@settings(max_examples=150)
def test_a_cluster_said_again_earns_nothing(
    gold: list[Cluster], pred: list[Cluster], data: st.DataObject
) -> None:
    if not pred:
        return
    before = lea(gold, pred)
    again = data.draw(st.sampled_from(pred))
    after = lea(gold, data.draw(st.permutations([*pred, again])))
    assert (after.tp_pred, after.tp_gold) == (before.tp_pred, before.tp_gold)
    assert after.pred == before.pred + len(again)


@given(
    st.lists(st.frozensets(st.sampled_from(clusters("abcdef")).map(min), min_size=1), max_size=6)
)
@settings(max_examples=150)
def test_overlapping_clusters_earn_no_more_than_there_is(pred: list[Cluster]) -> None:
    gold = clusters("abc de f")
    found = lea(gold, pred)
    assert found.tp_pred <= found.pred
    assert found.tp_gold <= found.gold
    if found.f1 == 1:
        assert sorted(map(sorted, pred)) == sorted(map(sorted, gold))
    assert lea(gold, pred[::-1]) == found
