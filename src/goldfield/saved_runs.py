"""Run folders read back: what was written by `eval`, `score --out`, or anybody's earlier run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from goldfield.corpus.gold import Gold, load_gold
from goldfield.corpus.loading import Place, corpus_at, splits
from goldfield.errors import DataError, Fault, UsageError
from goldfield.prediction_files import with_bounds
from goldfield.reporting.card import Entry
from goldfield.reporting.runs import Manifest, unnamed
from goldfield.running.timing import Timing
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.lines import read_lines
from goldfield.schema.predictions import read_predictions
from goldfield.schema.whole_files import fault_of, read_json
from goldfield.scoring.outcome import Verdict
from goldfield.scoring.scorer import DocumentCounts, Result, Scores, score_task
from goldfield.scoring.signature import parse_signature
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task, gold_hash, task_of

__all__ = ["SavedRun", "gold_of", "read_run", "read_summary", "rescore", "rescore_file"]

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
    def layers(self) -> list[Layer] | None:
        """What the extractor says it predicts; None is what its records hold."""
        said = self.manifest.layers
        return None if said is None else [layer for layer in LAYERS if layer in said]

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
    faults: list[Fault] = []
    run = _summary(folder, faults)
    counts = list(_lines(folder / "counts.jsonl", DocumentCounts, faults))
    verdicts = list(_lines(folder / "verdicts.jsonl", Verdict, faults))
    if run is not None and not faults and len(counts) != run.scores.documents:
        problem = f"{len(counts)} rows, and scores.json is of {run.scores.documents} documents"
        faults.append(Fault(str(folder / "counts.jsonl"), "$", problem, _FIX))
    timed = (folder / "timing.json").is_file()
    timing = _one(folder / "timing.json", Timing, faults) if timed else None
    if faults or run is None:
        raise DataError(faults)
    return run._replace(result=Result(run.scores, counts, verdicts), timing=timing)


def read_summary(folder: Path) -> SavedRun:
    """Read manifest and scores of a run folder alone: its tables are empty.

    Raises:
        UsageError: there is no such folder, or it is none of a run.
        DataError: with every fault of the two files.
    """
    faults: list[Fault] = []
    run = _summary(folder, faults)
    if run is None:
        raise DataError(faults)
    return run


def _summary(folder: Path, faults: list[Fault]) -> SavedRun | None:
    if not (folder / "manifest.json").is_file():
        problem = f"{folder} is no run folder: it has no manifest.json"
        raise UsageError(f"{problem}{unnamed(folder)}")
    manifest = _one(folder / "manifest.json", Manifest, faults)
    scores = _one(folder / "scores.json", Scores, faults)
    if manifest is None or scores is None:
        return None
    return SavedRun(folder, manifest, Result(scores, [], []), None)


def _one(path: Path, type: type[T], faults: list[Fault]) -> T | None:
    try:
        return read_json(path, type, _FIX)
    except DataError as error:
        faults.extend(error.faults)
        return None


def _lines(path: Path, type: type[T], faults: list[Fault]) -> Iterator[T]:
    decoder = msgspec.json.Decoder(type)
    try:
        for number, line in read_lines(path):
            try:
                yield decoder.decode(line or b"")
            except (ValueError, RecursionError) as error:
                faults.append(fault_of(error, f"{path}:{number}", _FIX))
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
    wanted = _gold_hashes(run)
    for split in _splits_to_try(run, corpus):
        try:
            gold = load_gold(corpus, split)
        except UsageError as error:
            raise UsageError(f"{error}; give the gold of {run.folder} with --corpus") from error
        if gold_hash({article.id: article for article in gold.articles}) in wanted:
            return gold
    where = corpus_at(corpus).path or "the released corpus"
    raise UsageError(
        f"{run.folder} was scored against gold {run.manifest.corpus}/{run.manifest.split} "
        f"#{wanted[0]}, and {where} is other gold; give it with --corpus"
    )


def _splits_to_try(run: SavedRun, corpus: Place) -> list[str | None]:
    """The splits that may be the gold, the likeliest first; a file has none to choose from."""
    path = corpus_at(corpus).path
    if path is not None and not Path(path).is_dir():
        return [None]
    known = splits(corpus)
    return list(dict.fromkeys([s for s in (run.manifest.split, *known) if s in known] + ["all"]))


def _gold_hashes(run: SavedRun) -> list[str]:
    """What the signatures of a run say of its gold; in an untouched run both are one."""
    found = []
    for line in (run.manifest.signature, run.scores.signature):
        with suppress(UsageError):
            found.append(parse_signature(line).get("corpus", "").rpartition("#")[2])
    return list(dict.fromkeys(found)) or [""]


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
    if faults := _unexplained(run, found.faults):
        raise DataError(faults)
    result = score_task(
        task_of(suite, golds, found, run.layers), suite, _signed(run, golds), run.scores.failures
    )
    if run.scores.bounds is None:
        return result
    return with_bounds(result, [gold.articles], run.predictions, suite)


def rescore_file(run: SavedRun, gold: Path, suite: Suite) -> Result:
    """As `rescore`, for a run on the records of a generic suite.

    Args:
        run: a run that `goldfield score --out` wrote.
        gold: its gold as JSONL.
        suite: its suite, which may be the user's own.

    Raises:
        DataError: with every fault of both sides.
    """
    task = build_task(suite, [gold], run.predictions)
    return score_task(task, suite, _signed(run, task.golds))


def _signed(run: SavedRun, golds: Mapping[str, object]) -> dict[str, str]:
    """What the signature says of corpus and extractor, by the words of the manifest."""
    about = run.manifest
    ran = about.extractor_version is not None
    return {
        "corpus": f"{about.gold}#{gold_hash(golds)}",
        "extractor": f"{about.name}@{about.extractor_version}" if ran else about.name,
    }


class _Head(msgspec.Struct):
    id: str = ""


def _unexplained(run: SavedRun, faults: list[Fault]) -> list[Fault]:
    """The faults but those of articles that are told as failed: such answers are kept as given."""
    failed = {failure.id for failure in run.scores.failures}
    if not faults or not failed:
        return faults
    known = set[str]()
    for number, line in read_lines(run.predictions):
        with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            if msgspec.json.decode(line or b"", type=_Head).id in failed:
                known.add(f"{run.predictions}:{number}")
    return [fault for fault in faults if fault.where not in known]
