"""Words of a sheet and their places in the text."""

from __future__ import annotations

import pytest

from goldfield.corpus.sheet.locating import Problem, Written, locate, split_surface, surface_at
from goldfield.errors import DataError
from goldfield.schema.records import Mention, Span

#       0         1         2         3         4
#       0123456789012345678901234567890123456789012345678
TEXT = "Art for art, party art. “It’s aa aa aa” x@7 x\ny"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("art", ("art", None, False)),
        ("art@2", ("art", 2, False)),
        ("art@~12", ("art", 12, True)),
        ("a@b", ("a@b", None, False)),
        ("x@7@1", ("x@7", 1, False)),
        ("@3", ("@3", None, False)),
        ("@3@1", ("@3", 1, False)),
        ("art@", ("art@", None, False)),
        ("art@٣", ("art@٣", None, False)),  # digits are 0 to 9
        ("a\nb@2", ("a\nb", 2, False)),
        ("art@1234567890", ("art@1234567890", None, False)),
    ],
)
def test_the_last_at_sign_with_digits_is_the_occurrence(
    written: str, expected: tuple[str, int | None, bool]
) -> None:
    assert split_surface(written) == Written(*expected)


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("Art", 0),
        ("party", 13),
        ("art@1", 8),
        ("art@2", 19),  # the one inside "party" does not count
        ("art@~1", 8),
        ("art@~3", 19),  # and here it does
        ("It’s", 25),
        ("aa aa@1", 30),
        ("aa aa@2", 33),  # overlaps count
        ("x@7@1", 40),
        ("x\ny", 44),
    ],
)
def test_a_surface_is_found(written: str, start: int) -> None:
    words = split_surface(written).words
    assert locate(TEXT, written) == Span(start, start + len(words), words)


def test_a_mention_may_cut_a_word_and_nothing_else_may() -> None:
    assert locate(TEXT, "art@~2", may_cut=True) == Span(14, 17, "art")
    found = locate(TEXT, "art@~2")
    assert isinstance(found, Problem)
    assert found.problem == "'art' stands inside 'party'"


@pytest.mark.parametrize(
    ("written", "problem", "fix"),
    [
        ("art", "'art' occurs 2 times", "add the number of the one you mean: "
         "@1 'Art for [art], party art. “It’s a', "
         "@2 'Art for art, party [art]. “It’s aa aa aa” x@'"),
        ("art@3", "'art' occurs 2 times, not 3", "choose a number from 1 to 2"),
        ("art@0", "'art' occurs 2 times, not 0", "choose a number from 1 to 2"),
        ("party@2", "'party' occurs once, not 2", "leave it out"),
        ("arty", "'arty' stands only inside words: 'party'",
         "take the whole word; if a mention is meant to cut it, write arty@~1"),
        ("It's", '"It\'s" is not in the text', "copy it as it stands: 'It’s'"),
        ('"IT\'S AA', "'\"IT\\'S AA' is not in the text", "copy it as it stands: '“It’s aa'"),
        ("Art for art, partly", "'Art for art, partly' is not in the text",
         "after 'Art for art, part' the text has 'y art. “It’s aa aa a', the sheet 'ly'"),
        ("nothing", "'nothing' is not in the text", "copy the words from the text"),
        ("x@7", "'x' occurs once, not 7", "leave it out"),
        ("It’s aa aa aa” x@7", "'It’s aa aa aa” x' occurs once, not 7", "leave it out"),
        (" art", "' art' has a blank at its edge or is empty",
         "begin and end on a character; end a YAML block with `>-` or `|-`"),
        ("", "'' has a blank at its edge or is empty",
         "begin and end on a character; end a YAML block with `>-` or `|-`"),
    ],
)  # fmt: skip
def test_what_has_no_place_says_what_to_write(written: str, problem: str, fix: str) -> None:
    assert locate(TEXT.replace(" x\n", " z\n"), written) == Problem(problem, fix)


def test_a_forgotten_number_of_words_that_end_in_one_is_told() -> None:
    found = locate("as user@7 said", "user@7@2")
    assert found == Problem("'user@7' occurs once, not 2", "leave it out")
    found = locate("as the user@7 said", "he user@7")
    assert isinstance(found, Problem)
    assert found.fix == "the last @N is the occurrence: write he user@7@1"


def test_many_occurrences_are_not_all_listed() -> None:
    found = locate("a " * 30, "a")
    assert isinstance(found, Problem)
    assert found.fix.endswith(" and 10 more")
    assert found.fix.count("@") == 20


def test_a_head_is_looked_for_inside_its_mention() -> None:
    text = "the head, the head of the heads"
    mention = Span(10, 31, "the head of the heads")
    assert locate(text, "head", mention) == Span(14, 18, "head")
    assert locate(text, "the@2", mention) == Span(22, 25, "the")
    assert surface_at(text, Span(14, 18, "head"), mention) == "head"
    assert surface_at(text, Span(22, 25, "the"), mention) == "the@2"
    gone = locate(text, "tail", mention)
    assert isinstance(gone, Problem)
    assert gone.problem == "'tail' is not in its mention 'the head of the heads'"
    with pytest.raises(DataError, match="of its mention"):
        surface_at(text, Span(4, 8, "head"), mention)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(0, 3, "Art"), "Art"),
        (Span(19, 22, "art"), "art@2"),
        (Span(40, 43, "x@7"), "x@7@1"),
        (Span(14, 17, "art"), "art@~2"),
        (Mention(13, 18, "party", "NAM", None, True), "party@~1"),
        (Mention(13, 18, "party", "NAM", None, False), "party"),
    ],
)
def test_the_shortest_spelling_is_given(span: Span, expected: str) -> None:
    assert surface_at(TEXT, span) == expected


@pytest.mark.parametrize("span", [Span(0, 3, "art"), Span(1, 1, ""), Span(90, 93, "art")])
def test_a_span_that_does_not_hold_its_surface_cannot_be_spelt(span: Span) -> None:
    with pytest.raises(DataError, match="a sheet cannot say it"):
        surface_at(TEXT, span)
