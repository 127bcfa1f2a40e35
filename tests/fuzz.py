"""Coverage-guided fuzzing of every reader: `make fuzz`, or ARGS='--seconds 600 gold sheet'.

Each reader gets a process of its own, and as much CPU time as is said. An input that makes it fail,
hang or take too much memory is kept in `.fuzz/NAME/`; `--again NAME FILE` reads it once more.
Inputs that reach new code are kept beside it: the next run begins where this one has ended.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import atheris  # type: ignore[import-untyped]

# Only the processes that read are watched: it takes seconds to prepare the modules.
READS = bool({"--one", "--again"} & {*sys.argv})
WATCHED = ["goldfield", "cassis", "yaml", "tomllib"] if READS else ["nothing"]
with atheris.instrument_imports(include=WATCHED):
    from damage import damaged_file
    from readers import READERS, faults_of, is_placed, seed_of, store

KEPT = Path(__file__).parent.parent / ".fuzz"
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
            print(f"{name}: {runs:,} inputs in {time.process_time():.0f} s of CPU", flush=True)
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


def fuzz_each(names: Sequence[str], seconds: float) -> list[str]:
    """The readers that have failed, each after as much CPU time."""
    failed = []
    for name in names:
        asked = [sys.executable, __file__, "--one", "--seconds", str(seconds), name]
        done = subprocess.run(
            asked, check=False, stderr=subprocess.PIPE, text=True, errors="replace"
        )
        if done.returncode:
            failed.append(name)
            print(done.stderr[-6000:], f"{name}: a finding, kept in {KEPT / name}", sep="\n")
    return failed


def main() -> int:
    """Fuzz what the command line names, by default everything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--seconds", type=float, default=60.0, help="CPU time of each reader")
    parser.add_argument("--again", nargs=2, metavar=("READER", "FILE"), help="read an input again")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := sorted({*given.readers} - READERS.keys()):
        parser.error(f"no reader called {', '.join(unknown)}")
    if given.again:
        fuzz_one(given.again[0], float("inf"), given.again[1:])
    if given.one:
        fuzz_one(given.readers[0], given.seconds, ())
    failed = fuzz_each(given.readers or [*READERS], given.seconds)
    print(f"findings in: {', '.join(failed)}" if failed else "no finding")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
