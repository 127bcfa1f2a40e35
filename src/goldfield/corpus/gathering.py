"""From the folders of sheets to gold: which articles are ready, which wait, what is wrong.

An article is gold if two passes or more and their adjudication are there, with a log and a split,
and all of them are about the same seed. One that lacks any is *pending*: work goes on, and nothing
is wrong. One whose adjudication is there and does not hold is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.folder import CorpusFolder
from goldfield.corpus.seeds import Seeds, read_seeds
from goldfield.corpus.sheet import compile_sheet, line_of
from goldfield.corpus.splits import SplitTable, check_permitted, read_splits
from goldfield.errors import DataError, Fault
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of

__all__ = ["Gathered", "Pending", "gather", "missing"]

_SHEET, _LOG = "adjudicated.yaml", "LOG.md"
_PASS = re.compile(r"[a-z][0-9]*\.yaml")


class Pending(NamedTuple):
    """An article that is not gold yet, and what it lacks; `split` may be empty."""

    id: str
    split: str
    missing: list[str]


class Gathered(NamedTuple):
    """Gold by split, each split sorted by id; what waits; and every fault."""

    splits: dict[str, list[Article]]
    pending: list[Pending]
    table: SplitTable
    faults: list[Fault]


def gather(folder: CorpusFolder) -> Gathered:
    """Compile every article of a corpus folder that is ready."""
    seeds, table = read_seeds(folder), read_splits(folder)
    found = Gathered({}, [], table, [*seeds.faults, *table.faults])
    ids = folder.articles()
    for id in ids:
        split, lacking = table.splits.get(id, ""), missing(folder.passes / id)
        if id not in table.places and table.read:
            lacking.append(f"a line in {folder.splits.name}")
        if lacking:
            found.pending.append(Pending(id, split, lacking))
            continue
        article, faults = _compile(folder.passes / id, seeds)
        found.faults.extend(faults)
        if article is not None and split:
            found.faults.extend(_split_faults(article, split, table.places[id]))
            found.splits.setdefault(split, []).append(article)
    for id in sorted(table.places.keys() - set(ids)):
        problem, fix = f"there is no folder passes/{id}", "restore the folder, or remove the line"
        found.faults.append(Fault(table.places[id], f"$.{id}", problem, fix))
    return found


def missing(folder: Path) -> list[str]:
    """The files that an article's folder of sheets lacks."""
    return [n for n in ("a.yaml", "b.yaml", _SHEET, _LOG) if not (folder / n).is_file()]


def _compile(folder: Path, seeds: Seeds) -> tuple[Article | None, list[Fault]]:
    """The adjudicated record, if its sheet compiles, and the faults of it and of its passes."""
    faults: list[Fault] = []
    records: dict[Path, Article] = {}
    paths = [*_passes(folder), folder / _SHEET]
    for path in paths:
        try:
            records[path] = compile_sheet(path)
        except DataError as error:
            faults += error.faults
    gold = records.get(paths[-1])
    if gold is None:
        return None, faults
    for path, record in records.items():
        faults += _check_any(path, record, gold)
    own = [p for p in paths[:-1] if p in records and not records[p].provenance.pre_annotated_by]
    faults += _check_gold(paths[-1], gold, len(own))
    faults += _check_seed(paths[-1], gold, seeds)
    faults += _check_copies(paths[:-1])
    return gold, faults


def _passes(folder: Path) -> list[Path]:
    """The sheets of all passes, of further rounds too: a.yaml, b.yaml, a2.yaml, ..."""
    return sorted(path for path in folder.glob("*.yaml") if _PASS.fullmatch(path.name))


def _check_any(path: Path, record: Article, gold: Article) -> Iterator[Fault]:
    if record.id != path.parent.name:
        problem = f"the sheet of {record.id!r} lies in the folder {path.parent.name!r}"
        yield _at(path, ("id",), problem, "correct the id, or move the sheet")
    if record.text_sha256 != gold.text_sha256:
        problem = f"it was made from another text than {_SHEET}"
        fix = "annotate the text of the article anew; name the same file under `text`"
        yield _at(path, ("text",), problem, fix)
    if record.provenance.status == "draft":
        fix = "check all of it and write `single`; of an adjudication, `adjudicated`"
        yield _at(path, ("provenance", "status"), "the sheet is still a draft", fix)


def _check_gold(path: Path, gold: Article, passes: int) -> Iterator[Fault]:
    said = gold.provenance
    if said.status == "single":
        problem = "a single pass is not gold"
        fix = "decide every difference of the passes by a rule, then write `adjudicated`"
        yield _at(path, ("provenance", "status"), problem, fix)
    if not 2 <= said.passes <= passes:
        problem = f"it speaks of {said.passes} passes, and {passes} from an empty sheet are here"
        fix = "count those that name no extractor, two or more (rules W2, P6, P8)"
        yield _at(path, ("provenance", "passes"), problem, fix)


def _check_seed(path: Path, gold: Article, seeds: Seeds) -> Iterator[Fault]:
    own = seeds.files.get(f"{gold.id}.txt")
    known = [own] if own else list(seeds.files.values())
    if gold.text_sha256 not in {sha256_of(seed.text) for seed in known}:
        what = f"seeds/{gold.id}.txt" if own else "any file in seeds/"
        fix = "name the seed itself; a text that has changed is taken in under a new id"
        yield _at(path, ("text",), f"the text is not that of {what}", fix)


def _check_copies(passes: list[Path]) -> Iterator[Fault]:
    seen: dict[bytes, Path] = {}
    for path in passes:
        first = seen.setdefault(path.read_bytes(), path)
        if first != path:
            problem = f"it is {first.name}, byte for byte"
            yield Fault(f"{path}:1", "$", problem, "each pass starts from an empty sheet (W2)")


def _split_faults(article: Article, split: str, where: str) -> Iterator[Fault]:
    said = article.provenance
    problem = check_permitted(said.kind, said.licence, split)
    if problem:
        yield Fault(where, f"$.{article.id}", problem, 'write "example", or leave it out')


def _at(path: Path, keys: tuple[str, ...], problem: str, fix: str) -> Fault:
    where = f"{path}:{line_of(path.read_bytes(), keys)}"
    return Fault(where, f"$.{'.'.join(keys)}", problem, fix)
