"""Entities: type, name and what may not be one cluster (E1-E20, M2, C1-C4)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.views import mentions, place
from goldfield.schema.records import Article, Entity, Mention
from goldfield.schema.walk import referred_ids

__all__ = [
    "needless_entity", "nominal_of_name_only", "number_of_persons", "odd_name", "only_pronouns",
    "pronoun_clash", "same_name", "two_persons",
]  # fmt: skip

_SEVERAL = frozenset(LEXICON.numbers) - {"zero", "one"} | {
    "several",
    "many",
    "some",
    "dozens",
    "most",
}


def same_name(article: Article) -> Iterator[Finding]:
    """The same name in two entities: with two types (E1), or of one type but not by metonymy."""
    homes: dict[str, list[tuple[Entity, Mention, str]]] = defaultdict(list)
    for path, entity, mention in sorted(mentions(article, "NAM"), key=lambda p: place(p.mention)):
        homes[mention.text.casefold()].append((entity, mention, path))
    for found in homes.values():
        first, _, _ = found[0]
        seen = {first.id}
        for entity, mention, path in found[1:]:
            metonym = entity.type == first.type and entity.type in ("GPE", "ORG")
            if entity.id in seen or metonym:
                continue
            seen.add(entity.id)
            kinds = f"{first.type}, {entity.type}"
            problem = f"{mention.text!r} names two entities of this article ({kinds})"
            fix = "make them one entity, unless two things have the name (E13, E14, C1)"
            yield Finding(path, mention, problem, fix, kinds)


def two_persons(article: Article) -> Iterator[Finding]:
    """A PER with two full names that have no word in common (C1)."""
    for i, entity in enumerate(article.entities):
        if entity.type != "PER":
            continue
        full = [m for m in entity.mentions if m.kind == "NAM" and len(m.text.split()) > 1]
        for mention in full[1:]:
            if not _words(mention.text) & _words(full[0].text):
                problem = f"{mention.text!r} and {full[0].text!r} are one person here"
                fix = "part them, unless the text says that they are the same"
                yield Finding(f"$.entities[{i}]", mention, problem, fix)


def _words(name: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W_]{2,}", name)}


def pronoun_clash(article: Article) -> Iterator[Finding]:
    """Pronouns in one entity that cannot stand for one thing of its type (C1)."""
    by_word = {word: kind for kind, words in LEXICON.pronouns.items() for word in words}
    for i, entity in enumerate(article.entities):
        kinds = {by_word.get(m.text.lower(), ""): m for m in entity.mentions if m.kind == "PRO"}
        person = {"he", "she", "i"} & kinds.keys()
        wrong: set[str] = set()
        if entity.type == "PER":
            wrong = {"it"} & kinds.keys()
            wrong |= {"she"} if {"he", "she"} <= kinds.keys() else set()
        elif entity.type != "MISC":
            wrong = person
        for kind in sorted(wrong):
            problem = f"the pronoun {kinds[kind].text!r} stands for {_call(entity)}"
            if kind == "she" and entity.type == "PER":
                problem += f", and so does {kinds['he'].text!r}"
            fix = "correct the cluster or its type"
            yield Finding(f"$.entities[{i}]", kinds[kind], problem, fix, entity.type)


def _call(entity: Entity) -> str:
    words = entity.name or (entity.mentions[0].text if entity.mentions else entity.id)
    return f"the {entity.type} {words!r}"


def number_of_persons(article: Article) -> Iterator[Finding]:
    """A GROUP that is one person by its words, or a PER that is several (E2, E7)."""
    for path, entity, mention in mentions(article, "NOM"):
        said = _number(mention)
        if (entity.type, said) in (("GROUP", "one"), ("PER", "several")):
            problem = f"{mention.text!r} is {said}, but its entity {_call(entity)}"
            fix = "correct the type, or the cluster"
            yield Finding(path, mention, problem, fix, entity.type)


def _number(mention: Mention) -> str:
    """`one` or `several` persons, if the words surely say so; else an empty string."""
    low = mention.text.lower()
    first, last = low.split()[0], low.split()[-1]
    head = mention.head.text.lower() if mention.head else last
    if first in ("a", "an") and head not in LEXICON.collectives and not head.endswith("s"):
        return "" if re.search(r"\b(?:and|of)\b", low) else "one"
    if head in LEXICON.collectives - {"public"}:
        return "several"
    if (first.isdecimal() or first in _SEVERAL) and not re.match(r"\S+[ -]year", low):
        return "several"
    return ""


def only_pronouns(article: Article) -> Iterator[Finding]:
    """An entity that nothing but pronouns mentions (M2, M8)."""
    for i, entity in enumerate(article.entities):
        if entity.mentions and all(m.kind == "PRO" for m in entity.mentions):
            problem = f"only pronouns mention this {entity.type}"
            fix = "find what they stand for, or remove them"
            yield Finding(f"$.entities[{i}]", entity.mentions[0], problem, fix)


def odd_name(article: Article) -> Iterator[Finding]:
    """`name` null beside a NAM, given without one, shorter than one, or with a title (E20)."""
    for i, entity in enumerate(article.entities):
        names = [m for m in entity.mentions if m.kind == "NAM"]
        first, saw = next(iter(names or entity.mentions), None), entity.name or ""
        problem = ""
        if names and entity.name is None:
            problem = f"{names[0].text!r} is a name, but the entity has none"
        elif entity.name is not None and not names:
            problem = f"the name {entity.name!r} is given, but no mention is NAM"
        elif entity.name is not None:
            problem = _name_problem(entity, entity.name, names)
        if problem:
            fix = "give the fullest form of the text, without title; null if no mention is NAM"
            yield Finding(f"$.entities[{i}].name", first, problem, fix, saw)


def _name_problem(entity: Entity, name: str, names: list[Mention]) -> str:
    first = name.split(" ", maxsplit=1)[0].lower().rstrip(".")
    if " " in name and (first in ("the", "a", "an") or (entity.type == "PER" and first in _TITLES)):
        return f"the name {name!r} begins with an article or a title"
    if entity.type != "PER":
        return ""
    fuller = [m.text for m in names if _words(name) < _words(m.text)]
    if fuller and not any(len(_words(m.text) - _words(name)) == 0 for m in names if " " in m.text):
        return f"the name {name!r} is shorter than {fuller[0]!r}"
    if not any(_words(m.text) & _words(name) for m in names):
        return f"the name {name!r} shares no word with {names[0].text!r}"
    return ""


_TITLES = LEXICON.titles - {"king", "prince", "pope", "bishop", "major", "judge", "justice"}


def nominal_of_name_only(article: Article) -> Iterator[Finding]:
    """A NOM or PRO of a NORP or MISC, which take names only (M2)."""
    for path, entity, mention in mentions(article):
        if entity.type in ("NORP", "MISC") and mention.kind != "NAM":
            problem = f"{mention.kind} {mention.text!r} of a {entity.type}"
            yield Finding(path, mention, problem, "remove it, or correct the type", entity.type)


def needless_entity(article: Article) -> Iterator[Finding]:
    """An entity without a name that is mentioned once and has no role (M2)."""
    used = referred_ids(article)
    for i, entity in enumerate(article.entities):
        single = len(entity.mentions) == 1 and entity.mentions[0].kind != "NAM"
        if single and entity.id not in used:
            mention = entity.mentions[0]
            problem = (
                f"{mention.text!r} is mentioned once and is nobody's speaker, argument or `of`"
            )
            fix = "remove it, mark its other mentions, or give it its role"
            yield Finding(f"$.entities[{i}]", mention, problem, fix)
