"""A draft: an extractor's answer, or nothing, as a record that a sheet can hold.

Gold is stricter than predictions: every item has a type and a place, no mention cuts a word, all
references lead somewhere. What breaks this is taken out piece by piece, and kept as a comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_type_hints

import msgspec
from msgspec import inspect

from goldfield.corpus.sheet import decompile
from goldfield.corpus.sheet.shapes import article_shape, unwrap
from goldfield.errors import DataError, Fault
from goldfield.schema.checking import check_article
from goldfield.schema.explaining import explain
from goldfield.schema.labels import Layer
from goldfield.schema.records import (
    GUIDELINES_VERSION,
    SCHEMA_VERSION,
    Annotations,
    Article,
    Provenance,
)
from goldfield.schema.text import sha256_of
from goldfield.schema.values import annotated_layers, with_needed

__all__ = ["ITEMS", "Draft", "LeftOut", "canary_line", "draft_of", "draft_sheet", "with_provenance"]

ITEMS = ("entities", "times", "quantities", "quotes", "events")
"""The lists of annotations that an extractor predicts."""
_TYPES = get_type_hints(Annotations, include_extras=True)
_STAND_INS = {"entities": "MISC", "times": "DATE"}
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_EVENT = re.compile(r"\$\.events\[\d+\]")
_SOURCE = re.compile(r"\$\.quotes\[(\d+)\]\.source")
_LONGEST = 300


class LeftOut(NamedTuple):
    """A piece of an answer that no gold record may hold, and why."""

    fault: Fault
    piece: object


class Draft(NamedTuple):
    """A record without faults, and what had to be taken out of the answer for that."""

    article: Article
    left_out: list[LeftOut]


def with_provenance(found: Annotations, provenance: Provenance) -> Article:
    """Annotations as a record of this schema and this manual."""
    return Article(
        **{name: getattr(found, name) for name in Annotations.__struct_fields__},
        schema_version=SCHEMA_VERSION,
        guidelines_version=GUIDELINES_VERSION,
        anomalies=[],
        provenance=provenance,
    )


def draft_of(article: Article, answer: Mapping[str, Any]) -> Draft:
    """What of an extractor's answer can stand in a sheet.

    Args:
        article: the answer as it is scored: anchored, of full shape, with provenance.
        answer: the same as the extractor gave it. A part of it that has the shape of gold already
            is preferred, since scoring drops heads, anchors and the like.
    """
    article.text_sha256 = sha256_of(article.text)
    value = msgspec.to_builtins(article)
    value |= {name: answer[name] for name in ("meta", *ITEMS) if _is_gold(name, answer.get(name))}
    _fill(value)
    left_out: list[LeftOut] = []
    while True:
        faults = explain(msgspec.json.encode(value), Article)
        if not faults:
            record = msgspec.convert(value, Article)
            record.layers = value["layers"] = _layers(record)
            faults = check_article(record)
        if not faults:
            return Draft(record, left_out[::-1])
        left_out.append(LeftOut(faults[-1], _take_out(value, faults[-1])))


def _is_gold(name: str, part: object) -> bool:
    return part is not None and not explain(msgspec.json.encode(part), _TYPES[name])


def _fill(value: dict[str, Any]) -> None:
    """What every item of gold has and a prediction may lack: an id, a type, the speaker's id."""
    for name in ITEMS:
        for index, item in enumerate(value[name]):
            item["id"] = item["id"] or f"${name[0]}{index}"
            if name in _STAND_INS:
                item["type"] = item["type"] or _STAND_INS[name]
    places = {(m["start"], m["end"]): e["id"] for e in value["entities"] for m in e["mentions"]}
    for quote in value["quotes"]:
        source = quote["source"]
        if source["entity"] is None and source["span"] is not None:
            source["entity"] = places.get((source["span"]["start"], source["span"]["end"]))


def _layers(record: Article) -> list[Layer]:
    """The layers predicted or present, and those they need; factuality of all events or of none."""
    wanted = {*record.layers, *(name for name, _ in annotated_layers(record))}
    if any(event.factuality is None or event.status is None for event in record.events):
        wanted.discard("factuality")
    return with_needed(wanted)


def _take_out(value: dict[str, Any], fault: Fault) -> object:
    """Take the smallest piece out of `value` that a fault is about; the piece."""
    path = fault.path
    if _EVENT.fullmatch(path):  # rule L1: a layer is done for the whole article or not at all
        for event in value["events"]:
            event["factuality"] = event["status"] = None
        return None
    if found := _SOURCE.fullmatch(path):  # said to be explicit, and nobody is named
        value["quotes"][int(found[1])]["source"]["status"] = "implicit"
        return None
    way = list(_way(value, path))
    for holder, key, nullable in reversed(way):
        if nullable or isinstance(holder, list):
            piece = holder[key]
            if nullable:
                holder[key] = None
            else:
                del holder[key]
            return piece
    raise DataError([fault._replace(where=value["id"])])


def _way(value: Any, path: str) -> Iterator[tuple[Any, Any, bool]]:
    """Each step of a path: what holds it, its key or index there, and whether it may be null."""
    shape: inspect.Type = article_shape()
    for name, index in _STEP.findall(path):
        if isinstance(shape, inspect.StructType):
            key: Any = name
            shape, nullable = unwrap({f.encode_name: f.type for f in shape.fields}[name])
        elif isinstance(shape, inspect.ListType):
            key = int(index)
            shape, nullable = unwrap(shape.item_type)
        else:
            return
        yield value, key, nullable and value[key] is not None
        value = value[key]


def draft_sheet(draft: Draft, text_path: str, made_by: str | None, canary: str | None) -> str:
    """The sheet of a draft, with comments that say what it is and what is not in it.

    Args:
        draft: see `draft_of`.
        text_path: where the text is, relative to the sheet.
        made_by: the extractor and its version; None for an empty sheet.
        canary: see `CorpusFolder.canary`.
    """
    lines = [canary_line(canary)] if canary else []
    if made_by is None:
        lines += [f"# Empty sheet of {draft.article.id}: the start of each pass (rule W2)."]
        lines += ["# Copy it to a.yaml and to b.yaml; fill in provenance when a pass is done."]
    else:
        lines += [f"# Draft of {draft.article.id} by {made_by}; nobody has checked it."]
        lines += ["# Passes, and those for test material above all, start from an empty sheet"]
        lines += [
            "# (schema/GUIDELINES.md, rule W2): do not copy this one, do not look at it first."
        ]
    tail = ["# Left out, since no sheet may hold it:"] if draft.left_out else []
    tail += [_comment(item) for item in draft.left_out]
    sheet = decompile(draft.article, text_path)
    return "\n".join([*lines, sheet.rstrip("\n"), *tail]) + "\n"


def canary_line(canary: str) -> str:
    """The first comment of a sheet that belongs to a corpus with a canary."""
    return f"# canary {canary}: evaluation data, keep it out of training"


def _comment(item: LeftOut) -> str:
    piece = "" if item.piece is None else f" {json.dumps(item.piece, ensure_ascii=False)}"
    words = f"{item.fault.path} {item.fault.problem}:{piece}"
    return f"#   {' '.join(words.split())[:_LONGEST]}"
