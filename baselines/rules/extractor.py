"""The extractor: every layer of a record from the text alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .document import Document, read
from .events import find_events
from .filing import filing_date
from .header import Header, read_header
from .headnames import told, with_head
from .learn import settle
from .mentions import resolve
from .names import Name, find_names
from .quantities import Amount, find_quantities
from .quotes import find_quotes
from .record import Recorder
from .speech import add_first_person
from .timecontext import Timex
from .times import find_times

__all__ = ["Extractor"]


class Extractor:
    """Rules for English news; deterministic, blind to gold, never raises on a text."""

    version = "1.2"
    layers = (
        "date_published", "headline", "deck", "dateline", "byline", "publisher", "lang",
        "entities", "coref", "times", "quantities", "quotes", "speakers",
        "events", "arguments", "factuality",
    )  # fmt: skip

    def __call__(self, text: str) -> dict[str, Any]:
        """Extract all layers of one article."""
        doc = read(text)
        header = read_header(doc)
        _set_head(doc, header)
        times = find_times(doc)
        apparatus = [(part.start, part.end) for part in doc.apparatus]
        taken = sorted([(time.start, time.end) for time in times] + apparatus)
        amounts = find_quantities(doc, taken)
        found = with_head(doc, header, settle(doc, *find_names(doc), told(doc, header)))
        names = _outside(found, times, amounts)
        resolver = resolve(doc, names, amounts)
        quotes = find_quotes(doc, resolver)
        add_first_person(doc, resolver, quotes)
        events = find_events(
            doc, resolver, (times, amounts), quotes, (header.headline, _body(header))
        )
        record = Recorder(doc, header, resolver).record(times, amounts, quotes, events)
        return {"layers": list(self.layers), **record}


def _set_head(doc: Document, header: Header) -> None:
    """What the later steps need of the head: the date to reckon from, and the metadata."""
    doc.apparatus = header.apparatus
    doc.headline = header.headline
    if header.dateline is not None:
        doc.split_sentence(header.dateline.span.end, header.dateline.rest)
    doc.published = header.published[0] if header.published else filing_date(doc, header)


def _body(header: Header) -> int:
    """Where headline and deck are over."""
    return max([part.end for part in (header.headline, header.deck) if part], default=0)


def _outside(names: list[Name], *others: Sequence[Timex] | Sequence[Amount]) -> list[Name]:
    """Names that do not begin within a time or a sum of money."""
    starts = {
        offset for items in others for item in items for offset in range(item.start, item.end)
    }
    return [name for name in names if name.start not in starts]
