"""Answers of language models: loose predictions in JSON, with whatever stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from goldfield.corpus.formats.base import Draft, Log, draft_of, to_code_points
from goldfield.corpus.formats.jsontext import Broken, Value, find_values
from goldfield.errors import did_you_mean
from goldfield.schema.loose import Prediction
from goldfield.schema.records import Article

__all__ = ["build", "parse"]

_LAYERS = ("meta", "entities", "times", "quantities", "quotes", "events")
_ANSWERS = ("output", "response", "completion", "answer", "content", "prediction")
_FIX = "ask the model again; an answer that was cut off needs a higher output limit"


def parse(text: str, name: str, log: Log) -> list[Draft]:
    """Every JSON object of the text that is a record, or holds one in a field such as `output`."""
    drafts = []
    for where, record in _records(text, name, log):
        answer = _answer(record, where, log)
        drafts.append(draft_of({**answer, **record} if answer else record, where, answer or record))
    return drafts


def _records(text: str, name: str, log: Log) -> Iterator[tuple[str, dict[str, Any]]]:
    for found in find_values(text):
        where = f"{name}:{found.line}"
        if isinstance(found, Broken):
            log.fault(where, "$", found.problem, _FIX)
            continue
        many = isinstance(found.value, list)
        for index, item in enumerate(found.value if many else [found.value]):
            place = f"{where}[{index}]" if many else where
            if isinstance(item, dict):
                yield place, item
            else:
                log.fault(place, "$", "a record must be a JSON object", "write {...}")


def _answer(record: dict[str, Any], where: str, log: Log) -> dict[str, Any] | None:
    """The record within a record: a model's answer kept as a string or an object."""
    key = next((key for key in _ANSWERS if key in record), None)
    if key is None or any(layer in record for layer in _LAYERS):
        return None
    value = record[key]
    if isinstance(value, dict):
        return value
    found = list(find_values(value)) if isinstance(value, str) else []
    for item in found:
        if isinstance(item, Value) and isinstance(item.value, dict):
            return item.value
    problem = next((item.problem for item in found if isinstance(item, Broken)), "no JSON object")
    log.fault(where, f"$.{key}", problem, _FIX)
    return None


def build(draft: Draft, article: Article, log: Log) -> dict[str, Any]:
    """The record's own fields, with labels mapped and offsets in code points."""
    known = [key for key in Prediction.__struct_fields__ if key not in ("id", "text_sha256")]
    record = {key: draft.body[key] for key in known if key in draft.body}
    ignored = draft.body.keys() - {*known, *Article.__struct_fields__, *_ANSWERS}
    for key in ignored:
        log.told[f"the key {key!r} is ignored{did_you_mean(key, known)}"] += 1
    if log.options.labels is not None and isinstance(record.get("entities"), list):
        record["entities"] = list(_mapped(record["entities"], draft, log))
    return dict(to_code_points(record, draft, article, log))


def _mapped(entities: list[Any], draft: Draft, log: Log) -> Iterator[Any]:
    """The entities with their types mapped, without those whose label is dropped."""
    for entity in entities:
        label = entity.get("type") if isinstance(entity, dict) else None
        if not isinstance(label, str):
            yield entity
        elif type_ := log.labels.type_of(label, draft.where):
            yield {**entity, "type": type_}
