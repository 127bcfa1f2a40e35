"""Coreference columns of CoNLL-2012: brackets, parts, columns, and files that are damaged."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imported import read, self_scores, written

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.conll2012 import conll2012_files, conll2012_split, read_conll2012
from goldfield.errors import DataError

# Part 0 has columns apart by blanks, and names; cluster 7 crosses 12, and 12 nests in itself.
FULL = """#begin document (nw/made/00/made_0001); part 000
nw/made/00/made_0001 0 0 Ann NNP (TOP* - - - - (PERSON* * (12
nw/made/00/made_0001 0 1 Oda NNP * - - - - *) * (7|(12)
nw/made/00/made_0001 0 2 left VBD * - - - - * * 12)
nw/made/00/made_0001 0 3 Marn NNP * - - - - (GPE) * 7)

nw/made/00/made_0001 0 0 She PRP * - - - - * * (12)|(3)
nw/made/00/made_0001 0 1 slept VBD * - - - - * * -
#end document
#begin document (nw/made/00/made_0001); part 001
nw/made/00/made_0001 1 0 Gone VBN * - - - - * * -
#end document
"""


def made(folder: Path, text: str, name: str = "made.conll") -> Path:
    return written(folder / name, text)


@pytest.mark.parametrize("change", ["", "crlf", "no end", "bom"])
def test_columns_of_ontonotes(tmp_path: Path, change: str) -> None:
    text = {"crlf": FULL.replace("\n", "\r\n"), "no end": FULL.rstrip(), "bom": f"\ufeff{FULL}"}
    records, account, skipped = read("conll2012", made(tmp_path, text.get(change, FULL)))
    assert records == [
        {
            "id": "nw/made/00/made_0001_0",
            "text": "Ann Oda left Marn\nShe slept",
            # 12: Ann Oda left, Oda, She; 7: Oda left Marn; 3 has only the place of She
            "clusters": [[[0, 12], [4, 7], [18, 21]], [[4, 17]]],
        },
        {"id": "nw/made/00/made_0001_1", "text": "Gone", "clusters": []},
    ]
    assert account.totals() == {
        "document": (2, 2, 0),
        "name": (2, 0, 2),
        "mention": (5, 4, 1),
        "cluster": (3, 2, 1),
    }
    where = str(tmp_path / "made.conll")
    assert skipped == [
        (f"{where}:2", "name", "PERSON", "records of coreference have no names"),
        (f"{where}:5", "name", "GPE", "records of coreference have no names"),
        (f"{where}:7", "mention", "", "another cluster has its place already"),
        (f"{where}:7", "cluster", "", "none of its mentions is kept"),
    ]


def test_tabs_few_columns_and_no_part(tmp_path: Path) -> None:
    """LitBank leaves the last column empty; others have a word and a bracket, or a tab too many."""
    litbank = "x\t0\t0\tthe\t_\t_\t(1\nx\t0\t1\t \t_\t_\t\nx\t0\t2\tsea\t_\t_\t1)\n"
    two = "Ann\t(0)\t\nthe\t-\t\n \t \nsea\t(0)|(0)\n"
    ends = f"#begin document (a); \n{litbank}#end document\n#begin document b\n{two}#end document"
    records, _, skipped = read("conll2012", made(tmp_path, ends))
    assert records == [
        {"id": "a", "text": "the  sea", "clusters": [[[0, 8]]]},
        {"id": "b", "text": "Ann the\nsea", "clusters": [[[0, 3], [8, 11]]]},
    ]
    assert [one.reason for one in skipped] == ["its own cluster has its place already"]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("x 0 0 a (1\n", ["2  '(1' is never closed"]),
        ("x 0 0 a 1)\n", ["2  '1)' closes what is not open"]),
        ("x 0 0 a 1\nx 0 1 b (1)(2)\n", ["2  '1' is no bracket", "3  '(1)(2)' is no bracket"]),
        ("x 0 0 a (1)\nword\n", ["3  a line without a column"]),
        ("1 word lemma - N (1)\n", ["2  the third column of five or more"]),
    ],
)
def test_damage_is_told_with_its_line(tmp_path: Path, rows: str, faults: list[str]) -> None:
    path = made(tmp_path, f"#begin document (x); part 000\n{rows}#end document\n")
    records, account, _ = read("conll2012", path)
    assert all(clusters == [] for record in records for clusters in [record["clusters"]])
    told = [f"{fault.where}  {fault.problem}" for fault in account.faults]
    assert len(told) == len(faults)
    assert all(t.startswith(f"{path}:{f}") for t, f in zip(told, faults, strict=True)), told


def test_a_file_that_was_cut_loses_its_last_document_only(tmp_path: Path) -> None:
    cut = FULL.rpartition("#end document")[0]
    records, account, _ = read("conll2012", made(tmp_path, cut))
    assert [record["id"] for record in records] == ["nw/made/00/made_0001_0"]
    assert [fault.problem for fault in account.faults] == [
        "the document has no #end document; the file may have been cut"
    ]


@pytest.mark.parametrize("raw", [b"a 0 0 b (1)\n", b"#begin document (a);\n\xe9 (1)\n"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "made.conll"
    path.write_bytes(raw)
    with pytest.raises(DataError, match=r"made\.conll:[12]  \$  "):
        list(read_conll2012([path], Account()))
    with pytest.raises(DataError, match="cannot be read"):
        list(read_conll2012([tmp_path / "none"], Account()))


def test_a_document_twice_is_a_fault(tmp_path: Path) -> None:
    path = made(tmp_path, FULL + FULL)
    records, account, _ = read("conll2012", path)
    assert len(records) == 2
    assert [fault.problem for fault in account.faults] == ["another document has this id"] * 2


def test_files_and_splits(tmp_path: Path) -> None:
    below = tmp_path / "v4" / "data" / "development" / "data" / "english" / "nw"
    below.mkdir(parents=True)
    names = ["a.v4_gold_conll", "a.v4_auto_conll", "._a.v4_gold_conll", "a.parse"]
    for name in names:
        (below / name).write_text("")
    assert conll2012_files(tmp_path) == [below / "a.v4_gold_conll"]
    assert conll2012_split(below / "a.v4_gold_conll") == "validation"
    assert conll2012_split(Path("x/train.english.v4_gold_conll")) == "train"
    assert conll2012_split(Path("data/made.conll")) == "made"


def test_gold_scores_1_against_itself(tmp_path: Path) -> None:
    own = self_scores(read("conll2012", made(tmp_path, FULL)).records, "coref")
    assert len(own) == 7
    assert set(own.values()) == {1.0}


@st.composite
def clustered(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], int]]:
    """Tokens, and mentions with a cluster each; those of one cluster nest, touch or lie apart."""
    size = draw(st.integers(1, 8))
    mentions: dict[tuple[int, int], int] = {}
    for _ in range(draw(st.integers(0, 8))):
        first = draw(st.integers(0, size - 1))
        last = draw(st.integers(first, size - 1))
        cluster = draw(st.integers(0, 2))
        own = [place for place, other in mentions.items() if other == cluster]
        crosses = any(a < first <= b < last or first < a <= last < b for a, b in own)
        if not crosses:
            mentions.setdefault((first, last), cluster)
    return size, mentions


@given(clustered())
def test_any_clusters_come_back(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[int, dict[tuple[int, int], int]]
) -> None:
    size, mentions = case
    cells: list[list[str]] = [[] for _ in range(size)]
    for (first, last), cluster in sorted(mentions.items(), key=lambda one: (-one[0][1], one[0])):
        if first < last:  # the widest first, so that the narrowest is opened last
            cells[first].append(f"({cluster}")
    for (first, last), cluster in sorted(mentions.items(), key=lambda one: -one[0][0]):
        if first == last:
            cells[first].append(f"({cluster})")
    for (first, last), cluster in sorted(mentions.items(), key=lambda one: -one[0][0]):
        if first < last:
            cells[last].append(f"{cluster})")
    rows = [f"x 0 {number} w {'|'.join(cell) or '-'}\n" for number, cell in enumerate(cells)]
    path = tmp_path_factory.mktemp("c") / "made.conll"
    path.write_text(f"#begin document (x); part 3\n{''.join(rows)}#end document\n")
    (record,), account, _ = read("conll2012", path)
    found = {
        (start // 2, (end - 1) // 2): index  # every word is one letter and a blank
        for index, cluster in enumerate(record["clusters"])
        for start, end in cluster
    }
    assert not account.faults
    assert found.keys() == mentions.keys()
    pairs = {(found[place], mentions[place]) for place in mentions}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


@given(st.text(st.sampled_from("#begin document (a);|)\t \n-12é_\ufeff\x00"), max_size=60))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = made(tmp_path_factory.mktemp("c"), f"#begin document (a); part 0\n{text}\n#end document")
    with suppress(DataError):
        read("conll2012", path)
