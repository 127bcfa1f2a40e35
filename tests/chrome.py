"""A headless Chromium that tests drive through its DevTools protocol, over a pipe.

It is given no network: whatever a page asks for but itself is a problem, and so is every message
on its console. https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Chrome", "running_chrome"]

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)
_PATIENCE = 30
_KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, "")}
_ARROWS = ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown")
_KEYS |= {name: (37 + at, "") for at, name in enumerate(_ARROWS)}


@contextmanager
def running_chrome(profile: Path) -> Iterator[Chrome]:
    """A browser with a new profile; skips the test where none is installed.

    With ``GOLDFIELD_BROWSER=require`` in the environment, that it is not installed is a failure.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome") or ""
    if not program and os.environ.get("GOLDFIELD_BROWSER") == "require":
        pytest.fail("GOLDFIELD_BROWSER says that there is a browser, and no chromium is on PATH")
    if not program:
        pytest.skip("no chromium on PATH")
    their_in, our_out = os.pipe()
    our_in, their_out = os.pipe()
    # Chromium reads from descriptor 3 and writes to 4, whatever else may be open here.
    line = f'exec "$0" "$@" 3<&{their_in} 4>&{their_out}'
    command = ["bash", "-c", line, program, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(
        command,
        pass_fds=(their_in, their_out),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(their_in)
        os.close(their_out)
        try:
            yield Chrome(our_out, our_in)
        finally:
            os.close(our_out)  # its end of the pipe is closed: it leaves
            os.close(our_in)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            process.kill()


class Chrome:
    """One tab.

    Attributes:
        problems: requests beyond the page itself, messages on the console, and exceptions.
    """

    def __init__(self, out: int, into: int) -> None:
        self.problems: list[str] = []
        self._out, self._in, self._number, self._read = out, into, 0, b""
        self._session: str | None = None
        self._loaded = False
        self._own = "about:blank"
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> Any:
        """A command, and what the browser answers."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]

    def open(self, path: Path) -> None:
        """Show a file, and wait until it has loaded."""
        self._own, self._loaded = path.resolve().as_uri(), False
        self.send("Page.navigate", url=self._own)
        while not self._loaded:
            self._next()

    def look(self, width: int, height: int = 900, scheme: str = "light") -> None:
        """How large the window is, and whether the reader likes it dark."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.send("Emulation.setDeviceMetricsOverride", **size)
        wish = {"name": "prefers-color-scheme", "value": scheme}
        self.send("Emulation.setEmulatedMedia", features=[wish])

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression."""
        asked = {"expression": script, "returnByValue": True, "awaitPromise": True}
        answer = self.send("Runtime.evaluate", **asked)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, script: str) -> None:
        """Until an expression is true."""
        end = time.monotonic() + _PATIENCE
        while not self.run(f"Boolean({script})"):
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.02)

    def point(self, selector: str, *, click: bool = False) -> None:
        """Move the pointer onto the beginning of the first element of a selector, perhaps click."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{found}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        x, y = self.run(
            f"(({{left, top, width, height}}) => [left + Math.min(width / 2, 4), top + height / 2])"
            f"([...{found}.getClientRects()][0])"
        )
        place = {"x": x, "y": y}
        self.send("Input.dispatchMouseEvent", type="mouseMoved", **place)
        if click:
            for kind in ("mousePressed", "mouseReleased"):
                press = {"button": "left", "clickCount": 1}
                self.send("Input.dispatchMouseEvent", type=kind, **place, **press)

    def click(self, selector: str) -> None:
        """Click on the first element of a selector."""
        self.point(selector, click=True)

    def press(self, key: str) -> None:
        """Press a key of `_KEYS`."""
        code, text = _KEYS[key]
        about = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        down = about | ({"text": text} if text else {})
        self.send("Input.dispatchKeyEvent", type="keyDown", **down)
        self.send("Input.dispatchKeyEvent", type="keyUp", **about)

    def type(self, text: str) -> None:
        """Type into the field that has the focus."""
        self.send("Input.insertText", text=text)

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Save what is seen as PNG, or the whole page."""
        answer = self.send("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def _next(self) -> dict[str, Any]:
        """The next message of the browser; events are noted on the way."""
        end = time.monotonic() + _PATIENCE
        while b"\0" not in self._read:
            ready = select.select([self._in], [], [], max(0, end - time.monotonic()))[0]
            more = os.read(self._in, 1 << 20) if ready else b""
            assert more, "the browser says nothing"
            self._read += more
        line, _, self._read = self._read.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, event: str | None, about: dict[str, Any]) -> None:
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Network.requestWillBeSent":
            url = about["request"]["url"]
            if url.partition("#")[0] != self._own and not url.startswith("data:"):
                self.problems.append(f"request: {url}")
        elif event == "Log.entryAdded":
            self.problems.append(f"log: {about['entry']['text']}")
        elif event == "Runtime.consoleAPICalled":
            self.problems.append(f"console: {about['type']} {about['args']}")
        elif event == "Runtime.exceptionThrown":
            self.problems.append(f"exception: {about['exceptionDetails']}")
