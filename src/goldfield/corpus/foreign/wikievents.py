"""WikiEvents: entities, events and arguments of news, and coreference if its file is there.

Li et al. 2021, Document-Level Event Argument Extraction by Conditional Generation, NAACL. Mentions
are head words for the most part. Where the files do not tell their kind, pronouns are known by a
list, and names by a capital.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, id_of, imported_article, provenance_of
from goldfield.corpus.foreign.clusters import (
    ForeignMention,
    cluster_entities,
    retyped_note,
)
from goldfield.corpus.foreign.frames import ForeignArgument, ForeignEvent, project_events
from goldfield.corpus.foreign.json_records import json_records, split_files
from goldfield.corpus.foreign.projection import Projection, load_projection, lookup
from goldfield.corpus.foreign.tokens import Item, Tokens, locate
from goldfield.corpus.foreign.wikievents_lines import WikiDocument, read_clusters, text_of
from goldfield.schema.labels import Layer, MentionKind
from goldfield.schema.records import Article

__all__ = ["read_wikievents", "wikievents_files"]

_RELATIVE = {"who", "whom", "whose", "which"}


class _Text(NamedTuple):
    """A document as far as it is read: its text, its mentions by id, and ids that have no place."""

    where: str
    document: WikiDocument
    tokens: Tokens
    mentions: dict[str, ForeignMention]
    unplaced: set[str]


def wikievents_files(folder: Path) -> list[Path]:
    """The files of the splits, in the folder or in its ``data``; not the ``_info`` copies."""
    found = split_files(folder, ".jsonl") or split_files(folder / "data", ".jsonl")
    return [path for path in found if not path.stem.endswith("_info")]


def read_wikievents(paths: Sequence[Path], account: Account) -> Iterator[Article]:
    """The documents of files, one by one; the clusters of a whole file are held in memory.

    A document without clusters gets no layer `coref`: each of its mentions is an entity, and its
    arguments are spans.

    Raises:
        DataError: a file is not JSON.
    """
    table = load_projection("wikievents")
    retyped = 0
    for path in paths:
        clusters = read_clusters(path, account)
        for place, document in json_records([path], WikiDocument, account):
            text = _text(place, document, table, account)
            known = clusters.get(document.doc_id)
            grouped = _grouped(text, known or [], account)
            found = cluster_entities(text.where, grouped, table.entities, account)
            retyped += found.retyped
            entity_of = {} if known is None else found.entity_of
            events = project_events(
                _events(text, entity_of, account), table, text.tokens.text.text, account
            )
            coref: list[Layer] = [] if known is None else ["coref"]
            layers = ["entities", *coref, "events", "arguments"]
            yield _article(text, Content(layers=layers, entities=found.entities, events=events))
    account.notes += retyped_note(retyped)


def _article(text: _Text, content: Content) -> Article:
    name = text.document.doc_id
    provenance = provenance_of(f"WikiEvents, {name}")
    return imported_article(id_of(name), text.tokens.text.text, content, provenance)


def _text(place: str, document: WikiDocument, table: Projection, account: Account) -> _Text:
    account.found["document"] += 1
    for _ in document.relation_mentions:
        account.found["relation"] += 1
        account.skip(place, "relation", "", "goldfield has no relations")
    text = _Text(f"{place} {document.doc_id}", document, text_of(document), {}, set())
    for mention in document.entity_mentions:
        item = Item(f"{text.where} {mention.id}", "mention", mention.entity_type)
        account.found["mention"] += 1
        if mention.id in text.mentions:
            account.fault(item.where, "mention", "another mention has its id")
        elif span := locate(text.tokens, mention.start, mention.end, item, account):
            kind = lookup(table.kinds, mention.mention_type) or _guessed(span.text)
            text.mentions[mention.id] = ForeignMention(
                item.where, mention.id, item.label, span, kind
            )
        else:
            text.unplaced.add(mention.id)
    return text


def _guessed(surface: str) -> MentionKind:
    from goldfield.corpus.lint.lexicon import LEXICON  # the linter reads articles through here

    if surface.lower() in _RELATIVE.union(*LEXICON.pronouns.values()):
        return "PRO"
    return "NOM" if surface == surface.lower() else "NAM"


def _grouped(
    text: _Text, clusters: Sequence[Sequence[str]], account: Account
) -> list[list[ForeignMention]]:
    """The mentions in their clusters, then those that are in none, each alone."""
    left = dict(text.mentions)
    grouped: list[list[ForeignMention]] = []
    for cluster in clusters:
        group: list[ForeignMention] = []
        for id in cluster:
            if id in left:
                group.append(left.pop(id))
                continue
            account.found["link"] += 1
            if _filler(text, id, Item(text.where, "link"), account):
                account.skip(text.where, "link", "", "its mention is in a cluster already")
        grouped.append(group)
    return [group for group in grouped if group] + [[mention] for mention in left.values()]


def _events(text: _Text, entity_of: Mapping[str, str], account: Account) -> Iterator[ForeignEvent]:
    for event in text.document.event_mentions:
        where, label = f"{text.where} {event.id}", event.event_type
        account.found["event"] += 1
        account.found["trigger"] += 1
        account.found["argument"] += len(event.arguments)
        first, end = event.trigger.start, event.trigger.end
        span = locate(text.tokens, first, end, Item(where, "trigger", label), account)
        arguments: list[ForeignArgument] = []
        for argument in event.arguments:
            item = Item(where, "argument", argument.role)
            if mention := _filler(text, argument.entity_id, item, account):
                ref = entity_of.get(mention.id)
                arguments.append(ForeignArgument(argument.role, mention.span, ref))
        yield ForeignEvent(where, label, span, arguments)


def _filler(text: _Text, id: str, item: Item, account: Account) -> ForeignMention | None:
    """The mention that an id means; None if it has no place or there is none."""
    mention = text.mentions.get(id)
    if mention is None and id in text.unplaced:
        account.skip(*item, "its mention is not kept")
    elif mention is None:
        account.fault(item.where, item.kind, f"{id!r} is no mention of the document")
    return mention
