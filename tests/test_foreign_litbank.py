"""LitBank's entities and quotations, with the coreference beside them and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign import imported, skipped, write

from goldfield.corpus.foreign.litbank import read_litbank
from goldfield.corpus.foreign.litbank_entities import kind_by_rule
from goldfield.corpus.foreign.litbank_quotes import character_name
from goldfield.errors import DataError

# LitBank's entities


def test_litbank_entities(tmp_path: Path) -> None:
    """Two fit inside each other; a vehicle is kept if it has a name; CRLF is two characters."""
    text = "The Lord Mayor of Brim\r\nsaw an old ship , the Selvik Star ."
    rows = [
        "T1\tPER 0 22\tThe Lord Mayor of Brim",
        "T2\tGPE 18 22\tBrim",
        "T3\tVEH 28 39\tan old ship",
        "T4\tVEH 42 57\tthe Selvik Star",
        "T5\tPER 28 39\tan old ship",
        "T6\tORG 28 39\tan old ship",
        "T7\tPER 28 34;35 39\tan old ship",
        "T8\tFAC 22 23\t ",
    ]
    files: dict[str, str | bytes] = {
        "a_brat.txt": text,
        "a_brat.ann": "\r\n".join(rows),
        "._a_brat.ann": b"\0\xff",
    }
    (article,), account = imported(write(tmp_path, files), "litbank-entities")
    assert (article.id, article.layers) == ("a", ["entities"])
    assert article.text == text.replace("\r\n", "\n")
    assert [
        (e.type, e.mentions[0].start, e.mentions[0].text, e.mentions[0].kind)
        for e in article.entities
    ] == [
        ("PER", 0, "The Lord Mayor of Brim", "NAM"),
        ("GPE", 18, "Brim", "NAM"),
        ("MISC", 41, "the Selvik Star", "NAM"),
        ("PER", 27, "an old ship", "NOM"),
    ]
    assert skipped(account) == [
        ("mention", "FAC", "it has no visible character", 1),
        ("mention", "ORG", "another mention has its place", 1),
        ("mention", "PER", "its words do not stand together", 1),
        ("mention", "VEH", "no entity type of ours", 1),
    ]


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("Mr. Guppy", "NAM"),
        ("the Duke of Brim", "NAM"),
        ("old Tom Jarndyce", "NAM"),
        ("Anna , the queen", "NAM"),
        ("the streets", "NOM"),
        ("the queen of Brim", "NOM"),
        ("a Frenchman", "NOM"),
        ("his Majesty", "NOM"),
        ("The queen", "NOM"),
        ("He", "PRO"),
        ("themselves", "PRO"),
        ("—", "NOM"),
        ("", "NOM"),
    ],
)
def test_the_kind_of_a_mention_is_told_by_rule(surface: str, kind: str) -> None:
    assert kind_by_rule(surface) == kind


def test_a_damaged_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    damaged = {"a.txt": "Brim", "a.ann": "T1\tGPE 0 4\tBrum\nfoo"}
    write(tmp_path, {**damaged, "b.txt": "Brim", "b.ann": ""})
    articles, account = imported(tmp_path, "litbank-entities")
    assert [article.id for article in articles] == ["b"]
    (fault,) = account.faults
    assert fault.where == f"{tmp_path / 'a.ann'}:1"
    assert account.totals() == {"document": (2, 1, 1)}


# LitBank's quotations

LINES = """“ Late , ” said Mrs. Bennet .
' And I say , '
— Come !
_ Never _
“ ”
I wo n't , ’
"""
TABLE = """QUOTE\tQ1\t0\t0\t0\t3\t“ Late , ”
QUOTE\tQ2\t1\t0\t1\t5\t' And I say , '
QUOTE\tQ3\t2\t0\t2\t2\t— Come !
QUOTE\tQ4\t3\t0\t3\t2\t_ Never _
QUOTE\tQ5\t4\t0\t4\t1\t“ ”
QUOTE\tQ6\t5\t0\t5\t4\tI wo n't , ’
ATTRIB\tQ1\tMrs__Bennet-7
ATTRIB\tQ2\tMR__BENNET-12
ATTRIB\tQ5\tNobody-1
"""


def test_litbank_quotes(tmp_path: Path) -> None:
    """Marks and the dash of dialogue are left out; who says Q3, Q4 and Q6 is not told."""
    write(tmp_path, {"b_brat.txt": LINES.replace("\n", "\r\n"), "b_brat.ann": TABLE})
    (article,), account = imported(tmp_path, "litbank-quotes")
    assert (article.id, article.layers, article.entities) == ("b", ["quotes", "speakers"], [])
    assert [(q.content[0].text, q.source.name, q.source.status) for q in article.quotes] == [
        ("Late ,", "Mrs. Bennet", "explicit"),
        ("And I say ,", "MR BENNET", "explicit"),
        ("Come !", None, "implicit"),
        ("Never", None, "implicit"),
        ("I wo n't ,", None, "implicit"),
    ]
    assert all(q.type == "direct" and q.quoted == q.content for q in article.quotes)
    assert skipped(account) == [
        ("quote", "", "nothing but marks", 1),
        ("speaker", "", "its quote has no words", 1),
    ]


COREF = """MENTION\tT1\t0\t5\t0\t6\tMrs. Bennet\tPER\tPROP
MENTION\tT2\t1\t2\t1\t2\tI\tPER\tPRON
MENTION\tT3\t5\t0\t5\t0\tI\tPER\tPRON
MENTION\tT4\t1\t1\t1\t1\tAnd\tVEH\tNOM
MENTION\tT5\t3\t1\t3\t1\tNever\tPER\tNOM
COREF\tT1\tMrs__Bennet-7
COREF\tT2\tMR__BENNET-12
COREF\tT3\tMrs__Bennet-7
COREF\tT4\tcart-1
COP\tT5\tT1
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("QUOTE\tQ1\t0\t0\t0\t3", "QUOTE\tQ1\t0\t0\t0\t2", 1),  # another end than its words have
        ("QUOTE\tQ2", "QUOTE\tQ1", 2),
        ("ATTRIB\tQ2", "ATTRIB\tQ99", 8),
    ],
)
def test_rows_of_another_text_are_faults(tmp_path: Path, old: str, new: str, line: int) -> None:
    (tmp_path / "x.txt").write_text(LINES, "utf-8")
    (tmp_path / "x.ann").write_text(TABLE.replace(old, new), "utf-8")
    with pytest.raises(DataError) as caught:
        read_litbank(tmp_path / "x.ann")
    assert f"x.ann:{line}" in caught.value.faults[0].where


def test_speakers_are_clusters_where_the_coreference_lies_beside(tmp_path: Path) -> None:
    """`I` in the last line is Mrs. Bennet's, so her entity has both mentions, and a name."""
    files = {"quotations/tsv/b_brat.ann": TABLE, "coref/tsv/b_brat.ann": COREF}
    write(tmp_path, {**files, "quotations/tsv/b_brat.txt": LINES})
    (article,), account = imported(tmp_path, "litbank-quotes")
    assert article.layers == ["entities", "coref", "quotes", "speakers"]
    told = [(e.id, e.name, [(m.text, m.kind) for m in e.mentions]) for e in article.entities]
    assert told == [
        ("e1", "Mrs. Bennet", [("Mrs. Bennet", "NAM"), ("I", "PRO")]),
        ("e2", None, [("I", "PRO")]),
    ]
    assert [q.source.entity for q in article.quotes] == ["e1", "e2", None, None, None]
    assert skipped(account) == [
        ("copula", "", "no such thing in a record", 1),
        ("mention", "PER", "it is in no cluster, but linked to a mention that is", 1),
        ("mention", "VEH", "no entity type of ours", 1),
        ("quote", "", "nothing but marks", 1),
        ("speaker", "", "its quote has no words", 1),
    ]
    write(tmp_path, {"coref/tsv/b_brat.ann": "MENTION\tT1\t0\t5\t9\t6\tx\tPER\tNOM\nodd"})
    articles, account = imported(tmp_path, "litbank-quotes")
    assert articles == []
    assert [fault.where.rpartition(":")[2] for fault in account.faults] == ["1", "2"]


def test_the_name_of_a_character_is_spelt_as_in_the_text() -> None:
    text = "Terry O'Neil , of the Sea-dog , met Mrs. Bennet ."
    ids = ["Terry_O_Neil-17", "the_Sea-dog-0", "Mrs__Bennet-7", "Mrs__Benn-7", "NARRATOR-53", "_-1"]
    assert [character_name(id, text) for id in ids] == [
        "Terry O'Neil", "the Sea-dog", "Mrs. Bennet", "Mrs Benn", "NARRATOR", ",",
    ]  # fmt: skip
