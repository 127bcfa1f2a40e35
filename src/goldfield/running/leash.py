"""Who may end a process that somebody else is waiting for: a run that stops, a limit of memory.

Memory is looked at from outside and not limited by the kernel (``RLIMIT_AS``): that counts
addresses, of which numpy, a mapped model or a Java program take gigabytes that they never touch,
and it counts each process for itself. What is resident, summed over a worker and all that it has
started, is what the machine runs out of. The price: what is taken between two looks is not seen, so
that a process may exceed its limit for a moment.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from time import perf_counter

from goldfield.running.processes import kill
from goldfield.running.tree import memory_below

__all__ = ["Leash", "MemoryWatch"]

_INTERVAL = 0.05
_COST = 20  # times as long as a look takes: looking must not slow down what is looked at


class Leash:
    """Holds the process that a worker of a run consists of at the moment.

    Attributes:
        why: why the process was ended by us; empty if it was not.
    """

    def __init__(self) -> None:
        self.why = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False
        self._lock = threading.Lock()

    def hold(self, process: subprocess.Popen[bytes]) -> None:
        """Hold a new process, in place of one that is dead; it is killed if all is over."""
        with self._lock:
            self._process, self.why = process, ""
            if self._over:
                kill(process)

    def kill(self, why: str) -> None:
        """End the process, and all that it started."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                self.why = self.why or why
                kill(self._process)

    def end(self) -> None:
        """End the process, and each that is to come."""
        self._over = True
        self.kill("stopped")

    @property
    def over(self) -> bool:
        """Whether no process is wanted any more."""
        return self._over

    def look(self, limit: int) -> None:
        """End the process if it and all below it hold more memory than `limit` bytes."""
        process = self._process
        if process is not None and process.poll() is None and memory_below(process.pid) > limit:
            self.kill(f"took more than {limit / 1e6:.0f} MB of memory")


class MemoryWatch:
    """A thread that looks at the memory of several workers until it is told to stop."""

    def __init__(self, leashes: Sequence[Leash], limit: int) -> None:
        self._leashes, self._limit = leashes, limit
        self._done = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._done.set()

    def _watch(self) -> None:
        pause = 0.0
        while not self._done.wait(pause):
            before = perf_counter()
            for leash in self._leashes:
                leash.look(self._limit)
            pause = max(_INTERVAL, _COST * (perf_counter() - before))
