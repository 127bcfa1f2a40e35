"""Brat's standoff files: every kind of line, what offsets may count, and all that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.corpus.foreign.standoff import Standoff, parse_standoff, read_standoff
from goldfield.corpus.foreign.standoff_offsets import countings
from goldfield.corpus.foreign.standoff_rows import (
    Attribute,
    Equivalence,
    Event,
    Mark,
    Normalisation,
    Note,
    Relation,
)
from goldfield.errors import DataError

TEXT = "Brim fell.\nOld and ill men left.\n"
ALL = [
    "T1\tGPE 0 4\tBrim",
    "T2\tFall 5 9\tfell",
    "T3\tPER 11 14;23 26\tOld men",
    "R1\tPart-of Arg1:T3 Arg2:T1\t",
    "E1\tFall:T2 Who:T1 Whom2:T3 ",
    "E2\tFall:T2",
    "A1\tNegated E1",
    "M2\tDegree E1 very low",
    "N1\tReference T1 Wikidata:Q42\tBrim, the town",
    "",
    "#1\tAnnotatorNotes T1\tor is it\ta river?",
    "*\tEquiv T1 T3",
]


def parsed(text: str, *lines: str, end: str = "\n") -> Standoff:
    return parse_standoff(text, end.join(lines), "x.ann")


def told(text: str, *lines: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        parsed(text, *lines)
    return [
        f"{fault.where.removeprefix('x.ann:')}: {fault.problem}" for fault in caught.value.faults
    ]


def test_every_kind_of_line() -> None:
    document = parsed(TEXT, *ALL)
    assert document == Standoff(
        text=TEXT,
        counting="code points",
        marks=[
            Mark(1, "T1", "GPE", ((0, 4),), "Brim"),
            Mark(2, "T2", "Fall", ((5, 9),), "fell"),
            Mark(3, "T3", "PER", ((11, 14), (23, 26)), "Old men"),
        ],
        relations=[Relation(4, "R1", "Part-of", (("Arg1", "T3"), ("Arg2", "T1")))],
        events=[
            Event(5, "E1", "Fall", "T2", (("Who", "T1"), ("Whom2", "T3"))),
            Event(6, "E2", "Fall", "T2", ()),
        ],
        attributes=[
            Attribute(7, "A1", "Negated", "E1", None),
            Attribute(8, "M2", "Degree", "E1", "very low"),
        ],
        normalisations=[
            Normalisation(9, "N1", "Reference", "T1", "Wikidata", "Q42", "Brim, the town")
        ],
        notes=[Note(11, "#1", "AnnotatorNotes", "T1", "or is it\ta river?")],
        equivalences=[Equivalence(12, "Equiv", ("T1", "T3"))],
    )


def test_line_ends_and_order_do_not_matter_and_an_event_may_come_before_its_trigger() -> None:
    assert parsed(TEXT, *ALL, end="\r\n") == parsed(TEXT, *ALL) == parsed(TEXT, *ALL, "", "")
    backwards = parsed(TEXT, *reversed(ALL))
    assert [mark.id for mark in backwards.marks] == ["T3", "T2", "T1"]
    assert parsed("", "") == Standoff("", "code points", [], [], [], [], [], [], [])


def test_a_surface_shows_line_breaks_as_blanks_or_has_them() -> None:
    text = "a\n\nb c\td\x85e\u2028f"
    places = "0 4", "0 6", "5 12"
    surfaces = "a  b", "a\n\nb c", "c\td\x85e\u2028f"
    rows = zip(places, surfaces, strict=True)
    document = parsed(text, *(f"T{i}\tX {place}\t{words}" for i, (place, words) in enumerate(rows)))
    assert [mark.surface for mark in document.marks] == list(surfaces)


# "a", an emoji (2 UTF-16 units, 4 bytes), a blank, "é" (2 bytes), a blank, "xy": "xy" is at
# code points 5-7, UTF-16 units 6-8, UTF-8 bytes 9-11 (1 + 4 + 1 + 2 + 1).
ASTRAL = "a😀 é xy"


@pytest.mark.parametrize(
    ("text", "place", "counting"),
    [
        (ASTRAL, "5 7", "code points"),
        (ASTRAL, "6 8", "UTF-16 code units"),
        (ASTRAL, "9 11", "UTF-8 bytes"),
        ("q\r\n\r\nxy", "5 7", "code points"),
        ("q\r\n\r\nxy", "3 5", "code points without carriage returns"),
        ("\ufeffq xy", "3 5", "code points"),
        ("\ufeffq xy", "2 4", "code points without a byte order mark"),
        (
            "\ufeff😀😀😀\r\nxy",
            "7 9",
            "UTF-16 code units without a byte order mark and carriage returns",
        ),
    ],
)
def test_what_offsets_count_is_proved_by_all_surfaces(text: str, place: str, counting: str) -> None:
    row = f"T1\tX {place}\txy"
    document = parsed(text, row)
    assert document.counting == counting
    (mark,) = document.marks
    assert [text[slice(*fragment)] for fragment in mark.fragments] == ["xy"]
    assert told(text, row, "T2\tX 0 1\txy")  # one that fits in no way, and none is believed


def test_places_end_before_a_line_break_that_is_counted_once() -> None:
    """`q` is at 0-1 and the break at 1-2 to a tool that reads lines; to us CRLF is 1-3."""
    document = parsed("q\r\nxy", "T1\tX 0 1\tq", "T2\tX 2 4\txy", "T3\tX 0 4\tq xy")
    assert [mark.fragments for mark in document.marks] == [((0, 1),), ((3, 5),), ((0, 5),)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("T2 PER 0 4\tBrim", "'T2 PER 0 4\\tBrim' is no annotation of brat"),
        ("T2\tPER 0 4", "'T2\\tPER 0 4' is no annotation of brat"),
        ("T2\tPER 0 4;\tBrim", "'T2\\tPER 0 4;\\tBrim' is no annotation of brat"),
        ("T2\tPER 0 99999999999\tBrim", "'T2\\tPER 0 99999999999\\tBrim' is no annotation of brat"),
        ("R1\tPart", "'R1\\tPart' is no annotation of brat"),
        ("E1\tFall Who:T1", "'E1\\tFall Who:T1' is no annotation of brat"),
        ("A1\tNegated", "'A1\\tNegated' is no annotation of brat"),
        ("N1\tReference T1 Q42", "'N1\\tReference T1 Q42' is no annotation of brat"),
        ("*\tEquiv", "'*\\tEquiv' is no annotation of brat"),
        ("E1\tFall:T7", "there is no annotation T7"),
        ("R1\tPart a:T1 b:T8", "there is no annotation T8"),
        ("#1\tAnnotatorNotes T9\tx", "there is no annotation T9"),
        ("T1\tPER 0 4\tBrim", "the id T1 is given twice"),
        ("T2\tPER 0 5\tBrim!", "0 5 of the text holds 'Brim ', not 'Brim!'"),
        ("T2\tPER 4 4\tx", "4 4 of the text holds '', not 'x'"),
        ("T2\tPER 30 99\tx", "30 99 of the text holds 't.\\n', not 'x'"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, problem: str) -> None:
    assert told(TEXT, ALL[0], "", line) == [f"3: {problem}"]


def test_all_wrong_lines_are_told_in_their_order() -> None:
    assert told(TEXT, "nonsense", "E1\tFall:T1", "T2\tX 0 4\tBrum", "and more", "T3") == [
        "1: 'nonsense' is no annotation of brat",
        "2: there is no annotation T1",
        "3: 0 4 of the text holds 'Brim', not 'Brum\\nand more'",
        "5: 'T3' is no annotation of brat",
    ]


@pytest.mark.parametrize("spoilt", ["x.ann", "x.txt"])
@pytest.mark.parametrize("raw", [b"\n\xff", None])
def test_a_file_that_cannot_be_read_is_a_fault(
    tmp_path: Path, spoilt: str, raw: bytes | None
) -> None:
    for name in ("x.ann", "x.txt"):
        (tmp_path / name).write_bytes(b"")
    path = tmp_path / spoilt
    path.unlink()
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(DataError) as caught:
        read_standoff(tmp_path / "x.ann")
    (fault,) = caught.value.faults
    assert fault.where == (str(path) if raw is None else f"{path}:2")


PIECES = st.text(st.sampled_from("aé😀\r\n \ufeff\u0301x"), max_size=12)


@given(PIECES, st.data())
def test_every_counting_finds_the_place_it_was_written_from(text: str, data: st.DataObject) -> None:
    """Offsets written by a tool that counts so lead back to the characters."""
    for counting in countings(text):
        places = [counting.place_of(at) for at in range(4 * len(text) + 1)]
        known = [place for place in places if place is not None]
        assert known == sorted(set(known)), counting.name
        assert known[-1] == len(text)
        assert counting.place_of(4 * len(text) + 1) is None


@given(st.text(st.sampled_from("TREAMN#*019:; \t\r\nax😀\x00"), max_size=60), PIECES)
def test_no_annotation_file_breaks_the_reader(annotations: str, text: str) -> None:
    try:
        assert parse_standoff(text, annotations, "x.ann").text == text
    except DataError as error:
        told = [fault.where for fault in error.faults]
    else:
        told = []
    assert all(where.startswith("x.ann:") for where in told)
