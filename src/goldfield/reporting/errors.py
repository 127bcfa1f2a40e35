"""The commonest error of each layer, with one example in its context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from goldfield.scoring.outcome import Item, Verdict

__all__ = ["Error", "commonest_errors", "describe"]

_CATEGORY = {"INC": "wrong", "PAR": "partial", "MIS": "missed", "SPU": "spurious"}
_CONTEXT = 24
_LONGEST = 60


class Error(NamedTuple):
    """A kind of error of one measure: how often it occurs, and one case of it."""

    measure: str
    kind: str
    times: int
    example: Verdict


def commonest_errors(
    verdicts: Iterable[Verdict], measures: Sequence[str], most: int = 1
) -> list[Error]:
    """The `most` commonest kinds of error of each measure, commonest first."""
    cases: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.verdict != "COR" and verdict.measure in measures:
            cases.setdefault((verdict.measure, _kind(verdict)), []).append(verdict)
    counts = Counter({key: len(found) for key, found in cases.items()})
    errors: list[Error] = []
    for measure in measures:
        mine = sorted((-n, kind) for (name, kind), n in counts.items() if name == measure)
        errors += [Error(measure, kind, -n, cases[measure, kind][0]) for n, kind in mine[:most]]
    return errors


def _kind(verdict: Verdict) -> str:
    """What went wrong, with the class it went wrong for; values are too many to be classes."""
    item, reason = verdict.gold or verdict.pred, verdict.reason
    label = item.label if item else ""
    if verdict.measure.startswith(("times", "quantities")):
        label, reason = "", reason.replace("label", "value")
    why = f"({reason})" if reason and verdict.verdict in ("INC", "PAR") else ""
    return " ".join(filter(None, (_CATEGORY[verdict.verdict], label, why)))


def describe(error: Error, texts: Mapping[str, str]) -> str:
    """Two lines: measure, how often, what; then one case of it in its context."""
    example = error.example
    sides = [
        f"{side} {_short(item.text)!r}{f' {item.label}' if item.label else ''}"
        for side, item in (("gold", example.gold), ("predicted", example.pred))
        if item is not None
    ]
    where = _context(example.gold or example.pred, texts.get(example.id, ""))
    head = f"{error.measure}  {error.times} x {error.kind}"
    return f"{head}\n    {example.id}: {'; '.join(sides)}{where}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _context(item: Item | None, text: str) -> str:
    if item is None or item.start is None or item.end is None or item.start < 0 or not text:
        return ""
    before = text[max(0, item.start - _CONTEXT) : item.start]
    after = text[item.end : item.end + _CONTEXT]
    inside = _short(text[item.start : item.end])
    return ", in " + " ".join(f"...{before}[{inside}]{after}...".split())
