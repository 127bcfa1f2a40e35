"""From a record to its graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from goldfield.corpus.exchange.assemble import digest_of
from goldfield.corpus.exchange.graph import Graph, Kind, Region, Relation
from goldfield.corpus.exchange.items import ITEM_LISTS, META_KINDS, items_of
from goldfield.schema.records import (
    Argument,
    Article,
    Entity,
    Event,
    Mention,
    Quantity,
    Quote,
    Span,
    Time,
)

__all__ = ["to_graph"]


def to_graph(article: Article) -> Graph:
    """The graph of a gold record; `from_graph` is its inverse, whatever the record holds.

    What regions and relations would be read back as is compared with the record. Where they
    differ (alternatives, an argument without a place of its own), the item is kept in the side
    data beside the digest of that reading.
    """
    maker = _Maker(article)
    maker.regions_of_all()
    maker.relations_of_all()
    date = article.meta.date_published
    told = _texts({"date_published": date and date.value, "lang": article.meta.lang})
    side = _side(article, maker)
    graph = Graph(article.id, article.text, maker.regions, maker.relations, told, side)
    return graph._replace(side={**graph.side, "exact": _exact(article, graph)})


def _side(article: Article, maker: _Maker) -> dict[str, Any]:
    plain = msgspec.to_builtins(article)
    held = {"text", "meta", *ITEM_LISTS.values()}
    events = enumerate(plain["events"])
    return {
        "article": {key: value for key, value in plain.items() if key not in held},
        "order": [region.id for region in maker.regions],
        "lines": [list(relation) for relation in maker.relations],
        "groups": maker.groups,
        "unplaced": [[index, event] for index, event in events if not event["triggers"]],
    }


def _exact(article: Article, graph: Graph) -> dict[str, list[Any]]:
    """Items by id that their reading is not equal to, each with the digest of the reading."""
    read, _ = items_of(graph)
    plain = msgspec.to_builtins(article)
    originals = {"meta": plain["meta"]}
    for name in ITEM_LISTS.values():
        originals |= {f"{name}/{item['id']}": item for item in plain[name]}
    return {
        key: [digest_of(read[key]), item]
        for key, item in originals.items()
        if key in read and read[key] != item
    }


class _Maker:
    """Collects regions, then the relations between them."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.regions: list[Region] = []
        self.relations: list[Relation] = []
        self.groups: dict[str, list[Any]] = {}
        self._taken = {item.id for name in ITEM_LISTS.values() for item in getattr(article, name)}
        self._at: dict[str, dict[tuple[int, int], str]] = {}  # of an item: place to region

    # ---- regions ----

    def regions_of_all(self) -> None:
        article = self.article
        self._meta()
        for entity in article.entities:
            self._entity(entity)
        for time in article.times:
            self._item(time.id, "time", time.type, [time.span], _time(time))
        for quantity in article.quantities:
            self._item(quantity.id, "quantity", "", [quantity.span], _quantity(quantity))
        for quote in article.quotes:
            self._item(quote.id, "quote", quote.type, quote.content, _quote(quote))
        for event in article.events:
            self._item(event.id, "trigger", event.type, event.triggers, _event(event))

    def _add(self, kind: Kind, base: str, span: Span) -> str:
        """A region that is no item's first; its id is made from `base`."""
        number, id = 2, f"{base}#{kind}"
        while id in self._taken:
            id, number = f"{base}#{kind}{number}", number + 1
        self._taken.add(id)
        self.regions.append(Region(id, kind, "", span.start, span.end))
        return id

    def _item(
        self, id: str, kind: Kind, type: str, spans: list[Span], told: Mapping[str, str]
    ) -> list[str]:
        """The regions of an item, joined to the first; their ids."""
        ids = []
        self._at[id] = {}
        for index, span in enumerate(spans):
            if index == 0:
                name = id
                self.regions.append(Region(id, kind, type, span.start, span.end, told))
            else:
                name = self._add(kind, id, span)
                self.regions[-1] = self.regions[-1]._replace(type=type)
            ids.append(name)
            self._at[id].setdefault((span.start, span.end), name)
        if len(ids) > 1:
            self.groups[id] = [ids, dict(told)]
        return ids

    def _meta(self) -> None:
        meta = self.article.meta
        for kind in META_KINDS:
            if span := getattr(meta, kind):
                self._add(kind, "", span)
        if meta.date_published and meta.date_published.span:
            self._add("date_published", "", meta.date_published.span)
        if line := meta.dateline:
            id = self._add("dateline", "", line.span)
            told = {name: getattr(line, name) for name in ("city", "country", "date", "agency")}
            self.regions[-1] = self.regions[-1]._replace(attributes=_texts(told))
            if line.place:
                self._relate("part", id, self._add("dateline_place", "", line.place))

    def _entity(self, entity: Entity) -> None:
        told = _texts({"name": entity.name, "wikidata": entity.wikidata})
        ids = self._item(entity.id, "mention", entity.type, [*entity.mentions], told)
        first = len(self.regions) - len(ids)
        for index, mention in enumerate(entity.mentions, start=first):
            region = self.regions[index]
            own = {**_mention(mention), **region.attributes}
            self.regions[index] = region._replace(attributes=own)
        for id, mention in zip(ids, entity.mentions, strict=True):
            if mention.head:
                self._relate("head", id, self._add("head", id, mention.head))

    # ---- relations ----

    def _relate(self, label: str, source: str, target: str | None) -> None:
        if target is not None:
            self.relations.append(Relation(label, source, target))

    def relations_of_all(self) -> None:
        for id, (ids, _) in self.groups.items():
            kind = next(region.kind for region in self.regions if region.id == id)
            label = "continues" if kind == "quote" else "coref"
            for other in ids[1:]:
                self._relate(label, other, id)
        for time in self.article.times:
            self._relate("anchored", time.id, self._known(time.anchor))
        for quantity in self.article.quantities:
            self._relate("of", quantity.id, self._known(quantity.of))
        for quote in self.article.quotes:
            self._quote(quote)
        for event in self.article.events:
            for argument in event.arguments if event.triggers else ():
                self._argument(event, argument)

    def _known(self, id: str | None) -> str | None:
        return id if id is not None and self._at.get(id) else None

    def _quote(self, quote: Quote) -> None:
        source = quote.source
        self._relate(
            "speaker", quote.id, self._place("speaker", quote.id, source.span, source.entity)
        )
        if quote.cue:
            self._relate("cue", quote.id, self._add("cue", quote.id, quote.cue))
        for span in quote.quoted:
            self._relate("quoted", quote.id, self._add("quoted", quote.id, span))
        self._relate("addressee", quote.id, self._known(quote.addressee))
        self._relate("parent", quote.id, self._known(quote.parent))

    def _argument(self, event: Event, argument: Argument) -> None:
        place = self._place("argument", event.id, argument.span, argument.ref)
        self._relate(argument.role, event.id, place)

    def _place(self, kind: Kind, base: str, span: Span | None, ref: str | None) -> str | None:
        """The region that stands for a span and an id together; a new one if none does."""
        if span is None:
            return self._known(ref)
        own = self._at.get(ref or "", {}).get((span.start, span.end))
        if own is not None:
            return own
        id = self._add(kind, base, span)
        self._relate("refers", id, self._known(ref))
        return id


# ---- attributes as text ----


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items() if value}


def _text(value: Any) -> str:
    if value is True:
        return "true"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _mention(mention: Mention) -> dict[str, str]:
    return _texts({"kind": mention.kind, "subword": mention.subword})


def _time(time: Time) -> dict[str, str]:
    anchor = "DCT" if time.anchor == "DCT" else None
    return _texts({"value": time.value, "anchor": anchor, "vague": time.vague})


def _quantity(quantity: Quantity) -> dict[str, str]:
    names = ("value", "min", "max", "comparator", "unit")
    return {n: _text(v) for n in names if (v := getattr(quantity, n)) is not None}


def _quote(quote: Quote) -> dict[str, str]:
    return _texts({"source": quote.source.status, "speaker_name": quote.source.name})


def _event(event: Event) -> dict[str, str]:
    return _texts({"factuality": event.factuality, "status": event.status})
