"""How far the kept annotation passes agree with each other, and with what was adjudicated.

F1 is the scorer's own, with one side taken as gold; alpha is for the labels of items that both
sides mark at the same place. Passes enter as they were made, equal ones as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from msgspec import Struct

from goldfield.corpus.passes import Passes
from goldfield.errors import UsageError
from goldfield.schema.labels import Layer
from goldfield.schema.records import Article
from goldfield.schema.references import without_ids
from goldfield.scoring.alpha import Alpha, nominal_alpha
from goldfield.scoring.categories import CATEGORIES, Category
from goldfield.scoring.scorer import Scores, score_task
from goldfield.scoring.suites import Suite, check_articles
from goldfield.scoring.tasks import build_task, gold_hash

__all__ = [
    "LEAST_ALPHA", "LEAST_F1", "Agreement", "CategoryAgreement", "EventCount", "PairAgreement",
    "Round", "agreement_of",
]  # fmt: skip

LEAST_F1 = 0.75
LEAST_ALPHA = 0.67
"""Below these a measure or category is flagged: its rule guides annotators too loosely."""


class CategoryAgreement(Alpha, frozen=True):
    """Alpha of one category, with what counts as the same place and all items of each side."""

    place: str
    first: int
    second: int


class PairAgreement(Struct, frozen=True):
    """Two sides over the same articles.

    `scores` take `first` as gold and `second` as prediction; `exchanged` holds the F1 of the
    measures whose F1 is another one the other way round.
    """

    first: str
    second: str
    scores: Scores
    exchanged: dict[str, float | None]
    categories: dict[str, CategoryAgreement]

    @property
    def flagged(self) -> dict[str, str]:
        """Measures and categories under the least that is asked of a pass, with that least."""
        least = {
            name: min(_known(field.f1), _known(self.exchanged.get(name)))
            for name, field in self.scores.fields.items()
        }
        found = {name: f"under {LEAST_F1}" for name, f1 in least.items() if f1 < LEAST_F1}
        return found | {
            name: f"under {LEAST_ALPHA}"
            for name, category in self.categories.items()
            if _known(category.alpha) < LEAST_ALPHA
        }


def _known(value: float | None) -> float:
    return 1.0 if value is None else value


class EventCount(Struct, frozen=True):
    """How many events both passes mark in one article; `difference` is of a less b."""

    id: str
    a: int
    b: int
    difference: int


class Round(Struct, frozen=True):
    """One round of passes: round 1 are the first passes.

    `identical` are the articles whose two passes say the same in every field, whatever their ids,
    `pre_annotated` those with a pass that was started from an extractor's output. `with_gold`
    compares each pass with what was adjudicated, over the articles that have it.
    """

    number: int
    articles: list[str]
    identical: list[str]
    pre_annotated: list[str]
    passes: PairAgreement
    flagged: dict[str, str]
    with_gold: list[PairAgreement]
    events: list[EventCount]


class Agreement(Struct, frozen=True):
    """What `goldfield corpus agreement --format json` prints.

    `annotators` counts passes by who made them, as their provenance says; `alone` are passes
    without a second one; `without` are chosen articles that have no pair of passes.
    """

    annotators: dict[str, int]
    rounds: list[Round]
    alone: dict[str, list[str]]
    without: list[str]


class _Sides(NamedTuple):
    """Two lists of articles, in the same order."""

    names: tuple[str, str]
    first: Sequence[Article]
    second: Sequence[Article]


def agreement_of(passes: Sequence[Passes], suite: Suite, without: Iterable[str] = ()) -> Agreement:
    """Agreement in each round of passes.

    Args:
        passes: of each article, see `goldfield.corpus.passes.read_passes`.
        suite: of articles; the measures whose F1 is taken.
        without: further articles that were asked for and have no passes.

    Raises:
        UsageError: the suite is not about articles, or no article has two passes.
    """
    check_articles(suite, "passes are articles")
    numbers = sorted({number for row in passes for number in row.rounds})
    if not numbers:
        raise UsageError("none of these articles has two passes to compare")
    made = [article for row in passes for pair in row.rounds.values() for article in pair]
    annotators = Counter(article.provenance.annotated_by for article in made)
    return Agreement(
        annotators={name: annotators[name] for name in sorted(annotators)},
        rounds=[_round(number, passes, suite) for number in numbers],
        alone={row.id: row.alone for row in passes if row.alone},
        without=sorted({*without, *(row.id for row in passes if not row.rounds)}),
    )


def _round(number: int, passes: Sequence[Passes], suite: Suite) -> Round:
    rows = [(row.rounds[number], row.adjudicated) for row in passes if number in row.rounds]
    firsts, seconds = ([pair[side] for pair, _ in rows] for side in (0, 1))
    judged = [(pair, gold) for pair, gold in rows if gold is not None]
    suffix = str(number) if number > 1 else ""
    names = f"a{suffix}", f"b{suffix}"
    both = _compare(_Sides(names, firsts, seconds), suite)
    with_gold = [
        _compare(
            _Sides(("gold", name), [gold for _, gold in judged], [pair[i] for pair, _ in judged]),
            suite,
        )
        for i, name in enumerate(names)
        if judged
    ]
    pairs = list(zip(firsts, seconds, strict=True))
    return Round(
        number=number,
        articles=[a.id for a in firsts],
        identical=[a.id for a, b in pairs if without_ids(a) == without_ids(b)],
        pre_annotated=[a.id for a, b in pairs if _started(a) or _started(b)],
        passes=both,
        flagged=both.flagged,
        with_gold=with_gold,
        events=[_event_count(a, b) for a, b in pairs if "events" in _shared(a, b)],
    )


def _started(article: Article) -> bool:
    return bool(article.provenance.pre_annotated_by)


def _event_count(a: Article, b: Article) -> EventCount:
    return EventCount(a.id, len(a.events), len(b.events), len(a.events) - len(b.events))


def _compare(sides: _Sides, suite: Suite) -> PairAgreement:
    names, first, second = sides
    scores, back = _score(sides, suite), _score(_Sides(names[::-1], second, first), suite)
    exchanged = {
        name: back.fields[name].f1
        for name, field in scores.fields.items()
        if abs((field.f1 or 0) - (back.fields[name].f1 or 0)) > 1e-12
    }
    categories = {name: _agree(first, second, row) for name, row in CATEGORIES.items()}
    return PairAgreement(*names, scores, exchanged, categories)


def _score(sides: _Sides, suite: Suite) -> Scores:
    """The first side as gold; what one of the two did not annotate in an article is left out."""
    pairs = zip(sides.first, sides.second, strict=True)
    golds = [msgspec.structs.replace(a, layers=_shared(a, b)) for a, b in pairs]
    corpus = f"{sides.names[0]}#{gold_hash({gold.id: gold for gold in golds})}"
    parts = {"corpus": corpus, "extractor": f"pass {sides.names[1]}"}
    return score_task(build_task(suite, [golds], list(sides.second)), suite, parts).scores


def _shared(a: Article, b: Article) -> list[Layer]:
    return [layer for layer in a.layers if layer in b.layers]


def _agree(first: Sequence[Article], second: Sequence[Article], row: Category) -> CategoryAgreement:
    pairs = zip(first, second, strict=True)
    read = [row.read(a, b) for a, b in pairs if {*row.layers} <= {*_shared(a, b)}]
    alpha = nominal_alpha([labels.pairs for labels in read])
    return CategoryAgreement(
        **msgspec.structs.asdict(alpha),
        place=row.place,
        first=sum(labels.first for labels in read),
        second=sum(labels.second for labels in read),
    )
