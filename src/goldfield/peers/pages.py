"""Tables and sentences for `--as` and `--why`."""

from __future__ import annotations

from collections.abc import Iterator

from goldfield.peers.explaining import Change, Score, Share
from goldfield.peers.ladder import Peer, Rule, Worth
from goldfield.peers.report import PeerScores, WhyReport
from goldfield.reporting.tables import Table, number, ratio, render

__all__ = ["scores_page", "why_page"]


def scores_page(peer: Peer, scores: PeerScores, form: str) -> str:
    """A table of the peer's numbers beside goldfield's."""
    heads = (peer.title, "P", "R", "F1", "correct", "predicted", "gold", "goldfield's", "F1", "+/-")
    rows = [
        (
            row.name,
            *map(ratio, (row.theirs.precision, row.theirs.recall, row.theirs.f1)),
            *_counts(row.theirs),
            row.measure,
            ratio(row.ours.f1),
            _points(row.theirs.f1, row.ours.f1),
        )
        for row in scores.numbers
    ]
    title = f"As {peer.title} {peer.version} counts: {_documents(scores.documents)}"
    table = render(Table(title, heads, rows), form)
    return table + "\n".join(["", *_foot(peer, scores)]) + "\n" if form == "table" else table


def _counts(score: Score) -> tuple[str, str, str]:
    counts = score.counts
    if counts is None:
        return "", "", ""
    return number(counts.tp_gold), number(counts.pred), number(counts.gold)


def _foot(peer: Peer, scores: PeerScores) -> Iterator[str]:
    for row in scores.numbers:
        if row.theirs.verdicts:
            told = " ".join(f"{name} {times:,}" for name, times in row.theirs.verdicts.items())
            yield f"{row.name}: {told}"
    yield from (f"note: {note}" for note in peer.notes)
    if any(row.theirs.f1 != row.ours.f1 for row in scores.numbers):
        yield f"why they differ: --why {peer.name}"
    yield scores.signature


def why_page(peer: Peer, report: WhyReport, form: str, examples: int = 1) -> str:
    """For each number what each rule is worth, then items that each rule changes."""
    table = _shares_table(peer, report, form)
    if form != "table":
        return table
    used = [name for name in peer.rules if _matters(name, report)]
    told = [_rule_told(name, peer, report, examples) for name in used]
    idle = [name for name in peer.rules if name not in used]
    lines = [f"without effect here: {', '.join(idle)}\n"] if idle else []
    return "\n".join([table, *told, *lines, report.signature + "\n"])


def _shares_table(peer: Peer, report: WhyReport, form: str) -> str:
    rows: list[tuple[str, ...]] = []
    for one in report.numbers:
        ours, theirs = one.ours.f1, one.theirs.f1
        whole = _points(theirs, ours), str(len(one.changes))
        rows.append((one.name, one.measure, ratio(ours), "", ""))
        shares = [share for share in one.shares if share.matters or form != "table"]
        rows += [(one.name, f"+ {share.rule}", *_share_cells(share)) for share in shares]
        rows.append((one.name, f"= {peer.title}", ratio(theirs), *whole))
    title = f"From goldfield to {peer.title} {peer.version}: {_documents(report.documents)}"
    return render(Table(title, (peer.title, "rule", "F1", "points", "items"), rows, left=2), form)


def _share_cells(share: Share) -> tuple[str, ...]:
    return ratio(share.f1[1]), _signed(share.points), str(share.items)


def _matters(name: str, report: WhyReport) -> bool:
    shares = (share for one in report.numbers for share in one.shares if share.rule == name)
    return any(share.matters for share in shares)


def _rule_told(name: str, peer: Peer, report: WhyReport, examples: int) -> str:
    found = list(_items_told(name, report))
    rule: Rule = peer.rules[name]
    lines = [name, f"  {peer.title}: {rule.there}", f"  goldfield: {rule.here}"]
    lines += [f"  {line}" for line in found[:examples]]
    if len(found) > examples:
        more = f"{len(found) - examples:,} more; --errors N shows more, --format json all"
        lines.append(f"  and {more}")
    return "\n".join(lines) + "\n"


def _items_told(name: str, report: WhyReport) -> Iterator[str]:
    """What a rule changes; an item that several numbers share is told of the first of them."""
    seen = set()
    for one in report.numbers:
        for change in (change for change in one.changes if name in change.rules):
            key = (change.id, change.side, change.item, change.ours, change.theirs)
            if key not in seen:
                seen.add(key)
                yield _item_told(one.name, change)


def _item_told(name: str, change: Change) -> str:
    item = change.item
    place = "" if item.start is None else f" [{item.start}, {item.end})"
    text = f" {item.text!r}" if item.text else ""
    side = "gold" if change.side == "gold" else "predicted"
    what = f"{change.id}, {name}: {side} {item.label}{text}{place}"
    return f"{what}: {_told(change.ours)} here, {_told(change.theirs)} there"


def _told(worth: Worth) -> str:
    if not worth.weight:
        return "not counted"
    verdict = f"{worth.verdict} " if worth.verdict else ""
    return f"{verdict}{number(worth.credit)} of {number(worth.weight)}"


def _documents(documents: int) -> str:
    return f"{documents:,} document{'' if documents == 1 else 's'}"


def _points(theirs: float | None, ours: float | None) -> str:
    return "" if theirs is None or ours is None else _signed(100 * (theirs - ours))


def _signed(points: float | None) -> str:
    return "" if points is None else f"{points:+z.2f}"
