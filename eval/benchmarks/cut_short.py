"""Faults that cut a run short: what the next one says, and whether the whole comes out equal."""

from __future__ import annotations

import os
import random
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from staging import FILE, Seen, Stage

__all__ = ["CUT_SHORT", "Act"]

Act = Callable[[Stage], Seen]

SAME = ("predictions.jsonl", "counts.jsonl", "verdicts.jsonl", "scores.json")
"""Files of a run folder that are the same after a run was cut short and continued."""
SLOW = f"{FILE}:Slow"


def resumed(stage: Stage, told: str, spec: str) -> Seen:
    """Continue what was cut short."""
    done = stage.run(spec, "--resume")
    beside = [stage.journal, *stage.folder.glob(".*.part")]
    left = ", ".join(f"{path.name} is still there" for path in beside if path.exists())
    return Seen(stage.shown(told), stage.lost() or left or ("" if done.status == 0 else done.err))


def killed(stage: Stage) -> Seen:
    spec = stage.ends()
    stage.run(spec)
    before = stage.journal.read_bytes()
    refused = stage.run(spec)
    told = f"nothing; the next run ends with status {refused.status}: {refused.err}"
    untouched = stage.journal.read_bytes() == before
    return resumed(stage, told, spec) if untouched else Seen(told, "the journal was touched")


def killed_often(stage: Stage) -> Seen:
    draw = random.Random(7)
    for _ in range(5):
        with stage.start(stage.command(SLOW, "--resume")) as process:
            time.sleep(draw.uniform(0.4, 1.4))
            process.kill()
    return resumed(stage, "nothing", SLOW)


def signalled(stage: Stage, how: signal.Signals) -> Seen:
    spec = stage.ends(how)
    done = stage.run(spec)
    return resumed(stage, f"status {done.status}: {done.err}", spec)


def torn(stage: Stage) -> Seen:
    spec = stage.ends()
    stage.run(spec)
    os.truncate(stage.journal, stage.journal.stat().st_size - 7)
    return _mended(stage, spec)


def damaged(stage: Stage) -> Seen:
    spec = stage.ends()
    stage.run(spec)
    content = bytearray(stage.journal.read_bytes())
    content[len(content) // 2] ^= 1
    stage.journal.write_bytes(content)
    return _mended(stage, spec)


def _mended(stage: Stage, spec: str) -> Seen:
    done = stage.run(spec, "--resume")
    return Seen(stage.shown(done.err), stage.lost())


def limited(stage: Stage) -> Seen:
    limit = f"ulimit -f 3; exec {shlex.join(stage.command(str(FILE)))}"  # 1.5 or 3 KiB a file
    done = stage.do(["sh", "-c", limit])
    return resumed(stage, f"status {done.status}: {done.err}", str(FILE))


def full(stage: Stage) -> Seen:
    with mounted(stage.folder / "disk", "size=4k") as disk:
        inner = Stage(stage.folder)
        small = ["--out", str(disk / "out.jsonl")]
        done = stage.do(inner.command(str(FILE), *small))
        told = f"status {done.status}: {done.err}"
        subprocess.run(["mount", "-o", "remount,size=1m", str(disk)], check=True)
        again = stage.do(inner.command(str(FILE), *small, "--resume"))
        stage.out.write_bytes((disk / "out.jsonl").read_bytes() if not again.status else b"")
    return Seen(stage.shown(told), stage.lost())


def read_only(stage: Stage) -> Seen:
    with mounted(stage.folder / "disk", "ro") as disk:
        done = stage.run(str(FILE), "--out", str(disk / "out.jsonl"))
    return resumed(stage, f"status {done.status}, before anything runs: {done.err}", str(FILE))


@contextmanager
def mounted(place: Path, options: str) -> Iterator[Path]:
    """A small disk in memory; for the super-user."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(place)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def second(stage: Stage) -> Seen:
    with stage.start(stage.command(SLOW)) as first:
        while not stage.journal.exists():
            time.sleep(0.02)
        first.send_signal(signal.SIGSTOP)
        done = stage.run(SLOW, "--resume")
        first.send_signal(signal.SIGCONT)
        first.wait()
    return Seen(stage.shown(f"status {done.status}: {done.err}"), stage.lost())


def another(stage: Stage, *, texts: bool) -> Seen:
    """A journal of another extractor, or of other texts."""
    spec = stage.ends()
    stage.run(spec)
    if texts:
        stage.say("other words")
    done = stage.run(spec if texts else SLOW, "--resume")
    stage.say("ends")
    return resumed(stage, f"status {done.status}: {done.err}", spec)


def evaluation(stage: Stage) -> Seen:
    """The second of two extractors is at work when the command is killed."""
    spec, calm = stage.ends() + "&nth=3", stage.folder / "calm"
    command = [sys.executable, "-m", "goldfield.cli", "eval", "null", spec, "--split", "validation"]
    stage.do([*command, "--out", str(stage.folder / "runs")])
    refused = stage.do([*command, "--out", str(stage.folder / "runs")])
    done = stage.do([*command, "--out", str(stage.folder / "runs"), "--resume"])
    stage.do([*command, "--out", str(calm)])
    files = [path for name in SAME for path in sorted(calm.glob(f"*/{name}"))]
    lost = [
        str(path.relative_to(calm))
        for path in files
        if (stage.folder / "runs" / path.relative_to(calm)).read_bytes() != path.read_bytes()
    ]
    told = re.sub(r"\S*\.journal", "runs/null-....journal", stage.shown(refused.err))
    told = f"nothing; the next run ends with status {refused.status}: {told}"
    return Seen(told, ", ".join(lost) or (done.err if done.status or len(files) != 8 else ""))


CUT_SHORT: dict[str, Act] = {
    "the run is killed (`kill -9`) at the 21st of 60 articles": killed,
    "the run is killed five times, at any instant": killed_often,
    "Ctrl-C": partial(signalled, how=signal.SIGINT),
    "SIGTERM, as from a scheduler": partial(signalled, how=signal.SIGTERM),
    "SIGHUP: the terminal is closed": partial(signalled, how=signal.SIGHUP),
    "the last line of the journal is torn": torn,
    "a bit in the middle of the journal is flipped": damaged,
    "files may not grow beyond a limit (`ulimit -f`)": limited,
    "the disk is full; room is made": full,
    "the folder is read-only": read_only,
    "a second run on the same file, with `--resume`": second,
    "`--resume` with another extractor": partial(another, texts=False),
    "`--resume` with other texts": partial(another, texts=True),
    "`goldfield eval` of two extractors is killed during the second": evaluation,
}
"""What is done, and how; two workers in each."""
