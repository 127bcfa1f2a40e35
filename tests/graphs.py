"""Articles with every field filled, over text that breaks tools, for tests of annotation tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast, get_args

from hypothesis import strategies as st
from strategies import WORDS, annotated, tokens

from goldfield.schema.checking import check_usable
from goldfield.schema.labels import EventStatus, Factuality
from goldfield.schema.records import Article

__all__ = ["full_articles"]

T = TypeVar("T")

# Line breaks of all kinds that a gold text may have, a letter that has no composed form, marks of
# XML, JSON, brat and IOB, and a blank that is not a space.
HOSTILE = (
    *WORDS, "a\u2028b", "q\u0303", "x\ny", "x\n\ny", "<b>", "&amp;", '"', "\\n", "\\", "T1\tPER",
    "#", "]]>", "x\u00a0y", "a\u0085b", "{x}", "’s", "|", "👨‍👩‍👧",
)  # fmt: skip
NAMES = ("Oslo", "😀 & <b>", 'a "b"', "two\nlines", " blank ", "tab\there", "\\n", "a|b")


@st.composite
def full_articles(draw: st.DrawFn) -> Article:
    """A gold article in which any field may be filled, that a reader of gold accepts."""
    id = draw(st.sampled_from(("a", "../x", "é😀", "a#mention", "CON", "x" * 128, ".hidden")))
    article: Article = draw(annotated(draw(tokens(words=HOSTILE)), id))

    def one(*choices: T) -> T:
        return draw(st.sampled_from(choices))

    entities = [entity.id for entity in article.entities]
    for index, entity in enumerate(article.entities):
        entity.name, entity.wikidata = one(None, *NAMES), one(None, "Q1")
        if index and one(False, True):
            entity.id = f"{article.entities[0].id}#mention{'' if index == 1 else index}"
    for time in article.times:
        time.anchor = one(None, "DCT", *(other.id for other in article.times))
        time.vague = one(False, True)
    for quantity in article.quantities:
        quantity.unit = one(None, *NAMES)
        quantity.comparator = one("exact", "about")
    for index, quote in enumerate(article.quotes):
        quote.source.name = one(quote.source.name, *NAMES)
        quote.parent = one(None, *(earlier.id for earlier in article.quotes[:index]))
    for event in article.events:
        event.factuality = one(None, *cast(Sequence[Factuality], get_args(Factuality)))
        event.status = one(None, *cast(Sequence[EventStatus], get_args(EventStatus)))
    _refer(article, entities, one)
    assert not check_usable(article)
    return article


def _refer(article: Article, before: Sequence[str], one: Callable[..., str | None]) -> None:
    """References to entities that were renamed, and new ones."""
    now = dict(zip(before, (entity.id for entity in article.entities), strict=True))
    for quantity in article.quantities:
        quantity.of = one(None, *now.values())
    for quote in article.quotes:
        source = quote.source
        source.entity = now.get(source.entity or "", source.entity)
        source.acceptable = [now.get(id, id) for id in source.acceptable]
        quote.addressee = one(None, *now.values())
    for event in article.events:
        for argument in event.arguments:
            argument.ref = now.get(argument.ref or "", argument.ref)
            argument.acceptable = [now.get(id, id) for id in argument.acceptable]
