"""Labelled spans of any text: ``{"id", "spans": [{"start", "end", "label"}]}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from goldfield.errors import Fault
from goldfield.scoring.generic.kind import Plan, RecordKind
from goldfield.scoring.measures.spans import SPAN_MODES, Labelled, align_spans, read_modes
from goldfield.scoring.outcome import Outcome

if TYPE_CHECKING:
    from goldfield.scoring.suites import Suite

__all__ = ["KIND", "bad_place", "half_units"]


class SpanPart(Struct, gc=False):
    """A labelled span."""

    start: int
    end: int
    label: str


class SpanRecord(Struct, gc=False, omit_defaults=True):
    """The spans of one text, which only those who cut it into words have to see."""

    id: str | int
    spans: list[SpanPart]
    text: str | None = None


def bad_place(start: int, end: int, path: str) -> Iterator[Fault]:
    """The fault of two offsets that are no span."""
    if not 0 <= start < end:
        fix = "give half-open offsets, 0 <= start < end"
        yield Fault("", path, f"[{start}, {end}) is no span", fix)


def half_units(measures: tuple[str, ...]) -> dict[str, str]:
    """The units of those span measures that count in half credits."""
    return {name: "halves" for name in measures if name.endswith("@partial")}


def _check(record: SpanRecord, _: Suite) -> Iterator[Fault]:
    for index, span in enumerate(record.spans):
        yield from bad_place(span.start, span.end, f"$.spans[{index}]")


def _plan(suite: Suite, _: Mapping[str, SpanRecord]) -> Plan:
    modes = {name: name.partition("@")[2] for name in suite.measures}

    def score(gold: SpanRecord, pred: SpanRecord | None) -> dict[str, Outcome]:
        aligned = align_spans(_labelled(gold), _labelled(pred))
        outcomes = read_modes(aligned, modes.values())
        return {name: outcomes[mode] for name, mode in modes.items()}

    return Plan(suite.measures, score, half_units(suite.measures))


def _labelled(record: SpanRecord | None) -> list[Labelled]:
    spans = record.spans if record else []
    return [Labelled(span.start, span.end, span.label, "") for span in spans]


KIND = RecordKind(
    record=SpanRecord,
    modes={f"spans@{mode}": why for mode, why in SPAN_MODES.items()},
    plan=_plan,
    check=_check,
)
