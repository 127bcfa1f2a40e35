"""Krippendorff's alpha: with a pencil, at its edges, and how wide its intervals are."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.scoring.alpha import Alpha, nominal_alpha

Pair = tuple[str, str]

labels = st.sampled_from("abc")
units = st.lists(st.tuples(labels, labels), max_size=8)
documents = st.lists(units, max_size=8)


def test_four_units_with_a_pencil() -> None:
    # One annotator says a a b b, the other a b b b. They differ once: Do = 2 x 1 / 8 = 1/4.
    # a is said 3 times, b 5 times: De = (64 - 9 - 25) / (8 x 7) = 30/56.
    # alpha = 1 - 1/4 x 56/30 = 1 - 14/30 = 8/15.
    told = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    found = nominal_alpha([told])
    assert found.alpha == pytest.approx(8 / 15)
    assert msgspec.structs.replace(found, alpha=None) == Alpha(None, None, 4, 3, 2, 1)
    # However the units are spread over documents, and those without a unit add nothing.
    assert nominal_alpha([told[:1], [], told[1:]]).alpha == pytest.approx(8 / 15)


def test_agreement_worse_than_chance_is_below_zero() -> None:
    # a b against b a: Do = 4/4, De = (16 - 4 - 4) / (4 x 3) = 2/3; alpha = 1 - 3/2.
    assert nominal_alpha([[("a", "b"), ("b", "a")]]).alpha == pytest.approx(-1 / 2)


@pytest.mark.parametrize("told", [[], [[]], [[("a", "a")]], [[("a", "a")] * 5, [("a", "a")]]])
def test_without_a_second_label_there_is_no_alpha(told: list[list[Pair]]) -> None:
    assert nominal_alpha(told).alpha is None
    assert nominal_alpha(told).ci is None


@given(documents)
def test_identical_passes_have_alpha_1_from_two_labels_on(told: list[list[Pair]]) -> None:
    same = [[(a, a) for a, _ in units] for units in told]
    used = {a for units in same for a, _ in units}
    assert nominal_alpha(same).alpha == (1.0 if len(used) > 1 else None)


@given(documents)
def test_annotators_may_change_places(told: list[list[Pair]]) -> None:
    swapped = [[(b, a) for a, b in units] for units in told]
    assert nominal_alpha(swapped) == nominal_alpha(told)


@given(documents)
def test_the_interval_holds_alpha_and_needs_six_documents(told: list[list[Pair]]) -> None:
    found = nominal_alpha(told)
    if found.ci is not None:
        assert found.alpha is not None
        assert sum(map(bool, told)) >= 6
        assert -1 <= found.ci[0] <= found.alpha + 1e-9
        assert found.alpha - 1e-9 <= found.ci[1] <= 1


def test_perfect_agreement_has_room_below() -> None:
    few, many = ([[("a", "a"), ("b", "b")]] * n for n in (6, 60))
    low, high = nominal_alpha(few).ci or (0.0, 0.0)
    assert high == 1
    # Wilson's bounds with one item a document: agreement is at least n / (n + t^2), t = 2.571
    # with 5 degrees of freedom; alpha = 1 - (1 - agreement) / De, and of 24 labels 12 are a:
    # De = (576 - 144 - 144) / (24 x 23).
    assert low == pytest.approx(1 - (1 - 6 / (6 + 2.5706**2)) / (288 / 552), abs=1e-4)
    assert low < (nominal_alpha(many).ci or (0.0, 0.0))[0] < 1


def test_an_interval_with_a_pencil() -> None:
    # Six documents of two units, a a and b b; in three of them the second is b a instead.
    told = [[("a", "a"), ("b", "b")]] * 3 + [[("a", "a"), ("b", "a")]] * 3
    # d = 3, n = 24, a 15 times, b 9: Do = 6/24 = 1/4, De = (576 - 225 - 81) / (24 x 23) = 270/552.
    alpha, expected = 1 - (1 / 4) / (270 / 552), 270 / 552
    # n = 20 without one. Without a good document d = 3, a 13, b 7: De = (400 - 169 - 49) / 380.
    # Without a bad one d = 2, a 12, b 8: De = (400 - 144 - 64) / 380.
    apart = 1 - (6 / 20) / (182 / 380) - (1 - (4 / 20) / (192 / 380))
    # Half of six differ from the mean by apart / 2: v = 5/6 x 6 x (apart / 2)^2.
    variance = 5 * (apart / 2) ** 2
    # Wilson on the agreement p = 3/4 with its variance v De^2, and back.
    p, t2 = 3 / 4, 2.570582**2
    items = p * (1 - p) / (variance * expected**2)
    half = (t2 * (p * (1 - p) / items + t2 / (4 * items**2))) ** 0.5
    ends = [(p + t2 / (2 * items) + sign * half) / (1 + t2 / items) for sign in (-1, 1)]
    found = nominal_alpha(told)
    assert found.alpha == pytest.approx(alpha)
    assert found.ci == pytest.approx([1 - (1 - end) / expected for end in ends], abs=1e-6)


def test_intervals_cover_what_they_promise() -> None:
    # Annotators err on a document with a chance of 0.02 or 0.3, both alike likely. With two equal
    # labels they differ at 2 e (1 - e): 0.0392 or 0.42. De = 1/2, so alpha = 1 - 2 x 0.2296.
    chance, alpha, trials = random.Random(20261122), 1 - 2 * (0.0392 + 0.42) / 2, 300
    covered = 0
    for _ in range(trials):
        found = nominal_alpha([_document(chance) for _ in range(30)]).ci
        covered += found is not None and found[0] <= alpha <= found[1]
    assert covered / trials > 0.91  # of 95 %; three standard errors of the simulation are 3.8 %


def _document(chance: random.Random) -> list[Pair]:
    error = chance.choice((0.02, 0.3))

    def said(true: str) -> str:
        return "ab"[(true == "b") ^ (chance.random() < error)]

    truth = [chance.choice("ab") for _ in range(chance.randint(1, 9))]
    return [(said(true), said(true)) for true in truth]
