"""The score card: fields with precision, recall and F1, the headline, errors, throughput."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from goldfield.corpus.ceiling import Ceiling
from goldfield.reporting.errors import commonest_errors, describe
from goldfield.reporting.speed import timing_lines
from goldfield.reporting.tables import Table, counted, interval, number, rate, ratio, render
from goldfield.running.timing import Timing
from goldfield.scoring.resolution import POWER
from goldfield.scoring.scorer import FieldScore, Result, Scores
from goldfield.scoring.suites import load_suite

__all__ = [
    "Entry",
    "bounds_table",
    "card",
    "comparison",
    "format_headline",
    "measures_of",
    "remarks",
    "score_table",
]


class Entry(NamedTuple):
    """One extractor on one corpus: its name, its result and, if it was run here, its timing."""

    name: str
    result: Result
    timing: Timing | None = None


def card(entry: Entry, texts: Mapping[str, str], errors: int = 1, form: str = "table") -> str:
    """The card of one extractor. Formats other than `table` hold scores and signature only."""
    scores = entry.result.scores
    table = render(_signed(score_table(entry.name, scores), scores.signature, form), form)
    if form != "table":
        return table + _SIGNED.get(form, "").format(scores.signature)
    lines = [table.rstrip(), "", *remarks(scores)]
    if entry.timing is not None:
        lines += ["", *timing_lines(entry.timing, scores.documents)]
    shown = commonest_errors(entry.result.verdicts, _told(scores), errors) if errors else []
    if shown:
        lines += ["", "Commonest errors", *(f"  {describe(error, texts)}" for error in shown)]
    return "\n".join([*lines, "", f"signature  {scores.signature}", ""])


_DETECTABLE = (
    "detectable: the difference in F1 that these articles would show, "
    f"{POWER:.0%} of the time, between two such systems"
)
_SIGNED = {"markdown": "\nsignature `{}`\n", "latex": "% signature {}\n"}


def _signed(table: Table, signature: str, form: str) -> Table:
    """The table with its signature in each row where rows are all that a format has."""
    if form != "csv":
        return table
    rows = [(*row, signature) for row in table.rows]
    return table._replace(heads=(*table.heads, "signature"), rows=rows)


def _told(scores: Scores) -> list[str]:
    """The measures whose errors are shown: of suite `core`, where the result has any of them.

    A system that predicts nothing at all has no errors worth an example.
    """
    if not any(field.pred for field in scores.fields.values()):
        return []
    core = load_suite("core").measures
    return [name for name in scores.fields if name in core] or list(scores.fields)


def score_table(name: str, scores: Scores) -> Table:
    """One row a measure. Numbers of items are in the unit of the measure."""
    with_ci = any(field.ci for field in scores.fields.values())
    heads = ("field", "P", "R", "F1", *(("95 % interval", "detectable") if with_ci else ()))
    heads += ("correct", "predicted", "gold", "unit")
    rows = [_row(measure, field, with_ci) for measure, field in scores.fields.items()]
    return Table(f"{name} on {counted(scores.documents, 'article')}", heads, rows)


def _row(measure: str, field: FieldScore, with_ci: bool) -> tuple[str, ...]:
    ends = field.ci["f1"] if field.ci else None
    ci = (interval(ends, "-"), ratio(field.detectable)) if with_ci else ()
    ratios = (ratio(field.precision), ratio(field.recall), ratio(field.f1))
    if field.unit == "mean":  # of other measures: there is nothing to count
        return (measure, *ratios, *ci, "-", "-", "-", field.unit)
    correct = number(field.tp_gold)
    if field.tp_pred != field.tp_gold:
        correct = f"{number(field.tp_pred)} / {correct}"
    return (measure, *ratios, *ci, correct, number(field.pred), number(field.gold), field.unit)


def format_headline(scores: Scores) -> str:
    """The headline number, or how many of the measures gold has, or the system predicts."""
    annotated = len(scores.fields) + len(scores.not_predicted)
    measures = annotated + len(scores.not_annotated)
    if scores.headline is not None:
        return f"headline   {scores.headline:.3f}  (mean F1 of {measures} measures)"
    if scores.not_annotated:
        return f"headline   none: gold has {annotated} of {measures} measures"
    if scores.not_predicted:
        return f"headline   none: predicts {len(scores.fields)} of {measures} measures"
    return ""


def remarks(scores: Scores) -> list[str]:
    """What has to be said below a card: the headline, what is missing, how intervals were made."""
    lines = [format_headline(scores)] if format_headline(scores) else []
    if scores.not_annotated:
        lines.append(f"not annotated: {', '.join(scores.not_annotated)}")
    if scores.not_predicted:
        lines.append(f"not predicted: {', '.join(scores.not_predicted)}")
    if any(field.tp_pred != field.tp_gold for field in scores.fields.values()):
        lines.append("correct a / b: of what is predicted, and of what is in gold")
    lines.append(scores.intervals)
    if any(field.detectable for field in scores.fields.values()):
        lines.append(_DETECTABLE)
    empty = [
        f"{name} {f.empty_documents}" for name, f in scores.fields.items() if f.empty_documents
    ]
    if empty:
        lines.append(f"nothing on either side (documents): {', '.join(empty)}")
    if scores.anchors:
        told = ", ".join(f"{count} {status}" for status, count in scores.anchors.items())
        lines.append(f"strings found in the text: {told}")
    if scores.missing:
        lines.append(f"no prediction for: {', '.join(scores.missing)}")
    lines += [f"failed on {failure.id}: {failure.error}" for failure in scores.failures]
    return lines


def long_table(entries: Sequence[Entry]) -> Table:
    """The scores of several extractors below each other, for programs to read."""
    tables = [score_table(entry.name, entry.result.scores) for entry in entries]
    rows = [
        (entry.name, *row)
        for entry, table in zip(entries, tables, strict=True)
        for row in table.rows
    ]
    return Table("", ("extractor", *tables[0].heads), rows, left=2)


def bounds_table(name: str, scores: Scores) -> Table:
    """F1 as scored, and with every ambiguous string read at worst and at best."""
    bounds = scores.bounds or {}
    rows = [
        (measure, ratio(worst), ratio(scores.fields[measure].f1), ratio(best))
        for measure, (worst, best) in bounds.items()
    ]
    return Table(f"{name}: bounds over ambiguous strings", ("field", "worst", "F1", "best"), rows)


def comparison(entries: Sequence[Entry], ceiling: Ceiling | None = None) -> Table:
    """F1 of several extractors side by side, with headline and throughput below.

    The last column is what two annotation passes reach on the same articles, where that is kept.
    """
    measures = measures_of(entries)
    rows = [(name, *(_f1(entry.result.scores, name) for entry in entries)) for name in measures]
    rows.append(("headline", *(ratio(entry.result.scores.headline) for entry in entries)))
    if any(entry.timing for entry in entries):
        rows.append(("articles/s", *(_rate(entry.timing) for entry in entries)))
    heads = ("field", *(entry.name for entry in entries))
    if ceiling is not None:
        heads = (*heads, "self-agreement")
        rows = [(*row, ratio(ceiling.f1.get(row[0]))) for row in rows]
    return Table("F1 by field", heads, rows)


def measures_of(entries: Sequence[Entry]) -> list[str]:
    """All measures of some results, in the order of the one that predicts the most of them."""
    told = sorted((entry.result.scores for entry in entries), key=lambda s: -len(s.fields))
    return list(dict.fromkeys(name for s in told for name in (*s.fields, *s.not_predicted)))


def _f1(scores: Scores, name: str) -> str:
    return ratio(scores.fields[name].f1) if name in scores.fields else "not predicted"


def _rate(timing: Timing | None) -> str:
    if timing is None or timing.articles_per_second is None:
        return "-"
    return rate(timing.articles_per_second.mean)
