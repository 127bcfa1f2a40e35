"""``leaderboard.json``: what follows from the submissions of a board, and from nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from goldfield.corpus.ceiling import Ceiling, kept_ceiling
from goldfield.errors import DataError, Fault, UsageError
from goldfield.leaderboard.boards import Board
from goldfield.leaderboard.cards import NO_MODEL, Card, Cost
from goldfield.leaderboard.checking import result_of
from goldfield.leaderboard.ranking import HEADLINE, Paired, Ranked, rank
from goldfield.leaderboard.submissions import Submission, check
from goldfield.release import version
from goldfield.running.timing import Timing
from goldfield.scoring.measures.derived import DERIVED
from goldfield.scoring.scorer import FieldScore, Result
from goldfield.scoring.statistics import f1_intervals
from goldfield.scoring.tasks import gold_hash

__all__ = [
    "FLOOR", "HISTORY", "MEASURED", "RESULTS", "Entry", "Field", "Kept", "Leaderboard", "Past",
    "Rate", "entry_of", "read_kept", "read_leaderboard", "rescored",
]  # fmt: skip

T = TypeVar("T")
RESULTS = "leaderboard.json"
FLOOR = "floor"
"""The flag of an entry that anything should beat."""
HISTORY, MEASURED = "history", "measured"


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
    """

    name: str
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


def rescored(board: Board) -> Leaderboard:
    """Every entry of a board computed from its predictions.

    Raises:
        UsageError: the gold of the board is not there.
        DataError: with every fault of every submission.
    """
    if not board.labelled:
        raise UsageError(f"{board.folder} is a round; give its gold and its salt")
    submissions = check(board)
    results = {one.name: result_of(one.content, board, one.extractor) for one in submissions}
    ranked, pairs = rank(results)
    entries = [entry_of(one, results[one.name], board, submissions) for one in submissions]
    some = next(iter(results.values()), None)
    return Leaderboard(
        title=board.about.title,
        goldfield=version(),
        release=board.release,
        split=board.about.split or "hidden",
        suite=f"{board.suite.name}#{board.suite.digest}",
        gold=gold_hash(board.golds),
        documents=len(board.golds),
        intervals=some.scores.intervals if some else "",
        entries=_in_order(entries, ranked),
        fields=ranked,
        pairs=pairs,
        ceiling=kept_ceiling(board.golds.values()) if not board.hidden else None,
        history=_history(board),
    )


def read_leaderboard(path: Path) -> Leaderboard:
    """A ``leaderboard.json`` as this version writes it.

    Raises:
        DataError: it is none.
    """
    return _decoded(path, Leaderboard)


def read_kept(path: Path) -> Kept:
    """What every ``leaderboard.json`` tells, whichever version wrote it.

    Raises:
        DataError: it is none.
    """
    return _decoded(path, Kept)


def _in_order(entries: list[Entry], ranked: list[Ranked]) -> list[Entry]:
    """By rank group and value of the headline, then by how much is predicted; floors last."""
    groups = {s.entry: s.group for f in ranked[:1] for s in f.standings}

    def place(entry: Entry) -> tuple[bool, int, float, int, str]:
        group = groups.get(entry.name, len(entries) + 1)
        return FLOOR in entry.flags, group, -(entry.headline or 0.0), -len(entry.fields), entry.name

    return sorted(entries, key=place)


def entry_of(one: Submission, result: Result, board: Board, all: list[Submission]) -> Entry:
    """A submission, scored; `all` are those of the board."""
    scores = result.scores
    systems = Counter(other.card.system.casefold() for other in all)
    return Entry(
        name=one.name,
        submitted=one.record.submitted,
        card=one.card,
        predictions_sha256=one.record.predictions_sha256,
        signature=scores.signature,
        headline=_six(scores.headline),
        headline_ci=_headline_interval(result),
        fields={name: _field(field) for name, field in scores.fields.items()},
        not_predicted=scores.not_predicted,
        failed_to_predict=len(scores.missing),
        flags=_flags(one, board),
        of_system=systems[one.card.system.casefold()],
        cost=one.card.cost,
        rate=_rate(one, board.folder / MEASURED / f"{one.name}.json"),
    )


def _headline_interval(result: Result) -> tuple[float, float] | None:
    """Of the mean of all fields, none of which is itself a mean."""
    names = list(result.scores.fields)
    if result.scores.headline is None or DERIVED.keys() & set(names):
        return None
    rows = {row.id: row.fields for row in result.counts}
    return _ends(f1_intervals(rows, {HEADLINE: names}).get(HEADLINE))


def _flags(one: Submission, board: Board) -> list[str]:
    """While the annotator's family is not told, any language model may share it."""
    family, annotator = one.card.model_family.casefold(), board.about.annotator_family.casefold()
    flags = [FLOOR] if one.name in board.about.floors else []
    if family != NO_MODEL and family in (annotator or family):
        told = "shares" if annotator else "may share"
        flags.append(f"{told} a model family with the annotator of the gold")
    return flags


def _field(field: FieldScore) -> Field:
    ends = _ends(field.ci["f1"] if field.ci else None)
    return Field(_six(field.precision), _six(field.recall), _six(field.f1), ends)


def _ends(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    return (round(ends[0], 6), round(ends[1], 6)) if ends else None


def _six(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _rate(one: Submission, measured: Path) -> Rate | None:
    if measured.is_file():
        timing = _decoded(measured, Timing)
        if timing.articles_per_second and timing.machine:
            rate = float(f"{timing.articles_per_second.mean:.4g}")
            return Rate("measured", rate, str(timing.machine), timing.busy)
    if one.card.speed:
        return Rate("claimed", one.card.speed.articles_per_second, one.card.speed.machine)
    return None


def _history(board: Board) -> list[Past]:
    """Earlier boards, by release and version."""
    found = []
    for path in sorted((board.folder / HISTORY).glob("*.json")):
        past = read_kept(path)
        heads = {entry.name: entry.headline for entry in past.entries}
        found.append(Past(past.release, past.goldfield, heads))
    return found


def _decoded(path: Path, type: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=type)
    except (OSError, ValueError) as error:
        raise DataError(
            [Fault(str(path), "$", str(error), "restore or remove the file")]
        ) from error
