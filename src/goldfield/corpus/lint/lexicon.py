"""The words that the rules know, read once from ``lexicon.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.schema.labels import Comparator, EntityType, EventType, Role

__all__ = ["LEXICON", "Lexicon", "forms"]


class Lexicon(Struct, frozen=True, forbid_unknown_fields=True):
    """Closed lists of English words; each says in the file what it is for. All lower case."""

    abbreviations: frozenset[str]
    titles: frozenset[str]
    plain_capitals: frozenset[str]
    identifiers: frozenset[str]
    determiners: frozenset[str]
    function_words: frozenset[str]
    apparatus: tuple[str, ...]
    term_words: frozenset[str]
    one_before: frozenset[str]
    one_after: frozenset[str]
    collectives: frozenset[str]
    not_people: frozenset[str]
    not_heads: frozenset[str]
    after_clause: frozenset[str]
    countries: frozenset[str]
    pronouns: dict[str, frozenset[str]]
    head_types: dict[EntityType, frozenset[str]]
    name_words: dict[EntityType, frozenset[str]]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    references: dict[str, frozenset[str]]
    numbers: dict[str, int]
    magnitudes: dict[str, int]
    fractions: dict[str, float]
    plurals: dict[str, tuple[int, int]]
    approximators: dict[Comparator, tuple[str, ...]]
    units: dict[str, frozenset[str]]
    time_units: dict[str, str]
    speech: frozenset[str]
    auxiliaries: frozenset[str]
    triggers: dict[EventType, frozenset[str]]
    trigger_also: dict[EventType, tuple[EventType, ...]]
    roles: dict[EventType, tuple[Role, ...]]


def _read() -> Lexicon:
    path = Path(__file__).parent / "lexicon.toml"
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Lexicon)


LEXICON = _read()


def forms(lemma: str) -> frozenset[str]:
    """The regular forms of a verb or noun; a form that does not exist harms nobody."""
    bare = lemma[:-1] if lemma.endswith("e") else lemma
    stem = lemma[:-1] + "i" if lemma.endswith("y") else lemma
    found = {lemma, f"{lemma}s", f"{stem}es", f"{bare}ed", f"{stem}ed", f"{bare}ing"}
    return frozenset(found | {f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"})
