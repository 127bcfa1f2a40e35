"""System cards: what people say of their system. There is no place for a score in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from goldfield.errors import DataError, Fault
from goldfield.schema.whole_files import fault_of, parse_toml

__all__ = ["MAX_CARD", "NO_MODEL", "Card", "Cost", "Speed", "read_card"]

MAX_CARD = 16 * 1024
"""Bytes that a card may have."""
NO_MODEL = "none"
"""The model family of a system without a language model."""

Word = Annotated[str, Meta(min_length=1, max_length=120)]
Words = Annotated[str, Meta(max_length=600)]
Some = Annotated[list[Word], Meta(min_length=1, max_length=50)]
Positive = Annotated[float, Meta(gt=0, le=1e9)]
Amount = Annotated[float, Meta(ge=0, le=1e9)]


class Cost(Struct, frozen=True, forbid_unknown_fields=True):
    """What a thousand articles cost to read, by whoever submits."""

    currency: Word
    per_1000_articles: Amount
    note: Words = ""


class Speed(Struct, frozen=True, forbid_unknown_fields=True):
    """How fast the system is, by whoever submits: a claim."""

    articles_per_second: Positive
    machine: Word


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """``card.toml``.

    Attributes:
        model_family: of any language model in the system or in the making of its training data,
            goldfield's own apart; `none` without one.
        training_data: everything that it was made from or developed on, rules too.
        licence: an SPDX id, or words.
        url: of its code or paper.
    """

    system: Word
    version: Word
    authors: Some
    licence: Word
    model_family: Word
    training_data: Annotated[list[Word], Meta(max_length=50)]
    url: Annotated[str, Meta(max_length=300)] = ""
    description: Words = ""
    cost: Cost | None = None
    speed: Speed | None = None

    def __post_init__(self) -> None:
        if self.url and not self.url.startswith(("https://", "http://")):
            raise ValueError("the url is no http address; give one, or leave it out")


def read_card(path: Path) -> Card:
    """Read a card.

    Raises:
        DataError: with what is wrong with it.
    """
    fix = "eval/leaderboard/README.md has a card to copy; scores are computed, never claimed"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError([fault_of(error, str(path), fix)]) from error
    if len(content) > MAX_CARD:
        problem = f"{len(content)} bytes; a card has at most {MAX_CARD}"
        raise DataError([Fault(str(path), "$", problem, fix)])
    return parse_toml(content, Card, str(path), fix)
