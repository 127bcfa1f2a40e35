"""Mentions: kind, extent, head and nesting (M1, M8, M11-M16, M20)."""

from __future__ import annotations

from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import overlaps, span_of, word_before
from goldfield.corpus.lint.views import Placed, mentions, no_annotation, place
from goldfield.schema.records import Article

__all__ = [
    "crossing_mentions", "determiner_outside", "name_extent", "name_in_name", "nested_self",
    "nominal_in_apparatus", "odd_head", "odd_kind",
]  # fmt: skip

_PRONOUNS = frozenset().union(*LEXICON.pronouns.values())
_POSSESSIVE = ("’s", "'s")
_POSSESSORS = frozenset({"its", "his", "her", "their", "my", "our"})


def odd_kind(article: Article) -> Iterator[Finding]:
    """A NAM without a capital, a PRO that is no pronoun, a NOM that is one (M1, M2, M8)."""
    for path, _, mention in mentions(article):
        word, problem = mention.text.lower(), ""
        if mention.kind == "PRO" and word not in _PRONOUNS:
            problem = f"{mention.text!r} is marked as PRO, but is no personal pronoun"
        elif mention.kind == "NOM" and word in _PRONOUNS - {"one", "others", "some", "many"}:
            problem = f"{mention.text!r} is marked as NOM, but is a pronoun"
        elif mention.kind == "NAM" and mention.text == word and word.isascii() and word.isalpha():
            problem = f"the name {mention.text!r} has no capital"
        if problem:
            yield Finding(path, mention, problem, "correct the kind, or remove it", mention.kind)


def odd_head(article: Article) -> Iterator[Finding]:
    """A name or pronoun with a head, or a NOM without one that is no coordination (M20)."""
    for path, _, mention in mentions(article):
        if mention.kind != "NOM" and mention.head is not None:
            problem = f"{mention.kind} {mention.text!r} has a head"
            yield Finding(path, mention, problem, "remove the head")
        elif mention.kind == "NOM" and mention.head is None and " and " not in mention.text:
            problem = f"NOM {mention.text!r} has no head"
            yield Finding(path, mention, problem, "give its one head word")


def name_extent(article: Article) -> Iterator[Finding]:
    """A name with an article, a title or a possessive in it (M11)."""
    for path, entity, mention in mentions(article, "NAM"):
        first, _, rest = mention.text.partition(" ")
        title = first.lower().rstrip(".") in LEXICON.titles and entity.type == "PER"
        extra = ""
        if rest and (title or first in LEXICON.determiners):
            extra = first
        elif mention.text.endswith(_POSSESSIVE) and not (entity.name or "").endswith(_POSSESSIVE):
            extra = mention.text[-2:]
        if extra:
            problem = f"the name {mention.text!r} holds {extra!r}"
            yield Finding(path, mention, problem, "leave it out, unless it is part of the name")


def determiner_outside(article: Article) -> Iterator[Finding]:
    """A NOM whose determiner or possessor stands just before it, left out (M14)."""
    starts = {found.mention.start for found in mentions(article, "NOM")}
    for path, _, mention in mentions(article, "NOM"):
        word = word_before(article.text, mention.start)
        start = mention.start - len(word) - 1
        if word.lower() not in LEXICON.determiners or word.lower() == "that" or start in starts:
            continue
        whole = span_of(article.text, start, mention.end)
        problem = f"the determiner {word!r} stands before NOM {mention.text!r}, outside it"
        yield Finding(path, whole, problem, "take the whole noun phrase")


def crossing_mentions(article: Article) -> Iterator[Finding]:
    """Two mentions that overlap without nesting (M16)."""
    for outer, inner in _overlapping(article):
        if inner.mention.end > outer.mention.end:
            problem = f"{inner.mention.text!r} crosses {outer.mention.text!r}"
            yield Finding(inner.path, inner.mention, problem, "correct one of the two extents")


def name_in_name(article: Article) -> Iterator[Finding]:
    """A name inside a name (M12)."""
    for outer, inner in _overlapping(article):
        if outer.mention.kind == inner.mention.kind == "NAM" and inner.mention.text:
            problem = f"the name {inner.mention.text!r} is marked inside {outer.mention.text!r}"
            yield Finding(inner.path, inner.mention, problem, "keep the outer name only")


def nested_self(article: Article) -> Iterator[Finding]:
    """An entity that is its own possessor, or a NOM within a NOM of the same entity (M16, C4)."""
    text = article.text
    for outer, inner in _overlapping(article):
        if outer.entity is not inner.entity or outer.mention.kind != "NOM":
            continue
        start, end = place(inner.mention)
        opens = start == outer.mention.start
        after = text[end : end + 2]
        possessor = opens and (after in ("’s", "'s") or inner.mention.text.lower() in _POSSESSORS)
        if possessor or inner.mention.kind == "NOM":
            problem = (
                f"{inner.mention.text!r} stands in {outer.mention.text!r} and is the same entity"
            )
            yield Finding(inner.path, inner.mention, problem, "part them, unless they are the same")


def _overlapping(article: Article) -> Iterator[tuple[Placed, Placed]]:
    """Pairs of mentions that share a character, the earlier or longer first."""
    found = sorted(mentions(article), key=lambda p: (p.mention.start, -p.mention.end))
    for i, outer in enumerate(found):
        for inner in found[i + 1 :]:
            if inner.mention.start >= outer.mention.end:
                break
            yield outer, inner


def nominal_in_apparatus(article: Article) -> Iterator[Finding]:
    """A NOM or PRO in a metadata line, a URL or a handle (G5, G6)."""
    closed = no_annotation(article)
    for path, _, mention in mentions(article):
        if mention.kind != "NAM" and overlaps(*place(mention), closed):
            problem = f"{mention.kind} {mention.text!r} stands outside the body"
            yield Finding(path, mention, problem, "remove it: only names are marked there")
