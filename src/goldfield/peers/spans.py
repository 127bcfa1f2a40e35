"""Labelled spans as items, and what goldfield's own pairing makes of each."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from goldfield.peers.ladder import Pair, Side, Tally, Worth
from goldfield.scoring.measures.spans import Labelled, align_spans, read_mode
from goldfield.scoring.outcome import Item, Judgement

__all__ = ["own_tally", "span_items", "tally_of", "worths_of"]

Key = tuple[str, int | None, int | None]


def span_items(pair: Pair) -> tuple[Sequence[Item], Sequence[Item]]:
    """The spans of both sides as verdicts show them."""
    return [span.shown() for span in pair.gold], [span.shown() for span in pair.pred]


def own_tally(pair: Pair, mode: str) -> Tally:
    """The spans as a mode of goldfield counts them; `partial` counts in halves."""
    gold: Sequence[Labelled] = pair.gold
    pred: Sequence[Labelled] = pair.pred
    rows = read_mode(align_spans(gold, pred), mode).judgements
    weight = 2 if mode == "partial" else 1
    golds, preds = span_items(pair)
    return Tally(worths_of(golds, rows, "gold", weight), worths_of(preds, rows, "pred", weight))


def tally_of(gold: Sequence[Worth], pred: Sequence[Worth]) -> Tally:
    """A tally of two lists."""
    return Tally(tuple(gold), tuple(pred))


def worths_of(
    items: Iterable[Item], rows: Iterable[Judgement], side: Side, weight: int
) -> tuple[Worth, ...]:
    """What judgements make of the items of a side, each of which stands in one of them.

    Of equal items the first get what is best: which of them is right makes no difference.
    """
    found: dict[Key, deque[Worth]] = defaultdict(deque)
    for row in sorted(rows, key=lambda row: -row.credit):
        shown = row.gold if side == "gold" else row.pred
        if shown is not None:
            found[_key(shown)].append(Worth(row.credit, weight, row.category))
    return tuple(found[_key(item)].popleft() for item in items)


def _key(item: Item) -> Key:
    return item.label, item.start, item.end
