"""Lists of values and of objects, in any order: paired one to one, then counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from goldfield.scoring.alignment import best_pairs, part_copies, split_copies
from goldfield.scoring.matchers import Matcher
from goldfield.scoring.outcome import Item, Judgement

__all__ = ["score_records", "score_set", "shown"]

Pair = tuple[int, int]
_Leaves = Mapping[str, tuple[Hashable, Item]]


def _ordered(values: Iterable[Any]) -> list[Any]:
    """The values in an order of their own, so that the order of the input never matters."""
    return sorted(values, key=lambda value: msgspec.json.encode(value, order="deterministic"))


def score_set(wanted: Sequence[Any], given: Sequence[Any], matcher: Matcher) -> Iterator[Judgement]:
    """Each value is an item; as many as possible are paired, each with one that matches."""
    golds, preds = _ordered(wanted), _ordered(given)
    pairs = _near_pairs(golds, preds, matcher) if matcher.near else _equal(golds, preds, matcher)
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    for i, j in pairs:
        yield Judgement("COR", shown(golds[i]), shown(preds[j]), "", 1)
    for value in (value for i, value in enumerate(golds) if i not in lefts):
        yield Judgement("MIS", shown(value), None, "no such value predicted")
    for value in (value for j, value in enumerate(preds) if j not in rights):
        yield Judgement("SPU", None, shown(value), "no such value in gold")


def _equal(golds: Sequence[Any], preds: Sequence[Any], matcher: Matcher) -> list[Pair]:
    """Values of equal key, paired by counting."""
    waiting: dict[Hashable, list[int]] = {}
    for j, value in enumerate(preds):
        waiting.setdefault(matcher.key(value), []).append(j)
    keys = [matcher.key(value) for value in golds]
    return [(i, waiting[key].pop()) for i, key in enumerate(keys) if waiting.get(key)]


def _near_pairs(golds: Sequence[Any], preds: Sequence[Any], matcher: Matcher) -> list[Pair]:
    """The pairing with most matches, of values that are no surplus copies."""
    keys = [matcher.key(value) for value in golds], [matcher.key(value) for value in preds]
    lefts, rights = (
        split_copies(range(len(side)), side.__getitem__, Counter(other))[0]
        for side, other in (keys, keys[::-1])
    )
    near = matcher.near or (lambda gold, pred: int(gold == pred))
    edges = {(i, j): near(keys[0][i], keys[1][j]) for i in lefts for j in rights}
    return best_pairs({at: (1, nearness) for at, nearness in edges.items() if nearness})


def score_records(
    wanted: Sequence[Any], given: Sequence[Any], matcher: Matcher, key: str | None
) -> Iterator[Judgement]:
    """Each leaf is an item; records are paired so that most leaves agree."""
    golds = [_leaves(record, matcher) for record in _ordered(wanted)]
    preds = [_leaves(record, matcher) for record in _ordered(given)]
    golds, surplus, preds, duplicates = part_copies(golds, preds, _copy)
    edges = {
        (i, j): (count,)
        for (i, j), count in _agreeing(golds, preds, matcher).items()
        if key is None or _same_key(key, golds[i], preds[j], matcher)
    }
    pairs = best_pairs(edges)
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    for i, j in pairs:
        yield from _compare(golds[i], preds[j], matcher)
    for gold in [*(gold for i, gold in enumerate(golds) if i not in lefts), *surplus]:
        yield from _compare(gold, {}, matcher)
    for pred in [*(pred for j, pred in enumerate(preds) if j not in rights), *duplicates]:
        yield from _compare({}, pred, matcher)


def _agreeing(
    golds: Sequence[_Leaves], preds: Sequence[_Leaves], matcher: Matcher
) -> Counter[Pair]:
    """How many leaves agree, of each pair of records in which any do."""
    if matcher.near:
        pairs = ((i, j) for i in range(len(golds)) for j in range(len(preds)))
        return +Counter(
            {
                (i, j): sum(_agree(name, golds[i], preds[j], matcher) for name in golds[i])
                for i, j in pairs
            }
        )
    holders: dict[tuple[str, Hashable], list[int]] = {}
    for j, pred in enumerate(preds):
        for name, (value, _) in pred.items():
            holders.setdefault((name, value), []).append(j)
    return Counter(
        (i, j)
        for i, gold in enumerate(golds)
        for name, (value, _) in gold.items()
        for j in holders.get((name, value), ())
    )


def _agree(name: str, gold: _Leaves, pred: _Leaves, matcher: Matcher) -> bool:
    """Whether both records have this leaf, and its values match."""
    return name in gold and name in pred and matcher.same(gold[name][0], pred[name][0])


def _same_key(key: str, gold: _Leaves, pred: _Leaves, matcher: Matcher) -> bool:
    """Whether this member is the same in both records, with all in it, or absent in both."""
    inside = f"{key}.", f"{key}["
    names = {name for name in (*gold, *pred) if name == key or name.startswith(inside)}
    return all(_agree(name, gold, pred, matcher) for name in names)


def _leaves(record: object, matcher: Matcher) -> _Leaves:
    found: list[tuple[str, Any]] = []
    _walk(record, "", found)
    found.sort(key=itemgetter(0))
    return {name: (matcher.key(value), shown(value, name)) for name, value in found}


def _copy(record: _Leaves) -> Hashable:
    """What equal records share."""
    return frozenset((name, key) for name, (key, _) in record.items())


def _walk(value: Any, name: str, found: list[tuple[str, Any]]) -> None:
    """Put every leaf under its name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _walk(inner, f"{name}.{key}" if name else str(key), found)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _walk(inner, f"{name}[{index}]", found)
    elif value is not None:
        found.append((name or "value", value))


def _compare(gold: _Leaves, pred: _Leaves, matcher: Matcher) -> Iterator[Judgement]:
    for name, (_, item) in gold.items():
        if name not in pred:
            yield Judgement("MIS", item, None, "no such value predicted")
        elif _agree(name, gold, pred, matcher):
            yield Judgement("COR", item, pred[name][1], "", 1)
        else:
            yield Judgement("INC", item, pred[name][1], "value")
    for name, (_, item) in pred.items():
        if name not in gold:
            yield Judgement("SPU", None, item, "no such value in gold")


def shown(value: object, label: str = "") -> Item:
    """A value as verdicts show it."""
    if isinstance(value, str):
        return Item(label, value)
    return Item(label, json.dumps(value, ensure_ascii=False, sort_keys=True))
