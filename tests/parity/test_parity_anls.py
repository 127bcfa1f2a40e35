"""`--as anls` against ANLS* itself, on 3,000 damaged records and one by one."""

from __future__ import annotations

from typing import Any

import pytest
from parity.cases import CASES
from parity.common import counted_as, read_records
from parity.real_anls import ask

from goldfield.peers.anls import PEER
from goldfield.peers.anls_tree import grade, same_or_near, size
from goldfield.peers.ladder import Pair

pytest.importorskip("anls_star", reason="anls-star is not installed")
(NUMBER,) = PEER.numbers


def pairs() -> list[Pair]:
    return CASES["anls"].draw()


def test_every_record_has_the_score_of_the_peer() -> None:
    for pair in pairs():
        seen = ask([pair])["anls_score"].ratios.f1
        assert counted_as(NUMBER, [pair]).ratios.f1 == pytest.approx(seen, abs=1e-12), pair


def test_the_corpus_has_the_mean_of_the_peer() -> None:
    seen = ask(pairs())["anls_score"].ratios.f1
    assert counted_as(NUMBER, pairs()).ratios.f1 == pytest.approx(seen, abs=1e-12)


def test_equal_sums_of_a_list_leave_the_number_to_the_solver() -> None:
    """Either the two empty lists are a pair, or null and an empty one: .9 + 1 + 0 both times.

    The first has leaves `null | true | text`, of which none earn, beside the dates: .9 of 4 in
    all. The second has `null` right, so 1.9 of 5 (the prediction's two spare leaves weigh 2).
    """
    gold = {"a": [None, [], ["2024-05-01"]], "b": []}
    pred = {"a": [["2024z05-01"], [], [True, "x"]]}
    (pair,) = read_records(PEER, [gold], [pred]).pairs
    both = [pytest.approx(0.9 / 4), pytest.approx(1.9 / 5)]
    assert counted_as(NUMBER, [pair]).ratios.f1 in both
    assert ask([pair])["anls_score"].ratios.f1 in both


@pytest.mark.parametrize(
    ("gold", "pred", "credits", "length"),
    [
        ("Oslo", " oslo  ", [1.0], 1),
        ("abcd", "abXX", [0.5], 1),  # 1 - 2/4, which is just enough
        ("abcde", "abXXX", [0.0], 1),  # 1 - 3/5 is below one half
        (1, "1", [1.0], 1),
        (100, 101, [1 - 1 / 3], 1),
        (None, "", [1.0], 1),
        ("x", None, [0.0], 1),
        ({"a": 1}, {"a": 1, "b": None}, [1.0], 2),  # b weighs 1 and earns nothing
        ({"a": 1}, [1], [0.0], 1),
        ([1, 2, 3], [3, 1], [1.0, 1.0], 3),
        ([], [], [], 0),
    ],
)
def test_grades(gold: Any, pred: Any, credits: list[float], length: int) -> None:
    found = grade(gold, pred, same_or_near)
    assert found.credits == pytest.approx(credits)
    assert found.length == length


def test_sizes() -> None:
    assert size({"a": [1, None, {}], "b": {"c": "x"}}) == 3
