"""Near-duplicates: shingles that can be counted with a pencil, and all pairs by brute force."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.corpus.duplicates import Likeness, containment, near_duplicates, shingles

TEN = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (" \n", 0),
        ("one two", 1),  # fewer than five words are one run
        ("one two three four five", 1),
        (TEN, 6),  # 10 - 5 + 1
        ("a a a a a a a", 1),  # a run that is repeated counts once
    ],
)
def test_number_of_runs(text: str, number: int) -> None:
    assert len(shingles(text)) == number


def test_case_marks_and_line_breaks_make_no_difference() -> None:
    assert shingles("“One, two” three\r\nFOUR – five") == shingles('"one two" three four - five.')


def test_containment_of_an_excerpt_is_one_and_of_a_changed_text_less() -> None:
    excerpt = shingles("two three four five six seven")
    assert containment(shingles(TEN), excerpt) == 1.0
    # The sixth word changed: of 6 runs those from words 2 to 6 hold it; 1 of 6 is left.
    assert containment(shingles(TEN), shingles(TEN.replace("six", "sax"))) == 1 / 6
    assert containment(shingles(TEN), frozenset()) == 0.0


def test_pairs_are_named_in_the_order_given() -> None:
    texts = {"b": TEN, "a": f"zero {TEN}", "c": "quite another text of seven words"}
    assert near_duplicates(texts) == [Likeness("b", "a", 1.0)]


WORDS = st.lists(st.sampled_from("abcdefg"), max_size=14).map(" ".join)


@given(st.lists(WORDS, max_size=7), st.floats(0.01, 1))
def test_no_pair_is_missed(texts: list[str], least: float) -> None:
    named = {str(number): text for number, text in enumerate(texts)}
    wanted = [
        (a, b)
        for a, b in combinations(named, 2)
        if containment(shingles(named[a]), shingles(named[b])) >= least
    ]
    assert [(a, b) for a, b, _ in near_duplicates(named, least)] == wanted
