"""Signals that end a process, made to end it as an exception does."""

from __future__ import annotations

import signal
from types import FrameType

__all__ = ["exit_on_signals"]


def exit_on_signals() -> None:
    """Let SIGTERM and SIGHUP raise ``SystemExit(128 + signal)``, so that no child is left behind.

    A signal that is ignored stays so: ``nohup`` counts on it. For the main thread of a program.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _exit)


def _exit(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)
