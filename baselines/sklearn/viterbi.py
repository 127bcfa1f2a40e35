"""The best sequence of tags that BILOU allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from goldfield.tagging.bilou import OUTSIDE, may_follow

__all__ = ["Grammar"]


class Grammar:
    """Which tags may follow which, as a matrix."""

    def __init__(self, tags: Sequence[str]) -> None:
        self._allowed = np.array([[may_follow(one, other) for other in tags] for one in tags])
        self._first = np.array([may_follow(OUTSIDE, tag) for tag in tags])
        self._last = np.array([may_follow(tag, OUTSIDE) for tag in tags])
        self._cost = np.where(self._allowed, 0.0, -np.inf)

    def best(self, scores: Any) -> Any:
        """Indices of the tags whose scores have the highest sum among the legal sequences.

        Args:
            scores: one row a token of a sentence, one column a tag; at least one row.
        """
        greedy = scores.argmax(axis=1)
        if (
            self._first[greedy[0]]
            and self._last[greedy[-1]]
            and self._allowed[greedy[:-1], greedy[1:]].all()
        ):
            return greedy
        total = np.where(self._first, scores[0], -np.inf)
        back = np.zeros(scores.shape, dtype=np.int32)
        for row in range(1, len(scores)):
            ways = total[:, None] + self._cost
            back[row] = ways.argmax(axis=0)
            total = ways.max(axis=0) + scores[row]
        path = [int(np.where(self._last, total, -np.inf).argmax())]
        for row in range(len(scores) - 1, 0, -1):
            path.append(int(back[row, path[-1]]))
        return np.array(path[::-1])
