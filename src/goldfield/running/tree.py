"""What the processes that goldfield starts take of the machine, with all that they start.

A process that is gone between two looks was not seen. Memory that forked processes share is
counted for each of them, as resident memory always is.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from time import perf_counter
from types import TracebackType
from typing import Self

import psutil

from goldfield.running.machine import peak_memory

__all__ = ["INTERVAL", "Watch", "cpu_below", "memory_below"]

INTERVAL = 0.05
"""Seconds between two looks at memory, if a look is quick."""

_COST = 20  # times as long as a look takes: looking must not slow down what is looked at


class Watch:
    """Looks at the memory of the processes that are started in its ``with`` block.

    Attributes:
        peak_bytes: the most resident memory they held together at one look, or one of them ever;
            None if no process was seen.
        processes: the most of them at one look.
        interval: seconds between two looks, on average; None if there was one look at most.
    """

    def __init__(self) -> None:
        self.peak_bytes: int | None = None
        self.processes = 0
        self.interval: float | None = None
        self._me = psutil.Process()
        self._others = frozenset[psutil.Process]()
        self._known = set[psutil.Process]()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._others = frozenset(_below(self._me))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        start = perf_counter()
        looks, pause = 0, 0.0
        while not self._done.wait(pause):
            before = perf_counter()
            self._look()
            looks += 1
            if looks > 1:
                self.interval = (before - start) / (looks - 1)
            pause = max(INTERVAL, _COST * (perf_counter() - before))

    def _look(self) -> None:
        held, highest = list[int](), 0
        known, self._known = self._known, set(_below(self._me))
        for process in self._known - self._others:
            try:
                if process in known or not _unborn(process):
                    held.append(process.memory_info().rss)
                    highest = max(highest, peak_memory(process.pid) or 0)
            except psutil.Error:  # it ended meanwhile
                continue
        if held:
            self.peak_bytes = max(self.peak_bytes or 0, sum(held), highest)
            self.processes = max(self.processes, len(held))


def cpu_below(pid: int) -> float:
    """CPU seconds of the living processes that a process has started, directly or not.

    Those whose end was waited for count for the process that waited.
    """
    seconds = 0.0
    try:
        processes = _below(psutil.Process(pid))
    except psutil.Error:
        return 0.0
    for process in processes:
        try:
            spent = process.cpu_times()
        except psutil.Error:
            continue
        seconds += spent.user + spent.system + spent.children_user + spent.children_system
    return seconds


def memory_below(pid: int) -> int:
    """Bytes of resident memory of a process and all that it has started; 0 if it is gone."""
    held = 0
    try:
        process = psutil.Process(pid)
        for one in (process, *_below(process)):
            with suppress(psutil.Error):
                held += one.memory_info().rss
    except psutil.Error:
        return 0
    return held


def _unborn(process: psutil.Process) -> bool:
    """Whether it may be about to become another program: until then it has its parent's memory."""
    parent = process.parent()
    return parent is not None and process.cmdline() == parent.cmdline()


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []
