"""Damage to files: what an editor, a transfer, a tool or somebody of ill will does."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

__all__ = ["damaged", "damaged_file"]

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 99, 2**31, 2**63, 2**64, -(2**63) - 1, 10**30, 0.5, -0.0, 1e308,
    "", " ", "x", "a-1", "PER", "Ann Lee", "Oslo", "two", "e1", "$", "\0", "\x1b[2J", "\u202e",
    "é", "e\u0301", "😀", "\ufeff", "../../x", "CON", "x" * 300, "2031-02-30", "P3D", "1.0", "9.9",
    [], {}, [[]], [None], [0, 0], [1, 0], [[0, 1]], {"start": 0, "end": 4}, {"start": 4, "end": 0},
    {"start": -1, "end": 10**9}, {"": ""}, {"id": "x"}, ["x"] * 40,
)  # fmt: skip
TOKENS = (
    b"", b"\n", b"\r", b"\r\n", b"\t", b" ", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf",
    b'"', b"'", b"\\", b"\\ud800", b"\\u0000", b"{", b"}", b"[", b"]", b"(", b")", b"<", b">", b"|",
    b":", b";", b",", b"=", b"#", b"&", b"*", b"!", b"%", b"-", b"_", b"0", b"-1",
    b"99999999999999999999", b"NaN", b"Infinity", b"1e999", b"null", b"true", b"'''", b'"""',
    b"]]>", b"<!--", b"&#0;", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"\x1b[2J",
    b"\xe2\x80\xa8", b'[' * 2000, b'{"a":' * 2000, b'- ' * 200, b'<a>' * 500, b'(' * 300,
    b'1' * 5000, b"<<: *a", b"&a [*a, *a]", b"1979-05-27",
)  # fmt: skip
_PIECES = re.compile(rb"\w+|\s+|[^\w\s]")
_NUMBERS = re.compile(rb"-?\d+")

Change = Callable[[bytes, random.Random], bytes]


def damaged(files: dict[str, bytes], rng: random.Random) -> dict[str, bytes]:
    """A copy of files with one to three changes to one of them, seldom to two."""
    copy = dict(files)
    for name in rng.sample(sorted(copy), k=min(len(copy), rng.choice((1, 1, 1, 2)))):
        for _ in range(rng.choice((1, 1, 2, 3))):
            copy[name] = damaged_file(copy[name], rng)
    return copy


def damaged_file(content: bytes, rng: random.Random) -> bytes:
    """One change: to a JSON value if there is one, to a piece of text, or to bytes."""
    change: Change = rng.choice((_json, _json, _piece, _piece, _line, _number, _bytes))
    return change(content, rng)


def _json(content: bytes, rng: random.Random) -> bytes:
    """Change a value, a key or an item of one line that is JSON, or of all of it."""
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    for whole in (False, True):
        try:
            value = json.loads(content if whole else lines[at])
        except (ValueError, RecursionError):
            continue
        changed = _value(value, rng)
        try:
            made = json.dumps(changed, ensure_ascii=rng.random() < 0.5).encode("utf-8", "replace")
        except (ValueError, RecursionError):
            return content
        return made if whole else b"\n".join([*lines[:at], made, *lines[at + 1 :]])
    return _piece(content, rng)


def _value(value: Any, rng: random.Random) -> Any:
    places = list(_places(value))
    if not places:
        return rng.choice(VALUES)
    holder, key = rng.choice(places)
    kind = rng.randrange(6)
    if kind < 3:
        holder[key] = rng.choice(VALUES)
    elif kind == 3:
        del holder[key]
    elif kind == 4:
        other, at = rng.choice(places)
        holder[key] = json.loads(json.dumps(other[at])) if at in _keys(other) else None
    elif isinstance(holder, dict):
        holder[rng.choice(("id", "start", "", "type", "text", "x", f"{key}s"))] = holder.pop(key)
    else:
        holder.insert(key, holder[key])
    return value


def _keys(holder: Any) -> Any:
    return holder if isinstance(holder, dict) else range(len(holder))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every value within a value, as what holds it and its key there."""
    found, holders = [], [value]
    for holder in holders:
        if isinstance(holder, dict | list):
            found += [(holder, key) for key in _keys(holder)]
            holders += [holder[key] for key in _keys(holder)]
    return found


def _piece(content: bytes, rng: random.Random) -> bytes:
    """Replace, drop or double a word, a blank or a sign, or put a token before it."""
    found = list(_PIECES.finditer(content))
    start, end = rng.choice(found).span() if found else (0, 0)
    old = content[start:end]
    other = rng.choice(found)[0] if found else b""
    new = rng.choice((b"", old + old, rng.choice(TOKENS), rng.choice(TOKENS) + old, other))
    return content[:start] + new + content[end:]


def _line(content: bytes, rng: random.Random) -> bytes:
    """Drop, double or move a line, or cut the rest of the file off."""
    lines = content.split(b"\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.randrange(4)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(to, lines[at])
    elif kind == 2:
        lines[at], lines[to] = lines[to], lines[at]
    else:
        return content[: rng.randrange(len(content) + 1)]
    return b"\n".join(lines)


def _number(content: bytes, rng: random.Random) -> bytes:
    found = list(_NUMBERS.finditer(content))
    if not found:
        return _piece(content, rng)
    start, end = rng.choice(found).span()
    near = int(content[start:end][:9] or b"0") if content[start:end] != b"-" else 0
    new = rng.choice((near + 1, near - 1, -near, 0, 10**6, 2**31, 2**64, near * 10))
    return content[:start] + str(new).encode() + content[end:]


def _bytes(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    kind = rng.randrange(3)
    if kind == 0 and content:
        at = min(at, len(content) - 1)
        return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]
    if kind == 1:
        return content[:at] + rng.randbytes(rng.randrange(1, 9)) + content[at:]
    end = rng.randrange(at, min(len(content), at + 60) + 1)
    return content[:at] + content[end:]
