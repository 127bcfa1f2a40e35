"""The options of `--engine ray`, and what the two commands that have it do then."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import counted, progress, tell
from goldfield.cli.gold import chosen_gold
from goldfield.cli.running import tell_problems
from goldfield.cluster.gold import gold_at, is_shards
from goldfield.cluster.joining import joining
from goldfield.cluster.messages import Predicted
from goldfield.cluster.pool import Cluster
from goldfield.cluster.predicting import Plan, predict_shards
from goldfield.cluster.scoring import Job, evaluate_on
from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Corpus
from goldfield.errors import GoldfieldError, UsageError
from goldfield.evaluation import Run
from goldfield.running.terms import Terms

__all__ = [
    "AddressOption",
    "BatchOption",
    "CpusOption",
    "Engine",
    "EngineOption",
    "GpusOption",
    "cluster_of",
    "evaluate_one",
    "forget",
    "gold_of",
    "job_of",
    "joined",
    "run",
]


class Engine(StrEnum):
    """Where extractors run."""

    local = "local"
    ray = "ray"


EngineOption = Annotated[
    Engine, typer.Option(help="local: this machine. ray: shards of articles on a Ray cluster.")
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="ray: the cluster, or auto; default: RAY_ADDRESS, else this machine alone.",
    ),
]
CpusOption = Annotated[float, typer.Option("--num-cpus", min=0, help="ray: cores of a worker.")]
GpusOption = Annotated[float, typer.Option("--num-gpus", min=0, help="ray: GPUs of a worker.")]
BatchOption = Annotated[
    int, typer.Option(min=1, help="ray: articles that the extractor is given at once.")
]


def cluster_of(engine: Engine, cluster: Cluster) -> Cluster | None:
    """The cluster that the options mean; None is this machine without one.

    Raises:
        UsageError: there are options of a cluster, and none is asked for.
    """
    if engine is Engine.ray:
        return cluster
    if cluster != Cluster(workers=cluster.workers):
        raise UsageError("--address, --num-cpus, --num-gpus and --batch-size need --engine ray")
    return None


def gold_of(cluster: Cluster | None, corpus: Corpus, split: str | None) -> Gold:
    """The gold that options mean; on a cluster it may be shards, which are of no split.

    Raises:
        UsageError: there is no such gold, or a split of shards is asked for.
        DataError: with every fault of it.
    """
    if cluster is None or not is_shards(corpus.path):
        return chosen_gold(corpus, split)
    if split not in (None, "all") or corpus.format != Corpus().format:
        raise UsageError("shards of gold are of no split, and are read as goldfield's own records")
    return gold_at(str(corpus.path))


def job_of(spec: str, gold: Gold, suite: str, folder: Path) -> Job:
    """The job of an extractor; what is done of it lies beside its run folder to be."""
    return Job(spec, gold, suite, _kept(folder))


def evaluate_one(cluster: Cluster, job: Job, terms: Terms) -> Run:
    """Evaluate on a cluster, with a progress bar on a terminal."""
    with progress(job.spec, len(job.gold.articles)) as bar:
        advance = (lambda _: bar.advance(bar.task_ids[0])) if bar else (lambda _: None)
        return evaluate_on(cluster, job, terms, advance)


def forget(folder: Path) -> None:
    """Remove what lay beside a run folder until it was written."""
    shutil.rmtree(_kept(folder), ignore_errors=True)


def _kept(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.shards")


def joined(cluster: Cluster | None) -> AbstractContextManager[object]:
    """Be part of the cluster in the block, if there is one: not anew for each extractor."""
    return nullcontext() if cluster is None else joining(cluster.address)


def run(plan: Plan, cluster: Cluster, terms: Terms) -> None:
    """`goldfield run` on a cluster, with a progress bar of shards on a terminal."""
    with progress(plan.spec, len(plan.shards)) as bar:

        def report(done: Predicted) -> None:
            if bar:
                bar.advance(bar.task_ids[0])
            for failure in done.failures:
                tell(f"failed on {failure.id}: {failure.error}")

        found = predict_shards(plan, cluster, terms, report)
    tell_problems(plan.spec, found.problems)
    articles = sum(report.articles for report in found.reports)
    failed = sum(len(report.failures) for report in found.reports)
    if articles and failed == articles:
        raise GoldfieldError(f"{plan.spec} failed on every article")
    before = f", {found.before} of them done before" if found.before else ""
    shards = counted(len(plan.shards), "shard")
    tell(f"{counted(articles - failed, 'prediction')} in {shards} in {plan.out}{before}")
