"""However goldfield comes to its end, what it started ends, too."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waiting import PATIENCE, wait_for

FAULTY = (Path(__file__).parent / "extractors" / "faulty.py").as_posix()
PARENT = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it comes ignored, and stays so
from goldfield.running.runner import run
from goldfield.running.signals import exit_on_signals
from goldfield.running.specs import parse

exit_on_signals()
list(run(parse(sys.argv[1]), [("a", "bad")]))
"""


def says(pipe: int) -> bytes | None:
    """What was written; empty if no writer is alive, None if one is and has nothing to say."""
    try:
        return os.read(pipe, 1)
    except BlockingIOError:
        return None


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "fifo")
    return tmp_path / "fifo"


@contextmanager
def goldfield(spec: str, fifo: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A process that waits for an extractor that never answers, and a pipe the latter holds."""
    pipe = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    parent = subprocess.Popen([sys.executable, "-c", PARENT, spec])
    try:
        assert wait_for(lambda: says(pipe))
        yield parent, pipe
    finally:
        parent.kill()
        parent.wait()
        os.close(pipe)


def busy(fifo: Path) -> str:
    return f"{FAULTY}:Busy?pipe={fifo}"


def sleeping(fifo: Path) -> str:
    return f"cmd:sh -c {shlex.quote(f'exec 3> {fifo}; printf ! >&3; exec sleep 600')}"


@pytest.mark.parametrize("spec", [busy, sleeping])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_both(
    number: signal.Signals, spec: Callable[[Path], str], fifo: Path
) -> None:
    with goldfield(spec(fifo), fifo) as (parent, pipe):
        assert says(pipe) is None
        parent.send_signal(number)
        assert parent.wait(PATIENCE) == 128 + number
        # It was ended, and did not notice by itself; the kernel may take a moment over its pipe.
        assert wait_for(lambda: says(pipe) == b"", 10.0)


def test_a_worker_does_not_outlive_a_killed_parent(fifo: Path) -> None:
    with goldfield(busy(fifo), fifo) as (parent, pipe):
        parent.kill()
        assert wait_for(lambda: says(pipe) == b"")


def test_an_ignored_signal_stays_ignored() -> None:
    code = (
        "import os, signal\n"
        "from goldfield.running.signals import exit_on_signals\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"  # as nohup does
        "exit_on_signals()\n"
        "os.kill(os.getpid(), signal.SIGHUP)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
