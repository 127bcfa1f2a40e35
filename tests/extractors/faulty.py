"""Extractors that answer every text but those that hold "bad", at which each fails in its way."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from goldfield.running.contract import Usage

Answer = dict[str, Any]


class Good:
    version = "7"
    layers = ("headline",)

    def __call__(self, text: str) -> Any:
        return self.bad() if "bad" in text else {"length": len(text)}

    def bad(self) -> Any:
        return {"bad": True}


class Raising(Good):
    def bad(self) -> Any:
        raise ValueError("no\n  luck")


class Unspeakable(Good):
    def bad(self) -> Any:
        class SilentError(Exception):
            def __str__(self) -> str:
                raise RuntimeError

        raise SilentError


class Leaving(Good):
    def bad(self) -> Any:
        sys.exit(2)


class Exiting(Good):
    def bad(self) -> Any:
        os._exit(3)


class Segfaulting(Good):
    def bad(self) -> Any:
        os.kill(os.getpid(), signal.SIGSEGV)


class Hanging(Good):
    def bad(self) -> Any:
        time.sleep(600)


class Forking(Good):
    """Leaves a process behind that holds all its streams, and dies."""

    def __init__(self, file: str) -> None:
        self.file = Path(file)

    def bad(self) -> Any:
        if pid := os.fork():
            self.file.write_text(str(pid))
            os._exit(4)
        time.sleep(30)


class NotANumber(Good):
    def bad(self) -> Any:
        return {"value": math.nan}


class Infinite(Good):
    def bad(self) -> Any:
        return {"value": [math.inf]}


class Sets(Good):
    def bad(self) -> Any:
        return {"value": {b"x"}}


class Bytes(Good):
    def bad(self) -> Any:
        return {"value": b"x"}


class Lists(Good):
    def bad(self) -> Any:
        return [1]


class Nothing(Good):
    def bad(self) -> Any:
        return None


class Surrogate(Good):
    def bad(self) -> Any:
        return {"value": "\ud800"}


class Circular(Good):
    def bad(self) -> Any:
        knot: list[Any] = []
        knot.append(knot)
        return {"value": knot}


class Prose(Good):
    def bad(self) -> Any:
        return "Sure! Here is the JSON: {}"


class Printing(Good):
    def bad(self) -> Any:
        print("from Python")
        os.write(1, b"from C\n")
        subprocess.run(["/bin/sh", "-c", "echo from a program; cat"], check=True)
        return {"read": sys.stdin.read()}


class Batch(Good):
    """Faster together; `Raising`, `Exiting` and so on apply to `batch` as well."""

    def __init__(self, how: str = "Good") -> None:
        self.single = globals()[how]()

    def __call__(self, text: str) -> Any:
        return self.single(text) | {"calls": "single"}

    def batch(self, texts: list[str]) -> Iterator[Any]:
        for text in texts:
            yield self.single(text) | {"calls": "batch"}


class Blaming(Good):
    """An exception in the place of the answer that there is not."""

    calls = 0

    def batch(self, texts: list[str]) -> list[Any]:
        self.calls += 1
        bad = ValueError("no\n luck")
        return [bad if "bad" in text else {"calls": self.calls} for text in texts]


class Miscounting(Good):
    def batch(self, texts: list[str]) -> list[Any]:
        return [{}]


class Once(Exiting):
    """Loads once, and never again."""

    def __init__(self, flag: str) -> None:
        Path(flag).touch(exist_ok=False)


def Unloadable(problem: str = "raise") -> Callable[[str], Answer]:  # noqa: N802
    if problem == "exit":
        os._exit(5)
    raise LookupError("no model\nhere")


def Uncallable() -> object:  # noqa: N802
    return object()


class Layered(Good):
    layers = (1, 2)  # type: ignore[assignment]


class Mistyped(Good):
    layers = ("entites",)


class Spelt(Good):
    layers = "entities"  # type: ignore[assignment]


class Silent(Good):
    layers = None  # type: ignore[assignment]


class Chatty(Good):
    def __call__(self, text: str) -> Any:
        print("answering")
        print("answering", file=sys.stderr)
        return {}


class Busy(Good):
    """Says through a pipe that it is at work, and never stops."""

    def __init__(self, pipe: str) -> None:
        self.pipe = Path(pipe)

    def bad(self) -> Any:
        held = os.open(self.pipe, os.O_WRONLY)
        os.write(held, b"!")
        while True:
            pass


class Spending(Good):
    """Spends ten tokens a character, and notes each call in a file."""

    def __init__(self, file: str, how: str = "Good", cached: int = 0) -> None:
        self.file = Path(file)
        self.single = globals()[how]()
        self.usage = Usage(cached=cached, cost=0.0)

    def __call__(self, text: str) -> Any:
        with self.file.open("a") as calls:
            calls.write(".")
        self.usage.requests += 1
        self.usage.input_tokens += 10 * len(text)
        self.usage.output_tokens += 1
        self.usage.cost = 0.5 * self.usage.requests
        return self.single(text)


class Nonsensical(Good):
    usage = Usage(input_tokens="many")  # type: ignore[arg-type]


class Family(Good):
    """Has a second process with much memory, which does the work if there is some."""

    def __init__(self, megabytes: int = 0, seconds: float = 0.0, inside: bool = False) -> None:
        self.seconds, self.inside = seconds, inside
        source = (
            "import sys, time\n"
            "held = b'x' * (int(sys.argv[1]) << 20)\n"
            "for line in sys.stdin:\n"
            "    end = time.process_time() + float(line)\n"
            "    while time.process_time() < end: pass\n"
            "    print(flush=True)\n"
        )
        command = [sys.executable, "-S", "-c", source, str(megabytes)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.child = subprocess.Popen(command, text=True, bufsize=1, **pipes)  # type: ignore[call-overload]

    def __call__(self, text: str) -> Any:
        if self.inside:
            end = time.process_time() + self.seconds
            while time.process_time() < end:
                pass
            return {}
        self.child.stdin.write(f"{self.seconds}\n")
        return {"answer": self.child.stdout.readline()}


def length(text: str, scale: int = 1) -> Answer:
    return {"length": scale * len(text)}
