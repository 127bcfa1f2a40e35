"""`goldfield baselines`: which there are, and their cards."""

from __future__ import annotations

from typing import Annotated

import typer

from goldfield.baseline_cards import (
    SPLIT,
    card_path,
    filled_card,
    floors_path,
    floors_text,
    read_floors,
    run_of,
)
from goldfield.cli.console import Form, FormOption, say, tell
from goldfield.corpus.gold import load_gold
from goldfield.errors import ExtractorError
from goldfield.evaluation import Run
from goldfield.reporting.tables import Table, render
from goldfield.running import specs
from goldfield.running.loading import describe, load
from goldfield.schema.writing import write_text

__all__ = ["app"]

app = typer.Typer(help="The reference extractors.", no_args_is_help=True)


@app.command("list")
def list_(form: FormOption = Form.table) -> None:
    """List the baselines: version, what they predict, or why they cannot run here."""
    rows = [(name, *_about(name)) for name in specs.baselines()]
    say(render(Table("", ("baseline", "version", "predicts"), rows, left=3), form.value))


def _about(name: str) -> tuple[str, str]:
    try:
        told = describe(name, load(specs.parse(name)))
    except ExtractorError as error:
        return "-", f"not here: {str(error).partition(': ')[2]}"
    return told.version, ", ".join(told.layers or ["what each answer says"])


@app.command("card")
def card(
    names: Annotated[list[str] | None, typer.Argument(help="Default: all that run.")] = None,
) -> None:
    """Bring the scores in each CARD.md up to date, and raise the floors to what was reached."""
    gold = load_gold(None, SPLIT)
    runs = dict[str, Run]()
    for name in names or specs.defaults():
        try:
            run = runs[name] = run_of(name, gold)
        except ExtractorError as error:
            if names:
                raise
            tell(f"skipped: {error}")
            continue
        path = card_path(name)
        page = path.read_text("utf-8")
        made = filled_card(page, run)
        if made != page:
            write_text(path, made)
        tell(f"{path}: {'written' if made != page else 'as it should be'}")
    write_text(floors_path(), floors_text(read_floors(), runs))
