"""Labelled spans as JSON: what spaCy, doccano, Prodigy, GLiNER and token classifiers emit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from goldfield.corpus.formats.base import Draft, Log, draft_of, to_code_points
from goldfield.corpus.formats.jsontext import Broken, find_values
from goldfield.schema.records import Article

__all__ = ["build", "parse"]

_LISTS = ("ents", "entities", "spans", "label", "labels")
_START = ("start", "start_offset", "start_char")
_END = ("end", "end_offset", "end_char")
_LABEL = ("label", "entity_group", "type", "label_")
_SURFACE = ("text", "word")
_SCORE = ("score", "confidence")
_CLUSTERS = "entities with mentions are read by --from strings"
_SHAPE = 'write {"start": 0, "end": 5, "label": "PER"} or [0, 5, "PER"]'


class _Found(NamedTuple):
    label: str
    place: dict[str, Any]


def parse(text: str, name: str, log: Log) -> list[Draft]:
    """One draft a record; a bare list of spans is a record without an id."""
    drafts = []
    for found in find_values(text):
        where = f"{name}:{found.line}"
        if isinstance(found, Broken):
            log.fault(where, "$", found.problem, "write one JSON object on each line")
            continue
        records = _records(found.value)
        for index, record in enumerate(records):
            place = f"{where}[{index}]" if len(records) > 1 else where
            if record.get("answer") in ("reject", "ignore"):
                log.told["records left out because their answer is reject or ignore"] += 1
            else:
                drafts.append(draft_of(record, place, record))
    return drafts


def _records(value: Any) -> list[dict[str, Any]]:
    """The records of a JSON value: an object, a list of them, or lists of bare spans."""
    if isinstance(value, dict):
        return [value]
    if value and all(isinstance(item, dict) and _is_record(item) for item in value):
        return list(value)
    if value and all(isinstance(item, list) and _is_list_of_spans(item) for item in value):
        return [{"spans": item} for item in value]
    return [{"spans": value}]


def _is_record(item: Mapping[str, Any]) -> bool:
    return any(isinstance(item.get(key), list | dict) for key in _LISTS)


def _is_list_of_spans(item: list[Any]) -> bool:
    return all(isinstance(span, dict | list) for span in item)


def build(draft: Draft, article: Article, log: Log) -> dict[str, Any]:
    """A flat list of names."""
    entities = [entity for entity in _entities(draft, log) if entity is not None]
    record = {"layers": ["entities"], "entities": entities}
    return dict(to_code_points(record, draft, article, log))


def _entities(draft: Draft, log: Log) -> Iterator[dict[str, Any] | None]:
    for path, item in _items(draft, log):
        found = _read(item)
        if isinstance(found, str):
            grouped = isinstance(item, dict) and "mentions" in item
            log.fault(draft.where, path, found, _CLUSTERS if grouped else _SHAPE)
            continue
        type_ = log.labels.type_of(found.label, draft.where)
        yield {**found.place, "type": type_} if type_ else None


def _items(draft: Draft, log: Log) -> Iterator[tuple[str, Any]]:
    """Every span of a record with its path; the first list that is not empty counts."""
    given = [key for key in _LISTS if isinstance(draft.body.get(key), list | dict)]
    filled = [key for key in given if draft.body[key]]
    if not given:
        listed = ", ".join(_LISTS)
        log.fault(draft.where, "$", f"the record has no list of spans ({listed})", _SHAPE)
    for key in filled[1:]:
        log.told[f"the list {key!r} is ignored beside {filled[0]!r}"] += 1
    for key in filled[:1]:
        groups = draft.body[key]
        groups = groups if isinstance(groups, dict) else {"": groups}
        for name, group in groups.items():
            path = f"$.{key}.{name}" if name else f"$.{key}"
            for index, item in enumerate(group if isinstance(group, list) else [group]):
                yield f"{path}[{index}]", item


def _read(item: Any) -> _Found | str:
    """A span's label and place, or what is wrong with it."""
    if isinstance(item, list):
        if len(item) < 3:
            return "a span as a list needs start, end and label"
        item = dict(zip(("start", "end", "label"), item, strict=False))
    if not isinstance(item, dict):
        return "a span must be an object or a list"
    if "mentions" in item:
        return "an entity with 'mentions' is not a span"
    if "entity" in item and not any(key in item for key in _LABEL):
        return 'a tag for each token; run the pipeline with aggregation_strategy="simple"'
    label = _first(item, _LABEL)
    if label is None and isinstance(item.get("labels"), list) and len(item["labels"]) == 1:
        label = item["labels"][0]
    if not isinstance(label, str):
        return "the span has no label"
    place = _place(item)
    return place if isinstance(place, str) else _Found(label, place)


def _place(item: Mapping[str, Any]) -> dict[str, Any] | str:
    start, end, surface = _first(item, _START), _first(item, _END), _first(item, _SURFACE)
    score = _first(item, _SCORE)
    confidence = {"confidence": score} if score is not None else {}
    if start is None and end is None and isinstance(surface, str):
        return {"text": surface, **confidence}
    if not all(isinstance(at, int) and not isinstance(at, bool) for at in (start, end)):
        return "start and end must be whole numbers"
    # A tokenizer's `word` is not the surface: it may be lower case or have blanks put in.
    text = {"text": item["text"]} if isinstance(item.get("text"), str) else {}
    return {"start": start, "end": end, **text, **confidence}


def _first(item: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((item[key] for key in keys if item.get(key) is not None), None)
