"""Two workers against two bare processes that have nothing to do with each other, alternated.

Both answer the same texts with `rules`, half each; loading is left out. The run keeps its journal
and brings the answers into order, the bare processes throw theirs away.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from short_texts import make_texts

from goldfield.running.journal import Journal
from goldfield.running.keeping import Texts, run_kept, texts_of
from goldfield.running.specs import parse
from goldfield.running.terms import Terms

CASES = {
    "texts of 280 characters": (1000, 1),
    "texts of 1,400 characters": (500, 5),
    "texts of 3,700 characters": (200, 13),
}
"""How many articles, and of how many short texts each is made."""
ROUNDS = 5
BARE = """
import sys
from bench_workers import texts_of_length
from goldfield.running.loading import load
from goldfield.running.specs import parse
number, length, part, parts = map(int, sys.argv[1:])
extractor = load(parse("rules"))
texts = [text for _, text in texts_of_length(number, length)][part::parts]
extractor(texts[0])
print(flush=True)
sys.stdin.readline()
for text in texts:
    extractor(text)
print(flush=True)
"""


@pytest.mark.parametrize("name", CASES)
def test_two_workers(
    name: str, benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = CASES[name]
    texts = texts_of(texts_of_length(*case))
    run = lambda workers: in_workers(texts, workers, tmp_path / "journal")  # noqa: E731
    rounds = [(run(1), run(2), bare(case, 1), bare(case, 2)) for _ in range(ROUNDS)]
    benchmark.pedantic(run, args=(2,), rounds=1)
    found = statistics.median(two / one for _, one, _, two in rounds)
    gain, bare_gain = (statistics.median(one[at] / one[at + 1] for one in rounds) for at in (0, 2))
    benchmark.extra_info.update(ratio=found, speedup=gain, bare_speedup=bare_gain)
    with capsys.disabled():
        print(f"\n{name}: speed-up by the second worker {gain:.2f}, by the second bare process")
        print(f"{bare_gain:.2f}: {gain / bare_gain:.2f} of it; {found:.2f} of the speed of both")


def texts_of_length(number: int, length: int) -> list[tuple[str, str]]:
    """Articles that are `length` short texts each."""
    texts = [text for _, text in make_texts(number * length)]
    parts = (" ".join(texts[at : at + length]) for at in range(0, len(texts), length))
    return [(f"a{at}", part) for at, part in enumerate(parts)]


def in_workers(texts: Texts, workers: int, journal: Path) -> float:
    """Seconds from the first text asked for to the last answer."""
    with closing(Journal(journal)) as held:
        outcome = run_kept(Terms(workers), parse("rules"), texts, held)
        failed = sum(result.error is not None for result in outcome)
        held.close(remove=True)
    assert not failed
    return outcome.seconds


def bare(case: tuple[int, int], processes: int) -> float:
    """Seconds until all processes have answered their share, begun at once."""
    command = [sys.executable, "-c", BARE, *map(str, case)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": Path(__file__).parent}
    begun = [
        subprocess.Popen([*command, str(part), str(processes)], **pipes)  # type: ignore[call-overload]
        for part in range(processes)
    ]
    for process in begun:
        process.stdout.readline()
    start = perf_counter()
    for process in begun:
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in begun:
        process.stdout.readline()
    seconds = perf_counter() - start
    for process in begun:
        process.communicate()
    return seconds
