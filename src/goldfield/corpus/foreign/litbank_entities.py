"""LitBank's entities: brat files of nested mentions of people, places and the like, in fiction.

Bamman, Popat and Shen 2019, An Annotated Dataset of Literary Entities, NAACL. Names and nominal
mentions are annotated, pronouns are not, and the files do not say which is which. It is told by
rule: a name's head, taken to be the word before the first comma or preposition, is capitalised,
and the mention does not begin with an article or determiner that names do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, id_of, imported_article, provenance_of
from goldfield.corpus.foreign.cleaning import Cleaned, clean
from goldfield.corpus.foreign.projection import Projection, load_projection, lookup
from goldfield.corpus.foreign.reading import files_in, read_document
from goldfield.corpus.foreign.standoff import Standoff, read_standoff
from goldfield.corpus.foreign.standoff_rows import Mark
from goldfield.schema.labels import MentionKind
from goldfield.schema.records import Article, Entity, Mention

__all__ = ["LICENCE", "kind_by_rule", "litbank_entity_files", "litbank_id", "read_litbank_entities"]

LICENCE = "CC-BY-4.0"

_FORMAT = "litbank-entities"
_PRONOUN = re.compile(
    r"i|me|we|us|you|he|him|she|her|it|they|them|who|whom|(?:my|your|him|her|it)self"
    r"|(?:our|your|them)selves",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:an?|my|your|his|her|its|our|their|this|that|these|those|some|any|every|no|each|both|two"
    r"|three|another)\b",
    re.IGNORECASE,
)
_HEAD_ENDS = re.compile(
    r" (?:[,;:(—]|-+|of|in|on|at|from|with|to|for|by|as|near|under|over|behind|before|after"
    r"|beyond|upon|among|between|without|like|into|about|and|or|that|who|whom|whose|which|where"
    r"|when)(?: |$)",
    re.IGNORECASE,
)


def litbank_entity_files(folder: Path) -> list[Path]:
    """The annotation files of a folder: LitBank's own, its `entities`, or the files themselves."""
    return files_in(folder, "entities/brat/*.ann", "brat/*.ann", "*.ann")


def litbank_id(table: Path) -> str:
    """The excerpt that a file is of."""
    return id_of(table.stem.removesuffix("_brat"))


def read_litbank_entities(paths: Iterable[Path], account: Account) -> Iterator[Article]:
    """The excerpts of brat files, one by one, with layer `entities`: an entity a mention.

    Raises:
        DataError: the table of types is damaged.
    """
    types = load_projection(_FORMAT)
    account.notes.append("which mentions are names is told by rule; see the table of types")
    for table in paths:
        document = read_document(account, table, partial(read_standoff, table))
        if document is not None:
            yield _article(table, document, types, account)


def _article(table: Path, document: Standoff, types: Projection, account: Account) -> Article:
    text = clean(document.text)
    entities: list[Entity] = []
    taken: set[tuple[int, int]] = set()
    for mark in document.marks:
        account.found["mention"] += 1
        entity, reason = _entity(f"e{len(entities) + 1}", mark, text, types)
        if entity and (place := (entity.mentions[0].start, entity.mentions[0].end)) in taken:
            entity, reason = None, "another mention has its place"
        if entity:
            taken.add(place)
            entities.append(entity)
        else:
            account.skip(f"{table}:{mark.line}", "mention", mark.type, reason)
    content = Content(layers=["entities"], entities=entities)
    source = f"LitBank entities, {table.name}"
    return imported_article(litbank_id(table), text.text, content, provenance_of(source, LICENCE))


def _entity(id: str, mark: Mark, text: Cleaned, types: Projection) -> tuple[Entity | None, str]:
    """The entity of a mention, or why there is none."""
    kind = kind_by_rule(mark.surface)
    type = lookup(types.entities, f"{mark.type}.{kind}")
    span = text.span(*mark.fragments[0])
    if len(mark.fragments) > 1:
        return None, "its words do not stand together"
    if not type:
        return None, "no entity type of ours"
    if span is None:
        return None, "it has no visible character"
    mention = Mention(span.start, span.end, span.text, kind, None, False)
    name = span.text if kind == "NAM" else None
    return Entity(id=id, type=type, name=name, wikidata=None, mentions=[mention]), ""


def kind_by_rule(surface: str) -> MentionKind:
    """What a mention is by its words, as the module says; a pronoun is one of a closed list."""
    if _PRONOUN.fullmatch(surface):
        return "PRO"
    head = _HEAD_ENDS.split(surface, maxsplit=1)[0].split()[-1:]
    capital = bool(head) and head[0][0].isupper()
    return "NAM" if capital and not _NO_NAME.match(surface) else "NOM"
