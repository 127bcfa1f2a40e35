"""What follows from the submissions of a board, and from nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from goldfield.corpus.ceiling import kept_ceiling
from goldfield.errors import UsageError
from goldfield.leaderboard.boards import Board
from goldfield.leaderboard.checking import result_of
from goldfield.leaderboard.families import flags_of
from goldfield.leaderboard.ranking import HEADLINE, Ranked, rank
from goldfield.leaderboard.shapes import (
    FLOOR,
    Entry,
    Field,
    Leaderboard,
    Past,
    Rate,
    read_kept,
)
from goldfield.leaderboard.submissions import Submission, check, read_submissions
from goldfield.release import version
from goldfield.reporting.html.report import VALUES
from goldfield.running.timing import Timing
from goldfield.schema.whole_files import read_json
from goldfield.scoring.measures.derived import DERIVED
from goldfield.scoring.scorer import FieldScore, Result
from goldfield.scoring.statistics import f1_intervals
from goldfield.scoring.tasks import gold_hash

__all__ = ["HISTORY", "MEASURED", "RESULTS", "entry_of", "rescored"]

RESULTS = "leaderboard.json"
HISTORY, MEASURED = "history", "measured"


def rescored(board: Board) -> Leaderboard:
    """Every entry of a board computed from its predictions.

    Raises:
        UsageError: the gold of the board is not there.
        DataError: with every fault of every submission.
    """
    if not board.labelled:
        raise UsageError(f"{board.folder} is a round; give its gold and its salt")
    submissions, every = check(board), read_submissions(board)
    results = {one.name: result_of(one.content, board, one.extractor) for one in submissions}
    ranked, pairs = rank(results)
    entries = [entry_of(one, results[one.name], board, every) for one in submissions]
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


def _in_order(entries: list[Entry], ranked: list[Ranked]) -> list[Entry]:
    """By rank group and value of the headline, then by how much is predicted; floors last."""
    groups = {s.entry: s.group for f in ranked[:1] for s in f.standings}

    def place(entry: Entry) -> tuple[bool, int, float, int, str]:
        group = groups.get(entry.name, len(entries) + 1)
        return FLOOR in entry.flags, group, -(entry.headline or 0.0), -len(entry.fields), entry.name

    return sorted(entries, key=place)


def entry_of(one: Submission, result: Result, board: Board, every: list[Submission]) -> Entry:
    """A submission, scored; `every` are those of the board, of any release."""
    scores = result.scores
    systems = Counter(other.card.system.casefold() for other in every)
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
        flags=flags_of(one, board),
        of_system=systems[one.card.system.casefold()],
        cost=one.card.cost,
        labels=_labels(result),
        rate=_rate(one, board.folder / MEASURED / f"{one.name}.json"),
    )


def _headline_interval(result: Result) -> tuple[float, float] | None:
    """Of the mean of all fields, none of which is itself a mean."""
    names = list(result.scores.fields)
    if result.scores.headline is None or DERIVED.keys() & set(names):
        return None
    rows = {row.id: row.fields for row in result.counts}
    return _ends(f1_intervals(rows, {HEADLINE: names}).get(HEADLINE))


def _field(field: FieldScore) -> Field:
    ends = _ends(field.ci["f1"] if field.ci else None)
    return Field(_six(field.precision), _six(field.recall), _six(field.f1), ends)


def _labels(result: Result) -> dict[str, dict[str, Field]]:
    """The labels of each field that has classes, if enough articles for an interval have them.

    So nothing can be read off that is true of one article alone, as in a round.
    """
    found: dict[str, dict[str, Field]] = {}
    for name, field in result.scores.fields.items():
        if not field.labels or name.startswith(VALUES):
            continue
        told = f1_intervals({row.id: row.labels.get(name, {}) for row in result.counts})
        found[name] = {
            label: Field(_six(one.precision), _six(one.recall), _six(one.f1), _ends(told[label]))
            for label, one in field.labels.items()
            if label in told
        }
    return found


def _ends(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    return (round(ends[0], 6), round(ends[1], 6)) if ends else None


def _six(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _rate(one: Submission, measured: Path) -> Rate | None:
    if measured.is_file():
        timing = read_json(measured, Timing, "measure it again, or remove the file")
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
