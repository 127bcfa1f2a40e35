"""A long run that is disturbed all the time must come out as one that nothing happens to.

    python eval/benchmarks/soak.py [ARTICLES] [--write]

Texts (`short_texts.py`) go through `rules` with two workers: once in peace, once while workers are
killed at random and the whole run is killed and resumed ten times. Then both files are compared.
With ``--write`` the figures go into eval/README.md. A hundred thousand articles take ten minutes.
"""

from __future__ import annotations

import filecmp
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import psutil
from short_texts import write_texts

from goldfield.release import root
from goldfield.running.machine import machine
from goldfield.schema.writing import write_text

__all__ = ["Figures", "soak"]

PAGE = root() / "eval" / "README.md"
KILLS = 10
GROWTH = 16.0
"""MiB that a run may grow by after its first fifth, whatever the number of articles."""
SHORTEST = 3.0
"""Seconds between two kills of workers at least, on average: one must have time to load."""
_LOOK = 0.1
_MIB = 1 << 20


class Figures(NamedTuple):
    """What a soak has shown.

    Attributes:
        articles: how many texts.
        seconds: that either run took, the starts of the disturbed one included.
        kills: of workers, and of the whole run.
        lost: articles that the disturbed file lacks.
        doubled: articles that it holds more than once.
        equal: whether both files have the same bytes.
        memory: MiB that the calm run itself held at most during its first fifth, and at all; and
            the disturbed run.
        workers: MiB that one worker held at most.
    """

    articles: int
    seconds: tuple[float, float]
    kills: tuple[int, int]
    lost: int
    doubled: int
    equal: bool
    memory: tuple[float, float, float]
    workers: float

    @property
    def good(self) -> bool:
        """Whether nothing was lost, and memory does not grow."""
        early, late, worst = self.memory
        return (
            self.equal and not self.lost and not self.doubled and max(late, worst) < early + GROWTH
        )


class Job:
    """`goldfield run` over the texts of a folder, watched."""

    def __init__(self, folder: Path, name: str) -> None:
        self.out = folder / f"{name}.jsonl"
        self.memory: list[tuple[int, int]] = []
        self.of_workers = 0
        self._journal = folder / f"{name}.jsonl.journal"
        self._texts = folder / "texts.jsonl"

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen[bytes]]:
        """The job, started or resumed; ended with the block."""
        command = [sys.executable, "-m", "goldfield.cli", "run", "rules", "--workers", "2"]
        place = ["--input", str(self._texts), "--out", str(self.out), "--resume"]
        process = subprocess.Popen([*command, *place], stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def look(self, process: subprocess.Popen[bytes]) -> list[psutil.Process]:
        """Note the memory it holds; its workers."""
        time.sleep(_LOOK)
        try:
            watched = psutil.Process(process.pid)
            self.memory.append((self.kept(), watched.memory_info().rss))
            workers = watched.children()
            self.of_workers = max([self.of_workers, *(w.memory_info().rss for w in workers)])
        except psutil.Error:
            return []
        return workers

    def kept(self) -> int:
        """Bytes of its journal."""
        try:
            return self._journal.stat().st_size
        except FileNotFoundError:
            return 0

    def peak(self, below: float = float("inf")) -> float:
        """The most MiB it held while its journal was smaller than `below` bytes."""
        return max((held for kept, held in self.memory if kept < below), default=0) / _MIB


def soak(folder: Path, articles: int, seed: int = 1) -> Figures:
    """Both runs, and what they differ in."""
    write_texts(folder / "texts.jsonl", articles)
    calm, wild = Job(folder, "calm"), Job(folder, "wild")
    began = time.monotonic()
    with calm.started() as process:
        while process.poll() is None:
            calm.look(process)
    between = time.monotonic()
    if process.returncode:
        raise RuntimeError("the calm run has failed")
    size = max(kept for kept, _ in calm.memory)
    pause = max(SHORTEST, (between - began) / 100)
    kills = disturb(wild, [size * n / (KILLS + 1) for n in range(1, KILLS + 1)], pause, seed)
    ids = Counter(_id(line).id for line in wild.out.open("rb"))
    return Figures(
        articles,
        (between - began, time.monotonic() - between),
        kills,
        articles - len(ids),
        sum(times - 1 for times in ids.values()),
        filecmp.cmp(calm.out, wild.out, shallow=False),
        (calm.peak(size / 5), calm.peak(), wild.peak()),
        max(calm.of_workers, wild.of_workers) / _MIB,
    )


def disturb(job: Job, marks: Sequence[float], pause: float, seed: int) -> tuple[int, int]:
    """Run to the end under fire; how many workers were killed, and how often the run itself.

    Args:
        job: what is run.
        marks: bytes of the journal at which the run is killed.
        pause: seconds between two kills of a worker, on average.
        seed: of the random numbers.
    """
    draw, killed, left = random.Random(seed), 0, list(marks)
    for _ in range(10 * KILLS):  # a worker that is killed while it loads at first ends its run, too
        with job.started() as process:
            due = time.monotonic() + SHORTEST + draw.expovariate(1 / pause)
            while process.poll() is None:
                workers = job.look(process)
                if left and job.kept() > left[0]:
                    del left[0]
                    break
                if workers and time.monotonic() > due:
                    draw.choice(workers).kill()
                    killed += 1
                    due = time.monotonic() + draw.expovariate(1 / pause)
        if process.returncode == 0:
            return killed, len(marks) - len(left)
    raise RuntimeError("the run does not come to its end")


class _Id(msgspec.Struct):
    id: str


_id = msgspec.json.Decoder(_Id).decode


def told(found: Figures) -> str:
    """The figures, as Markdown."""
    memory = ", ".join(f"{held:.0f}" for held in found.memory)
    rows = {
        "articles": f"{found.articles:,}",
        "workers killed": f"{found.kills[0]}",
        "runs killed and resumed": f"{found.kills[1]}",
        "lost": f"{found.lost}",
        "doubled": f"{found.doubled}",
        "both files have the same bytes": "yes" if found.equal else "**no**",
        "memory of the run: first fifth, whole, disturbed": f"{memory} MiB",
        "memory of a worker, at most": f"{found.workers:.0f} MiB",
        "time: in peace, disturbed": f"{found.seconds[0]:.0f} s, {found.seconds[1]:.0f} s",
        "machine": str(machine()),
    }
    body = "".join(f"| {name} | {value} |\n" for name, value in rows.items())
    command = f"`python eval/benchmarks/soak.py {found.articles} --write`"
    return f"{command}:\n\n| | |\n| --- | --- |\n{body}"


def main(arguments: Sequence[str]) -> int:
    numbers = [int(argument) for argument in arguments if argument.isdigit()]
    with tempfile.TemporaryDirectory() as folder:
        found = soak(Path(folder), numbers[0] if numbers else 100_000)
    print(told(found))
    if "--write" in arguments:
        page = PAGE.read_text("utf-8")
        block = f"<!-- soak -->\n{told(found)}<!-- /soak -->"
        marked = re.compile("<!-- soak -->\n.*?<!-- /soak -->", re.DOTALL)
        write_text(PAGE, marked.sub(lambda _: block, page))
    return 0 if found.good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
