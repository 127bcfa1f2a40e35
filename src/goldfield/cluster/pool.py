"""Workers on a Ray cluster: shards go out one at a time, results come in as they are there.

Ray starts the workers and says which of them are gone. What a lost worker had is given to another;
a new worker is asked for in its place, and gets work once it has said that its extractor is loaded.
Only then: on a cluster that has shrunk it may wait for ever.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import msgspec

from goldfield.cluster.joining import joining
from goldfield.cluster.messages import Lost, encode
from goldfield.cluster.worker import Worker
from goldfield.errors import ExtractorError, GoldfieldError
from goldfield.running.answering import CHUNK
from goldfield.running.loading import Description
from goldfield.running.specs import Spec
from goldfield.running.terms import Terms
from goldfield.running.wire import read_greeting

__all__ = ["TRIES", "Cluster", "Pool", "starting"]

Report = TypeVar("Report")
TRIES = 3
"""Times that a shard is tried, and that each worker may be lost while it loads."""
_GONE = Lost("its worker was lost")


class Cluster(NamedTuple):
    """Which cluster, and what a worker takes of it.

    Attributes:
        address: ``HOST:PORT``, ``ray://HOST:PORT`` or ``auto``; None is RAY_ADDRESS or, without
            it, a cluster of this machine alone, which ends with the job.
        workers: how many; None is as many as there is room for.
        cpus: cores that Ray sets aside for a worker.
        gpus: the same of GPUs; a worker sees no others.
        batch: articles that the extractor is given at once.
        patience: seconds to wait for a worker while there is none.
    """

    address: str | None = None
    workers: int | None = None
    cpus: float = 1.0
    gpus: float = 0.0
    batch: int = CHUNK
    patience: float = 300.0


class Pool:
    """The workers of one job.

    Attributes:
        extractor: what the extractor says of itself.
        problems: what went wrong and was mended.
    """

    def __init__(self, ray: Any, spec: Spec, terms: Terms, cluster: Cluster, most: int) -> None:
        """Ask for the workers, `most` of them at most, and wait for the first.

        Raises:
            ExtractorError: the extractor does not load.
            GoldfieldError: no worker came.
        """
        self.problems: list[str] = []
        self._ray, self._spec, self._cluster = ray, str(spec), cluster
        resources = {"num_cpus": cluster.cpus, "num_gpus": cluster.gpus}
        # Never started again by Ray: on a cluster that has shrunk, its work would wait with it.
        self._actor = ray.remote(**resources, max_restarts=0, max_task_retries=0)(Worker)
        self._arguments = str(spec), encode(terms), os.getcwd()
        self._coming: dict[Any, Any] = {}  # of each worker that loads, its greeting to be
        self._idle: deque[Any] = deque()
        self._unborn = 0
        self._number = max(1, min(most, cluster.workers or _room(ray, cluster)))
        for _ in range(self._number):
            self._hire()
        self.extractor = self._first()

    def do(self, tasks: Mapping[int, bytes], kind: type[Report]) -> Iterator[tuple[int, Report]]:
        """The reports of tasks by number, as they come.

        Args:
            tasks: what `Worker.do` takes.
            kind: what it gives for them.

        Raises:
            GoldfieldError: some shards could not be done, when all others are; or no worker is
                left, and none comes.
        """
        waiting, tries = deque(tasks), Counter[int]()
        running: dict[Any, tuple[int, Any]] = {}
        given_up: list[str] = []
        read = msgspec.json.Decoder[Any](kind | Lost).decode
        while waiting or running:
            while waiting and self._idle:
                number, worker = waiting.popleft(), self._idle.popleft()
                running[worker.do.remote(tasks[number])] = number, worker
            for ref in self._next([*running, *self._coming], waits=not running):
                if ref in self._coming:
                    self._greet(ref)
                    continue
                number, worker = running.pop(ref)
                answer = self._answer(ref, worker)
                report = _GONE if answer is None else read(answer)
                if not isinstance(report, Lost):
                    yield number, report
                    continue
                tries[number] += 1
                if tries[number] < TRIES:
                    waiting.append(number)
                else:
                    given_up.append(f"shard {number:05}: {report.why}")
        if given_up:
            raise GoldfieldError("\n".join(given_up))

    def dismiss(self) -> None:
        """End the workers that are idle or still to come."""
        for worker in [*self._idle, *self._coming.values()]:
            self._ray.kill(worker)

    def _hire(self) -> None:
        worker = self._actor.remote(*self._arguments)
        self._coming[worker.load.remote()] = worker

    def _first(self) -> Description:
        while not self._idle:
            for ref in self._next(list(self._coming), waits=True):
                self._greet(ref)
        return self._extractor

    def _next(self, refs: list[Any], *, waits: bool) -> list[Any]:
        """What is ready next; if nothing runs, somebody has to come in time."""
        patience = self._cluster.patience if waits else None
        ready = self._ray.wait(refs, timeout=patience)[0]
        if not ready:
            raise GoldfieldError(
                f"no worker has come for {patience:.0f} s: the cluster has no room for "
                f"{self._cluster.cpus:g} CPUs and {self._cluster.gpus:g} GPUs"
            )
        return list(ready)

    def _greet(self, ref: Any) -> None:
        """A worker has loaded the extractor, or is gone before it could."""
        worker = self._coming.pop(ref)
        answer = self._get(ref)
        if answer is None:
            self._unborn += 1
            if self._unborn > TRIES * self._number:
                raise GoldfieldError(f"workers die while they load {self._spec}: see Ray's logs")
            self._hire()
            return
        greeting = read_greeting(answer)
        if greeting.extractor is None:
            raise ExtractorError(self._spec, greeting.error or "did not load")
        self._extractor = greeting.extractor
        self._idle.append(worker)

    def _answer(self, ref: Any, worker: Any) -> bytes | None:
        """What a worker says of a shard; one that is gone is replaced."""
        answer = self._get(ref)
        if answer is None:
            self._hire()
        else:
            self._idle.append(worker)
        return answer

    def _get(self, ref: Any) -> bytes | None:
        """An answer; None if the worker, or its machine, is lost."""
        try:
            return bytes(self._ray.get(ref))
        except self._ray.exceptions.RayError as error:
            self.problems.append(f"a worker was lost ({type(error).__name__}), and replaced")
            return None


@contextmanager
def starting(spec: Spec, terms: Terms, cluster: Cluster, most: int) -> Iterator[Pool]:
    """Workers on a cluster, no more than there are shards; see `Pool` and `joining`."""
    with joining(cluster.address) as ray:
        pool = Pool(ray, spec, terms, cluster, most)
        try:
            yield pool
        finally:
            pool.dismiss()


def _room(ray: Any, cluster: Cluster) -> int:
    """How many workers the cluster has room for."""
    has = ray.cluster_resources()
    rooms = [has.get("CPU", 0) / cluster.cpus] if cluster.cpus else []
    rooms += [has.get("GPU", 0) / cluster.gpus] if cluster.gpus else []
    return int(min(rooms, default=1))
