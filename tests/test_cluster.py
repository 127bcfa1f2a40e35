"""A real cluster of several processes: a head and two nodes, one of which is killed in the end."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldfield.cluster.messages import Predicted
from goldfield.cluster.pool import Cluster
from goldfield.cluster.predicting import Plan, Predictions, predict_shards
from goldfield.cluster.scoring import Job, evaluate_on
from goldfield.cluster.shards import Keys, find_shards
from goldfield.errors import DataError, ExtractorError, UsageError
from goldfield.evaluation import Conduct, Gold, evaluate, load_gold
from goldfield.running.runner import run
from goldfield.running.specs import parse
from goldfield.running.terms import Terms

CAPITALS = (Path(__file__).parent / "extractors" / "capitals.py").as_posix()
TERMS = Terms(timeout=60)


class Nodes:
    """The cluster: its address, and a node that can be killed."""

    def __init__(self, ray_cluster: Any) -> None:
        self._cluster = ray_cluster
        self._last = [ray_cluster.add_node(num_cpus=1, object_store_memory=80_000_000)]
        self._last += [ray_cluster.add_node(num_cpus=1, object_store_memory=80_000_000)]
        self.address = str(ray_cluster.address)

    def kill(self) -> None:
        """One node is gone from one moment to the next."""
        self._cluster.remove_node(self._last.pop(), allow_graceful=False)


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    # Read when ray is imported: nothing listens or connects beyond the loopback interface.
    os.environ |= {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_USAGE_STATS_ENABLED": "0"}
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster as RayCluster

    head = {"num_cpus": 0, "object_store_memory": 80_000_000, "include_dashboard": False}
    made = RayCluster(initialize_head=True, head_node_args=head)
    try:
        yield Nodes(made)
    finally:
        made.shutdown()


@pytest.fixture(scope="module")
def joined(nodes: Nodes) -> Iterator[Nodes]:
    """This process is part of the cluster for several tests: joining takes its time."""
    from goldfield.cluster.pool import joining

    with joining(nodes.address):
        yield nodes


# ---- gold ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gold() -> Gold:
    return load_gold(split="validation")


@pytest.fixture(scope="module")
def spec(gold: Gold) -> str:
    """An extractor that fails on three of the articles, each in another way."""
    lengths = [len(article.text) for article in gold.articles]
    return f"{CAPITALS}?raising={lengths[0]}&exiting={lengths[2]}&wrong={lengths[3]}"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_cluster_gives_the_bytes_of_a_local_run(
    joined: Nodes, gold: Gold, spec: str, tmp_path: Path
) -> None:
    here = evaluate(spec, corpus=gold, suite="full", conduct=Conduct(timed=False))
    assert len(here.scores.failures) == 3
    assert here.scores.anchors
    job = Job(spec, gold, "full", tmp_path / "kept", shard=3)
    there = evaluate_on(Cluster(joined.address), job, TERMS)
    assert bytes_of(here.save(tmp_path / "here")) == bytes_of(there.save(tmp_path / "there"))


def test_what_was_counted_before_is_not_counted_again(
    joined: Nodes, gold: Gold, spec: str, tmp_path: Path
) -> None:
    job = Job(spec, gold, "core", tmp_path / "kept", shard=3)
    seen: list[str] = []

    def interrupted(result: Any) -> None:
        seen.append(result.id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate_on(Cluster(joined.address), job, TERMS, interrupted)
    first = evaluate_on(Cluster(joined.address), job, TERMS, lambda result: seen.append(result.id))
    assert len(seen) == 1 + len(gold.articles) - 3  # the shard of the first was kept
    here = evaluate(spec, corpus=gold, suite="core", conduct=Conduct(timed=False))
    assert first.scores == here.scores
    other = job._replace(gold=gold._replace(articles=gold.articles[1:]))
    with pytest.raises(UsageError, match="made from something else"):
        evaluate_on(Cluster(joined.address), other, TERMS)


def test_an_extractor_that_does_not_load_is_told_as_in_a_local_run(
    joined: Nodes, gold: Gold, tmp_path: Path
) -> None:
    job = Job(f"{CAPITALS}?nonsense=1", gold, "core", tmp_path / "kept")
    with pytest.raises(ExtractorError) as there:
        evaluate_on(Cluster(joined.address), job, TERMS)
    with pytest.raises(ExtractorError) as here:
        run(parse(job.spec), [])
    assert str(there.value) == str(here.value)
    assert not job.kept.exists()


# ---- shards of texts -------------------------------------------------------------------------

SHARDS, ROWS = 8, 5


def texts(number: int) -> list[tuple[str, str]]:
    return [(f"{number}-{row}", f"Anna met {'Bo' * (row + 1)} in Oslo") for row in range(ROWS)]


def write_shards(folder: Path) -> str:
    folder.mkdir()
    for number in range(SHARDS):
        rows = [{"id": id, "text": text} for id, text in texts(number)]
        path = folder / f"part-{number}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return f"file://{folder}/*.jsonl"


def test_a_killed_node_loses_nothing_and_doubles_nothing(joined: Nodes, tmp_path: Path) -> None:
    (tmp_path / "loads").mkdir()
    pattern = write_shards(tmp_path / "in")
    spec = f"{CAPITALS}?seconds=0.2&raising={len(texts(0)[1][1])}&loads={tmp_path / 'loads'}"
    plan = Plan(spec, find_shards(pattern), str(tmp_path / "out"), Keys())
    seen: list[Predicted] = []

    def first_then_killed(report: Predicted) -> None:
        seen.append(report)
        if len(seen) == 2:  # both nodes are at work
            joined.kill()

    found = predict_shards(plan, Cluster(joined.address), TERMS, first_then_killed)
    assert found.problems[0].startswith("a worker was lost: ")
    assert len(seen) == SHARDS
    assert len(list((tmp_path / "loads").iterdir())) == 2  # once a worker, not once a shard
    check_outputs(plan, found)
    again = predict_shards(plan, Cluster(joined.address), TERMS, lambda _: pytest.fail("again"))
    assert again.before == SHARDS
    assert again.reports == found.reports


def check_outputs(plan: Plan, found: Predictions) -> None:
    """Each shard has the predictions and failures of a local run, and nothing else is there."""
    out = Path(plan.out)
    for number, report in enumerate(found.reports):
        here = list(run(parse(CAPITALS), texts(number)))
        lines = [result.prediction or b"" for n, result in enumerate(here) if n != 1]
        assert (out / f"predictions-{number:05}.jsonl").read_bytes() == b"\n".join(lines) + b"\n"
        assert [failure.id for failure in report.failures] == [f"{number}-1"]
    names = {f"{kind}-{n:05}.{end}" for n in range(SHARDS) for kind, end in KINDS}
    assert set(os.listdir(out)) == names | {"manifest.json"}


KINDS = (("predictions", "jsonl"), ("done", "json"))


def test_faults_of_a_shard_are_told_when_the_others_are_done(joined: Nodes, tmp_path: Path) -> None:
    shards = find_shards(write_shards(tmp_path / "in"))
    broken = tmp_path / "in" / "part-3.jsonl"
    broken.write_text("{\n")
    plan = Plan(CAPITALS, shards, str(tmp_path / "out"), Keys())
    with pytest.raises(DataError) as raised:
        predict_shards(plan, Cluster(joined.address), TERMS)
    assert [fault.where for fault in raised.value.faults] == [f"{broken}:1"]
    done = [name for name in os.listdir(tmp_path / "out") if name.startswith("done-")]
    assert len(done) == SHARDS - 1
