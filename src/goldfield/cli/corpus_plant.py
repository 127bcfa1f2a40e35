"""`goldfield corpus plant` and `planted`: how many known errors the linter and a reader catch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from goldfield.cli.console import Form, FormOption, counted, say, tell
from goldfield.corpus.files import canary_head, read_files, write_sheets
from goldfield.corpus.loading import select
from goldfield.corpus.planting import Outcome, Planted, measure, plant
from goldfield.corpus.planting.planting import KINDS
from goldfield.errors import DataError, Fault, UsageError
from goldfield.reporting.tables import Table, render
from goldfield.schema.reading import read_articles
from goldfield.schema.writing import to_json, write_lines

__all__ = ["plant_command", "planted_command"]

_HAND_OUT, _KEY = "sheets", "key"


def plant_command(
    out: Annotated[Path, typer.Option(help="Folder for the sheets and, apart, the key.")],
    files: Annotated[
        list[Path] | None, typer.Argument(help="Gold JSONL or sheets; default: the corpus.")
    ] = None,
    errors: Annotated[int, typer.Option(min=1, help="How many errors, over all kinds.")] = 60,
    seed: Annotated[int, typer.Option(help="The same seed plants the same errors.")] = 1,
) -> None:
    """Plant known errors into copies of gold, as sheets for a second reader."""
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out} is not empty; name a new folder")
    files = files or list(select(None, "all").paths)
    gold = read_files(files).articles
    planting = plant(gold, errors, seed)
    write_sheets(out / _HAND_OUT, planting.articles, canary_head(files))
    write_lines(out / _KEY / "gold.jsonl", gold)
    write_lines(out / _KEY / "planted.jsonl", planting.articles)
    write_lines(out / _KEY / "errors.jsonl", planting.key)
    if len(planting.key) < errors:
        tell(f"the articles have room for {len(planting.key)} errors only")
    tell(
        f"{counted(len(planting.key), 'error')} planted in {out / _HAND_OUT}; "
        f"hand that out, keep {out / _KEY}"
    )


def planted_command(
    folder: Annotated[Path, typer.Argument(help="What `corpus plant` wrote.")],
    corrected: Annotated[
        list[Path] | None, typer.Argument(help="The sheets or JSONL that a reader gave back.")
    ] = None,
    form: FormOption = Form.table,
) -> None:
    """Say what share of planted errors lint catches and a second reader restored."""
    key = _read_key(folder / _KEY / "errors.jsonl")
    gold, planted = (
        list(read_articles([folder / _KEY / name])) for name in ("gold.jsonl", "planted.jsonl")
    )
    if not {error.article for error in key} <= {article.id for article in gold}:
        raise UsageError(f"{folder} is not as `corpus plant` wrote it")
    back = {article.id: article for article in read_files(corrected or []).articles}
    outcomes = measure(gold, key, planted, back)
    if form is Form.json:
        say(to_json(outcomes))
    else:
        say(render(_table(outcomes), form.value))


def _read_key(path: Path) -> list[Planted]:
    try:
        return msgspec.json.Decoder(Planted).decode_lines(path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        fix = "plant the errors again"
        raise DataError([Fault(str(path), "$", str(error), fix)]) from error


def _table(outcomes: list[Outcome]) -> Table:
    heads = ["kind", "planted", "lint", "share"]
    if any(outcome.checked for outcome in outcomes):
        heads += ["restored", "share", "changed", "left"]
    rows = [_row(kind.name, [o for o in outcomes if o.planted.kind == kind.name]) for kind in KINDS]
    rows.append(_row("all", outcomes))
    return Table("planted errors", tuple(heads), [row[: len(heads)] for row in rows])


def _row(name: str, outcomes: list[Outcome]) -> tuple[str, ...]:
    planted, caught = len(outcomes), sum(bool(outcome.rules) for outcome in outcomes)
    given = [outcome.checked for outcome in outcomes if outcome.checked]
    numbers = [f"{given.count(word)}" for word in ("restored", "changed", "left")]
    share = _share(given.count("restored"), len(given))
    return name, f"{planted}", f"{caught}", _share(caught, planted), numbers[0], share, *numbers[1:]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"
