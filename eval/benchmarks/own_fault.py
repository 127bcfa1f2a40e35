"""Faults of extractors and of programs: each must cost its own article only, and be told."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from functools import partial

import psutil
from cut_short import SLOW, Act
from staging import FILE, Seen, Stage

__all__ = ["OWN_FAULT", "PROGRAMS"]

_LIMITS = ("--timeout", "2", "--memory-limit", "400")
_PATIENT = ("--timeout", "60", "--memory-limit", "400")
AT = "a20"
"""The article at which it happens."""


def misbehaves(stage: Stage, fault: str) -> Seen:
    """An extractor that does at one article what the fault is named after."""
    stage.say(fault)
    return _seen(stage, str(FILE), _PATIENT if fault == "eats" else _LIMITS)


def program(stage: Stage, body: str) -> Seen:
    """A program that reads line by line, and does something else at the line with "ends" in it."""
    return loops(stage, f'case $line in *ends*) {body};; esac; echo "$line"')


def loops(stage: Stage, body: str) -> Seen:
    """A program that does something with each line as it reads it."""
    return strange(stage, f"sh -c {shlex.quote(f'while read -r line; do {body}; done')}")


def strange(stage: Stage, command: str) -> Seen:
    """A program that answers in a way of its own."""
    return _seen(stage, f"cmd:{command}", _PATIENT if "tail" in command else _LIMITS)


def worker_killed(stage: Stage) -> Seen:
    """Somebody else kills a worker in mid-run, three times."""
    with stage.start(stage.command(SLOW)) as process:
        for size in (1500, 3000, 4500):
            while not stage.journal.exists() or stage.journal.stat().st_size < size:
                time.sleep(0.005)
            psutil.Process(process.pid).children()[0].kill()
        err = process.communicate()[1].decode()
    return Seen(stage.shown(err).partition("\n")[0], stage.lost())


def _seen(stage: Stage, spec: str, limits: Sequence[str]) -> Seen:
    done = stage.run(spec, *limits)
    lines = [line for line in done.err.splitlines() if line.startswith(("failed on", f"{spec}: "))]
    told = stage.shown("\n".join(lines)).splitlines()
    if len(told) > 2:
        told[2:] = [f"and {len(told) - 2} lines more"]
    own = b'"%b"' % AT.encode() not in stage.out.read_bytes()
    unsaid = "a word about it" if own and f"failed on {AT}: " not in done.err else ""
    failed = done.err if done.status else ""
    return Seen("\n".join(told) or "nothing", stage.lost(AT) or unsaid or failed, own)


OWN_FAULT: dict[str, Act] = {
    "an exception": partial(misbehaves, fault="raises"),
    "`sys.exit`": partial(misbehaves, fault="leaves"),
    "`os._exit`": partial(misbehaves, fault="exits"),
    "a segmentation fault": partial(misbehaves, fault="segfaults"),
    "it hangs, beyond `--timeout 2`": partial(misbehaves, fault="hangs"),
    "its process is stopped": partial(misbehaves, fault="stops"),
    "it eats memory, beyond `--memory-limit 400`": partial(misbehaves, fault="eats"),
    "it prints, and reads standard input": partial(misbehaves, fault="prints"),
    "it closes all files": partial(misbehaves, fault="closes"),
    "it writes nonsense into all files": partial(misbehaves, fault="spoils"),
    "it forks, and both processes go on": partial(misbehaves, fault="forks"),
    "it leaves a process behind, and dies": partial(misbehaves, fault="spawns"),
    "it recurses without end": partial(misbehaves, fault="recurses"),
    "an answer of 65 MiB": partial(misbehaves, fault="overflows"),
    "it kills itself, each time": partial(misbehaves, fault="kills"),
    "somebody kills a worker, three times": worker_killed,
}
"""What an extractor does at one of 60 articles, with two workers; or somebody to it."""

PROGRAMS: dict[str, Act] = {
    "it writes garbage before each answer": partial(loops, body='echo garbage; echo "$line"'),
    "it answers twice": partial(loops, body='echo "$line"; echo "$line"'),
    "it answers in reverse order, at its end": partial(strange, command="tac"),
    "it does not end after its last answer": partial(
        strange, command="sh -c 'cat; exec sleep 600'"
    ),
    "it answers all, and ends with status 3": partial(strange, command="sh -c 'cat; exit 3'"),
    "it leaves an article out": partial(program, body="continue"),
    "it dies": partial(program, body="exit 7"),
    "it falls silent, beyond `--timeout 2`": partial(program, body="exec sleep 600"),
    "it writes nonsense without end": partial(program, body="exec yes"),
    "it writes a line without end": partial(program, body="exec cat /dev/zero"),
    "it eats memory, beyond `--memory-limit 400`": partial(
        program, body="head -c 1500000000 /dev/zero | tail"
    ),
    "it leaves a process behind": partial(program, body="sleep 600 & :"),
}
"""What a program (`cmd:`) does: everywhere, or at one of 60 articles."""
