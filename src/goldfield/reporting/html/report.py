"""`report.html`: one run on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from goldfield.reporting.card import Entry, remarks, score_table
from goldfield.reporting.errors import Error, commonest_errors
from goldfield.reporting.html.articles import ASSETS, Browser
from goldfield.reporting.html.charts import draw
from goldfield.reporting.html.figures import (
    KINDS,
    Cost,
    colours_of,
    cost_figure,
    error_counts,
    error_figure,
    latency_figure,
    score_figure,
)
from goldfield.reporting.html.judging import layer_of
from goldfield.reporting.html.pages import page
from goldfield.reporting.pareto import HEADLINE, choices, pareto_panel, pareto_table
from goldfield.reporting.runs import Manifest
from goldfield.reporting.speed import timing_lines
from goldfield.reporting.tables import Table, number, rate, ratio
from goldfield.scoring.outcome import Verdict
from goldfield.scoring.scorer import LabelScore
from goldfield.scoring.statistics import f1_intervals

__all__ = ["VALUES", "Contents", "report_page"]

_KINDS_OF_ERROR = 5
_CONTEXT = 40
VALUES = ("times@value", "quantities@")
"""What these measures begin with: their labels are values, each its own, and no classes."""


class Contents(NamedTuple):
    """What a report shows besides scores.

    Attributes:
        errors: whether single errors are shown.
        browser: the articles; None if they are not shown.
        texts: by article, for the context of errors.
        withheld: whether something is left out because the run is on split test.
        costs: kinds of errors of each measure, and what each one costs.
        meanings: what each of these kinds is, and how it is repaired.
    """

    errors: bool
    browser: Browser | None
    texts: Mapping[str, str]
    withheld: bool = False
    costs: Sequence[Cost] = ()
    meanings: Sequence[tuple[str, str]] = ()


def report_page(
    manifest: Manifest, entry: Entry, contents: Contents, others: Sequence[Entry] = ()
) -> str:
    """The report of a run.

    Args:
        manifest: what was run.
        entry: its result and timing.
        contents: what is shown of errors and articles.
        others: runs on the same gold, to be drawn beside it.

    Raises:
        MissingExtra: a package of the extra `report` is not installed.
    """
    scores, entries = entry.result.scores, [entry, *others]
    counts = error_counts(entry.result.verdicts, list(scores.fields))
    return page(
        "report.html",
        assets=("report", *(ASSETS if contents.browser else ())),
        manifest=manifest,
        scores=scores,
        tiles=_tiles(entry),
        remarks=remarks(scores),
        score_chart=draw(score_figure(entries)) if scores.fields else None,
        card=score_table(entry.name, scores),
        labels=_label_table(entry),
        error_chart=draw(error_figure(counts)) if counts else None,
        error_table=_kind_table(counts),
        cost_chart=draw(cost_figure(contents.costs)) if _dear(contents.costs) else None,
        cost_table=_cost_table(contents.costs),
        errors=_errors(entry, contents),
        contents=contents,
        timing=timing_lines(entry.timing, scores.documents) if entry.timing else [],
        several=bool(others),
        **_speed(entries),
    )


def _tiles(entry: Entry) -> list[tuple[str, str, str]]:
    """What is read first: a name, a figure, and what stands below it."""
    scores, timing = entry.result.scores, entry.timing
    told = len(scores.fields)
    every = told + len(scores.not_predicted) + len(scores.not_annotated)
    tiles = []
    if scores.headline is None:
        tiles.append(("headline", f"{told} of {every}", "measures: no headline without them all"))
    else:
        rows = {row.id: row.fields for row in entry.result.counts}
        ends = f1_intervals(rows, {HEADLINE: tuple(scores.fields)}).get(HEADLINE)
        below = f"95 % interval {ends[0]:.3f} to {ends[1]:.3f}" if ends else "no interval"
        tiles.append(("headline", ratio(scores.headline), f"mean F1 of {every}; {below}"))
    failed = f"{len(scores.failures)} failed, {len(scores.missing)} without an answer"
    tiles.append(("articles", number(scores.documents), failed))
    if timing and (speed := timing.articles_per_second):
        known = speed.low is not None and speed.high is not None
        below = f"95 % interval {rate(speed.low or 0)} to {rate(speed.high or 0)}"
        tiles.append(("articles a second", rate(speed.mean), below if known else "one round"))
    if timing and timing.latency_ms:
        late = f"median; one in a hundred over {timing.latency_ms.p99:.3g} ms"
        tiles.append(("latency", f"{timing.latency_ms.p50:.3g} ms", late))
    return tiles


def _label_table(entry: Entry) -> Table:
    """Every label of every measure that has classes."""
    rows = [
        (measure, label or "(none)", *_cells(cell))
        for measure, field in entry.result.scores.fields.items()
        if not measure.startswith(VALUES)
        for label, cell in field.labels.items()
    ]
    heads = ("field", "label", "P", "R", "F1", "correct", "predicted", "gold")
    return Table("Scores by label", heads, rows, left=2)


def _cells(cell: LabelScore) -> tuple[str, ...]:
    ratios = map(ratio, (cell.precision, cell.recall, cell.f1))
    return *ratios, *map(number, (cell.tp_gold, cell.pred, cell.gold))


def _kind_table(counts: Mapping[str, Mapping[str, int]]) -> Table:
    heads = ("field", *(told for told, _ in KINDS.values()))
    rows = [(name, *(str(found[kind]) for kind in KINDS)) for name, found in counts.items()]
    return Table("Items by what became of them", heads, rows)


def _dear(costs: Sequence[Cost]) -> bool:
    return any(cost.gain and cost.gain > 0 for cost in costs)


def _cost_table(costs: Sequence[Cost]) -> Table:
    rows = [
        (cost.field, cost.kind, str(cost.errors), ratio(cost.f1), ratio(cost.gain))
        for cost in costs
    ]
    heads = ("field", "kind of error", "times", "F1 if repaired", "gain")
    return Table("Kinds of errors and what each costs", heads, rows, left=2)


def _errors(entry: Entry, contents: Contents) -> list[dict[str, Any]]:
    """The commonest kinds of error of each measure, each with one case in its context."""
    if not contents.errors:
        return []
    result = entry.result
    found = commonest_errors(result.verdicts, list(result.scores.fields), _KINDS_OF_ERROR)
    return [_error(error, contents.texts) for error in found]


def _error(error: Error, texts: Mapping[str, str]) -> dict[str, Any]:
    case = error.example
    item = case.gold or case.pred
    start = item.start if item and item.start is not None else -1
    return {
        "field": error.measure,
        "kind": error.kind,
        "times": error.times,
        "id": case.id,
        "start": start,
        "layer": layer_of(error.measure),
        "gold": _said(case, "gold"),
        "predicted": _said(case, "pred"),
        "context": _context(texts.get(case.id, ""), start, item.end if item else None),
    }


def _said(case: Verdict, side: str) -> str:
    item = case.gold if side == "gold" else case.pred
    return " ".join(filter(None, (item.label, item.text))) if item else ""


def _context(text: str, start: int, end: int | None) -> tuple[str, str, str] | None:
    """What stands before, in and after a place."""
    if not text or start < 0 or end is None:
        return None
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return before, text[start:end], after


def _speed(entries: Sequence[Entry]) -> dict[str, Any]:
    """Latency, and accuracy against throughput where several systems were timed."""
    known = {e.name: e.timing.latency_ms for e in entries if e.timing and e.timing.latency_ms}
    found = choices(entries) if len(entries) > 1 else []
    colours = colours_of([entry.name for entry in entries])
    timed = {choice.name for choice in found}
    rivals = Counter(choice.measure for choice in found)
    panels = [name for name, number in rivals.items() if number > 1]
    rows = [
        (name, *(f"{value:.3g}" for value in (ms.p50, ms.p95, ms.p99)))
        for name, ms in known.items()
    ]
    return {
        "latency_chart": draw(latency_figure(known)) if known else None,
        "latency_table": Table("Milliseconds an article", ("system", "p50", "p95", "p99"), rows),
        "pareto_panels": [(name, draw(pareto_panel(found, name, colours))) for name in panels],
        "systems": [(name, place % 8 + 1) for place, name in enumerate(colours) if name in timed],
        "pareto_table": pareto_table(found),
    }
