"""Quotes paired by content as `QuoteAlignment` pairs them, where no content stands twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from goldfield.schema.records import Entity, Quote
from goldfield.scoring.counts import Counts
from goldfield.scoring.fast.keys import Owners
from goldfield.scoring.fast.pairing import best_first, outcome_from, overlapping, tally
from goldfield.scoring.measures.contents import Places
from goldfield.scoring.measures.speakers import right_by_cluster
from goldfield.scoring.outcome import Outcome

__all__ = ["PairedQuotes", "pair_quotes"]

Quotes = Mapping[Places, Quote]


class PairedQuotes(NamedTuple):
    """What `quotes@partial` and `quotes@speaker` count."""

    partial: Outcome
    speaker: Outcome


class _Paired(NamedTuple):
    """Characters that pairs share, and the pairs that agree in content and speaker."""

    shared: int
    right: list[tuple[Quote, Quote]]


class _Speakers:
    """Whose words a predicted quote rightly is; a mention of the speaker is told by its place."""

    def __init__(self, owners: Owners, entities: Sequence[Entity]) -> None:
        self._owners, self._entities = owners, entities

    def right(self, gold: Quote, pred: Quote) -> bool:
        wanted, given = gold.source, pred.source
        if given.span is not None:
            place = given.span.start, given.span.end
            if wanted.span and place == (wanted.span.start, wanted.span.end):
                return True
            owner = self._owners.get(place)
            if owner is not None:
                id = self._entities[owner].id
                if id == wanted.entity or id in wanted.acceptable:
                    return True
            if not given.name:
                return False
        return right_by_cluster(gold, pred, {entity.id: entity for entity in self._entities})


def pair_quotes(
    golds: Quotes, preds: Quotes, owners: Owners, entities: Sequence[Entity]
) -> PairedQuotes | None:
    """Quotes of two sides by their contents; None where ties have to be told apart.

    Quotes of equal content are in every best pairing; only the others are weighed.

    Args:
        golds: of gold.
        preds: of the prediction.
        owners: the gold entity, by its position, that has a mention at a place.
        entities: those of gold.
    """
    speakers = _Speakers(owners, entities)
    same = [key for key in golds if key in preds]
    paired = [(golds[key], preds[key]) for key in same]
    right = [pair for pair in paired if speakers.right(*pair)]
    shared = _size(same)
    if len(same) < len(golds) and len(same) < len(preds):
        others = _pair_others(_without(golds, same), _without(preds, same), speakers)
        if others is None:
            return None
        shared += others.shared
        right += others.right
    counts = Counts.of(shared, _size(preds), _size(golds))
    by_type = outcome_from(
        _types(golds.values()),
        _types(preds.values()),
        _types([quote for quote, _ in right]),
        _types([quote for _, quote in right]),
    )
    return PairedQuotes(Outcome(counts, {}, []), by_type)


def _types(quotes: Iterable[Quote]) -> dict[str, int]:
    return tally([quote.type for quote in quotes])


def _without(quotes: Quotes, keys: Iterable[Places]) -> Quotes:
    taken = set(keys)
    return {places: quote for places, quote in quotes.items() if places not in taken}


def _size(contents: Iterable[Places]) -> int:
    return sum([end - start for start, end in chain.from_iterable(contents)])


def _pair_others(golds: Quotes, preds: Quotes, speakers: _Speakers) -> _Paired | None:
    """Pairs of quotes of which no two have equal content; None if ties might show."""
    left, right = list(golds.values()), list(preds.values())
    edges = _edges(golds, preds, speakers)
    chosen = best_first(edges)
    mixed = len({quote.type for quote in left}) > 1 or len({quote.type for quote in right}) > 1
    if mixed and len(chosen) < len(edges):
        return None  # of two best pairings each may credit another type
    shared = sum([edges[pair][1] for pair in chosen])
    return _Paired(shared, [(left[i], right[j]) for i, j in chosen if edges[i, j][2]])


def _edges(
    golds: Quotes, preds: Quotes, speakers: _Speakers
) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Matched, shared characters, speaker right too: as `QuoteAlignment` weighs what shares any."""
    left, right = _pieces(golds), _pieces(preds)
    shared: dict[tuple[int, int], int] = {}
    for i, j in overlapping(left, right):
        (start, end, one), (begin, stop, other) = left[i], right[j]
        shared[one, other] = shared.get((one, other), 0) + min(end, stop) - max(start, begin)
    wanted, given = list(golds.items()), list(preds.items())
    edges: dict[tuple[int, int], tuple[int, int, int]] = {}
    for (i, j), characters in shared.items():
        (one_place, gold), (other_place, pred) = wanted[i], given[j]
        matched = _size((one_place, other_place)) <= 3 * characters
        known = matched and speakers.right(gold, pred)
        edges[i, j] = (int(matched), characters, int(known))
    return edges


def _pieces(contents: Iterable[Places]) -> list[tuple[int, int, int]]:
    return sorted((*piece, index) for index, places in enumerate(contents) for piece in places)
