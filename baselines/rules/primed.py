"""Plain words that tell an event where the article tells it in other words as well."""

from __future__ import annotations

from functools import cache

from .collocations import Trigger
from .cues import is_passive
from .document import Document
from .inflect import noun_forms, verb_forms
from .lexicon import table

__all__ = ["with_primed"]

_LEADS = {"to", "will", "would", "can", "could", "may", "might", "must", "should", "not"}
_UNDERGOING = ("EVACUATE",)


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Each form with its type and its kind."""
    found: dict[str, tuple[str, str]] = {}
    for kind, entry in table("events")["primed"].items():
        for verb in entry["verbs"].split():
            for form, name in verb_forms(verb).items():
                found.setdefault(form, (kind, name))
        for noun in entry["nouns"].split():
            for form in noun_forms(noun):
                found.setdefault(form, (kind, "noun"))
    return found


def with_primed(doc: Document, found: list[Trigger], names: set[int]) -> list[Trigger]:
    """The triggers, with the plain words for events of the types that they tell."""
    told = {trigger.type for trigger in found}
    if told.isdisjoint(table("events")["primed"]):
        return found
    taken = {at for trigger in found for at in range(trigger.first, trigger.last + 1)}
    added = []
    for index, token in enumerate(doc.tokens):
        kind, form = _words().get(token.lower, ("", ""))
        free = index not in taken and token.start not in names
        if kind in told and free and not doc.in_apparatus(token.start) and _used(doc, index, form):
            verb = form != "noun"
            passive = form == "past" and is_passive(doc, index)
            undergone = kind in _UNDERGOING and not passive
            span = (token.start, token.end)
            added.append(Trigger(*span, kind, index, index, verb, form, undergone, passive))
    return sorted([*found, *added], key=lambda trigger: trigger.start)


def _used(doc: Document, index: int, form: str) -> bool:
    """Whether the word is used as the lexicon means it; a bare form may be another's noun."""
    before = doc.tokens[index - 1].lower if index else ""
    following = doc.tokens[index + 1] if index + 1 < len(doc.tokens) else None
    if form == "noun":
        return following is None or not (following.text.islower() and following.text[-1] == "s")
    return form in ("past", "ing") or before in _LEADS
