"""Small files that are one JSON or TOML value of a known shape: read whole, whatever they hold."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from goldfield.errors import DataError, Fault

__all__ = ["fault_of", "parse_toml", "read_json", "read_toml"]

T = TypeVar("T")

_PATH = re.compile(r"(?s)(.*) - at `(\$[^`]*)`")
_LINE = re.compile(r"(?s)(.*) \(at line (\d+), column \d+\)")


def read_json(path: Path, type: type[T], fix: str) -> T:
    """The value of a JSON file.

    Args:
        path: the file.
        type: its shape.
        fix: what to do about a file that is none.

    Raises:
        DataError: it cannot be read, is no JSON, or has another shape.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=type)
    except (OSError, ValueError, RecursionError) as error:
        raise DataError([fault_of(error, str(path), fix)]) from error


def read_toml(path: Path, type: type[T], fix: str) -> T:
    """The value of a TOML file; as `read_json`."""
    try:
        return parse_toml(path.read_bytes(), type, str(path), fix)
    except OSError as error:
        raise DataError([fault_of(error, str(path), fix)]) from error


def parse_toml(raw: bytes, type: type[T], where: str, fix: str) -> T:
    """The value of TOML that was read already.

    Raises:
        DataError: it is no TOML in UTF-8, or has another shape.
    """
    try:
        return msgspec.convert(tomllib.loads(raw.decode("utf-8")), type)
    except (ValueError, RecursionError) as error:
        raise DataError([fault_of(error, where, fix)]) from error


def fault_of(error: Exception, where: str, fix: str) -> Fault:
    """What an error of reading or decoding tells, at the line or the path that it names."""
    problem, path = str(error), "$"
    if isinstance(error, OSError):
        problem = error.strerror or problem
    elif isinstance(error, RecursionError):
        problem = "nested too deep to read"
    elif found := _PATH.fullmatch(problem):
        problem, path = found[1], found[2]
    elif found := _LINE.fullmatch(problem):
        problem, where = found[1], f"{where}:{found[2]}"
    return Fault(where, path, problem, fix)
