"""`goldfield verify` and `goldfield cite`: kept runs, held to what they say and told to others."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from goldfield.citing import Cited
from goldfield.citing import cite as cite_run
from goldfield.cli.console import ColumnOption, CorpusOption, LabelsOption, counted, say, tell
from goldfield.corpus.foreign.catalogue import GOLD_FORMATS
from goldfield.corpus.loading import Corpus
from goldfield.leaderboard.keeping import verify_submission
from goldfield.leaderboard.submissions import RECORD
from goldfield.references import TOOL
from goldfield.saved_runs import read_summary
from goldfield.schema.writing import to_json
from goldfield.verifying import verify as verify_run

__all__ = ["cite", "verify"]

RunsArgument = Annotated[list[Path], typer.Argument(help="Run folder, or a submission of a board.")]
OwnSuiteOption = Annotated[
    str | None, typer.Option("--suite", help="The PATH.toml of its suite, if that is your own.")
]


class Reference(StrEnum):
    """How references are printed."""

    text = "text"
    bibtex = "bibtex"
    json = "json"


def verify(
    run: RunsArgument,
    corpus: CorpusOption = None,
    suite: OwnSuiteOption = None,
    written: Annotated[
        str, typer.Option("--format", help=f"What the corpus is: {', '.join(GOLD_FORMATS)}.")
    ] = "goldfield",
    labels: LabelsOption = None,
    column: ColumnOption = -1,
) -> None:
    """Score a kept run or submission once more, compare every byte, and name what was changed."""
    for folder in run:
        if (folder / RECORD).is_file():
            record = verify_submission(folder)
            say(f"{folder}: {record.name} is what it says, submitted on {record.submitted}")
            continue
        found = verify_run(folder, Corpus(corpus, written, labels, column), suite)
        say(f"{folder}: {found.name} is what it says, {counted(found.documents, 'article')}")
        say(f"  {found.signature}")
        if found.strange:
            tell(f"not looked at in {folder}: {', '.join(found.strange)}")


def cite(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    form: Annotated[
        Reference, typer.Option("--format", help="How to print the references.")
    ] = Reference.text,
) -> None:
    """What a paper that reports a run cites, and the sentence on methods with its signature."""
    found = cite_run(read_summary(run))
    say({Reference.text: _text, Reference.bibtex: _bibtex, Reference.json: _json}[form](found))


def _text(cited: Cited) -> str:
    short = {work.key: work.short for work in cited.works} | {TOOL: "eval/PROTOCOL.md of goldfield"}
    rows = [
        f"  {name}: {'; '.join(short[key] for key in keys)}"
        for name, keys in cited.measures.items()
    ]
    works = [f"  {work.text}" for work in cited.works]
    notes = [f"\n{cited.note}"] if cited.note else []
    return "\n".join([cited.methods, "\nMeasures", *rows, "\nReferences", *works, *notes, ""])


def _bibtex(cited: Cited) -> str:
    heads = [f"% {line}" for line in (cited.methods, cited.note) if line]
    return "\n\n".join(["\n".join(heads), *(work.bibtex() for work in cited.works)]) + "\n"


def _json(cited: Cited) -> str:
    works = [{"key": w.key, "type": w.type, **w.fields} for w in cited.works]
    return to_json({**cited._asdict(), "works": works})
