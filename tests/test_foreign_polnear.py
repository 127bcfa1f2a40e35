"""PolNeAR: attributions in brat by several annotators, and what quote marks make of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign import imported, skipped, write

from goldfield.corpus.foreign.polnear import polnear_split
from goldfield.corpus.foreign.quoting import marked_places
from goldfield.schema.records import Quote, Span

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
