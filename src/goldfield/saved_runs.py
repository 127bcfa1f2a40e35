"""Run folders read back: what was written by `eval`, `score --out`, or anybody's earlier run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from goldfield.corpus.loading import Place, corpus_at
from goldfield.errors import DataError, Fault, UsageError
from goldfield.evaluation import Gold, load_gold
from goldfield.reporting.card import Entry
from goldfield.reporting.runs import Manifest
from goldfield.running.timing import Timing
from goldfield.schema.labels import LAYERS
from goldfield.schema.lines import read_lines
from goldfield.schema.predictions import read_predictions
from goldfield.scoring.outcome import Verdict
from goldfield.scoring.scorer import DocumentCounts, Result, Scores, score_task
from goldfield.scoring.signature import parse_signature
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import gold_hash, task_of

__all__ = ["SavedRun", "gold_of", "read_run", "rescore"]

T = TypeVar("T")
_FIX = "run it again, or restore the folder"


class SavedRun(NamedTuple):
    """A run folder: what was run, its scores, and the tables behind them.

    Attributes:
        timing: None if throughput was not measured.
    """

    folder: Path
    manifest: Manifest
    result: Result
    timing: Timing | None

    @property
    def name(self) -> str:
        """What results call the system."""
        return self.manifest.name

    @property
    def scores(self) -> Scores:
        """The scores alone."""
        return self.result.scores

    @property
    def entry(self) -> Entry:
        """The run as the reports take it."""
        return Entry(self.name, self.result, self.timing)

    @property
    def predictions(self) -> Path:
        """The file of its predictions, by id."""
        return self.folder / "predictions.jsonl"


def read_run(folder: Path) -> SavedRun:
    """Read a run folder.

    Raises:
        UsageError: there is no such folder, or it is none of a run.
        DataError: with every fault of its files.
    """
    if not (folder / "manifest.json").is_file():
        raise UsageError(f"{folder} is no run folder: it has no manifest.json")
    faults: list[Fault] = []
    manifest = _one(folder / "manifest.json", Manifest, faults)
    scores = _one(folder / "scores.json", Scores, faults)
    counts = list(_lines(folder / "counts.jsonl", DocumentCounts, faults))
    verdicts = list(_lines(folder / "verdicts.jsonl", Verdict, faults))
    timed = (folder / "timing.json").is_file()
    timing = _one(folder / "timing.json", Timing, faults) if timed else None
    if faults or manifest is None or scores is None:
        raise DataError(faults)
    return SavedRun(folder, manifest, Result(scores, counts, verdicts), timing)


def _one(path: Path, type: type[T], faults: list[Fault]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=type)
    except (OSError, ValueError, RecursionError) as error:
        faults.append(Fault(str(path), "$", str(error), _FIX))
        return None


def _lines(path: Path, type: type[T], faults: list[Fault]) -> Iterator[T]:
    decoder = msgspec.json.Decoder(type)
    try:
        for number, line in read_lines(path):
            try:
                yield decoder.decode(line or b"")
            except (ValueError, RecursionError) as error:
                faults.append(Fault(f"{path}:{number}", "$", str(error), _FIX))
    except (DataError, UsageError) as error:
        more = error.faults if isinstance(error, DataError) else []
        faults.extend(more or [Fault(str(path), "$", str(error), _FIX)])


def gold_of(run: SavedRun, corpus: Place = None) -> Gold:
    """The gold that a run was scored against.

    Args:
        run: a run on articles.
        corpus: where its gold is; None is the released corpus.

    Raises:
        UsageError: what is there is not the gold of the run, by its hash.
        DataError: with every fault of the gold.
    """
    wanted = parse_signature(run.manifest.signature).get("corpus", "").rpartition("#")[2]
    split = run.manifest.split if corpus_at(corpus).path is None else None
    try:
        gold = load_gold(corpus, split)
    except UsageError as error:
        raise UsageError(f"{error}; give the gold of {run.folder} with --corpus") from error
    for found in (gold, load_gold(corpus, "all")):
        if gold_hash({article.id: article for article in found.articles}) == wanted:
            return found
    where = corpus_at(corpus).path or "the released corpus"
    raise UsageError(
        f"{run.folder} was scored against gold {run.manifest.corpus}/{run.manifest.split} "
        f"#{wanted}, and {where} is other gold; give it with --corpus"
    )


def rescore(run: SavedRun, gold: Gold) -> Result:
    """The predictions of a run scored once more; of an untouched run the result is the same.

    Args:
        run: a run on articles.
        gold: its gold, see `gold_of`.

    Raises:
        DataError: with every fault of the predictions.
    """
    suite = load_suite(run.manifest.suite)
    golds = {article.id: article for article in gold.articles}
    found = read_predictions(run.predictions, golds)
    if found.faults:
        raise DataError(found.faults)
    said = parse_signature(run.manifest.signature)
    signature: dict[str, Any] = {key: said[key] for key in ("corpus", "extractor") if key in said}
    declared = run.manifest.layers
    layers = None if declared is None else [layer for layer in LAYERS if layer in declared]
    return score_task(
        task_of(suite, golds, found, layers), suite, signature, run.result.scores.failures
    )
