"""Named entities: known names first, then the shape of what is left of each run."""

from __future__ import annotations

from typing import NamedTuple

from .document import Document
from .knowledge import Entry, cautious, is_given_name, known, known_at
from .lexicon import words
from .shapes import HEADS, head_type, is_capital, is_common, is_function, runs, titled

__all__ = ["Name", "find_names"]

_PERSON_MAX = 5


class Name(NamedTuple):
    """A named mention; `type` is None until the whole text has been seen, `weak` if a guess."""

    start: int
    end: int
    type: str | None
    entry: Entry | None = None
    title: str = ""
    weak: bool = False


def find_names(doc: Document) -> tuple[list[Name], list[tuple[int, int]]]:
    """Names in running text, and the paragraphs left out because they are in title case."""
    names: list[Name] = []
    skipped: list[tuple[int, int]] = []
    for block in doc.paragraphs:
        first, last = doc.token_at(block.start), doc.token_at(block.end)
        if titled(doc, block):
            skipped.append((first, last))
            continue
        for low, high in runs(doc, first, last):
            _segment(doc, low, high, names)
    return names, skipped


def _segment(doc: Document, low: int, high: int, names: list[Name]) -> None:
    """Cut one run into names, from the left."""
    title: list[str] = []
    while high > low and _is_title(doc, high) and head_type(doc.tokens[low : high + 1]) is None:
        high = _trimmed(doc, low, high - 1)
    if _is_title(doc, low) and all(
        _is_title(doc, i) or not is_capital(doc.tokens[i]) for i in range(low, high + 1)
    ):
        return
    while low <= high:
        low = _past_junk(doc, low, high)
        if low > high:
            return
        name, following = _take(doc, low, high, title)
        if name is not None:
            names.append(name)
        if following == low + 1 and name is None:
            title.append(doc.tokens[low].lower)
        elif name is not None and name.type not in ("NORP", "GPE", None):
            title = []
        low = following


def _past_junk(doc: Document, low: int, high: int) -> int:
    """Past joining words, marks, and words capitalised only for opening the sentence."""
    tokens = doc.tokens
    while low <= high:
        token = tokens[low]
        word = is_capital(token)
        found = known_at(doc.text, token.start) if word else None
        named = found is not None and (found[0] > token.end or not _plain_word(doc, low))
        plain = is_function(token) or _plain_word(doc, low) or (low == high and is_common(token))
        plain = plain and not _is_joined(doc, low)
        if word and (named or not plain):
            return low
        if token.text == "The" and low < high and not doc.initial(token.start):
            return low  # an article with a capital in mid-sentence belongs to the name
        inner = word and not doc.initial(token.start) and token.lower not in ("the", "a", "an")
        if inner and head_type(tokens[low : high + 1]):
            return low
        low += 1
    return low


def _plain_word(doc: Document, index: int) -> bool:
    """Whether a word that opens a sentence is an ordinary one."""
    token = doc.tokens[index]
    if token.lower in words("names", "calendar"):
        return True
    if not doc.initial(token.start) or is_given_name(token.text) or _is_joined(doc, index):
        return False
    if token.text.isupper() and len(token.text) > 1:
        return not known(token.text) and token.lower in doc.lower_words
    return is_common(token) or token.lower in doc.lower_words or token.lower.endswith(("ly", "ing"))


def _is_joined(doc: Document, index: int) -> bool:
    """``Per-Anders``: a hyphen with a capital behind it makes a word a name."""
    after = doc.tokens[index + 1 : index + 3]
    here = doc.tokens[index].end
    return len(after) == 2 and after[0].text == "-" and after[0].start == here and (
        is_capital(after[1]) and after[1].start == after[0].end)  # fmt: skip


def _take(doc: Document, low: int, high: int, title: list[str]) -> tuple[Name | None, int]:
    """The name that begins the run, if any, and the index after what was read."""
    found = _known(doc, low, high, title)
    if found is not None and found[1] > high:
        return found
    kind = head_type(doc.tokens[low : high + 1])
    if kind is not None and not _titles_inside(doc, low, high):
        return Name(doc.tokens[low].start, _stop(doc, high), kind), high + 1
    if found is None and _is_title(doc, low):
        return None, low + 1
    return found or _unknown(doc, low, high, title)


def _known(doc: Document, low: int, high: int, title: list[str]) -> tuple[Name, int] | None:
    """A name of the gazetteer; an article that opens the sentence is not part of it."""
    start = doc.tokens[low].start
    found = known_at(doc.text, start)
    article = doc.tokens[low].text == "The" and low < high
    if found is None and article:
        found = known_at(doc.text, doc.tokens[low + 1].start)
    if found is None or _person_instead(doc, low, high, found[1], title):
        return None
    after = doc.token_at(found[0])
    if doc.tokens[low].text == "The" and doc.initial(start) and after > low + 1:
        start = doc.tokens[low + 1].start
    return Name(start, found[0], found[1].type, found[1]), after


def _stop(doc: Document, last: int) -> int:
    """The end of a token, with the point of an abbreviation: ``Selvik Inc.``, ``Thole Jr.``"""
    token = doc.tokens[last]
    pointed = (
        token.lower in words("names", "pointed") and doc.text[token.end : token.end + 1] == "."
    )
    return token.end + pointed


def _unknown(doc: Document, low: int, high: int, title: list[str]) -> tuple[Name, int]:
    tokens = doc.tokens
    body_end = _body_before_person(doc, low, high)
    if body_end is not None:
        kind = HEADS[tokens[body_end].lower]
        return Name(tokens[low].start, tokens[body_end].end, kind), body_end + 1
    end = _person_end(doc, low, high)
    return _shaped(doc, low, end, title), end + 1


def _is_title(doc: Document, index: int) -> bool:
    word = doc.tokens[index].lower
    opens = word in words("nominals", "PER") and doc.initial(doc.tokens[index].start)
    return opens or word in words("names", "titles") or word in words("names", "honorifics")


def _titles_inside(doc: Document, low: int, high: int) -> bool:
    """Whether a person's title stands before the end of the run, so that a person ends it."""
    honoured = any(doc.tokens[i].lower in words("names", "honorifics") for i in range(low, high))
    return honoured or (_is_title(doc, high - 1) and is_given_name(doc.tokens[high].text))


def _person_instead(doc: Document, low: int, high: int, entry: Entry, title: list[str]) -> bool:
    """Whether a known name is here a person's: Jordan Smith, President Lincoln."""
    token = doc.tokens[low]
    if entry.type == "NORP" or (token.text.isupper() and len(token.text) > 1):
        return False
    if title and entry.kind not in ("country", "organisation") and low == high:
        return title[-1] not in ("state", "foreign") and cautious(token.text)
    given = is_given_name(token.text) and low < high
    after = doc.tokens[low + 1] if low < high else None
    return bool(given and after and is_capital(after) and head_type([token, after]) is None
                and not _is_title(doc, low + 1))  # fmt: skip


def _body_before_person(doc: Document, low: int, high: int) -> int | None:
    """The last word of a body whose member's name follows: ``Harbour Council Mira Thole``."""
    for index in range(low + 1, high - 1):
        if doc.tokens[index].lower in HEADS and is_given_name(doc.tokens[index + 1].text):
            return index
    return None


def _person_end(doc: Document, low: int, high: int) -> int:
    """The last token before a title or a known place that begins another name."""
    for index in range(low + 1, high + 1):
        token = doc.tokens[index]
        if not is_capital(token):
            continue
        if (_is_title(doc, index) and index < high) or token.lower in words("names", "calendar"):
            return _trimmed(doc, low, index - 1)
    return high


def _trimmed(doc: Document, low: int, end: int) -> int:
    while end > low and not doc.tokens[end].text[0].isalnum():
        end -= 1
    return end


def _shaped(doc: Document, low: int, end: int, title: list[str]) -> Name:
    """Type a run by its shape: a given name or a title makes a person, capitals an acronym."""
    tokens = doc.tokens
    start, stop = tokens[low].start, _stop(doc, end)
    count = sum(is_capital(token) for token in tokens[low : end + 1])
    first = tokens[low].text
    label = " ".join(title)
    if title and count <= _PERSON_MAX:
        return Name(start, stop, "PER", None, label)
    if count == 1 and low == end:
        return Name(start, stop, None)
    if is_given_name(first) and count <= _PERSON_MAX:
        return Name(start, stop, "PER", None, label)
    plain = any(
        t.lower in words("names", "ordinary") or (len(t.text) > 1 and t.text.isupper())
        for t in filter(is_capital, tokens[low : end + 1])
    )
    if count > 1 and not plain and _after_place_lead(doc, low):
        return Name(start, stop, "GPE", None, label, True)
    person = 1 < count <= 4 and not plain and not any(c.isdigit() for c in doc.text[start:stop])
    return Name(start, stop, "PER" if person else "ORG", None, label, True)


def _after_place_lead(doc: Document, low: int) -> bool:
    """``in Santa Vestra``: where no given name tells a person, a preposition tells a place."""
    before = doc.tokens[low - 1].lower if low else ""
    return before in ("in", "near", "outside", "around", "across")
