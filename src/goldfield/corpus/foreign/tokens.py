"""Texts that are known as tokens: sentences a line, tokens a blank apart, spans by token."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.cleaning import Cleaned, clean
from goldfield.schema.records import Span

__all__ = ["Item", "Tokens", "join_tokens", "locate"]


class Item(NamedTuple):
    """What an account says of one item: see `Skipped`."""

    where: str
    kind: str
    label: str = ""


class Tokens(NamedTuple):
    """A text, and where each token is in what it was before it was made clean."""

    text: Cleaned
    places: Sequence[tuple[int, int]]

    def span(self, first: int, end: int) -> Span | None:
        """Tokens `first` up to but not `end`; None if they show nothing but blanks."""
        return self.text.span(self.places[first][0], self.places[end - 1][1])


def join_tokens(sentences: Iterable[Sequence[str]]) -> Tokens:
    """The text of tokenised sentences."""
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for sentence in sentences:
        for token in sentence:
            places.append((at, at + len(token)))
            at += len(token) + 1
        lines.append(" ".join(sentence))
        at += not sentence  # an empty line still ends
    return Tokens(clean("\n".join(lines)), places)


def locate(tokens: Tokens, first: int, end: int, item: Item, account: Account) -> Span | None:
    """The span of an item; None if it has none, which the account is told."""
    if not 0 <= first < end <= len(tokens.places):
        problem = f"tokens [{first}, {end}) of a text of {len(tokens.places)}"
        account.fault(item.where, item.kind, problem)
        return None
    span = tokens.span(first, end)
    if span is None:
        account.skip(*item, "it has no visible character")
    return span
