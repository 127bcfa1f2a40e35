"""The output: everything found, in the shape of a gold record."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from .attribution import Attribution
from .clusters import Cluster, Mention
from .coreference import Resolver
from .document import Document
from .events import Happening
from .filing import filing_date
from .header import Header
from .quantities import Amount
from .sentences import Stretch
from .timecontext import Timex

__all__ = ["Recorder"]

_ARTICLE, _NEAR = 12, 12
_NAMES_ONLY = ("NORP", "MISC")
Json = dict[str, Any]


class Recorder:
    """Turns findings into plain data; ids are given in the order of the text."""

    def __init__(self, doc: Document, header: Header, resolver: Resolver) -> None:
        self.doc = doc
        self.header = header
        self.clusters = resolver.clusters
        self.ids: dict[int, str] = {}
        headed = [m for cluster in self.clusters for m in cluster.mentions if m.head]
        self.headed = sorted(headed, key=lambda m: (m.start, -m.end))

    def record(
        self,
        times: list[Timex],
        amounts: list[Amount],
        quotes: list[Attribution],
        events: list[Happening],
    ) -> Json:
        """All layers of the article."""
        used = {quote.entity for quote in quotes} | {quote.addressee for quote in quotes}
        used |= {arg.ref for event in events for arg in event.arguments if arg.kind == "entity"}
        counted = [self._counted(amount) for amount in amounts]
        used |= set(counted)
        entities = self._entities({number for number in used if number is not None})
        return {
            "meta": self._meta(),
            "entities": entities,
            "times": [self._time(index, time) for index, time in enumerate(times)],
            "quantities": [
                self._quantity(i, amount, of)
                for i, (amount, of) in enumerate(zip(amounts, counted, strict=True))
            ],
            "quotes": [self._quote(index, quote) for index, quote in enumerate(quotes)],
            "events": [self._event(index, event) for index, event in enumerate(events)],
        }

    def _span(self, start: int, end: int) -> Json:
        return {"start": start, "end": end, "text": self.doc.text[start:end]}

    def _stretch(self, stretch: Stretch | None) -> Json | None:
        return None if stretch is None else self._span(*stretch)

    def _meta(self) -> Json:
        header = self.header
        published: Json | None = None
        if header.published is not None:
            value, span = header.published
            published = {"value": value, "span": self._stretch(span), "acceptable": []}
        return {
            "date_published": published,
            "headline": self._stretch(header.headline),
            "deck": self._stretch(header.deck),
            "dateline": self._dateline(),
            "byline": self._stretch(header.byline),
            "publisher": self._stretch(header.publisher),
            "lang": header.lang,
        }

    def _dateline(self) -> Json | None:
        found = self.header.dateline
        if found is None:
            return None
        return {
            "span": self._stretch(found.span),
            "place": self._stretch(found.place),
            "city": found.city,
            "country": found.country,
            "date": filing_date(self.doc, self.header),
            "agency": found.agency,
        }

    def _entities(self, used: set[int]) -> list[Json]:
        """Clusters that are named, particular, used or mentioned twice; no span is taken twice."""
        kept = []
        taken: set[tuple[int, int]] = set()
        named_first = sorted(self.clusters, key=lambda c: not _named(c))
        for cluster in named_first:
            mentions = self._mentions(cluster, taken)
            told = _named(cluster) or cluster.particular or cluster.number in used
            if mentions and (told or len(mentions) > 1):
                kept.append((mentions[0].start, cluster, mentions))
                taken.update((m.start, m.end) for m in mentions)
        kept.sort(key=lambda entry: entry[0])
        self.ids = {cluster.number: f"e{i + 1}" for i, (_, cluster, _) in enumerate(kept)}
        return [self._entity(cluster, mentions) for _, cluster, mentions in kept]

    def _mentions(self, cluster: Cluster, taken: set[tuple[int, int]]) -> list[Mention]:
        """The cluster's mentions in order, names before others of the same span."""
        found: dict[tuple[int, int], Mention] = {}
        for mention in sorted(cluster.mentions, key=lambda m: m.kind != "NAM"):
            place = (mention.start, mention.end)
            allowed = mention.kind == "NAM" or cluster.type not in _NAMES_ONLY
            if allowed and place not in taken:
                found.setdefault(place, mention)
        return [found[place] for place in sorted(found)]

    def _entity(self, cluster: Cluster, mentions: list[Mention]) -> Json:
        return {
            "id": self.ids[cluster.number],
            "type": cluster.type,
            "name": cluster.name if _named(cluster) else None,
            "wikidata": None,
            "mentions": [self._mention(mention) for mention in mentions],
        }

    def _mention(self, mention: Mention) -> Json:
        head = mention.head
        return {
            **self._span(mention.start, mention.end),
            "kind": mention.kind,
            "head": None if head is None else self._span(head.start, head.end),
            "subword": False,
        }

    def _time(self, index: int, time: Timex) -> Json:
        anchor = f"t{time.anchor + 1}" if isinstance(time.anchor, int) else time.anchor
        return {
            "id": f"t{index + 1}",
            "span": self._span(time.start, time.end),
            "type": time.type,
            "value": time.value,
            "anchor": anchor,
            "vague": time.vague,
            "acceptable": [],
        }

    def _counted(self, amount: Amount) -> int | None:
        """The cluster of the nominal that the number begins."""
        low = bisect_left(self.headed, amount.start - _ARTICLE, key=lambda m: m.start)
        best: Mention | None = None
        for mention in self.headed[low : low + _NEAR]:
            if mention.start > amount.start:
                break
            if mention.head and amount.end <= mention.head.start:
                best = mention
        return best.cluster if best else None

    def _quantity(self, index: int, amount: Amount, of: int | None) -> Json:
        return {
            "id": f"q{index + 1}",
            "span": self._span(amount.start, amount.end),
            "value": amount.value,
            "min": amount.low,
            "max": amount.high,
            "comparator": amount.comparator,
            "unit": amount.unit,
            "of": self._id(of),
            "acceptable": [],
        }

    def _id(self, cluster: int | None) -> str | None:
        return None if cluster is None else self.ids.get(cluster)

    def _quote(self, index: int, quote: Attribution) -> Json:
        entity = self._id(quote.entity)
        source = quote.source
        cluster = self.clusters[quote.entity] if quote.entity is not None and entity else None
        return {
            "id": f"a{index + 1}",
            "type": quote.type,
            "source": {
                "entity": entity,
                "span": self._span(source.start, source.end) if source else None,
                "name": cluster.name if cluster and _named(cluster) else None,
                "status": "explicit" if entity else "implicit",
                "acceptable": [],
            },
            "cue": self._stretch(quote.cue),
            "content": [self._stretch(stretch) for stretch in quote.content],
            "quoted": [self._span(q.start, q.end) for q in quote.quoted],
            "addressee": self._id(quote.addressee),
            "parent": None if quote.parent is None else f"a{quote.parent + 1}",
        }

    def _event(self, index: int, event: Happening) -> Json:
        return {
            "id": f"v{index + 1}",
            "type": event.type,
            "triggers": [self._span(t.start, t.end) for t in event.triggers],
            "arguments": [
                {
                    "role": arg.role,
                    "span": self._span(arg.start, arg.end),
                    "ref": self._reference(arg.kind, arg.ref),
                    "acceptable": [],
                }
                for arg in event.arguments
            ],
            "factuality": event.factuality,
            "status": event.status,
        }

    def _reference(self, kind: str, ref: int | None) -> str | None:
        if ref is None:
            return None
        letter = {"time": "t", "quantity": "q", "event": "v"}.get(kind)
        return self._id(ref) if letter is None else f"{letter}{ref + 1}"


def _named(cluster: Cluster) -> bool:
    return any(mention.kind == "NAM" for mention in cluster.mentions)
