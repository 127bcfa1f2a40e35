"""Accuracy against speed: which extractors are a choice, and which are beaten in both.

An extractor is on the frontier of a measure if none is both faster and at least as good, and none
as fast and better. What finds nothing is no choice, however fast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from goldfield.errors import MissingExtra
from goldfield.reporting.card import Entry, measures_of
from goldfield.reporting.tables import Table, interval, rate, ratio
from goldfield.running.rounds import Interval as Speed
from goldfield.scoring.statistics import Interval, f1_intervals

__all__ = ["HEADLINE", "Choice", "choices", "pareto_chart", "pareto_panel", "pareto_table"]

HEADLINE = "headline"


class Choice(NamedTuple):
    """One extractor at one measure.

    Attributes:
        measure: a measure, or `HEADLINE`.
        name: the extractor.
        f1: above 0.
        ci: the interval of F1, where there are enough articles.
        speed: articles per second.
        best: whether it is on the frontier.
        close: whether it is off the frontier by no more than the intervals of F1 allow: it overlaps
            with that of every extractor which is faster and better.
    """

    measure: str
    name: str
    f1: float
    ci: Interval | None
    speed: Speed
    best: bool = False
    close: bool = False


def choices(entries: Sequence[Entry]) -> list[Choice]:
    """Every extractor that was timed, at each measure it finds anything of; fastest first."""
    found: dict[str, list[Choice]] = {name: [] for name in (HEADLINE, *measures_of(entries))}
    for entry in entries:
        for choice in _of(entry):
            found[choice.measure].append(choice)
    return [
        _placed(choice, rivals)
        for rivals in found.values()
        for choice in sorted(rivals, key=lambda c: (-c.speed.mean, c.name))
    ]


def pareto_table(found: Sequence[Choice]) -> Table:
    """The frontier of each measure that two or more find anything of, and what is close to it."""
    rows: list[tuple[str, ...]] = []
    before = ""
    rivals = Counter(choice.measure for choice in found)
    for choice in found:
        if rivals[choice.measure] > 1 and (choice.best or choice.close):
            rows.append((choice.measure if choice.measure != before else "", *_cells(choice)))
            before = choice.measure
    heads = ("field", "extractor", "F1", "95 % interval", "articles/s", "95 % interval", "")
    title = "Accuracy against speed: the frontier (~ beaten, but within the intervals of F1)"
    return Table(title, heads, rows, left=2)


def _of(entry: Entry) -> Iterator[Choice]:
    scores, timing = entry.result.scores, entry.timing
    if timing is None or timing.articles_per_second is None:
        return
    speed = timing.articles_per_second
    if scores.headline:
        rows = {row.id: row.fields for row in entry.result.counts}
        ends = f1_intervals(rows, {HEADLINE: tuple(scores.fields)}).get(HEADLINE)
        yield Choice(HEADLINE, entry.name, scores.headline, ends, speed)
    for name, field in scores.fields.items():
        if field.f1:
            yield Choice(name, entry.name, field.f1, (field.ci or {}).get("f1"), speed)


def _placed(choice: Choice, rivals: Sequence[Choice]) -> Choice:
    above = [rival for rival in rivals if _beats(rival, choice)]
    near = all(_overlap(rival.ci, choice.ci) for rival in above)
    return choice._replace(best=not above, close=bool(above) and near)


def _beats(a: Choice, b: Choice) -> bool:
    faster, better = a.speed.mean - b.speed.mean, a.f1 - b.f1
    return faster >= 0 and better >= 0 and (faster > 0 or better > 0)


def _overlap(a: Interval | None, b: Interval | None) -> bool:
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def _cells(choice: Choice) -> tuple[str, ...]:
    speed = choice.speed
    known = speed.low is not None and speed.high is not None
    ends = f"{rate(speed.low or 0)}-{rate(speed.high or 0)}" if known else "one round"
    mark = "" if choice.best else "~"
    return (
        *(choice.name, ratio(choice.f1), interval(choice.ci, "-")),
        *(rate(speed.mean), ends, mark),
    )


def pareto_chart(found: Sequence[Choice]) -> str:
    """A panel for each measure, as SVG: F1 over articles per second, the frontier as a line.

    Raises:
        MissingExtra: the package that draws is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtra("vl-convert-python", "report") from error
    return str(vl_convert.vegalite_to_svg(_specification(found)))


_GREY = "#8a8f98"
_Y = {"field": "f1", "type": "quantitative", "title": "F1", "scale": {"domain": [0, 1]}}
_X: dict[str, Any] = {
    "field": "speed",
    "type": "quantitative",
    "title": "articles per second",
    "scale": {"type": "log", "nice": False, "padding": 12},
    "axis": {"format": "~s", "values": [10.0**power for power in range(-6, 10)]},
}
_BY_NAME = {"field": "extractor", "type": "nominal", "title": None, "legend": {"orient": "bottom"}}


def pareto_panel(
    found: Sequence[Choice], measure: str, colours: Mapping[str, str]
) -> dict[str, Any]:
    """One measure's panel in the terms of Vega-Lite, for a page that has several of them.

    Args:
        found: the choices of all panels, whose axes are the same.
        measure: that of this panel.
        colours: by extractor; the page says which is which.
    """
    rows = [_row(choice) for choice in found]
    ends = [min(row["speed_low"] for row in rows), max(row["speed_high"] for row in rows)]
    x = _X | {"title": None, "scale": _X["scale"] | {"domain": ends}}
    scale = {"domain": list(colours), "range": list(colours.values())}
    y = _Y | {"title": None}
    layers = _layers(x, y, _BY_NAME | {"scale": scale, "legend": None})
    shown = [row for row in rows if row["measure"] == measure]
    return {"data": {"values": shown}, "width": 150, "height": 96, "layer": layers}


def _specification(found: Sequence[Choice]) -> dict[str, Any]:
    """The chart in the terms of Vega-Lite."""
    panels = list(dict.fromkeys(choice.measure for choice in found))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {
            "text": "Accuracy against speed",
            "subtitle": "bars: 95 % intervals; dashed: the frontier, where none is both faster and"
            " better",
            "anchor": "start",
        },
        "background": "white",
        "data": {"values": [_row(choice) for choice in found]},
        "facet": {"field": "measure", "type": "nominal", "title": None, "sort": panels},
        "columns": 4,
        "spec": {"width": 190, "height": 150, "layer": _layers(_X, _Y, _BY_NAME)},
        "config": {"axis": {"gridColor": "#e8eaee"}},
    }


def _layers(x: dict[str, Any], y: dict[str, Any], colour: dict[str, Any]) -> list[dict[str, Any]]:
    """The frontier as a line, the intervals of both axes, and the extractors."""
    frontier = {"filter": "datum.best"}
    line = {"type": "line", "interpolate": "step-before", "color": _GREY, "strokeDash": [4, 3]}
    whisker = {"type": "rule", "strokeWidth": 1.5, "opacity": 0.7}
    tall = {"x": x, "y": y | {"field": "f1_low"}, "y2": {"field": "f1_high"}, "color": colour}
    wide = {"x": x | {"field": "speed_low"}, "x2": {"field": "speed_high"}, "y": y}
    told = {"description": {"field": "told", "type": "nominal"}}
    return [
        {"transform": [frontier], "mark": line, "encoding": {"x": x, "y": y}},
        {"mark": whisker, "encoding": tall | told},
        {"mark": whisker, "encoding": wide | {"color": colour} | told},
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour} | told,
        },
    ]


def _row(choice: Choice) -> dict[str, Any]:
    speed, ends = choice.speed, choice.ci or (choice.f1, choice.f1)
    return {
        "measure": choice.measure,
        "extractor": choice.name,
        "f1": choice.f1,
        "f1_low": ends[0],
        "f1_high": ends[1],
        "speed": speed.mean,
        "speed_low": max(speed.low or speed.mean, speed.mean / 10),
        "speed_high": speed.high or speed.mean,
        "best": choice.best,
        "told": f"{choice.name}, {choice.measure}; F1 {ratio(choice.f1)}"
        f" ({interval(choice.ci, '-')}); {rate(speed.mean)} articles/s",
    }
