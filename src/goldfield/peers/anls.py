"""ANLS*: one similarity a record, averaged over records.

Source: Peer et al. 2024, "ANLS* - A Universal Document Processing Metric for Generative Large
Language Models". Its items are the members of a record: what each earns of what it weighs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from goldfield.peers.anls_tree import Leaf, grade, same_or_near, without_nulls
from goldfield.peers.ladder import Counted, Number, Pair, Peer, Ratios, Rule, Step, Tally, Worth
from goldfield.peers.ladder import summed as summed_counts
from goldfield.scoring.matchers import find_matcher
from goldfield.scoring.outcome import Item
from goldfield.scoring.values import score_values

__all__ = ["PEER"]

NOT_COUNTED = Worth(0, 0)


def _names(pair: Pair) -> list[str]:
    """The fields of the suite, then the members of either side that are no such field."""
    fields = [field.name for field in pair.suite.field] if pair.suite else []
    return list(dict.fromkeys([*fields, *pair.gold, *pair.pred]))


def _items(pair: Pair) -> tuple[Sequence[Item], Sequence[Item]]:
    return [Item(name, "") for name in _names(pair)], []


def _tally(pair: Pair, worth: Callable[[str], Worth]) -> Tally:
    return Tally(tuple(map(worth, _names(pair))), ())


def _own(pair: Pair) -> Tally:
    """Both sides of goldfield's counts in one: the sum over fields is twice what F1 divides."""
    worths = {}
    for field in pair.suite.field if pair.suite else ():
        counts = score_values(pair.gold, pair.pred, field).counts
        worths[field.name] = Worth(counts.tp_pred + counts.tp_gold, counts.pred + counts.gold)
    return _tally(pair, lambda name: worths.get(name, NOT_COUNTED))


def _graded(pair: Pair, leaf: Leaf, see: Callable[[Any], Any]) -> Tally:
    gold, pred = see(pair.gold), see(pair.pred)

    def worth(name: str) -> Worth:
        if name not in gold and name not in pred:
            return NOT_COUNTED
        one, other = ({name: side[name]} if name in side else {} for side in (gold, pred))
        found = grade(one, other, leaf)
        return Worth(math.fsum(found.credits), found.length)

    return _tally(pair, worth)


def _equal(gold: Any, pred: Any) -> float:
    matcher = find_matcher("exact")
    return float(matcher.same(matcher.key(gold), matcher.key(pred)))


def _as_it_is(value: Any) -> Any:
    return value


def _whole(documents: Sequence[Counted]) -> Ratios:
    counts = summed_counts(documents)
    return Ratios(None, None, counts.tp_gold / counts.gold if counts.gold else None)


def _mean(documents: Sequence[Counted]) -> Ratios:
    """The mean over records, of which one without leaves has 1."""
    each = [document.tally.counts for document in documents]
    shares = [counts.tp_gold / counts.gold if counts.gold else 1.0 for counts in each]
    return Ratios(None, None, math.fsum(shares) / len(shares) if shares else None)


PEER = Peer(
    name="anls",
    title="ANLS*",
    version="1.0.1",
    kind="values",
    numbers=(
        Number(
            "anls_score",
            "all fields",
            _items,
            (
                Step("", _own, _whole),
                Step("one-tree", partial(_graded, leaf=_equal, see=without_nulls), _whole),
                Step("null-is-a-value", partial(_graded, leaf=_equal, see=_as_it_is), _whole),
                Step("edit-similarity", partial(_graded, leaf=same_or_near, see=_as_it_is), _whole),
                Step("mean-of-records", partial(_graded, leaf=same_or_near, see=_as_it_is), _mean),
            ),
        ),
    ),
    rules={
        "one-tree": Rule(
            "Gold and prediction are one tree of leaves. A pair of leaves weighs 1, right or "
            "wrong, and so does a leaf that only one side has; members of lists are paired for "
            "the highest sum of mean similarities; members that gold never has are counted too.",
            "Each field has its own precision and recall, whose F1 counts a wrong value on both "
            "sides; records of a list are paired so that most leaves agree; fields are those of "
            "the suite.",
            {"a": "x", "b": [1, 2, 3]},
            {"a": "y", "b": [1]},
        ),
        "null-is-a-value": Rule(
            "A null is a leaf: right if the other side has null, nothing or an empty value there. "
            "A member that is null in the prediction and absent from gold weighs 1 and earns 0.",
            "A null is no value: nothing to find, and nothing found.",
            {"a": "x", "b": None},
            {"a": "y", "b": None},
        ),
        "edit-similarity": Rule(
            "Leaves are compared as text, case and blanks folded: 1 - edit distance / longer "
            "text, and 0 where that is below one half. So 2024-05-01 and 2024-05-02 are 0.9 alike.",
            "A field says how it is compared; numbers and dates are never compared by characters.",
            {"a": "2024-05-01"},
            {"a": "2024-05-02"},
        ),
        "mean-of-records": Rule(
            "The mean over records, each with its own share; a record with nothing on either side "
            "is 1.",
            "Counts are summed over records, so that each value weighs the same.",
            {},
            {},
        ),
    },
    notes=(
        "JSON has no tuples, so no gold value has alternatives here.",
        "Where several pairings of a list have the same sum, the peer's number is that of the one "
        "its solver finds first, and changes with the solver.",
    ),
)
