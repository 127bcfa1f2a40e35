"""What every test can count on: no network, plain 120-column output, quiet hypothesis."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# Set while this file is imported: rich and typer read them when they are.
os.environ.update(NO_COLOR="1", TERM="dumb", COLUMNS="120", HF_HUB_OFFLINE="1")
# The same of ray: its processes keep to the loopback interface, and tell nobody of themselves.
os.environ.update(
    RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0", RAY_USAGE_STATS_ENABLED="0", RAY_AUTH_MODE="disabled"
)
os.environ.pop("RAY_ADDRESS", None)
for name in ("FORCE_COLOR", "PY_COLORS", "CLICOLOR_FORCE", "GITHUB_ACTIONS"):
    os.environ.pop(name, None)  # each of them would bring the colours back

# Times vary on a busy machine, so no deadline. A check must give the same answer twice, so CI
# draws the same examples each time; elsewhere every run looks for new ones.
settings.register_profile("tests", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.load_profile("tests")

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost", "", None})


def _host(address: object) -> object:
    """The host of a socket address; a file name (Unix socket) never leaves the machine."""
    host = address[0] if isinstance(address, tuple) else None
    return host.decode() if isinstance(host, bytes) else host


def _refuse_strangers(host: object) -> None:
    if host not in LOOPBACK:
        pytest.fail(f"a test tried to reach {host!r}; tests use loopback only")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail any test that connects, sends or looks up a name beyond this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    sendto, getaddrinfo = socket.socket.sendto, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_strangers(_host(address))
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_strangers(_host(address))
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: bytes, *rest: Any) -> int:
        _refuse_strangers(_host(rest[-1]))
        return sendto(self, data, *rest)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_strangers(_host((host,)))
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket.socket, "sendto", guarded_sendto)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield
