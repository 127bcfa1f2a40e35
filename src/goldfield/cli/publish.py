"""`goldfield publish`: the corpus as a Hugging Face dataset, and results for cards and papers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import counted, say, tell
from goldfield.corpus.loading import load_articles
from goldfield.errors import DataError, UsageError
from goldfield.publishing.build import build as build_files
from goldfield.publishing.build import salt_from, write_folder
from goldfield.publishing.card import listed
from goldfield.publishing.checking import check as check_folder
from goldfield.publishing.files import commitment_faults
from goldfield.publishing.plan import Plan
from goldfield.publishing.push import Target, operations
from goldfield.publishing.push import push as push_folder
from goldfield.publishing.results import Benchmark, eval_results, model_index, read_run
from goldfield.reporting.card import Entry, card
from goldfield.scoring.scorer import Result

__all__ = ["app", "build", "check", "push", "results"]

app = typer.Typer(
    help="Build, check and push the corpus as a dataset; results out.", no_args_is_help=True
)


class TextPolicy(StrEnum):
    """What becomes of the texts."""

    auto = "auto"
    full = "full"
    hash = "hash"
    excerpt = "excerpt"


class ResultForm(StrEnum):
    """Where results can go."""

    eval_results = "eval-results"
    model_index = "model-index"
    latex = "latex"
    csv = "csv"


FolderArgument = Annotated[Path, typer.Argument(help="A folder that `publish build` wrote.")]
RepoOption = Annotated[str | None, typer.Option(help="ORG/NAME of the dataset on the Hub.")]


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="Folder to write; an older dataset is replaced.")],
    repo_id: RepoOption = None,
    text_policy: Annotated[
        TextPolicy, typer.Option(help="auto: full under an open licence, hash under any other.")
    ] = TextPolicy.auto,
    withhold_labels: Annotated[
        str | None, typer.Option(metavar="SPLIT", help="Publish a commitment to its gold instead.")
    ] = None,
    salt: Annotated[
        Path | None, typer.Option(help="Private file of the commitment; default: OUT.salt.")
    ] = None,
) -> None:
    """Write the corpus as a dataset repository: Parquet, raw JSON lines, card, manifest."""
    secret = b""
    if withhold_labels is not None:
        private = (salt or out.with_name(f"{out.resolve().name}.salt")).resolve()
        if private.is_relative_to(out.resolve()):
            raise UsageError(f"the salt must stay secret: {private} lies in what is published")
        secret = salt_from(private)
        tell(f"salt of the commitment, to be kept and not published: {private}")
    built = build_files(Plan(text_policy.value, withhold_labels, secret), repo_id)
    write_folder(out, built.files)
    if built.held:
        tell(f"without its text: {listed(built.held)}")
    tell(f"{counted(len(built.files), 'file')} in {out}; next: goldfield publish check {out}")


@app.command()
def check(
    folder: FolderArgument,
    salt: Annotated[Path | None, typer.Option(help="Also verify the commitments.")] = None,
    gold: Annotated[
        Path | None, typer.Option(help="The gold committed to; default: the released corpus.")
    ] = None,
) -> None:
    """Load every config with `datasets`, offline, and compare all of it with the raw records."""
    found = check_folder(folder)
    faults = list(found.faults)
    if salt is not None:
        if not salt.is_file():
            raise UsageError(f"no file {salt}")
        faults += commitment_faults(folder, salt_from(salt), load_articles(gold, "all"))
    for note in found.notes:
        tell(f"note: {note}")
    if faults:
        raise DataError(faults)
    say(f"good: {counted(found.articles, 'article')} in {counted(found.files, 'file')}")


@app.command()
def push(
    folder: FolderArgument,
    repo_id: Annotated[str, typer.Option(help="ORG/NAME of the dataset on the Hub.")],
    tag: Annotated[str, typer.Option(help="v and the release, such as v1.0; never moved.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    endpoint: Annotated[str | None, typer.Option(metavar="URL", help="Another Hub.")] = None,
) -> None:
    """Put a checked folder on the Hub: one commit, loaded again and compared, and one tag.

    The token is that of `hf auth login`, or HF_TOKEN.
    """
    target = Target(repo_id, tag, endpoint)
    if dry_run:
        say("\n".join(operations(folder, target)))
        return
    say(push_folder(folder, target, tell))


@app.command()
def results(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    form: Annotated[
        ResultForm, typer.Option("--format", help="The Hub's files, or a paper's table.")
    ] = ResultForm.eval_results,
    repo_id: RepoOption = None,
    revision: Annotated[str | None, typer.Option(help="Tag or commit of the dataset.")] = None,
    date: Annotated[str | None, typer.Option(help="When it was run, ISO 8601.")] = None,
    source_url: Annotated[str | None, typer.Option(help="Where the run can be seen.")] = None,
) -> None:
    """Print the scores of a run as the Hub or a paper wants them."""
    found = read_run(run)
    if form in (ResultForm.latex, ResultForm.csv):
        say(card(Entry(found.name, Result(found.scores, [], [])), {}, 0, form.value))
        return
    if repo_id is None:
        raise UsageError(f"{form.value} names the dataset: give --repo-id ORG/NAME")
    benchmark = Benchmark(repo_id, revision, date, source_url)
    say((eval_results if form is ResultForm.eval_results else model_index)(found, benchmark))
