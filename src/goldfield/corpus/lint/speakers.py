"""Speakers: the source against its entity and against what stands beside the cue (Q7-Q18)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import line_at, sentence_at
from goldfield.corpus.lint.views import Placed, entities_by_id, mentions, place
from goldfield.schema.records import Article, Quote, Span

__all__ = ["cue_far", "source_name", "source_span", "source_status", "speaker_beside", "told_whom"]

_FAR = 120
_SPEAKING = frozenset({"said", "says", "according to", "added", "explained", "wrote", "announced"})
_TELLING = frozenset({"told", "tells", "telling", "advised", "urged", "ordered"})
_BODIES = ("PER", "ORG", "GPE", "GROUP", "NORP", "DOC")


def source_span(article: Article) -> Iterator[Finding]:
    """A source span that is no mention of the source's entity (Q7, Q8)."""
    entities = entities_by_id(article)
    for i, quote in enumerate(article.quotes):
        span, entity = quote.source.span, entities.get(quote.source.entity or "")
        if span is None or entity is None:
            continue
        if place(span) not in {place(mention) for mention in entity.mentions}:
            problem = f"{span.text!r} is no mention of the speaker {_call(entity.name, entity.id)}"
            fix = "correct the span or the entity, or mark the mention"
            yield Finding(f"$.quotes[{i}].source.span", span, problem, fix)


def _call(name: str | None, id: str) -> str:
    return repr(name or id)


def source_name(article: Article) -> Iterator[Finding]:
    """A source name that is not the name of the source's entity (Q9)."""
    entities = entities_by_id(article)
    for i, quote in enumerate(article.quotes):
        entity = entities.get(quote.source.entity or "")
        if entity is not None and quote.source.name != entity.name:
            problem = f"the source is named {quote.source.name!r}, its entity {entity.name!r}"
            fix = "give the entity's name"
            where = quote.source.span or quote.content[0]
            yield Finding(
                f"$.quotes[{i}].source.name", where, problem, fix, quote.source.name or ""
            )


def source_status(article: Article) -> Iterator[Finding]:
    """Implicit with a speaker, or explicit without an entity (Q7, Q10)."""
    for i, quote in enumerate(article.quotes):
        source = quote.source
        given = bool(source.entity or source.span or source.name)
        if (source.status == "implicit") == given or (given and source.entity is None):
            problem = f"the source is {source.status}, " + (
                "but has no entity" if source.entity is None and given else "but names a speaker"
            )
            fix = "give entity, span and name, or none of them and implicit"
            yield Finding(f"$.quotes[{i}].source", quote.content[0], problem, fix, source.status)


def cue_far(article: Article) -> Iterator[Finding]:
    """A cue or speaker in another paragraph than the words, or far from all of them (Q8, Q12)."""
    text = article.text
    for i, quote in enumerate(article.quotes):
        for name, span in (("cue", quote.cue), ("source.span", quote.source.span)):
            if span is None:
                continue
            lines = {line_at(text, content.start) for content in quote.content}
            gap = min(_gap(span, content) for content in quote.content)
            if line_at(text, span.start) not in lines or gap > _FAR:
                problem = f"the {name} {span.text!r} is {gap} characters from the words"
                fix = f"choose the {name} beside them, or null"
                yield Finding(f"$.quotes[{i}].{name}", span, problem, fix)


def _gap(left: Span, right: Span) -> int:
    return max(0, left.start - right.end, right.start - left.end)


def speaker_beside(article: Article) -> Iterator[Finding]:
    """A possible speaker beside the cue who is not the source (Q8)."""
    speaking = [found for found in mentions(article) if found.entity.type in _BODIES]
    for i, quote in enumerate(article.quotes):
        if quote.cue is None:
            continue
        beside = _subject(article.text, quote, speaking)
        if beside is None or quote.source.entity in {found.entity.id for found in beside}:
            continue
        nearest = max((found.mention for found in beside), key=lambda m: m.end - m.start)
        problem = (
            f"{nearest.text!r} stands beside the cue {quote.cue.text!r}, but is not the source"
        )
        fix = "correct the source, unless the subject of the cue is another"
        yield Finding(f"$.quotes[{i}].source", nearest, problem, fix, _source(article, quote))


def _subject(text: str, quote: Quote, speaking: list[Placed]) -> list[Placed] | None:
    """The mentions that end just before an active cue, or begin just after one."""
    cue = quote.cue
    if cue is None or cue.text.lower() in _NO_SUBJECT:
        return None
    found = _BETWEEN.search(text[sentence_at(text, cue.start)[0] : cue.start])
    between = found[1] if found else ""
    perfect = between.endswith(("has", "have", "had"))
    if _PASSIVE & set(between.split()) or (perfect and cue.text.endswith("s")):
        return None  # `was told`; `have orders`
    if cue.text.lower() in _TELLING and text.startswith(" to ", cue.end):
        return None  # a headline's `residents told to leave`
    end = cue.start - len(between) - 1
    before = [f for f in speaking if found and f.mention.end == end]
    before = [] if cue.text.lower() == "according to" else before
    after = [f for f in speaking if f.mention.start == cue.end + 1 and f.mention.kind != "PRO"]
    if cue.text.lower() not in _SPEAKING or any(_is_content(quote, f.mention) for f in after):
        after = []
    return before or after or None


_NO_SUBJECT = frozenset({"order", "saying", "statement", "reports", "report", "claim", "directive"})
_POSSESSORS = frozenset({"its", "his", "her", "their", "my", "our"})
_PASSIVE = frozenset({"been", "be", "was", "were", "is", "are"})
_BETWEEN = re.compile(rf"((?: (?:{'|'.join(LEXICON.auxiliaries)}))*) $")


def _is_content(quote: Quote, span: Span) -> bool:
    return any(c.start <= span.start < c.end for c in quote.content)


def _source(article: Article, quote: Quote) -> str:
    """The source by its words: ids are free."""
    found = (e for e in article.entities if e.id == quote.source.entity and e.mentions)
    return next((entity.name or entity.mentions[0].text for entity in found), "null")


def told_whom(article: Article) -> Iterator[Finding]:
    """`told` with a mention after it that is not the addressee; a speaker who addresses himself."""
    placed = [found for found in mentions(article) if found.entity.type in _BODIES]
    for i, quote in enumerate(article.quotes):
        path, source, cue = f"$.quotes[{i}].addressee", quote.source, quote.cue
        if quote.addressee is not None and quote.addressee == source.entity:
            problem = "speaker and addressee are one entity"
            yield Finding(path, quote.content[0], problem, "correct one of the two")
        if cue is None or cue.text.lower() not in _TELLING:
            continue
        after = [found for found in placed if found.mention.start == cue.end + 1]
        after = [found for found in after if found.mention.text.lower() not in _POSSESSORS]
        whole = max(after, key=lambda found: found.mention.end, default=None)
        if whole and not _is_content(quote, whole.mention) and quote.addressee != whole.entity.id:
            problem = f"{whole.mention.text!r} follows {cue.text!r}, but is not the addressee"
            yield Finding(path, whole.mention, problem, "set the addressee (Q15)")
