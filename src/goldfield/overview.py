"""Several extractors on the same articles, side by side: what `goldfield eval` ends with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from goldfield.comparison import EVAL_SAMPLES, compare, paired_table
from goldfield.corpus.anchor.measuring import kept_counts
from goldfield.corpus.ceiling import kept_ceiling
from goldfield.evaluation import Run
from goldfield.reporting.anchor import anchor_line
from goldfield.reporting.card import comparison
from goldfield.reporting.curves import curve_table, read_curve
from goldfield.reporting.pareto import choices, pareto_chart, pareto_table
from goldfield.reporting.tables import render
from goldfield.running import specs
from goldfield.schema.records import Article
from goldfield.schema.writing import write_text
from goldfield.scoring.signature import parse_signature

__all__ = ["BASE", "overview", "save_chart"]

BASE = "rules"
"""The extractor that others are compared with, where it was run beside them."""

_WIDTH = 120
_SELF_AGREEMENT = (
    "self-agreement: two passes of the model that annotated these articles, with each other; "
    "no human ceiling"
)


def overview(runs: Sequence[Run], articles: Sequence[Article]) -> str:
    """F1 by field, paired differences to `rules`, learning curves, and accuracy against speed.

    Args:
        runs: two or more, on the same articles with the same suite.
        articles: the gold of the runs.
    """
    ceiling = kept_ceiling(articles)
    parts = ["", render(comparison([run.entry for run in runs], ceiling), "table")]
    if ceiling:
        parts += [_SELF_AGREEMENT, fill(anchor_line(kept_counts()), _WIDTH), ""]
    return "\n".join([*parts, *_paired(runs), *_curves(runs), *_pareto(runs)])


def save_chart(runs: Sequence[Run], folder: Path) -> Path | None:
    """Write the chart of accuracy against speed as SVG; None if there is nothing to draw.

    Raises:
        MissingExtra: the package that draws is not installed.
    """
    found = choices([run.entry for run in runs])
    if not found:
        return None
    about = runs[0].manifest
    path = folder / f"pareto-{specs.slug(about.corpus, about.split, about.suite)}.svg"
    write_text(path, pareto_chart(found))
    return path


def _paired(runs: Sequence[Run]) -> list[str]:
    base = next((run for run in runs if run.name == BASE), None)
    if base is None:
        return []
    found = [compare(base, run, EVAL_SAMPLES) for run in runs if run is not base]
    told = [one for one in found if one.differences]
    return [paired_table(told)] if told else []


def _curves(runs: Sequence[Run]) -> list[str]:
    """The learning curves that are kept beside the models, where they are of these articles."""
    kept = [read_curve(folder) for run in runs if (folder := _model_of(run)) is not None]
    gold = parse_signature(runs[0].scores.signature)["corpus"]
    told = [curve for curve in kept if curve is not None and curve.scored.startswith(f"{gold},")]
    return [render(curve_table(curve), "table") for curve in told]


def _model_of(run: Run) -> Path | None:
    """The model folder of a trained extractor, as its spec names it or its baseline has it."""
    if run.manifest.extractor is None:
        return None
    spec = specs.parse(run.manifest.extractor)
    if "model" in dict(spec.params):
        return Path(str(dict(spec.params)["model"]))
    beside = specs.baseline_file(spec.target).with_name("model")
    return beside if spec.kind == "baseline" else None


def _pareto(runs: Sequence[Run]) -> list[str]:
    table = pareto_table(choices([run.entry for run in runs]))
    return [render(table, "table")] if table.rows else []
