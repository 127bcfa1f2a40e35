"""Titles: without the labels that share their line, and over the line that breaks them (D8)."""

from __future__ import annotations

import re

from .document import Document
from .lexicon import alternation, words
from .metalines import is_body
from .sentences import Stretch

__all__ = ["is_broken", "without_labels"]

_KICKER = re.compile(
    rf"[^\w“‘\"'(\[]*(?:{alternation(words('header', 'kickers'))}(?:\s+\d+)?)\s*"
    r"(?:[:|]|\s[—–-]+\s|-(?=[A-Z]))\s*(?=\S)",
    re.IGNORECASE,
)


def without_labels(text: str, line: Stretch) -> Stretch:
    """A title without the kicker before it and the publisher behind a bar."""
    start, end = line
    kicker = _KICKER.match(text, start, end)
    if kicker:
        start = kicker.end()
    for mark in (" | ", " - ", " – ", " — "):
        bar = text.rfind(mark, start, end)
        if bar > start and end - bar < 40 and (mark == " | " or is_body(text[bar + 3 : end])):
            end = bar
    return Stretch(start, end)


def is_broken(doc: Document, title: Stretch, line: Stretch) -> bool:
    """Whether the line goes on with a title that is broken over two."""
    if doc.text[title.end : line.start] != "\n":
        return False
    last = doc.tokens[doc.token_at(title.end) - 1]
    return doc.text[line.start].islower() or last.lower in words("names", "function")
