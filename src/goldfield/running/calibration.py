"""How fast this machine runs Python, so that speeds on two machines compare as a ratio.

A unit is one pass of a fixed piece of work of the kind that extractors do: it makes up a text,
character by character, finds words and numbers in it by regular expressions, counts them in a
dict, sorts them, and writes and reads them as JSON. One core, no array library, some 5 to 20 ms.
The work must never change, or a ratio to older files means nothing.
"""

from __future__ import annotations

import gc
import json
import re
from time import thread_time

__all__ = ["calibrate", "unit"]

PASSES = 25
"""Of so many passes the quickest counts: other programs can only slow a pass down."""

_LETTERS = "etaoinshrdlucmfwypvbgkjqxz"
_WORD = re.compile(r"\b[A-Z]?[a-z]+\b")
_NUMBER = re.compile(r"\b\d{1,3}(?:,\d{3})*\b")


def calibrate(passes: int = PASSES) -> float:
    """Units a second: the quickest of some passes.

    By the CPU clock of this thread. On a busy machine no pass is done in one go, and by the wall
    clock even the quickest would be too long.
    """
    collecting = gc.isenabled()
    gc.disable()  # its work depends on what else this process holds
    try:
        return 1.0 / min(_seconds() for _ in range(passes))
    finally:
        if collecting:
            gc.enable()


def unit() -> int:
    """One pass; returns a number that depends on every part of the work."""
    text = _text(2000)
    counts = dict[str, int]()
    for match in _WORD.finditer(text):
        word = match.group().lower()
        counts[word] = counts.get(word, 0) + 1
    numbers = [int(number.replace(",", "")) for number in _NUMBER.findall(text)]
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    record = {"words": [{"text": word, "count": count} for word, count in ranked], "n": numbers}
    back = json.loads(json.dumps(record))
    letters: int = sum(item["count"] * len(item["text"]) for item in back["words"])
    return letters + sum(map(int, back["n"]))


def _seconds() -> float:
    start = thread_time()
    unit()
    return thread_time() - start


def _text(words: int) -> str:
    """Words of one to eight letters, every ninth a number; the same text each time."""
    state, made = 1, list[str]()
    for index in range(words):
        state = (1103515245 * state + 12345) % 2147483648
        if index % 9 == 0:
            made.append(f"{state % 1000000:,}")
            continue
        letters, rest = "", state
        for _ in range(1 + state % 8):
            rest = (rest * 31 + 7) % 65521
            letters += _LETTERS[min(rest % 26, rest // 26 % 26)]
        made.append(letters.capitalize() if index % 6 == 0 else letters)
    return " ".join(made)
