"""Source texts: read strictly, kept byte for byte, known by their hashes."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.folder import CorpusFolder
from goldfield.errors import DataError, Fault, UsageError
from goldfield.schema.lines import MAX_LINE
from goldfield.schema.text import decode_source, not_nfc_at

__all__ = ["Seed", "Seeds", "read_seed", "read_seeds", "sums_with"]

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_SIGNATURES = {
    codecs.BOM_UTF8: ("a byte order mark", "save it without one: tail -c +4 {path} > new.txt"),
    codecs.BOM_UTF16_LE: (
        "the mark of UTF-16",
        "convert it: iconv -f UTF-16 -t UTF-8 {path} > new.txt",
    ),
    codecs.BOM_UTF16_BE: (
        "the mark of UTF-16",
        "convert it: iconv -f UTF-16 -t UTF-8 {path} > new.txt",
    ),
}
_NORMALISE = (
    'normalise it: python3 -c "import sys, unicodedata as u; sys.stdout.buffer.write('
    "u.normalize('NFC', sys.stdin.buffer.read().decode()).encode())\" < {path} > new.txt"
)
_NEVER = {"\0": "a NUL character", "\ufeff": "a byte order mark inside the text"}


class Seed(NamedTuple):
    """A source file: its bytes as received, and its text with CRLF turned to LF."""

    raw: bytes
    text: str


class Seeds(NamedTuple):
    """The seeds of a corpus by file name, and what is wrong with them."""

    files: dict[str, Seed]
    faults: list[Fault]


def read_seed(path: Path) -> Seed:
    """The source file at `path`.

    Raises:
        UsageError: it cannot be read.
        DataError: it is not the UTF-8 text in normal form C that an article must be.
    """
    try:
        if path.stat().st_size > MAX_LINE:
            raise UsageError(f"{path} is over {MAX_LINE // 1024 // 1024} MiB; an article is not")
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    faults = [fault._replace(fix=fault.fix.format(path=path)) for fault in _check(raw)]
    if faults:
        raise DataError([f._replace(where=f"{path}:{f.where}") for f in faults])
    return Seed(raw, decode_source(raw))


def _check(raw: bytes) -> Iterator[Fault]:
    """What keeps bytes from being an article; `where` is the line."""
    for signature, (what, fix) in _SIGNATURES.items():
        if raw.startswith(signature):
            yield Fault("1", "$", f"the file starts with {what}", fix)
            return
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8 (0x{raw[error.start]:02x})"
        fix = "save it as UTF-8; if it is Latin-1: iconv -f LATIN1 -t UTF-8 {path} > new.txt"
        yield Fault(str(raw.count(b"\n", 0, error.start) + 1), "$", problem, fix)
        return
    if not text.strip():
        yield Fault("1", "$", "the file is empty", "give a file with the text of the article")
    for char, name in _NEVER.items():
        if char in text:
            yield Fault(_line(text, text.index(char)), "$", name, "remove it from the file")
    if (at := not_nfc_at(text)) is not None:
        shown = " ".join(f"U+{ord(char):04X}" for char in text[at : at + 2])
        problem = f"not in Unicode normal form C: {text[at : at + 2]!r} is {shown}"
        yield Fault(_line(text, at), "$", problem, _NORMALISE)


def _line(text: str, at: int) -> str:
    return str(text.count("\n", 0, at) + 1)


def read_seeds(folder: CorpusFolder, besides: str = "") -> Seeds:
    """All seeds of a corpus, compared with their hashes, without the file called `besides`."""
    listed, faults = _read_sums(folder)
    files: dict[str, Seed] = {}
    paths = {path.name: path for path in sorted(folder.seeds.glob("*.txt"))}
    for name in sorted(paths.keys() - {besides}):
        try:
            files[name] = read_seed(paths[name])
        except DataError as error:
            faults += error.faults
    for name, seed in files.items():
        digest = hashlib.sha256(seed.raw).hexdigest()
        if name not in listed:
            fix = f"add the line: {digest}  {name}"
            faults.append(Fault(str(folder.sums), "$", f"{name} is not listed", fix))
        elif listed[name] != digest:
            problem = f"it is no longer the file whose hash {folder.sums.name} holds"
            faults.append(
                Fault(str(paths[name]), "$", problem, "restore it: seeds stay as received")
            )
    for name in sorted(listed.keys() - {besides}):
        if not (folder.seeds / name).is_file():
            fix = "restore the file, or remove the line"
            faults.append(Fault(str(folder.sums), "$", f"{name} is not there", fix))
    return Seeds(files, faults)


def _read_sums(folder: CorpusFolder) -> tuple[dict[str, str], list[Fault]]:
    """The listed hashes by file name."""
    listed: dict[str, str] = {}
    faults: list[Fault] = []
    for number, line in enumerate(_sums(folder).splitlines(), start=1):
        if match := _LINE.fullmatch(line):
            listed[match[2]] = match[1]
        else:
            fix = "write the hash, two blanks and the file name, as sha256sum does"
            faults.append(Fault(f"{folder.sums}:{number}", "$", "not a line of hashes", fix))
    return listed, faults


def _sums(folder: CorpusFolder) -> str:
    """The file of hashes; a byte that is no text makes its line none."""
    return folder.sums.read_text("utf-8", "replace") if folder.sums.is_file() else ""


def sums_with(folder: CorpusFolder, name: str, raw: bytes) -> bytes:
    """What the file of hashes holds with the line of one more seed; the same if it is listed."""
    source = _sums(folder)
    line = f"{hashlib.sha256(raw).hexdigest()}  {name}"
    others = [old for old in source.splitlines() if not old.endswith(f"  {name}")]
    lines = source.splitlines() if line in source.splitlines() else [*others, line]
    return "".join(f"{old}\n" for old in lines).encode()
