"""Seeded JSON records of any depth, and predictions that are damaged copies of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

__all__ = ["damaged", "draw_record"]

KEYS = ("name", "total", "lines", "notes", "parts")
LEAVES = (
    "Oslo", "oslo ", "Harbour Union", "harbour  union", "", "2024-05-01", "2024-05-02", "😀 café",
    0, 1, 1.0, 12.5, 1200000, True, False, None,
)  # fmt: skip


def draw_record(chance: random.Random) -> dict[str, Any]:
    """An object with some of `KEYS`."""
    return {key: _value(chance, 2) for key in KEYS if chance.random() < 0.7}


def _value(chance: random.Random, depth: int) -> Any:
    kind = chance.random()
    if depth and kind < 0.25:
        return [_value(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    if depth and kind < 0.45:
        keys = chance.sample(KEYS, chance.randint(0, 3))
        return {key: _value(chance, depth - 1) for key in keys}
    return chance.choice(LEAVES)


def damaged(chance: random.Random, value: Any) -> Any:
    """The value with some leaves changed, members lost, added, doubled or put in another order."""
    if chance.random() < 0.08:
        return _value(chance, 1)
    if isinstance(value, Mapping):
        kept = {k: damaged(chance, v) for k, v in value.items() if chance.random() < 0.9}
        extra = {chance.choice(KEYS): chance.choice(LEAVES)} if chance.random() < 0.2 else {}
        return extra | kept
    if isinstance(value, list):
        rows = [damaged(chance, row) for row in value if chance.random() < 0.9]
        rows += [chance.choice(rows)] if rows and chance.random() < 0.15 else []
        chance.shuffle(rows)
        return rows
    if isinstance(value, str) and value and chance.random() < 0.3:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice("xyz ") + value[at + 1 :]
    return value
