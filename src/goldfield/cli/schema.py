"""`goldfield schema`: the published contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import counted, layers_of, say, tell
from goldfield.corpus.migrating import migrate_files, targets
from goldfield.corpus.published import PUBLISHED, published, write_published
from goldfield.errors import UnknownName, UsageError
from goldfield.schema.export_llm import llm_schema
from goldfield.schema.labels import LAYERS
from goldfield.schema.migrations import VERSIONS
from goldfield.schema.records import SCHEMA_VERSION

__all__ = ["app", "export", "fields", "migrate", "show"]

app = typer.Typer(help="Show, export and migrate to the published schema.", no_args_is_help=True)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="article, prediction or score.")] = "article",
    at: Annotated[str, typer.Option(help="Version of the schema.")] = SCHEMA_VERSION,
) -> None:
    """Print a JSON Schema."""
    known = {file.removesuffix(".schema.json"): file for file in PUBLISHED if "schema" in file}
    if name not in known:
        raise UnknownName("schema", name, known)
    say(published(known[name], at))


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


@app.command()
def migrate(
    files: Annotated[list[Path], typer.Argument(help="Gold records (.jsonl) and sheets (.yaml).")],
    out: Annotated[
        Path, typer.Option(help="File or folder to write; name the old one to write in place.")
    ],
    to: Annotated[str, typer.Option(help="Version to bring them to.")] = SCHEMA_VERSION,
) -> None:
    """Bring gold records and sheets to a newer schema; if one is at fault, nothing is written."""
    if to not in VERSIONS:
        raise UnknownName("schema version", to, VERSIONS)
    places = targets(files, out)
    changed = migrate_files(places, to)
    for file, target in places.items():
        tell(f"{file} -> {target}: {f'now schema {to}' if changed[file] else 'nothing was older'}")
    tell(f"{counted(sum(changed.values()), 'file')} of {len(changed)} changed")
