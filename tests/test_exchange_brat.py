"""brat both ways: nothing is lost, edits change records, damage is told."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphs import HOSTILE, full_articles
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_exchange_graph import article, plain

from goldfield.corpus.exchange.assemble import from_graph
from goldfield.corpus.exchange.brat import read, write
from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.exchange.names import file_name
from goldfield.corpus.exchange.notes import from_note, to_note
from goldfield.corpus.exchange.units import CountedIn
from goldfield.corpus.foreign.account import Account
from goldfield.corpus.loading import load_articles
from goldfield.errors import DataError
from goldfield.schema.records import Article, Quote, Source, Span
from goldfield.schema.text import sha256_of

RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck))
UNITS: tuple[CountedIn, ...] = ("codepoint", "utf-16", "utf-8")


def put(folder: Path, *articles: Article) -> Path:
    for name, content in write(map(to_graph, articles)):
        (folder / name).write_bytes(content)
    return folder


def taken(path: Path, account: Account | None = None) -> list[Article]:
    account = account or Account()
    found = [from_graph(graph) for graph in read(path, Reading(account))]
    assert account.faults == []
    assert [faults for _, faults in found if faults] == []
    return [article for article, _ in found if article]


def told(path: Path, units: tuple[CountedIn, ...] = UNITS) -> list[str]:
    """What is wrong with a folder: file and line, and the problem."""
    account = Account()
    assert list(read(path, Reading(account, units))) == []
    return [f"{Path(fault.where).name} {fault.problem}" for fault in account.faults]


def edited(folder: Path, *changes: tuple[str, str]) -> Article:
    """The article after changes to lines of its annotation file, as brat makes them."""
    put(folder, article())
    table = folder / "a.ann"
    lines = table.read_text()
    for old, new in changes:
        assert len(re.findall(old, lines, re.MULTILINE)) == 1, old
        lines = re.sub(old, new, lines, flags=re.MULTILINE)
    table.write_text(lines)
    (found,) = taken(table)
    return found


# ---- what is written ----


def test_the_annotations_of_an_article(tmp_path: Path) -> None:
    put(tmp_path, article())
    assert (tmp_path / "a.ann").read_text() == ANN
    assert (tmp_path / "a.txt").read_text() == article().text
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.ann", "a.goldfield.json", "a.txt", "annotation.conf", "tools.conf", "visual.conf",
    ]  # fmt: skip


ANN = """\
T1\tPER 0 8\tAda Lind
T2\tPER 40 49\tthe mayor
T3\thead 44 49\tmayor
T4\tGPE 18 22\tBrim
T5\tDATE 26 32\tMonday
T6\tquantity 56 58\t30
T7\tdirect 35 37\tGo
T8\tCONSULT 9 14\tspoke
E1\tCONSULT:T8 actor:T1 place:T11 topic:T6
T9\tcue 50 54\tsaid
T10\tquoted 35 38\tGo,
T11\targument 15 22\tin Brim
R1\thead Arg1:T2 Arg2:T3
R2\tspeaker Arg1:T7 Arg2:T2
R3\tcue Arg1:T7 Arg2:T9
R4\tquoted Arg1:T7 Arg2:T10
R5\trefers Arg1:T11 Arg2:T4
*\tcoref T1 T2
A1\tkind T1 NAM
A2\tkind T2 NOM
A3\tkind T4 NAM
A4\tanchor T5 DCT
A5\tcomparator T6 exact
A6\tsource T7 explicit
A7\tfactuality E1 CT+
A8\tstatus E1 occurred
#1\tAnnotatorNotes T1\tname=Ada Lind; wikidata=Q7
#2\tAnnotatorNotes T4\tname=Brim
#3\tAnnotatorNotes T5\tvalue=2031-06-02
#4\tAnnotatorNotes T6\tvalue=30; unit=person
#5\tAnnotatorNotes T7\tspeaker_name=Ada Lind
"""


CONTINUES = "R1\tcontinues Arg1:T2 Arg2:T1"


def quoting(text: str, *places: tuple[int, int]) -> Article:
    found = article()
    found.quotes = [
        Quote("q", "mixed", Source(None, None, None, "implicit", []), None,
              [Span(start, end, text[start:end]) for start, end in places], [], None, None)
    ]  # fmt: skip
    found.text, found.text_sha256 = text, sha256_of(text)
    found.entities, found.times, found.quantities, found.events = [], [], [], []
    return found


@pytest.mark.parametrize(
    ("places", "lines"),
    [
        # Line breaks cut a stretch, other text parts two; a line break alone cannot part them.
        ([(0, 5), (9, 12)], ["T1\tmixed 0 2;3 5;9 12\tab cd ij."]),
        ([(0, 2), (3, 5)], ["T1\tmixed 0 2\tab", "T2\tmixed 3 5\tcd", CONTINUES]),
        ([(6, 8), (0, 2)], ["T1\tmixed 6 8\tgh", "T2\tmixed 0 2\tab", CONTINUES]),
        ([(0, 2), (2, 3)], None),
    ],
)
def test_pieces_of_a_quote(
    tmp_path: Path, places: list[tuple[int, int]], lines: list[str] | None
) -> None:
    found = quoting("ab\ncd\ngh ij.", *places)
    if lines is None:  # the second piece is a line break
        with pytest.raises(DataError, match="begins or ends with a line break"):
            put(tmp_path, found)
    else:
        written = (put(tmp_path, found) / "a.ann").read_text().splitlines()
        assert [line for line in written if line[0] in "TR"] == lines
        (back,) = read(tmp_path, Reading(Account()))
        assert [back.surface(region) for region in back.regions] == [
            found.text[start:end] for start, end in places
        ]


def test_the_configuration_knows_every_label() -> None:
    conf = dict(write([]))["annotation.conf"].decode()
    assert conf.startswith("[entities]\nheadline\n")
    assert "\n!mention\n\tPER\n\tORG\n" in conf
    assert "\ncoref\tArg1:<mention>, Arg2:<mention>, <REL-TYPE>:symmetric-transitive\n" in conf
    assert "\nspeaker\tArg1:<quote>, Arg2:<mention>|speaker\n" in conf
    assert re.search(r"\nDIE\tactor\*:<mention>\|<time>\|quantity\|<EVENT>\|argument, target", conf)
    assert "\nfactuality\tArg:<EVENT>, Value:CT+|CT-|" in conf
    assert "\nvague\tArg:<time>\n" in conf


# ---- there and back ----


@settings(RELAXED, max_examples=40)
@given(full_articles())
def test_nothing_is_lost(article: Article) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert taken(put(Path(folder), article)) == [article]
        (table,) = Path(folder).glob("*.ann")
        lines = table.read_text("utf-8")  # brat 1.3 ends them at whatever Python does
        assert len(lines.splitlines()) == lines.count("\n")


def test_the_released_gold_comes_back(tmp_path: Path) -> None:
    articles = [one for split in ("example", "train") for one in load_articles(None, split)]
    assert taken(put(tmp_path, *articles)) == sorted(articles, key=lambda one: one.id)


def test_a_carriage_return_of_gold_stays(tmp_path: Path) -> None:
    found = quoting("ab\r\ncd\rgh ij.", (0, 6), (9, 12))
    assert taken(put(tmp_path, found)) == [found]


def test_line_ends_that_a_program_changed_do_not_count(tmp_path: Path) -> None:
    found = quoting(article().text.replace(" ", "\n"), (0, 10))
    put(tmp_path, found)
    (tmp_path / "a.txt").write_bytes(found.text.replace("\n", "\r\n").encode())
    assert taken(tmp_path) == [found]


# ---- edits ----


def test_a_new_mention_joins_a_chain_and_an_event(tmp_path: Path) -> None:
    found = edited(
        tmp_path,
        (r"^(\*.*)$", r"T12\tPER 24 25\tn\n\1 T12"),
        (r"(actor:T1.*)$", r"\1 actor2:T6"),
    )
    assert [one.text for one in found.entities[0].mentions] == ["Ada Lind", "the mayor", "n"]
    assert [(one.role, one.ref) for one in found.events[0].arguments] == [
        ("actor", "ada"), ("place", "brim"), ("topic", "n"), ("actor", "n"),
    ]  # fmt: skip
    before = plain(article())
    assert {key: plain(found)[key] for key in ("times", "quotes")} == {
        key: before[key] for key in ("times", "quotes")
    }


def test_a_moved_region_keeps_its_id_and_what_is_told_of_it(tmp_path: Path) -> None:
    entity = edited(tmp_path, (r"^T1\tPER 0 8\tAda Lind$", "T1\tPER 0 3\tAda")).entities[0]
    assert (entity.id, entity.name, entity.mentions[0].text) == ("ada", "Ada Lind", "Ada")


def test_an_attribute_and_a_note_change_a_record(tmp_path: Path) -> None:
    found = edited(
        tmp_path, ("status E1 occurred", "status E1 planned"), ("value=30; ", "value=31; min=; ")
    )
    assert found.events[0].status == "planned"
    assert (found.quantities[0].value, found.quantities[0].unit) == (31.0, "person")


def test_a_deleted_region_takes_its_lines_along(tmp_path: Path) -> None:
    gone = [(rf"^{start}.*\n", "") for start in ("T4", "A3", "#2", "R5")]
    found = edited(tmp_path, *gone)
    assert [entity.id for entity in found.entities] == ["ada"]
    assert [(one.role, one.ref) for one in found.events[0].arguments][1] == ("place", None)


def test_a_new_region_under_an_old_name_is_new(tmp_path: Path) -> None:
    """brat gives the number of a deleted annotation to the next one."""
    lines = [(r"^T2.*\n", "T2\tPER 24 25\tn\n"), (r"^\*.*\n", ""), (r"^R[12].*\n(?=R[23])", "")]
    lines[2:] = [("^R1.*\n", ""), ("^R2.*\n", "")]
    first, second, last = edited(tmp_path, *lines).entities
    assert [one.text for one in first.mentions] == ["Ada Lind"]
    assert (second.id, last.id, last.name) == ("brim", "T2", None)


def test_two_events_may_share_a_trigger(tmp_path: Path) -> None:
    first, second = edited(tmp_path, (r"^(T9.*)$", r"\1\nE2\tCONSULT:T8 target:E1 ")).events
    assert (first.id, second.id, second.triggers) == ("v", "E2", first.triggers)
    assert [(one.role, one.ref) for one in second.arguments] == [("target", "v")]


def test_free_words_in_a_note_are_skipped_and_told(tmp_path: Path) -> None:
    put(tmp_path, article())
    table = tmp_path / "a.ann"
    notes = ANN.replace("name=Brim", "name=Brim; really?") + "N1\tReference T4 W:Q1\tBrim\n"
    table.write_text(notes + "#6\tAnnotationError T1\tNo idea\n")
    account = Account()
    assert taken(table, account) == [article()]
    assert account.reasons() == [
        "1 link (W 1): links to resources are not kept",
        "1 note (AnnotatorNotes 1): free words are not kept",
        "1 note (AnnotationError 1): only notes of annotators are read",
    ]
    assert account.totals()["note"] == (2, 0, 2)


# ---- what strangers draw ----

FOREIGN = "\ufeffBrim 😀, 2 May\r\n“We won,” Ada\u2028Lind said, “at\r\nlast.” She did.\r\n"
#          (mark)0    5    8 10      15 16        26  30   35    41   44   48    55


def test_a_folder_without_side_files(tmp_path: Path) -> None:
    """Discontinuous, repeated roles, notes, CRLF, a byte order mark, and UTF-16 offsets."""
    text = FOREIGN
    (tmp_path / "my text.txt").write_bytes(text.encode())
    (tmp_path / "._my text.ann").write_bytes(b"\0\5\26\7")

    def units(told: str) -> int:
        return len(told.encode("utf-16-le")) // 2

    def place(*surfaces: str) -> str:
        at = [(units(text[: text.index(one)]), units(one)) for one in surfaces]
        return ";".join(f"{start} {start + length}" for start, length in at)

    rows = [
        f"T1\tGPE {place('Brim 😀')}\tBrim 😀",
        f"T2\tdate_published {place('2 May')}\t2 May",
        f"T3\tmixed {place('We won', 'at', 'last')}\tWe won at last",
        f"T4\tPER {place('Ada', 'Lind')}\tAda Lind",
        f"T5\tPER {place('She')}\tShe",
        f"T6\tOTHER {place('won')}\twon",
        "E1\tOTHER:T6 actor:T4 actor2:T1",
        "R1\tspeaker Arg1:T3 Arg2:T4",
        "*\tEquiv T5 T4",
        "A1\tkind T5 PRO",
        "#1\tAnnotatorNotes T2\tdate_published=2031-05-02",
        "#2\tAnnotatorNotes T5\twikidata=Q7",
    ]
    (tmp_path / "my text.ann").write_bytes("\r\n".join(rows).encode())
    account = Account()
    (graph,) = read(tmp_path, Reading(account))
    assert account.faults == []
    head = plain(article())
    found, faults = from_graph(graph, {key: head[key] for key in head if key not in ("id", "text")})
    assert faults == []
    assert found is not None
    assert found.text == text.removeprefix("\ufeff").replace("\r\n", "\n")
    assert (found.id, found.meta.date_published and found.meta.date_published.value) == (
        "my_text", "2031-05-02",
    )  # fmt: skip
    assert [one.text for one in found.quotes[0].content] == ["We won", "at\nlast"]
    assert [[m.text for m in entity.mentions] for entity in found.entities] == [
        ["Brim 😀"], ["Ada\u2028Lind", "She"],
    ]  # fmt: skip
    assert found.entities[1].wikidata == "Q7"
    assert found.quotes[0].source.entity == found.entities[1].id
    assert [(one.role, one.ref) for one in found.events[0].arguments] == [
        ("actor", found.entities[1].id), ("actor", found.entities[0].id),
    ]  # fmt: skip


# ---- damage ----


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("T4\tGPE", "T4\tCITY", "a.ann:4 no label is called 'CITY'"),
        ("R2\tspeaker", "R2\tspeeker", "a.ann:14 no relation is called 'speeker'; did you mean"),
        ("topic:T6", "tpoic:T6", "a.ann:9 no relation is called 'tpoic'; did you mean 'topic'?"),
        ("\tstatus", "\tstate", "a.ann:26 no attribute is called 'state'; did you mean 'status'?"),
        ("GPE 18 22\tBrim", "GPE 18 22\tBram", "a.ann:4 18 22 of the text holds 'Brim'"),
        ("GPE 18 22\tBrim", "GPE 9 14;18 22\tspoke Brim", "a.ann:4 GPE in pieces; only quotes"),
        ("Arg2:T9", "Arg2:T99", "a.ann:15 there is no annotation T99"),
        ("Arg2:T9", "Arg2:A1", "a.ann:15 'cue' leads to A1, which is no region"),
        ("R3\tcue Arg1:T7 Arg2:T9", "R3\tcue Arg1:T7", "a.ann:15 a relation of 1 ends"),
        ("CONSULT:T8", "CONSULT:R1", "a.ann:9 the trigger R1 is no place of the text"),
        ("kind T1", "kind R1", "a.ann:19 an attribute of R1"),
    ],
)  # fmt: skip
def test_a_damaged_line_is_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    put(tmp_path, article())
    assert old in ANN
    (tmp_path / "a.ann").write_text(ANN.replace(old, new))
    assert problem in told(tmp_path)[0]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", b"Another text.", "a.ann:"),
        ("a.txt", article().text.encode() + b" More.", "a.ann the text is not the one that was"),
        ("a.txt", b"\xff", "a.txt:1 byte 0 is not UTF-8"),
        ("a.goldfield.json", b"{", "a.goldfield.json no side file"),
        (
            "a.goldfield.json",
            b'{"id": "a", "fields": {}, "regions": {}, "side": 7}',
            "no side file",
        ),
        ("a.goldfield.json", b"[" * 100_000, "a.goldfield.json no side file"),
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    put(tmp_path, article())
    (tmp_path / name).write_bytes(content)
    assert problem in told(tmp_path)[0]


def test_a_folder_and_a_file_that_are_not_there_are_told(tmp_path: Path) -> None:
    assert told(tmp_path)[0].endswith(" no file of it ends in .ann")
    assert told(tmp_path / "b.ann")[0].startswith("b.txt cannot be read: No such file")


def test_offsets_may_be_said_to_count_something_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("😀 Brim")
    (tmp_path / "a.ann").write_text("T1\tGPE 2 6\tBrim\n")
    assert told(tmp_path, ("utf-16",)) == [
        "a.ann the surfaces prove that offsets count code points, not UTF-16 code units"
    ]
    (tmp_path / "a.txt").write_text("Ö Brim")  # where both are the same, either will do
    assert len(list(read(tmp_path, Reading(Account(), ("utf-16",))))) == 1


PIECES = (
    "T1\t", "E1\t", "R1\t", "*\t", "A1\t", "#1\t", "PER ", "coref ", "0 2", ";3 5", "\tab cd",
    "T1", "E1", ":", " ", "\n", "\r", "Arg1:T1", " Arg2:T1", "AnnotatorNotes", "é", "mixed",
)  # fmt: skip


@settings(RELAXED, max_examples=300)
@given(st.binary(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("T1\tPER 0 2\tab\n*\tcoref T1 T1\nR1\thead Arg1:T1 Arg2:T1\n")
@example("T1\tmixed 0 2;3 5\tab cd\nE1\tDIE:T1 actor:E1 actor2:E1\n#1\tAnnotatorNotes E1\t")
def test_any_annotations_give_a_record_or_faults(content: bytes | str) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_bytes(b"ab cd")
        (Path(folder) / "a.ann").write_bytes(raw)
        account = Account()
        graphs = list(read(Path(folder), Reading(account)))
        assert bool(graphs) != bool(account.faults)
        for graph in graphs:
            from_graph(graph)


def _paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(len(node)):
            yield from _paths(node[key], (*path, key))


def _side() -> Any:
    found = article()
    found.events.append(replace(found.events[0], id="w", triggers=[]))
    return json.loads(dict(write([to_graph(found)]))["a.goldfield.json"])


VALUES: tuple[Any, ...] = (
    None,
    -1,
    10**20,
    1.5,
    "",
    "ada",
    [],
    {},
    [[]],
    ["ada"],
    {"id": "x"},
    [1, {}],
)


@settings(RELAXED, max_examples=150)
@given(st.sampled_from(list(_paths(_side()))), st.sampled_from(VALUES))
@example(("side", "unplaced", 0, 0), 10**20)
def test_any_side_file_gives_a_record_or_faults(path: tuple[Any, ...], value: Any) -> None:
    whole = [_side()]
    node: Any = whole
    for key in (keys := (0, *path))[:-1]:
        node = node[key]
    node[keys[-1]] = value
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder), article())
        (Path(folder) / "a.goldfield.json").write_text(json.dumps(whole[0]))
        account = Account()
        graphs = list(read(Path(folder), Reading(account)))
        assert bool(graphs) != bool(account.faults)
        for graph in graphs:
            from_graph(graph)


# ---- names and notes ----


def test_names_of_files() -> None:
    ids = [
        "gf-0001", "a", "A", "../x", "..", "x.goldfield", "CON", "con", "nul", "COM1", ".hidden",
        "a/b", "a\\b", "a:b", "é😀", "é", "x" * 128, "x" * 127, "a#mention", "a_mention", "-",
        "𝔘" * 128,
    ]  # fmt: skip
    names = [file_name(id) for id in ids]
    assert names[:2] == ["gf-0001", "a"]
    assert len({name.lower() for name in names}) == len(ids)
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9_-]+(\.[0-9a-f]{16})?", name)
        assert len(name) <= 80
        assert not re.match(r"(?i)(con|nul|com1)\b", name)


TEXTS = st.text(max_size=9) | st.lists(
    st.sampled_from((*HOSTILE, ";", '"', " ", "=")), max_size=4
).map("".join)


@settings(RELAXED, max_examples=150)
@given(st.dictionaries(st.sampled_from(("name", "value", "unit")), TEXTS))
@example({"name": '"a"; value=3'})
@example({"name": "a\\", "value": '\\"', "unit": ""})
def test_notes_hold_any_values_in_one_line(values: dict[str, str]) -> None:
    note = to_note(values)
    assert from_note(note) == (values, [])
    assert len(f"-{note}-".splitlines()) == 1


@given(st.text())
def test_any_note_can_be_read(note: str) -> None:
    from_note(note)
