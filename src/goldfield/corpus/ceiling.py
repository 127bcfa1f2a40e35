"""How far two annotation passes agree on each split, kept beside the gold.

A score near that figure cannot be told from the annotators' own doubt. It is the self-agreement of
whoever made the passes, by their provenance a language model; what people would reach is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from goldfield.corpus.agreement import agreement_of
from goldfield.corpus.passes import Passes
from goldfield.release import root
from goldfield.schema.records import Article
from goldfield.scoring.statistics import Interval
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import gold_hash

__all__ = ["FILE", "Ceiling", "kept_ceiling", "measure_ceilings"]

FILE = "ceiling.json"


class Ceiling(Struct, frozen=True):
    """F1 of first passes a and b over the articles of a split.

    Attributes:
        gold: the hash of the split's records, as a signature has it.
        articles: how many of them have two passes.
        f1: of each measure of suite `core`; null where neither pass says anything.
        ci: the intervals of F1, where there are enough articles.
    """

    gold: str
    articles: int
    f1: dict[str, float | None]
    ci: dict[str, Interval]


def measure_ceilings(
    splits: Mapping[str, Sequence[Article]], passes: Iterable[Passes]
) -> dict[str, Ceiling]:
    """The ceiling of each split that has articles with two passes."""
    by_id = {row.id: row for row in passes}
    found: dict[str, Ceiling] = {}
    for split, golds in splits.items():
        rows = [by_id[gold.id] for gold in golds if gold.id in by_id and 1 in by_id[gold.id].rounds]
        if not rows:
            continue
        first = agreement_of(rows, load_suite("core")).rounds[0]
        fields = first.passes.scores.fields
        found[split] = Ceiling(
            gold=_hash(golds),
            articles=len(first.articles),
            f1={name: _rounded(field.f1) for name, field in fields.items()},
            ci={name: _ends(field.ci["f1"]) for name, field in fields.items() if field.ci},
        )
    return found


def kept_ceiling(golds: Iterable[Article]) -> Ceiling | None:
    """What the release keeps for exactly these articles; None for others."""
    kept = (root() / "corpus" / FILE).read_bytes()
    wanted = _hash(golds)
    rows = msgspec.json.decode(kept, type=dict[str, Ceiling]).values()
    return next((row for row in rows if row.gold == wanted), None)


def _hash(golds: Iterable[Article]) -> str:
    return gold_hash({gold.id: gold for gold in golds})


def _rounded(value: float | None) -> float | None:
    """Six decimals: more of them are not the same on every machine."""
    return None if value is None else round(value, 6)


def _ends(interval: Interval) -> Interval:
    return round(interval[0], 6), round(interval[1], 6)
