"""The journal of a run: every result as soon as it is there, failures and timing included.

Its first line says what the run is a run of, each other one what became of an article, in the order
in which they were answered. No line is further from its place than `goldfield.running.pool.WINDOW`,
so that a journal is put in order in one pass and little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import asdict

from goldfield.errors import UsageError
from goldfield.release import version
from goldfield.running.answering import Result
from goldfield.running.ledger import Ledger, Place
from goldfield.running.wire import Row, result_of, row_of

__all__ = ["Entry", "Header", "Journal"]

_MARK = b'{"journal":'


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is a run of; answers of another one must not be mixed with its own.

    Attributes:
        journal: version of the format.
        goldfield: version of the toolkit.
        extractor: canonical spelling of the spec.
        version: what the extractor calls its version.
        articles: how many there are.
        texts: SHA-256 over their ids and texts, in order.
    """

    journal: int = 1
    goldfield: str = msgspec.field(default_factory=version)
    extractor: str
    version: str
    articles: int
    texts: str


class Entry(msgspec.Struct, frozen=True):
    """Which article, counted from 0, and what became of it."""

    at: int
    row: Row


class Journal:
    """A journal in the hands of this process; other runs are refused until it is closed.

    Attributes:
        path: its file.
        articles: how many are in it.
        torn: bytes that were cut off, since a run had died while it wrote them.
        whole: whether all is done and kept elsewhere; for who closes the journal.
    """

    def __init__(self, path: Path, *, resume: bool = False) -> None:
        """Open a journal, or make one.

        Args:
            path: its file; there need be none.
            resume: whether answers that it holds are to be taken.

        Raises:
            UsageError: another run has it; it holds answers and `resume` does not ask for them; or
                it is something else.
            OSError: it cannot be written.
        """
        self.path, self.articles, self.torn, self.whole = path, 0, 0, False
        self._header: Header | None = None
        self._ledger = Ledger(path)
        try:
            end = self._survey()
            if self.articles and not resume:
                way = "continue with --resume, or remove the file to start anew"
                raise UsageError(f"{self.told()} of a run that was cut short; {way}")
            self.torn = self._ledger.cut(end if self.articles else 0)
        except BaseException:
            self._ledger.close()
            raise

    def begin(self, header: Header) -> None:
        """Say what the run is of.

        Raises:
            UsageError: what the journal holds is of another run; with all that differs.
        """
        if not self.articles:
            self._header = header
            self._ledger.write(msgspec.json.encode(header))
            return
        before, now = asdict(self._header or header), asdict(header)
        told = [
            "the texts are others" if key == "texts" else f"{key} was {before[key]}, is {now[key]}"
            for key in now
            if before[key] != now[key]
        ]
        if told:
            raise UsageError(f"{self.path} is of another run: {'; '.join(told)}")

    def entries(self) -> Iterator[tuple[Entry, Place]]:
        """What it holds, in its own order."""
        return ((_entry(value), place) for place, value in self._ledger.lines() if place.start)

    def append(self, at: int, result: Result) -> Place:
        """Keep the result of an article.

        Raises:
            OSError: it cannot be written; what was kept before is not lost.
        """
        place = self._ledger.write(_encode(Entry(at, row_of(result))))
        self.articles += 1
        return place

    def read(self, place: Place) -> Result:
        """A result that was kept."""
        return result_of(_entry(self._ledger.read(place)).row)

    def close(self, *, remove: bool = False) -> None:
        """Let go of the journal; one without answers is removed in any case."""
        self._ledger.close(remove=remove or not self.articles)

    def told(self) -> str:
        """How much it holds, for people."""
        total = "" if self._header is None else f" of {self._header.articles:,}"
        noun = "article" if self.articles == 1 and not total else "articles"
        return f"{self.path} holds the answers to {self.articles:,}{total} {noun}"

    def _survey(self) -> int:
        """Read it once; where its last whole line ends.

        Raises:
            UsageError: it is no journal.
        """
        end = 0
        try:
            for place, value in self._ledger.lines():
                if place.start:
                    _entry(value)
                    self.articles += 1
                else:
                    self._header = msgspec.json.decode(value, type=Header)
                end = place.end
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise UsageError(f"{self.path} is no journal of this version: {error}") from error
        begun = self._ledger.head()[len("00000000 ") :]
        if not end and begun and not begun.startswith(_MARK[: len(begun)]):
            raise UsageError(f"{self.path} is there and is no journal; move it away")
        return end


_encode = msgspec.json.Encoder().encode
_entry = msgspec.json.Decoder(Entry).decode
