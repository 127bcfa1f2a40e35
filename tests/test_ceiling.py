"""What two passes reach on a split, kept beside the gold and found by its hash."""

from __future__ import annotations

import msgspec
import pytest
from seed import needs_seed
from toy import toy_article

from goldfield.corpus.ceiling import kept_ceiling, measure_ceilings
from goldfield.corpus.loading import load_articles, splits
from goldfield.corpus.passes import Passes
from goldfield.reporting.card import comparison
from goldfield.schema.records import Article


def passes(id: str, second: Article) -> Passes:
    first = msgspec.structs.replace(toy_article(), id=id)
    return Passes(id, {1: (first, msgspec.structs.replace(second, id=id))}, first, [])


def test_two_passes_of_a_split_by_pencil() -> None:
    """Six articles of two names; in three of them pass b lacks one: P 9/9, R 9/12, F1 18/21."""
    whole = toy_article()
    half = msgspec.structs.replace(whole, entities=whole.entities[:1], events=[], quotes=[])
    rows = [passes(f"a{i}", whole if i % 2 else half) for i in range(6)]
    golds = [msgspec.structs.replace(whole, id=row.id) for row in rows]
    bare = [msgspec.structs.replace(whole, id="none")]
    found = measure_ceilings({"test": golds, "train": bare}, rows)
    assert list(found) == ["test"]
    ceiling = found["test"]
    assert ceiling.articles == 6
    assert ceiling.f1["entities@strict"] == round(18 / 21, 6)
    assert ceiling.f1["date_published@value"] is None
    low, high = ceiling.ci["entities@strict"]
    assert 0 < low < 18 / 21 < high < 1


def test_second_passes_are_no_first_ones() -> None:
    second = passes("a", toy_article())
    second = second._replace(rounds={2: second.rounds[1]})
    golds = [msgspec.structs.replace(toy_article(), id="a")]
    assert measure_ceilings({"test": golds}, [second]) == {}


@needs_seed
@pytest.mark.parametrize("split", splits())
def test_each_split_has_its_own(split: str) -> None:
    golds = load_articles(None, split)
    kept = kept_ceiling(golds)
    assert kept is not None
    assert kept.articles <= len(golds)
    assert kept_ceiling(golds[1:]) is None


@needs_seed
def test_the_comparison_ends_with_it() -> None:
    from goldfield.evaluation import evaluate

    golds = load_articles(None, "example")
    table = comparison([evaluate("lead", corpus=golds).entry], kept_ceiling(golds))
    assert table.heads[-1] == "self-agreement"
    assert dict((row[0], row[-1]) for row in table.rows)["entities@strict"] == "1.000"
    assert {len(row) for row in table.rows} == {len(table.heads)}
