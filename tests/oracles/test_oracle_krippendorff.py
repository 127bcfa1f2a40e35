"""Alpha against the package `krippendorff`."""

from __future__ import annotations

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.scoring.alpha import nominal_alpha

labels = st.integers(0, 4)
units = st.lists(st.tuples(labels, labels), min_size=1, max_size=40)


@given(units)
def test_alpha_is_the_peers(told: list[tuple[int, int]]) -> None:
    found = nominal_alpha([[(str(a), str(b)) for a, b in told]])
    if len({label for pair in told for label in pair}) < 2:
        assert found.alpha is None  # the peer raises an error
        return
    coded = [list(side) for side in zip(*told, strict=True)]
    peer = krippendorff.alpha(reliability_data=coded, level_of_measurement="nominal")
    assert found.alpha == pytest.approx(peer, abs=1e-12)
