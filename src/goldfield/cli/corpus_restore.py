"""`goldfield corpus restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import CorpusOption, counted, tell
from goldfield.corpus.seeds import read_seed
from goldfield.corpus.withheld import data_files, write_restored
from goldfield.corpus.withheld import restore as put_back
from goldfield.errors import UsageError
from goldfield.release import root
from goldfield.schema.writing import write_lines

__all__ = ["restore"]


def restore(
    texts: Annotated[list[Path], typer.Option("--text", help="The text as its publisher has it.")],
    corpus: CorpusOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the full records here; the corpus stays as it is.")
    ] = None,
) -> None:
    """Put a text that may not be passed on back into its record, found by the text's hash."""
    files = data_files(root() / "corpus" if corpus is None else Path(corpus), withheld=True)
    if not files:
        raise UsageError(f"no *.jsonl in {corpus}; give a corpus folder")
    manifest = files[0].parent.parent / "MANIFEST.json"
    done = put_back({path: read_seed(path).text for path in texts}, files, manifest)
    if out is not None:
        write_lines(out, done.articles)
    else:
        write_restored(done.files)
    where = out or ", ".join(str(p) for p in files if p in done.files)
    tell(f"{counted(len(done.articles), 'article')} restored into {where}")
