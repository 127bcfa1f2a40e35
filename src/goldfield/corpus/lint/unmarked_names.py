"""Names and pronouns that stand in the text without a mention."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import (
    Place,
    inside,
    occurrences,
    overlaps,
    quote_marks,
    sentence_at,
    sentences,
    span_of,
    untouchable,
    word_before,
    words,
)
from goldfield.corpus.lint.views import (
    apparatus,
    is_title_case,
    mentions,
    name_places,
    no_annotation,
    place,
    timed_places,
)
from goldfield.schema.records import Article

__all__ = ["unmarked_capital", "unmarked_name", "unmarked_pronoun"]


def unmarked_name(article: Article) -> Iterator[Finding]:
    """A name that is a mention in one place and stands bare in another (M1)."""
    text, seen = article.text, set[Place]()
    taken = [*name_places(article), *timed_places(article), *untouchable(text)]
    for surface, path in _names(article).items():
        for start, end in occurrences(text, surface):
            if (start, end) in seen or overlaps(start, end, taken) or text[end : end + 1] == "$":
                continue
            if _may_be_common(text, start, surface):
                continue
            seen.add((start, end))
            problem = f"{surface!r} is a name elsewhere in this text, but no mention here"
            fix = "mark it as NAM, if it is the same name here"
            yield Finding(path, span_of(text, start, end), problem, fix)


def _names(article: Article) -> dict[str, str]:
    """The surfaces of names, in other cases too, and surnames, each with its entity's path."""
    found: dict[str, str] = {}
    for path, entity, mention in mentions(article, "NAM"):
        home = path.partition(".mentions")[0]
        surfaces = [mention.text]
        parts = mention.text.split()
        if entity.type == "PER" and len(parts) > 1 and len(parts[-1]) > 2:
            surfaces.append(parts[-1])
        surfaces += [s.upper() for s in surfaces if len(s) > 3]
        surfaces += [s.title() for s in surfaces if len(s) > 4 and s.isupper()]
        for surface in surfaces:
            if len(surface) > 1 and any(char.isupper() for char in surface):
                found.setdefault(surface, home)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _may_be_common(text: str, start: int, surface: str) -> bool:
    """Whether the capital of one word proves nothing here, since the text has the word without."""
    if " " in surface or surface[1:] != surface[1:].lower():
        return False
    first = next(words(text, *sentence_at(text, start)), None)
    initial = first is not None and first.start() == start
    return initial and next(occurrences(text, surface.lower()), None) is not None


def unmarked_capital(article: Article) -> Iterator[Finding]:
    """A capitalised word in mid-sentence that no mention covers; in apparatus, two of them (M1)."""
    text, headline = article.text, article.meta.headline
    taken = [*name_places(article), *timed_places(article), *untouchable(text)]
    if headline and is_title_case(headline.text):
        taken.append(place(headline))
    if article.meta.dateline:  # `unmarked-field` looks there
        taken.append(place(article.meta.dateline.span))
    outside = apparatus(article)
    persons = {m.start for _, entity, m in mentions(article, "NAM") if entity.type == "PER"}
    for low, high in sentences(text):
        label = overlaps(low, high, outside)
        title = text[high - 1] not in '.?!”"' and is_title_case(text[low:high])
        if not label and (title or text[low:high].isupper()):
            continue
        for start, end in _capital_runs(text, low, high):
            titled = end + 1 in persons and text[end : end + 1] == " "
            zone = text[start:end].isupper() and re.search(r"\d\d ?$", text[low:start])
            alone = label and (" " not in text[start:end] or text[start:end].isupper())
            if titled or zone or alone or overlaps(start, end, taken):
                continue
            problem = f"{text[start:end]!r} has a capital in mid-sentence, but is no mention"
            fix = "mark it as NAM with its entity, if it is a name"
            yield Finding("$.entities", span_of(text, start, end), problem, fix)


def _capital_runs(text: str, low: int, high: int) -> Iterator[Place]:
    """Runs of capitalised words that do not open a sentence, a quote or a clause after a colon."""
    run: Place | None = None
    for match in words(text, low, high):
        start, end = match.span()
        # Before it a word, a comma or a bracket: after a dash, colon or mark a sentence may begin.
        opens = not re.search(r"[\w,;)’'%][ -]?$| \($", text[max(low, start - 3) : start])
        word = match[0].lower().removesuffix("’s").removesuffix("'s")
        capital = match[0][0].isupper() and not opens
        if capital and (word in _PLAIN or word in LEXICON.titles):
            capital = False
        if run and capital and start == run[1] + 1:
            run = (run[0], end)
            continue
        if run:
            yield run
        run = (start, end) if capital else None
    if run:
        yield run


_PLAIN = LEXICON.plain_capitals | frozenset(LEXICON.weekdays) | frozenset(LEXICON.months)


def unmarked_pronoun(article: Article) -> Iterator[Finding]:
    """A pronoun that can only stand for an entity and is no mention (M2, M8, M9)."""
    text = article.text
    marked = {place(found.mention) for found in mentions(article)}
    taken = [*name_places(article), *no_annotation(article)]
    speech = [(m.start, m.end) for m in quote_marks(text) if m.closed]
    third = LEXICON.pronouns["he"] | LEXICON.pronouns["she"]
    for match in words(text):
        start, end = match.span()
        word = re.split("[’']", match[0])[0]
        end = start + len(word)
        first = word in ("I", "me", "my", "My", "myself") and inside(start, end, speech)
        if not first and word.lower() not in third:
            continue
        if (start, end) in marked or overlaps(start, end, taken):
            continue
        if word_before(text, start).lower() == "his" and word == "her":
            continue
        problem = f"the pronoun {word!r} is no mention"
        fix = "mark it as PRO of whom it stands for, unless nobody particular is meant (M4, M8)"
        yield Finding("$.entities", span_of(text, start, end), problem, fix)
