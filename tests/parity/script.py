"""What the script conlleval counted in seeded documents, kept as numbers.

`CONLLEVAL=SCRIPT python -m parity.script`, in the folder of the tests, runs it and writes the
table: for every 100 documents the sums of its counts, with a hash of the counts of each.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import get_args

from parity.common import counted_as, read_records, suite_of
from parity.real_conlleval import ask_script
from parity.tag_documents import LABELS, make_spans, make_tags

from goldfield.peers.conlleval import PEER
from goldfield.peers.ladder import Pair
from goldfield.schema.writing import write_text
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.generic.iob import Scheme

__all__ = ["NAMED", "by_goldfield", "counts_kept", "documents", "equal_to_kept"]

TABLE = Path(__file__).parent / "answers" / "conlleval.json"
BLOCK = 100
NAMED = [label for label in LABELS if label not in (None, "", "0")]
"""Without a label, S, L and U leave the script in a state that the next sentence inherits."""


@cache
def documents() -> list[Pair]:
    """Spans made tags, then tags of every scheme."""
    found = read_records(PEER, *make_spans(600)).pairs
    for scheme in get_args(Scheme):
        labels = NAMED if scheme in ("BIOES", "BILOU") else LABELS
        found += read_records(
            PEER, *make_tags(scheme, 250, labels), suite_of({"scheme": scheme})
        ).pairs
    return found


def counts_kept() -> list[list[str | int]]:
    """The table."""
    kept: list[list[str | int]] = json.loads(TABLE.read_text("utf-8"))
    return kept


def by_goldfield() -> list[list[str | int]]:
    """The table as goldfield counts."""
    (number,) = PEER.numbers
    return list(_blocks(lambda pair: counted_as(number, [pair]).counts or Counts()))


def equal_to_kept() -> int:
    """How many documents are in blocks that the script counted alike."""
    sizes = [len(block) for block in _split(documents())]
    rows = zip(by_goldfield(), counts_kept(), sizes, strict=True)
    return sum(size for mine, kept, size in rows if mine == kept)


def _split(pairs: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    for start in range(0, len(pairs), BLOCK):
        yield pairs[start : start + BLOCK]


def _blocks(count: Callable[[Pair], Counts]) -> Iterator[list[str | int]]:
    for block in _split(documents()):
        found = [count(pair) for pair in block]
        told = "\n".join(f"{c.tp_gold:g} {c.pred:g} {c.gold:g}" for c in found)
        sums = total(found)
        digest = hashlib.sha256(told.encode()).hexdigest()[:16]
        yield [int(sums.tp_gold), int(sums.pred), int(sums.gold), digest]


def _by_script(script: Path, pair: Pair) -> Counts:
    return ask_script([pair], script)["overall"].counts or Counts()


def main() -> None:
    """Run the script and keep what it counted."""
    script = os.environ.get("CONLLEVAL")
    if script is None:
        sys.exit("set CONLLEVAL to the place of conlleval.pl")
    rows = ",\n ".join(map(json.dumps, _blocks(partial(_by_script, Path(script)))))
    write_text(TABLE, f"[{rows}]\n")


if __name__ == "__main__":
    main()
