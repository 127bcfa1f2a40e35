"""The account of reading a foreign corpus: every item it has is kept, skipped or at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from goldfield.errors import Fault
from goldfield.schema.records import Article

__all__ = ["Account", "Record", "Skipped", "kept_of"]

Record = Article | dict[str, Any]
"""What a reader yields: a gold record, or a generic one where our schema has no such thing."""


class Skipped(NamedTuple):
    """An item that has no place in the record.

    Attributes:
        where: ``file:line``, or the file and the document.
        kind: a key of `kept_of`, or of nothing that is ever kept, such as ``relation``.
        label: its type in the corpus; empty if it has none.
        reason: why, in words that are the same for all items skipped for this reason.
    """

    where: str
    kind: str
    label: str
    reason: str


class Account:
    """What reading has to tell beside the records.

    Args:
        on_skip: called with each item that is skipped.

    Attributes:
        found: items of the corpus by kind, counted where they are parsed.
        kept: items of the records by kind, counted in the records.
        skipped: how often each kind, label and reason was skipped.
        faults: what is damaged; unless the reader of the report allows it, they refuse the corpus.
        notes: what else is worth telling.
    """

    def __init__(self, on_skip: Callable[[Skipped], object] = lambda _: None) -> None:
        self.found: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.skipped: Counter[tuple[str, str, str]] = Counter()
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self._on_skip = on_skip

    def skip(self, where: str, kind: str, label: str, reason: str) -> None:
        """Account for an item that is left out as the projection says."""
        self.skipped[kind, label, reason] += 1
        self._on_skip(Skipped(where, kind, label, reason))

    def skip_all(self, where: str, kind: str, count: int, reason: str) -> None:
        """Account for several items of a kind that are left out together."""
        for _ in range(count if self.found[kind] else 0):
            self.skip(where, kind, "", reason)

    def fault(self, where: str, kind: str, problem: str, fix: str = "") -> None:
        """Account for an item (of a kind that is counted in `found`) that is damaged."""
        self.faults.append(Fault(where, "$", problem, fix or "give the corpus as published"))
        self.skip(where, kind, "", f"damaged: {problem}")

    def totals(self) -> dict[str, tuple[int, int, int]]:
        """Of each kind that the corpus has: how many were found, kept and skipped."""
        skipped: Counter[str] = Counter()
        for (kind, _, _), count in self.skipped.items():
            skipped[kind] += count
        return {kind: (self.found[kind], self.kept[kind], skipped[kind]) for kind in self.found}

    def unexplained(self) -> dict[str, int]:
        """Items found that are neither kept nor skipped, by kind: never any, or a reader is wrong.

        Negative where records have more of a kind than was found.
        """
        lost = {kind: found - kept - gone for kind, (found, kept, gone) in self.totals().items()}
        return {kind: count for kind, count in lost.items() if count}

    def reasons(self) -> list[str]:
        """Every reason with its number of items and their labels, the commonest first."""
        labels: dict[tuple[str, str], Counter[str]] = {}
        for (kind, label, reason), count in sorted(self.skipped.items()):
            labels.setdefault((kind, reason), Counter())[label] += count
        ordered = sorted(labels.items(), key=lambda row: (-row[1].total(), row[0]))
        return [f"{_counted(kind, of)}: {reason}" for (kind, reason), of in ordered]


_MOST_LABELS = 12


def _counted(kind: str, labels: Mapping[str, int]) -> str:
    total = sum(labels.values())
    named = [
        f"{label} {count}"
        for label, count in sorted(labels.items(), key=lambda row: (-row[1], row[0]))
        if label
    ]
    more = [f"{len(named) - _MOST_LABELS} more types"] if len(named) > _MOST_LABELS else []
    listed = f" ({', '.join(named[:_MOST_LABELS] + more)})" if named else ""
    several = f"{kind.removesuffix('y')}ies" if kind.endswith("y") else f"{kind}s"
    return f"{total:,} {kind if total == 1 else several}{listed}"


def kept_of(record: Record) -> Counter[str]:
    """The items of a record by kind, for comparison with what the corpus had.

    Of an article: document, headline, dateline, byline, entity, mention, time, quantity, quote,
    speaker, event, trigger, argument. Of a generic record: document, span, cluster, mention,
    template, and filler (an entity in a role, with mentions).
    """
    if not isinstance(record, Article):
        clusters = record.get("clusters", [])
        roles = [row.items() for row in record.get("templates", [])]
        fillers = [one for row in roles for role, some in row if role != "type" for one in some]
        return Counter(
            document=1,
            span=len(record.get("spans", [])),
            cluster=len(clusters),
            mention=sum(map(len, [*clusters, *fillers])),
            template=len(roles),
            filler=len(fillers),
        )
    return Counter(
        document=1,
        headline=int(record.meta.headline is not None),
        dateline=int(record.meta.dateline is not None),
        byline=int(record.meta.byline is not None),
        entity=len(record.entities),
        mention=sum(len(entity.mentions) for entity in record.entities),
        time=len(record.times),
        quantity=len(record.quantities),
        quote=len(record.quotes),
        speaker=sum(quote.source.status == "explicit" for quote in record.quotes),
        event=len(record.events),
        trigger=sum(len(event.triggers) for event in record.events),
        argument=sum(len(event.arguments) for event in record.events),
    )
