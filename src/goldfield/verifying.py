"""Whether a run folder still says what its predictions are worth: scored again, byte by byte.

Predictions are held to the hash that the manifest keeps, everything else to what they give when
they are scored once more. So whatever was changed is named, down to the value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from goldfield.corpus.loading import Place, corpus_at
from goldfield.errors import DataError, Fault, UsageError
from goldfield.reporting.runs import hashes_of
from goldfield.saved_runs import SavedRun, gold_of, read_summary, rescore, rescore_file
from goldfield.schema.differing import Other, json_differences, shown
from goldfield.schema.lines import read_lines
from goldfield.schema.writing import to_json, to_line
from goldfield.scoring.scorer import Result
from goldfield.scoring.signature import differences, parse_signature
from goldfield.scoring.suites import Suite, load_suite

__all__ = ["Verified", "verify"]

_RESTORE = "restore the file, or run again"
_KNOWN = {
    *("manifest.json", "scores.json", "timing.json"),
    *("predictions.jsonl", "counts.jsonl", "verdicts.jsonl"),
}
_HIDDEN = "(values of split test are not shown)"


class Verified(NamedTuple):
    """A run whose files agree, in what a line about it tells.

    `strange` are files in its folder that no run has, or that cannot be made again from it: they
    may say anything.
    """

    name: str
    documents: int
    signature: str
    strange: list[str]


def verify(folder: Path, corpus: Place = None, suite: str | None = None) -> Verified:
    """Score a run once more, and compare every file of its folder.

    Args:
        folder: of `goldfield eval`, or of `goldfield score --out`.
        corpus: its gold; None is the released corpus. A run of a generic suite needs the file.
        suite: the path of its suite file, where the suite does not come with goldfield.

    Raises:
        DataError: with everything that was changed: file and line, JSON path, both values.
        UsageError: it is no run, or the gold or suite is not its own.
    """
    run = read_summary(folder)
    chosen = _suite_of(run, suite)
    if faults := [*_manifest_faults(run), *_changed(run, "timing.json")]:
        raise DataError(faults)
    changed = _changed(run, "predictions.jsonl")
    try:
        again, split = _again(run, chosen, corpus)
    except DataError as error:
        raise DataError([*changed, *error.faults]) from error
    if changed:
        raise DataError([*changed, *_other_predictions(run, again)])
    if faults := list(_compare(run, again, hidden=split == "test")):
        raise DataError(faults)
    strange = sorted(path.name for path in folder.iterdir() if path.name not in _KNOWN)
    return Verified(run.name, again.scores.documents, again.scores.signature, strange)


def _suite_of(run: SavedRun, given: str | None) -> Suite:
    suite = load_suite(given or run.manifest.suite)
    if given and suite.name != run.manifest.suite:
        raise UsageError(f"{run.folder} is of suite {run.manifest.suite!r}, not {suite.name!r}")
    return suite


def _again(run: SavedRun, suite: Suite, corpus: Place) -> tuple[Result, str]:
    if suite.record == "article":
        gold = gold_of(run, corpus)
        return rescore(run, gold), gold.selection.split
    path = corpus_at(corpus).path
    if path is None:
        raise UsageError(f"{run.folder} is of suite {suite.name!r}; give its gold with --corpus")
    return rescore_file(run, Path(path), suite), "all"


def _manifest_faults(run: SavedRun) -> Iterator[Fault]:
    """What the words of the manifest and its signature say differently."""
    where, about = str(run.folder / "manifest.json"), run.manifest
    try:
        said = parse_signature(about.signature)
    except UsageError as error:
        yield Fault(where, "$.signature", str(error), _RESTORE)
        return
    corpus, suite = (said.get(key, "").rpartition("#")[0] for key in ("corpus", "suite"))
    ran = about.extractor_version is not None
    version = f"@{about.extractor_version}" if ran else ""
    pairs = [
        ("goldfield", about.goldfield, said.get("goldfield")),
        ("name", f"{about.name}{version}", said.get("extractor")),
        ("corpus", about.gold, corpus),
        ("suite", about.suite, suite),
    ]
    for key, word, signed in pairs:
        if word != signed:
            problem = f"says {shown(word)}, and its signature {shown(signed)}"
            yield Fault(where, f"$.{key}", problem, _RESTORE)


def _changed(run: SavedRun, name: str) -> list[Fault]:
    """The fault of a file whose hash is not what the manifest keeps, if it keeps any."""
    kept = run.manifest.sha256
    if kept is None:
        return []
    found = hashes_of(run.folder).get(name)
    if found == kept.get(name):
        return []
    problem = f"its SHA-256 is {found or 'none'}, and manifest.json keeps {kept.get(name, 'none')}"
    return [Fault(str(run.folder / name), "$", problem, _RESTORE)]


def _other_predictions(run: SavedRun, again: Result) -> Iterator[Fault]:
    """The predictions that give other counts than those kept, by their line."""
    lines = {_id(line): number for number, line in _read(run.predictions)}
    kept = {_id(line): line for _, line in _read(run.folder / "counts.jsonl")}
    for row in again.counts:
        if (line := kept.get(row.id)) is not None and line != to_line(row):
            first = next(json_differences(_decoded(line), _decoded(to_line(row))))
            where = f"{run.predictions}:{lines.get(row.id, 'gone')}"
            problem = f"{row.id} gives other counts: {first.path} is kept as {first.left}, "
            yield Fault(where, "$", f"{problem}and this prediction gives {first.right}", _RESTORE)


def _compare(run: SavedRun, again: Result, *, hidden: bool) -> Iterator[Fault]:
    folder = run.folder
    yield from _signature(folder / "manifest.json", run.manifest.signature, again)
    counts = [to_line(row) for row in again.counts]
    yield from _table(folder / "counts.jsonl", counts, hidden=False)
    verdicts = [to_line(row) for row in again.verdicts]
    yield from _table(folder / "verdicts.jsonl", verdicts, hidden=hidden)
    yield from _signature(folder / "scores.json", run.scores.signature, again)
    path, made = folder / "scores.json", to_json(again.scores).encode()
    if path.read_bytes() != made:
        kept = _decoded(path.read_bytes())
        others = list(json_differences(kept, _decoded(made)))
        told = [other for other in others if other.path != "$.signature"]
        yield from (_fault(str(path), other) for other in told)
        if not others:
            yield Fault(str(path), "$", "the same values, written otherwise", _RESTORE)


def _signature(path: Path, kept: str, again: Result) -> Iterator[Fault]:
    """A fault for each part of a signature that is another."""
    try:
        apart = differences(kept, again.scores.signature)
    except UsageError as error:
        yield Fault(str(path), "$.signature", str(error), _RESTORE)
        return
    for key, (was, made) in apart.items():
        fix = f"verify it with goldfield {was}" if key == "goldfield" else _RESTORE
        problem = f"says {key}:{was}, and scoring it again {key}:{made}"
        yield Fault(str(path), "$.signature", problem, fix)
    if not apart and kept != again.scores.signature:
        yield Fault(str(path), "$.signature", "its parts stand in another order", _RESTORE)


def _table(path: Path, made: Sequence[bytes], *, hidden: bool) -> Iterator[Fault]:
    """The rows of a JSONL file that are not what they should be, joined by what they are about."""
    kept = list(_read(path))
    if b"".join(line for _, line in kept) == b"".join(made):
        return
    rows = dict(zip(_keys([line for _, line in kept]), kept, strict=True))
    wanted = dict(zip(_keys(made), made, strict=True))
    found = False
    for key, (number, line) in rows.items():
        for fault in _row(f"{path}:{number}", line, wanted.get(key)):
            found = True
            yield fault._replace(problem=_HIDDEN) if hidden else fault
    for key in (key for key in wanted if key not in rows):
        found = True
        yield Fault(str(path), "$", f"no row of {key[0]}{f', {key[1]}' * bool(key[1])}", _RESTORE)
    if not found:
        yield Fault(str(path), "$", "the same rows, in another order", _RESTORE)


def _row(where: str, line: bytes, made: bytes | None) -> Iterator[Fault]:
    if made is None:
        yield Fault(where, "$", "scoring it again makes no such row", _RESTORE)
    elif line != made:
        others = list(json_differences(_decoded(line), _decoded(made)))
        yield from (_fault(where, other) for other in others)
        if not others:
            yield Fault(where, "$", "the same values, written otherwise", _RESTORE)


def _keys(lines: Sequence[bytes]) -> list[tuple[str, str, int]]:
    """What each row is about: article, measure, and which of such rows it is."""
    seen = Counter[tuple[str, str]]()
    keys = []
    for line in lines:
        row = _decoded(line)
        row = row if isinstance(row, dict) else {}
        about = (str(row.get("id", "")), str(row.get("measure", "")))
        keys.append((*about, seen[about]))
        seen[about] += 1
    return keys


def _fault(where: str, other: Other) -> Fault:
    problem = f"is kept as {other.left}, and scoring it again gives {other.right}"
    return Fault(where, other.path, problem, _RESTORE)


def _read(path: Path) -> list[tuple[int, bytes]]:
    return [(number, line or b"") for number, line in read_lines(path)]


def _decoded(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return line.decode("utf-8", "replace")


def _id(line: bytes) -> str:
    row = _decoded(line)
    return str(row.get("id")) if isinstance(row, dict) else ""
