"""Counts from two files, streamed (`goldfield count`), against parsing the same two files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from measuring import ROUNDS, SUITES, Case, Files, count, make, parse, ratio
from pytest_benchmark.fixture import BenchmarkFixture

CASES = [
    *(Case(suite="plain", profile=profile) for profile in ("ordinary", "half", "wrong")),
    Case(suite="plain", mentions=71, events=14),
    Case(suite="entities"),
    *(Case(profile=profile) for profile in ("ordinary", "half", "wrong")),
    *(Case(mentions=mentions) for mentions in (10, 100)),
    Case(50, mentions=400),
    *(Case(50, events=events) for events in (50, 200)),
    Case(50, events=200, profile="wrong"),
    Case(1_000),
    Case(10_000),
]
if "GOLDFIELD_BENCH_DOCUMENTS" in os.environ:
    CASES.append(Case(int(os.environ["GOLDFIELD_BENCH_DOCUMENTS"])))


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))
def test_count(
    case: Case, benchmark: BenchmarkFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, suite = make(tmp_path, case), SUITES[case.suite]
    benchmark.pedantic(count, args=(files, suite), rounds=1)
    rounds = 3 if case.documents > 1_000 else ROUNDS
    found = ratio(lambda: count(files, suite), lambda: parse(files), rounds)
    with capsys.disabled():
        print("\n|", " | ".join(map(str, (*case, f"{found:.2f}"))), "|")


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
        print(f"\npeak memory, {documents:,} documents: {found:.1f} MiB")
