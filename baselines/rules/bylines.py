"""Who wrote the article: names after ``By``, or a name with a post or a place."""

from __future__ import annotations

import re

from .knowledge import is_given_name
from .sentences import Stretch

__all__ = ["labelled_writer", "signed_in", "unlabelled_writer", "unnamed_writer", "whole_line"]

_NAME = r"[^\W\d_a-z][^\W\d_]*(?:['’.-]{1,2}[^\W\d_]+)*\.?"
_PERSON = rf"{_NAME}(?:\ (?:{_NAME}|de|da|van|von|der|bin|al)){{1,4}}"
_FROM = rf"(?:\ in\ {_NAME}(?:\ {_NAME}){{0,2}})"
_AND = r"(?:,\ and\ |,\ |\ and\ |\ &\ )"
_BYLINE = re.compile(
    rf"(?:(?i:by|written\ by|story\ by|report\ by|reported\ by|reporting\ by)\s+|"
    rf"(?i:author|authors|byline|by|from)\s*:\s+)"
    rf"(?P<name>{_PERSON}(?:{_FROM}?{_AND}{_PERSON}){{0,4}})"
    r"(?=$|,|\s*[|/–—-]|\s+(?:in|for|at|of|with)\b|\s*\()"
)
_SIGNED = re.compile(rf"\b[Bb][Yy]\s+(?P<name>{_PERSON}(?:\ and\ {_PERSON})?)")
_UNSIGNED = re.compile(
    rf"(?P<name>{_PERSON}(?:\ and\ {_PERSON})?)"
    rf"(?P<beside>{_FROM}|,?\ [\w\ ]*(?:correspondent|editor|reporter|writer))?"
)
_UNNAMED = re.compile(
    r"(?:By|From) (?:(?:our|a|an|the) )?[\w’' -]*\b"
    r"(?i:correspondents?|staff|reporters?|writers?|newsroom|desk|bureaux?|agencies|team)"
)
_LONGEST, _LINE = 200, 160


def labelled_writer(text: str, line: Stretch) -> Stretch | None:
    """The writers of a line that begins with ``By`` or a like label."""
    match = _BYLINE.match(text, line.start, min(line.end, line.start + _LONGEST))
    short = line.end - line.start < _LINE and text[line.end - 1] not in "!?"
    return Stretch(*match.span("name")) if match and short else None


def unnamed_writer(text: str, line: Stretch) -> bool:
    """Whether the line says who wrote the article without a name: ``By our staff``."""
    return _UNNAMED.fullmatch(text, line.start, min(line.end, line.start + _LINE)) is not None


def whole_line(text: str, line: Stretch) -> Stretch | None:
    """The writers of a line that holds nothing else."""
    match = _BYLINE.fullmatch(text, line.start, line.end)
    return Stretch(*match.span("name")) if match else None


def signed_in(text: str, line: Stretch) -> Stretch | None:
    """The writers after ``by`` anywhere in a line of metadata."""
    match = _SIGNED.search(text, line.start, line.end)
    return Stretch(*match.span("name")) if match else None


def unlabelled_writer(text: str, line: Stretch) -> Stretch | None:
    """A writer without ``By``: a name with a given one, or with the writer's post or place."""
    if line.end - line.start > _LINE:
        return None
    match = _UNSIGNED.fullmatch(text, line.start, line.end)
    if match is None or not (match["beside"] or is_given_name(match["name"].split()[0])):
        return None
    return Stretch(*match.span("name"))
