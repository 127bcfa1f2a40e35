"""Other tools' output as predictions: read, joined to articles, checked.

A format is a module with two functions: `parse` finds the records of a file, `build` makes one
of them a loose prediction once its article is known. To add a format, write the two and list
them in `FORMATS`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from goldfield.corpus.formats import conll, docbin, spans, strings
from goldfield.corpus.formats.base import Draft, Format, Log, Options, Parse
from goldfield.corpus.formats.joining import join
from goldfield.corpus.formats.labels import known_labels, load_labels
from goldfield.errors import Fault, UnknownName, UsageError
from goldfield.schema.predictions import decode, read_prediction
from goldfield.schema.records import Article

__all__ = ["FORMATS", "Converted", "Format", "Options", "convert", "known_labels", "load_labels"]


def _of_text(parse: Callable[[str, str, Log], list[Draft]]) -> Parse:
    """A `parse` for formats that are text: what is not UTF-8 is a fault."""

    def decoded(raw: bytes, name: str, log: Log) -> list[Draft]:
        try:
            text = raw.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            problem = f"byte {error.start} is not UTF-8 (0x{raw[error.start]:02x})"
            log.fault(f"{name}:{line}", "$", problem, "save the file as UTF-8")
            return []
        return parse(text, name, log)

    return decoded


FORMATS: dict[str, Format] = {
    "strings": Format(
        "JSON or JSONL from language models, with or without prose and fences around it",
        _of_text(strings.parse),
        strings.build,
    ),
    "spans": Format(
        "JSON or JSONL with lists of labelled spans: spaCy, doccano, Prodigy, GLiNER, pipelines",
        _of_text(spans.parse),
        spans.build,
    ),
    "conll": Format(
        "a token a line with its tag in the last column, documents by -DOCSTART- or '# id = X'",
        _of_text(conll.parse),
        conll.build,
    ),
    "iob": Format("another name of conll", _of_text(conll.parse), conll.build),
    "docbin": Format("a .spacy file of spaCy: entities, or span groups", docbin.parse, spans.build),
}

MAX_FAULTS = 1000


class Converted(NamedTuple):
    """Loose predictions in the order of the file; `faults` refuse it, `notes` are worth telling."""

    records: list[dict[str, Any]]
    faults: list[Fault]
    notes: list[str]


def convert(
    path: str | Path,
    from_: str,
    articles: Mapping[str, Article],
    options: Options | None = None,
) -> Converted:
    """Read another tool's output as predictions about `articles`.

    Args:
        path: a file; `-` is standard input.
        from_: a name of `FORMATS`.
        articles: by id, in the order that `join="order"` means.
        options: how to read it.

    Raises:
        UnknownName: there is no such format.
        UsageError: the file cannot be read.
    """
    if from_ not in FORMATS:
        raise UnknownName("format", from_, FORMATS)
    log, name = Log(options or Options()), str(path)
    drafts = FORMATS[from_].parse(_read(path), name, log)
    if not drafts and not log.faults:
        log.fault(name, "$", "the file holds no record", f"check that it is {from_!r}")
    records = []
    for draft, article in join(drafts, articles, log) if drafts else ():
        known = len(log.faults)
        record = {"id": article.id, **FORMATS[from_].build(draft, article, log)}
        if len(log.faults) == known and _is_sound(record, article, draft.where, log):
            records.append(record)
    missing = len(articles) - len(records)
    notes = [f"{missing} of {len(articles)} articles have no record"] if missing else []
    return Converted(records, _capped([*log.faults, *log.labels.faults()]), [*notes, *log.notes()])


def _read(path: str | Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def _is_sound(record: dict[str, Any], article: Article, where: str, log: Log) -> bool:
    """Whether the record can be scored; completes its `layers`."""
    try:
        line = msgspec.json.encode(record)
    except (ValueError, OverflowError, RecursionError) as error:
        log.fault(where, "$", f"cannot be written as JSON: {error}", "correct the record")
        return False
    prediction, faults = decode(line)
    if prediction is not None and not faults:
        read, anchors, faults = read_prediction(prediction, article)
        record["layers"] = list(log.options.layers or read.layers)
        unfound = sum(anchor.status == "unfound" for anchor in anchors)
        if unfound:
            log.told["strings that are not in the text"] += unfound
    log.faults.extend(fault._replace(where=where) for fault in faults)
    return not faults


def _capped(faults: list[Fault]) -> list[Fault]:
    if len(faults) <= MAX_FAULTS:
        return faults
    more = f"{len(faults) - MAX_FAULTS} more faults"
    return [*faults[:MAX_FAULTS], Fault(faults[-1].where, "$", more, "mend the first ones")]
