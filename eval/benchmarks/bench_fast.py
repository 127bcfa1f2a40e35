"""How fast the counting path is, measured against parsing the same two files.

`make bench` prints the table that `README.md` beside this file keeps. A ratio is CPU time over CPU
time, taken alternately in one process, median of nine rounds: times of different runs or machines
cannot be compared. `GOLDFIELD_BENCH_DOCUMENTS=100000` adds a row of that many documents.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any, NamedTuple

import msgspec
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from goldfield.schema.loose import Prediction
from goldfield.schema.records import Article
from goldfield.scoring.fast.files import count_files
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task

ROUNDS = 9
DOCUMENTS = 200
CORE = load_suite("core")
# Suite `plain` is what the goals speak of: core without all mentions and their coreference.
APART = ("mentions@strict", "coref@lea")
PLAIN = msgspec.structs.replace(
    CORE, name="plain", measures=tuple(name for name in CORE.measures if name not in APART)
)
SUITES = {"core": CORE, "plain": PLAIN}


class Case(NamedTuple):
    """What is measured; the mentions and events are those of one document."""

    documents: int = DOCUMENTS
    mentions: int = 40
    events: int = 6
    profile: str = "ordinary"
    suite: str = "core"


CASES = [
    *(Case(profile=profile, suite="plain") for profile in ("ordinary", "half", "wrong")),
    *(Case(profile=profile) for profile in ("ordinary", "half", "wrong")),
    *(Case(mentions=mentions) for mentions in (10, 100)),
    Case(50, mentions=400),
    Case(mentions=71, events=14),
    *(Case(50, events=events) for events in (50, 200)),
    Case(50, events=200, profile="wrong"),
    Case(1_000),
    Case(10_000),
]
if "GOLDFIELD_BENCH_DOCUMENTS" in os.environ:
    CASES.append(Case(int(os.environ["GOLDFIELD_BENCH_DOCUMENTS"])))


class Files(NamedTuple):
    gold: Path
    pred: Path


def load_generator() -> ModuleType:
    path = Path(__file__).with_name("generator.py")
    spec = importlib.util.spec_from_file_location("generator", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(folder: Path, case: Case) -> Files:
    """Gold and predictions, written as they are made."""
    generator = load_generator()
    files = Files(folder / "gold.jsonl", folder / "pred.jsonl")
    articles = generator.make_articles(case.documents, mentions=case.mentions, events=case.events)
    with files.gold.open("wb") as golds, files.pred.open("wb") as preds:
        for article in articles:
            golds.write(msgspec.json.encode(article) + b"\n")
            preds.write(msgspec.json.encode(generator.perturb(article, case.profile)) + b"\n")
    return files


def parse(files: Files) -> None:
    """The base of all ratios: both files decoded into their full types."""
    kinds: tuple[type[Any], ...] = (Article, Prediction)
    for path, kind in zip(files, kinds, strict=True):
        decoder = msgspec.json.Decoder(kind)
        with path.open("rb") as lines:
            for line in lines:
                decoder.decode(line)


def count(files: Files, suite: Suite) -> None:
    for _ in count_files(*files, suite):
        pass


def cpu(work: Callable[[], object]) -> float:
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def ratio(files: Files, work: Callable[[], object], rounds: int = ROUNDS) -> float:
    return statistics.median(cpu(work) / cpu(lambda: parse(files)) for _ in range(rounds))


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))
def test_count(
    case: Case, benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, suite = make(tmp_path, case), SUITES[case.suite]
    benchmark.pedantic(count, args=(files, suite), rounds=1)
    found = ratio(files, lambda: count(files, suite), 3 if case.documents > 1_000 else ROUNDS)
    with capsys.disabled():
        print("\n|", " | ".join(map(str, (*case, f"{found:.2f}"))), "|")


def test_full_scorer(
    benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = make(tmp_path, Case())

    def score() -> None:
        score_task(build_task(CORE, [files.gold], files.pred), CORE)

    benchmark.pedantic(score, rounds=1)
    with capsys.disabled():
        print(f"\nthe full scorer, with verdicts and intervals: {ratio(files, score, 3):.1f}")


PEAK = """
import resource, sys
from pathlib import Path
from goldfield.scoring.fast.files import count_files
from goldfield.scoring.suites import load_suite
for row in count_files(Path(sys.argv[1]), Path(sys.argv[2]), load_suite("core")):
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(files: Files) -> float:
    """MiB that a process of its own takes at most."""
    command = [sys.executable, "-c", PEAK, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


@pytest.mark.parametrize("documents", [1_000, 20_000])
def test_memory(
    documents: int,
    benchmark: BenchmarkFixture,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = make(tmp_path, Case(documents))
    found = benchmark.pedantic(peak, args=(files,), rounds=1)
    with capsys.disabled():
        print(f"\npeak memory, {documents} documents: {found:.1f} MiB")
