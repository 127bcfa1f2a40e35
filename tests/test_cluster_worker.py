"""What a worker of a cluster does, and who gets which shard: without a cluster."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import msgspec
import pytest

from goldfield.cluster.joining import joining
from goldfield.cluster.messages import Lost, Predict, Predicted, encode
from goldfield.cluster.pool import TRIES, Cluster, Pool
from goldfield.cluster.scoring import Job, evaluate_on
from goldfield.cluster.shards import Keys
from goldfield.cluster.worker import Worker
from goldfield.corpus.gold import load_gold
from goldfield.errors import ExtractorError, GoldfieldError, MissingExtra, UsageError
from goldfield.evaluation import Conduct, evaluate
from goldfield.running.loading import Description
from goldfield.running.specs import Spec, parse
from goldfield.running.terms import Terms
from goldfield.running.wire import Greeting, read_greeting
from goldfield.schema.writing import to_json

EXTRACTORS = Path(__file__).parent / "extractors"
CAPITALS = (EXTRACTORS / "capitals.py").as_posix()

Make: TypeAlias = Callable[[str], Worker]

# ---- one worker ------------------------------------------------------------------------------


@pytest.fixture
def worker() -> Iterator[Make]:
    with ExitStack() as stack:

        def make(spec: str) -> Worker:
            made = Worker(spec, encode(Terms(timeout=20)), os.getcwd())
            stack.callback(made.close)
            return made

        yield make


def predict(maker: Worker, folder: Path, *rows: dict[str, Any]) -> Predicted | Lost:
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    task = Predict(str(folder / "in.jsonl"), str(folder / "out.jsonl"), Keys(), 2)
    return msgspec.json.decode(maker.do(encode(task)), type=Predicted | Lost)


def test_a_worker_answers_as_a_local_run_does(tmp_path: Path, worker: Make) -> None:
    made = worker(f"{CAPITALS}?raising=2&exiting=3&wrong=4&loads={tmp_path}")
    assert (said := read_greeting(made.load()).extractor)
    assert (said.version, said.layers) == ("3", None)
    texts = ["A Bad idea", "12", "123", "1234", "Again"]
    report = predict(made, tmp_path, *({"id": f"a{n}", "text": t} for n, t in enumerate(texts)))
    assert isinstance(report, Predicted)
    assert (report.articles, report.read, report.faults) == (5, 10 + 2 + 3 + 4 + 5, [])
    assert [(failure.id, failure.error) for failure in report.failures][:2] == [
        ("a1", "ValueError: no luck"),
        ("a2", "exited with status 3"),
    ]
    assert report.failures[2].id == "a3"
    assert report.failures[2].error.startswith("$.entities[0].type")
    lines = (tmp_path / "out.jsonl").read_bytes()
    assert report.written == len(lines)
    assert [json.loads(line)["id"] for line in lines.splitlines()] == ["a0", "a4"]
    loads = [name for name in os.listdir(tmp_path) if name.isdecimal()]
    assert len(loads) == 2  # once, and once more after it died


def test_a_shard_with_faults_has_no_output(tmp_path: Path, worker: Make) -> None:
    good = {"id": "a", "text": "A text"}
    report = predict(worker(CAPITALS), tmp_path, good, {"id": "b"}, good)
    assert isinstance(report, Predicted)
    assert len(report.faults) == 2
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl"]


def test_what_a_worker_cannot_do_is_told(tmp_path: Path, worker: Make) -> None:
    task = Predict(str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl"), Keys(), 2)
    report = msgspec.json.decode(worker(CAPITALS).do(encode(task)), type=Predicted | Lost)
    assert isinstance(report, Lost)
    assert "none.jsonl" in report.why
    greeting = read_greeting(worker(f"{CAPITALS}?nonsense=1").load())
    assert greeting.extractor is None
    assert "nonsense" in (greeting.error or "")


@contextmanager
def alone(spec: Spec, terms: Terms, cluster: Cluster, most: int) -> Iterator[Any]:
    """One worker, in this process, in the place of a pool."""
    made = Worker(str(spec), encode(terms), os.getcwd())
    extractor = read_greeting(made.load()).extractor
    try:
        yield SimpleNamespace(
            extractor=extractor,
            problems=[],
            do=lambda tasks, kind: (
                (number, msgspec.json.decode(made.do(task), type=kind))
                for number, task in tasks.items()
            ),
        )
    finally:
        made.close()


@pytest.mark.parametrize(
    ("spec", "suite"), [("rules", "core"), (CAPITALS, "full"), (f"{CAPITALS}?raising=%d", "core")]
)
def test_counts_of_shards_become_the_card_of_a_local_run(
    spec: str, suite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where an extractor does not say what it predicts, and no single shard tells."""
    monkeypatch.setattr("goldfield.cluster.scoring.starting", alone)
    gold = load_gold(split="validation")
    spec = spec.replace("%d", str(len(gold.articles[2].text)))
    here = evaluate(spec, corpus=gold, suite=suite, conduct=Conduct(timed=False))
    for size in (1, 3):
        kept = tmp_path / f"kept-{size}"
        there = evaluate_on(Cluster(), Job(spec, gold, suite, kept, size), Terms(timeout=20))
        assert to_json(there.result) == to_json(here.result)
        assert there.predictions == here.predictions
        assert there.manifest == here.manifest


# ---- many workers, made up -------------------------------------------------------------------


class LostError(Exception):
    """What Ray raises for the answer of a worker that is gone."""


class Scripted:
    """As much of Ray as the pool uses; `answer` says what comes of the n-th call of a method."""

    exceptions = SimpleNamespace(RayError=LostError)

    def __init__(self, answer: Callable[[str, int, Any], bytes | None], room: float = 2) -> None:
        self.answer, self.room = answer, room
        self.calls: list[tuple[str, Any]] = []
        self.hired = self.killed = 0

    def remote(self, **_: float) -> Callable[[type], Any]:
        def hire(*_: object) -> Any:
            self.hired += 1
            return SimpleNamespace(load=self._method("load"), do=self._method("do"))

        return lambda _: SimpleNamespace(remote=hire)

    def _method(self, name: str) -> Any:
        def call(task: bytes = b"") -> int:
            self.calls.append((name, task))
            return len(self.calls) - 1

        return SimpleNamespace(remote=call)

    def wait(self, refs: Sequence[int], timeout: float | None) -> tuple[list[int], list[int]]:
        ready = [ref for ref in refs if self.answer(*self._told(ref)) != b"never"]
        assert ready or timeout is not None, "the pool waits for ever"
        return ready[:1], []

    def get(self, ref: int) -> bytes:
        answer = self.answer(*self._told(ref))
        if answer is None:
            raise LostError
        return answer

    def _told(self, ref: int) -> tuple[str, int, Any]:
        name, task = self.calls[ref]
        return name, [called for called, _ in self.calls[:ref]].count(name), task

    def kill(self, _: object) -> None:
        self.killed += 1

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": self.room}


class Told(msgspec.Struct, tag=True):
    task: int


LOADED = encode(Greeting(Description()))


def pool(ray: Scripted) -> Pool:
    return Pool(ray, parse(CAPITALS), Terms(), Cluster(patience=0.5), 6)


def told(ray: Scripted) -> list[tuple[int, int]]:
    tasks = {number: str(number).encode() for number in range(6)}
    return [(number, report.task) for number, report in pool(ray).do(tasks, Told)]


def echo(name: str, count: int, task: Any) -> bytes | None:
    return LOADED if name == "load" else encode(Told(int(task)))


def test_every_shard_is_done_once() -> None:
    for room, hired in ((0, 1), (3.5, 3), (1000, 6)):
        ray = Scripted(echo, room=room)
        made = pool(ray)
        tasks = {number: str(number).encode() for number in range(6)}
        done = [(number, report.task) for number, report in made.do(tasks, Told)]
        made.dismiss()
        assert sorted(done) == [(number, number) for number in tasks]
        assert ray.hired == ray.killed == hired


def test_what_a_lost_worker_had_is_done_by_another() -> None:
    ray = Scripted(lambda *call: None if call[:2] in (("do", 1), ("do", 3)) else echo(*call))
    assert sorted(told(ray)) == [(n, n) for n in range(6)]
    assert ray.hired == 4


def test_nobody_waits_for_a_worker_for_which_there_is_no_room() -> None:
    """Of a node that is lost the workers are asked for again, and may never come."""

    def answer(name: str, count: int, task: Any) -> bytes | None:
        if name == "load" and count >= 2:
            return b"never"
        return None if (name, count) == ("do", 0) else echo(name, count, task)

    assert sorted(told(Scripted(answer))) == [(n, n) for n in range(6)]


def test_without_any_worker_patience_ends() -> None:
    with pytest.raises(GoldfieldError, match="no room for 1 CPUs and 0 GPUs"):
        told(Scripted(lambda *_: b"never"))

    def answer(name: str, count: int, task: Any) -> bytes | None:
        return b"never" if name == "load" and count >= 2 else LOADED if name == "load" else None

    with pytest.raises(GoldfieldError, match="no worker has come"):
        told(Scripted(answer))


def test_a_shard_that_kills_its_workers_is_given_up_after_the_others_are_done() -> None:
    ray = Scripted(lambda *call: None if call[2] == b"4" else echo(*call))
    tasks = {number: str(number).encode() for number in range(6)}
    reports = pool(ray).do(tasks, Told)
    assert sorted(number for number, _ in islice(reports, 5)) == [0, 1, 2, 3, 5]
    with pytest.raises(GoldfieldError, match="shard 00004: its worker was lost"):
        next(reports)
    assert [task for name, task in ray.calls if name == "do"].count(b"4") == TRIES


def test_what_cannot_be_loaded_ends_the_job() -> None:
    with pytest.raises(ExtractorError, match="no model"):
        told(Scripted(lambda *_: encode(Greeting(error="no model"))))
    with pytest.raises(GoldfieldError, match="die while they load"):
        told(Scripted(lambda *_: None))


def test_without_ray_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtra, match=r'pip install "goldfield\[ray\]"'), joining(None):
        pass


def test_an_address_where_nobody_is_in_is_refused() -> None:
    pytest.importorskip("ray")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(UsageError, match=f"no Ray cluster at {address}"), joining(address):
            pass


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (None, "no Ray cluster at this machine: the node timed out$"),
        (RuntimeError("InvalidAuthToken"), "this machine: it asks for another token"),
    ],
)
def test_a_cluster_that_cannot_be_joined_is_told_in_a_line(
    cause: Exception | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = pytest.importorskip("ray")

    def late(*_: object, **__: object) -> None:
        raise Exception("the node timed out") from cause

    monkeypatch.setattr(ray, "init", late)
    with pytest.raises(UsageError, match=told), joining(None):
        pass
