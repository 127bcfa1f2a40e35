"""`report.html` and `corpus show --html`: what is on the page, what is not, nothing breaks out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from nasty import NAME, TEXT, nasty_article, nasty_articles, nasty_run
from pages import check_page
from toy import toy_article

from goldfield import cli
from goldfield.evaluation import Conduct, evaluate
from goldfield.reporting.html.articles import articles_page
from goldfield.run_reports import Wish, write_report
from goldfield.saved_runs import SavedRun, gold_of, read_run
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def goldfield(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """`goldfield ARGS` in this process: the exit status, and what it says on both streams."""

    def typed(*args: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["goldfield", *map(str, args)])
        status: Any = 0
        try:
            cli.main()
        except SystemExit as error:
            status = error.code or 0
        said = capsys.readouterr()
        return status, said.out + said.err

    return typed


@pytest.fixture(scope="module")
def validation(tmp_path_factory: pytest.TempPathFactory) -> SavedRun:
    run = evaluate("rules", split="validation", conduct=Conduct(timed=False))
    return read_run(run.save(tmp_path_factory.mktemp("runs") / "rules"))


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[SavedRun, list[Article]]:
    articles = [nasty_article()]
    return nasty_run(tmp_path_factory.mktemp("nasty"), articles), articles


def data_of(tree: Any, id: str) -> Any:
    return json.loads(tree.xpath(f"//script[@id='{id}']/text()")[0])


def as_test(run: SavedRun, corpus: str = "1.0", split: str = "test") -> SavedRun:
    """The run as if it were on a split test."""
    return run._replace(manifest=msgspec.structs.replace(run.manifest, corpus=corpus, split=split))


def test_nothing_breaks_out_of_a_report(nasty: tuple[SavedRun, list[Article]]) -> None:
    run, articles = nasty
    tree = check_page(write_report([run], articles).read_text("utf-8"))
    assert tree.xpath("//h1/text()") == [NAME]
    assert [
        script for script in tree.xpath("//script[not(@type)]/text()") if "alert" in script
    ] == []
    assert tree.xpath("//i[contains(., 'Ek</i>')] | //*[@onclick or @onerror]") == []
    [head] = data_of(tree, "articles-overview")["articles"]
    assert head[0] == articles[0].id
    assert head[2] == TEXT
    contexts = "".join(tree.xpath("//*[@class='context']//text()"))
    assert "</script><script>alert(1)" in contexts
    assert "\\u2028" in contexts
    assert "\u2028" not in contexts


def test_the_page_says_what_the_card_says(validation: SavedRun, tmp_path: Path) -> None:
    gold = gold_of(validation).articles
    path = write_report([validation], gold, tmp_path / "a.html")
    tree = check_page(path.read_text("utf-8"))
    fields = validation.scores.fields
    cells = {
        row.xpath("string(th)"): row.xpath("string(td[3])")
        for row in tree.xpath("//table[@id='card']/tbody/tr")
    }
    assert cells == {name: f"{field.f1:.3f}" for name, field in fields.items()}
    assert f"{validation.scores.headline:.3f}" in tree.xpath("//dl[@class='tiles']//b/text()")
    assert tree.xpath("//section[@id='signature']//code/text()") == [validation.scores.signature]
    again = write_report([validation], gold, tmp_path / "b.html")
    assert path.read_bytes() == again.read_bytes()


def test_a_report_on_split_test_has_no_single_error_and_no_text(
    validation: SavedRun, tmp_path: Path
) -> None:
    gold, run = gold_of(validation).articles, as_test(validation)
    page = write_report([run], gold, tmp_path / "test.html").read_text("utf-8")
    tree = check_page(page)
    assert "so that no system is made by them" in tree.xpath("string(//*[@id='errors'])")
    assert tree.xpath("//*[@id='articles' or @id='error-table' or @id='browser']") == []
    assert len(tree.xpath("//table[@id='card']/tbody/tr")) == 12
    for article in gold:
        assert article.id not in page
        sentence = max(article.text.split("\n"), key=len)
        assert sentence[:60] not in page
    named = as_test(validation, corpus="test", split="all")  # `score test.jsonl FILE`
    page = write_report([named], gold, tmp_path / "file.html").read_text("utf-8")
    assert gold[0].id not in page
    wish = Wish(errors=True, articles=True)
    page = write_report([run], gold, tmp_path / "all.html", wish).read_text("utf-8")
    assert "so that no system" not in page
    assert check_page(page).xpath("//*[@id='articles' or @id='error-table']")


def test_eval_and_report_write_the_same_page(goldfield: Typed, tmp_path: Path) -> None:
    status, said = goldfield("eval", "lead", "--split", "example", "--out", tmp_path, "--report")
    assert status == 0, said
    [folder] = tmp_path.glob("lead-*")
    page = (folder / "report.html").read_bytes()
    assert goldfield("report", folder, "--out", tmp_path / "again.html")[0] == 0
    assert (tmp_path / "again.html").read_bytes() == page
    tree = check_page(page.decode())
    assert tree.xpath("//*[@id='chart-latency']")
    status, said = goldfield("report", folder, folder, "--no-articles")
    assert status == 0, said
    tree = check_page((folder / "report.html").read_text("utf-8"))
    assert tree.xpath("//*[@id='articles']") == []
    assert tree.xpath("//ul[@class='key']/li/text()") == ["lead", "lead (2)"]


def test_score_writes_a_report_of_articles_and_of_anything(
    goldfield: Typed, tmp_path: Path
) -> None:
    gold, spans, out = tmp_path / "gold.jsonl", tmp_path / "spans.jsonl", tmp_path / "run"
    gold.write_bytes(to_line(toy_article()))
    status, said = goldfield("score", gold, gold, "--report")
    assert (status, "--out" in said) == (2, True)
    assert goldfield("score", gold, gold, "--report", "--out", out)[0] == 0
    assert check_page((out / "report.html").read_text("utf-8")).xpath("//*[@id='browser']")
    status, said = goldfield("report", out)
    assert (status, "--corpus" in said) == (2, True)
    assert goldfield("report", out, "--corpus", gold)[0] == 0
    spans.write_text('{"id": "a", "spans": [{"start": 0, "end": 1, "label": "</script>"}]}\n')
    done = goldfield("score", spans, spans, "--suite", "spans", "--out", out, "--report")
    assert done[0] == 0, done
    tree = check_page((out / "report.html").read_text("utf-8"))
    assert "</script>" in tree.xpath("//table[@id='label-table']//td/text()")
    assert tree.xpath("//*[@id='browser']") == []


def test_runs_on_other_gold_are_not_drawn_together(
    goldfield: Typed, validation: SavedRun, nasty: tuple[SavedRun, list[Article]]
) -> None:
    status, said = goldfield("report", validation.folder, nasty[0].folder)
    assert (status, "is on gold#" in said) == (2, True), said


def test_corpus_show_writes_a_page(goldfield: Typed, tmp_path: Path) -> None:
    path = tmp_path / "shown.html"
    assert goldfield("corpus", "show", "--html", path, "--split", "example")[0] == 0
    tree = check_page(path.read_text("utf-8"))
    assert tree.xpath("//h1/text()") == ["1.0/example"]
    assert goldfield("corpus", "show", "gf-0015", "gf-0001", "--html", path)[0] == 0
    heads = data_of(check_page(path.read_text("utf-8")), "articles-overview")["articles"]
    assert [head[0] for head in heads] == ["gf-0015", "gf-0001"]
    for args in (("--html", path), ("gf-0001", "--html", path, "--split", "example"), ()):
        assert goldfield("corpus", "show", *args)[0] == 2
    assert goldfield("corpus", "show", "gf-0015", "--layer", "times", "--html", path)[0] == 0
    marked = check_page(path.read_text("utf-8")).xpath("//label/input[@checked]/../span/text()")
    assert marked == ["times"]
    assert goldfield("corpus", "show", "gf-0015", "--layer", "time", "--html", path)[0] == 2
    page = articles_page(list(nasty_articles('a"><b>', "a2")), "</title><script>alert(5)</script>")
    assert check_page(page).xpath("//h1/text()") == ["</title><script>alert(5)</script>"]
