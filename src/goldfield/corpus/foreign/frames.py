"""Events of another corpus, each with one trigger, as events of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.projection import Projection, lookup
from goldfield.schema.labels import EventType
from goldfield.schema.records import Argument, Event, Span
from goldfield.schema.text import cuts_word

__all__ = ["ForeignArgument", "ForeignEvent", "project_events"]

_CUT = "it begins or ends inside a word"


class ForeignArgument(NamedTuple):
    """A filler: their role, its place, and the id of our entity, if it is one."""

    role: str
    span: Span
    ref: str | None = None


class ForeignEvent(NamedTuple):
    """An event of their type; without a trigger if that is damaged, which was told then."""

    where: str
    label: str
    trigger: Span | None
    arguments: Sequence[ForeignArgument]


def project_events(
    events: Iterable[ForeignEvent], table: Projection, text: str, account: Account
) -> list[Event]:
    """Keep the events that have a type of ours, with the arguments that have a role of ours.

    A role is looked up together with the event's type, so that a table may tell
    ``Victim.Life.Die`` from any other ``Victim``. Roles that our type does not take (rule R11) are
    skipped.
    """
    kept: list[Event] = []
    for event in events:
        type_ = lookup(table.events, event.label)
        whole = event.trigger and not _cut(event.trigger, text)
        if type_ and event.trigger and whole:
            arguments = _arguments(event, type_, table, text, account)
            kept.append(_event(f"v{len(kept) + 1}", type_, event.trigger, arguments))
            continue
        if event.trigger:
            reason = _CUT if type_ else "its event is skipped"
            account.skip(event.where, "trigger", event.label, reason)
        reason = "its trigger is not kept" if type_ else "no event type of ours"
        account.skip(event.where, "event", event.label, reason)
        for argument in event.arguments:
            account.skip(event.where, "argument", argument.role, "its event is skipped")
    return kept


def _cut(span: Span, text: str) -> bool:
    return cuts_word(text, span.start) or cuts_word(text, span.end)


def _event(id: str, type_: EventType, trigger: Span, arguments: list[Argument]) -> Event:
    return Event(
        id=id,
        type=type_,
        triggers=[trigger],
        arguments=arguments,
        factuality=None,
        status=None,
    )


def _arguments(
    event: ForeignEvent, type_: EventType, table: Projection, text: str, account: Account
) -> list[Argument]:
    from goldfield.corpus.lint.lexicon import LEXICON  # the linter reads articles through here

    taken = (*LEXICON.roles[type_], "place", "time", "quantity")
    kept: list[Argument] = []
    for argument in event.arguments:
        role = lookup(table.roles, f"{argument.role}.{event.label}")
        cut = _cut(argument.span, text)
        if role in taken and not (cut and argument.ref is None):
            span = None if cut else argument.span
            kept.append(Argument(role=role, span=span, ref=argument.ref, acceptable=[]))
        else:
            reason = _CUT if role in taken else "no role of ours in an event of this type"
            account.skip(event.where, "argument", f"{event.label} {argument.role}", reason)
    return kept
