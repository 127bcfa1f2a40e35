"""Joining a Ray cluster, quietly, and leaving it."""

from __future__ import annotations

import io
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any, TextIO

from goldfield.errors import MissingExtra, UsageError

__all__ = ["joining"]

_KNOCK = 10.0
"""Seconds until an address is taken for wrong."""
_TOKEN = (
    "it asks for another token than this process has; with RAY_AUTH_MODE=token Ray reads "
    "~/.ray/auth_token, or what RAY_AUTH_TOKEN_PATH names"
)


@contextmanager
def joining(address: str | None) -> Iterator[Any]:
    """Make this process part of a cluster, unless it is; gives the package `ray`.

    Raises:
        MissingExtra: ray is not installed.
        UsageError: there is no such cluster.
    """
    # Read when ray is imported. Nobody is told that it is used.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise MissingExtra("ray", "ray") from error
    if ray.is_initialized():
        yield ray
        return
    with redirect_stdout(_WithoutRay(sys.stdout)):
        _join(ray, address)
        try:
            yield ray
        finally:
            ray.shutdown()


class _WithoutRay(io.TextIOBase):
    """Standard output without the pages that threads of Ray write there on a lost machine."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        theirs = threading.current_thread().name.startswith("ray_")
        return len(text) if theirs else self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()


def _join(ray: Any, address: str | None) -> None:
    known = address or os.environ.get("RAY_ADDRESS", "")
    try:
        _knock(known)
        ray.init(address, log_to_driver=False, logging_level="ERROR", include_dashboard=False)
    except Exception as error:  # what Ray raises is of no class of its own
        why = _TOKEN if "AuthToken" in str(error.__cause__) else str(error)
        raise UsageError(f"no Ray cluster at {known or 'this machine'}: {why}") from error


def _knock(address: str) -> None:
    """Refuse an address where nobody is in: Ray itself would try for minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK).close()
