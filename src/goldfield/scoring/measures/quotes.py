"""Quotes with speakers: content strict or by characters, and whose words they are.

One alignment serves all modes. A pair shares ascribed characters; the pairing has most (1) equal
contents, (2) matched contents, (3) shared characters, (4) right speakers, in this order.
A content is matched if the two share at least half of the characters of their union.

Sources: proportional overlap after Pareti et al. 2013 (EMNLP), here on characters; speakers given
gold quotes after O'Keefe et al. 2012 (EMNLP).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from goldfield.schema.records import Annotations, Entity, Quote
from goldfield.schema.text import fold
from goldfield.scoring.alignment import best_pairs, split_copies
from goldfield.scoring.counts import Counts
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["QUOTE_MODES", "QuoteAlignment"]

QUOTE_MODES = {
    "strict": "the same content, character for character",
    "partial": "characters of ascribed content",
    "speaker": "content matched (IoU of at least 1/2) and the speaker right",
    "speaker-matched": "the speaker is right, of quotes whose content is matched",
    "speaker-given": "the speaker is right, of quotes whose content is the same",
}
Place = tuple[int, int]


class _Pair(NamedTuple):
    gold: Quote
    pred: Quote
    same: bool
    matched: bool
    shared: int
    right: bool


class QuoteAlignment:
    """Gold and predicted quotes of one article, paired."""

    def __init__(self, gold: Annotations, pred: Annotations) -> None:
        self._golds, self._preds = gold.quotes, pred.quotes
        self._clusters = {entity.id: entity for entity in gold.entities}

    def read(self, mode: str) -> Outcome:
        """Counts and judgements of one mode of `QUOTE_MODES`; `partial` counts characters."""
        if mode == "partial":
            return self._partial()
        if mode in ("speaker-matched", "speaker-given"):
            return self._speakers(given=mode == "speaker-given")
        rows = [_judge(pair, mode) for pair in self._pairs]
        rows += [
            Judgement("MIS", _shown(quote), None, "no quote predicted here")
            for quote in self._missed
        ]
        rows += [Judgement("SPU", None, _shown(quote), _why(quote)) for quote in self._spurious]
        return outcome_of(rows)

    @cached_property
    def _aligned(self) -> tuple[list[_Pair], list[Quote], list[Quote]]:
        golds = sorted(self._golds, key=_order)
        preds = sorted(self._preds, key=_order)
        gold_places, pred_places = (
            Counter[object](map(_content, golds)),
            Counter[object](map(_content, preds)),
        )
        preds, extra_pred = split_copies(preds, _signature, _spread(preds, gold_places))
        golds, extra_gold = split_copies(golds, _signature, _spread(golds, pred_places))
        pairs = self._overlapping(golds, preds)
        edges = {
            at: (int(p.same), int(p.matched), p.shared, int(p.right)) for at, p in pairs.items()
        }
        chosen = best_pairs(edges)
        lefts, rights = {left for left, _ in chosen}, {right for _, right in chosen}
        missed = [quote for i, quote in enumerate(golds) if i not in lefts]
        spurious = [quote for i, quote in enumerate(preds) if i not in rights]
        return [pairs[at] for at in chosen], missed + extra_gold, spurious + extra_pred

    @property
    def _pairs(self) -> list[_Pair]:
        return self._aligned[0]

    @property
    def _missed(self) -> list[Quote]:
        return self._aligned[1]

    @property
    def _spurious(self) -> list[Quote]:
        return self._aligned[2]

    def _overlapping(self, golds: Sequence[Quote], preds: Sequence[Quote]) -> Mapping[Place, _Pair]:
        found: dict[Place, _Pair] = {}
        for i, gold in enumerate(golds):
            for j, pred in enumerate(preds):
                shared = _overlap(_content(gold), _content(pred))
                if shared:
                    same = _content(gold) == _content(pred)
                    matched = same or 3 * shared >= _size(gold) + _size(pred)
                    right = self._speaker_right(gold, pred)
                    found[i, j] = _Pair(gold, pred, same, matched, shared, right)
        return found

    def _speaker_right(self, gold: Quote, pred: Quote) -> bool:
        span, name = pred.source.span, pred.source.name
        if span is None and name is None:
            return gold.source.status == "implicit"
        ids = [gold.source.entity, *gold.source.acceptable]
        clusters = [self._clusters[id] for id in ids if id in self._clusters]
        if span is not None:
            places = {(m.start, m.end) for entity in clusters for m in entity.mentions}
            if gold.source.span is not None:
                places.add((gold.source.span.start, gold.source.span.end))
            if (span.start, span.end) in places:
                return True
        return name is not None and _key(name) in _names(clusters, gold.source.name)

    def _partial(self) -> Outcome:
        rows = [
            Judgement("COR" if p.same else "PAR", _shown(p.gold), _shown(p.pred), "", p.shared)
            for p in self._pairs
        ]
        rows += [
            Judgement("MIS", _shown(quote), None, "no quote predicted here")
            for quote in self._missed
        ]
        rows += [Judgement("SPU", None, _shown(quote), _why(quote)) for quote in self._spurious]
        shared = sum(pair.shared for pair in self._pairs)
        counts = Counts.of(shared, sum(map(_size, self._preds)), sum(map(_size, self._golds)))
        return Outcome(counts, {}, rows)

    def _speakers(self, *, given: bool) -> Outcome:
        """Accuracy of speakers. The rows of `given` are those of gold; quotes not found count."""
        pairs = [pair for pair in self._pairs if (pair.same if given else pair.matched)]
        rows = [
            Judgement("COR", _named(p.gold), _named(p.pred), "", 1)
            if p.right
            else Judgement("INC", _named(p.gold), _named(p.pred), "speaker")
            for p in pairs
        ]
        if given:
            paired = {id(pair.gold) for pair in pairs}
            rest = [quote for quote in self._golds if id(quote) not in paired]
            rows += [
                Judgement("MIS", _named(quote), None, "content not the same") for quote in rest
            ]
        return outcome_of(rows)


def _judge(pair: _Pair, mode: str) -> Judgement:
    gold, pred = _shown(pair.gold), _shown(pair.pred)
    if mode == "strict":
        reason = "" if pair.same else "boundary"
    else:
        gold, pred = _named(pair.gold), _named(pair.pred)
        faults = ["" if pair.matched else "content", "" if pair.right else "speaker"]
        reason = " and ".join(filter(None, faults))
    return Judgement("INC" if reason else "COR", gold, pred, reason, 0 if reason else 1)


def _content(quote: Quote) -> tuple[Place, ...]:
    """The places of the content, in order, none twice."""
    return tuple(sorted({(span.start, span.end) for span in quote.content}))


def _size(quote: Quote) -> int:
    """Characters of the content; a surface that is not in the text counts with its length."""
    found = sum(end - start for start, end in _merged(_content(quote)))
    return found + sum(len(span.text) for span in quote.content if span.start < 0)


def _merged(places: Iterable[Place]) -> list[Place]:
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start >= 0:
            merged.append((start, end))
    return merged


def _overlap(left: tuple[Place, ...], right: tuple[Place, ...]) -> int:
    return sum(
        max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in _merged(left) for b in _merged(right)
    )


def _signature(quote: Quote) -> object:
    """What makes a predicted quote a copy of another: the same words of the same speaker."""
    source = quote.source
    place = (source.span.start, source.span.end) if source.span else None
    texts = tuple(span.text for span in quote.content if span.start < 0)
    return _content(quote), texts, place, source.name, source.entity


def _spread(quotes: Iterable[Quote], other: Counter[object]) -> Counter[object]:
    """How often the other side has the content of each quote, by the quote's signature."""
    return Counter({_signature(quote): other[_content(quote)] for quote in quotes})


def _order(quote: Quote) -> tuple[object, ...]:
    source = quote.source
    place = (source.span.start, source.span.end) if source.span else (-1, -1)
    return _content(quote), place, source.name or "", quote.type, source.entity or ""


def _why(quote: Quote) -> str:
    unfound = all(span.start < 0 for span in quote.content)
    return "not in the text" if unfound else "no quote in gold here, or a duplicate"


def _key(name: str) -> str:
    return fold(name).casefold()


def _names(clusters: Iterable[Entity], own: str | None) -> set[str]:
    """Folded names under which a speaker may be given."""
    found = {_key(own)} if own else set()
    for entity in clusters:
        if entity.name:
            found.add(_key(entity.name))
        found |= {_key(mention.text) for mention in entity.mentions if mention.kind == "NAM"}
    return found


def _shown(quote: Quote) -> Item:
    text = " ... ".join(span.text for span in quote.content)
    if not quote.content:
        return Item(quote.type, text)
    return Item(quote.type, text, quote.content[0].start, quote.content[-1].end)


def _named(quote: Quote) -> Item:
    """A quote with its speaker in front, as speaker verdicts show it."""
    source = quote.source
    speaker = source.span.text if source.span else source.name or source.entity or "nobody"
    shown = _shown(quote)
    return Item(quote.type, f"{speaker}: {shown.text}", shown.start, shown.end)
