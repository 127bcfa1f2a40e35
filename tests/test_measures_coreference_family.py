"""The coreference family: published values, arithmetic on paper, naive definitions."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from clusterings import clusters, naive, random_side, scored
from hypothesis import given, settings
from hypothesis import strategies as st

from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.clusters import Cluster
from goldfield.scoring.measures.coreference import COREF_MODES, score_coref

FAMILY = ("muc", "b3", "ceafm", "ceafe", "blanc", "lea", "conll")


def counted(gold: Sequence[Cluster], pred: Sequence[Cluster]) -> dict[str, Counts]:
    return {mode: found.counts for mode, found in score_coref(gold, pred, COREF_MODES).items()}


def f1(recall: float, precision: float) -> float:
    return 2 * recall * precision / (recall + precision)


# ---- published values ---------------------------------------------------------------------------
# Recall, precision and F1 as the test cases of the CoNLL reference scorer (Pradhan et al. 2014)
# state them; a letter that is in gold only is a missed mention, one in the prediction a spurious.

Ratios = tuple[float, float, float]
PUBLISHED: dict[str, tuple[str, str, dict[str, Ratios]]] = {
    "A2": ("a bc def", "a de", {
        "muc": (1 / 3, 1, 1 / 2), "b3": (7 / 18, 1, 14 / 25), "ceafm": (1 / 2, 1, 2 / 3),
        "ceafe": (0.6, 0.9, 0.72), "blanc": (0.21591, 1, 0.35385),
    }),
    "A3": ("a bc def", "a bcx defy z", {
        "muc": (1, 3 / 5, 3 / 4), "b3": (1, 55 / 108, 110 / 163), "ceafm": (1, 2 / 3, 0.8),
        "ceafe": (0.88571, 0.66429, 0.75918), "blanc": (1, 0.42593, 0.59717),
    }),
    "A4": ("a bc def", "a bcx dy z", {
        "muc": (1 / 3, 1 / 3, 1 / 3), "b3": (5 / 9, 17 / 42, f1(5 / 9, 17 / 42)),
        "ceafm": (2 / 3, 4 / 7, 0.61538), "ceafe": (0.73333, 0.55, 0.62857),
        "blanc": (0.35227, 0.27206, 0.30357),
    }),
    "A5": ("a bc def", "a bcxB dy z", {
        "muc": (1 / 3, 1 / 4, 2 / 7), "b3": (5 / 9, 5 / 16, 0.4), "ceafm": (2 / 3, 1 / 2, 4 / 7),
        "ceafe": (0.68889, 0.51667, 0.59048), "blanc": (0.35227, 0.19048, 0.24716),
    }),
    "A6": ("a bc def", "a bcx dy Bz", {
        "muc": (1 / 3, 1 / 4, 2 / 7), "b3": (5 / 9, 17 / 48, f1(5 / 9, 17 / 48)),
        "ceafm": (2 / 3, 1 / 2, 4 / 7), "ceafe": (0.73333, 0.55, 0.62857),
        "blanc": (0.35227, 0.20870, 0.25817),
    }),
    "A10": ("a bc def", "a b c d e f", {"b3": (1 / 2, 1, 2 / 3), "blanc": (0.5, 0.36667, 0.42308)}),
    "A11": ("a bc def", "abcdef", {
        "muc": (1, 3 / 5, 3 / 4), "b3": (1, 7 / 18, 14 / 25), "blanc": (0.5, 0.13333, 0.21053),
    }),
    "A12": ("a bc def", "a x y c d e z", {
        "b3": (13 / 36, 4 / 7, f1(13 / 36, 4 / 7)), "blanc": (0.22727, 0.11905, 0.15625),
    }),
    "A13": ("a bc def", "axycdez", {
        "muc": (1 / 3, 1 / 6, 2 / 9), "b3": (17 / 36, 6 / 49, f1(17 / 36, 6 / 49)),
        "blanc": (0.125, 0.02381, 0.04),
    }),
    "B1": ("ab cde", "bcx de", {"blanc": (7 / 24, 7 / 24, 7 / 24)}),
    "C1": ("ab cde fg", "bcx de fg", {"blanc": (0.5125, 0.5125, 0.5125)}),
    "D1": ("12345 67 89ABC", "12345 6789ABC", {
        "muc": (1, 9 / 10, 18 / 19), "b3": (1, 16 / 21, 32 / 37),
    }),
    "E1": ("12345 67 89ABC", "1234589ABC 67", {
        "muc": (1, 9 / 10, 18 / 19), "b3": (1, 7 / 12, 14 / 19),
    }),
    "F1": ("abcd", "ab cd", {"muc": (2 / 3, 1, 0.8)}),
    "J1": ("abc", "ac", {"muc": (1 / 2, 1, 2 / 3)}),
    "K1": ("bcdeghj", "abc def ghi", {"muc": (1 / 2, 1 / 2, 1 / 2)}),
    "L1": ("abc defg", "ab cd fgh", {"muc": (2 / 5, 2 / 4, 4 / 9)}),
    "M1": ("abcdef", "abcdef", dict.fromkeys(("muc", "b3", "ceafm", "ceafe", "blanc"), (1, 1, 1))),
    "M4": ("abcdef", "abcxyz", {"blanc": (0.2, 0.2, 0.2)}),
    "N1": ("a b c d e f", "a b c d e f", {"blanc": (1, 1, 1)}),
    "N4": ("a b c d e f", "a b c x y z", {"blanc": (0.2, 0.2, 0.2)}),
}  # fmt: skip


@pytest.mark.parametrize("case", PUBLISHED)
def test_published_values(case: str) -> None:
    gold, pred, wanted = PUBLISHED[case]
    found = scored([(gold, pred)], *wanted)
    for mode, ratios in wanted.items():
        score = found[mode]
        assert (score.recall, score.precision, score.f1) == pytest.approx(ratios, abs=5e-6), mode


@pytest.mark.parametrize(
    ("gold", "pred", "half"),
    [  # The reference scorer leaves a class of links out if gold alone has none of it: twice this.
        ("abcdef", "ab cde f", 0.42105), ("abcdef", "ab cxy z", 0.10526),
        ("a b c d e f", "ab cde f", 0.84615), ("a b c d e f", "ab cxy z", 0.15385),
    ],
)  # fmt: skip
def test_blanc_counts_a_class_that_either_side_has(gold: str, pred: str, half: float) -> None:
    assert scored([(gold, pred)], "blanc")["blanc"].f1 == pytest.approx(half / 2, abs=5e-6)
    assert scored([(pred, gold)], "blanc")["blanc"].f1 == pytest.approx(half / 2, abs=5e-6)


def test_the_worked_example() -> None:
    """The example of the protocol, after Pradhan et al. 2014."""
    found = scored([("abc defg", "ab cd fghi")], *FAMILY, "blanc-c", "blanc-n")
    exact = {
        "muc": (2, 5, 2, 5),  # abc lacks c, defg falls in three: 1 of 2, 1 of 3
        "b3": (2 + 1 + 1, 8, 5 / 3 + 5 / 4, 7),
        "ceafm": (2 + 2, 8, 2 + 2, 7),
        "ceafe": (2 * 2 / 5 + 2 * 2 / 8, 3, 2 * 2 / 5 + 2 * 2 / 8, 2),
        "blanc-c": (2, 8, 2, 9),  # ab and fg
        "blanc-n": (8, 20, 8, 12),
        "lea": (2 * 1 + 4 * 1 / 6, 8, 3 * 1 / 3 + 4 * 1 / 6, 7),
    }
    for mode, counts in exact.items():
        score = found[mode]
        told = (score.tp_pred, score.pred, score.tp_gold, score.gold)
        assert told == pytest.approx(counts), mode
    f1 = {mode: found[mode].f1 for mode in FAMILY}
    assert {mode: round(value or 0, 3) for mode, value in f1.items()} == {
        "muc": 0.400, "b3": 0.455, "ceafm": 0.533, "ceafe": 0.520, "blanc": 0.368, "lea": 0.278,
        "conll": 0.458,
    }  # fmt: skip
    assert found["blanc"].precision == pytest.approx((2 / 8 + 8 / 20) / 2)
    assert found["blanc"].recall == pytest.approx((2 / 9 + 8 / 12) / 2)


def test_against_the_definitions() -> None:
    chance = random.Random(20261123)
    for _ in range(2000):
        gold, pred = random_side(chance), random_side(chance)
        found = counted(gold, pred)
        wanted = naive(gold, pred)
        small = naive(*([k for k in side if len(k) > 1] for side in (gold, pred)))
        wanted |= {f"{mode}-nosing": small[mode] for mode in ("b3", "ceafe", "lea")}
        assert set(found) == set(wanted)
        for mode, c in found.items():
            assert (c.tp_pred, c.pred, c.tp_gold, c.gold) == pytest.approx(wanted[mode]), mode


# ---- properties ----------------------------------------------------------------------------------

SIDE = st.integers(0, 2**32).map(lambda seed: random_side(random.Random(seed)))


@given(SIDE, SIDE, st.data())
@settings(max_examples=150)
def test_properties(gold: list[Cluster], pred: list[Cluster], data: st.DataObject) -> None:
    found = counted(gold, pred)
    assert {row.f1 for row in counted(gold, gold).values()} <= {1.0, None}
    shuffled = data.draw(st.permutations(gold)), data.draw(st.permutations(pred))
    assert counted(*shuffled) == found
    turned = {mode: (c.tp_gold, c.gold, c.tp_pred, c.pred) for mode, c in found.items()}
    assert counted(pred, gold) == {mode: Counts(*row) for mode, row in turned.items()}
    if pred:
        again = counted(gold, [data.draw(st.sampled_from(pred)), *pred])
        for mode, before in found.items():
            after = again[mode]
            assert (after.tp_pred, after.tp_gold) == (before.tp_pred, before.tp_gold), mode
            assert after.pred >= before.pred, mode


@given(
    st.lists(st.frozensets(st.sampled_from(clusters("abcdef")).map(min), min_size=1), max_size=6)
)
@settings(max_examples=150)
def test_a_mention_in_several_entities(pred: list[Cluster]) -> None:
    gold = clusters("abc de f")
    found = counted(gold, pred)
    assert counted(gold, pred[::-1]) == found
    for mode, counts in found.items():
        assert counts.tp_pred <= counts.pred, mode
        assert counts.tp_gold <= counts.gold, mode


def test_the_largest_entity_keeps_a_mention_and_equal_ones_the_first() -> None:
    # abc and cd: c stays with abc, so d is alone in an entity of two.
    assert counted(clusters("abc d"), clusters("cd abc"))["b3"] == Counts(3 + 1 / 2, 5, 3 + 1, 4)
    # bc keeps c: cd shares d only.
    assert counted(clusters("cd"), clusters("cd bc"))["ceafm"] == Counts(1, 4, 1, 2)


def test_many_entities_have_one_best_sum() -> None:
    """Large parts, whose fractions have no small common denominator."""
    chance = random.Random(7)
    sides: list[list[Cluster]] = []
    for _ in range(2):
        groups: dict[int, set[tuple[int, int]]] = {}
        for at in range(300):
            groups.setdefault(int(40 * chance.random() ** 2), set()).add((at, at + 1))
        sides.append([frozenset(group) for group in groups.values()])
    gold, pred = sides
    from scipy.optimize import linear_sum_assignment

    dice = [[2 * len(a & b) / (len(a) + len(b)) for b in pred] for a in gold]
    rows, columns = linear_sum_assignment(dice, maximize=True)
    wanted = sum(dice[i][j] for i, j in zip(rows, columns, strict=True))
    found = counted(gold, pred)["ceafe"]
    assert found.tp_gold == pytest.approx(wanted)
    assert counted(pred[::-1], gold[::-1])["ceafe"].tp_gold == found.tp_gold


def test_entities_without_mentions_are_none() -> None:
    nobody: Cluster = frozenset()
    assert counted([nobody, *clusters("ab c")], [nobody]) == counted(clusters("ab c"), [])


def test_mentions_that_are_not_in_the_text_are_spurious_in_every_mode() -> None:
    """They match nothing, not even each other on two sides or in two entities."""
    strange = [frozenset({(-1, 0), (-1, 1), (0, 1)}), frozenset({(-1, 0)})]
    apart = [frozenset({(50, 51), (52, 53), (0, 1)}), frozenset({(54, 55)})]
    gold: list[Cluster] = [frozenset({(0, 1), (2, 3)})]
    assert counted(gold, strange) == counted(gold, apart)
    assert counted(strange, strange)["b3"] == Counts(1 / 3, 4, 1 / 3, 4)
