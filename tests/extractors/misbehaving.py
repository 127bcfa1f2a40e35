"""One extractor with every fault: an article's first word says what it does to its process."""

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def raises() -> Any:
    raise ValueError("no luck")


def leaves() -> Any:
    sys.exit(2)


def exits() -> Any:
    os._exit(3)


def segfaults() -> Any:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.kill(os.getpid(), signal.SIGSEGV)


def hangs() -> Any:
    time.sleep(600)


def stops() -> Any:
    os.kill(os.getpid(), signal.SIGSTOP)


def eats() -> Any:
    held = []
    for _ in range(24):  # 1.2 GB, unless somebody sees it
        held.append(b"x" * 50_000_000)
        time.sleep(0.1)
    return {"held": len(held)}


def prints() -> Any:
    for _ in range(100):
        print("{}")
        os.write(1, b'{"id":"a0","error":null,"seconds":0,"prediction":{}}\n')
    return {"read": sys.stdin.read()}


def closes() -> Any:
    os.closerange(3, 256)
    return {}


def spoils() -> Any:
    for number in range(3, 256):
        try:
            os.write(number, b"nonsense\n")
        except OSError:
            continue
    return {}


def forks() -> Any:
    """Both processes come back from here."""
    return {"child": os.fork() == 0}


def spawns() -> Any:
    """Leaves a process behind that holds all there is, and dies."""
    if os.fork():
        os._exit(4)
    time.sleep(600)


def recurses() -> Any:
    return recurses()


def interrupts() -> Any:
    raise KeyboardInterrupt


def overflows() -> Any:
    return {"value": "x" * (65 << 20)}


def kills() -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


FAULTS: dict[str, Callable[[], Any]] = {
    fault.__name__: fault
    for fault in (
        raises, leaves, exits, segfaults, hangs, stops, eats, prints, closes, spoils, forks,
        spawns, recurses, interrupts, overflows, kills,
    )
}  # fmt: skip


class Extractor:
    """Answers with the number of its process; notes each call in a file, if one is named."""

    def __init__(self, calls: str | None = None) -> None:
        self.calls = calls

    def __call__(self, text: str) -> Any:
        if self.calls is not None:
            with Path(self.calls).open("a") as calls:
                calls.write(f"{text}\n")
        fault = FAULTS.get(text.split(maxsplit=1)[0])
        return {"length": len(text)} if fault is None else fault()


class Whose(Extractor):
    """Tells the number of its process, and takes its time."""

    def __call__(self, text: str) -> Any:
        time.sleep(0.02)
        return {"pid": os.getpid()}


class Batch(Extractor):
    def batch(self, texts: list[str]) -> list[Any]:
        return [self(text) for text in texts]


class Killed(Extractor):
    """Is killed over each article that says so as often as it says."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def __call__(self, text: str) -> Any:
        times = int(text) if text.isdigit() else 0
        done = self.folder / f"{times}"
        if times and len(done.read_text() if done.exists() else "") < times:
            with done.open("a") as tally:
                tally.write(".")
            kills()
        return {"length": len(text)}


class Later(Extractor):
    """Is stopped soon after an answer, where nobody waits for another one."""

    def __call__(self, text: str) -> Any:
        if text == "later":
            threading.Timer(0.2, stops).start()
        return super().__call__(text)


class Ends(Extractor):
    """Sends a signal to who runs it, once: at an article that says "ends", or at the nth call."""

    def __init__(self, flag: str, how: str = "SIGKILL", nth: int = 0) -> None:
        super().__init__()
        self.flag, self.how, self.left = Path(flag), how, nth

    def __call__(self, text: str) -> Any:
        self.left -= 1
        if (text == "ends" or not self.left) and not self.flag.exists():
            time.sleep(0.3)  # until all that was answered is kept
            self.flag.touch()
            os.kill(os.getppid(), getattr(signal, self.how))
            time.sleep(60)
        return super().__call__(text)


class Slow(Extractor):
    version = "2"

    def __call__(self, text: str) -> Any:
        time.sleep(0.01)
        return super().__call__(text)


class Scarce(Extractor):
    """Loads as often as is said, counted in a folder, and never again."""

    def __init__(self, folder: str, times: int) -> None:
        for number in range(times):
            try:
                (Path(folder) / str(number)).touch(exist_ok=False)
            except FileExistsError:
                continue
            break
        else:
            raise RuntimeError("no more licences")
        super().__init__()
