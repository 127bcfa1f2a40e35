"""Label Studio's JSON, written: a task an article, with its labelling config beside.

Format: https://labelstud.io/guide/task_format. What its editor does to a task that it opens and
saves, seen in 1.23.2, decides the spelling:

- What follows a ``#`` in the id of a region is lost, so that regions run together. Ids are escaped.
- Of two relations from one region to another only the first is kept. They are one with two labels.
- All else comes back as it was, in its order: offsets in code points, ids, texts, choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from goldfield.corpus.exchange.graph import ATTRIBUTES, Graph, Region
from goldfield.corpus.exchange.label_studio.config import control_of, labelling_config
from goldfield.schema.writing import to_line

__all__ = ["CONFIG", "TASKS", "unescaped", "write"]

CONFIG = "label-studio.xml"
TASKS = "label-studio.json"
Json = dict[str, Any]


def write(graphs: Iterable[Graph]) -> Iterator[tuple[str, bytes]]:
    """The labelling config, and all tasks in one array, a task a line."""
    yield CONFIG, labelling_config().encode()
    lines = [to_line(_task(graph)).rstrip() for graph in graphs]
    yield TASKS, b"[\n" + b",\n".join(lines) + b"\n]\n"


def _task(graph: Graph) -> Json:
    """An article as a task. What only an extractor has seen awaits an annotator as a prediction."""
    data = {"text": graph.text, "id": graph.id, "goldfield": dict(graph.side)}
    said = graph.side.get("article", {}).get("provenance", {})
    result = list(_result(graph))
    if said.get("pre_annotated_by") and not said["passes"]:
        made = {"model_version": said["pre_annotated_by"], "result": result}
        return {"data": data, "annotations": [], "predictions": [made]}
    return {"data": data, "annotations": [{"result": result}], "predictions": []}


def _escaped(id: str) -> str:
    """The id of a region without the character that the editor cuts ids at."""
    return id.replace("%", "%25").replace("#", "%23")


def unescaped(id: str) -> str:
    """The inverse of `_escaped`; ids that Label Studio itself gives stay as they are."""
    return id.replace("%23", "#").replace("%25", "%")


def _result(graph: Graph) -> Iterator[Json]:
    for region in graph.regions:
        yield from _items_of(region, graph.surface(region))
    for name, value in graph.fields.items():  # no escaped id begins like these
        yield _item(f"%{name}", name, "textarea", {"text": [value]})
    labels: dict[tuple[str, str], list[str]] = {}
    for label, source, target in graph.relations:
        labels.setdefault((source, target), []).append(label)
    for (source, target), names in labels.items():
        ends = {"from_id": _escaped(source), "to_id": _escaped(target)}
        yield {"type": "relation", **ends, "direction": "right", "labels": names}


def _items_of(region: Region, surface: str) -> Iterator[Json]:
    """A region, and each attribute of it under the same id."""
    id, place = _escaped(region.id), {"start": region.start, "end": region.end, "text": surface}
    yield _item(id, "label", "labels", place | {"labels": [region.label]})
    for name, value in region.attributes.items():
        control = control_of(region.kind, name)
        if ATTRIBUTES[region.kind][name] is None:
            yield _item(id, control, "textarea", place | {"text": [value]})
        else:
            yield _item(id, control, "choices", place | {"choices": [value]})


def _item(id: str, control: str, type: str, value: Json) -> Json:
    return {"id": id, "from_name": control, "to_name": "text", "type": type, "value": value}
