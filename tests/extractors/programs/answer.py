"""A program: JSON Lines in, JSON Lines out; the argument says how it behaves."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]


def put(row: object) -> None:
    sys.stdout.write(json.dumps(row) + "\n")


def plain(rows: Rows) -> None:
    for row in rows:
        put({"id": row["id"], "length": len(row["text"])})


def reverse(rows: Rows) -> None:
    plain(rows[::-1])


def garbage(rows: Rows) -> None:
    print("Loading model ...")
    plain(rows[1:])


def strange(rows: Rows) -> None:
    plain([*rows, rows[0], {"id": "nobody", "text": ""}])
    put([1, 2])
    put({"id": 3})
    print()


def nan(rows: Rows) -> None:
    put({"id": rows[0]["id"], "value": float("nan")})
    plain(rows[1:])


def dies(rows: Rows) -> None:
    plain(rows[:1])
    sys.stdout.flush()
    os._exit(9)


def fails(rows: Rows) -> None:
    plain(rows)
    sys.exit(1)


BEHAVIOURS: dict[str, Callable[[Rows], None]] = {
    behaviour.__name__: behaviour
    for behaviour in (plain, reverse, garbage, strange, nan, dies, fails)
}

if __name__ == "__main__":
    BEHAVIOURS[sys.argv[1]]([json.loads(line) for line in sys.stdin])
