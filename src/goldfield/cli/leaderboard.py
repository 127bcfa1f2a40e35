"""`goldfield leaderboard`: submissions, the board that follows from them, and its site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import counted, say, tell
from goldfield.errors import DataError, UsageError
from goldfield.leaderboard.boards import Board, Hidden, open_board
from goldfield.leaderboard.keeping import keep_speed, kept_faults
from goldfield.leaderboard.keeping import rescore as rescore_board
from goldfield.leaderboard.rounds import Round, open_round
from goldfield.leaderboard.site import write_site
from goldfield.leaderboard.submissions import check as check_board
from goldfield.leaderboard.submissions import submit as submit_to
from goldfield.publishing.build import salt_from

__all__ = ["app"]

app = typer.Typer(help="The board of systems: submit, rescore, site, rounds.", no_args_is_help=True)
BoardOption = Annotated[
    Path | None, typer.Option("--board", help="Folder of the board; default: the open one.")
]
GoldOption = Annotated[
    Path | None, typer.Option(help="Of a round: the hidden gold, a file or folder.")
]
SaltOption = Annotated[
    Path | None, typer.Option(help="Of a round: the private file of its commitments.")
]


@app.command()
def submit(
    predictions: Annotated[Path, typer.Argument(help="Predictions JSONL, perhaps as .gz.")],
    name: Annotated[str, typer.Option(help="A new name: lower-case letters, digits, '.-_'.")],
    card: Annotated[Path, typer.Option(help="The system card, TOML.")],
    board: BoardOption = None,
) -> None:
    """Check a submission and record it; every fault is told, and no score."""
    opened = open_board(board)
    done = submit_to(opened, name, predictions, card)
    say(f"recorded in {done.folder}")
    lines = sum(1 for line in done.content.splitlines() if line.strip())
    if lines < len(opened.golds):
        missing = counted(len(opened.golds) - lines, "article")
        tell(f"no prediction for {missing}: empty predictions, when it is scored")
    tell("scores come from: goldfield leaderboard rescore")


@app.command()
def check(board: BoardOption = None) -> None:
    """Hold every recorded submission to all that it was held to when it came."""
    found = check_board(open_board(board))
    say(f"{counted(len(found), 'submission')}: no fault")


@app.command()
def rescore(
    board: BoardOption = None,
    gold: GoldOption = None,
    salt: SaltOption = None,
    compare: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if leaderboard.json differs.")
    ] = False,
) -> None:
    """Compute every entry from its predictions, and write leaderboard.json."""
    opened = _opened(board, gold, salt)
    if compare:
        if faults := kept_faults(opened):
            raise DataError(faults)
        say(f"{opened.folder}: leaderboard.json is what the submissions give")
        return
    found = rescore_board(opened)
    for entry in found.entries:
        say(f"{entry.name}: {'-' if entry.headline is None else f'{entry.headline:.3f}'}")


@app.command()
def measured(
    name: Annotated[str, typer.Argument(help="The submission.")],
    run: Annotated[Path, typer.Argument(help="Run folder of its extractor, run by you.")],
    board: BoardOption = None,
) -> None:
    """Keep the speed of an entry that a maintainer has run; others are shown as claimed."""
    say(f"kept in {keep_speed(open_board(board), name, run)}")


@app.command()
def site(
    out: Annotated[Path, typer.Option(help="Folder to write; an older site is replaced.")],
    board: BoardOption = None,
    gold: GoldOption = None,
    salt: SaltOption = None,
) -> None:
    """Write the board as a static site, which a Hugging Face Space takes as it is.

    Scores are computed; those of a round are taken from leaderboard.json without its gold.
    """
    files = write_site(_opened(board, gold, salt), out)
    say(f"{counted(files, 'file')} in {out}")


@app.command("round")
def open_(
    out: Annotated[Path, typer.Argument(help="Folder that participants get.")],
    gold: Annotated[Path, typer.Option(help="Your own gold articles, a file or folder.")],
    salt: Annotated[Path, typer.Option(help="Private file of the commitments, made if absent.")],
    title: Annotated[str, typer.Option(help="How pages call the round.")],
    suite: Annotated[str, typer.Option(help="Suite name.")] = "core",
) -> None:
    """Open a round with hidden gold: texts out, and a salted commitment to their gold."""
    secret = salt.resolve()
    if secret.is_relative_to(out.resolve()):
        raise UsageError(f"the salt must stay secret: {salt} lies in what participants get")
    articles = open_round(out, str(gold), Round(title, salt_from(secret), suite))
    say(f"{counted(len(articles), 'article')} in {out}")
    tell(f"keep, and do not publish: {gold} and {salt}")
    tell(f"then: goldfield leaderboard rescore --board {out} --gold {gold} --salt {salt}")


def _opened(board: Path | None, gold: Path | None, salt: Path | None) -> Board:
    if (gold is None) is not (salt is None):
        raise UsageError("--gold and --salt go together")
    if gold is None or salt is None:
        return open_board(board)
    if not salt.is_file():
        raise UsageError(f"no file {salt}: the salt that `goldfield leaderboard round` made")
    return open_board(board, Hidden(str(gold), salt_from(salt)))
