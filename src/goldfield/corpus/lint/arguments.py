"""Arguments: roles, spans and references (R1-R17)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import inside
from goldfield.corpus.lint.views import place
from goldfield.schema.records import Argument, Article, Event, Span
from goldfield.schema.walk import spans_by_id

__all__ = [
    "argument_in_dateline",
    "argument_span",
    "doubled_argument",
    "odd_role",
    "role_reference",
]

_OPEN = ("place", "time", "quantity")


def _arguments(article: Article) -> Iterator[tuple[str, Event, Argument]]:
    for i, event in enumerate(article.events):
        for j, argument in enumerate(event.arguments):
            yield f"$.events[{i}].arguments[{j}]", event, argument


def _where(event: Event, argument: Argument) -> Span | None:
    return argument.span or next(iter(event.triggers), None)


def odd_role(article: Article) -> Iterator[Finding]:
    """A role that the type does not take (R11)."""
    for path, event, argument in _arguments(article):
        if argument.role not in (*_OPEN, *LEXICON.roles[event.type]):
            problem = f"{event.type} takes no {argument.role}"
            fix = f"correct role or type; it takes {', '.join(LEXICON.roles[event.type])}"
            saw = f"{event.type} {argument.role}"
            yield Finding(f"{path}.role", _where(event, argument), problem, fix, saw)


def role_reference(article: Article) -> Iterator[Finding]:
    """A role whose reference is of another layer: a time as place, an entity as time (R7, R10)."""
    layers = {item.id: "entity" for item in article.entities}
    layers |= {t.id: "length" if t.type == "DURATION" else "time" for t in article.times}
    layers |= {item.id: "quantity" for item in article.quantities}
    layers |= {item.id: "event" for item in article.events}
    for path, event, argument in _arguments(article):
        found = layers.get(argument.ref or "")
        wanted = _REFERS.get(argument.role, ("entity",))
        if found is not None and found not in wanted:
            problem = f"the {argument.role} of {event.type} refers to a {found}"
            saw = f"{argument.role} {found}"
            fix = "correct the role or the reference"
            yield Finding(path, _where(event, argument), problem, fix, saw)
        elif found is None and argument.role in ("time", "quantity"):
            problem = f"the {argument.role} of {event.type} refers to nothing"
            fix = f"annotate the {argument.role} and refer to it (R14)"
            yield Finding(path, _where(event, argument), problem, fix, argument.role)
        elif (
            argument.ref is None
            and argument.span
            and not _may_be_bare(argument.role, argument.span)
        ):
            problem = f"the {argument.role} {argument.span.text[:60]!r} is no entity"
            fix = "correct the role, or annotate the entity (M2)"
            yield Finding(path, argument.span, problem, fix, argument.role)


def _may_be_bare(role: str, span: Span) -> bool:
    """Whether words that are no annotation can fill a role (R14): things, and clauses as topic."""
    clause = _CLAUSE.match(span.text) is not None
    return role in ("topic", "instrument") or (role != "actor" and not clause)


_CLAUSE = re.compile("(?:not )?to [a-z]|that ")
_REFERS = {
    "time": ("time", "length"), "quantity": ("quantity",),
    "topic": ("entity", "event", "quantity", "length"),
    "actor": ("entity",), "affected": ("entity",), "target": ("entity",),
}  # fmt: skip


def argument_span(article: Article) -> Iterator[Finding]:
    """A span that is none of the places of the filler, or a mention without `ref` (R13, R14)."""
    places = {id: {place(span) for span in spans} for id, spans in spans_by_id(article).items()}
    homes = {place(mention): entity for entity in article.entities for mention in entity.mentions}
    for path, event, argument in _arguments(article):
        span = argument.span
        if span is None:
            continue
        if argument.ref is not None and place(span) not in places.get(argument.ref, set()):
            problem = f"{span.text!r} is no place of what the {argument.role} refers to"
            fix = "take a mention of the filler, or correct the reference"
            yield Finding(f"{path}.span", span, problem, fix)
        elif argument.ref is None and place(span) in homes:
            problem = (
                f"{span.text!r} is a mention, but the {argument.role} of {event.type} has no ref"
            )
            yield Finding(f"{path}.ref", span, problem, "refer to its entity (R14)")


def argument_in_dateline(article: Article) -> Iterator[Finding]:
    """An argument in the dateline (D13, R15)."""
    line = article.meta.dateline
    for path, event, argument in _arguments(article):
        if line and argument.span and inside(*place(argument.span), [place(line.span)]):
            problem = f"the {argument.role} of {event.type} stands in the dateline"
            yield Finding(f"{path}.span", argument.span, problem, "choose a place of the body")


def doubled_argument(article: Article) -> Iterator[Finding]:
    """A filler given twice in one event, in one role or in two (R17)."""
    for i, event in enumerate(article.events):
        counts = Counter(argument.ref for argument in event.arguments if argument.ref)
        for j, argument in enumerate(event.arguments):
            first = next(other for other in event.arguments if other.ref == argument.ref)
            if argument.ref is None or counts[argument.ref] < 2 or argument is first:
                continue
            roles = f"{first.role}, {argument.role}"
            problem = f"one filler of {event.type} is {first.role} and {argument.role}"
            fix = "keep one, unless the text gives it both roles"
            where = _where(event, argument)
            yield Finding(f"$.events[{i}].arguments[{j}]", where, problem, fix, roles)
