"""Quotes with speakers: content strict or by characters, and whose words they are.

One alignment serves all modes. A pair shares ascribed characters; the pairing has most (1) equal
contents, (2) matched contents, (3) shared characters, (4) right speakers of matched contents,
(5) right speakers of equal contents, in this order. A content is matched if the two share at least
half of the characters of their union. Where a mode judges speakers otherwise, or parents, these
take the place of right speakers.

Sources: proportional overlap after Pareti et al. 2013 (EMNLP), here on characters; speakers given
gold quotes after O'Keefe et al. 2012 (EMNLP).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from goldfield.schema.records import Annotations, Entity, Quote
from goldfield.schema.walk import clearest_first
from goldfield.scoring.alignment import best_pairs, split_copies
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.contents import (
    Overlap,
    Places,
    Said,
    content_of,
    overlap,
    said,
)
from goldfield.scoring.measures.speakers import (
    right_by_cluster,
    right_by_mention,
    right_by_name,
)
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["QUOTE_MODES", "QuoteAlignment"]

QUOTE_MODES = {
    "strict": "the same content, character for character",
    "partial": "characters of ascribed content",
    "speaker": "content matched (IoU of at least 1/2) and the speaker right",
    "speaker-matched": "the speaker is right, of quotes whose content is matched",
    "speaker-given": "the speaker is right, of quotes whose content is the same",
    "speaker-mention": "content matched and the speaker's mention at this quote the same",
    "speaker-name": "content matched and the speaker's name right, wherever it stands",
    "parent": "the content of the quote around it matched, of quotes whose content is matched",
}
Place = tuple[int, int]
Judge = Callable[[Quote, Quote], bool]


class _Pair(NamedTuple):
    gold: Said
    pred: Said
    same: bool
    matched: bool
    shared: int
    right: bool


class _Aligned(NamedTuple):
    pairs: list[_Pair]
    missed: list[Said]
    spurious: list[Said]


class QuoteAlignment:
    """Gold and predicted quotes of one article, paired."""

    def __init__(self, gold: Annotations, pred: Annotations) -> None:
        self._golds, self._preds = (
            sorted(map(said, side.quotes), key=_order) for side in (gold, pred)
        )
        clusters = self._clusters = {entity.id: entity for entity in gold.entities}
        self._judges: dict[str, Judge] = {
            "speaker": partial(right_by_cluster, clusters=clusters),
            "speaker-mention": partial(right_by_mention, clusters=clusters),
            "speaker-name": partial(right_by_name, clusters=clusters),
            "parent": self._parent_right,
        }
        self._known: dict[str, _Aligned] = {}

    def read(self, mode: str) -> Outcome:
        """Counts and judgements of one mode of `QUOTE_MODES`; `partial` counts characters."""
        aligned = self._aligned(mode if mode in self._judges else "speaker")
        if mode == "partial":
            return self._partial(aligned)
        if mode == "parent":
            return self._parents(aligned)
        if mode in ("speaker-matched", "speaker-given"):
            return self._speakers(aligned, given=mode == "speaker-given")
        judge, show = (_content, _shown) if mode == "strict" else (_attribution, _named)
        return outcome_of([*map(judge, aligned.pairs), *_alone(aligned, show)])

    def _aligned(self, judge: str) -> _Aligned:
        """The pairing in which most is right as this judge says."""
        if judge not in self._known:
            (golds, extra_gold), (preds, extra_pred) = self._sides
            right = self._judges[judge]
            pairs = {
                (i, j): _Pair(golds[i], preds[j], *both, right(golds[i].quote, preds[j].quote))
                for (i, j), both in self._overlaps.items()
            }
            chosen = best_pairs({at: _weight(pair) for at, pair in pairs.items()})
            lefts, rights = {left for left, _ in chosen}, {right for _, right in chosen}
            missed = [quote for i, quote in enumerate(golds) if i not in lefts]
            spurious = [quote for j, quote in enumerate(preds) if j not in rights]
            self._known[judge] = _Aligned(
                [pairs[at] for at in chosen], missed + extra_gold, spurious + extra_pred
            )
        return self._known[judge]

    @cached_property
    def _sides(self) -> list[tuple[list[Said], list[Said]]]:
        """Quotes to pair and surplus copies, of gold and of the prediction."""
        golds, preds = self._golds, self._preds
        counted = Counter[object](map(_places, golds)), Counter[object](map(_places, preds))
        sign = partial(_signature, clusters=self._clusters)
        return [
            split_copies(golds, sign, _spread(golds, counted[1], sign)),
            split_copies(preds, sign, _spread(preds, counted[0], sign)),
        ]

    @cached_property
    def _overlaps(self) -> Mapping[Place, Overlap]:
        (golds, _), (preds, _) = self._sides
        found = {
            (i, j): overlap(gold.content, pred.content)
            for i, gold in enumerate(golds)
            for j, pred in enumerate(preds)
            if _meet(gold.content.places, pred.content.places)
        }
        return {at: both for at, both in found.items() if both.shared}

    @cached_property
    def _by_id(self) -> tuple[dict[str, Quote], dict[str, Quote]]:
        """Gold and predicted quotes; each side's ids are resolved on that side only."""
        golds, preds = (
            {said.quote.id: said.quote for said in side} for side in (self._golds, self._preds)
        )
        return golds, preds

    def _parent_right(self, gold: Quote, pred: Quote) -> bool:
        wanted, given = self._by_id[0].get(gold.parent or ""), self._by_id[1].get(pred.parent or "")
        if wanted is None or given is None:
            return False
        return overlap(content_of(wanted), content_of(given)).matched

    def _partial(self, aligned: _Aligned) -> Outcome:
        rows = [
            Judgement("COR" if p.same else "PAR", p.gold.shown, p.pred.shown, "", p.shared)
            for p in aligned.pairs
        ]
        shared = sum([pair.shared for pair in aligned.pairs])
        sizes = (sum([one.content.size for one in side]) for side in (self._preds, self._golds))
        return Outcome(Counts.of(shared, *sizes), {}, rows + _alone(aligned, _shown))

    def _speakers(self, aligned: _Aligned, *, given: bool) -> Outcome:
        """Accuracy of speakers. The rows of `given` are those of gold; quotes not found count."""
        pairs = [pair for pair in aligned.pairs if (pair.same if given else pair.matched)]
        rows = [
            Judgement("COR", p.gold.named, p.pred.named, "", 1)
            if p.right
            else Judgement("INC", p.gold.named, p.pred.named, "speaker")
            for p in pairs
        ]
        if given:
            paired = {id(pair.gold) for pair in pairs}
            rest = [gold for gold in self._golds if id(gold) not in paired]
            rows += [Judgement("MIS", gold.named, None, "content not the same") for gold in rest]
        return outcome_of(rows)

    def _parents(self, aligned: _Aligned) -> Outcome:
        """An item is a quote with a parent, of those whose content is matched."""
        rows: list[Judgement] = []
        for pair in (pair for pair in aligned.pairs if pair.matched):
            gold, pred = pair.gold.shown, pair.pred.shown
            homes = pair.gold.quote.id, pair.pred.quote.id
            parents = pair.gold.quote.parent, pair.pred.quote.parent
            if all(parents):
                reason = "" if pair.right else "parent"
                category: Literal["INC", "COR"] = "INC" if reason else "COR"
                rows.append(Judgement(category, gold, pred, reason, not reason, homes))
            elif parents[0]:
                rows.append(Judgement("MIS", gold, None, "no parent predicted", 0, homes))
            elif parents[1]:
                rows.append(Judgement("SPU", None, pred, "gold has no parent", 0, homes))
        return outcome_of(rows)


_places = attrgetter("content.places")
_shown: Callable[[Said], Item] = attrgetter("shown")
_named: Callable[[Said], Item] = attrgetter("named")


def _meet(gold: Places, pred: Places) -> bool:
    """Whether two contents can overlap at all, by where they begin and end."""
    return bool(gold and pred) and gold[0][0] < pred[-1][1] and pred[0][0] < gold[-1][1]


def _alone(aligned: _Aligned, show: Callable[[Said], Item]) -> list[Judgement]:
    """Judgements of the quotes in no pair."""
    missed, spurious = aligned.missed, aligned.spurious
    return [
        *[Judgement("MIS", show(one), None, "no quote predicted here") for one in missed],
        *[Judgement("SPU", None, show(one), _why(one)) for one in spurious],
    ]


def _weight(pair: _Pair) -> tuple[int, ...]:
    found = pair.same, pair.matched, pair.shared, pair.matched and pair.right
    return tuple(map(int, (*found, pair.same and pair.right)))


def _content(pair: _Pair) -> Judgement:
    reason = "" if pair.same else "boundary"
    return _judged(pair.gold.shown, pair.pred.shown, reason)


def _attribution(pair: _Pair) -> Judgement:
    faults = "" if pair.matched else "content", "" if pair.right else "speaker"
    return _judged(pair.gold.named, pair.pred.named, " and ".join(filter(None, faults)))


def _judged(gold: Item, pred: Item, reason: str) -> Judgement:
    return Judgement("INC" if reason else "COR", gold, pred, reason, 0 if reason else 1)


def _signature(said: Said, clusters: Mapping[str, Entity]) -> tuple[object, ...]:
    """What makes a quote a copy of another: the same words of the same speaker.

    A speaker goes by a place, on both sides alike: the one at the quote, or else the clearest of
    its entity, which is what the id of a predicted entity has been read as already.
    """
    source = said.quote.source
    span, entity = source.span, clusters.get(source.entity or "")
    if span is None and entity and entity.mentions:
        span = min(entity.mentions, key=clearest_first)
    speaker = ((span.start, span.end), "") if span else ((), source.name or source.entity or "")
    return said.content.places, said.content.unfound, speaker


def _spread(
    quotes: Iterable[Said], other: Counter[object], sign: Callable[[Said], object]
) -> Counter[object]:
    """How often the other side has the content of each quote, by the quote's signature."""
    return Counter({sign(quote): other[_places(quote)] for quote in quotes})


def _order(said: Said) -> tuple[Any, ...]:
    """A key that tells apart all quotes that differ in anything that counts or is shown."""
    quote, source = said.quote, said.quote.source
    place = (source.span.start, source.span.end) if source.span else ()
    speaker = place, source.name or "", source.entity or "", sorted(source.acceptable)
    shown = said.named.text, quote.type, quote.parent or ""
    return said.content.places, said.content.unfound, speaker, shown


def _why(said: Said) -> str:
    unfound = all(span.start < 0 for span in said.quote.content)
    return "not in the text" if unfound else "no quote in gold here, or a duplicate"
