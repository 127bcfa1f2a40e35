"""Scores of a run in the forms that the Hub reads: `.eval_results` and a model card's index.

What is written is read back with the Hub client's own parsers before it is given out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import yaml
from msgspec import Struct

from goldfield.errors import DataError, PublishError, UsageError
from goldfield.publishing.features import needs_hf
from goldfield.schema.whole_files import read_json
from goldfield.scoring.scorer import Scores

__all__ = ["Benchmark", "RunScores", "eval_results", "model_index", "read_run", "task_id"]

_TASK = "token-classification"


class RunScores(NamedTuple):
    """What is told of a run: who, on what, and the scores."""

    name: str
    corpus: str
    split: str
    scores: Scores

    @property
    def f1(self) -> dict[str, float]:
        """F1 by measure, and the mean of them as `overall`; undefined ones are left out."""
        found = {measure: field.f1 for measure, field in self.scores.fields.items()}
        found["overall"] = self.scores.headline
        return {measure: value for measure, value in found.items() if value is not None}


class Benchmark(NamedTuple):
    """The dataset on the Hub that the scores are on, and where the run can be looked up."""

    repo_id: str
    revision: str | None = None
    date: str | None = None
    source_url: str | None = None


class _Manifest(Struct, frozen=True):
    name: str
    corpus: str
    split: str


def read_run(folder: Path) -> RunScores:
    """The scores of a run folder.

    Raises:
        UsageError: it is none, or of another version.
    """
    try:
        said = read_json(folder / "manifest.json", _Manifest, "run it again")
        scores = read_json(folder / "scores.json", Scores, "run it again")
    except DataError as error:
        told = error.faults[0]
        raise UsageError(f"{folder} is no run folder that can be read: {told.problem}") from error
    return RunScores(said.name, said.corpus, said.split, scores)


def task_id(measure: str) -> str:
    """The name of a measure as a task of a benchmark: `quotes@speaker` is `quotes_speaker_f1`."""
    return f"{re.sub(r'[^a-z0-9]+', '_', measure.lower()).strip('_')}_f1"


def eval_results(run: RunScores, benchmark: Benchmark) -> str:
    """The YAML of ``.eval_results/NAME.yaml`` of a model repository, one entry a measure.

    Raises:
        PublishError: the client's parser reads it otherwise.
        MissingExtra: the packages of the extra `hf` are not installed.
    """
    needs_hf()
    from huggingface_hub import (
        EvalResultEntry,
        eval_result_entries_to_yaml,
        parse_eval_result_entries,
    )

    entries = [
        EvalResultEntry(
            dataset_id=benchmark.repo_id,
            task_id=task_id(measure),
            value=value,
            dataset_revision=benchmark.revision,
            date=benchmark.date,
            source_url=benchmark.source_url,
            source_name=f"goldfield: {run.name}" if benchmark.source_url else None,
            notes=run.scores.signature,
        )
        for measure, value in run.f1.items()
    ]
    text: str = yaml.safe_dump(eval_result_entries_to_yaml(entries), sort_keys=False, width=1000)
    if parse_eval_result_entries(yaml.safe_load(text)) != entries:
        raise PublishError("the Hub's parser reads these results otherwise than they are")
    return text


def model_index(run: RunScores, benchmark: Benchmark) -> str:
    """The YAML of a model card's `model-index`, the older form.

    Raises:
        PublishError: the client's parser reads it otherwise.
        MissingExtra: the packages of the extra `hf` are not installed.
    """
    needs_hf()
    from huggingface_hub import EvalResult
    from huggingface_hub.repocard_data import (
        eval_results_to_model_index,
        model_index_to_eval_results,
    )

    results = [
        EvalResult(
            task_type=_TASK,
            task_name="News information extraction",
            dataset_type=benchmark.repo_id,
            dataset_name=f"goldfield corpus {run.corpus}",
            dataset_split=run.split,
            dataset_revision=benchmark.revision,
            metric_type="f1",
            metric_name=f"F1 {measure}",
            metric_value=value,
            source_name="goldfield" if benchmark.source_url else None,
            source_url=benchmark.source_url,
        )
        for measure, value in run.f1.items()
    ]
    index = {"model-index": eval_results_to_model_index(run.name, results)}
    text: str = yaml.safe_dump(index, sort_keys=False, width=1000, allow_unicode=True)
    if model_index_to_eval_results(yaml.safe_load(text)["model-index"]) != (run.name, results):
        raise PublishError("the Hub's parser reads this index otherwise than it is")
    return text
