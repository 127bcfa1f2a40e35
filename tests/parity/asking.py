"""What packages that no registry has answered on seeded documents, kept as a table of numbers.

`GOLDFIELD_COVAL=CHECKOUT python -m parity.asking coval`, in the folder of the tests, asks coval
itself and writes its table; likewise the others. A table has the answers on the examples of rules,
on all documents together, and for every 100 of them the sums of counts with a hash of the answers
on each.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from parity import real_coval, real_iterx, real_textee
from parity.common import Real, Record, Seen, checkout, counted_as, read_records, seen_of
from parity.hostile_clusters import make_clusters
from parity.hostile_events import make_happenings
from parity.hostile_templates import make_templates

from goldfield.peers.catalogue import PEERS
from goldfield.peers.ladder import Number, Pair, Peer
from goldfield.peers.subjects import Subjects
from goldfield.scoring.counts import Counts, total

__all__ = [
    "ASKED",
    "Answers",
    "Asked",
    "Documents",
    "documents_of",
    "example_of",
    "read_table",
    "table_of",
]

TABLES = Path(__file__).parent / "answers"
SEED, DOCUMENTS, BLOCK = 41, 2400, 100

Answers = Mapping[str, Seen]
"""By the name of the number."""


class Asked(NamedTuple):
    """A package: how it is loaded from its checkout, asked, and what about."""

    load: Callable[[Path], None]
    ask: Real
    make: Callable[[int, int], Sequence[tuple[Record, Record]]]


ASKED = {
    "coval": Asked(real_coval.load, real_coval.ask, make_clusters),
    "textee": Asked(real_textee.load, real_textee.ask, make_happenings),
    "iterx": Asked(real_iterx.load, real_iterx.ask, make_templates),
}


class Documents(NamedTuple):
    """What a package was asked about, as records and as it compares them."""

    golds: Sequence[Record]
    preds: Sequence[Record]
    subjects: Subjects


def documents_of(peer: str, number: int = DOCUMENTS) -> Documents:
    """Documents made for a package."""
    golds, preds = zip(*ASKED[peer].make(SEED, number), strict=True)
    return Documents(golds, preds, read_records(PEERS[peer], golds, preds))


def table_of(
    whole: Answers, each: Sequence[Answers], examples: Mapping[str, Answers]
) -> dict[str, Any]:
    """Answers on all documents together, on each, and on the examples of rules, by number."""
    return {
        name: {
            "examples": {rule: _line(seen[name]) for rule, seen in examples.items()},
            "all": _line(whole[name]),
            "blocks": list(_blocks([one[name] for one in each])),
        }
        for name in whole
    }


def example_of(peer: Peer, rule: str) -> list[Pair]:
    """The smallest document that shows a rule."""
    return read_records(peer, [peer.rules[rule].gold], [peer.rules[rule].pred]).pairs


def read_table(peer: str) -> dict[str, Any]:
    """The kept answers of a package."""
    table: dict[str, Any] = json.loads((TABLES / f"{peer}.json").read_text("utf-8"))
    return table


def row_by_goldfield(peer: Peer, number: Number, pairs: Sequence[Pair]) -> dict[str, Any]:
    """The row that a number would have in the table, as goldfield counts it."""
    counted = number.counted(pairs)
    each = [{number.name: seen_of(number, [document])} for document in counted]
    examples = {
        rule: {number.name: counted_as(number, example_of(peer, rule))} for rule in peer.rules
    }
    whole = {number.name: seen_of(number, counted)}
    row: dict[str, Any] = table_of(whole, each, examples)[number.name]
    return row


def equal_to_kept(peer: str, number: Number, pairs: Sequence[Pair]) -> int:
    """How many documents are in blocks in which each has the answers of the package."""
    mine = row_by_goldfield(PEERS[peer], number, pairs)["blocks"]
    kept = read_table(peer)[number.name]["blocks"]
    equal: list[bool] = [one == other for one, other in zip(mine, kept, strict=True)]
    return BLOCK * sum(equal)


def _blocks(answers: Sequence[Seen]) -> Iterator[list[str]]:
    for start in range(0, len(answers), BLOCK):
        block = answers[start : start + BLOCK]
        sums = total(seen.counts or Counts() for seen in block)
        told = "\n".join(map(_line, block))
        digest = hashlib.sha256(told.encode()).hexdigest()[:16]
        yield [*map(_told, (sums.tp_pred, sums.pred, sums.tp_gold, sums.gold)), digest]


def _line(seen: Seen) -> str:
    """Counts, where there are any, then precision, recall and F1."""
    counts = seen.counts
    four = (counts.tp_pred, counts.pred, counts.tp_gold, counts.gold) if counts else ()
    return " ".join(map(_told, (*four, *seen.ratios)))


def _told(number: float | None) -> str:
    """Eight decimals: packages differ in how they round sums of fractions."""
    return "-" if number is None else f"{number + 0.0:.8f}".rstrip("0").rstrip(".")


def main(peer: str) -> None:
    """Ask a package and keep its answers."""
    root = checkout(peer)
    if root is None:
        sys.exit(f"set GOLDFIELD_{peer.upper()} to the checkout of {peer}")
    load, ask, _ = ASKED[peer]
    load(root)
    pairs = documents_of(peer).subjects.pairs
    examples = {rule: ask(example_of(PEERS[peer], rule)) for rule in PEERS[peer].rules}
    table = table_of(ask(pairs), [ask([pair]) for pair in pairs], examples)
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(row)}" for name, row in table.items())
    (TABLES / f"{peer}.json").write_text(f"{{\n{lines}\n}}\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
