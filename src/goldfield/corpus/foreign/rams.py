"""RAMS: one event in five sentences, with the arguments that these sentences have.

Ebner et al. 2020, Multi-Sentence Argument Linking, ACL. Only one event of a text is annotated,
however many it tells, and nothing is said of what its arguments are but their roles. Offsets
count tokens of the whole text, and both ends are inclusive.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, id_of, imported_article, provenance_of
from goldfield.corpus.foreign.frames import ForeignArgument, ForeignEvent, project_events
from goldfield.corpus.foreign.json_records import json_records, split_files
from goldfield.corpus.foreign.projection import load_projection
from goldfield.corpus.foreign.tokens import Item, Tokens, join_tokens, locate
from goldfield.schema.records import Article

__all__ = ["rams_files", "read_rams"]

_Place = tuple[int, int]
_Scored = tuple[str, float]
_NUMBERED = re.compile(r"evt\d+arg\d+")
_NOTE = "RAMS annotates one event a text: other events found are not wrong, so look at recall"


class _Document(Struct, gc=False):
    doc_key: str
    sentences: list[list[str]]
    evt_triggers: list[tuple[int, int, list[_Scored]]]
    ent_spans: list[tuple[int, int, list[_Scored]]] = []
    gold_evt_links: list[tuple[_Place, _Place, str]] = []


class _Text(NamedTuple):
    where: str
    tokens: Tokens


def rams_files(folder: Path) -> list[Path]:
    """The files of the splits, in the folder or in its ``data``."""
    return split_files(folder, ".jsonlines", ".jsonl") or split_files(
        folder / "data", ".jsonlines", ".jsonl"
    )


def read_rams(paths: Sequence[Path], account: Account) -> Iterator[Article]:
    """The texts of files, one by one. An argument is a span without an entity.

    Raises:
        DataError: a file is not JSON.
    """
    table = load_projection("rams")
    account.notes.append(_NOTE)
    for place, document in json_records(paths, _Document, account):
        account.found["document"] += 1
        text = _Text(f"{place} {document.doc_key}", join_tokens(document.sentences))
        events = list(_events(text, document, account))
        _spans_left(text, document, account)
        cleaned = text.tokens.text.text
        content = Content(
            layers=["events", "arguments"],
            events=project_events(events, table, cleaned, account),
        )
        provenance = provenance_of(f"RAMS, {document.doc_key}")
        yield imported_article(id_of(document.doc_key), cleaned, content, provenance)


def _events(text: _Text, document: _Document, account: Account) -> Iterator[ForeignEvent]:
    links: dict[_Place, list[tuple[_Place, str]]] = defaultdict(list)
    for trigger, place, role in document.gold_evt_links:
        links[trigger].append((place, role))
    for first, last, types in document.evt_triggers:
        label = max(types, key=lambda one: one[1], default=("", 0.0))[0]
        account.found["event"] += 1
        account.found["trigger"] += 1
        span = locate(text.tokens, first, last + 1, Item(text.where, "trigger", label), account)
        own = links.pop((first, last), [])
        yield ForeignEvent(text.where, label, span, list(_arguments(text, own, account)))
    for trigger, left in links.items():
        for _, role in left:
            account.found["argument"] += 1
            problem = f"{role} of an event at {list(trigger)}, where there is none"
            account.fault(text.where, "argument", problem)


def _arguments(
    text: _Text, links: Sequence[tuple[_Place, str]], account: Account
) -> Iterator[ForeignArgument]:
    for (first, last), label in links:
        role = _NUMBERED.sub("", label, count=1)  # evt089arg02attacker
        account.found["argument"] += 1
        item = Item(text.where, "argument", role)
        if span := locate(text.tokens, first, last + 1, item, account):
            yield ForeignArgument(role, span)


def _spans_left(text: _Text, document: _Document, account: Account) -> None:
    """Account for spans that are no argument of the event: RAMS gives them no other type."""
    linked = {place for _, place, _ in document.gold_evt_links}
    for first, last, _ in document.ent_spans:
        if (first, last) not in linked:
            account.found["mention"] += 1
            account.skip(text.where, "mention", "", "it has no role in the event, and no type")
