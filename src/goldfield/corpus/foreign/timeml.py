"""TimeML's time expressions as gold records: TimeBank, AQUAINT, TempEval-3.

Times keep their TIMEX3 type and value. Most files have the creation time outside the text, so that
no extractor of texts can know what `yesterday` was reckoned from; see the notes of an import.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import (
    Content,
    id_of,
    imported_article,
    named_split,
    provenance_of,
)
from goldfield.corpus.foreign.cleaning import clean
from goldfield.corpus.foreign.projection import Projection, load_projection, lookup
from goldfield.corpus.foreign.quoting import whole_words
from goldfield.corpus.foreign.reading import files_in, read_document
from goldfield.corpus.foreign.timeml_markup import Marked, TimeMl, read_timeml
from goldfield.schema.labels import TimeType
from goldfield.schema.records import Article, Span, Time
from goldfield.schema.values import is_timex

__all__ = ["read_timeml_gold", "timeml_files", "timeml_split"]

_FORMAT = "timeml"
_VAGUE = re.compile(r"(?:PAST|PRESENT|FUTURE)_REF|PT?X+\D+")  # rule T5
_KINDS = {
    "EVENT": "event", "SIGNAL": "signal", "MAKEINSTANCE": "instance", "CONFIDENCE": "confidence",
    "TLINK": "link", "SLINK": "link", "ALINK": "link",
}  # fmt: skip
_SPLITS = {"timebank": "train", "aquaint": "train", "te3-silver-data": "train"} | dict.fromkeys(
    ("platinum", "te3-platinum", "te3-platinumstandard"), "test"
)
_APART = (
    "documents whose creation time stands outside the text, which alone is given to extractors, so "
    "that values reckoned from it cannot be found"
)
_LABELS = ("class", "relType")


def timeml_files(folder: Path) -> list[Path]:
    """The files of a folder, or of the folders in it."""
    return files_in(folder, "*.tml", "data/timeml/*.tml", "**/*.tml")


def timeml_split(path: Path) -> str:
    """The split of a file by its folder: TempEval-3's own, or what a word of its name means."""
    folder = path.resolve().parent.name
    return _SPLITS.get(folder.lower()) or named_split(folder) or "all"


def read_timeml_gold(paths: Iterable[Path], account: Account) -> Iterator[Article]:
    """The documents of files, one by one, with layer `times`.

    Raises:
        DataError: the table of types is damaged.
    """
    types = load_projection(_FORMAT)
    apart = 0
    for path in paths:
        document = read_document(account, path, partial(read_timeml, path))
        if document is not None:
            reading = _Reading(path, document, types, account)
            yield reading.article()
            apart += reading.apart
    if apart:
        account.notes.append(f"{_APART}: {apart:,}")


class _Reading:
    """The times of one file as a record; the account gets the rest."""

    def __init__(self, path: Path, document: TimeMl, types: Projection, account: Account) -> None:
        self._path, self._document, self._types, self._account = path, document, types, account
        start, end = document.body
        self._text = clean(document.raw[start:end])
        self._times: dict[str, Time] = {}
        self._taken: set[tuple[int, int]] = set()
        self._anchors: dict[str, str] = {}
        self._creation: set[str] = set()
        self.apart = False

    def article(self) -> Article:
        for mark in self._document.marked:
            if mark.tag == "TIMEX3":
                self._take(mark)
            else:
                label = next(
                    (mark.attributes[key] for key in _LABELS if key in mark.attributes), ""
                )
                self._skip(mark, _KINDS[mark.tag], label, "only times have a layer of ours")
        for id, anchor in self._anchors.items():
            known = anchor if anchor in self._times else None
            self._times[id].anchor = "DCT" if anchor in self._creation else known
        times = sorted(self._times.values(), key=lambda time: time.span.start)
        return imported_article(
            id_of(self._path.stem),
            self._text.text,
            Content(layers=["times"], times=times),
            provenance_of(f"TimeML, {self._path.name}"),
        )

    def _take(self, mark: Marked) -> None:
        id = mark.attributes.get("tid", "")
        if mark.attributes.get("functionInDocument") == "CREATION_TIME":
            self._creation.add(id)
            self.apart |= not self._inside(mark)
        type = lookup(self._types.times, mark.attributes.get("type", ""))
        span = self._span(mark)
        if reason := self._unfit(mark, id, type, span):
            self._skip(mark, "time", mark.attributes.get("type", ""), reason)
        elif type and span:
            self._account.found["time"] += 1
            self._taken.add((span.start, span.end))
            value = self._value(mark)
            vague = type != "SET" and bool(value and _VAGUE.fullmatch(value))
            self._times[id] = Time(
                id=id, span=span, type=type, value=value, anchor=None, vague=vague, acceptable=[]
            )
            if anchor := mark.attributes.get("anchorTimeID"):
                self._anchors[id] = anchor

    def _unfit(self, mark: Marked, id: str, type: TimeType | str | None, span: Span | None) -> str:
        """Why a time cannot be taken."""
        if not self._inside(mark):
            return "it stands outside the text"
        if not span:
            return "it has no words"
        if (span.start, span.end) in self._taken:
            return "another time has its place"
        if not id or id in self._times or id_of(id) != id:
            return "it has no id of its own"
        return "" if type else "no type of ours"

    def _inside(self, mark: Marked) -> bool:
        start, end = self._document.body
        return start <= mark.place[0] and mark.place[1] <= end

    def _span(self, mark: Marked) -> Span | None:
        """Its words, those whole that it cuts."""
        first = self._document.body[0]
        place = self._text.place(mark.place[0] - first, mark.place[1] - first)
        if place is None:
            return None
        start, end = whole_words(self._text.text, place)
        return Span(start, end, self._text.text[start:end])

    def _value(self, mark: Marked) -> str | None:
        value = mark.attributes.get("value") or None
        if value is None or is_timex(value):
            return value
        self._skip(mark, "value", value, "no TIMEX3 value to our schema; its time has none")
        return None

    def _skip(self, mark: Marked, kind: str, label: str, reason: str) -> None:
        self._account.found[kind] += 1
        self._account.skip(f"{self._path}:{mark.line}", kind, label, reason)
