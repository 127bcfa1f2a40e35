"""The chart of a board: every field, every entry, and how far the annotator agrees with itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldfield.leaderboard.ranking import HEADLINE, Ranked
from goldfield.leaderboard.shapes import FLOOR, Entry, Leaderboard
from goldfield.leaderboard.views import agreed
from goldfield.reporting.html.charts import SERIES
from goldfield.reporting.tables import interval, ratio

__all__ = ["chart_of", "key_of"]

_SHOWN = len(SERIES)
_ROW, _GAP = 9, 30
"""Height of a system, and what stands between fields, in pixels."""
_DOT = {"type": "point", "filled": True, "size": 55, "opacity": 1}
_LINE = {"type": "rule", "strokeWidth": 2, "opacity": 0.55}


def key_of(board: Leaderboard) -> list[str]:
    """The entries that the chart shows, in the order of its colours."""
    return [entry.name for entry in _entries(board)]


def _entries(board: Leaderboard) -> list[Entry]:
    return [entry for entry in board.entries if FLOOR not in entry.flags][:_SHOWN]


def chart_of(board: Leaderboard) -> dict[str, Any]:
    """F1 with intervals by field, a row a system, and the self-agreement as a mark across."""
    shown = _entries(board)
    fields = [f.measure for f in board.fields if f.measure != HEADLINE]
    high = _ROW * max(len(shown), 1) + _GAP
    points = [row for entry in shown for row in _points(board.fields, entry)]
    marks = [{"field": m, "agreed": a} for m in fields if (a := agreed(board, m)) is not None]
    tick = {"type": "tick", "thickness": 2, "color": "var(--neutral)", "size": high - _GAP}
    own = _by_system([entry.name for entry in shown])
    ends = {"x": _x("low"), "x2": {"field": "high"}, **own}
    spread = [point for point in points if point["low"] is not None]
    return {
        "width": 430,
        "height": len(fields) * high,
        "encoding": {"y": _y(fields, high)},
        "layer": [
            _layer(marks, tick, {"x": _x("agreed")}),
            _layer(spread, _LINE, ends),
            _layer(points, _DOT, {"x": _x("f1"), **own, "description": {"field": "told"}}),
        ],
    }


def _x(field: str) -> dict[str, Any]:
    axis = {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".2f"}
    about = {"type": "quantitative", "title": "F1", "axis": axis, "scale": {"domain": [0, 1]}}
    return {"field": field, **about}


def _y(fields: list[str], high: int) -> dict[str, Any]:
    """Labels stand in the plot, above their rows, so that it fits a narrow page."""
    axis = {"labelAlign": "left", "labelPadding": -6, "labelOffset": 5 - high / 2}
    about = {"type": "nominal", "sort": fields, "title": None, "axis": axis}
    return {"field": "field", **about, "scale": {"paddingInner": 0.3, "paddingOuter": 0.3}}


def _by_system(names: list[str]) -> dict[str, Any]:
    return {
        "yOffset": {"field": "system", "sort": names},
        "color": {"field": "system", "scale": {"domain": names}, "legend": None},
    }


def _layer(
    values: list[dict[str, Any]], mark: dict[str, Any], encoding: dict[str, Any]
) -> dict[str, Any]:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _points(fields: Iterable[Ranked], entry: Entry) -> Iterable[dict[str, Any]]:
    for ranked in fields:
        field = entry.fields.get(ranked.measure)
        if field is not None and field.f1 is not None:
            low, high = field.ci or (None, None)
            ends = f"; 95 % interval {interval(field.ci)}" if field.ci else ""
            yield {
                "field": ranked.measure, "system": entry.name, "f1": field.f1,
                "low": low, "high": high,
                "told": f"{entry.name}; {ranked.measure}; F1 {ratio(field.f1)}{ends}",
            }  # fmt: skip
