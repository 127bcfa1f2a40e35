"""The second look at names: what the whole text says about a single capitalised word."""

from __future__ import annotations

import re
from collections import Counter

from .document import Document
from .evidence import Votes, by_context, key_of
from .knowledge import is_given_name, known_at
from .lexicon import words
from .names import Name
from .shapes import HEADS, is_capital, is_proper

__all__ = ["settle"]

_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,6}|[A-Z]{1,3}-\d{1,4}")


def settle(
    doc: Document, names: list[Name], skipped: list[tuple[int, int]], told: dict[str, str]
) -> list[Name]:
    """Type the single words, drop those that are no names, and read the title-case lines.

    `told` holds what the head of the article tells of a name, by its key.
    """
    votes = by_context(doc, names)
    persons = _persons(doc, names)
    names = [_voted(doc, name, votes, told, persons) for name in names]
    shorter = _short_forms(doc, names)
    inside = _non_initial(doc, names)
    settled = []
    for name in names:
        kind = name.type or _single_type(doc, name, shorter, inside)
        if kind is not None:
            settled.append(name._replace(type=kind))
    kinds = _majority(doc, settled)
    settled = [_consistent(doc, name, kinds) for name in settled]
    settled.extend(_from_titles(doc, settled, skipped))
    return sorted(settled, key=lambda name: name.start)


def _persons(doc: Document, names: list[Name]) -> set[str]:
    """The words of the names of persons that are no guesses, and given names."""
    return {
        part
        for name in names
        if name.type == "PER" and not name.weak and name.entry is None
        for part in doc.text[name.start : name.end].split()
    }


def _voted(
    doc: Document, name: Name, votes: Votes, told: dict[str, str], persons: set[str]
) -> Name:
    """A guess gives way to what the text tells of the name."""
    if name.entry is not None or not (name.weak or name.type is None):
        return name
    key = key_of(doc.text[name.start : name.end])
    if key in told:
        return name._replace(type=told[key], weak=False)
    if doc.text[name.start : name.end] in persons:
        return name
    counter = +votes.get(key, Counter())
    if not counter:
        return name
    best = min(counter, key=lambda kind: (-counter[kind], kind))
    sure = counter[best] > 1 or name.type is not None or best == "GPE"
    if best == "PER" and name.type is None and not sure:
        return name
    single = doc.text[name.start : name.end]
    plain = name.type is None and not _can_be_name(single)
    return name if plain else name._replace(type=best)


def _can_be_name(surface: str) -> bool:
    """Whether a single word is no ordinary one, no unit and no code."""
    lower = surface.lower()
    return (
        len(surface) > 2
        and lower not in words("names", "common")
        and surface not in words("times", "zones")
        and surface.upper() not in words("names", "not_acronyms")
        and lower not in words("names", "ordinary")
        and not (surface.isupper() and len(surface) < 5)
    )


def _short_forms(doc: Document, names: list[Name]) -> dict[str, str]:
    """Words by which the text may call a name later: of a person any, of a body the first."""
    found: dict[str, str] = {}
    for name in names:
        parts = [part for part in doc.text[name.start : name.end].split() if part[0].isupper()]
        if name.entry is not None or len(parts) < 2:
            continue
        if name.type == "PER":
            found.update((part, "PER") for part in parts if len(part) > 1)
        elif name.type == "ORG":
            if is_proper(parts[0]):
                found.setdefault(parts[0], "ORG")
            if HEADS.get(parts[-1].lower()) == "ORG":
                found.setdefault(parts[-1], "ORG")  # the Three Rivers Alliance, the Alliance
    return found


def _non_initial(doc: Document, names: list[Name]) -> set[str]:
    """Single words that stand capitalised in the middle of some sentence."""
    return {doc.text[n.start : n.end] for n in names if not doc.initial(n.start)}


def _single_type(
    doc: Document, name: Name, shorter: dict[str, str], inside: set[str]
) -> str | None:
    surface = doc.text[name.start : name.end]
    if surface in shorter:
        return shorter[surface]
    if len(surface) < 2 or surface.lower() in words("names", "common"):
        return None
    codes = words("names", "not_acronyms") | words("times", "zones")
    if surface.upper().partition("-")[0] in codes:
        return None
    return _by_form(surface) or _by_place(doc, name, surface, inside)


def _by_form(surface: str) -> str | None:
    """Capitals make a body (NATO), with digits a thing (F16); some endings a teaching."""
    if _ACRONYM.fullmatch(surface):
        return "MISC" if any(char.isdigit() for char in surface) else "ORG"
    return "MISC" if surface.lower().endswith(("ism", "ity", "ology", "phobia")) else None


def _by_place(doc: Document, name: Name, surface: str, inside: set[str]) -> str | None:
    """By the words beside it; at the start of a sentence it must be one elsewhere too."""
    index = doc.token_at(name.start)
    before = doc.tokens[index - 1].lower if index else ""
    after = doc.token_at(name.end)
    following = doc.tokens[after].lower if after < len(doc.tokens) else ""
    if following in words("names", "said_verbs") and before != "the":
        return "PER"
    if doc.initial(name.start) and surface not in inside:
        return "PER" if is_given_name(surface) else None
    if following == "," and index + 2 < len(doc.tokens):
        country = known_at(doc.text, doc.tokens[index + 2].start)
        if country and country[1].type == "GPE":
            return "GPE"
    if is_given_name(surface):
        return "PER"
    return _by_neighbours(before, following, surface)


def _by_neighbours(before: str, following: str, surface: str) -> str | None:
    if before in words("names", "place_leads") and before != "to":
        return "GPE"
    if surface.lower() in HEADS or surface.lower() in words("names", "titles"):
        return None
    return "ORG" if following in ("'s", "’s") and before != "the" else "MISC"


def _majority(doc: Document, names: list[Name]) -> dict[str, str]:
    """For every surface without an entry, the type that most of its mentions have."""
    votes: dict[str, Counter[str]] = {}
    for name in names:
        if name.entry is None and name.type:
            votes.setdefault(doc.text[name.start : name.end], Counter())[name.type] += 1
    return {s: min(c, key=lambda kind: (-c[kind], kind == "MISC", kind)) for s, c in votes.items()}


def _consistent(doc: Document, name: Name, kinds: dict[str, str]) -> Name:
    if name.entry is not None:
        return name
    return name._replace(type=kinds[doc.text[name.start : name.end]])


def _from_titles(doc: Document, names: list[Name], skipped: list[tuple[int, int]]) -> list[Name]:
    """In title-case lines: known names, and what the running text has shown to be one."""
    learnt = {doc.text[name.start : name.end]: name for name in names}
    by_word: dict[str, list[str]] = {}
    for surface in learnt:
        by_word.setdefault(surface.split()[0].lower(), []).append(surface)
    found = []
    for first, last in skipped:
        done = 0
        for token in doc.tokens[first:last]:
            if token.start >= done and is_capital(token):
                name = _title_name(doc, token.start, by_word.get(token.lower, []), learnt)
                if name is not None:
                    found.append(name)
                    done = name.end
    return found


def _title_name(
    doc: Document, start: int, surfaces: list[str], learnt: dict[str, Name]
) -> Name | None:
    for surface in sorted(surfaces, key=len, reverse=True):
        stop = start + len(surface)
        here = doc.text[start:stop]
        if here in (surface, surface.upper()) and not doc.text[stop : stop + 1].isalnum():
            return learnt[surface]._replace(start=start, end=stop)
    found = known_at(doc.text, start)
    if found is None or (found[1].kind == "organisation" and len(doc.text[start : found[0]]) < 3):
        return None
    if doc.text[start : found[0]].lower() in words("names", "common"):
        return None
    return Name(start, found[0], found[1].type, found[1])
