"""nervaluate: spans paired in the order of the predictions, anew for each of four modes.

Source: its documentation, and SemEval-2013 task 9.1 (Segura-Bedmar et al. 2013), which it follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from goldfield.peers.ladder import Number, Pair, Peer, Rule, Step, Tally, Worth, micro, zero_rule
from goldfield.peers.ladder import zero_if_undefined as zero
from goldfield.peers.spans import own_tally, span_items
from goldfield.scoring.measures.spans import Labelled

__all__ = ["PEER"]

LEAST = 0.01
"""The share of a gold span that a prediction has to cover to overlap it."""

Overlap = Callable[[Labelled, Labelled], bool]


def _greedy(pair: Pair, mode: str, overlaps: Overlap) -> Tally:
    """Each prediction in turn takes the first gold span that is free and fits it best."""
    golds: Sequence[Labelled] = pair.gold
    weight = 2 if mode == "partial" else 1
    found: dict[int, Worth] = {}
    preds: list[Worth] = []
    for pred in pair.pred:
        free = [i for i, gold in enumerate(golds) if i not in found and overlaps(gold, pred)]
        right = next(_right(golds, pred, free, mode), None)
        if right is not None:
            worth, taken = Worth(weight, weight, "COR"), right
        elif free:
            worth, taken = Worth(weight - 1, weight, "PAR" if weight == 2 else "INC"), free[0]
        else:
            preds.append(Worth(0, weight, "SPU"))
            continue
        preds.append(worth)
        found[taken] = worth
    missed = Worth(0, weight, "MIS")
    return Tally(tuple(found.get(i, missed) for i in range(len(golds))), tuple(preds))


def _right(
    golds: Sequence[Labelled], pred: Labelled, free: Sequence[int], mode: str
) -> Iterator[int]:
    """Free gold spans that make the prediction correct, best first."""
    if mode == "type":
        typed = (i for i in free if golds[i].label == pred.label)
        yield from sorted(typed, key=lambda i: _distance(golds[i], pred))
    else:
        size = 3 if mode == "strict" else 2
        yield from (i for i in free if golds[i][:size] == pred[:size])


def _distance(gold: Labelled, pred: Labelled) -> int:
    return abs(gold.start - pred.start) + abs(gold.end - pred.end)


def _shared(gold: Labelled, pred: Labelled) -> int:
    return min(gold.end, pred.end) - max(gold.start, pred.start)


def _touches(gold: Labelled, pred: Labelled) -> bool:
    return _shared(gold, pred) > 0


def _covers(gold: Labelled, pred: Labelled) -> bool:
    """In the peer's own arithmetic, per cent of the gold span, so that 1 of 100 is enough."""
    shared = _shared(gold, pred)
    return shared > 0 and shared / (gold.end - gold.start) * 100.0 >= 100.0 * LEAST


def _number(name: str, mode: str) -> Number:
    return Number(
        name,
        mode,
        span_items,
        (
            Step("", partial(own_tally, mode=mode), micro),
            Step("greedy", partial(_greedy, mode=mode, overlaps=_touches), micro),
            Step("one-percent", partial(_greedy, mode=mode, overlaps=_covers), micro),
            Step("undefined-is-0", partial(_greedy, mode=mode, overlaps=_covers), zero),
        ),
    )


def _spans(*spans: tuple[int, int, str]) -> dict[str, object]:
    return {"spans": [{"start": s, "end": e, "label": label} for s, e, label in spans]}


PEER = Peer(
    name="nervaluate",
    title="nervaluate",
    version="1.2.1",
    kind="spans",
    numbers=(
        _number("strict", "strict"),
        _number("exact", "exact"),
        _number("partial", "partial"),
        _number("ent_type", "type"),
    ),
    rules={
        "greedy": Rule(
            "Predictions are taken in the order of the file, anew in each mode; each takes the "
            "first gold span that is free, so that a later, better one can find it taken. Copies "
            "are predictions like any other.",
            "One best pairing for all modes, whatever the order; a surplus copy is spurious.",
            _spans((5, 9, "PER")),
            _spans((4, 9, "PER"), (5, 9, "PER")),
        ),
        "one-percent": Rule(
            "An overlap counts only if it is at least 1 % of the gold span.",
            "Any shared character is an overlap.",
            _spans((0, 200, "PER")),
            _spans((199, 210, "PER")),
        ),
        "undefined-is-0": zero_rule(_spans()),
    },
    notes=(
        "Its ends are inclusive. Half-open offsets, given to it as they are, make spans overlap "
        "that only touch: take one off each end, as was done here.",
    ),
)
