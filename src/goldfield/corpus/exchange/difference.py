"""What an annotator changed: two records of one article, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from goldfield.corpus.exchange.items import ITEM_LISTS
from goldfield.schema.records import Article

__all__ = ["Change", "changes"]


class Change(NamedTuple):
    """One item that is new (+), gone (-) or different (~).

    Attributes:
        path: such as ``times/t1``, or ``meta/headline``.
        what: the item in a few words; of a different one the keys with their values.
    """

    sign: Literal["+", "-", "~"]
    path: str
    what: str


def changes(before: Article, after: Article) -> list[Change]:
    """Every difference between two records, in the order of the schema; items go by their ids."""
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    found = list(_of("meta", old["meta"], new["meta"]))
    for name in ITEM_LISTS.values():
        found += _of(name, *({item["id"]: item for item in side[name]} for side in (old, new)))
    rest = [key for key in new if key not in ("meta", *ITEM_LISTS.values())]
    found += _of("record", *({key: side.get(key) for key in rest} for side in (old, new)))
    return found


def _of(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys([*old, *new]):
        before, after, path = old.get(key), new.get(key), f"{name}/{key}"
        if before == after:
            continue
        if before is None:
            yield Change("+", path, _short(after))
        elif after is None:
            yield Change("-", path, _short(before))
        else:
            yield Change("~", path, _changed(before, after))


def _changed(before: Any, after: Any) -> str:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return f"{_short(before)} -> {_short(after)}"
    parts = (
        f"{key} {_short(before.get(key))} -> {_short(after.get(key))}"
        for key in after
        if before.get(key) != after.get(key)
    )
    return "; ".join(parts)


def _short(value: Any) -> str:
    """A value in a few words: spans by their surface, items by type and surface."""
    if isinstance(value, list):
        return f"[{', '.join(_short(item) for item in value)}]"
    if not isinstance(value, dict):
        return "nothing" if value is None else str(value)
    if "text" in value and "start" in value:
        kind = f" {value['kind']}" if "kind" in value else ""
        return f"{value['text']!r} [{value['start']}, {value['end']}){kind}"
    shown = ((key, part) for key, part in value.items() if key != "id" and part not in (None, []))
    return " ".join(f"{key}={_short(part)}" for key, part in shown)
