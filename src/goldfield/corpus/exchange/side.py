"""The side data of a graph as a file that anyone may have touched."""

from __future__ import annotations

from typing import Any

import msgspec

from goldfield.errors import DataError, Fault
from goldfield.schema.records import Event

__all__ = ["Side", "read_side"]

_Item = dict[str, Any]


class Side(msgspec.Struct):
    """What `Graph.side` holds, see `flatten`; checked as far as `from_graph` relies on it."""

    article: _Item
    order: list[str]
    groups: dict[str, tuple[list[str], dict[str, str]]]
    unplaced: list[tuple[int, Event]]
    exact: dict[str, tuple[str, _Item]]


def read_side(raw: bytes | str, where: str) -> dict[str, Any]:
    """Side data from JSON; none is empty.

    Raises:
        DataError: it is not what was written.
    """
    try:
        side = msgspec.json.decode(raw, type=Side | None)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        fix = "give the side data as they were exported, or remove them"
        raise DataError([Fault(where, "$", f"no side data of goldfield: {error}", fix)]) from error
    plain: dict[str, Any] = msgspec.to_builtins(side) if side else {}
    return plain
