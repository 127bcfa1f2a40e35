"""How the annotation passes do against gold that people made: the human anchor.

The passes agree with each other because one model makes them. Here the same procedure annotates
texts that people have annotated, without sight of what they did, and is scored against them. Only
counts are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.corpus.anchor.projecting import gum_counts, litbank_counts
from goldfield.corpus.foreign.gum_lines import read_gum
from goldfield.corpus.foreign.litbank import read_litbank
from goldfield.corpus.sheet import compile_sheet
from goldfield.errors import DataError, Fault, UsageError
from goldfield.release import root
from goldfield.scoring.counts import Counts

__all__ = ["FILE", "Anchored", "kept_counts", "measure"]

FILE = "counts.jsonl"


class Anchored(Struct, frozen=True):
    """The counts of one document: a row of the kept file."""

    corpus: str
    id: str
    fields: dict[str, Counts]


def kept_counts() -> list[Anchored]:
    """The counts that the release keeps."""
    kept = (root() / "eval" / "anchor" / FILE).read_bytes()
    return msgspec.json.Decoder(Anchored).decode_lines(kept)


def measure(passes: Path, gum: Path | None = None, litbank: Path | None = None) -> list[Anchored]:
    """Count each sheet of a folder against the document of its name.

    Args:
        passes: a folder of sheets, ``NAME.yaml``, anywhere below it.
        gum: a folder with ``conllu/NAME.conllu`` and ``xml/NAME.xml``.
        litbank: a folder with ``NAME.ann`` and ``NAME.txt``.

    Raises:
        UsageError: one of these is no folder, or there is no sheet.
        DataError: with every sheet that does not compile, has no document or a copy, and every
            fault of the documents.
    """
    for folder in (passes, gum, litbank):
        if folder is not None and not folder.is_dir():
            raise UsageError(f"no folder: {folder}")
    sheets = sorted(passes.rglob("*.yaml"), key=lambda path: (path.stem, path))
    if not sheets:
        raise UsageError(f"no sheets (*.yaml) in {passes}")
    rows: list[Anchored] = []
    faults = _copies(sheets)
    for sheet in sheets:
        try:
            rows.append(_row(sheet, gum, litbank))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return sorted(rows, key=lambda row: (row.corpus, row.id))


def _copies(sheets: Sequence[Path]) -> list[Fault]:
    by_name: dict[str, list[Path]] = defaultdict(list)
    for sheet in sheets:
        by_name[sheet.stem].append(sheet)
    fix = "keep one sheet of each document"
    return [
        Fault(str(sheet), "$", f"{name!r} is annotated in {first} too", fix)
        for name, (first, *others) in by_name.items()
        for sheet in others
    ]


def _row(sheet: Path, gum: Path | None, litbank: Path | None) -> Anchored:
    name, record = sheet.stem, compile_sheet(sheet)
    if gum and (conllu := gum / "conllu" / f"{name}.conllu").is_file():
        document = read_gum(conllu, gum / "xml" / f"{name}.xml")
        _same_text(sheet, record.text, document.text)
        return Anchored("GUM news", name, gum_counts(document, record))
    if litbank and (table := litbank / f"{name}.ann").is_file():
        excerpt = read_litbank(table)
        _same_text(sheet, record.text, excerpt.text)
        return Anchored("LitBank", name, litbank_counts(excerpt, record))
    fix = "name the sheet after its document, and give the folder of that corpus"
    raise DataError([Fault(str(sheet), "$", f"no document is called {name!r}", fix)])


def _same_text(sheet: Path, text: str, other: str) -> None:
    if text != other:
        fix = "annotate the text as the reader spells it"
        raise DataError([Fault(str(sheet), "$.text", "not the text of the document", fix)])
