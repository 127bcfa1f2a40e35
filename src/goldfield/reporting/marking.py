"""A text with marked spans, in brackets that nest as the spans do: ``[[Oslo|GPE] harbour|FAC]``.

Nothing but brackets and labels is added: colours, where there are any, only repeat what they say.
Marks that cross others, which brackets cannot show alone, are numbered at both ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.text import Text

from goldfield.schema.records import Span
from goldfield.schema.text import visible

__all__ = ["Mark", "Style", "marked_text"]


class Style(NamedTuple):
    """How marks of one kind look: both brackets, and a colour of the terminal's own palette."""

    opening: str
    closing: str
    colour: str


class Mark(NamedTuple):
    """A span to be marked. `label` stands before the closing bracket and has no blanks."""

    span: Span
    label: str
    style: Style


class _Open(NamedTuple):
    mark: Mark
    number: str


def marked_text(text: str, marks: Iterable[Mark]) -> Text:
    """The text with its marks; control characters are made visible."""
    ordered = _ordered(marks)
    numbers = _numbers_of_crossing(ordered)
    waiting = [_Open(mark, number) for mark, number in zip(ordered, numbers, strict=True)][::-1]
    shown, at = Text(), 0
    opened: list[_Open] = []
    while waiting or opened:
        position = min(
            [item.mark.span.end for item in opened]
            + [item.mark.span.start for item in waiting[-1:]]
        )
        shown.append(visible(text[at:position]), _style(opened))
        at = position
        for item in [item for item in reversed(opened) if item.mark.span.end == position]:
            opened.remove(item)
            _close(shown, item)
        while waiting and waiting[-1].mark.span.start == position:
            opened.append(waiting.pop())
            _open(shown, opened[-1])
    shown.append(visible(text[at:]))
    return shown


def _ordered(marks: Iterable[Mark]) -> list[Mark]:
    """Marks as they open; those of one place and one style are one, with both labels."""
    labels: dict[tuple[int, int, Style], list[str]] = {}
    spans: dict[tuple[int, int, Style], Span] = {}
    for span, label, style in marks:
        at = span.start, -span.end, style
        spans[at] = span
        labels.setdefault(at, []).append(label)
    return [Mark(spans[at], ",".join(sorted(labels[at])), at[-1]) for at in sorted(labels)]


def _open(shown: Text, item: _Open) -> None:
    style = item.mark.style
    shown.append(
        f"{style.opening}{item.number}{' ' if item.number else ''}", f"bold {style.colour}"
    )


def _close(shown: Text, item: _Open) -> None:
    style = item.mark.style
    number = f" {item.number}" if item.number else ""
    shown.append(f"|{visible(item.mark.label)}{number}", f"dim {style.colour}")
    shown.append(style.closing, f"bold {style.colour}")


def _style(opened: Sequence[_Open]) -> str:
    return opened[-1].mark.style.colour if opened else ""


def _numbers_of_crossing(ordered: Sequence[Mark]) -> list[str]:
    """``#1``, ``#2``, ... for marks that cross another, and nothing for the rest."""
    crossing: set[int] = set()
    for i, mark in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            other = ordered[j].span
            if other.start >= mark.span.end:
                break
            if mark.span.start < other.start and mark.span.end < other.end:
                crossing |= {i, j}
    numbers = {index: f"#{n}" for n, index in enumerate(sorted(crossing), start=1)}
    return [numbers.get(index, "") for index in range(len(ordered))]
