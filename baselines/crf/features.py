"""What the taggers know of each token: the word, its neighbours, its document, the gazetteer.

Words, shapes, affixes and a window of two on either side are what taggers of names have long
used; how the same word is written and what stands beside it elsewhere in the document is the
context aggregation of Ratinov and Roth (2009).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from goldfield.tagging.features import Phrases, affixes, shape
from goldfield.tagging.tokens import TOKENISERS, Token, sentences

from .classes import CLASSES

__all__ = ["read", "sentence_features"]

LONGEST = 200
"""Tokens of a sentence; a longer one is cut, so that time and memory stay linear."""
ELSEWHERE = 4
"""Occurrences of a word whose neighbours are looked at."""
_EDGE = "\n"  # no token is a line feed
_DIGIT = re.compile(r"\d")


def read(text: str, tokeniser: str) -> list[list[Token]]:
    """The sentences of a text, none longer than `LONGEST`."""
    whole = sentences(text, TOKENISERS[tokeniser](text))
    return [s[at : at + LONGEST] for s in whole for at in range(0, len(s), LONGEST)]


def sentence_features(
    document: Sequence[Sequence[Token]], gazetteer: Phrases
) -> Iterator[list[list[str]]]:
    """For each sentence, for each token, the features that are present."""
    rows = [[token.text for token in sentence] for sentence in document]
    aggregated = _aggregate(rows)
    for number, row in enumerate(rows):
        place = [f"sentence={min(number, 3)}", f"case={_case(row)}"]
        tags = gazetteer.tags([word.lower() for word in row])
        padded = [_EDGE, _EDGE, *row, _EDGE, _EDGE]
        yield [
            [
                *_window(padded[at : at + 5]),
                *_known(tags, at),
                *aggregated.get(word, ()),
                *place,
                "first" if at == 0 else "inner",
            ]
            for at, word in enumerate(row)
        ]


def _window(words: Sequence[str]) -> Iterator[str]:
    """Features of the middle word of five."""
    _, left, word, right, _ = map(_lower, words)
    yield from chain(
        _word(words[2]),
        _near(words[1], -1),
        _near(words[3], 1),
        _far(words[0], -2),
        _far(words[4], 2),
    )
    yield f"-1,0={left} {word}"
    yield f"0,1={word} {right}"
    yield f"-1,0,1:S={_outline(words[1])} {_outline(words[2])} {_outline(words[3])}"


@lru_cache(1 << 16)
def _word(word: str) -> list[str]:
    lower = word.lower()
    return [
        "bias",
        f"w={word}",
        f"l={lower}",
        f"n={_DIGIT.sub('0', lower)}",
        f"s={shape(word)}",
        f"S={_outline(word)}",
        *affixes(lower),
        *_class(lower, 0),
    ]


@lru_cache(1 << 16)
def _near(word: str, offset: int) -> list[str]:
    lower = word.lower()
    return [
        f"{offset}:l={lower}",
        f"{offset}:s={shape(word)}",
        f"{offset}:{lower[-3:]}$",
        f"{offset}:^{lower[:3]}",
        *_class(lower, offset),
    ]


def _class(lower: str, offset: int) -> list[str]:
    found = "digits" if lower[0].isdigit() else CLASSES.get(lower)
    return [f"{offset}:c={found}"] if found else []


@lru_cache(1 << 16)
def _far(word: str, offset: int) -> list[str]:
    return [f"{offset}:l={word.lower()}", f"{offset}:S={_outline(word)}"]


@lru_cache(1 << 16)
def _outline(word: str) -> str:
    return shape(word, 1)


@lru_cache(1 << 16)
def _lower(word: str) -> str:
    return word.lower()


def _known(tags: Sequence[Sequence[str]], at: int) -> Iterator[str]:
    """What the gazetteer says of the token and of those beside it."""
    for offset in (-1, 0, 1):
        if 0 <= at + offset < len(tags):
            yield from (f"{offset}:g={tag}" for tag in tags[at + offset])


def _case(row: Sequence[str]) -> str:
    """Whether a sentence is written like running text, a title, or in capitals."""
    cased = [word for word in row if word[0].isalpha()]
    if not cased:
        return "none"
    if all(word.isupper() for word in cased):
        return "upper"
    return "title" if sum(word[0].isupper() for word in cased) * 2 > len(cased) else "running"


def _aggregate(rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Of each capitalised word: how it is written elsewhere, and what stands beside it."""
    inner = {word for row in rows for word in row[1:]}
    beside: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        for left, word, right in zip([_EDGE, *row[:-1]], row, [*row[1:], _EDGE], strict=True):
            if word[0].isupper() and len(beside[word]) < ELSEWHERE:
                beside[word].append((left, right))
    return {word: _elsewhere(word, pairs, inner) for word, pairs in beside.items()}


def _elsewhere(word: str, pairs: Sequence[tuple[str, str]], inner: set[str]) -> list[str]:
    found = [name for name, form in (("mid", word), ("low", word.lower())) if form in inner]
    if len(pairs) > 1:
        found += [f"doc-1={left.lower()}" for left, _ in pairs]
        found += [f"doc+1={right.lower()}" for _, right in pairs]
    return list(dict.fromkeys(found))
