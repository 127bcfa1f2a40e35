"""Acts promised, refused or settled for the future are told by their commitment (V7, V9)."""

from __future__ import annotations

from .collocations import Trigger
from .document import Document
from .inflect import verb_forms
from .lexicon import table

__all__ = ["committed"]

_COMMITTING = ("AGREE", "THREATEN", "CONCEDE")
_HARM = ("ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE", "REJECT")
_YIELDING = ("CONCEDE", "RETREAT")
_FUTURE = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE",
           "RETREAT": "CONCEDE"}  # fmt: skip
_REFUSING = {form for lemma in ("refuse", "decline") for form in verb_forms(lemma)}
_OBJECT, _BACK = 4, 4
_ENDS = frozenset('.,;:“”"()—–')
_SETTLED = frozenset(table("events")["operators"]["settled"].split())
_PLANNED = frozenset(table("events")["operators"]["planned_nouns"].split())


def committed(doc: Document, triggers: list[Trigger]) -> list[Trigger]:
    """The triggers without the acts that others commit to, each of the type that V7 and V9 give."""
    found: list[Trigger] = []
    until = -1
    for trigger in triggers:
        if trigger.first <= until:
            _retype(found, trigger)
            continue
        found.append(_settled(doc, trigger))
        until = max(until, _complement(doc, found[-1]))
    return found


def _retype(found: list[Trigger], act: Trigger) -> None:
    """A promise to yield is CONCEDE, a promise of harm THREATEN."""
    last = found[-1]
    if last.type == "AGREE" and act.type in _YIELDING:
        found[-1] = last._replace(type="CONCEDE")
    elif last.type == "AGREE" and act.type in _HARM:
        found[-1] = last._replace(type="THREATEN")


def _complement(doc: Document, trigger: Trigger) -> int:
    """Index of the last token of the infinitive that the trigger governs; -1 if there is none."""
    word = doc.tokens[trigger.first].lower
    governs = trigger.type in _COMMITTING or word in _REFUSING
    if not governs:
        return -1
    at = trigger.last + 1
    while at < len(doc.tokens) and doc.tokens[at].lower != "to":
        if at - trigger.last > _OBJECT or doc.tokens[at].text in _ENDS:
            return -1
        at += 1
    while at + 1 < len(doc.tokens) and doc.tokens[at + 1].text not in _ENDS:
        if doc.tokens[at + 1].lower in ("after", "because", "while", "but", "that"):
            break
        at += 1
    return at


def _settled(doc: Document, trigger: Trigger) -> Trigger:
    """An act that will be done is a commitment to it."""
    kind = _FUTURE.get(trigger.type)
    if kind is None:
        return trigger
    before = [t.lower for t in doc.tokens[max(0, trigger.first - _BACK) : trigger.first]]
    after = [t.lower for t in doc.tokens[trigger.last + 1 : trigger.last + 3]]
    if trigger.verb:
        ahead = (trigger.form == "base" and bool(_SETTLED & set(before[-2:]))) or (
            before[-2:] in (["are", "to"], ["is", "to"], ["due", "to"], ["set", "to"],
                            ["scheduled", "to"], ["will", "be"]))  # fmt: skip
    else:
        ahead = bool(_PLANNED & set(before[-2:])) or after[:1] == ["will"]
    return trigger._replace(type=kind) if ahead else trigger
