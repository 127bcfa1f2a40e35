"""The terms on which an extractor is run. None of them changes an answer."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TIMEOUT", "Terms"]

TIMEOUT = 120.0
"""Seconds that an article may take by default, wherever people run extractors."""


class Terms(NamedTuple):
    """How an extractor is run.

    Attributes:
        workers: processes that answer side by side, each with the extractor loaded: 1 or more.
        timeout: seconds that an article may take before its process is killed; None is any. A
            batch may take as much for each of its articles. For ``cmd:`` extractors see
            `goldfield.running.commands`.
        memory: bytes that the processes of one worker may hold together before they are killed;
            None is any. See `goldfield.running.leash`.
        quiet: whether what the extractor prints is thrown away; else it goes to standard error.
    """

    workers: int = 1
    timeout: float | None = None
    memory: int | None = None
    quiet: bool = False
