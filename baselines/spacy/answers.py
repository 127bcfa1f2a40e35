"""From a document of the trained pipeline to an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from spacy.tokens import Doc, Span

from .dates import value_of
from .documents import QUANTITY
from .quantities import read_quantity

__all__ = ["KEYS", "Answer", "Frame", "Item", "read"]

KEYS = ("entities", "times", "quantities", "quotes", "events")

Item = dict[str, Any]
Answer = dict[str, list[Item]]


class Frame(NamedTuple):
    """How a document lies in its article.

    Attributes:
        offset: where it begins, in code points.
        today: the day of publication, from which times are reckoned.
    """

    offset: int
    today: date | None

    def place(self, span: Span) -> Item:
        """Where a span is in the article."""
        return {"start": self.offset + span.start_char, "end": self.offset + span.end_char}

    def values(self, values: Iterable[tuple[Span, str, Item]]) -> Answer:
        """Spans, each with its type and what else is known of it, as times and quantities."""
        found: Answer = {"times": [], "quantities": []}
        for span, type_, more in values:
            place = self.place(span) | more
            if type_ == QUANTITY:
                found["quantities"].append(place | read_quantity(span.text))
            else:
                value = value_of(span.text, type_, self.today)
                found["times"].append(place | {"type": type_, "value": value})
        return found


def read(doc: Doc, frame: Frame) -> Answer:
    """All that the components have put on a document; the groups are those of `documents.py`."""
    names = [frame.place(name) | {"type": name.label_} for name in doc.ents]
    values = ((span, span.label_, more) for span, more in _scored(doc, "values"))
    return {
        "entities": [*names, *_others(doc, frame)],
        **frame.values(values),
        "quotes": list(_quotes(doc, frame)),
        "events": list(_events(doc, frame)),
    }


def _scored(doc: Doc, group: str) -> Iterator[tuple[Span, Item]]:
    """The spans of a group in the order of the text, with the confidence of each."""
    if not (spans := doc.spans.get(group)):
        return
    pairs = zip(spans, spans.attrs["scores"].ravel(), strict=True)
    for span, score in sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end)):
        yield span, {"confidence": round(float(score), 3)}


def _others(doc: Doc, frame: Frame) -> Iterator[Item]:
    """Nouns and pronouns."""
    for span, more in _scored(doc, "mentions"):
        kind, _, type_ = span.label_.partition(".")
        yield frame.place(span) | more | {"kind": kind, "type": type_}


def _quotes(doc: Doc, frame: Frame) -> Iterator[Item]:
    parts: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for span in doc.spans.get("quotes", []):
        parts[span.id_][span.label_].append(frame.place(span))
    for quote in parts.values():
        yield {
            "type": _quote_type(quote),
            "source": next(iter(quote["source"]), None),
            "cue": next(iter(quote["cue"]), None),
            "content": quote["content"],
            "quoted": quote["quoted"],
        }


def _quote_type(quote: Mapping[str, list[Item]]) -> str:
    if not quote["quoted"]:
        return "indirect"
    return "direct" if quote["content"] == quote["quoted"] else "mixed"


def _events(doc: Doc, frame: Frame) -> Iterator[Item]:
    arguments: dict[str, list[Item]] = defaultdict(list)
    for span in doc.spans.get("arguments", []):
        arguments[span.id_].append(frame.place(span) | {"role": span.label_})
    for span, more in _scored(doc, "triggers"):
        own = arguments[str(span.start)]
        yield {"type": span.label_, "trigger": frame.place(span), "arguments": own} | more
