"""A draft of a suite for a user's own JSON: a guess at each field, with its reason as a comment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from goldfield.errors import DataError, Fault, UsageError
from goldfield.scoring.guessing import Guess, guesses_of_samples
from goldfield.scoring.guessing_schema import guesses_of_schema, is_schema

__all__ = ["draft_suite", "format_suite", "read_samples"]

_MOST = 1000  # samples looked at
_HEAD = """\
# A draft: every matcher below is a guess from {source}.
# Read each reason, change what is wrong, and delete the fields that should not be scored.
# Other matchers: exact, text, date; number takes absolute and relative, edit a threshold.
name = {name}
record = "values"
about = {about}
headline = false
"""


def draft_suite(path: Path) -> str:
    """A suite file for records like those of `path`: JSON, JSONL, or a JSON Schema.

    Raises:
        DataError: the file is no JSON.
        UsageError: nothing in it can be scored.
    """
    found = read_samples(path)
    if len(found) == 1 and is_schema(found[0]):
        guesses, source = guesses_of_schema(found[0]), "a JSON Schema"
    else:
        guesses, source = guesses_of_samples(found), f"{len(found)} sample{'s' * (len(found) != 1)}"
    if not any(guess.kind for guess in guesses):
        raise UsageError(f"{path.name} has no field to score; give objects, or a schema of one")
    return format_suite(path.stem.partition(".")[0] or "draft", guesses, source)


def read_samples(path: Path) -> list[Any]:
    """The values of a JSON file (a list is its items) or of the first lines of a JSONL file.

    Raises:
        DataError: the file is neither.
    """
    try:
        raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise DataError(
            [Fault(str(path), "$", error.strerror or str(error), "give a file")]
        ) from None
    try:
        whole = msgspec.json.decode(raw)
        return whole[:_MOST] if isinstance(whole, list) else [whole]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _read_lines(raw, path)


def _read_lines(raw: bytes, path: Path) -> list[Any]:
    found = []
    lines = [(n, line) for n, line in enumerate(raw.split(b"\n"), 1) if line.strip()]
    for number, line in lines[:_MOST]:
        try:
            found.append(msgspec.json.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            fix = "give JSON, JSONL or a JSON Schema"
            raise DataError([Fault(f"{path}:{number}", "$", str(error), fix)]) from error
    return found


def format_suite(name: str, guesses: Iterable[Guess], source: str) -> str:
    """The suite as TOML; what cannot be scored is told in comments."""
    about = f"Fields of {name}, drafted from {source}."
    parts = [_HEAD.format(source=source, name=_quoted(name), about=_quoted(about))]
    return "\n".join([*parts, *map(_format, guesses)])


def _format(guess: Guess) -> str:
    if guess.kind is None:
        return f"# {_quoted(guess.name)} is left out: {guess.why}\n"
    keys: Mapping[str, str | None] = {
        "name": guess.name,
        "path": guess.path,
        "kind": guess.kind,
        "matcher": guess.matcher,
        "key": guess.key,
    }
    lines = [f"{key} = {_quoted(value)}" for key, value in keys.items() if value is not None]
    return "\n".join([f"# {guess.why}", "[[field]]", *lines, ""])


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, but that DEL is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
