"""Taking a text into a corpus: the seed, its hash, its split, and a draft of its annotations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from goldfield.corpus.drafting import Draft, draft_of, draft_sheet, with_provenance
from goldfield.corpus.duplicates import NEAR, containment, shingles
from goldfield.corpus.folder import CorpusFolder, check_id
from goldfield.corpus.seeds import Seed, read_seed, read_seeds, sums_with
from goldfield.corpus.splits import check_permitted, check_split, read_splits, table_with
from goldfield.errors import DataError, ExtractorError, Fault, UsageError
from goldfield.running import specs
from goldfield.running.runner import run
from goldfield.schema.labels import LAYERS
from goldfield.schema.normalising import empty_annotations
from goldfield.schema.predictions import decode, read_prediction
from goldfield.schema.records import Article, Provenance
from goldfield.schema.writing import write_together

__all__ = ["NO_EXTRACTOR", "Added", "NewText", "add_text"]

NO_EXTRACTOR = "none"
"""What is said instead of an extractor for an empty sheet."""


DRAFT = "draft.yaml"
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


class NewText(NamedTuple):
    """What a person says of a text: its file, its new id, its split, and where it comes from."""

    path: Path
    id: str
    split: str
    provenance: Provenance


class Added(NamedTuple):
    """What was written: the draft, who made it, and the files, the draft last."""

    draft: Draft
    made_by: str | None
    files: list[Path]


def add_text(
    new: NewText, folder: CorpusFolder, extractor: str = "rules", *, near: bool = False
) -> Added:
    """Take a text into a corpus folder and draft its annotations.

    Everything is written, or nothing. What is there already from an addition that was cut short
    is taken as it is; the draft, written last, says that all is done.

    Args:
        new: the text.
        folder: the corpus.
        extractor: a spec, or `NO_EXTRACTOR`.
        near: whether the text may share much of its wording with others of the corpus.

    Raises:
        UsageError: the id or split makes no sense or is taken, or a file cannot be read.
        DataError: the text, or what the corpus holds, is at fault.
        ExtractorError: the extractor fails on the text.
        OSError: a file cannot be written.
    """
    spec = None if extractor == NO_EXTRACTOR else specs.parse(extractor)
    _check_said(new)
    _check_free(new, folder)
    seed = read_seed(new.path)
    _check_others(new, seed, folder, near=near)
    draft, made_by = _drafted(new, seed.text, spec)
    name = f"{new.id}.txt"
    sheet = draft_sheet(draft, f"../../../seeds/{name}", made_by, folder.canary)
    files = {
        folder.seeds / name: seed.raw,
        folder.sums: sums_with(folder, name, seed.raw),
        folder.splits: table_with(folder, new.id, new.split),
        folder.passes / new.id / DRAFT: sheet.encode(),
    }
    write_together(files)
    return Added(draft, made_by, list(files))


def _check_said(new: NewText) -> None:
    """Refuse what a person says if it makes no sense."""
    check_id(new.id)
    check_split(new.split)
    said = new.provenance
    if not _LICENCE.fullmatch(said.licence):
        raise UsageError(
            f"{said.licence!r} is no SPDX id such as CC-BY-4.0; write unstated if none is"
        )
    if not said.source:
        raise UsageError("say where the text came from, with --source")
    if problem := check_permitted(said.kind, said.licence, new.split):
        raise UsageError(f"{problem}; add it with --split example")


def _check_free(new: NewText, folder: CorpusFolder) -> None:
    """Refuse an id that is taken, also in other letter case: not every file system tells them."""
    taken = {*folder.articles(), *(record.id for record in folder.stored())}
    if new.id.casefold() in {id.casefold() for id in taken}:
        problem = f"the id {new.id!r} is taken; an id is never used for a second text"
        raise UsageError(problem + _anew(folder.passes / new.id))
    table = read_splits(folder)
    if table.faults:
        raise DataError(table.faults)
    given = table.splits.get(new.id, new.split)
    if given != new.split:
        raise UsageError(f"{folder.splits} has {new.id} in split {given} already")


def _anew(path: Path) -> str:
    """How to repeat an addition of which nobody has made anything yet."""
    only = path.is_dir() and [file.name for file in path.iterdir()] == [DRAFT]
    return f" (to draft it anew, remove {path} first)" if only else ""


def _check_others(new: NewText, seed: Seed, folder: CorpusFolder, *, near: bool) -> None:
    """Compare a text with all that the corpus has.

    Raises:
        DataError: one of them is the same or, unless `near` allows it, nearly the same.
    """
    own = folder.seeds / f"{new.id}.txt"
    seeds = read_seeds(folder, besides=own.name)
    faults = list(seeds.faults)
    known = {str(folder.seeds / name): other.text for name, other in seeds.files.items()}
    if own.exists() and own.read_bytes() != seed.raw:
        faults.append(Fault(str(new.path), "$", f"{own} is another text", "choose another id"))
    held = set(known.values())
    known |= {r.where: r.text for r in folder.stored() if r.text not in held}
    shares = _shares(seed.text, known)
    for name, share in shares.items():
        if known[name] == seed.text:
            problem, fix = f"this text is in the corpus already: {name}", "add another text"
        elif near or share < NEAR:
            continue
        else:
            problem = f"{share:.0%} of the runs of five words of it or of {name} are in the other"
            fix = "add another text, or keep both in one split and say --allow-near-duplicate"
        faults.append(Fault(str(new.path), "$", problem, fix))
    if faults:
        raise DataError(faults)


def _shares(text: str, others: Mapping[str, str]) -> dict[str, float]:
    own = shingles(text)
    return {name: containment(own, shingles(other)) for name, other in others.items()}


def _drafted(new: NewText, text: str, spec: specs.Spec | None) -> tuple[Draft, str | None]:
    article = with_provenance(empty_annotations(new.id, text, list(LAYERS)), new.provenance)
    if spec is None:
        return draft_of(article, {}), None
    outcome = run(spec, [(new.id, text)])
    (result,) = outcome
    if result.prediction is None:
        raise ExtractorError(str(spec), f"{result.error}; nothing was added")
    record = _anchored(str(spec), result.prediction, article)
    answer: dict[str, Any] = msgspec.json.decode(result.prediction)
    named = str(spec) if spec.kind in ("baseline", "entrypoint") else spec.slug  # never a path
    made_by = f"{named}@{outcome.extractor.version or 0}"
    record.provenance = replace(new.provenance, pre_annotated_by=made_by)
    return draft_of(record, answer), made_by


def _anchored(spec: str, prediction: bytes, article: Article) -> Article:
    """The answer in full shape.

    Raises:
        DataError: with all that breaks the contract of predictions.
    """
    loose, faults = decode(prediction)
    if loose is not None:
        found, _, faults = read_prediction(loose, article)
        if not faults:
            return with_provenance(found, article.provenance)
    raise DataError([f._replace(where=f"the answer of {spec}") for f in faults])
