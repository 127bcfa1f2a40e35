"""What a type cannot say about a gold record: hashes, offsets, ids, values. All faults at once."""

from __future__ import annotations

from collections.abc import Iterator

from goldfield.errors import Fault
from goldfield.schema.offsets import UNITS, OffsetMap, Unit, converting
from goldfield.schema.records import Annotations, Article, Mention, Span
from goldfield.schema.references import check_references
from goldfield.schema.text import cuts_word, not_nfc_at, sha256_of
from goldfield.schema.values import check_values
from goldfield.schema.versions import check_keys, check_version
from goldfield.schema.walk import all_spans, spans_by_id, walk_spans

__all__ = [
    "check_article",
    "check_places",
    "check_range",
    "check_spans",
    "check_usable",
    "check_version",
    "wrong_unit",
]

_COUNTED = "offsets count code points"


def check_article(article: Article) -> list[Fault]:
    """All faults of a gold record that its types allow; `where` is left empty.

    Of a version that cannot be read nothing else is said: the rest means nothing here.
    """
    return check_version(article.schema_version) or [
        *check_keys(article),
        *_check_text(article),
        *check_places(list(walk_spans(article)), article.text),
        *check_references(article),
        *_check_borders(article),
        *_check_heads(article),
        *check_values(article),
        *_check_placed(article),
    ]


def check_usable(article: Article) -> list[Fault]:
    """The faults that would make scores wrong: version, surfaces, ids. Fast if there are none."""
    return check_version(article.schema_version) or [
        *check_spans(article, article.text),
        *check_references(article),
        *_check_placed(article),
    ]


def _check_text(article: Article) -> Iterator[Fault]:
    text = article.text
    if sha256_of(text) != article.text_sha256:
        problem = f"the text hashes to {sha256_of(text)[:12]}..., not to the stored hash"
        yield Fault("", "$.text_sha256", problem, "restore the text; a new text needs a new id")
    if (at := not_nfc_at(text)) is not None:
        problem = (
            f"not in Unicode normal form C near offset {at} ({text[max(0, at - 8) : at + 4]!r})"
        )
        yield Fault("", "$.text", problem, "normalise the source before it is annotated")
    for char, name in (
        ("\0", "a NUL character"),
        ("\r", "a carriage return"),
        ("\ufeff", "a byte order mark"),
    ):
        if char in text:
            fix = "take the text in again with `goldfield corpus sheet`, which turns CRLF to LF"
            fix = fix if char == "\r" else "remove it from the source"
            yield Fault("", "$.text", f"{name} at offset {text.index(char)}", fix)


def check_spans(record: Annotations, text: str) -> list[Fault]:
    """Faults of the spans of all scored layers of a record, see `check_places`."""
    if all(span.text and text[span.start : span.end] == span.text for span in all_spans(record)):
        return []
    return check_places(list(walk_spans(record)), text)


def check_places(spans: list[tuple[str, Span]], text: str) -> list[Fault]:
    """Faults of spans that lie outside the text or do not hold the surface they claim.

    If all of them would be right in another unit, one fault names the unit instead.
    """
    wrong = [
        (path, span)
        for path, span in spans
        if span.start >= span.end or text[span.start : span.end] != span.text
    ]
    if wrong and (unit := wrong_unit(text, [span for _, span in spans])):
        problem = (
            f"the offsets count {UNITS[unit]}, not code points: all {len(spans)} spans fit then"
        )
        return [Fault("", "$", problem, converting(unit))]
    return [_span_fault(path, span, text) for path, span in wrong]


def wrong_unit(text: str, spans: list[Span]) -> Unit | None:
    """The unit in which every span holds its surface, if code points are not that unit."""
    for unit in UNITS:
        offsets = OffsetMap(text, unit)
        if spans and all(_fits(text, offsets, span) for span in spans):
            return unit
    return None


def _fits(text: str, offsets: OffsetMap, span: Span) -> bool:
    start, end = offsets.from_unit(span.start), offsets.from_unit(span.end)
    return start is not None and end is not None and text[start:end] == span.text


def check_range(path: str, span: Span, text: str) -> list[Fault]:
    """A fault if a span is reversed or empty, or ends outside the text."""
    place = f"[{span.start}, {span.end})"
    if span.start >= span.end:
        return [Fault("", path, f"{place} is empty or reversed", "let end be over start")]
    if span.end <= len(text):
        return []
    problem = f"{place} ends outside the text of {len(text)} code points"
    return [Fault("", path, problem, f"end must be at most {len(text)}; {_COUNTED}")]


def _span_fault(path: str, span: Span, text: str) -> Fault:
    found, nearest = text[span.start : span.end], _nearest(text, span)
    problem = f"[{span.start}, {span.end}) holds {found[:40]!r}, not {span.text[:40]!r}"
    fix = f"the surface stands at {nearest}" if nearest >= 0 else "the surface is not in the text"
    for fault in check_range(path, span, text):
        problem = fault.problem
        fix = f"{fault.fix}; {fix}" if nearest >= 0 else fault.fix
    for unit, name in UNITS.items():
        if _fits(text, OffsetMap(text, unit), span):
            return Fault(
                "", path, f"{problem}; it fits as {name}", f"count code points, not {name}"
            )
    return Fault("", path, problem, fix)


def _nearest(text: str, span: Span) -> int:
    before, after = (
        text.rfind(span.text, 0, span.start + len(span.text)),
        text.find(span.text, span.start),
    )
    found = [at for at in (before, after) if at >= 0 and span.text]
    return min(found, key=lambda at: abs(at - span.start), default=-1)


def _check_borders(article: Article) -> Iterator[Fault]:
    for path, span in walk_spans(article):
        if span.start >= span.end or article.text[span.start : span.end] != span.text:
            continue
        if span.text != span.text.strip():
            fix = "let the span begin and end on a character"
            yield Fault("", path, f"{span.text[:40]!r} has a blank at its edge", fix)
        subword = isinstance(span, Mention) and span.subword
        cut = cuts_word(article.text, span.start) or cuts_word(article.text, span.end)
        if cut and not subword:
            around = article.text[max(0, span.start - 5) : span.end + 5]
            fix = "take the whole word, or set subword if the cut is meant"
            yield Fault("", path, f"{span.text[:40]!r} is cut inside a word ({around!r})", fix)


def _check_heads(article: Article) -> Iterator[Fault]:
    for i, entity in enumerate(article.entities):
        for j, mention in enumerate(entity.mentions):
            head = mention.head
            if head and not mention.start <= head.start < head.end <= mention.end:
                path = f"$.entities[{i}].mentions[{j}].head"
                problem = f"{head.text[:40]!r} lies outside its mention"
                yield Fault("", path, problem, "choose a word of the mention")


def _check_placed(article: Article) -> Iterator[Fault]:
    """Items without a place in the text, which no prediction could ever match."""
    fix = "give at least one span"
    for i, entity in enumerate(article.entities):
        if not entity.mentions:
            yield Fault("", f"$.entities[{i}].mentions", "the entity is mentioned nowhere", fix)
    for i, quote in enumerate(article.quotes):
        source = quote.source
        if not quote.content:
            yield Fault("", f"$.quotes[{i}].content", "the quote has no words", fix)
        if source.status == "explicit" and not (source.entity or source.span or source.name):
            hint = "name the speaker, or make the status implicit"
            yield Fault("", f"$.quotes[{i}].source", "explicit, but nobody is named", hint)
    places = spans_by_id(article)
    for i, event in enumerate(article.events):
        for j, argument in enumerate(event.arguments):
            if argument.span is None and not places.get(argument.ref or ""):
                path = f"$.events[{i}].arguments[{j}]"
                yield Fault("", path, "the argument has no place in the text", fix)
