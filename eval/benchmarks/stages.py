"""Where the time of counting goes: each stage alone, in units of parsing both files.

Run as ``python eval/benchmarks/stages.py``. A stage starts from what the one before it gave.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from measuring import SUITES, Case, cpu, make, parse

from goldfield.schema.records import Annotations
from goldfield.scoring.fast.count import QUICK, Both, Side
from goldfield.scoring.fast.gold import decode_gold, sound
from goldfield.scoring.fast.keys import read_keys
from goldfield.scoring.fast.view import complete, decode_view

ROUNDS = 9
STAGES = {
    "quotes": ("quotes@partial", "quotes@speaker"),
    "entities": ("entities@strict",),
    "mentions and coreference": ("mentions@strict", "coref@lea"),
    "times and quantities": ("times@value", "quantities@value"),
    "triggers": ("events@tri-c",),
    "arguments": ("events@arg-c",),
    "document fields": ("date_published@value", "headline@text", "dateline@place"),
}


def sides(lines: list[tuple[bytes, bytes]]) -> list[tuple[Side, Side]]:
    found = []
    for one, other in lines:
        gold = cast(Any, decode_gold(one))
        pred = cast(Annotations, complete(cast(Any, decode_view(other)), gold.text))
        keys = cast(Any, read_keys(gold, gold.text)), cast(Any, read_keys(pred, gold.text))
        found.append((Side(gold, keys[0]), Side(pred, keys[1])))
    return found


def stages(lines: list[tuple[bytes, bytes]]) -> dict[str, Callable[[], object]]:
    pairs = sides(lines)
    texts = [gold.record.text for gold, _ in pairs]

    def keys() -> None:
        for pair, text in zip(pairs, texts, strict=True):
            for side in pair:
                read_keys(side.record, text)

    def measures(names: tuple[str, ...]) -> Callable[[], object]:
        return lambda: [QUICK[name](both) for both in map(_both, pairs) for name in names]

    return {
        "decoding gold": lambda: [decode_gold(one) and None for one, _ in lines],
        "decoding predictions": lambda: [decode_view(other) and None for _, other in lines],
        "keys, with every surface verified": keys,
        "checking gold": lambda: [sound(cast(Any, g.record), g.keys) for g, _ in pairs],
        **{name: measures(spelled) for name, spelled in STAGES.items()},
    }


def _both(pair: tuple[Side, Side]) -> Both:
    return Both(*pair)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = make(Path(folder), Case())
        lines = list(zip(*(path.read_bytes().splitlines() for path in files), strict=True))
        assert set(SUITES["core"].measures) == {name for row in STAGES.values() for name in row}
        for name, work in stages(lines).items():
            shares = [cpu(work) / cpu(lambda: parse(files)) for _ in range(ROUNDS)]
            print(f"{name:36} {statistics.median(shares):.2f}")


if __name__ == "__main__":
    main()
