"""What an exported article took along: its side data, and the text that places are of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import msgspec

from goldfield.corpus.foreign.cleaning import clean
from goldfield.errors import DataError, Fault
from goldfield.schema.records import Event
from goldfield.schema.text import sha256_of

__all__ = ["Side", "kept_text", "read_side"]

_Item = dict[str, Any]
_Place = tuple[int, int]
_Index = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]


class Side(msgspec.Struct):
    """What `Graph.side` holds, see `flatten`; checked as far as `from_graph` relies on it."""

    article: _Item
    order: list[str]
    groups: dict[str, tuple[list[str], dict[str, str]]]
    unplaced: list[tuple[_Index, Event]]
    exact: dict[str, tuple[str, _Item]]


def read_side(raw: bytes | str, where: str) -> dict[str, Any]:
    """Side data from JSON, where null is empty.

    Raises:
        DataError: it is not what was written.
    """
    try:
        side = msgspec.json.decode(raw, type=Side | None)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        fix = "give the side data as they were exported, or remove them"
        raise DataError([Fault(where, "$", f"no side data of goldfield: {error}", fix)]) from error
    plain: dict[str, Any] = msgspec.to_builtins(side) if side else {}
    return plain


def kept_text(
    text: str, side: Mapping[str, Any], where: str
) -> tuple[str, Callable[[int, int], _Place | None]]:
    """The text as it was exported, or as any is taken in, and where its places are then.

    Args:
        text: as it stands in the tool's file.
        side: the side data of the article; empty for a stranger's file.
        where: the file.

    Raises:
        DataError: it is another text than the one that was exported.
    """
    known = side["article"].get("text_sha256") if side else None
    if known == sha256_of(text):
        return text, lambda start, end: (start, end)
    cleaned = clean(text)
    if side and known != sha256_of(cleaned.text):
        problem, fix = "the text is not the one that was exported", "put that in its place again"
        raise DataError([Fault(where, "$.text", problem, fix)])
    return cleaned.text, cleaned.place
