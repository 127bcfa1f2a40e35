"""Which texts may be passed on, and what is left of an article whose text may not.

Records are plain JSON here, and nothing but the standard library is used: the hook that builds
the package (`hatch_build.py`) loads this file by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

__all__ = [
    "EXCERPT", "Policy", "Treatment", "excerpts_of", "is_open", "repeats", "restored",
    "treatment", "withheld",
]  # fmt: skip

Treatment = Literal["full", "hash", "excerpt"]
Policy = Literal["auto", "full", "hash", "excerpt"]

EXCERPT = 30
"""Code points: a longer surface is more than an excerpt."""

_OPEN = re.compile(r"CC0-1\.0|CC-BY(-SA)?-\d\.\d(-[A-Z]+)?|PDDL-1\.0|ODC-By-1\.0|OGL-UK-\d\.0")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_WINDOW = 40
_STEP = 5


def is_open(licence: str) -> bool:
    """Whether a licence (SPDX id) lets anyone pass the text on, changed or not."""
    return _OPEN.fullmatch(licence) is not None


def treatment(licence: str, policy: Policy = "auto") -> Treatment:
    """What becomes of a text: `auto` is `full` under an open licence and `hash` under any other."""
    if policy != "auto":
        return policy
    return "full" if is_open(licence) else "hash"


def withheld(record: dict[str, Any], longest: int = 0) -> dict[str, Any]:
    """A copy of a record with `text` null and every surface over `longest` code points null.

    Offsets, labels, values, names and the hash of the text stay. What an anomaly says literally
    is the surface of its span, and goes with it.
    """
    copy = {**_without_surfaces(record, longest), "text": None}
    for anomaly in copy.get("anomalies", ()):
        span = anomaly["span"]
        if span and span["text"] is None:
            anomaly["literal"] = None
    return copy


def _without_surfaces(node: Any, longest: int) -> Any:
    if isinstance(node, list):
        return [_without_surfaces(item, longest) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _without_surfaces(value, longest) for key, value in node.items()}
    if _is_span(node) and len(node["text"] or "") > longest:
        copy["text"] = None
    return copy


def restored(record: dict[str, Any], text: str) -> dict[str, Any]:
    """The record as it was before `withheld`, given its text."""
    copy = {**_with_surfaces(record, text), "text": text}
    for anomaly in copy.get("anomalies", ()):
        if anomaly["literal"] is None and anomaly["span"]:
            anomaly["literal"] = anomaly["span"]["text"]
    return copy


def _with_surfaces(node: Any, text: str) -> Any:
    if isinstance(node, list):
        return [_with_surfaces(item, text) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _with_surfaces(value, text) for key, value in node.items()}
    if _is_span(node):
        copy["text"] = text[node["start"] : node["end"]]
    return copy


def _is_span(node: dict[str, Any]) -> bool:
    return "start" in node and "end" in node and "text" in node


def excerpts_of(texts: Iterable[str]) -> frozenset[str]:
    """Every stretch of 40 code points of the texts, blanks made one, for `repeats`."""
    plain = map(_plain, texts)
    return frozenset(
        text[at : at + _WINDOW] for text in plain for at in range(len(text) - _WINDOW + 1)
    )


def repeats(content: str, excerpts: frozenset[str]) -> bool:
    """Whether `content` holds any run of 44 code points or more of the texts.

    Lines may be broken elsewhere and letters may be escaped as in JSON.
    """
    plain = _plain(content)
    return any(plain[at : at + _WINDOW] in excerpts for at in range(0, len(plain), _STEP))


def _plain(text: str) -> str:
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return " ".join(text.replace("\\n", " ").split())
