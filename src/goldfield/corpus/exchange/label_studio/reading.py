"""Label Studio's JSON export, read: what an annotator left in each task, as a graph."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.graph import FIELDS, JOINS, LABELS, Graph, Kind, Region, Relation
from goldfield.corpus.exchange.label_studio.config import CONTROLS
from goldfield.corpus.exchange.label_studio.writing import TASKS, unescaped
from goldfield.corpus.exchange.units import UNIT_NAMES, Claim, prove_unit
from goldfield.errors import Fault, did_you_mean

__all__ = ["read"]

_EXPORT = "export the project as JSON (not JSON-MIN, CSV or CoNLL)"
_IN_TOOL = "correct it in Label Studio and export again"
_BREAKS = re.compile("[\n\r]")


class _Value(Struct):
    """What an item says. `text` is a surface, or a list of what was typed in."""

    start: int | None = None
    end: int | None = None
    text: str | list[str] | None = None
    labels: list[str] = []
    choices: list[str] = []


class _Item(Struct):
    """The label of a region, an attribute of one, a field of the document, or a relation."""

    type: str
    id: str = ""
    from_name: str = ""
    value: _Value = msgspec.field(default_factory=_Value)
    from_id: str = ""
    to_id: str = ""
    direction: Literal["left", "right", "bi"] = "right"
    labels: list[str] = []


class _Annotation(Struct):
    result: list[_Item]
    was_cancelled: bool = False
    completed_by: Any = None


class _Data(Struct):
    text: str
    id: str | int | None = None
    goldfield: dict[str, Any] = {}


class _Task(Struct):
    data: _Data
    annotations: list[_Annotation]
    id: int | None = None


_Tell = Callable[[int, str], None]
"""Takes what is wrong with the item of that index."""


def read(path: Path, reading: Reading) -> Iterator[Graph]:
    """The annotated tasks of an export, or of the file in a folder that `write` fills.

    An export is one JSON array, so that it is read whole; its tasks are decoded one by one. A
    task that nobody annotated, or that was skipped, is left out and told. One with several
    annotations is at fault: which of them is gold is for people to say.
    """
    path = path / TASKS if path.is_dir() else path
    account = reading.account
    try:
        rows = msgspec.json.decode(path.read_bytes().removeprefix(BOM_UTF8), type=list[msgspec.Raw])
    except (ValueError, RecursionError) as error:
        account.fault(str(path), "document", str(error), _EXPORT)
        return
    for number, row in enumerate(rows):
        at = f"$[{number}]"
        graph, faults = _read_task(row, at, reading)
        if faults:
            account.faults += [fault._replace(where=str(path)) for fault in faults]
            account.skip(f"{path} {at}", "document", "", "damaged: see the faults")
        elif graph:
            account.found["region"] += len(graph.regions)
            yield graph._replace(where=f"{path} {at}")


def _read_task(row: msgspec.Raw, at: str, reading: Reading) -> tuple[Graph | None, list[Fault]]:
    try:
        task = msgspec.json.decode(row, type=_Task)
    except (ValueError, RecursionError) as error:
        problem, _, path = str(error).partition(" - at `$")
        return None, [Fault("", at + path.rstrip("`"), problem, _EXPORT)]
    live = [index for index, one in enumerate(task.annotations) if not one.was_cancelled]
    if not live:
        reason = "its annotator skipped it" if task.annotations else "nobody annotated it"
        reading.account.skip(at, "document", "", reason)
        return None, []
    if len(live) > 1:
        who = ", ".join(_name(task.annotations[index].completed_by) for index in live)
        fix = "keep the one that is gold, or export each annotator's by itself"
        return None, [Fault("", f"{at}.annotations", f"{len(live)} of them, by {who}", fix)]
    faults: list[Fault] = []
    path = f"{at}.annotations[{live[0]}].result"

    def tell(index: int, problem: str) -> None:
        faults.append(Fault("", f"{path}[{index}]", problem, _IN_TOOL))

    return _graph(task, task.annotations[live[0]].result, reading, tell), faults


def _name(by: Any) -> str:
    return str(by.get("email") or by.get("id")) if isinstance(by, dict) else f"user {by}"


def _graph(task: _Task, items: Sequence[_Item], reading: Reading, tell: _Tell) -> Graph:
    data = task.data
    regions = _regions(data.text, items, reading, tell)
    kinds = {region.id: region.kind for region in regions}
    damaged = {unescaped(item.id) for item in items if item.type == "labels"} - {*kinds}
    fields: dict[str, str] = {}
    attributes: dict[str, dict[str, str]] = {}
    relations: list[Relation] = []
    for index, item in enumerate(items):
        id = unescaped(item.id)
        if item.type == "relation":
            relations += _relations(index, item, kinds, tell)
        elif item.type != "labels" and id not in damaged:
            own = fields if item.from_name in FIELDS else attributes.setdefault(id, {})
            own.update(_told(index, item, kinds.get(id, ""), tell))
    regions = [one._replace(attributes=attributes.get(one.id, {})) for one in regions]
    id = f"task-{task.id}" if data.id is None else str(data.id)
    return Graph(id, data.text, regions, relations, fields, _worked_through(data.goldfield))


def _worked_through(side: dict[str, Any]) -> dict[str, Any]:
    """Side data of an annotation: what was a prediction has been through one annotator's hands."""
    match side:
        case {"article": {"provenance": {"pre_annotated_by": str(), "passes": 0} as said} as own}:
            said = {**said, "passes": 1, "status": "single"}
            return {**side, "article": {**own, "provenance": said}}
    return side


def _regions(text: str, items: Sequence[_Item], reading: Reading, tell: _Tell) -> list[Region]:
    claims: dict[int, Claim] = {}
    for index, item in enumerate(items):
        if item.type == "labels":
            claim = _claim(item)
            if isinstance(claim, str):
                tell(index, claim)
            else:
                claims[index] = claim
    unit = prove_unit(text, list(claims.values()), reading.units, _spelled)
    if unit is None:
        for index, claim in claims.items():
            if prove_unit(text, [claim], ("codepoint",), _spelled) is None:
                tell(index, _misplaced(text, claim, reading))
        return []
    found = []
    for index, claim in claims.items():
        start, end = unit[1](claim.start) or 0, unit[1](claim.end) or 0
        label = items[index].value.labels[0]
        found.append(Region(unescaped(items[index].id), *LABELS[label], start, end))
    return found


def _claim(item: _Item) -> Claim | str:
    """Where a region says that it is, or what is wrong with it."""
    value = item.value
    if not item.id or value.start is None or value.end is None:
        return "a region without id, start or end"
    if len(value.labels) != 1:
        return f"a region with {len(value.labels)} labels, not one"
    if value.labels[0] not in LABELS:
        return f"no label is called {value.labels[0]!r}{did_you_mean(value.labels[0], LABELS)}"
    if isinstance(value.text, list):
        return "a region whose text is a list"
    return Claim(value.start, value.end, None if value.text is None else _spelled(value.text))


def _spelled(surface: str) -> str:
    r"""The surface of a region that was drawn in the editor: each line break is ``\n`` there."""
    return _BREAKS.sub(r"\\n", surface)


def _misplaced(text: str, claim: Claim, reading: Reading) -> str:
    units = " or ".join(UNIT_NAMES[unit] for unit in reading.units)
    held = text[claim.start : claim.end][:40]
    return (
        f"[{claim.start}, {claim.end}) holds {held!r}, not {(claim.surface or '')[:40]!r}; "
        f"no unit ({units}) fits all regions; was the text shown by goldfield's config?"
    )


def _told(index: int, item: _Item, of: str, tell: _Tell) -> dict[str, str]:
    """Name and value of an attribute of a region of kind `of`, or of a field, if it has one."""
    typed = item.value.text if isinstance(item.value.text, list) else []
    values = item.value.choices if item.type == "choices" else typed
    kind, name = CONTROLS.get(item.from_name, ("", item.from_name))
    if not kind and name not in FIELDS:
        known = (*CONTROLS, *FIELDS)
        tell(index, f"no control is called {item.from_name!r}{did_you_mean(name, known)}")
    elif kind and kind != of:
        tell(index, f"{item.from_name!r} of what is no {kind}")
    elif len(values) > 1:
        tell(index, f"{item.from_name!r} has {len(values)} values, not one")
    elif values:
        return {name: values[0]}
    return {}


def _relations(
    index: int, item: _Item, kinds: Mapping[str, Kind], tell: _Tell
) -> Iterator[Relation]:
    """A relation for each label of a line."""
    source, target = unescaped(item.from_id), unescaped(item.to_id)
    if item.direction == "left":
        source, target = target, source
    if not item.labels:
        tell(index, f"the relation from {source!r} to {target!r} has no label")
    for label in item.labels:
        if item.direction == "bi" and source in kinds and label != JOINS.get(kinds[source]):
            tell(index, f"{label!r} leads both ways between {source!r} and {target!r}")
        yield Relation(label, source, target)
