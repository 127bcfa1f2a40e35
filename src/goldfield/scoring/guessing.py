"""What the fields of some sample records are: scalars, sets or records, and how to compare them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from goldfield.scoring.values import Kind

__all__ = ["Guess", "guesses_of_samples", "key_of", "unspellable"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ][\d:.,+Zz-]*)?", re.ASCII)
# A zero in front is no number's: a code, which keeps it.
_NUMERAL = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_STEP = re.compile(r"[^.\[\]]+")
_DEEPEST = 8
_KEYS = ("id", "key", "code", "sku", "number", "no", "name", "title", "label", "type")


class Guess(NamedTuple):
    """A field with the reason for its matcher; without a kind it is only told about."""

    name: str
    path: str
    kind: Kind | None
    matcher: str
    why: str
    key: str | None = None


def guesses_of_samples(samples: Sequence[Any]) -> list[Guess]:
    """A guess for each field of the samples, which should be objects; `id` joins the two sides."""
    records = [sample for sample in samples if isinstance(sample, dict)]
    return list(_members(records, "$", len(records)))


def unspellable(name: str) -> bool:
    """Whether a key cannot be a step of a path."""
    return not _STEP.fullmatch(name)


def _members(records: Sequence[Mapping[str, Any]], path: str, total: int) -> Iterator[Guess]:
    names = dict.fromkeys(name for record in records for name in record)
    for name in names:
        if path == "$" and name == "id":
            continue
        values = [record[name] for record in records if record.get(name) is not None]
        at = f"{path}.{name}"
        if unspellable(name):
            yield Guess(at.removeprefix("$."), at, None, "", "its name cannot be written in a path")
        else:
            yield from _guess(values, at, total)


def _guess(values: Sequence[Any], path: str, total: int) -> Iterator[Guess]:
    name = path.removeprefix("$.")
    lists = [value for value in values if isinstance(value, list)]
    objects = [value for value in values if isinstance(value, dict)]
    if not values:
        yield Guess(name, path, None, "", "it is null in every sample")
    elif lists and len(lists) == len(values):
        yield _list([item for items in lists for item in items if item is not None], path, lists)
    elif objects and len(objects) == len(values) and path.count(".") < _DEEPEST:
        yield from _members(objects, path, total)
    elif lists or objects:
        yield Guess(name, path, "scalar", "exact", "values of unlike shapes: compared as a whole")
    else:
        matcher, why = _matcher(values)
        yield Guess(name, path, "scalar", matcher, f"{why} (in {len(values)} of {total} samples)")


def _list(items: Sequence[Any], path: str, lists: Sequence[list[Any]]) -> Guess:
    name, at = path.removeprefix("$."), f"{path}[*]"
    if not items:
        return Guess(name, at, "set", "exact", "an empty list in every sample: compared exactly")
    if any(isinstance(item, dict | list) for item in items):
        leaves = [leaf for item in items for leaf in _leaves(item)]
        matcher, why = _matcher(leaves) if leaves else ("exact", "no values")
        if matcher not in ("number", "date"):
            matcher, why = "text", "text is folded, anything else compared exactly"
        key = key_of(lists)
        told = f"; paired by {key!r}, a guess: without key, by most members" if key else ""
        return Guess(
            name, at, "records", matcher, f"a list of objects; of members, {why}{told}", key
        )
    matcher, why = _matcher(items)
    return Guess(name, at, "set", matcher, f"a list in any order; {why}")


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    elif value is not None:
        yield value


def _matcher(values: Sequence[Any]) -> tuple[str, str]:
    """A matcher for plain values, and why."""
    if all(isinstance(value, bool) for value in values):
        return "exact", "true or false"
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return "number", "numbers; add absolute or relative for a tolerance"
    if not all(isinstance(value, str) for value in values):
        return "exact", "values of unlike types"
    return _matcher_of_texts(values)


def _matcher_of_texts(texts: Sequence[str]) -> tuple[str, str]:
    if all(_DATE.fullmatch(text) for text in texts):
        return "date", "ISO 8601 dates; the time of day does not count"
    if all(_NUMERAL.fullmatch(text) for text in texts):
        return "number", "numerals; add absolute or relative for a tolerance"
    different = len(set(texts))
    if len(texts) >= 3 * different and not any(" " in text for text in texts):
        return "exact", f"labels: {different} among {len(texts)} values"
    return "text", "free text: NFKC, plain quotes and dashes, any case"


def key_of(lists: Iterable[Sequence[Any]]) -> str | None:
    """A plain member that every object has and that tells the objects of each list apart."""
    groups = [items for items in lists if items]
    objects = [item for items in groups for item in items]
    if not objects or not all(isinstance(item, dict) for item in objects):
        return None
    for name in _KEYS:
        values = [[item.get(name) for item in items] for items in groups]
        flat = [value for group in values for value in group]
        plain = all(isinstance(value, str | int) and not isinstance(value, bool) for value in flat)
        if plain and all(len(set(group)) == len(group) for group in values):
            return name
    return None
