"""The charts of a report, in the terms of Vega-Lite: scores, errors, latency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from goldfield.reporting.card import Entry, measures_of
from goldfield.reporting.html.charts import SERIES
from goldfield.reporting.tables import interval, ratio
from goldfield.running.timing import Latency
from goldfield.scoring.outcome import Verdict

__all__ = [
    "KINDS",
    "Cost",
    "colours_of",
    "cost_figure",
    "error_counts",
    "error_figure",
    "latency_figure",
    "score_figure",
]

KINDS = {
    "COR": ("correct", "var(--calm)"),
    "PAR": ("partial", "var(--fair)"),
    "INC": ("wrong", "var(--odd)"),
    "MIS": ("missed", "var(--bad)"),
    "SPU": ("spurious", "var(--series-2)"),
}
"""The categories of verdicts: what they are called, and their colour."""
_WIDTH = 270
_ROW = 26
_MOST_COSTS = 14


class Cost(NamedTuple):
    """One kind of error of a measure: how often, and F1, 0 to 1, were it alone repaired."""

    field: str
    kind: str
    errors: int
    f1: float | None
    gain: float | None


def score_figure(entries: Sequence[Entry]) -> dict[str, Any]:
    """F1 by field with its interval; precision and recall beside it where there is one system."""
    names = [entry.name for entry in entries]
    rows = [row for entry in entries for row in _score_rows(entry)]
    told_of = {row["field"] for row in rows}
    measures = [name for name in measures_of(entries) if name in told_of]
    field = {"field": "field", "type": "nominal", "sort": measures, "title": None}
    place = {"y": field | {"scale": {"domain": measures}}}
    if len(entries) > 1:
        place["yOffset"] = {"field": "system", "type": "nominal", "sort": names}
    legend = (
        {"orient": "top", "title": None, "symbolOpacity": 1, "columns": 3}
        if len(entries) > 1
        else None
    )
    colour = {
        "field": "system",
        "type": "nominal",
        "scale": {"domain": names, "range": list(colours_of(names).values())},
        "legend": legend,
    }
    told = {"field": "told", "type": "nominal"}
    line = {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.45, "strokeCap": "round"}}
    ends = {"x": _scale("low", "F1"), "x2": {"field": "high"}, "color": colour, "description": told}
    dot = {"mark": {"type": "point", "filled": True, "opacity": 1, "size": 70}}
    f1 = {"x": _scale("f1", "F1"), "color": colour, "description": told}
    layers = [line | {"encoding": place | ends}, dot | {"encoding": place | f1}]
    if len(entries) == 1:
        layers = [*_precision_and_recall(place, told), *layers]
    height = {"step": _ROW if len(entries) == 1 else 11}
    return {"data": {"values": rows}, "width": _WIDTH, "height": height, "layer": layers}


def colours_of(names: Sequence[str]) -> dict[str, str]:
    """A colour for each system, the same in all charts of a page; from the ninth on they repeat."""
    return {name: SERIES[place % len(SERIES)] for place, name in enumerate(names)}


def _scale(field: str, title: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, 1]},
        "axis": {"values": [0, 0.2, 0.4, 0.6, 0.8, 1], "format": ".1f"},
    }


def _score_rows(entry: Entry) -> list[dict[str, Any]]:
    rows = []
    for name, field in entry.result.scores.fields.items():
        if field.f1 is None:
            continue
        ends = field.ci["f1"] if field.ci else (field.f1, field.f1)
        told = f"{entry.name}, {name}; F1 {ratio(field.f1)}"
        told += f" ({interval(ends, '-')})" if field.ci else ", no interval"
        told += f"; precision {ratio(field.precision)}; recall {ratio(field.recall)}"
        row = {"system": entry.name, "field": name, "f1": field.f1, "told": told}
        row |= {"low": ends[0], "high": ends[1], "p": field.precision, "r": field.recall}
        rows.append(row)
    return rows


def _precision_and_recall(place: dict[str, Any], told: dict[str, Any]) -> list[dict[str, Any]]:
    """A tick above the line, and one below."""
    tick = {"type": "tick", "orient": "vertical", "size": 7, "thickness": 2, "opacity": 0.9}
    return [
        {
            "mark": tick | {"yOffset": offset, "color": "var(--muted)"},
            "transform": [{"filter": f"isValid(datum.{key})"}],
            "encoding": place | {"x": _scale(key, "F1"), "description": told},
        }
        for key, offset in (("p", -6), ("r", 6))
    ]


def error_counts(verdicts: Iterable[Verdict], measures: Iterable[str]) -> dict[str, Counter[str]]:
    """By measure how many verdicts there are of each category, of measures that have any."""
    found: dict[str, Counter[str]] = {name: Counter() for name in measures}
    for row in verdicts:
        found[row.measure][row.verdict] += 1
    return {name: counts for name, counts in found.items() if counts}


def error_figure(counts: Mapping[str, Counter[str]]) -> dict[str, Any]:
    """What became of all items of gold and prediction, as shares of each measure's."""
    rows = [
        {
            "field": name,
            "kind": told,
            "number": found[category],
            "order": order,
            "told": f"{name}; {found[category]} {told} of {found.total()}",
        }
        for name, found in counts.items()
        for order, (category, (told, _)) in enumerate(KINDS.items())
        if found[category]
    ]
    kinds = [told for told, _ in KINDS.values()]
    share = {
        "field": "number",
        "type": "quantitative",
        "stack": "normalize",
        "title": "share of the items of both sides",
        "axis": {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]},
    }
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": kinds, "range": [colour for _, colour in KINDS.values()]},
        "legend": {"orient": "top", "title": None, "symbolType": "square", "columns": 3},
    }
    encoding = {
        "y": {"field": "field", "type": "nominal", "sort": list(counts), "title": None},
        "x": share,
        "color": colour,
        "order": {"field": "order", "type": "quantitative"},
        "description": {"field": "told", "type": "nominal"},
    }
    bars = {"mark": {"type": "bar", "height": 14}, "encoding": encoding}
    return {"data": {"values": rows}, "width": _WIDTH, "height": {"step": _ROW}} | bars


def cost_figure(costs: Sequence[Cost]) -> dict[str, Any]:
    """What F1 would gain if one kind of error alone were repaired, the dearest first."""
    dear = sorted((c for c in costs if c.gain and c.gain > 0), key=lambda c: -(c.gain or 0))
    rows = [
        {
            "what": f"{cost.field}: {cost.kind}",
            "gain": cost.gain,
            "told": f"{cost.field}; {cost.kind} {cost.errors} times; F1 gains {cost.gain:.3f}",
        }
        for cost in dear[:_MOST_COSTS]
    ]
    names = [row["what"] for row in rows]
    encoding = {
        "y": {"field": "what", "type": "nominal", "sort": names, "title": None},
        "x": {"field": "gain", "type": "quantitative", "title": "F1 gained"},
        "description": {"field": "told", "type": "nominal"},
    }
    bar = {"type": "bar", "height": 14, "color": "var(--bad)"}
    chart = {"data": {"values": rows}, "width": _WIDTH, "height": {"step": _ROW}, "mark": bar}
    return chart | {"encoding": encoding}


def latency_figure(known: Mapping[str, Latency]) -> dict[str, Any]:
    """How long one article takes: the middle, and how late the latest are, by system."""
    rows = [
        {
            "system": name,
            "ms": value,
            "percentile": percentile,
            "told": f"{name}; {percentile}: {value:.3g} ms",
        }
        for name, latency in known.items()
        for percentile, value in (("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99))
    ]
    names = list(known)
    place = {"y": {"field": "system", "type": "nominal", "sort": names, "title": None}}
    powers = {"values": [10.0**power for power in range(-6, 7)]}
    slow = {
        "field": "ms",
        "type": "quantitative",
        "title": "milliseconds an article",
        "scale": {"type": "log"} if len(known) > 1 else {"zero": True},
        "axis": {"tickCount": 5, "format": "~r"} | (powers if len(known) > 1 else {}),
    }
    told = {"field": "told", "type": "nominal"}
    shape = {
        "field": "percentile",
        "type": "nominal",
        "scale": {"range": ["circle", "square", "diamond"]},
        "legend": {"orient": "top", "title": None},
    }
    line = {"type": "line", "strokeWidth": 3, "opacity": 0.4, "color": SERIES[0]}
    dot = {"type": "point", "filled": True, "opacity": 1, "size": 80, "color": SERIES[0]}
    detail = {"detail": {"field": "system", "type": "nominal"}}
    return {
        "data": {"values": rows},
        "width": _WIDTH,
        "height": {"step": _ROW + 8},
        "layer": [
            {"mark": line, "encoding": place | {"x": slow} | detail},
            {"mark": dot, "encoding": place | {"x": slow, "shape": shape, "description": told}},
        ],
    }
