"""Quotes paired by content as `QuoteAlignment` pairs them, where no content stands twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from goldfield.schema.records import Annotations, Entity, Quote
from goldfield.scoring.counts import Counts
from goldfield.scoring.fast.pairing import best_first, outcome_from, overlapping, tally
from goldfield.scoring.measures.contents import places_of
from goldfield.scoring.measures.speakers import right_by_cluster
from goldfield.scoring.outcome import Outcome

__all__ = ["PairedQuotes", "pair_quotes"]

Places = tuple[tuple[int, int], ...]
Quotes = Mapping[Places, Quote]
Clusters = Mapping[str, Entity]


class PairedQuotes(NamedTuple):
    """What `quotes@partial` and `quotes@speaker` count."""

    partial: Outcome
    speaker: Outcome


class _Paired(NamedTuple):
    """Characters that pairs share, and the pairs that agree in content and speaker."""

    shared: int
    right: list[tuple[Quote, Quote]]


def pair_quotes(gold: Annotations, pred: Annotations) -> PairedQuotes | None:
    """Quotes of two sides; None where copies or ties have to be told apart.

    Quotes of equal content are in every best pairing; only the others are weighed.
    """
    golds, preds = _by_content(gold.quotes), _by_content(pred.quotes)
    if golds is None or preds is None:
        return None
    clusters = {entity.id: entity for entity in gold.entities}
    same = golds.keys() & preds.keys()
    paired = [(golds[key], preds[key]) for key in same]
    right = [pair for pair in paired if _right(*pair, clusters)]
    others: _Paired | None = _Paired(0, [])
    if len(same) < min(len(golds), len(preds)):
        others = _pair_others(_without(golds, same), _without(preds, same), clusters)
    if others is None:
        return None
    right += others.right
    counts = Counts.of(_size(same) + others.shared, _size(preds), _size(golds))
    speakers = outcome_from(
        _types(gold.quotes),
        _types(pred.quotes),
        _types(quote for quote, _ in right),
        _types(quote for _, quote in right),
    )
    return PairedQuotes(Outcome(counts, {}, []), speakers)


def _types(quotes: Iterable[Quote]) -> dict[str, int]:
    return tally([quote.type for quote in quotes])


def _by_content(quotes: Sequence[Quote]) -> Quotes | None:
    """Quotes by their places, or None if two have the same or one is empty."""
    found: dict[Places, Quote] = {}
    for quote in quotes:
        first = quote.content[0] if len(quote.content) == 1 else None
        found[((first.start, first.end),) if first else places_of(quote)] = quote
    whole = all([start < end for places in found for start, end in places])
    return found if whole and () not in found and len(found) == len(quotes) else None


def _without(quotes: Quotes, keys: Iterable[Places]) -> Quotes:
    return {places: quote for places, quote in quotes.items() if places not in keys}


def _size(contents: Iterable[Places]) -> int:
    return sum([end - start for places in contents for start, end in places])


def _right(gold: Quote, pred: Quote, clusters: Clusters) -> bool:
    wanted, given = gold.source.span, pred.source.span
    if wanted and given and wanted.start == given.start and wanted.end == given.end:
        return True
    return right_by_cluster(gold, pred, clusters)


def _pair_others(golds: Quotes, preds: Quotes, clusters: Clusters) -> _Paired | None:
    """Pairs of quotes of which no two have equal content; None if ties might show."""
    left, right = list(golds.values()), list(preds.values())
    edges = _edges(golds, preds, clusters)
    chosen = best_first(edges)
    mixed = len({quote.type for quote in left}) > 1 or len({quote.type for quote in right}) > 1
    if mixed and len(chosen) < len(edges):
        return None  # of two best pairings each may credit another type
    shared = sum(edges[pair][1] for pair in chosen)
    return _Paired(shared, [(left[i], right[j]) for i, j in chosen if edges[i, j][2]])


def _edges(
    golds: Quotes, preds: Quotes, clusters: Clusters
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
        known = matched and _right(gold, pred, clusters)
        edges[i, j] = (int(matched), characters, int(known))
    return edges


def _pieces(contents: Iterable[Places]) -> list[tuple[int, int, int]]:
    return sorted((*piece, index) for index, places in enumerate(contents) for piece in places)
