"""Words that evoke events, with the little syntax that tells verbs from nouns."""

from __future__ import annotations

import itertools
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from .collocations import Trigger, collocated, is_bare, is_barred, without_objects
from .cues import is_passive
from .document import Document
from .inflect import noun_forms, verb_forms
from .lexicon import table, words

__all__ = ["find_triggers"]

_NOMINAL_BEFORE = words("grammar", "nominal_lead")
_VERBAL_BEFORE = words("grammar", "verbal_lead")


_BE_HAVE = ("is", "are", "was", "were", "be", "been", "being", "has", "have", "had")
_PARTICLES = ("down", "out", "off", "for", "on", "away", "dead", "up", "over")


class _Sense(NamedTuple):
    type: str
    form: str
    intransitive: bool


@cache
def _lexicon() -> tuple[dict[str, _Sense], dict[str, _Sense]]:
    """Verb forms and noun forms with their sense; the first type listed keeps a form."""
    verbs: dict[str, _Sense] = {}
    nouns: dict[str, _Sense] = {}
    for kind, entry in table("events").items():
        if not kind.isupper():
            continue
        for key in ("verbs", "intransitive"):
            for lemma in entry.get(key, "").split():
                for form, name in verb_forms(lemma).items():
                    verbs.setdefault(form, _Sense(kind, name, key == "intransitive"))
        for noun in entry.get("singular", "").split():
            nouns.setdefault(noun, _Sense(kind, "noun", False))
        for noun in entry.get("nouns", "").split():
            for form in noun_forms(noun) if not noun.endswith("s") else {noun}:
                nouns.setdefault(form, _Sense(kind, "noun", False))
    return verbs, nouns


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    index: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for kind, entry in table("events").items():
        if kind.isupper():
            for phrase in entry.get("phrases", ()):
                parts = tuple(phrase.split())
                index[parts[0]].append((parts, kind))
    return dict(index)


def find_triggers(doc: Document, names: set[int]) -> list[Trigger]:
    """All triggers outside names and metadata, in the order of the text."""
    found: list[Trigger] = []
    done = -1
    for index, token in enumerate(doc.tokens):
        if index <= done or token.start in names or doc.in_apparatus(token.start):
            continue
        trigger = _phrase_at(doc, index) or collocated(doc, index) or _word_at(doc, index)
        if trigger is not None and not is_barred(doc, trigger):
            found.append(trigger)
            done = trigger.last
    return without_objects(doc, found)


def _phrase_at(doc: Document, index: int) -> Trigger | None:
    for parts, kind in _phrases().get(doc.tokens[index].lower, ()):
        last = index + len(parts) - 1
        tokens = doc.tokens[index : last + 1]
        if len(parts) == 1 or tuple(token.lower for token in tokens) != parts:
            continue
        following = doc.tokens[last + 1].lower if last + 1 < len(doc.tokens) else ""
        if (parts[-1] == "out" and following == "of") or _clause_for(doc, parts, last):
            continue
        inflected = parts[0] in _lexicon()[0] or parts[0].endswith(("ed", "ing"))
        verb = inflected or parts[-1] in _PARTICLES
        passive = verb and is_passive(doc, index)
        form = "past" if verb else "noun"
        span = (tokens[0].start, tokens[-1].end)
        return Trigger(*span, kind, index, last, verb, form, kind == "ACCIDENT", passive)
    return None


def _clause_for(doc: Document, parts: tuple[str, ...], last: int) -> bool:
    """``asked for the fine to be raised``: the preposition brings in a clause."""
    following = [token.lower for token in doc.tokens[last + 1 : last + 8]]
    return parts[-1] == "for" and ("to", "be") in itertools.pairwise(following)


def _word_at(doc: Document, index: int) -> Trigger | None:
    token = doc.tokens[index]
    verbs, nouns = _lexicon()
    verb, noun = verbs.get(token.lower), nouns.get(token.lower)
    if verb is None and noun is None:
        return None
    before = doc.tokens[index - 1] if index else None
    if token.text[0].isupper() and not doc.initial(token.start) and not _shouting(doc, index):
        return None
    as_verb = verb is not None and _is_verb(doc, index, verb, noun is not None)
    sense = verb if as_verb else noun
    if sense is None or _in_compound(doc, index, as_verb) or (
        not as_verb and is_bare(doc, index)
    ):  # fmt: skip
        return None
    if (
        not as_verb
        and before is not None
        and before.lower in ("to", "will", "would")
        and verb is None
    ):
        return None
    passive = as_verb and sense.form == "past" and is_passive(doc, index)
    return Trigger(token.start, token.end, sense.type, index, index, as_verb, sense.form,
                   sense.intransitive, passive)  # fmt: skip


def _shouting(doc: Document, index: int) -> bool:
    """Whether the word stands in a line where capitals say nothing."""
    low, high = max(0, index - 3), index + 4
    around = [t for t in doc.tokens[low:high] if t.text[0].isalpha() and len(t.text) > 3]
    return len(around) > 2 and all(t.text[0].isupper() for t in around)


def _is_verb(doc: Document, index: int, sense: _Sense, also_noun: bool) -> bool:
    before = doc.tokens[index - 1].lower if index else ""
    if sense.form == "past":
        return True
    if sense.form == "ing":
        return not also_noun or before not in _NOMINAL_BEFORE
    if before in _VERBAL_BEFORE:
        return sense.form != "base" or before not in _BE_HAVE
    if before in _NOMINAL_BEFORE or not before:
        return False
    if not also_noun:
        return sense.form == "third" or before.endswith("s") or doc.initial(doc.tokens[index].start)
    following = doc.tokens[index + 1].lower if index + 1 < len(doc.tokens) else ""
    return following in ("the", "a", "an", "his", "her", "its", "their", "that", "them", "him")


def _in_compound(doc: Document, index: int, verb: bool) -> bool:
    """``attack dog``, ``fire chief``: the noun only describes another."""
    tokens = doc.tokens
    if index + 1 >= len(tokens):
        return False
    following = tokens[index + 1]
    if following.text == "-" and following.start == tokens[index].end:
        return True
    if index and tokens[index - 1].text == "-" and tokens[index - 1].end == tokens[index].start:
        prefix = tokens[index - 2].lower if index > 1 else ""
        return prefix not in words("grammar", "hyphen_prefixes")
    if following.lower == "for" and [t.lower for t in tokens[index + 2 : index + 3]] == ["comment"]:
        return True
    return not verb and following.lower in words("grammar", "agent_compounds")
