"""What a model is told about a token: its letters, its neighbours, its place in the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from goldfield.tagging import features as tagging

from .dates import calendar_kind
from .document import Document
from .linear import hashed
from .measures import is_approximator, unit_of
from .numerals import is_numeral

__all__ = ["describe", "kind", "shape", "word"]

_OPENERS, _CLOSERS = frozenset("“‘"), frozenset("”")


def describe(doc: Document) -> Any:
    """A sparse row of hashed features a token."""
    return hashed(_rows(doc))


def _rows(doc: Document) -> Iterator[list[str]]:
    """The features of each token, as strings."""
    elsewhere, marks, tags = _elsewhere(doc), _marks(doc), doc.names
    for index, token in enumerate(doc.tokens):
        told = [*word(token.text), *_window(doc, index), *_position(doc, index)]
        told += [f"g{at}={tags[index + at]}" for at in (-1, 0, 1) if _tag(tags, index + at)]
        told += elsewhere.get(token.text, ())
        told.append(f"mark={marks[index]}")
        yield told


@lru_cache(maxsize=1 << 16)
def word(text: str) -> tuple[str, ...]:
    """The word itself, its shape and its ends."""
    lower = text.lower()
    ends = [f"p{n}={lower[:n]}" for n in (1, 2, 3, 4) if n < len(lower)]
    ends += [f"s{n}={lower[-n:]}" for n in (1, 2, 3, 4) if n < len(lower)]
    return (
        "bias",
        f"k={kind(lower)}",
        f"w={lower}",
        f"t={text}",
        f"h={shape(text)}",
        f"len={min(len(text), 8)}",
        *ends,
    )


@lru_cache(maxsize=1 << 16)
def shape(text: str) -> str:
    """Letters by case, digits and other signs, runs cut to two: ``Xxd-``."""
    return tagging.shape(text, 2)


@lru_cache(maxsize=1 << 16)
def kind(lower: str) -> str:
    """What a lower-case token is to numbers and the calendar."""
    time = calendar_kind(lower)
    if time == "year" or not (is_numeral(lower) or unit_of(lower)):
        return time or ("about" if is_approximator(lower) else "")
    return "number" if is_numeral(lower) else "measure"


def _window(doc: Document, index: int) -> Iterator[str]:
    sentence = doc.sentences[doc.sentence_of[index]]
    near = {at: _at(doc, index + at, sentence) for at in (-3, -2, -1, 0, 1, 2, 3)}
    for at in (-2, -1, 1, 2):
        yield f"w{at}={near[at].lower()}"
        yield f"h{at}={shape(near[at])}"
        yield f"k{at}={kind(near[at].lower())}"
    for at in (-1, 1):
        yield f"s{at}={near[at].lower()[-3:]}"
    yield f"w-1,0={near[-1].lower()} {near[0].lower()}"
    yield f"w0,1={near[0].lower()} {near[1].lower()}"
    yield f"w-2,-1={near[-2].lower()} {near[-1].lower()}"
    yield f"w1,2={near[1].lower()} {near[2].lower()}"
    yield f"h-1,0,1={shape(near[-1])} {shape(near[0])} {shape(near[1])}"
    here, kinds = kind(near[0].lower()), [kind(near[at].lower()) for at in (-2, -1, 0, 1, 2)]
    if any(kinds):
        yield f"k-1,0,1={kinds[1:4]}"
        yield f"k-2..2={kinds}"
    if here:
        yield f"k0,w1={here} {near[1].lower()}"
        yield f"k0,w-1={here} {near[-1].lower()}"
    yield f"w-3={near[-3].lower()}"
    yield f"w3={near[3].lower()}"


def _at(doc: Document, index: int, sentence: range) -> str:
    if index in sentence:
        return doc.tokens[index].text
    return "<s>" if index < sentence.start else "</s>"


def _position(doc: Document, index: int) -> Iterator[str]:
    line = doc.lines[doc.line_of[index]]
    sentence = doc.sentences[doc.sentence_of[index]]
    number = doc.line_of[index]
    told = f"line={min(number, 4)}" if number < 6 else f"line=-{min(len(doc.lines) - number, 3)}"
    yield told
    yield f"{told} at={min(index - line.start, 3)}"
    if number < 6 or number > len(doc.lines) - 3:
        yield f"{told} {_form(doc, line)}"
    if index == sentence.start:
        yield f"first={shape(doc.tokens[index].text)}"
    if index and not doc.gap(index):
        yield "joined"


def _form(doc: Document, line: range) -> str:
    """How long a line is, how it ends, and whether it says anything in lower case."""
    size = len(line).bit_length()
    lower = any(doc.tokens[index].text.islower() for index in line)
    return f"{size} {shape(doc.tokens[line.stop - 1].text)} {lower}"


def _tag(tags: Sequence[str], index: int) -> str:
    return tags[index] if 0 <= index < len(tags) else ""


def _elsewhere(doc: Document) -> dict[str, list[str]]:
    """What the whole article says of each capitalised word: its company at its other places."""
    lower = Counter(doc.lower)
    exact = Counter(token.text for token in doc.tokens)
    company: dict[str, Counter[str]] = {}
    for index, token in enumerate(doc.tokens):
        if token.text[0].isupper():
            found = company.setdefault(token.text, Counter())
            before = doc.tokens[index - 1].text if index else "<s>"
            after = doc.tokens[index + 1].text if index + 1 < len(doc.tokens) else "</s>"
            found.update((f"d-1={before.lower()}", f"d+1={after.lower()}"))
            if _tag(doc.names, index - 1):
                found[f"dg-1={doc.names[index - 1]}"] += 1
            if before[0].islower() and before[0].isalpha():
                found["dmid"] += 1
    return {
        text: [
            *(told for told, _ in sorted(found.items(), key=lambda f: (-f[1], f[0]))[:12]),
            *(["dlower"] if lower[text.lower()] > exact[text] else []),
            f"dn={min(exact[text], 4)}",
        ]
        for text, found in company.items()
    }


def _marks(doc: Document) -> list[str]:
    """Whether each token stands within quote marks of its line."""
    inside = [""] * len(doc.tokens)
    for line in doc.lines:
        state = "out"
        for index in line:
            text = doc.tokens[index].text
            if text in _OPENERS:
                state = "in"
            elif text in _CLOSERS:
                state = "out"
            elif text in ('"', "``", "''"):
                state = "out" if state == "in" else "in"
            inside[index] = state
    return inside
