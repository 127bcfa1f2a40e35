"""Scoring any nested JSON: fields named by a path, compared by a matcher."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from goldfield.errors import UsageError
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.matchers import Matcher, find_matcher
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["ValueField", "guess_fields", "score_values", "values_at"]

Kind = Literal["scalar", "set", "records"]
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\*|\d+)\]")


class ValueField(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a user's JSON. Spelled ``name@matcher`` like any other measure.

    Args:
        name: how reports call it.
        path: where it is, such as ``$.items[*].price``.
        kind: `scalar` is one value; `set` a list of values in any order; `records` a list of
            objects, paired so that most of their leaves agree.
        matcher: a name of `MATCHERS`; applied to every leaf of records.
        key: for records, a member that must agree before two records can be paired.
    """

    name: str
    path: str
    kind: Kind = "scalar"
    matcher: str = "exact"
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.name}@{self.matcher}"


def values_at(record: object, path: str) -> list[Any]:
    """The values that a path of ``.name``, ``[n]`` and ``[*]`` steps leads to; nulls are none.

    Raises:
        UsageError: the path is not of that form.
    """
    steps = _STEP.findall(path.removeprefix("$"))
    if not path.startswith("$") or "".join(_spell(*step) for step in steps) != path[1:]:
        raise UsageError(f"{path!r} is no path; write one such as $.items[*].price")
    found = [record]
    for name, index in steps:
        found = [inner for value in found for inner in _step(value, name, index)]
    return [value for value in found if value is not None]


def _spell(name: str, index: str) -> str:
    return f".{name}" if name else f"[{index}]"


def _step(value: Any, name: str, index: str) -> Iterator[Any]:
    if name:
        if isinstance(value, dict) and name in value:
            yield value[name]
    elif isinstance(value, list):
        yield from value if index == "*" else value[int(index) : int(index) + 1]


def score_values(gold: object, pred: object, field: ValueField) -> Outcome:
    """One field of one pair of records."""
    matcher = find_matcher(field.matcher)
    wanted, given = values_at(gold, field.path), values_at(pred, field.path)
    if field.kind == "records":
        return outcome_of(_score_records(wanted, given, matcher, field.key))
    if field.kind == "scalar" and len(wanted) == len(given) == 1:
        right = matcher.key(wanted[0]) == matcher.key(given[0])
        category: Literal["COR", "INC"] = "COR" if right else "INC"
        reason = "" if right else "value"
        return outcome_of([Judgement(category, _shown(wanted[0]), _shown(given[0]), reason, right)])
    return outcome_of(_score_set(wanted, given, matcher))


def _score_set(wanted: list[Any], given: list[Any], matcher: Matcher) -> Iterator[Judgement]:
    waiting: dict[Hashable, list[Any]] = {}
    for value in given:
        waiting.setdefault(matcher.key(value), []).append(value)
    for value in wanted:
        same = waiting.get(matcher.key(value))
        if same:
            yield Judgement("COR", _shown(value), _shown(same.pop()), "", 1)
        else:
            yield Judgement("MIS", _shown(value), None, "no such value predicted")
    for value in (value for rest in waiting.values() for value in rest):
        yield Judgement("SPU", None, _shown(value), "no such value in gold")


def _score_records(
    wanted: list[Any], given: list[Any], matcher: Matcher, key: str | None
) -> Iterator[Judgement]:
    """Each leaf is an item; records are paired so that most leaves agree."""
    golds, preds = [_leaves(r, matcher) for r in wanted], [_leaves(r, matcher) for r in given]
    holders: dict[tuple[str, Hashable], list[int]] = {}
    for j, pred in enumerate(preds):
        for name, (value, _) in pred.items():
            holders.setdefault((name, value), []).append(j)
    shared: Counter[tuple[int, int]] = Counter()
    for i, gold in enumerate(golds):
        for name, (value, _) in gold.items():
            shared.update((i, j) for j in holders.get((name, value), ()))
    edges = {
        (i, j): (count,)
        for (i, j), count in shared.items()
        if key is None or _same_key(golds[i], preds[j], key)
    }
    pairs = best_pairs(edges)
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    for i, j in pairs:
        yield from _compare(golds[i], preds[j])
    for i in (i for i in range(len(golds)) if i not in lefts):
        yield from _compare(golds[i], {})
    for j in (j for j in range(len(preds)) if j not in rights):
        yield from _compare({}, preds[j])


_Leaves = Mapping[str, tuple[Hashable, Item]]


def _leaves(record: object, matcher: Matcher) -> _Leaves:
    return {name: (matcher.key(value), _shown(value, name)) for name, value in _walk(record, "")}


def _walk(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, f"{name}[{index}]")
    elif value is not None:
        yield name or "value", value


def _same_key(gold: _Leaves, pred: _Leaves, key: str) -> bool:
    return key in gold and key in pred and gold[key][0] == pred[key][0]


def _compare(gold: _Leaves, pred: _Leaves) -> Iterator[Judgement]:
    for name, (value, shown) in gold.items():
        if name not in pred:
            yield Judgement("MIS", shown, None, "no such value predicted")
        elif pred[name][0] == value:
            yield Judgement("COR", shown, pred[name][1], "", 1)
        else:
            yield Judgement("INC", shown, pred[name][1], "value")
    for name, (_, shown) in pred.items():
        if name not in gold:
            yield Judgement("SPU", None, shown, "no such value in gold")


def _shown(value: object, label: str = "") -> Item:
    import json

    return Item(label, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def guess_fields(golds: Iterable[object]) -> tuple[ValueField, ...]:
    """A field for each top-level key of gold: objects make records, lists sets, the rest scalars."""
    kinds: dict[str, Kind] = {}
    for gold in golds:
        for name, value in gold.items() if isinstance(gold, dict) else ():
            if name != "id" and value is not None and _STEP.fullmatch(f".{name}"):
                kinds[name] = _wider(kinds.get(name), value)
    return tuple(
        ValueField(name, f"$.{name}" if kind == "scalar" else f"$.{name}[*]", kind)
        for name, kind in sorted(kinds.items())
    )


def _wider(known: Kind | None, value: object) -> Kind:
    if isinstance(value, list):
        holds_objects = any(isinstance(item, dict | list) for item in value)
        return "records" if holds_objects or known == "records" else "set"
    return known or "scalar"
