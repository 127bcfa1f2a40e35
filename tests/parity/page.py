"""Writes eval/PARITY.md: `make parity`. Every figure on the page is counted here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from parity import script
from parity.asking import ASKED, equal_to_kept
from parity.cases import CASES, Case
from parity.common import Record, Seen, counted_as, read_records, suite_of

from goldfield.peers.catalogue import PEERS
from goldfield.peers.explaining import Explanation, explain
from goldfield.peers.ladder import Number, Pair, Peer, Rule
from goldfield.release import root
from goldfield.reporting.tables import Table, ratio, render
from goldfield.schema.writing import write_text

__all__ = ["main", "page"]

HEAD = """# Other scorers' numbers, and why they differ

Written by `make parity`. `goldfield score GOLD PRED --as PEER` gives the number that a peer would
give, `--why PEER` the items on which the two differ, the rule behind each, and what each rule is
worth. A peer's number is a ladder of rules that starts at goldfield's own measure: each rule is one
convention, the last number is the peer's, and the points of the rules add up to the difference.

What is counted below are seeded documents made to be hard (`tests/parity/`), so shares of
differing documents say which rules exist, not how often they matter in real data.
"""


def page() -> str:
    """The page as text; every peer that can be installed is asked anew."""
    return "\n".join([HEAD, *(_section(peer, CASES[name]) for name, peer in PEERS.items())])


def _section(peer: Peer, case: Case) -> str:
    pairs = case.draw()
    found = [explain(one, one.measure, pairs) for one in peer.numbers]
    asked = case.ask is not None
    release = version(case.package) if asked else peer.version
    if release != peer.version:
        sys.exit(f"{peer.name}: {release} is installed, the ladder is for {peer.version}")
    parts = [f"## {peer.title} {peer.version}\n", f"`--as {peer.name}`\n"]
    parts += [_numbers(peer, found, pairs, case)]
    parts += [f"- {note}\n" for note in peer.notes]
    parts += [_rule(peer, name, found, case) for name in peer.rules]
    return "\n".join(parts)


def _numbers(peer: Peer, found: Sequence[Explanation], pairs: Sequence[Pair], case: Case) -> str:
    rows = [
        (
            one.name,
            one.measure,
            _equal(one_number, pairs, case),
            f"{_differing(one_number, pairs):,}",
            ratio(one.ours.f1),
            ratio(one.theirs.f1),
            f"{len(one.changes):,}",
        )
        for one, one_number in zip(found, peer.numbers, strict=True)
    ]
    heads = (
        peer.title, "nearest here", "documents equal to the peer", "differing from goldfield",
        "F1 here", "F1 there", "items that differ",
    )  # fmt: skip
    return render(Table("", heads, rows, left=2), "markdown")


def _equal(one: Number, pairs: Sequence[Pair], case: Case) -> str:
    if case.package in ASKED:
        equal = equal_to_kept(case.package, one, pairs)
        return f"{equal:,} of {len(pairs):,} (answers kept)"
    if case.ask is None:  # the script of the shared tasks
        return f"{script.equal_to_kept():,} of {len(pairs):,} (counts kept)"
    equal = sum(_same(counted_as(one, [pair]), case.ask([pair])[one.name]) for pair in pairs)
    return f"{equal:,} of {len(pairs):,}"


def _same(mine: Seen, theirs: Seen) -> bool:
    near = all(
        (a is None and b is None) or (a is not None and b is not None and abs(a - b) < 1e-9)
        for a, b in zip(mine.ratios, theirs.ratios, strict=True)
    )
    counts = theirs.counts is None or mine.counts == theirs.counts
    return near and counts and (theirs.verdicts is None or mine.verdicts == theirs.verdicts)


def _differing(one: Number, pairs: Sequence[Pair]) -> int:
    """Documents whose number there is not goldfield's."""
    first, last = one.steps[0].ratios, one.steps[-1].ratios
    ours, theirs = one.counted(pairs, 0), one.counted(pairs)
    return sum(first([a]) != last([b]) for a, b in zip(ours, theirs, strict=True))


def _rule(peer: Peer, name: str, found: Sequence[Explanation], case: Case) -> str:
    rule = peer.rules[name]
    used = [(one, s) for one in found for s in one.shares if s.rule == name]
    worth = _grouped(
        (one.name, f"{share.points:+z.2f} points, {share.items:,} items")
        for one, share in used
        if share.points is not None
    )
    lines = [
        f"### {peer.title}: {name}\n",
        f"{rule.there}\n",
        f"*goldfield:* {rule.here}\n",
        f"On these documents: {'; '.join(worth)}.\n",
        _example(peer, rule, case),
    ]
    return "\n".join(lines)


def _example(peer: Peer, rule: Rule, case: Case) -> str:
    pairs = read_records(peer, [rule.gold], [rule.pred], suite_of(rule.options)).pairs
    shown = [f"gold {_told(rule.gold)}", f"pred {_told(rule.pred)}"]
    shown += [f"suite: {name} {value}" for name, value in rule.options.items()]
    answers = case.ask(pairs) if case.ask else {}
    told: list[tuple[str, str]] = []
    for one in peer.numbers:
        ours, theirs = explain(one, "", pairs).ours, counted_as(one, pairs)
        seen = answers.get(one.name, theirs)
        if ours.f1 != theirs.ratios.f1 or ours.counts != theirs.counts:
            both = ratio(ours.f1), ratio(seen.ratios.f1)
            told.append((one.name, f"F1 {both[0]} here, {both[1]} there"))
        elif ours.precision != theirs.ratios.precision:
            both = ratio(ours.precision), ratio(seen.ratios.precision)
            told.append((one.name, f"precision {both[0]} here, {both[1]} there"))
    return "\n".join(["```", *shown, *_grouped(told), "```", ""])


def _grouped(told: Iterable[tuple[str, str]]) -> list[str]:
    """What is said of several numbers is said once."""
    names: dict[str, list[str]] = {}
    for name, what in told:
        names.setdefault(what, []).append(name)
    return [f"{', '.join(of)}: {what}" for what, of in names.items()]


def _told(record: Record) -> str:
    """The record; of an article what is in its layers."""
    if "layers" in record:
        record = {key: record[key] for key in ("text", "entities", "events") if record[key]}
    return json.dumps(record)


def main() -> None:
    """Write the page beside the others."""
    write_text(root() / "eval" / "PARITY.md", page())


if __name__ == "__main__":
    main()
