"""coval on the test cases of the CoNLL scorer that its own unit tests have, as numbers.

Source: `unittests.py` and `tests/TestCases.README` of the repository, at 87071a6: the mentions of
key and response as letters, and the recall and precision that the tests expect. Where README and
test name a fraction, it stands here as that fraction.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from parity.common import counted_as, read_records

from goldfield.peers.coval import PEER


class Case(NamedTuple):
    """A case: the metrics have recall and precision, in this order."""

    name: str
    key: str
    response: str
    metrics: dict[str, tuple[float, float]]


A = "a bc def"
CASES = [
    Case("A1", A, A, {"muc": (1, 1), "bcub": (1, 1), "ceafe": (1, 1), "lea": (1, 1)}),
    Case("A2", A, "a de", {
        "muc": (1 / 3, 1), "bcub": (7 / 18, 1), "ceafe": (1.8 / 3, 1.8 / 2), "lea": (2 / 6, 1),
    }),
    Case("A3", A, "a bcx defy z", {
        "muc": (1, 3 / 5), "bcub": (1, 55 / 108),
        "ceafe": ((1 + 4 / 5 + 6 / 7) / 3, (1 + 4 / 5 + 6 / 7) / 4), "lea": (1, 4 / 9),
    }),
    Case("A4", A, "a bcx dy z", {
        "muc": (1 / 3, 1 / 3), "bcub": (5 / 9, 17 / 42), "ceafe": (2.2 / 3, 2.2 / 4),
        "lea": (3 / 6, 2 / 7),
    }),
    Case("A5", A, "a bcxB dy z", {
        "muc": (1 / 3, 1 / 4), "bcub": (5 / 9, 5 / 16),
        "ceafe": ((1 + 4 / 6 + 2 / 5) / 3, (1 + 4 / 6 + 2 / 5) / 4),
        "lea": (3 / 6, (1 + 4 / 6) / 8),
    }),
    Case("A6", A, "a bcx dy Bz", {
        "muc": (1 / 3, 1 / 4), "bcub": (5 / 9, 17 / 48), "ceafe": (2.2 / 3, 2.2 / 4),
        "lea": (3 / 6, 2 / 8),
    }),
    Case("A10", A, "a b c d e f", {
        "muc": (0, 0), "bcub": (3 / 6, 1), "lea": (1 / 6, 1 / 6),
    }),
    Case("A11", A, "abcdef", {
        "muc": (1, 3 / 5), "bcub": (1, 14 / 36), "lea": (5 / 6, 4 / 15),
    }),
    Case("A12", A, "a x y c d e z", {
        "muc": (0, 0), "bcub": (13 / 36, 4 / 7), "lea": (1 / 6, 1 / 7),
    }),
    Case("A13", A, "axycdez", {
        "muc": (1 / 3, 1 / 6), "bcub": (17 / 36, 6 / 49), "lea": (1 / 6, 1 / 21),
    }),
    Case("B1", "ab cde", "bcx de", {"lea": (1 / 5, 2 / 5)}),
    Case("C1", "ab cde fg", "bcx de fg", {"lea": (3 / 7, 4 / 7)}),
    Case("D1", "abcde fg hijkl", "abcde fghijkl", {
        "muc": (1, 9 / 10), "bcub": (1, 16 / 21), "lea": (1, (5 + 7 * 11 / 21) / 12),
    }),
    Case("E1", "abcde fg hijkl", "abcdehijkl fg", {
        "muc": (1, 9 / 10), "bcub": (1, 7 / 12), "lea": (1, (10 * 20 / 45 + 2) / 12),
    }),
    Case("F1", "abcd", "ab cd", {"muc": (2 / 3, 1), "lea": (2 / 6, 1)}),
    Case("G1", "ab cd", "abcd", {"muc": (1, 2 / 3), "lea": (1, 2 / 6)}),
    Case("H1", "abcd", "abcd", {"muc": (1, 1), "lea": (1, 1)}),
    Case("J1", "abc", "ac", {"muc": (1 / 2, 1), "lea": (1 / 3, 1)}),
    Case("K1", "bcdeghj", "abc def ghi", {"muc": (3 / 6, 3 / 6), "lea": (3 / 21, 3 / 9)}),
    Case("L1", "abc defg", "ab cd fgh", {
        "muc": (2 / 5, 2 / 4), "lea": ((1 + 4 / 6) / 7, 3 / 7),
    }),
    Case("M1", "abcdef", "abcdef", {
        "muc": (1, 1), "bcub": (1, 1), "ceafe": (1, 1), "lea": (1, 1),
    }),
    Case("M2", "abcdef", "a b c d e f", {"muc": (0, 0), "lea": (0, 0)}),
    Case("M3", "abcdef", "ab cde f", {"lea": (4 / 15, 5 / 6)}),
    Case("M4", "abcdef", "abcxyz", {"lea": (3 / 15, 3 / 15)}),
    Case("M5", "abcdef", "a b c x y z", {"muc": (0, 0), "lea": (0, 0)}),
    Case("M6", "abcdef", "ab cxy z", {"lea": (1 / 15, 2 / 6)}),
    Case("N1", "a b c d e f", "a b c d e f", {"muc": (0, 0), "lea": (1, 1)}),
    Case("N2", "a b c d e f", "abcdef", {"muc": (0, 0), "lea": (0, 0)}),
    Case("N3", "a b c d e f", "ab cde f", {"lea": (1 / 6, 1 / 6)}),
    Case("N4", "a b c d e f", "a b c x y z", {"muc": (0, 0), "lea": (3 / 6, 3 / 6)}),
    Case("N5", "a b c d e f", "abcxyz", {"lea": (0, 0)}),
    Case("N6", "a b c d e f", "ab cxy z", {"lea": (0, 0)}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_published_case(case: Case) -> None:
    key, response = ({"clusters": _clusters(side)} for side in (case.key, case.response))
    pairs = read_records(PEER, [key], [response]).pairs
    seen = {number.name: counted_as(number, pairs).ratios for number in PEER.numbers}
    for name, (recall, precision) in case.metrics.items():
        assert seen[name].recall == pytest.approx(recall)
        assert seen[name].precision == pytest.approx(precision)


def _clusters(told: str) -> list[list[list[int]]]:
    """Each letter a token; a capital one is another mention than the small one."""
    return [[[ord(m), ord(m) + 1] for m in cluster] for cluster in told.split()]
