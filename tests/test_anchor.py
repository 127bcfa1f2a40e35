"""Passes against human gold, by pencil."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import TEXT, toy_article

from goldfield.corpus.anchor.measuring import Anchored, measure
from goldfield.corpus.anchor.projecting import MEASURES, gum_counts, litbank_counts
from goldfield.corpus.foreign.gum_lines import GumDate, GumDocument, GumMention
from goldfield.corpus.foreign.litbank import LitbankDocument, LitbankQuote
from goldfield.errors import DataError, UsageError
from goldfield.reporting.anchor import anchor_line, anchor_page
from goldfield.scoring.counts import Counts

# 😀 Anna Berg said “we will leave Oslo” on Monday. She denied it. About 250 people left.


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def mention(cluster: str, type_: str, words: str, head: str = "", pos: str = "PROPN") -> GumMention:
    return GumMention(cluster, type_, at(words), at(head or words), pos)


ANNA = [mention("1", "person", "Anna Berg", "Berg"), mention("1", "person", "She", pos="PRON")]
OSLO = mention("2", "organization", "Oslo")
PEOPLE = mention("3", "person", "About 250 people", "people", "NOUN")
GUM = GumDocument(
    "made",
    TEXT,
    [*ANNA, OSLO, PEOPLE, mention("4", "event", "left", pos="VERB")],
    [GumDate(at("Monday"), "2022-01-25"), GumDate(at("250"), None)],
)


def test_news() -> None:
    """The pass: Anna Berg (PER; she), Oslo (GPE), Monday 2022-01-24."""
    found = gum_counts(GUM, toy_article())
    assert found["names"] == Counts.of(2, 2, 2)  # by overlap with the head: Anna Berg, Oslo
    assert found["names with type"] == Counts.of(1, 2, 2)  # Oslo: a place here, a body there
    assert found["mentions"] == Counts.of(2, 2, 2)  # only she is mentioned twice
    assert found["muc"] == Counts.of(1, 1, 1)
    assert found["dates"] == Counts.of(1, 1, 1)  # the date without a day is left out
    assert found["dates with value"] == Counts.of(0, 1, 1)


def test_a_mention_that_only_one_side_has_stays_in_its_cluster() -> None:
    """Gold links a third mention: 2 of 3 mentions, 1 of 2 links."""
    more = GUM._replace(mentions=[*GUM.mentions, mention("1", "person", "we", pos="PRON")])
    found = gum_counts(more, toy_article())
    assert found["mentions"] == Counts.of(2, 2, 3)
    assert found["muc"] == Counts.of(1, 1, 2)


def test_quotes() -> None:
    """Of two quotes one is found with its marks left out, and nobody else speaks."""
    gold = LitbankDocument(
        "made", TEXT, [LitbankQuote(at("“we will leave Oslo”"), "a"), LitbankQuote(at("it."), "b")]
    )
    pred = toy_article()
    pred.quotes[0] = type(pred.quotes[0])(
        *("q1", "direct", pred.quotes[0].source, None, pred.quotes[0].content, [], None, None)
    )
    found = litbank_counts(gold, pred)
    assert found["quotes"] == Counts.of(1, 1, 2)
    assert found["quote characters"] == Counts.of(18, 18, 21)
    assert found["speakers"] == Counts.of(1, 1, 2)


def test_mixed_speech_is_no_quote_of_litbank() -> None:
    gold = LitbankDocument("made", TEXT, [])
    assert litbank_counts(gold, toy_article())["quotes"] == Counts()


def test_page_and_line() -> None:
    rows = [
        Anchored("LitBank", f"d{i}", litbank_counts(LitbankDocument("m", TEXT, []), toy_article()))
        for i in range(2)
    ]
    rows += [Anchored("GUM news", "d", gum_counts(GUM, toy_article()))]
    page = anchor_page(rows, "table")
    assert "names with type" in page and "0.500" in page  # noqa: PT018
    assert "no intervals: too few articles" in page
    assert "names with type 0.500" in anchor_line(rows)
    assert {part for parts in MEASURES.values() for part in parts} == {
        *gum_counts(GUM, toy_article()), *rows[0].fields,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "markdown", "latex"])
def test_other_formats(form: str) -> None:
    rows = [Anchored("GUM news", "d", gum_counts(GUM, toy_article()))]
    assert "coreference" in anchor_page(rows, form)


def test_what_a_sheet_does_not_annotate_is_not_counted() -> None:
    """A sheet of names alone beside a whole one: its dates are not missed."""
    part = toy_article()
    part.layers = ["entities"]
    counts = gum_counts(GUM, part)
    assert [*counts] == ["names", "names with type"]
    assert litbank_counts(LitbankDocument("made", TEXT, []), part) == {}
    whole = gum_counts(GUM, toy_article())
    rows = [Anchored("GUM news", "a", counts), Anchored("GUM news", "b", whole)]
    (line,) = (line for line in anchor_page(rows, "csv").splitlines() if ",dates," in line)
    assert line == "GUM news,dates,1.000,-,1,1,1"


def test_nothing_on_either_side_has_no_f1() -> None:
    rows = [Anchored("LitBank", "d", {"quotes": Counts()})]
    assert "LitBank,quotes,-,-,0,0,0" in anchor_page(rows, "csv")
    assert anchor_line(rows).endswith("quotes -")


def sheet(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".txt").write_text(text, "utf-8")
    head = f"schema_version: '1.1'\nguidelines_version: '1.1'\nid: {path.stem}\nlayers: all\n"
    made = "written_by: unknown, annotated_by: language-model, passes: 1, status: single"
    about = f"text: {path.stem}.txt\nprovenance: {{kind: wire, licence: x, source: x, {made}}}\n"
    path.write_text(head + about, "utf-8")


def test_all_faults_of_sheets_and_documents_at_once(tmp_path: Path) -> None:
    """A copy, a sheet without document, one of another text, and one whose document is broken."""
    passes, books = tmp_path / "passes", tmp_path / "books"
    books.mkdir()
    for name, table in (("one", ""), ("two", "QUOTE\tQ1\n")):
        (books / f"{name}.ann").write_text(table, "utf-8")
        (books / f"{name}.txt").write_text("He left .", "utf-8")
    for place in ("a/one", "b/one", "none", "two"):
        sheet(passes / f"{place}.yaml", "He left ." if place != "b/one" else "She stayed .")
    with pytest.raises(DataError) as caught:
        measure(passes, litbank=books)
    assert [fault.where.removeprefix(f"{tmp_path}/") for fault in caught.value.faults] == [
        *("passes/b/one.yaml", "passes/none.yaml", "passes/b/one.yaml", "books/two.ann:1")
    ]
    (passes / "none.yaml").unlink()
    (passes / "two.yaml").unlink()
    (passes / "b" / "one.yaml").unlink()
    assert [row.id for row in measure(passes, litbank=books)] == ["one"]


@pytest.mark.parametrize("missing", ["passes", "gum", "litbank"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, missing: str) -> None:
    sheet(tmp_path / "one.yaml", "He left .")
    given = dict.fromkeys(("passes", "gum", "litbank"), tmp_path) | {missing: tmp_path / "no"}
    with pytest.raises(UsageError, match=r"no folder: .*no$"):
        measure(**given)
