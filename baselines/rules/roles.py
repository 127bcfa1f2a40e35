"""Which role a participant has, by the type of the event and by what it is."""

from __future__ import annotations

from .collocations import Trigger

__all__ = ["object_role", "subject_role"]

_ANIMATE = ("PER", "GROUP", "ORG", "GPE")
_PLACES = ("GPE", "LOC", "FAC")
_SPOKEN = ("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ADVISE", "ACCUSE", "REJECT", "THREATEN",
           "SANCTION", "AID", "RETREAT", "COOPERATE", "ELECT")  # fmt: skip
_TARGETS = {
    "CONSULT": "actor", "COOPERATE": "actor", "RETREAT": "affected", "MOBILIZE": "affected",
    "EVACUATE": "affected", "DISASTER": "affected", "ACCIDENT": "affected", "DIE": "affected",
    "INJURE": "affected", "ELECT": "affected", "OTHER": "affected",
}  # fmt: skip
_OF_PLACES = {"CONSULT": "destination", "EVACUATE": "origin"}
_OF_THINGS = {"COERCE": "affected", "CONSULT": None}
_BY_THINGS = ("ASSAULT", "INJURE", "DIE", "EVACUATE")


def object_role(trigger: Trigger, kind: str | None) -> str | None:
    """The role of what the verb is done to; `kind` is an entity's type, None for a thing."""
    event = trigger.type
    if kind in _PLACES and event in _OF_PLACES:
        return _OF_PLACES[event]
    if kind in _ANIMATE:
        return _TARGETS.get(event, "target")
    if event in _SPOKEN:
        return "topic"
    return _OF_THINGS.get(event, _TARGETS.get(event, "target"))


def subject_role(trigger: Trigger, kind: str | None) -> str | None:
    """The role of what the active verb has as its subject."""
    if kind in _ANIMATE or kind == "DOC":
        return "actor"
    return "instrument" if kind is None and trigger.type in _BY_THINGS else None
