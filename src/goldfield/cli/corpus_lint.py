"""`goldfield corpus lint`: annotations that deserve a second look."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import CorpusOption, Plain, PlainOption, counted, say, tell
from goldfield.corpus.files import Given, read_files
from goldfield.corpus.lint import RULES, lint
from goldfield.corpus.lint.reviewed import (
    FILE_NAME,
    Review,
    Sifted,
    read_reviews,
    reviews_to_toml,
    sift,
)
from goldfield.corpus.loading import load_articles
from goldfield.errors import Fault, UsageError
from goldfield.release import root
from goldfield.schema.writing import to_json

__all__ = ["lint_command"]


def lint_command(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Gold JSONL or sheets; default: the corpus.")
    ] = None,
    split: Annotated[str, typer.Option(help="Split of the corpus, or all.")] = "all",
    corpus: CorpusOption = None,
    review: Annotated[
        bool,
        typer.Option("--review", help="Print the TOML by which they are recorded as reviewed."),
    ] = False,
    form: PlainOption = Plain.table,
) -> None:
    """Suspect annotation errors that validation cannot call wrong."""
    if files and (corpus or split != "all"):
        raise UsageError("give FILES, or --corpus and --split, not both")
    given = read_files(files) if files else Given(load_articles(corpus, split), {})
    path = _reviews_of(corpus)
    whole = not files and split == "all"
    # A review speaks of gold: a sheet of a single pass need not hold what it was about.
    complete = {a.id for a in given.articles} - given.sheets.keys()
    found = sift(lint(given.articles), read_reviews(path), None if whole else complete)
    if form is Plain.json:
        say(to_json(_as_json(found, given)))
    elif review:
        say(reviews_to_toml(found.open))
    else:
        _print(found, given, path)
    if found.open or found.stale:
        raise typer.Exit(1)


def _reviews_of(corpus: str | None) -> Path:
    """The file of reviews: in the folder of the corpus."""
    folder = root() / "corpus" if corpus is None else Path(corpus)
    folder = folder.parent if folder.is_file() else folder
    return folder.parent / FILE_NAME if folder.name == "data" else folder / FILE_NAME


def _print(found: Sifted, given: Given, path: Path) -> None:
    for suspicion in found.open:
        problem = f"{suspicion.rule} ({suspicion.manual}): {suspicion.problem}"
        fix = f"{suspicion.fix}; if it is right, record it as reviewed"
        where = given.where(suspicion.article, suspicion.path)
        say(str(Fault(where, suspicion.path, problem, fix)))
    for review in found.stale:
        say(str(_stale(path, review)))
    numbers = [counted(len(found.open), "suspicion"), f"{found.reviewed} reviewed"]
    numbers += [counted(len(found.stale), "stale review")] if found.stale else []
    summary = f"{counted(len(given.articles), 'article')}, {len(RULES)} rules: {', '.join(numbers)}"
    tell(summary)
    if found.open:
        tell(f"`goldfield corpus lint --review` prints what to put into {path}")


def _stale(path: Path, review: Review) -> Fault:
    problem = f"the review of {review.rule} at {review.at!r} in {review.article} meets nothing"
    return Fault(str(path), "$.reviewed", problem, "remove it, or correct its key")


def _as_json(found: Sifted, given: Given) -> dict[str, object]:
    suspicions = [{"where": given.where(s.article, s.path), **s._asdict()} for s in found.open]
    return {"suspicions": suspicions, "reviewed": found.reviewed, "stale": found.stale}
