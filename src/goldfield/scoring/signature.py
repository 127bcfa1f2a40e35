"""One line that says everything a number depends on. It is printed with every result."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

from goldfield.errors import UsageError
from goldfield.release import version

__all__ = ["differences", "format_signature", "make_signature", "parse_signature"]

# The conventions of the scorer. They have no switch yet, but are part of every signature, so that
# a later switch can never be confused with these numbers.
CONVENTIONS = {
    "avg": "micro",
    "duplicates": "spurious",
    "empty": "skip",
    "missing": "empty",
    "acceptable": "yes",
}


def make_signature(parts: Mapping[str, str]) -> str:
    """The signature of a result: goldfield's version, `parts`, then the conventions."""
    return format_signature({"goldfield": version(), **parts, **CONVENTIONS})


def format_signature(parts: Mapping[str, str]) -> str:
    """``key:value|key:value``; what would break the line is percent-encoded."""
    return "|".join(f"{key}:{quote(value, safe=_SAFE)}" for key, value in parts.items())


_SAFE = " !#$&'()*+,-./:;<=>?@[]^_`{}~"


def parse_signature(line: str) -> dict[str, str]:
    """The parts of a signature; ``format_signature`` gives the line back.

    Raises:
        UsageError: the line is no signature.
    """
    parts: dict[str, str] = {}
    for field in line.split("|"):
        key, colon, value = field.partition(":")
        if not colon or not key or key in parts:
            raise UsageError(f"not a signature: {line[:80]!r}")
        parts[key] = unquote(value)
    return parts


def differences(left: str, right: str) -> dict[str, tuple[str | None, str | None]]:
    """The parts in which two signatures differ, with both values."""
    a, b = parse_signature(left), parse_signature(right)
    keys = [*a, *(key for key in b if key not in a)]
    return {key: (a.get(key), b.get(key)) for key in keys if a.get(key) != b.get(key)}
