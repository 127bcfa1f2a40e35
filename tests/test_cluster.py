"""A real cluster of several processes: a head and two nodes, one of which is killed in the end."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldfield import cli
from goldfield.cluster.joining import joining
from goldfield.cluster.messages import Predicted
from goldfield.cluster.pool import Cluster
from goldfield.cluster.predicting import Plan, Predictions, predict_shards
from goldfield.cluster.scoring import Job, evaluate_on
from goldfield.cluster.shards import Keys, find_shards
from goldfield.corpus.gold import Gold, load_gold
from goldfield.evaluation import Conduct, evaluate
from goldfield.running.runner import run
from goldfield.running.specs import parse
from goldfield.running.terms import Terms
from goldfield.schema.writing import write_lines

CAPITALS = (Path(__file__).parent / "extractors" / "capitals.py").as_posix()
TERMS = Terms(timeout=60)
LEAST = {"object_store_memory": 80_000_000, "include_log_monitor": False}
"""What each node goes without: time counts here."""


class Nodes:
    """The cluster: its address, and a node that can be killed."""

    def __init__(self, ray_cluster: Any) -> None:
        self._cluster = ray_cluster
        self._last = [ray_cluster.add_node(num_cpus=1, **LEAST) for _ in range(2)]
        self.address = str(ray_cluster.address)

    def kill(self) -> None:
        """One node is gone from one moment to the next."""
        self._cluster.remove_node(self._last.pop(), allow_graceful=False)


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster as RayCluster

    head = {"num_cpus": 0, "include_dashboard": False, "no_monitor": True}
    made = RayCluster(initialize_head=True, head_node_args=head | LEAST)
    try:
        yield Nodes(made)
    finally:
        made.shutdown()  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def joined(nodes: Nodes) -> Iterator[Nodes]:
    """This process is part of the cluster for several tests: joining takes its time."""
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


def test_a_run_that_was_cut_short_ends_with_the_bytes_of_a_local_one(
    joined: Nodes, gold: Gold, spec: str, tmp_path: Path
) -> None:
    here = evaluate(spec, corpus=gold, suite="full", conduct=Conduct(timed=False))
    assert len(here.scores.failures) == 3
    assert here.scores.anchors
    job = Job(spec, gold, "full", tmp_path / "kept", shard=3)
    seen: list[str] = []

    def interrupted(result: Any) -> None:
        seen.append(result.id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate_on(Cluster(joined.address), job, TERMS, interrupted)
    there = evaluate_on(Cluster(joined.address), job, TERMS, lambda result: seen.append(result.id))
    assert bytes_of(here.save(tmp_path / "here")) == bytes_of(there.save(tmp_path / "there"))
    assert len(seen) == 1 + len(gold.articles) - 3  # the shard of the first was kept


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
    assert found.problems[0].startswith("a worker was lost (")
    assert len(seen) == SHARDS
    assert len(list((tmp_path / "loads").iterdir())) == 2  # once a worker, not once a shard
    check_outputs(plan, found)
    again = predict_shards(plan, Cluster(joined.address), TERMS, lambda _: pytest.fail("again"))
    assert again.before == SHARDS
    assert again.reports == found.reports


def check_outputs(plan: Plan, found: Predictions) -> None:
    """Each shard has the predictions and failures of a local run, and nothing else is there."""
    out = Path(plan.out)
    every = [document for number in range(SHARDS) for document in texts(number)]
    here = {result.id: result.prediction or b"" for result in run(parse(CAPITALS), every)}
    for number, report in enumerate(found.reports):
        lines = [here[f"{number}-{row}"] for row in range(ROWS) if row != 1]
        assert (out / f"predictions-{number:05}.jsonl").read_bytes() == b"\n".join(lines) + b"\n"
        assert [failure.id for failure in report.failures] == [f"{number}-1"]
    names = {f"{kind}-{n:05}.{end}" for n in range(SHARDS) for kind, end in KINDS}
    assert set(os.listdir(out)) == names | {"manifest.json"}


KINDS = (("predictions", "jsonl"), ("done", "json"))


# ---- commands --------------------------------------------------------------------------------


def typed(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> Any:
    """The exit status of a command of this process."""
    monkeypatch.setattr(sys, "argv", ["goldfield", *map(str, words)])
    try:
        cli.main()
    except SystemExit as error:
        return error.code
    return 0


def test_faults_of_a_shard_are_told_when_the_others_are_done(
    joined: Nodes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pattern = write_shards(tmp_path / "in")
    broken = tmp_path / "in" / "part-3.jsonl"
    broken.write_text("{\n")
    out = tmp_path / "out"
    words = ["run", CAPITALS, "--engine", "ray", "--address", joined.address, "--input", pattern]
    assert typed(monkeypatch, *words, "--out", out) == 1
    assert f"{broken}:1  $  " in capsys.readouterr().err
    assert sorted(name for name in os.listdir(out) if name.startswith("done-")) == [
        f"done-{number:05}.json" for number in range(SHARDS) if number != 3
    ]


def test_eval_leaves_the_same_folder_and_nothing_beside_it(
    joined: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = tmp_path / "gold.jsonl"
    write_lines(gold, load_gold(split="example").articles)
    words = ["eval", "lead", "--format", "json", "--corpus"]
    ray = ["--engine", "ray", "--address", joined.address]
    assert typed(monkeypatch, *words, gold, "--out", tmp_path / "here") == 0
    assert typed(monkeypatch, *words, f"file://{gold}", *ray, "--out", tmp_path / "there") == 0
    (folder,) = os.listdir(tmp_path / "there")
    for name in ("predictions.jsonl", "counts.jsonl", "verdicts.jsonl", "scores.json"):
        here, there = (tmp_path / side / folder / name for side in ("here", "there"))
        assert here.read_bytes() == there.read_bytes()
