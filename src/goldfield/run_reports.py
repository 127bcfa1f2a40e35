"""`report.html` of run folders: what of a run goes onto the page, and what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Selection
from goldfield.diagnosis.gains import field_errors
from goldfield.diagnosis.kinds import KINDS
from goldfield.diagnosis.scored import score_measure
from goldfield.diagnosis.subjects import about_of, subject_of
from goldfield.errors import UnknownName, UsageError
from goldfield.reporting.card import Entry
from goldfield.reporting.html.articles import Browser, Predicted, browser_of
from goldfield.reporting.html.figures import Cost
from goldfield.reporting.html.report import Contents, report_page
from goldfield.saved_runs import SavedRun
from goldfield.schema.predictions import read_predictions
from goldfield.schema.records import Article
from goldfield.schema.writing import write_text
from goldfield.scoring.suites import load_suite

__all__ = ["Wish", "browser_of_run", "is_about_articles", "is_on_test", "write_report"]


class Wish(NamedTuple):
    """What a user wants to see; None is: all, unless the run is on split test.

    Attributes:
        errors: single errors, in their context.
        articles: the article browser.
    """

    errors: bool | None = None
    articles: bool | None = None


def is_about_articles(run: SavedRun) -> bool:
    """Whether the run is on articles, and not on generic records; so it seems if in doubt."""
    try:
        return load_suite(run.manifest.suite).record == "article"
    except UnknownName:  # a suite of the user's own, which a run folder does not hold
        return True


def is_on_test(run: SavedRun) -> bool:
    """Whether the run is on a split test, or on a file of that name."""
    return "test" in (run.manifest.split, run.manifest.corpus)


def write_report(
    runs: Sequence[SavedRun],
    articles: Sequence[Article],
    path: Path | None = None,
    wish: Wish | None = None,
) -> Path:
    """Write the report of a run.

    Args:
        runs: the run, and others on the same gold to be drawn beside it.
        articles: the gold of the run; empty if it is not about articles.
        path: where the page goes; `report.html` in the run folder if None.
        wish: what is to be seen, see `Wish`.

    Raises:
        MissingExtra: a package of the extra `report` is not installed.
        OSError: the file cannot be written.
    """
    run, contents = runs[0], _contents(runs[0], articles, wish or Wish())
    entry, *others = _told_apart([run.entry for run in runs])
    page = report_page(run.manifest, entry, contents, others)
    path = path or run.folder / "report.html"
    write_text(path, page)
    return path


def _told_apart(entries: Sequence[Entry]) -> list[Entry]:
    """Entries of which no two have the same name."""
    seen: Counter[str] = Counter()
    found = []
    for entry in entries:
        seen[entry.name] += 1
        times = seen[entry.name]
        found.append(entry._replace(name=f"{entry.name} ({times})") if times > 1 else entry)
    return found


def _contents(run: SavedRun, articles: Sequence[Article], wish: Wish) -> Contents:
    usual = not is_on_test(run)
    errors, shown = (usual if asked is None else asked for asked in wish)
    texts = {article.id: article.text for article in articles}
    browser = browser_of_run(run, articles) if shown and articles else None
    withheld = not usual and not (errors and shown)
    costs = _costs(run, articles) if articles else []
    return Contents(errors, browser, texts, withheld, costs, _meanings(costs))


def _costs(run: SavedRun, articles: Sequence[Article]) -> list[Cost]:
    """Kinds of errors of the measures that are predicted: sums only, whatever the split."""
    gold = Gold(Selection("memory", run.manifest.split, ()), list(articles))
    try:
        subject = subject_of(run.predictions, gold, about_of(run))
    except UsageError:  # a suite of the user's own, which a run folder does not hold
        return []
    found = (field_errors(subject, score_measure(subject, name))[0] for name in subject.measures)
    return [
        Cost(field.measure, kind.kind, kind.errors, kind.f1, kind.gain)
        for field in found
        for kind in field.kinds
    ]


def _meanings(costs: Sequence[Cost]) -> list[tuple[str, str]]:
    seen = {cost.kind for cost in costs}
    return [
        (kind, f"{what}; repaired, {how}") for kind, (what, how) in KINDS.items() if kind in seen
    ]


def browser_of_run(run: SavedRun, articles: Sequence[Article]) -> Browser:
    """Gold and predictions side by side, as they were scored: a faulty record is an empty one.

    Args:
        run: a run on articles.
        articles: its gold.
    """
    found = read_predictions(run.predictions, {article.id: article for article in articles})
    result = run.result
    return browser_of(articles, Predicted(found.records, result.verdicts, result.scores.fields))
