"""``leaderboard.json``: what it holds, and how it is read back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from goldfield.corpus.ceiling import Ceiling
from goldfield.leaderboard.cards import Card, Cost
from goldfield.leaderboard.ranking import Paired, Ranked
from goldfield.schema.whole_files import read_json

__all__ = [
    "FLOOR", "Entry", "Field", "Kept", "Leaderboard", "Name", "Past", "Rate", "read_kept",
    "read_leaderboard",
]  # fmt: skip

_FIX = "restore or remove the file"
Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}\Z")]
"""Of an entry: it names its folder and its page."""
FLOOR = "floor"
"""The flag of an entry that anything should beat."""


class Field(Struct, frozen=True):
    """The score of an entry in one field; `ci` is that of F1."""

    precision: float | None
    recall: float | None
    f1: float | None
    ci: tuple[float, float] | None


class Rate(Struct, frozen=True):
    """Articles a second: `measured` by a maintainer, who ran the extractor, or `claimed`.

    `busy` says that others used the machine at the time.
    """

    how: str
    articles_per_second: float
    machine: str
    busy: bool = False


class Entry(Struct, frozen=True):
    """A submission, scored.

    Attributes:
        headline: mean F1 of the suite; null for a system that does not predict all of it.
        failed_to_predict: articles without a prediction, scored as empty.
        flags: what a reader should know: `floor`, `shares a family with gold`.
        of_system: submissions of the same system, this one included.
        labels: of the fields that have classes, those that 6 articles or more speak of.
    """

    name: Name
    submitted: str
    card: Card
    predictions_sha256: str
    signature: str
    headline: float | None
    headline_ci: tuple[float, float] | None
    fields: dict[str, Field]
    not_predicted: list[str]
    failed_to_predict: int
    flags: list[str]
    of_system: int
    cost: Cost | None
    rate: Rate | None
    labels: dict[str, dict[str, Field]] = {}


class Past(Struct, frozen=True):
    """The headlines of an earlier release of the board, by entry."""

    release: str
    goldfield: str
    headlines: dict[str, float | None]


class KeptEntry(Struct, frozen=True):
    """The part of an entry that outlives its release."""

    name: str
    headline: float | None


class Kept(Struct, frozen=True):
    """The part of a board that outlives its release."""

    goldfield: str
    release: str
    suite: str
    gold: str
    entries: list[KeptEntry]

    @property
    def ground(self) -> tuple[str, ...]:
        """What must be the same for numbers to compare."""
        return self.release, self.gold, self.suite, self.goldfield


class Leaderboard(Struct, frozen=True):
    """``leaderboard.json``. Numbers have six decimals: more are not the same on every machine."""

    title: str
    goldfield: str
    release: str
    split: str
    suite: str
    gold: str
    documents: int
    intervals: str
    entries: list[Entry]
    fields: list[Ranked]
    pairs: list[Paired]
    ceiling: Ceiling | None
    history: list[Past]


def read_leaderboard(path: Path) -> Leaderboard:
    """A ``leaderboard.json`` as this version writes it.

    Raises:
        DataError: it is none.
    """
    return read_json(path, Leaderboard, _FIX)


def read_kept(path: Path) -> Kept:
    """What every ``leaderboard.json`` tells, whichever version wrote it.

    Raises:
        DataError: it is none.
    """
    return read_json(path, Kept, _FIX)
