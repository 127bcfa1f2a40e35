"""Time expressions (TIMEX3): found by their first word, then valued by `timevalues`."""

from __future__ import annotations

from datetime import date

from .clocks import join_parts, settle_clocks
from .document import Document
from .timecontext import Context, Reading, Timex
from .timepatterns import FIRST_WORDS, PATTERNS
from .timeresolve import RESOLVERS

__all__ = ["Timex", "find_times"]


def find_times(doc: Document) -> list[Timex]:
    """All time expressions, in the order of the text, none within another."""
    published = _day(doc.published)
    context = Context(doc, published, [], None if published else _year_told(doc))
    done = 0
    for token in doc.tokens:
        first = token.lower if not token.lower[0].isdigit() else "0"
        if token.start < done or first not in FIRST_WORDS or doc.in_apparatus(token.start):
            continue
        reading = _longest(context, token.start, first)
        if reading is not None:
            end, (kind, value, anchor, vague) = reading
            context.found.append(Timex(token.start, end, kind, value, anchor, vague))
            done = end
    context.found = join_parts(context)
    settle_clocks(context)
    return context.found


def _year_told(doc: Document) -> int | None:
    """The year of the first full date of the text."""
    dates = [PATTERNS[name].search(doc.text) for name in ("dmy", "mdy")]
    first = min((d for d in dates if d), key=lambda match: match.start(), default=None)
    return int(first["year"]) if first else None


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        return None


def _longest(context: Context, start: int, first: str) -> tuple[int, Reading] | None:
    """The longest pattern that matches here and whose resolver accepts the match."""
    text = context.doc.text
    matches = []
    for name in FIRST_WORDS[first]:
        match = PATTERNS[name].match(text, start)
        if match is not None and match.end() > start:
            matches.append((match.end(), name, match))
    for end, name, match in sorted(matches, key=lambda found: -found[0]):
        reading = RESOLVERS[name](match, context)
        if reading is not None:
            return end, reading
    return None
