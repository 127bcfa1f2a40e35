"""Hostile text costs in proportion to its length: patterns, rows, normal forms.

`tests/test_rules_contract.py` holds the baseline `rules` to the same.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers import faults_of, seed_of, store

from goldfield.corpus.exchange.notes import from_note
from goldfield.corpus.foreign.cleaning import clean
from goldfield.corpus.foreign.standoff_rows import rows_of
from goldfield.corpus.formats.jsontext import find_values
from goldfield.corpus.lint import text as linted
from goldfield.corpus.sheet.parsing import parse_sheet
from goldfield.schema.text import fold, normalised, not_nfc_at, visible
from goldfield.scoring.generic.iob import SCHEMES
from goldfield.tagging.tokens import words

MARKS = "\u0301\u0316"  # in an order that normal forms change


def rows(line: str) -> object:
    return rows_of(line, "x")


def tags(scheme: str) -> Callable[[str], object]:
    return SCHEMES[scheme].chunk.findall  # type: ignore[index]


def byline(text: str) -> object:
    from goldfield.corpus.foreign.reuters import _AUTHOR

    return _AUTHOR.fullmatch(text)


def sentences(text: str) -> object:
    return linted.sentences.__wrapped__(text)


def untouchable(text: str) -> object:
    return linted.untouchable.__wrapped__(text)


# What reads it, what stands before it, what is repeated, and what stands behind.
CASES: dict[str, tuple[Callable[[str], object], str, str, str]] = {
    "brat: an id of digits": (rows, "T", "1", " x"),
    "brat: a relation of digits": (rows, "R", "1", " x"),
    "brat: arguments": (rows, "E1\tx", " a:b", " x"),
    "brat: an attribute": (rows, "A1\tx T1", " x", "\t"),
    "brat: a note": (rows, "#1\tx T1\t", "\n", ""),
    "Reuters: blanks in a byline": (byline, "by a", " ", "x"),
    "Reuters: agencies in a byline": (byline, "by a", ", reuters", "x"),
    "notes: open quote marks": (from_note, "", 'a="', ""),
    "notes: blanks": (from_note, 'a="x"', " ", "y"),
    "JSON: braces": (lambda text: list(find_values(text)), "", "{", ""),
    "JSON: braces and blanks": (lambda text: list(find_values(text)), "", "{ ", ""),
    "JSON: open objects": (lambda text: list(find_values(text)), "", '{"a":', ""),
    "JSON: lines": (lambda text: list(find_values(text)), "", "[x\n", ""),
    "IOE1: inside without end": (tags("IOE1"), "", "I", "E"),
    "IOE2: inside without end": (tags("IOE2"), "", "I", ""),
    "BIOES: inside without end": (tags("BIOES"), "B", "I", ""),
    "lint: points": (sentences, "", ".", ""),
    "lint: points and marks": (sentences, "", '."', ""),
    "lint: abbreviations": (sentences, "", "Mr. ", ""),
    "lint: letters": (untouchable, "", "a", ""),
    "lint: letters and lines": (untouchable, "", "a-", ""),
    "lint: letters and points": (untouchable, "", "a.", ""),
    "sheet: keys": (lambda text: parse_sheet(text.encode()), "", "a\n", ""),
    "sheet: brackets": (lambda text: parse_sheet(text.encode()), "a: ", "[", ""),
    "sheet: items": (lambda text: parse_sheet(text.encode()), "a:\n", "- b\n", ""),
    "sheet: quote marks": (lambda text: parse_sheet(text.encode()), "", '"', ""),
    "sheet: anchors": (lambda text: parse_sheet(text.encode()), "a: ", "&a ", ""),
    "terminal: escapes": (visible, "", "\x1b", ""),
    "tokens: abbreviations": (words, "", "a.", "1"),
    "tokens: numbers": (words, "", "1,", ""),
    "normal forms: marks": (not_nfc_at, "a", MARKS, ""),
    "normal forms: a folded copy": (fold, "a", MARKS, ""),
    "normal forms: marks that come apart": (fold, "a", "\u0f73", ""),
    "normal forms: a foreign text": (clean, "a", MARKS, ""),
}


@pytest.mark.parametrize(("read", "head", "piece", "tail"), CASES.values(), ids=CASES)
def test_cost_grows_with_length(
    read: Callable[[str], object], head: str, piece: str, tail: str
) -> None:
    """Eight times the length may cost 24 times as much: 8 if linear, 64 if quadratic."""

    def cost(length: int) -> float:
        text = head + piece * (length // len(piece)) + tail
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    # A busy machine only ever adds to a time: the least of several counts. Below a millisecond
    # there is nothing to measure.
    small = max(min(cost(4_000) for _ in range(3)), 0.001)
    assert any(cost(32_000) < 24 * small for _ in range(3))


# Of each reader a file that is repeated in itself, or a line of it.
FILES = {
    "import-gum": ("made.conllu", b"1\tx\tx\tNOUN\tX\t_\t0\tdep\t_\tEntity=" + b"a" * 2000 + b"\n"),
    "import-reuters": ("reut2-000.sgm", b'<REUTERS NEWID="1">\n' + b"A" * 2000 + b"\n"),
    "import-litbank-quotes": ("quotations/tsv/b_brat.ann", b"ATTRIB\tQ9\tx\n" * 50),
    "import-timeml": ("made.tml", b"<TIMEX3/>" * 200),
    "import-conll": ("train.conll", b"a B-PER\n" * 200),
    "import-conll2012": ("made.conll", b"x 0 0 a b * - - - - * * (1\n" * 50),
    "convert-conll": ("tags.conll", b"Oslo B-GPE\n" * 200),
    "convert-strings": ("answers.txt", b'{"id": "a-1", "entities": [{"name": "x"' * 50),
    "splits": ("corpus/splits.toml", b"".join(b'a%d = "x"\n' % n for n in range(200))),
    "sheet": ("sheet.yaml", b"x: y\n" * 200),
}


@pytest.mark.parametrize("name", FILES)
def test_files_cost_in_proportion(name: str, tmp_path: Path) -> None:
    """As above, through the whole reader."""
    file, piece = FILES[name]
    seed = seed_of(name)

    def cost(times: int) -> float:
        store({**seed, file: seed[file] + b"\n" + piece * times}, tmp_path)
        begun = time.process_time()
        faults_of(name, tmp_path)
        return time.process_time() - begun

    cost(1)
    small = max(min(cost(4) for _ in range(2)), 0.002)
    assert any(cost(32) < 24 * small for _ in range(3))


@given(st.text(st.sampled_from("a\u0301\u0316\u0f73\u0344é\u1100\u1161\u11a8ﬁ½")))
def test_a_normal_form_is_that_of_python(text: str) -> None:
    """Also where the long way round is taken."""
    long = "b" * 1000 + text
    assert normalised("NFC", long) == unicodedata.normalize("NFC", long)
    assert normalised("NFKC", long) == unicodedata.normalize("NFKC", long)
