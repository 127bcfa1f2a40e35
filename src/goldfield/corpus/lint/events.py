"""Events: type, triggers, factuality and status against the text (V1-V17, F10-F14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON, forms
from goldfield.corpus.lint.text import Place, inside, overlaps, sentence_at
from goldfield.corpus.lint.views import no_annotation, place
from goldfield.schema.labels import EventType
from goldfield.schema.records import Article, Event, Quote

__all__ = [
    "ascribed_as_fact", "factuality_words", "no_participants", "trigger_order", "trigger_place",
    "trigger_type",
]  # fmt: skip

_BY_WORD: dict[str, set[EventType]] = {}
for _type, _lemmas in LEXICON.triggers.items():
    for _word in set().union(*(forms(lemma) for lemma in _lemmas)):
        _BY_WORD.setdefault(_word, set()).update((_type, *LEXICON.trigger_also.get(_type, ())))


def no_participants(article: Article) -> Iterator[Finding]:
    """An event without any argument, but for an outcome of which nobody suffered (V1)."""
    for i, event in enumerate(article.events):
        if not event.arguments and not _spared(article.text, event):
            where = event.triggers[0] if event.triggers else None
            problem = f"{event.type} has neither participant nor place"
            fix = "add what the text tells, or remove the event"
            yield Finding(f"$.events[{i}].arguments", where, problem, fix, event.type)


def _spared(text: str, event: Event) -> bool:
    if event.type not in ("DIE", "INJURE") or not event.triggers:
        return False
    start = event.triggers[0].start
    before = text[sentence_at(text, start)[0] : start].lower()
    return re.search(r"\b(?:no|nobody|no one|none|without|neither|not)\b", before) is not None


def trigger_type(article: Article) -> Iterator[Finding]:
    """A trigger whose word has another type by the manual (V17, V20-V42)."""
    for i, event in enumerate(article.events):
        if event.type == "OTHER" or not event.triggers:
            continue
        first = event.triggers[0]
        words = [re.split(r"\W", span.text.lower())[0] for span in event.triggers]
        wanted = [_BY_WORD[word] for word in words if word in _BY_WORD]
        if wanted and not any(event.type in types for types in wanted):
            types = "/".join(sorted(set().union(*wanted)))
            problem = f"the trigger {first.text!r} is {event.type}, by its words {types}"
            yield Finding(f"$.events[{i}].type", first, problem, "correct the type", event.type)


def trigger_order(article: Article) -> Iterator[Finding]:
    """A first trigger in headline or deck, though the body has one (V10)."""
    meta = article.meta
    titles = [place(span) for span in (meta.headline, meta.deck) if span]
    for i, event in enumerate(article.events):
        in_body = [not inside(*place(span), titles) for span in event.triggers]
        if in_body and not in_body[0] and any(in_body):
            problem = f"the first trigger {event.triggers[0].text!r} is in headline or deck"
            fix = "put the clearest trigger of the body first"
            yield Finding(f"$.events[{i}].triggers", event.triggers[0], problem, fix)


def trigger_place(article: Article) -> Iterator[Finding]:
    """A trigger outside the body, or a light verb or auxiliary in its extent (V11, V12, G5)."""
    closed = no_annotation(article)
    for i, event in enumerate(article.events):
        for j, span in enumerate(event.triggers):
            first = span.text.lower().split()[0]
            problem = ""
            if overlaps(*place(span), closed):
                problem = f"the trigger {span.text!r} stands outside the body"
            elif first in LEXICON.not_heads and " " in span.text:
                problem = f"the trigger {span.text!r} begins with {first!r}"
            if problem:
                fix = "take the head word of the body alone"
                yield Finding(f"$.events[{i}].triggers[{j}]", span, problem, fix)


def ascribed_as_fact(article: Article) -> Iterator[Finding]:
    """An event told in ascribed words only, with a factuality of the author's (F1, F11)."""
    ascribed = [where for quote in article.quotes for where in _ascribed(quote)]
    for i, event in enumerate(article.events):
        if event.factuality in (None, "Uu") or not event.triggers:
            continue
        if all(inside(*place(span), ascribed) for span in event.triggers):
            first = event.triggers[0]
            problem = f"{first.text!r} is told in ascribed words only, but is {event.factuality}"
            fix = "Uu, unless the author asserts it as well"
            yield Finding(f"$.events[{i}].factuality", first, problem, fix, event.factuality)


def _ascribed(quote: Quote) -> Iterator[Place]:
    """The ascribed words; after `call` and the like without the object, which is the author's."""
    calls = quote.cue is not None and re.match(_CALLS, quote.cue.text.lower())
    for span in quote.content:
        inner = [q.start for q in quote.quoted if span.start <= q.start < span.end]
        yield min(inner, default=span.start) if calls else span.start, span.end


_CALLS = r"call|describ|dismiss|condemn|denounc|criticis|brand|label"
_FUTURE = frozenset({"will", "shall"})
_CHANCE = frozenset({"may", "might", "could"})
_DENIED = frozenset({"not", "never", "didn’t", "didn't", "hasn’t", "hasn't", "without", "nobody"})


def factuality_words(article: Article) -> Iterator[Finding]:
    """CT+ after `will`, `may` or `not` just before the first trigger (F3-F6, F10)."""
    for i, event in enumerate(article.events):
        word = _operator(article.text, event)
        wanted = "PR+ or Uu" if word in _FUTURE else "PS+ or Uu" if word in _CHANCE else "CT- or Uu"
        if word and event.factuality == "CT+":
            first = event.triggers[0]
            problem = f"{word!r} stands before the trigger {first.text!r}, but factuality is CT+"
            yield Finding(f"$.events[{i}].factuality", first, problem, f"{wanted}?", "CT+")


def _operator(text: str, event: Event) -> str:
    """A word of future, chance or negation among the two words before the first trigger."""
    if not event.triggers:
        return ""
    start = event.triggers[0].start
    before = re.split(r"[,;:—–]", text[sentence_at(text, start)[0] : start])[-1]
    words = before.lower().split()[-2:]
    return next((word for word in words if word in _FUTURE | _CHANCE | _DENIED), "")
