"""Waiting for what happens elsewhere, and looking whether a process is there."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil

PATIENCE = 60.0
"""Seconds after which a test fails that waits in vain."""


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Whether it came true; a limit only so that a failing test ends."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def runs(pid: int) -> bool:
    """Whether there is a process of that number that has not ended."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
