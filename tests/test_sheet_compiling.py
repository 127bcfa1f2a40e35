"""A sheet becomes a record, or one report of everything that is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldfield.corpus.sheet import compile_sheet, decompile
from goldfield.errors import DataError
from goldfield.release import root
from goldfield.schema.checking import check_article
from goldfield.schema.labels import LAYERS
from goldfield.schema.records import Article, Mention, Span
from goldfield.schema.text import sha256_of

PAGE = (root() / "corpus" / "SHEET.md").read_text(encoding="utf-8")
TEXT, SHEET = (
    re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.DOTALL)[0] for kind in ("text", "yaml")
)
SMALL = """\
id: a
text: ferry.txt
schema_version: 1.0
guidelines_version: 1.0
layers: all
provenance: {kind: composed, licence: x, source: x, written_by: human, annotated_by: human,
  passes: 1, status: single}
"""


def _compile(folder: Path, sheet: str, text: bytes | None = None) -> Article:
    (folder / "ferry.txt").write_bytes(TEXT.encode() if text is None else text)
    path = folder / "sheet.yaml"
    path.write_bytes(sheet.encode())
    return compile_sheet(path)


def _faults(folder: Path, sheet: str, text: bytes | None = None) -> list[tuple[int, str]]:
    with pytest.raises(DataError) as caught:
        _compile(folder, sheet, text)
    assert all(fault.fix and fault.problem for fault in caught.value.faults)
    lines = [fault.where.rpartition(":") for fault in caught.value.faults]
    assert {name for name, _, _ in lines} == {str(folder / "sheet.yaml")}
    pairs = zip(lines, caught.value.faults, strict=True)
    return [(int(line[2]), f"{fault.path} {fault.problem}") for line, fault in pairs]


def _line(sheet: str, words: str) -> int:
    return sheet[: sheet.index(words)].count("\n") + 1


def test_the_page_about_sheets_shows_one_that_compiles(tmp_path: Path) -> None:
    article = _compile(tmp_path, SHEET)
    assert check_article(article) == []
    assert article.text == TEXT
    assert article.layers == list(LAYERS)
    assert [entity.id for entity in article.entities[:2]] == ["sixty", "vardo"]
    second = TEXT.index("Vardø", TEXT.index("Vardø") + 1)
    assert article.entities[1].mentions[2] == Mention(
        second, second + 5, "Vardø", "NAM", None, False
    )
    assert article.quotes[0].content[1].text == "It's our ambulance too."
    assert article.quantities[1].value == 40.0


def test_the_page_shows_what_decompiling_writes(tmp_path: Path) -> None:
    """The page is the canonical form, but for the hash, which it may leave out."""
    written = decompile(_compile(tmp_path, SHEET), "ferry.txt")
    assert written.replace(f"text_sha256: {sha256_of(TEXT)}\n", "") == SHEET


def test_what_is_left_out_is_null_empty_or_false(tmp_path: Path) -> None:
    extra = "times:\n  t: {span: Monday, type: DATE}\n"
    extra += "events:\n  e: {type: OTHER, factuality: Uu, status: claimed}\n"
    article = _compile(tmp_path, SMALL + extra)
    assert article.meta.headline is None
    assert (article.times[0].vague, article.times[0].acceptable) == (False, [])
    assert (article.events[0].triggers, article.events[0].arguments) == ([], [])
    assert (article.entities, article.anomalies) == ([], [])


def test_null_and_the_word_null_differ(tmp_path: Path) -> None:
    extra = (
        'meta: {lang: null}\nevents:\nanomalies:\n  "null": {type: header_leak, literal: "null",'
    )
    article = _compile(tmp_path, SMALL + extra + ' note: "", intended: ~}\n')
    assert article.meta.lang is None
    leak = article.anomalies[0]
    assert (leak.id, leak.literal, leak.note, leak.intended) == ("null", "null", "", "~")


def test_carriage_returns_are_read_as_line_feeds(tmp_path: Path) -> None:
    sheet = SMALL.replace("\n", "\r\n") + 'meta: {headline: "b\\nc"}\r\n'
    article = _compile(tmp_path, sheet, b"a\r\nb\r\nc")
    assert article.text == "a\nb\nc"
    assert article.meta.headline == Span(2, 5, "b\nc")


def test_subword_is_set_by_the_count_of_all_occurrences(tmp_path: Path) -> None:
    extra = "entities:\n  a: {type: GPE, mentions: [{NAM: Norway@~1}]}\n"
    article = _compile(tmp_path, SMALL + extra, b"on 2031Norway said")
    assert article.entities[0].mentions == [Mention(7, 13, "Norway", "NAM", None, True)]


EDITS = [
    # (what the sheet has, what is written instead, the line it is told at, what is told)
    ("{NAM: Vardø@2}", "{NAM: Vardø}", "{NAM: Vardø}", "'Vardø' occurs 2 times"),
    ("{NAM: Ane Solli}", "{NAME: Ane Solli}", "{NAME:", "did you mean 'NAM'?"),
    ("{NAM: Tern Wire}", "{NAM: Tern Wire, PRO: a}", "PRO: a", "this one 2"),
    ("type: FAC", "typ: FAC", "typ: FAC", "'typ' is unknown; did you mean 'type'?"),
    ("type: FAC", "typ: FAC", "  harbour:", "$.entities[6].type the key 'type' is missing"),
    ("head: nurse}", "head: nurses}", "head: nurses", "not in its mention 'a nurse'"),
    ("span: Monday, type", "span: Mon, type", "span: Mon, ", "'Mon' stands only inside words"),
    ("value: 40,", "value: forty,", "forty", '"forty" does not fit'),
    ("value: 40,", "value: 1e999,", "1e999", '"1e999" does not fit'),
    ("passes: 1", "passes: 100", "passes", "100 does not fit"),
    ("cue: said", "cue: said@3", "said@3", "'said' occurs once, not 3"),
    ("cue: said", "cue: [said]", "[said]", "a list stands where words of the text should be"),
    ("    cue: said", "    cue: >\n      said", "    cue:", "blank at its edge"),
    ("content: ['The ferry is our road,', It's", "content: [null, It’s", "It’s", "It’s our amb"),
    ("content: ['The ferry is our road,', It's", "content: [null, It’s", "It’s", "null stands"),
    ("type: PROTEST", "type: PROTES", "PROTES", "did you mean 'PROTEST'?"),
    ("ref: monday", "ref: mondy", "mondy", "points to id 'mondy'"),
    ("  lund:", "  residents:", "", "the key 'residents' is given at line"),
    ("  y2032:", "  lund:", "lund: {span: 2032", "the id 'lund' is given to"),
    ("anchor: DCT", "anchor: DTC", "DTC", "points to time 'DTC'"),
    ("country: NOR", "country: Norway", "country: Norway", '"Norway" does not fit'),
    ("layers: all", "layers: [headline]", "entities:", "'layers' does not list 'entities'"),
    ("layers: all", "layers: [entites]", "[entites]", "did you mean 'entities'?"),
    ("layers: all\n", "", "id:", "the key 'layers' is missing"),
    ("id: gf-example\n", "", "text:", "$.id the key 'id' is missing"),
    ("  kind: composed\n", "", "provenance:", "$.provenance.kind the key 'kind' is missing"),
    ("schema_version: 1.1", "schema_version: 2.0", "schema_version", "cannot be read"),
    ("layers: all", "layers: all\ntext_sha256: abc", "text_sha256", "not the hash of the text"),
    ("text: ferry.txt", "text: feri.txt", "text:", "'feri.txt' cannot be read: No such file"),
    ("text: ferry.txt", "text: .", "text:", "cannot be read: not a file"),
    ("text: ferry.txt", "text: ../ferry.txt", "text:", "neither in the folder of the sheet nor"),
    ("text: ferry.txt", "text: /etc/hostname", "text:", "neither in the folder of the sheet nor"),
    ("text: ferry.txt", "text: seeds/../../x", "text:", "neither in the folder of the sheet nor"),
    ("text: ferry.txt", 'text: "a\\0b"', "text:", "cannot be read"),
    ("text: ferry.txt", "text:", "text:", "the key 'text' names no file"),
    ("meta:\n", "meta: x\nmate:\n", "meta: x", "a single value stands where a mapping"),
    ("times:\n", "times: []\ntime:\n", "times: []", "a list stands where a mapping of `id:"),
    ("  sixty:\n", "  sixty:\n    id: s\n", "    id: s", "the id of this item is its key, 'sixty'"),
]


@pytest.mark.parametrize(("old", "new", "at", "told"), EDITS)
def test_a_fault_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, at: str, told: str
) -> None:
    assert SHEET.count(old) >= 1
    sheet = SHEET.replace(old, new, 1)
    found = _faults(tmp_path, sheet)
    assert any(told in text for _, text in found), found
    if at:
        assert (_line(sheet, at), True) in [(line, told in text) for line, text in found], found


def test_all_faults_come_in_one_report_and_no_false_ones(tmp_path: Path) -> None:
    """Types, places, ids and YAML at once; a value at fault brings no second fault."""
    sheet = SHEET
    for old, new in (
        ("lang: en", "lang: &en en"),  # YAML
        ("{NAM: Vardø@2}", "{NAM: Vardo}"),  # place
        ("value: 60, ", "value: sixty, "),  # type; would also lack "a value or a bound"
        ("    type: PROTEST\n", ""),  # missing
        ("ref: monday", "ref: mondy"),  # id
        ("status: single", "status: double"),  # label
    ):
        assert old in sheet
        sheet = sheet.replace(old, new)
    found = _faults(tmp_path, sheet)
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    expected = [
        "$ the anchor &en is not allowed",
        "$.entities[1].mentions[2] 'Vardo' is not in the text",
        '$.quantities[0].value "sixty" does not fit: expected `float`, got `str`',
        "$.events[0].type the key 'type' is missing",
        "$.events[0].arguments[3].ref points to id 'mondy', which this article does not have",
        '$.provenance.status "double" is not in the label set',
    ]
    assert [text for _, text in found] == expected


def test_a_link_to_a_text_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("A secret.\n")
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    sheet = tmp_path / "sheets" / "a.yaml"
    sheet.write_text(SHEET.replace("ferry.txt", "link.txt"))
    with pytest.raises(DataError, match="neither in the folder of the sheet nor"):
        compile_sheet(sheet)


def test_without_the_text_the_rest_is_still_checked(tmp_path: Path) -> None:
    sheet = SHEET.replace("ferry.txt", "gone.txt").replace("ref: monday", "ref: mondy")
    found = _faults(tmp_path, sheet)
    assert [line for line, _ in found] == [2, _line(sheet, "mondy")]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"\xff", "cannot be read"),
        (b"\xef\xbb\xbfa", "byte order mark"),
        ("e\u0301".encode(), "normal form C"),
        (b"a\0b", "a NUL character"),
    ],
)
def test_a_text_that_cannot_be_an_article_is_told(tmp_path: Path, raw: bytes, told: str) -> None:
    found = _faults(tmp_path, SMALL, raw)
    assert len(found) == 1
    assert found[0][0] == 2
    assert told in found[0][1]


def test_a_blank_text_and_a_surface_give_one_fault(tmp_path: Path) -> None:
    found = _faults(tmp_path, SMALL + "meta: {headline: a}\n", b" \n")
    assert found == [(8, "$.meta.headline 'a' is not in the text")]


@pytest.mark.parametrize("name", ["none.yaml", ".", "a\0b"])
def test_a_sheet_that_is_not_there_is_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        compile_sheet(tmp_path / name)


_BITS = st.sampled_from(
    ["null", "[]", "{}", "[null]", "{a: b}", "x", '""', "-1", "1e999", "9" * 5000, "true", "[[x]]"]
)


@given(st.data())
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_value_anywhere_breaks_the_compiler(tmp_path: Path, data: st.DataObject) -> None:
    """Any value of the example may be anything; a value or lines may be missing."""
    lines = SHEET.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        bit = data.draw(_BITS)
        changed = re.sub(r": [^:{},]+(?=[,}]|$)", f": {bit}", lines[at], count=1)
        lines[at] = data.draw(st.sampled_from([changed, lines[at].split(":")[0] + f": {bit}", ""]))
    try:
        article = _compile(tmp_path, "\n".join(lines))
    except DataError:
        return
    assert check_article(article) == []
