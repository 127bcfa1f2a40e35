"""`goldfield schema`: the published contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import layers_of, say, tell
from goldfield.corpus.published import PUBLISHED, write_published
from goldfield.errors import UnknownName, UsageError
from goldfield.schema.export_llm import llm_schema
from goldfield.schema.labels import LAYERS

__all__ = ["app", "export", "fields", "show"]

app = typer.Typer(help="Show and export the published schema.", no_args_is_help=True)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="article, prediction or score.")] = "article",
) -> None:
    """Print a JSON Schema."""
    known = {file.removesuffix(".schema.json"): file for file in PUBLISHED if "schema" in file}
    if name not in known:
        raise UnknownName("schema", name, known)
    say(PUBLISHED[known[name]]())


@app.command()
def fields() -> None:
    """Print the table of all fields (Markdown)."""
    say(PUBLISHED["FIELDS.md"]())


@app.command()
def export(
    for_: Annotated[str | None, typer.Option("--for", help="llm: to constrain a model.")] = None,
    layers: Annotated[str | None, typer.Option(help="Layers for the model, a,b,c.")] = None,
    all: Annotated[Path | None, typer.Option(help="Write every published file here.")] = None,
) -> None:
    """Export the loose schema for a language model, or write all published files."""
    if all is not None:
        changed = write_published(all)
        tell(f"written: {', '.join(changed) or 'nothing, all files are up to date'}")
    elif for_ == "llm":
        say(json.dumps(llm_schema(layers_of(layers) or LAYERS), indent=2, ensure_ascii=False))
    else:
        raise UsageError("say what to export: --for llm [--layers a,b], or --all DIR")
