"""Corpora in brat, TimeML and SGML: hand-made files with their traps, and the real ones if here."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign import imported, skipped, write

from goldfield.corpus.foreign.litbank_entities import kind_by_rule
from goldfield.corpus.foreign.litbank_quotes import character_name
from goldfield.corpus.foreign.polnear import polnear_split
from goldfield.corpus.foreign.quoting import marked_places
from goldfield.schema.records import Quote, Span

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


def test_the_name_of_a_character_is_spelt_as_in_the_text() -> None:
    text = "Terry O'Neil , of the Sea-dog , met Mrs. Bennet ."
    ids = ["Terry_O_Neil-17", "the_Sea-dog-0", "Mrs__Bennet-7", "Mrs__Benn-7", "NARRATOR-53", "_-1"]
    assert [character_name(id, text) for id in ids] == [
        "Terry O'Neil", "the Sea-dog", "Mrs. Bennet", "Mrs Benn", "NARRATOR", ",",
    ]  # fmt: skip


# PolNeAR

NEWS = (
    "Ann Lee, who won, said: “We sail.\n\n“At noon,” and “never before” that.\n"
    "Officials deny it 😀. Bo said he is “not ready”, she added.\n"
)


def row(number: int, type: str, *pieces: str) -> str:
    """A mark of the first occurrences of its pieces, counted in code points."""
    places = [(NEWS.index(piece), NEWS.index(piece) + len(piece)) for piece in pieces]
    told = ";".join(f"{start} {end}" for start, end in places)
    return f"T{number}\t{type} {told}\t{' '.join(pieces).replace(chr(10), ' ')}"


MARKS = [
    row(1, "Source", "Ann Lee"),
    row(2, "Cue", "said:"),
    row(3, "Content", "“We sail.", "“At noon,”"),
    row(4, "Attribution", "said:"),
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
    row(5, "Content", "it 😀"),
    row(6, "Cue", "den"),  # cuts a word
    row(7, "Attribution-no-source", "deny"),
    "E2\tAttribution-no-source:T7 Cue:T6 Content:T5 ",
    row(8, "Content", "he is “not ready”"),
    row(9, "Source", "Bo", "she"),
    row(10, "Attribution", "added"),
    "E3\tAttribution:T10 Source:T9 Content:T8",
    row(11, "Discuss", "who won"),
    row(12, "Attribution-no-source", "never"),
    "E4\tAttribution-no-source:T12 ",
    "#1\tAnnotatorNotes T11\twhat is this?",
]


def spans(found: list[Span]) -> list[str]:
    return [span.text for span in found]


def quoted(quote: Quote) -> tuple[object, ...]:
    source, cue = quote.source, quote.cue
    speaker = source.span.text if source.span else None
    return quote.type, speaker, cue and cue.text, spans(quote.content), spans(quote.quoted)


def test_polnear(tmp_path: Path) -> None:
    """Two annotators of one text are two records; without texts there is nothing to read."""
    files: dict[str, str | bytes] = {
        "train/text/x_news.txt": NEWS,
        "train/attributions/x_news_1a.ann": "\n".join(MARKS),
        "train/attributions/x_news_2b.ann": "",
        "train/attributions/._x_news_1a.ann": b"\xff",
        "parc/attributions/y_1a.ann": "T1\tCue 0 4\tsaid",
    }
    write(tmp_path / "data", files)
    (first, second), account = imported(tmp_path, "polnear")
    assert (first.id, second.id) == ("x_news@1a", "x_news@2b")
    assert (first.text, second.quotes) == (NEWS, [])
    assert [quoted(quote) for quote in first.quotes] == [
        ("direct", "Ann Lee", "said:", ["We sail.", "At noon,"], ["We sail.", "At noon,"]),
        ("indirect", None, "deny", ["it 😀"], []),
        ("mixed", "Bo", None, ["he is “not ready”"], ["not ready"]),
    ]
    assert [quote.source.status for quote in first.quotes] == ["explicit", "implicit", "explicit"]
    assert skipped(account) == [
        ("document", "", "its text is not published with it", 1),
        ("mark", "Discuss", "in no attribution", 1),
        ("note", "AnnotatorNotes", "no such thing in a record", 1),
        ("quote", "Attribution-no-source", "no words are ascribed", 1),
    ]
    assert account.notes == [
        "fragments of a source that were left out, since its first is its place: 1",
        "places that cut a word, and were widened to it: 1",
    ]


def test_polnear_offsets_of_utf16(tmp_path: Path) -> None:
    """A mark after the emoji stands one further in UTF-16, and its surface proves it."""
    at = NEWS.index("Bo") + 1
    rows = [
        f"T1\tSource {at} {at + 2}\tBo",
        f"T2\tContent {at + 8} {at + 13}\the is",
        "E1\tAttribution:T2 Content:T2 Source:T1",
    ]
    write(tmp_path, {"x_1a.ann": "\n".join(rows), "x.txt": NEWS})
    (article,), _ = imported(tmp_path, "polnear")
    assert [quoted(quote)[:4] for quote in article.quotes] == [("indirect", "Bo", None, ["he is"])]


def test_a_missing_text_among_texts_is_a_fault(tmp_path: Path) -> None:
    write(
        tmp_path,
        dict.fromkeys(["text/x.txt", "attributions/y_1a.ann", "attributions/x_1a.ann"], ""),
    )
    articles, account = imported(tmp_path, "polnear")
    assert [article.id for article in articles] == ["x@1a"]
    assert [Path(fault.where).name for fault in account.faults] == ["y.txt"]


def test_splits_are_folders() -> None:
    names = ["data/dev/attributions", "data/annotator-training/attributions", "test/attributions"]
    assert [polnear_split(Path(name, "x.ann")) for name in names] == ["validation", "other", "test"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“a” and “b", ["a", "b"]),
        ("“a\n\n“b” c", ["a", "b"]),
        ("“a “b” c” d", ["a “b” c"]),
        ('"a" b "c\nd"', ["a", "c", ""]),
        ("a” «b» c", ["b"]),
        ("", []),
    ],
)
def test_insides_of_quote_marks(text: str, inside: list[str]) -> None:
    assert [text[slice(*place)] for place in marked_places(text)] == inside
