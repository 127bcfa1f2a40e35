"""The conformance kit: small cases whose counts were worked out by hand, and who agrees with them.

A case is data (`eval/conformance/*.jsonl`), so any other implementation can run it too. What a
case leaves out of a gold article is filled in here, with what means nothing to a score.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from goldfield.errors import DataError, Fault, UnknownName, UsageError
from goldfield.release import root
from goldfield.schema import records
from goldfield.schema.labels import LAYERS
from goldfield.schema.lines import read_lines
from goldfield.schema.text import sha256_of
from goldfield.scoring.generic.kinds import KINDS, Record
from goldfield.scoring.scorer import FieldScore, Scores, score_task
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

__all__ = ["Case", "Difference", "complete", "count_measures", "find_cases", "run_cases"]

Json = dict[str, Any]
# JSON has no fractions: they are written as strings such as 4/3.
Number = int | float | Annotated[str, Meta(pattern="^[0-9]+/[1-9][0-9]*$")]
Counts = Annotated[list[Number], Meta(min_length=4, max_length=4)]
Ratios = dict[Literal["precision", "recall", "f1"], Number | None]
Expected = Counts | Ratios | None


class Document(Struct, forbid_unknown_fields=True):
    """Both sides of one document; a side that is null is not there."""

    id: str
    gold: Json | None
    pred: Json | None
    text: str = ""


class Case(Struct, forbid_unknown_fields=True):
    """One case, as eval/conformance/README.md lays it down.

    Args:
        id, title, record: its name, what it is about, and the kind of record, as in a suite.
        expect: by measure what must come out; or `refused` if the input is at fault.
        arithmetic, source: how that was worked out, and the paper or convention behind it.
        documents: both sides of each; or, of a single document, `text`, `gold` and `pred`.
        suite: options of the suite, such as the decoding of tags or the fields of values.
    """

    id: str
    title: str
    record: Record
    expect: Annotated[dict[str, Expected], Meta(min_length=1)] | Literal["refused"]
    arithmetic: str
    source: str
    documents: list[Document] = []
    text: str = ""
    gold: Json | None = None
    pred: Json | None = None
    suite: Json = {}

    def sides(self) -> Sequence[Document]:
        """The documents, however the case spells them."""
        return self.documents or [Document("document", self.gold, self.pred, self.text)]


class Difference(NamedTuple):
    """A measure of a case that did not come out as expected."""

    id: str
    measure: str
    expected: object
    got: object
    arithmetic: str

    def __str__(self) -> str:
        expected, got = ("not scored" if x is None else x for x in (self.expected, self.got))
        measure = self.measure or "the input"
        return f"{self.id}  {measure}  expected {expected}, got {got}\n  {self.arithmetic}"


def find_cases(paths: Sequence[Path] = ()) -> list[Case]:
    """The cases of these files; by default those of the published kit.

    Raises:
        DataError: with every line that is no case, and every id that is given twice.
        UsageError: there is no case at all.
    """
    cases: dict[str, Case] = {}
    faults: list[Fault] = []
    for path in paths or sorted((root() / "eval" / "conformance").glob("*.jsonl")):
        for number, line in read_lines(path):
            where = f"{path}:{number}"
            try:
                case = msgspec.json.decode(line or b"", type=Case)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                faults.append(Fault(where, "$", str(error), "see the kit's README.md"))
                continue
            if case.id in cases:
                problem = f"the case {case.id!r} is given twice"
                faults.append(Fault(where, "$.id", problem, "give it an id of its own"))
            cases[case.id] = case
    if faults:
        raise DataError(faults)
    if not cases:
        raise UsageError("there is no case in these files; nothing would be compared")
    return list(cases.values())


def run_cases(cases: Iterable[Case]) -> list[Difference]:
    """Every difference between what the cases expect and what goldfield counts."""
    return [difference for case in cases for difference in _compare(case)]


def count_measures(cases: Iterable[Case]) -> int:
    """How many expectations the cases hold; that all is refused is one."""
    return sum(len(case.expect) if isinstance(case.expect, dict) else 1 for case in cases)


def _compare(case: Case) -> Iterator[Difference]:
    """The differences of one case."""
    try:
        outcome: Scores | str = _score(case)
    except (DataError, UsageError, msgspec.ValidationError) as error:
        outcome = f"refused: {error}"
    if not isinstance(case.expect, dict):
        if isinstance(outcome, Scores):
            yield Difference(case.id, "", "refused", "scored", case.arithmetic)
        return
    for measure, expected in case.expect.items():
        got = outcome if isinstance(outcome, str) else _read(outcome.fields.get(measure), expected)
        if not _equal(expected, got):
            yield Difference(case.id, measure, expected, got, case.arithmetic)


def _score(case: Case) -> Scores:
    about = {"name": case.id, "record": case.record, "measures": _measures(case)}
    suite = msgspec.convert(about | case.suite, Suite)
    golds = [_gold(case, document) for document in case.sides() if document.gold is not None]
    preds = [{"id": d.id, **d.pred} for d in case.sides() if d.pred is not None]
    return score_task(build_task(suite, [golds], preds), suite).scores


def _measures(case: Case) -> list[str]:
    """What is scored; of what must be refused any measure will do."""
    known = [*KINDS[case.record].modes] if case.record in KINDS else ["entities@strict"]
    wanted = list(case.expect) if isinstance(case.expect, dict) else known[:1]
    unknown = [name for name in wanted if name not in known]
    if unknown and case.record not in ("article", "values"):
        raise UnknownName("measure", unknown[0], known)
    return wanted


def _gold(case: Case, document: Document) -> Json:
    if case.record == "article":
        try:
            return complete(document.id, document.text, document.gold or {})
        except (TypeError, LookupError) as error:
            raise UsageError(f"gold is in no shape of the kit's README.md ({error!r})") from error
    return {"id": document.id, **(document.gold or {})}


def _read(field: FieldScore | None, expected: Expected) -> Expected:
    """What was scored, in the form of what is expected; None if no document has the layer."""
    if field is None or not field.documents:
        return None
    if isinstance(expected, dict):
        return {ratio: getattr(field, ratio) for ratio in expected}
    return [field.tp_pred, field.pred, field.tp_gold, field.gold]


def _equal(expected: Expected, got: object) -> bool:
    if isinstance(expected, list) and isinstance(got, list):
        return all(map(_close, expected, got))
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(_close(expected[ratio], got[ratio]) for ratio in expected)
    return expected is got is None


def _close(expected: float | str | None, got: float | None) -> bool:
    """Equal but for the rounding of a fraction."""
    if expected is None or got is None:
        return expected is got
    return math.isclose(Fraction(expected), got, rel_tol=1e-12, abs_tol=1e-12)


def complete(id: str, text: str, gold: Json) -> Json:
    """A full gold article from the parts that a case gives; its layers are those with a key."""
    parts = {
        name: [{"id": f"{name}{index}"} | item for index, item in enumerate(gold.get(name, []))]
        for name in ("entities", "times", "quantities", "quotes", "events")
    }
    return {
        "id": id,
        "text_sha256": sha256_of(text),
        "text": text,
        "layers": gold.get("layers", _layers(gold)),
        "meta": _filled(gold.get("meta", {}), "meta", text),
        **{name: _filled(items, name, text) for name, items in parts.items()},
        **_ABOUT,
    }


def _layers(gold: Json) -> list[str]:
    found = {*gold, *gold.get("meta", {})}
    return [layer for layer in LAYERS if {layer, _WITH.get(layer)} & found]


def _filled(value: Any, key: str, text: str) -> Any:
    """A part of a record that stands under this key, with all that it leaves out."""
    if isinstance(value, list):
        return [_filled(item, key, text) for item in value]
    if not isinstance(value, dict):
        return value
    full = _ABSENT.get(key, {}) | value
    if "start" in value:
        full["text"] = text[value["start"] : value["end"]]
    return {name: _filled(inner, name, text) for name, inner in full.items()}


# Layers that gold has wherever it has another.
_WITH = {"coref": "entities", "speakers": "quotes", "arguments": "events", "factuality": "events"}
_ABOUT: Json = {
    "schema_version": records.SCHEMA_VERSION,
    "guidelines_version": records.GUIDELINES_VERSION,
    "anomalies": [],
    "provenance": {
        "kind": "composed", "licence": "unstated", "source": "conformance kit", "status": "single",
        "written_by": "unknown", "annotated_by": "unknown", "passes": 1,
        "pre_annotated_by": None,
    },
}  # fmt: skip
_BOUNDS: Json = dict.fromkeys(("value", "min", "max"))
# What a part is taken to hold where a case does not say, by the key that it stands under.
_ABSENT: dict[str, Json] = {
    "meta": dict.fromkeys(records.DocumentFields.__struct_fields__),
    "date_published": {"span": None, "acceptable": []},
    "dateline": dict.fromkeys(records.Dateline.__struct_fields__),
    "entities": {"name": None, "wikidata": None},
    "mentions": {"kind": "NAM", "head": None, "subword": False},
    "times": {"type": "DATE", "value": None, "anchor": None, "vague": False, "acceptable": []},
    "quantities": _BOUNDS | {"comparator": "exact", "unit": None, "of": None, "acceptable": []},
    "acceptable": _BOUNDS,
    "quotes": dict.fromkeys(records.Quote.__struct_fields__)
    | {"type": "direct", "source": {"status": "implicit"}, "quoted": []},
    "source": dict.fromkeys(records.Source.__struct_fields__)
    | {"status": "explicit", "acceptable": []},
    "events": {"triggers": [], "arguments": [], "factuality": None, "status": None},
    "arguments": {"span": None, "ref": None, "acceptable": []},
}
