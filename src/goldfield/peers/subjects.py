"""What peers compare, drawn from gold and predictions that goldfield has read and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from goldfield.errors import UsageError
from goldfield.peers.chunks import Tagged
from goldfield.peers.clusters import clusters_of_entities, clusters_of_record
from goldfield.peers.events import as_events
from goldfield.peers.ladder import Number, Pair, Peer, SubjectKind
from goldfield.peers.templates import templates_of
from goldfield.schema.labels import Layer
from goldfield.schema.lines import Source, check_rereadable, read_lines
from goldfield.scoring.generic.kinds import Record
from goldfield.scoring.measures.items import names
from goldfield.scoring.measures.spans import Labelled
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task, gold_hash
from goldfield.scoring.values import guess_fields

__all__ = ["VIEWS", "Subjects", "View", "read_subjects"]


class View(NamedTuple):
    """How records of one kind show what a peer compares.

    Args:
        field: the field of goldfield's measures on these records; empty if the suite names them.
        layers: what the gold of an article must have; articles without it are left out.
        side: what one record says, gold or predicted; of a missing prediction it is not asked.
        needs_text: whether each gold record must have its text.
    """

    field: str
    layers: frozenset[Layer]
    side: Callable[[Any, Suite], Any]
    needs_text: bool = False


class Subjects(NamedTuple):
    """All documents as a peer compares them, and what a signature says of them.

    Args:
        pairs: one a document, by id.
        field: the field of goldfield's measures on these records.
        suite: the suite that the records were read by.
        corpus: the hash of the gold records.
        missing: ids without a prediction; they are empty predictions.
    """

    pairs: list[Pair]
    field: str
    suite: Suite
    corpus: str
    missing: list[str]

    def spell(self, number: Number) -> str:
        """Goldfield's measure that is nearest to a number, on these records."""
        return f"{self.field}@{number.measure}" if self.field else number.measure


def _span_record(record: Any, _: Suite) -> tuple[Labelled, ...]:
    return tuple(Labelled(span.start, span.end, span.label, "") for span in record.spans)


def _article_names(record: Any, _: Suite) -> tuple[Labelled, ...]:
    return tuple(names(record))


def _members(record: Any, _: Suite) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "id"}


def _tags(record: Any, suite: Suite) -> Tagged:
    scheme, decoding = suite.scheme or "IOB2", suite.decoding or "lenient"
    tokens = None if record.tokens is None else tuple(record.tokens)
    return Tagged(tuple(record.tags), scheme, decoding, tokens)


VIEWS: dict[tuple[SubjectKind, Record], View] = {
    ("spans", "spans"): View("spans", frozenset(), _span_record),
    ("values", "values"): View("", frozenset(), _members),
    ("spans", "article"): View("entities", frozenset({"entities"}), _article_names),
    ("tags", "iob"): View("iob", frozenset(), _tags),
    ("tags", "spans"): View("spans", frozenset(), _span_record, needs_text=True),
    ("tags", "article"): View("entities", frozenset({"entities"}), _article_names),
    ("spans of words", "spans"): View("spans", frozenset(), _span_record, needs_text=True),
    ("spans of words", "article"): View("entities", frozenset({"entities"}), _article_names),
    ("events", "article"): View("events", frozenset({"events", "arguments"}), as_events),
    ("templates", "templates"): View("templates", frozenset(), templates_of),
    ("clusters", "coref"): View("coref", frozenset(), clusters_of_record),
    ("clusters", "article"): View("coref", frozenset({"coref"}), clusters_of_entities),
}

# A key that only records of one kind have.
_TELLING: dict[str, Record] = {
    "spans": "spans",
    "tags": "iob",
    "clusters": "coref",
    "templates": "templates",
    "layers": "article",
}


def read_subjects(
    peer: Peer, gold: Source, pred: Source, suite: str | Suite | None = None
) -> Subjects:
    """Both files as a peer compares them.

    Args:
        peer: it says what it compares.
        gold: gold articles, or generic records.
        pred: predictions.
        suite: a suite, its name or path; by default the one of the kind of the first gold record.

    Raises:
        DataError: with every fault of both sides.
        UsageError: the records do not have what the peer compares.
    """
    chosen = suite if isinstance(suite, Suite) else load_suite(suite or _suite_of(gold))
    view = VIEWS.get((peer.kind, chosen.record))
    if view is None:
        raise UsageError(
            f"{peer.name} compares {peer.kind}, which records of suite {chosen.name} do not have"
        )
    task = build_task(chosen, [gold], pred)
    told = chosen
    if chosen.record == "values" and not chosen.field:
        told = msgspec.structs.replace(chosen, field=guess_fields(task.golds.values()))
    kept = {
        id: record
        for id, record in task.golds.items()
        if view.layers <= set(getattr(record, "layers", view.layers))
    }
    if view.needs_text:
        _check_texts(peer, kept)
    return Subjects(
        [_pair(view, id, kept[id], task.preds.get(id), told) for id in sorted(kept)],
        view.field,
        chosen,
        gold_hash(task.golds),
        sorted(kept.keys() - task.preds.keys()),
    )


def _check_texts(peer: Peer, golds: Mapping[str, Any]) -> None:
    bare = [id for id in golds if golds[id].text is None]
    if bare:
        raise UsageError(
            f"{peer.name} compares {peer.kind}, and gold {bare[0]!r} has spans without their text"
            f" ({len(bare):,} of {len(golds):,}): give each gold record a 'text'"
        )


def _pair(view: View, id: str, gold: Any, pred: Any, suite: Suite) -> Pair:
    wanted = view.side(gold, suite)
    given = view.side(pred, suite) if pred is not None else type(wanted)()
    return Pair(id, wanted, given, getattr(gold, "text", None), suite)


def _suite_of(gold: Source) -> str:
    if isinstance(gold, str | Path):
        check_rereadable(Path(gold))
    return _SUITES[_record_of(line for _, line in read_lines(gold) if line is not None)]


_SUITES: dict[Record, str] = {
    "article": "core",
    "spans": "spans",
    "iob": "iob",
    "coref": "coref",
    "templates": "templates",
    "values": "values",
}


def _record_of(lines: Iterable[bytes]) -> Record:
    """The kind of the first record, by its keys; faults are told by the reader of that kind."""
    for line in lines:
        try:
            keys = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            break
        return next((kind for key, kind in _TELLING.items() if key in keys), "values")
    return "article"
