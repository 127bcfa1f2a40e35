"""Facts about a candidate, alone and together, as the features of a linear model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

__all__ = ["Table", "table", "told"]

Table: TypeAlias = Sequence[tuple[str, ...]]
"""Names of facts that are told together: a linear model adds up and sees no pair by itself."""


def table(text: str) -> Table:
    """A table of a line each, the names of the facts apart by blanks."""
    return tuple(tuple(line.split()) for line in text.strip().split("\n"))


def told(facts: Mapping[str, object], together: Table) -> Iterator[str]:
    """One feature a line of the table, with the values of its facts."""
    for names in together:
        yield f"{' '.join(names)}={' '.join([str(facts[name]) for name in names])}"
