"""Processes of a run: started in a group of their own, and ended with all that they started.

What leaves its group (``setsid``) is out of reach.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from weakref import WeakSet

__all__ = ["end", "kill", "last_words", "settle", "start"]

_GRACE = 5.0
"""Seconds that a process has to end by itself once it has been told that there is no more."""
_FIRST_TO_GO = "500"
_settled = WeakSet[subprocess.Popen[bytes]]()


def start(
    command: Sequence[str], hold: Callable[[subprocess.Popen[bytes]], None], *, quiet: bool = False
) -> subprocess.Popen[bytes]:
    """Start a program with pipes for input and output, in a process group of its own.

    Args:
        command: the program and its arguments.
        hold: is given the process, even if a signal raises an exception meanwhile.
        quiet: whether its standard error is thrown away.

    Raises:
        OSError: it cannot be started.
    """
    # Signals interrupt the main thread alone, and must not do so between birth and registration.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_start, command, hold, quiet=quiet).result()


def _start(
    command: Sequence[str], hold: Callable[[subprocess.Popen[bytes]], None], *, quiet: bool
) -> subprocess.Popen[bytes]:
    # Sets and dicts of strings keep their order from run to run.
    environment = {"PYTHONHASHSEED": "0"} | os.environ
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        env=environment,
        start_new_session=True,
    )
    hold(process)
    # A machine without memory ends an extractor, and not what keeps its answers. Linux only.
    with contextlib.suppress(OSError):
        Path(f"/proc/{process.pid}/oom_score_adj").write_text(_FIRST_TO_GO)
    return process


def end(process: subprocess.Popen[bytes], grace: float = _GRACE) -> int:
    """Tell the process that there is no more, wait, kill it if it lingers: its exit status."""
    if not grace:  # before closing its input: that would wait for a process that does not read
        kill(process)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    status = settle(process, grace)
    if process.stdout is not None:
        process.stdout.close()
    return status


def settle(process: subprocess.Popen[bytes], grace: float = _GRACE) -> int:
    """Wait for the process to end by itself, kill it after `grace` seconds: its exit status.

    What it leaves behind in its group is ended in any case.
    """
    try:
        status = process.wait(grace)
    except subprocess.TimeoutExpired:
        kill(process)
        status = process.wait()
    if process not in _settled:  # later on its number may be another's
        _settled.add(process)
        _kill_group(process.pid)
    return status


def last_words(status: int) -> str:
    """How a process ended, for people."""
    if status >= 0:
        return f"exited with status {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, and all that it started."""
    if process.poll() is None:
        _kill_group(process.pid)


def _kill_group(number: int) -> None:
    """End the group of a process that runs or has ended just now."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS denies what is dying
        os.killpg(number, signal.SIGKILL)
