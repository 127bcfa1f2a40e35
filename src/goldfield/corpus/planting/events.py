"""Errors of events: a wrong type, a wrong role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from goldfield.corpus.planting.target import Place, Target, place
from goldfield.schema.labels import EventType, Role
from goldfield.schema.records import Article, Event

__all__ = ["change_event", "event_targets", "read_event"]

# The types that the manual has to tell apart in words (7.3), and the roles of neighbours.
_CONFUSED: Mapping[EventType, tuple[EventType, ...]] = {
    "AGREE": ("SUPPORT", "CONSULT"),
    "CONSULT": ("AGREE", "COOPERATE"),
    "SUPPORT": ("AGREE", "AID"),
    "CONCEDE": ("RETREAT", "AGREE"),
    "COOPERATE": ("AID", "CONSULT"),
    "AID": ("SUPPORT", "COOPERATE"),
    "RETREAT": ("CONCEDE", "EVACUATE"),
    "REQUEST": ("ADVISE", "THREATEN"),
    "ACCUSE": ("REJECT", "SANCTION"),
    "REJECT": ("ACCUSE", "SANCTION"),
    "THREATEN": ("ADVISE", "REQUEST"),
    "PROTEST": ("ACCUSE", "REJECT"),
    "SANCTION": ("COERCE", "ACCUSE"),
    "MOBILIZE": ("ASSAULT", "COOPERATE"),
    "COERCE": ("ASSAULT", "SANCTION"),
    "ASSAULT": ("COERCE", "MOBILIZE"),
    "EVACUATE": ("RETREAT", "AID"),
    "ADVISE": ("REQUEST", "THREATEN"),
    "DISASTER": ("ACCIDENT", "EVACUATE"),
    "ACCIDENT": ("DISASTER", "ASSAULT"),
    "DIE": ("INJURE", "ASSAULT"),
    "INJURE": ("DIE", "ACCIDENT"),
    "ELECT": ("SUPPORT", "AGREE"),
    "OTHER": ("AGREE", "CONSULT"),
}
_OTHER_ROLE: Mapping[Role, tuple[Role, ...]] = {
    "actor": ("target", "affected"),
    "target": ("actor", "affected"),
    "affected": ("target", "actor"),
    "place": ("origin", "destination"),
    "origin": ("place", "destination"),
    "destination": ("place", "origin"),
    "time": ("topic",),
    "instrument": ("topic",),
    "topic": ("instrument", "target"),
    "quantity": ("topic", "affected"),
}


def event_targets(article: Article) -> Iterator[Target]:
    """Events that have a trigger."""
    for event in article.events:
        if event.triggers:
            yield Target(event.id, place(event.triggers[0]))


def change_event(article: Article, target: Target, chance: Random) -> bool:
    """Give the event another type, or one of its arguments another role."""
    event = next((e for e in article.events if e.id == target.item), None)
    if event is None:
        return False
    if event.arguments and chance.random() < 0.5:
        argument = chance.choice(event.arguments)
        argument.role = chance.choice(_OTHER_ROLE[argument.role])
    else:
        event.type = chance.choice(_CONFUSED[event.type])
    return True


def read_event(article: Article, where: Place) -> str:
    """Type and roles of the event whose trigger stands there."""
    for event in article.events:
        if where in {place(span) for span in event.triggers}:
            return f"{event.type} {sorted(_told(event))}"
    return "no event"


def _told(event: Event) -> Iterator[str]:
    for argument in event.arguments:
        span = argument.span
        yield f"{argument.role} {place(span) if span else argument.ref}"
