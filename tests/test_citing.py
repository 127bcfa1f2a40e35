"""`goldfield cite`: every measure has a source, and the facts are those of the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from goldfield.citing import cite
from goldfield.cli import app
from goldfield.errors import DataError
from goldfield.evaluation import Conduct, evaluate
from goldfield.prediction_files import score_file
from goldfield.references import TOOL, Work, load_sources, sources_of
from goldfield.saved_runs import read_summary
from goldfield.scoring.generic.kinds import KINDS
from goldfield.scoring.matchers import MATCHERS
from goldfield.scoring.measures import FIELDS
from goldfield.scoring.suites import known_suites, load_suite

ROOT = Path(__file__).parent.parent
SOURCES = load_sources()
NEEDED = {
    "article": {"author", "title", "journal", "volume", "year"},
    "inproceedings": {"author", "title", "booktitle", "year"},
    "book": {"author", "title", "publisher", "year"},
}


def test_every_measure_of_every_suite_has_a_source() -> None:
    measures = {m for name in known_suites() for m in load_suite(name).measures}
    measures |= {f"{field}@{mode}" for field, row in FIELDS.items() for mode in row.modes}
    measures |= {mode for name, kind in KINDS.items() if name != "values" for mode in kind.modes}
    assert all(sources_of(measure) for measure in sorted(measures))
    tables = (ROOT / "eval" / "projections").glob("*.toml")
    assert SOURCES.projections.keys() == {path.stem for path in tables}
    assert SOURCES.matchers.keys() == set(MATCHERS)
    assert sources_of("total@edit") == ["levenshtein1966"]
    with pytest.raises(DataError, match="no source is known"):
        sources_of("nothing@at-all")


def test_no_row_is_for_nothing_and_no_work_is_unused() -> None:
    named = {*FIELDS, *KINDS} | {f"{f}@{mode}" for f, row in FIELDS.items() for mode in row.modes}
    named |= {mode for kind in KINDS.values() for mode in kind.modes}
    assert SOURCES.measures.keys() <= named
    tables = (SOURCES.measures, SOURCES.methods, SOURCES.matchers, SOURCES.projections)
    used = {key for table in tables for keys in table.values() for key in keys}
    assert used == {TOOL, *SOURCES.works}


@pytest.mark.parametrize("key", SOURCES.works)
def test_a_work_is_whole_and_is_the_one_that_the_pages_name(key: str) -> None:
    work = SOURCES.work(key)
    assert work.fields.keys() >= NEEDED[work.type]
    assert key.endswith(work.fields["year"])
    pages = [ROOT / "eval" / "PROTOCOL.md", *(ROOT / "eval" / "projections").glob("*.toml")]
    pages += sorted((ROOT / "src" / "goldfield" / "scoring").rglob("*.py"))
    told = " ".join(" ".join(page.read_text("utf-8") for page in pages).split())
    told = told.replace("et al.", "et al")
    if key.startswith(("tjongkimsang2003", "hovy2006")):  # the table names the corpus alone
        told += " Tjong Kim Sang 2003 Hovy 2006"
    first = work.fields["author"].partition(",")[0].removeprefix("van ")
    assert re.search(rf"{first}[^.;:]{{0,60}}?\b{work.fields['year']}", told), (first, key)


def test_a_work_in_bibtex_and_in_words() -> None:
    fields = {"title": "{X}-5 at 90\\%", "author": "Doe, Ann and {The Y}", "year": "2001"}
    work = Work("doe2001", "misc", fields)
    assert work.bibtex() == (
        "@misc{doe2001,\n  title = {{X}-5 at 90\\%},\n  author = {Doe, Ann and {The Y}},\n"
        "  year = {2001}\n}"
    )
    assert (work.short, work.text) == (
        "Doe and The Y 2001", "Doe, Ann; The Y (2001). X-5 at 90%."
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = evaluate("lead", split="validation", conduct=Conduct(timed=False))
    return run.save(tmp_path_factory.mktemp("runs") / "lead")


def test_a_run_cites_corpus_tool_and_measures(folder: Path) -> None:
    run = read_summary(folder)
    found = cite(run)
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert run.scores.signature in found.methods
    assert "8 documents of the goldfield corpus, release 1.0 (split validation)" in found.methods
    assert [work.key for work in found.works[:2]] == ["goldfield_1_0", "goldfield"]
    assert found.works[1].fields["title"] == said["title"]
    assert found.works[0].fields["title"].startswith(said["preferred-citation"]["title"])
    assert set(found.measures) == set(load_suite("core").measures)
    keys = {key for keys in found.measures.values() for key in keys}
    assert keys | {"wilson1927", "rijsbergen1979"} <= {work.key for work in found.works}


def test_what_is_printed(folder: Path) -> None:
    printed = {
        form: CliRunner().invoke(app, ["cite", str(folder), "--format", form]).stdout
        for form in ("text", "bibtex", "json")
    }
    assert "coref@lea: Moosavi and Strube 2016" in printed["text"]
    assert printed["bibtex"].count("\n@") == printed["json"].count('"key"')
    assert all("|extractor:lead@" in text for text in printed.values())


def test_gold_of_ones_own_is_not_cited_as_the_release(tmp_path: Path) -> None:
    gold = tmp_path / "mine.jsonl"
    lines = (ROOT / "corpus" / "data" / "validation.jsonl").read_bytes().splitlines(keepends=True)
    gold.write_bytes(b"".join(lines[:2]))
    folder = score_file(gold, gold, "core", "gold itself").save(tmp_path / "run")
    found = cite(read_summary(folder))
    assert found.note == "corpus mine: cite it as its authors ask"
    assert found.works[0].key == "goldfield"
    assert "wilson1927" not in {work.key for work in found.works}  # two articles: no intervals
