"""Articles as documents of spaCy: what the pipeline learns from, in the form of what it says.

Names are in ``doc.ents``, all else in span groups; gold and predictions alike:

===========  =========================================  ================================
group        label of a span                            id of a span
===========  =========================================  ================================
mentions     ``NOM.PER``, ``PRO.GROUP``, ...
values       ``DATE TIME DURATION SET QUANTITY``
triggers     type of the event
quotes       ``content quoted cue source``              one for all parts of one quote
arguments    role                                       first token of the trigger
===========  =========================================  ================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from goldfield.schema.records import Article, Event, Quote
from goldfield.schema.records import Span as Place

__all__ = ["QUANTITY", "Aligned", "to_document"]

QUANTITY = "QUANTITY"


class Aligned:
    """The spans of one document that stand at places of its text.

    A place that begins or ends inside a token has no span: `cut` counts such places.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.cut: Counter[str] = Counter()

    def at(self, place: Place | None, group: str, label: str, id: str = "") -> list[Span]:
        """The span at a place, or nothing."""
        if place is None:
            return []
        span = self.doc.char_span(place.start, place.end, label=label, span_id=id)
        self.cut[group] += span is None
        return [] if span is None else [span]


def to_document(nlp: Language, article: Article) -> Aligned:
    """An article's gold on the tokens of a pipeline.

    Of names that overlap the longest is kept. The tokens of a name that has no span of its own
    are marked as unknown, so that nobody learns that they are no name.
    """
    doc = nlp.make_doc(article.text)
    if "sentences" in nlp.pipe_names:
        doc = nlp.get_pipe("sentences")(doc)
    aligned = Aligned(doc)
    _add_mentions(aligned, article)
    times = [(time.span, time.type) for time in article.times]
    values = [*times, *((quantity.span, QUANTITY) for quantity in article.quantities)]
    doc.spans["values"] = [s for place, label in values for s in aligned.at(place, "values", label)]
    _add_events(aligned, article.events)
    doc.spans["quotes"] = [span for quote in article.quotes for span in _quote(aligned, quote)]
    return aligned


def _add_mentions(aligned: Aligned, article: Article) -> None:
    doc = aligned.doc
    names, others, unknown = list[Span](), list[Span](), list[Span]()
    for entity in article.entities:
        for mention in entity.mentions:
            if mention.kind != "NAM":
                others += aligned.at(mention, "mentions", f"{mention.kind}.{entity.type}")
            elif found := aligned.at(mention, "names", entity.type):
                names += found
            else:
                wide = doc.char_span(mention.start, mention.end, alignment_mode="expand")
                unknown += [wide] if wide is not None else []
    kept = filter_spans(names)
    aligned.cut["names within names"] = len(names) - len(kept)
    taken = {token.i for span in kept for token in span}
    free = [span for span in unknown if taken.isdisjoint(range(span.start, span.end))]
    doc.set_ents(kept, missing=filter_spans(free))
    doc.spans["mentions"] = others


def _add_events(aligned: Aligned, events: list[Event]) -> None:
    triggers, arguments = list[Span](), list[Span]()
    for event in events:
        own = [span for at in event.triggers for span in aligned.at(at, "triggers", event.type)]
        triggers += own
        for argument in event.arguments if own else ():
            for span in aligned.at(argument.span, "arguments", argument.role):
                nearest = min(own, key=lambda trigger: abs(trigger.start - span.start))
                span.id_ = str(nearest.start)
                arguments.append(span)
    aligned.doc.spans["triggers"] = triggers
    aligned.doc.spans["arguments"] = arguments


def _quote(aligned: Aligned, quote: Quote) -> list[Span]:
    places: dict[str, Sequence[Place | None]] = {
        "content": quote.content,
        "quoted": quote.quoted,
        "cue": [quote.cue],
        "source": [quote.source.span],
    }
    return [
        span
        for label, parts in places.items()
        for place in parts
        for span in aligned.at(place, "quotes", label, quote.id)
    ]
