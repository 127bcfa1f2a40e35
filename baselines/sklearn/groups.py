"""Groups of things of which some pairs belong together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

__all__ = ["grouped"]


def grouped(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """For each of so many things the number of its group; the first thing is in group 0."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    pairs = np.array(list(links), dtype=np.int32).reshape(-1, 2)
    graph = coo_matrix((np.ones(len(pairs)), pairs.T), shape=(count, count))
    found = connected_components(graph, directed=False)[1].tolist()
    order = {group: number for number, group in enumerate(dict.fromkeys(found))}
    return [order[group] for group in found]
