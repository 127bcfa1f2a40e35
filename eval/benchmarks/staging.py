"""A folder with texts, the commands that run over them there, and what became of them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from goldfield.release import root

__all__ = ["ARTICLES", "FILE", "Done", "Seen", "Stage"]

ARTICLES = 60
FILE = root() / "tests" / "extractors" / "misbehaving.py"
_NUMBER = re.compile(r"\b\d[\d,]*(?= of \d| bytes at)")


class Seen(NamedTuple):
    """What a user sees of a fault, and what it costs.

    Attributes:
        told: what is printed.
        lost: what must not be lost, or is wrong; empty if all is well.
        own: whether the article at fault has no answer.
    """

    told: str
    lost: str
    own: bool = False


class Done(NamedTuple):
    status: int
    err: str


class Stage:
    """Texts in a folder; the 20th says what it is told to, which a misbehaving extractor obeys."""

    def __init__(self, folder: Path, fault: str = "ends", calm: str = str(FILE)) -> None:
        self.folder, self._calm = folder, calm
        folder.mkdir(parents=True, exist_ok=True)
        self.say(fault)

    def say(self, fault: str) -> None:
        """Write the texts."""
        texts = [fault if n == 20 else f"text number {n}" for n in range(ARTICLES)]
        rows = ({"id": f"a{n}", "text": text} for n, text in enumerate(texts))
        lines = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
        (self.folder / "texts.jsonl").write_bytes(lines)

    def command(self, spec: str, *options: str) -> list[str]:
        """`goldfield run` over the texts, with two workers; later options go before earlier."""
        place = ["--input", str(self.folder / "texts.jsonl"), "--out", str(self.out)]
        program = [sys.executable, "-m", "goldfield.cli", "run", spec, "--workers", "2"]
        return [*program, *place, *options]

    @property
    def out(self) -> Path:
        """Where predictions go."""
        return self.folder / "out.jsonl"

    @property
    def journal(self) -> Path:
        """Where they are kept meanwhile."""
        return self.folder / "out.jsonl.journal"

    def run(self, spec: str, *options: str) -> Done:
        """Run it to its end."""
        return self.do(self.command(spec, *options))

    def do(self, command: Sequence[str]) -> Done:
        """Run any command to its end."""
        with self.start(command) as process:
            err = process.communicate()[1].decode()
        return Done(process.returncode, err)

    @contextmanager
    def start(self, command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
        """A command that is still going on; killed at the end of the block."""
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started inherits it
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()

    def ends(self, how: signal.Signals = signal.SIGKILL) -> str:
        """The extractor that ends its run at the 20th text, once."""
        return f"{FILE}:Ends?how={how.name}&flag={self.folder / 'flag'}"

    def lost(self, own: str = "") -> str:
        """What the file lacks, or has too much, in comparison; bytes count, and order.

        Args:
            own: the id of an article that does not count.
        """
        head = b'{"id":"%b"' % own.encode()
        written = self.out.read_bytes() if self.out.exists() else b""
        found, wanted = (
            [line for line in text.splitlines() if not (own and line.startswith(head))]
            for text in (written, undisturbed(self._calm))
        )
        return "" if found == wanted else "answers: the file is another one"

    def shown(self, text: str) -> str:
        """What was printed, without names of this machine and numbers of this moment."""
        text = text.replace(f"{self.folder}{os.sep}", "").replace(f"{FILE}", "mine.py")
        text = re.sub(r"(mine\.py(:\w+)?)\?[^\s,;]*", r"\1", text)
        text = re.sub(r"^cmd:.*?: (?=the command|line )", "cmd:...: ", text, flags=re.MULTILINE)
        return _NUMBER.sub("n", text).strip()


@cache
def undisturbed(spec: str) -> bytes:
    """What a run over the texts writes that nothing happens to."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        done = stage.run(spec)
        if done.status:
            raise RuntimeError(done.err)
        return stage.out.read_bytes()
