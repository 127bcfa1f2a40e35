"""The order of extractors on two golds: ranks, pairs, and what is left out."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from toy import toy_article
from typer.testing import CliRunner

from goldfield.cli.corpus import app
from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Selection
from goldfield.errors import UsageError
from goldfield.evaluation import Run, evaluate
from goldfield.reporting.transfer import Transfer, transfer_page
from goldfield.schema.records import Article
from goldfield.schema.writing import write_lines
from goldfield.scoring.statistics import pooled_f1
from goldfield.transfer import order_of, ranks_of, transfer, transfer_of


class Finder:
    """Says that these strings are persons or places; nothing else."""

    layers = ("entities",)
    version = "1"

    def __init__(self, **types: str) -> None:
        self.found = [
            {"type": type_, "mentions": [{"text": name.replace("_", " "), "kind": "NAM"}]}
            for name, type_ in types.items()
        ]

    def __call__(self, text: str) -> dict[str, Any]:
        return {"entities": self.found}


# Of two names: both; one; one right and one of the wrong type; none.
BOTH = Finder(Anna_Berg="PER", Oslo="GPE")
ONE = Finder(Anna_Berg="PER")
NONE = Finder(Anna_Berg="ORG")


def copies(number: int, **changed: object) -> Gold:
    articles: list[Article] = [
        msgspec.structs.replace(toy_article(), id=f"a{i:02}", **changed) for i in range(number)
    ]
    return Gold(Selection("made", str(number), ()), articles)


def runs(gold: Gold, *finders: Finder) -> list[Run]:
    names = {id(BOTH): "both", id(ONE): "one", id(NONE): "none"}
    return [evaluate(f, corpus=gold)._replace(name=names[id(f)]) for f in finders]


def names_of(rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [(r.extractor, r.home.rank, r.away.rank) for r in rows if r.measure == "entities@strict"]


def test_ranks_and_pairs_of_one_measure() -> None:
    """F1 of two names: both 1, one of them 2/3, neither 0; 8 articles tell all pairs apart."""
    home, away = (runs(copies(8), *order) for order in ((BOTH, ONE, NONE), (BOTH, ONE, NONE)))
    found = transfer_of(("home", "away"), (home, away))
    assert names_of(found.standings) == [("both", 1, 1), ("one", 2, 2), ("none", 3, 3)]
    assert [row.home.f1 for row in found.standings[:3]] == pytest.approx([1, 2 / 3, 0])
    pairs = [pair for pair in found.pairs if pair.measure == "entities@strict"]
    assert [(p.first, p.second, p.order, p.clear) for p in pairs] == [
        ("both", "one", "same", True),
        ("both", "none", "same", True),
        ("one", "none", "same", True),
    ]
    assert pairs[0].home == pytest.approx(2 / 3 - 1)
    assert pairs[0].home_p == pytest.approx(2 / 2**8)


def test_an_order_turned_round_is_told_and_four_articles_show_nothing() -> None:
    home = runs(copies(8), BOTH, NONE)
    turned = runs(copies(4), NONE, BOTH)
    found = transfer_of(("home", "away"), (home, turned))
    (pair,) = (pair for pair in found.pairs if pair.measure == "entities@strict")
    assert (pair.order, pair.clear) == ("reversed", False)


def test_what_one_side_has_nothing_of_is_left_out() -> None:
    bare = copies(6, entities=[], quotes=[], events=[], layers=["entities"])
    with pytest.raises(UsageError, match="share no measure"):
        transfer_of(("home", "away"), (runs(copies(6), BOTH, ONE), runs(bare, BOTH, ONE)))


class Boom(Finder):
    """Fails on every article."""

    def __call__(self, text: str) -> dict[str, Any]:
        raise ValueError("no luck")


def found_by(*finders: Finder, articles: int = 2) -> Transfer:
    gold = copies(articles)
    side = [evaluate(f, corpus=gold)._replace(name=f"f{i}") for i, f in enumerate(finders)]
    return transfer_of(("home", "away"), (side, side))


def test_failures_are_told() -> None:
    found = found_by(BOTH, Boom())
    assert [(row.extractor, row.gold, row.id) for row in found.failed] == [
        *(("f1", "home", "a00"), ("f1", "home", "a01")),
        *(("f1", "away", "a00"), ("f1", "away", "a01")),
    ]
    assert "f1 failed on 2 of home, scored as nothing said; first: " in transfer_page(
        found, "table"
    )
    assert "no luck" in transfer_page(found, "table")


def test_equal_scores_are_tied_up_to_their_last_digit() -> None:
    """1 right of 1 and 2 of 12, 10 in gold: both 2/11, whose floats differ."""
    one, other = (
        float(pooled_f1(np.array([tp, pred, tp, 10.0]))) for tp, pred in ((1.0, 1.0), (2.0, 12.0))
    )
    assert one != other
    assert order_of(one - other, one - other) == "tied"
    assert ranks_of([one, other, 0.0]) == [1, 1, 3]


def test_the_pages() -> None:
    found = found_by(BOTH, ONE)
    heads = next(csv.reader(transfer_page(found, "csv").splitlines()))
    assert len({*heads}) == len(heads)
    outside = transfer_page(found, "latex").split("\\end{tabular}")[-1].strip().splitlines()
    assert [line for line in outside if not line.startswith("% ")] == []
    for form in ("table", "markdown", "latex"):
        assert all(signature in transfer_page(found, form) for signature in found.signatures)


def test_an_extractor_given_twice_is_one() -> None:
    golds = copies(2), copies(3)
    found = transfer(["lead", "null", "lead"], golds)
    assert {row.extractor for row in found.standings} == {"lead", "null"}
    assert len(found.standings) == 2 * len({row.measure for row in found.standings})
    with pytest.raises(UsageError, match="at least two"):
        transfer(["lead", "lead"], golds)


def test_a_mean_that_the_other_gold_has_nothing_of_is_left_out() -> None:
    home, away = copies(2), copies(2, entities=[], quotes=[], events=[])
    names = "rules", "rules-1.0"
    sides = [[evaluate(n, corpus=gold, suite="full") for n in names] for gold in (home, away)]
    told = {row.measure for row in transfer_of(("home", "away"), (sides[0], sides[1])).standings}
    assert told
    assert not {name for name in told if name.startswith(("coref", "entities"))}


def test_the_command(tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    write_lines(other, [toy_article()])
    done = CliRunner().invoke(app, ["transfer", str(other), "lead", "null", "--format", "json"])
    found = json.loads(done.stdout)
    assert {row["extractor"] for row in found["standings"]} == {"lead", "null"}
    assert (found["away"], found["away_documents"]) == ("other/all", 1)
    alone = CliRunner().invoke(app, ["transfer", str(other), "lead"])
    assert isinstance(alone.exception, UsageError)
