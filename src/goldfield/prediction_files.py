"""Scoring prediction files that anybody made: no extractor is run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec
from msgspec import Struct

from goldfield.corpus.loading import Selection, known_as
from goldfield.errors import UnknownName, UsageError
from goldfield.evaluation import Run
from goldfield.reporting.card import Entry, card
from goldfield.reporting.runs import Manifest
from goldfield.schema.anchoring import Reading
from goldfield.schema.lines import Source, check_rereadable, read_lines
from goldfield.scoring.scorer import Result, Scores, score_task
from goldfield.scoring.suites import Suite, check_articles, load_suite
from goldfield.scoring.tasks import Task, build_task, gold_hash

__all__ = ["PrintableScores", "Scored", "score", "score_file", "with_bounds"]


_LONGEST = 200
"""Characters that a system's name may have: it stands in tables and signatures."""


class PrintableScores(Scores, frozen=True):
    """Scores whose ``print`` shows the card, without errors: those need the texts."""

    def __str__(self) -> str:
        return card(Entry("predictions", Result(self, [], [])), {})


def score(
    gold: Source, pred: Source, suite: str | Path = "core", reading: Reading = "first"
) -> PrintableScores:
    """Score predictions against gold; both are JSONL files or lists of records.

    In a notebook, ``print(scores)`` shows the card.

    Args:
        gold: gold articles, or generic records where the suite is generic.
        pred: predictions in any of the loose shapes.
        suite: a suite's name, or the path of a suite file.
        reading: how strings with several occurrences are read: `first`, `best` or `worst`.

    Raises:
        DataError: with every fault of both sides.
        UnknownName: there is no such suite or reading.
    """
    if reading not in get_args(Reading):
        raise UnknownName("reading", reading, get_args(Reading))
    chosen = load_suite(str(suite))
    scores = score_task(build_task(chosen, [gold], pred, reading), chosen).scores
    return PrintableScores(**msgspec.structs.asdict(scores))


def score_file(
    gold: Path, pred: Path, suite_name: str, name: str, *, bounds: bool = False
) -> Scored:
    """Score a prediction file and keep what a run folder needs.

    Gold that is a split of the release is called so, whatever its file is called.

    Args:
        gold: gold JSONL.
        pred: predictions JSONL.
        suite_name: a suite's name, or the path of a suite file.
        name: what results call the predictions.
        bounds: also score with ambiguous strings read at worst and at best.

    Raises:
        DataError: with every fault of both sides.
        UsageError: the name is none, or a pipe was given where a file has to be read more than
            once.
    """
    _check_name(name)
    if str(gold) == str(pred) == "-":
        raise UsageError("gold and predictions cannot both be standard input; give a file")
    if bounds:
        check_rereadable(gold, pred)
    suite = load_suite(suite_name)
    lines = _Lines(pred)
    task = build_task(suite, [gold], lines.source)
    named = known_as(Selection(gold.stem, "all", (gold,)), task.golds)
    manifest = Manifest(
        name=name, corpus=named.name, split=named.split, suite=suite.name, signature=""
    )
    signature = {"corpus": f"{manifest.gold}#{gold_hash(task.golds)}", "extractor": name}
    result = score_task(task, suite, signature)
    if bounds:
        result = with_bounds(result, [gold], pred, suite)
    manifest = msgspec.structs.replace(manifest, signature=result.scores.signature)
    texts = {id: getattr(record, "text", "") for id, record in task.golds.items()}
    return Scored(Run(name, result, {}, None, texts, manifest), task, lines)


def _check_name(name: str) -> None:
    """Refuse a name that fits in no line of a table."""
    if name.splitlines() != [name] or len(name) > _LONGEST:
        told = f"1 to {_LONGEST} characters and no line breaks"
        raise UsageError(f"the name of a system has {told}; give another one, with --name")


class Scored(NamedTuple):
    """A prediction file as a run without timing; its lines are read again only to be kept."""

    run: Run
    task: Task
    lines: _Lines

    def save(self, folder: Path) -> Path:
        """Write the run folder, see `Run.save`."""
        return self.run._replace(predictions=self.lines.by_id(self.task)).save(folder)


def with_bounds(result: Result, gold: Sequence[Source], pred: Source, suite: Suite) -> Result:
    """The result with each F1 as it is if ambiguous strings are read at worst and at best.

    Raises:
        UsageError: the suite is not about articles.
    """
    check_articles(suite, "bounds are for strings that are found in texts")
    worst, best = (
        score_task(build_task(suite, gold, pred, reading), suite).scores.fields
        for reading in ("worst", "best")
    )
    bounds = {name: (worst[name].f1, best[name].f1) for name in result.scores.fields}
    return result._replace(scores=msgspec.structs.replace(result.scores, bounds=bounds))


class _Head(Struct):
    id: str | int | None = None
    text_sha256: str | None = None


class _Lines:
    """The lines of a prediction file. A pipe is read once and kept; a file is read again."""

    def __init__(self, path: Path) -> None:
        self._kept: list[msgspec.Raw] | None = None
        self.source: Source = path
        if not path.is_file():
            self._kept = [msgspec.Raw(line) for _, line in read_lines(path) if line is not None]
            self.source = self._kept

    def by_id(self, task: Task) -> dict[str, bytes]:
        """Each line as it is, by the id of its article."""
        hashes = {getattr(gold, "text_sha256", None): id for id, gold in task.golds.items()}
        found: dict[str, bytes] = {}
        for _, line in read_lines(self.source):
            if line is not None:
                head = msgspec.json.decode(line, type=_Head)
                found[str(head.id) if head.id is not None else hashes[head.text_sha256]] = line
        return found
