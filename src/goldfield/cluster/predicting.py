"""Predictions for shards of articles: a shard in, a shard out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec
from msgspec import Struct

from goldfield.cluster.files import at
from goldfield.cluster.messages import Predict, Predicted, encode
from goldfield.cluster.pool import Cluster, starting
from goldfield.cluster.shards import Keys, Shard
from goldfield.cluster.store import Store
from goldfield.errors import DataError
from goldfield.release import version
from goldfield.running.specs import parse
from goldfield.running.terms import Terms

__all__ = ["Plan", "Predictions", "predict_shards"]

_read = msgspec.json.Decoder(Predicted).decode


class Plan(NamedTuple):
    """What is to be predicted.

    Attributes:
        spec: spelling of the extractor.
        shards: files of articles, local or remote.
        out: the folder that gets ``predictions-NNNNN.jsonl``, local or remote; if it is local,
            all machines have to share it.
        keys: where text and id are.
    """

    spec: str
    shards: list[Shard]
    out: str
    keys: Keys = Keys()


class Predictions(NamedTuple):
    """What became of the shards.

    Attributes:
        reports: in the order of the shards.
        before: how many of them had been done by an earlier run.
        problems: what went wrong and was mended.
    """

    reports: list[Predicted]
    before: int
    problems: list[str]


class _Origin(Struct, frozen=True):
    """``manifest.json``: what the predictions are made from."""

    goldfield: str
    extractor: str
    extractor_version: str
    keys: Keys
    shards: list[Shard]


def predict_shards(
    plan: Plan,
    cluster: Cluster,
    terms: Terms,
    on_progress: Callable[[Predicted], object] = lambda _: None,
) -> Predictions:
    """Run an extractor over shards; those that are done already are not done again.

    Args:
        plan: what is to be predicted.
        cluster: where.
        terms: what the extractor may take; its `workers` are not used.
        on_progress: called with what became of each shard.

    Raises:
        DataError: with faults of the shards that cannot be read, when all others are done.
        UsageError: the folder holds predictions of something else.
        ExtractorError: the extractor does not load.
        GoldfieldError: a shard cannot be done, when all others are.
    """
    spec, shards, store = parse(plan.spec), plan.shards, Store(at(plan.out))
    with starting(spec, terms, cluster, len(shards)) as pool:
        about = pool.extractor
        store.open(_Origin(version(), str(spec), about.version, plan.keys, shards))
        done = store.done([shard.number for shard in shards])
        left = [shard for shard in shards if shard.number not in done]
        tasks = {shard.number: _task(plan, shard, cluster.batch) for shard in left}
        faults = []
        for number, report in pool.do(tasks, Predicted):
            faults += report.faults
            if not report.faults:
                store.keep(number, encode(report))
            on_progress(report)
        problems = pool.problems
    store.tidy()
    if faults:
        raise DataError(faults)
    return Predictions([_read(store.read(s.number)) for s in shards], len(done), problems)


def _task(plan: Plan, shard: Shard, batch: int) -> bytes:
    output = at(plan.out).child(f"predictions-{shard.name}.jsonl")
    return encode(Predict(shard.path, output.spelled(), plan.keys, batch))
