"""`goldfield corpus add`: a text file becomes an article to annotate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from goldfield.cli.console import say, tell
from goldfield.corpus.drafting import ITEMS
from goldfield.corpus.folder import open_folder
from goldfield.corpus.splits import SPLITS
from goldfield.errors import UnknownName
from goldfield.intake import NO_EXTRACTOR, Added, NewText, add_text
from goldfield.schema.labels import Author, Kind
from goldfield.schema.records import Provenance

__all__ = ["WritableCorpus", "add"]

_KINDS, _AUTHORS = get_args(Kind), get_args(Author)
WritableCorpus = Annotated[
    Path | None,
    typer.Option("--corpus", help="Corpus folder, with seeds/ beside it; default: this one."),
]


def add(
    text: Annotated[Path, typer.Argument(help="The article: UTF-8, as received.")],
    id: Annotated[str, typer.Option(help="A new id, such as gf-0099; never used again.")],
    licence: Annotated[str, typer.Option(help="SPDX id of the text's licence, or unstated.")],
    source: Annotated[str, typer.Option(help="The file or place it came from.")],
    kind: Annotated[str, typer.Option(help=f"One of: {', '.join(_KINDS)}.")] = "composed",
    written_by: Annotated[str, typer.Option(help=f"One of: {', '.join(_AUTHORS)}.")] = "unknown",
    extractor: Annotated[
        str, typer.Option(help="Who drafts the sheet, such as rules; by default it is empty.")
    ] = NO_EXTRACTOR,
    split: Annotated[str, typer.Option(help=f"One of: {', '.join(SPLITS)}.")] = "train",
    corpus: WritableCorpus = None,
    allow_near_duplicate: Annotated[
        bool, typer.Option(help="Take a text that shares much of its wording with another.")
    ] = False,
) -> None:
    """Take a text into the corpus: seed, hash, split, and a draft of its annotation sheet."""
    kind, written_by = _known("kind", kind, _KINDS), _known("author", written_by, _AUTHORS)
    said = Provenance(
        kind=cast(Any, kind),
        licence=licence.strip(),
        source=source.strip(),
        written_by=cast(Any, written_by),
        annotated_by="unknown",
        passes=0,
        status="draft",
        pre_annotated_by=None,
    )
    folder = open_folder(corpus)
    new = NewText(text, id, split, said)
    _tell(add_text(new, folder, extractor, near=allow_near_duplicate))


def _known(what: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise UnknownName(what, value, known)
    return value


def _tell(added: Added) -> None:
    article = added.draft.article
    say("\n".join(map(str, added.files)))
    if added.made_by is None:
        tell(f"{article.id}: an empty sheet; copy it to a.yaml and to b.yaml for the two passes")
    else:
        found = ", ".join(f"{name} {len(getattr(article, name))}" for name in ITEMS)
        tell(f"{article.id}: drafted by {added.made_by}: {found}; nobody has checked it")
    if added.draft.left_out:
        tell(f"left out, and listed at the end of the draft: {len(added.draft.left_out)}")
    tell("next: tell of the text in seeds/README.md; corpus/README.md has the steps to gold")
