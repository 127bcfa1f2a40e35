"""Coverage-guided fuzzing of every reader: `make fuzz`, or ARGS='--seconds 600 gold sheet'.

Each reader gets a process of its own, and as much CPU time as is said. An input that makes it fail,
hang or take too much memory is kept in `.fuzz/NAME/`; `--again NAME FILE` reads it once more.
Inputs that reach new code are kept beside it: the next run begins where this one has ended.
`--write` adds the time of readers without a finding to their rows in `eval/FUZZING.md`.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import atheris  # type: ignore[import-untyped]

# Only the processes that read are watched: it takes seconds to prepare the modules.
READS = bool({"--one", "--again"} & {*sys.argv})
WATCHED = ["goldfield", "cassis", "yaml", "tomllib"] if READS else ["nothing"]
with atheris.instrument_imports(include=WATCHED):
    from damage import damaged_file
    from readers import READERS, faults_of, is_placed, seed_of, store

KEPT = Path(__file__).parent.parent / ".fuzz"
PAGE = KEPT.with_name("eval") / "FUZZING.md"
ROW = re.compile(r"^\| (\S+) \| ([\d,]+) \| ([\d,]+) \|$", re.M)
MEMORY = Path("/dev/shm")
LONGEST = 1 << 16
LIMITS = ("-timeout=30", "-rss_limit_mb=1500", "-malloc_limit_mb=500", f"-max_len={LONGEST}")


class Misplaced(Exception):
    """A fault that does not say where it is, or what to do."""


def target(name: str, folder: Path, until: float) -> Callable[[bytes], None]:
    """What reads one input: its first byte chooses the file of the seed that the rest replaces."""
    seed = seed_of(name)
    files = sorted(seed)
    runs = 0
    store(seed, folder)

    def read(data: bytes) -> None:
        nonlocal runs
        file = files[data[0] % len(files)] if data else files[0]
        (folder / file).write_bytes(data[1:])
        for fault in faults_of(name, folder):
            if not is_placed(fault):
                raise Misplaced(fault)
        (folder / file).write_bytes(seed[file])
        runs += 1
        if time.process_time() > until:
            print(runs, flush=True)
            os._exit(0)

    return read


def changed(data: bytes, longest: int, number: int) -> bytes:
    """An input made of another: every second time by us, who know JSON and lines, else by bytes."""
    if number % 2 or not data:
        return bytes(atheris.Mutate(data, longest))
    return (data[:1] + damaged_file(data[1:], random.Random(number)))[:longest]


def fuzz_one(name: str, seconds: float, again: Sequence[str]) -> None:
    """Fuzz one reader until its time is over, or only read the inputs given."""
    kept = KEPT / name
    corpus = kept / "inputs"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, (file, content) in enumerate(sorted(seed_of(name).items())):
        (corpus / f"seed-{file.replace('/', '-')}").write_bytes(bytes([number]) + content)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        read = target(name, Path(folder), seconds)
        where = again or [f"-artifact_prefix={kept}/", str(corpus)]
        options = [sys.argv[0], *LIMITS, "-verbosity=0", *where]
        atheris.Setup(options, read, custom_mutator=changed)
        atheris.Fuzz()


class Outcome(NamedTuple):
    """How many inputs a reader has read, or None after a finding, and what was said of that."""

    name: str
    inputs: int | None
    told: str


def fuzz_each(names: Sequence[str], seconds: float, jobs: int) -> Iterator[Outcome]:
    """Fuzz each reader in a process of its own, for as much CPU time, so many at once."""

    def fuzz(name: str) -> Outcome:
        asked = [sys.executable, __file__, "--one", "--seconds", str(seconds), name]
        done = subprocess.run(asked, check=False, capture_output=True, text=True, errors="replace")
        whole = not done.returncode
        return Outcome(name, int(done.stdout.split()[-1]) if whole else None, done.stderr[-6000:])

    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(fuzz, names)


def written(page: str, outcome: Outcome, seconds: float) -> str:
    """The page with the time of a reader added to its row; after a finding its time begins anew."""
    rows = {name: (count(time), count(inputs)) for name, time, inputs in ROW.findall(page)}
    before = rows.get(outcome.name, (0, 0))
    done = None if outcome.inputs is None else (before[0] + round(seconds), outcome.inputs)
    rows[outcome.name] = (0, 0) if done is None else (done[0], before[1] + done[1])
    table = "\n".join(f"| {name} | {row[0]:,} | {row[1]:,} |" for name, row in sorted(rows.items()))
    return ROW.sub("", page).rstrip("\n") + "\n" + table + "\n"


def count(text: str) -> int:
    """A number as the page spells it."""
    return int(text.replace(",", ""))


def main() -> int:
    """Fuzz what the command line names, by default everything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--seconds", type=float, default=60.0, help="CPU time of each reader")
    parser.add_argument("--jobs", type=int, default=1, help="readers at once")
    parser.add_argument("--write", action="store_true", help=f"keep the times in {PAGE.name}")
    parser.add_argument("--again", nargs=2, metavar=("READER", "FILE"), help="read an input again")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := sorted({*given.readers} - READERS.keys()):
        parser.error(f"no reader called {', '.join(unknown)}")
    if given.again:
        fuzz_one(given.again[0], float("inf"), given.again[1:])
    if given.one:
        fuzz_one(given.readers[0], given.seconds, ())
    failed = []
    for outcome in fuzz_each(given.readers or [*READERS], given.seconds, given.jobs):
        if outcome.inputs is None:
            failed.append(outcome.name)
            print(outcome.told, f"a finding, kept in {KEPT / outcome.name}", sep="\n")
        told = "a finding" if outcome.inputs is None else f"{outcome.inputs:,} inputs"
        print(f"{outcome.name}: {told} in {given.seconds:.0f} s of CPU", flush=True)
        if given.write:
            PAGE.write_text(written(PAGE.read_text(), outcome, given.seconds))
    print(f"findings in: {', '.join(failed)}" if failed else "no finding")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
