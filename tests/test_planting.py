"""Planted errors: known, valid, the same for the same seed, and measured against a correction."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seed import needs_seed
from strategies import articles
from test_cli import Typed

from goldfield.corpus.loading import load_articles
from goldfield.corpus.planting import measure, plant
from goldfield.corpus.planting.planting import KINDS
from goldfield.release import root
from goldfield.schema.checking import check_article
from goldfield.schema.records import Article

ALL = load_articles(None, "all")
GOLD = [article for article in ALL if article.id in ("gf-0001", "gf-0002")]
READ = {kind.name: kind.read for kind in KINDS}


@pytest.fixture
def goldfield(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    return Typed(capsys, monkeypatch)


def _plain(articles: list[Article]) -> Any:
    return msgspec.json.decode(msgspec.json.encode(articles))


@needs_seed
def test_sixty_errors_of_six_kinds_in_valid_records() -> None:
    before = _plain(GOLD)
    planted = plant(GOLD, 60, 1)
    assert Counter(error.kind for error in planted.key) == {kind.name: 10 for kind in KINDS}
    items = [(error.article, error.item) for error in planted.key]
    assert len(set(items)) == 60  # no item has two, so that each can be told apart
    assert [check_article(article) for article in planted.articles] == [[]] * len(GOLD)
    assert _plain(GOLD) == before  # only copies are touched


def test_the_key_says_what_stands_there() -> None:
    planted = plant(GOLD, 60, 1)
    by_id = {article.id: article for article in planted.articles}
    right = {article.id: article for article in GOLD}
    for error in planted.key:
        read = READ[error.kind]
        assert read(right[error.article], error.where) == error.before != error.after
        assert right[error.article].text[slice(*error.where)] == error.surface
        assert read(by_id[error.article], error.where) == error.after


def test_a_seed_decides_and_the_order_of_files_does_not() -> None:
    assert plant(GOLD, 24, 7) == plant(GOLD[::-1], 24, 7)
    assert plant(GOLD, 24, 7).key != plant(GOLD, 24, 8).key


def test_what_a_reader_restored_changed_and_left() -> None:
    planted = plant(GOLD, 60, 1)
    outcomes = measure(GOLD, planted.key, planted.articles, {})
    assert {outcome.checked for outcome in outcomes} == {None}
    gold = {article.id: article for article in GOLD}
    for corrected, word in ((gold, "restored"), ({a.id: a for a in planted.articles}, "left")):
        outcomes = measure(GOLD, planted.key, planted.articles, corrected)
        assert {outcome.checked for outcome in outcomes} == {word}
    error = next(error for error in planted.key if error.kind == "wrong-entity-type")
    other = msgspec.json.decode(msgspec.json.encode(gold[error.article]), type=Article)
    for entity in other.entities:
        entity.type = "EVT"
    found = measure(GOLD, [error], planted.articles, {other.id: other})
    assert [outcome.checked for outcome in found] == ["changed"]


@needs_seed
def test_an_error_is_caught_by_what_it_alone_makes_suspicious() -> None:
    planted = plant(GOLD, 60, 1)
    names = [error for error in planted.key if error.kind == "missed-name"]
    for outcome in measure(GOLD, names, planted.articles, {}):
        assert set(outcome.rules) <= {"unmarked-name", "unmarked-capital", "unmarked-field"}
        assert outcome.rules
    for outcome in measure(GOLD, planted.key, GOLD, {}):  # as if nothing had been planted
        assert outcome.rules == []


@given(st.lists(articles(), min_size=1, max_size=1), st.integers(0, 99))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_article_can_be_planted_and_measured(gold: list[Article], seed: int) -> None:
    planted = plant(gold, 12, seed)
    assert len(planted.key) <= 12
    measure(gold, planted.key, planted.articles, {gold[0].id: gold[0]})


def test_the_commands(goldfield: Typed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = goldfield("corpus", "plant", "--errors", "12", "--seed", "3", "--out", out)
    assert (done.status, done.out) == (0, "")
    assert "12 errors planted" in done.err
    names = {str(path.relative_to(out)) for path in out.rglob("*.*")}
    sheets = {f"sheets/{article.id}.{kind}" for article in ALL for kind in ("yaml", "txt")}
    assert names == sheets | {f"key/{name}.jsonl" for name in ("errors", "gold", "planted")}
    assert goldfield("corpus", "plant", "--out", out).status == 2  # nothing is overwritten
    bare = goldfield("corpus", "planted", out, "--format", "csv").out.splitlines()
    assert bare[0] == "kind,planted,lint,share"
    assert [row.split(",")[1] for row in bare[1:]] == ["2"] * 6 + ["12"]
    back = sorted((out / "sheets").glob("*.yaml"))
    rows = goldfield("corpus", "planted", out, *back, "--format", "csv").out.splitlines()
    assert rows[0].endswith(",restored,share,changed,left")
    assert rows[-1].endswith(",0,0%,0,12")
    (out / "key" / "errors.jsonl").write_text("{")
    assert goldfield("corpus", "planted", out).status == 1
    assert goldfield("corpus", "planted", tmp_path).status == 2


def test_the_published_table_is_what_the_command_prints(goldfield: Typed) -> None:
    folder = root() / "eval" / "planted"
    page = (folder / "README.md").read_text("utf-8")
    run = folder / "2026-11"
    done = goldfield("corpus", "planted", run, *sorted((run / "back").glob("*.yaml")))
    assert done.out.strip() in page
