"""Tokens with their places, spans as tags and back, and the features that taggers share."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.tagging.bilou import LabelledSpan, decode, encode, may_follow
from goldfield.tagging.features import Phrases, affixes, shape
from goldfield.tagging.tokens import TOKENISERS, Token, pieces, sentences, words

TEXT = "Dr. Zoë Tolk’s U.S. aide paid $1,250.50 (3%) to co-op no. 7. “Go!” she said.\nIt rained"


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


TOKENS = """
    Dr . Zoë Tolk ’s U.S. aide paid $ 1,250.50 ( 3 % ) to co - op no . 7 . “ Go ! ” she said .
    It rained
"""


def test_words() -> None:
    assert texts(words(TEXT)) == TOKENS.split()


def test_pieces() -> None:
    assert pieces(" a ,\nb's ") == [Token(1, 2, "a"), Token(3, 4, ","), Token(5, 8, "b's")]


def test_sentences() -> None:
    # A stop before a small letter or without a blank ends nothing; marks that close stay inside.
    found = sentences(TEXT, words(TEXT))
    assert [TEXT[s[0].start : s[-1].end] for s in found] == [
        "Dr.",  # no list of abbreviations
        "Zoë Tolk’s U.S. aide paid $1,250.50 (3%) to co-op no.",
        "7.",
        "“Go!” she said.",
        "It rained",
    ]


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=80),
    st.sampled_from(["words", "pieces"]),
)
def test_tokens_cover_what_is_visible_once_and_sentences_lose_none(text: str, name: str) -> None:
    tokens = TOKENISERS[name](text)
    assert all(token.text == text[token.start : token.end] and token.text for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    inside = {at for token in tokens for at in range(token.start, token.end)}
    assert all(sign.isspace() for at, sign in enumerate(text) if at not in inside)
    assert [token for sentence in sentences(text, tokens) for token in sentence] == tokens


LINE = words("a b c d e f")  # places 0, 2, 4, 6, 8, 10


def span(first: int, last: int, label: str = "X") -> LabelledSpan:
    return LabelledSpan(LINE[first].start, LINE[last].end, label)


def test_encode() -> None:
    spans = [span(0, 0), span(1, 3, "Y"), span(4, 5)]
    assert encode(LINE, spans) == ["U-X", "B-Y", "I-Y", "L-Y", "B-X", "L-X"]


def test_encode_keeps_the_longest_then_the_first_of_spans_that_share_a_token() -> None:
    assert encode(LINE, [span(0, 1), span(1, 3, "Y")]) == ["O", "B-Y", "I-Y", "L-Y", "O", "O"]
    assert encode(LINE, [span(1, 2, "Y"), span(0, 1)]) == ["B-X", "L-X", "O", "O", "O", "O"]


def test_encode_takes_a_token_that_is_cut_and_loses_a_span_without_tokens() -> None:
    tokens = words("Norwegian  coast")
    assert encode(tokens, [LabelledSpan(0, 4, "X"), LabelledSpan(9, 11, "Y")]) == ["U-X", "O"]
    assert encode([], [LabelledSpan(0, 4, "X")]) == []


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("I-X L-X O O O O", [span(0, 1)]),  # it began without a B
        ("B-X I-X O O O O", [span(0, 1)]),  # it ended without an L
        ("B-X I-Y O O O O", [span(0, 0), span(1, 1, "Y")]),  # another label begins anew
        ("L-X L-X O O O O", [span(0, 0), span(1, 1)]),  # what is closed is not gone on with
        ("U-X I-X O O O O", [span(0, 0), span(1, 1)]),
        ("B-X B-X L-X O O O", [span(0, 0), span(1, 2)]),
        ("O O O O O O", []),
    ],
)
def test_decode_is_lenient(tags: str, expected: list[LabelledSpan]) -> None:
    assert decode(LINE, tags.split()) == expected


@st.composite
def spans_of(draw: st.DrawFn) -> tuple[list[Token], list[LabelledSpan]]:
    """Tokens, and spans of whole tokens of which no two share one."""
    tokens = words(" ".join(["w"] * draw(st.integers(0, 12))))
    found, at = [], 0
    while at < len(tokens):
        size = draw(st.integers(0, 3))
        last = min(at + size, len(tokens)) - 1
        if size:
            label = draw(st.sampled_from("XY"))
            found.append(LabelledSpan(tokens[at].start, tokens[last].end, label))
        at = max(at, last) + 1
    return tokens, found


@given(spans_of())
def test_tags_are_spans(case: tuple[list[Token], list[LabelledSpan]]) -> None:
    tokens, spans = case
    tags = encode(tokens, spans)
    assert decode(tokens, tags) == spans
    assert all(may_follow(a, b) for a, b in zip(["O", *tags], [*tags, "O"], strict=True))


@pytest.mark.parametrize(
    ("before", "tag", "allowed"),
    [
        ("O", "B-X", True),
        ("O", "L-X", False),
        ("B-X", "L-X", True),
        ("B-X", "I-Y", False),
        ("I-X", "O", False),
        ("L-X", "U-Y", True),
        ("U-X", "I-X", False),
    ],
)
def test_may_follow(before: str, tag: str, allowed: bool) -> None:
    assert may_follow(before, tag) is allowed


@pytest.mark.parametrize(
    ("word", "long", "short"),
    [
        ("McDonald", "XxXxxxx", "XxXx"),
        ("1,250.50", "d,ddd.dd", "d,d.d"),
        ("東京", "xx", "x"),
        ("U.S.", "X.X.", "X.X."),
        ("", "", ""),
    ],
)
def test_shape(word: str, long: str, short: str) -> None:
    assert (shape(word), shape(word, 1)) == (long, short)


def test_affixes() -> None:
    assert affixes("cats", 2) == ["^c", "^ca", "s$", "ts$"]
    assert affixes("a") == []


def test_phrases() -> None:
    known = Phrases(
        [
            (("New", "York"), "place"),
            (("New", "York"), "ship"),
            (("New", "York", "Times"), "paper"),
            (("York",), "place"),
            ((), "nothing"),
        ]
    )
    # The longest wins, nothing overlaps, and a phrase cut off by the end is none.
    assert known.tags(["New", "York", "Times", "York", "New", "York", "New"]) == [
        ["B-paper"], ["I-paper"], ["L-paper"], ["U-place"],
        ["B-place", "B-ship"], ["L-place", "L-ship"], [],
    ]  # fmt: skip
    assert known.tags([]) == []
