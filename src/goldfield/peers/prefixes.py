"""Tags read by a table of prefixes, as conlleval reads them and whoever follows it.

Source: Tjong Kim Sang and Veenstra 1999, and the scoring script of CoNLL-2000.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from goldfield.peers.chunks import Chunk

__all__ = ["Table", "raw_label", "read_by_table"]


class Table(NamedTuple):
    """Neighbours of one label between which a chunk ends or starts, such as ``BB``.

    Between different labels one always ends, and another starts.
    """

    ends: frozenset[str]
    starts: frozenset[str]


def raw_label(tag: str) -> str | None:
    """The label as it is written; O has none."""
    return None if tag == "O" else tag[2:]


def read_by_table(
    tags: Sequence[str], table: Table, name: Callable[[str], str | None] = raw_label
) -> list[Chunk]:
    """The chunks that a table finds: each from the last start to an end.

    Args:
        tags: each ``O``, ``X-LABEL`` or ``X`` alone.
        table: of the peer.
        name: the label of a tag, and of O; labels that are equal are one.
    """
    found: list[Chunk] = []
    first, before, label = 0, "O", name("O")
    for index, tag in enumerate([*tags, "O"]):
        here = name(tag)
        pair = f"{before}{tag[0]}"
        if pair in table.ends or (before != "O" and here != label):
            found.append((first, index, label or ""))
        if pair in table.starts or (tag != "O" and here != label):
            first = index
        before, label = tag[0], here
    return found
