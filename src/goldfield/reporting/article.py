"""An article in the terminal: its text with one layer marked, and its records as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rich.text import Text

from goldfield.errors import UnknownName
from goldfield.reporting.tables import Table, render
from goldfield.schema.records import Article, Quote, Span

__all__ = ["MARKED", "marked_text", "show_article"]

Marks = Iterator[tuple[Span, str]]

_COLOURS = ("cyan", "green", "yellow", "magenta", "blue", "red")


def _mentions(article: Article) -> Marks:
    for entity in article.entities:
        for mention in entity.mentions:
            yield mention, f"{entity.id}:{entity.type}.{mention.kind}"


def _quotes(article: Article) -> Marks:
    for quote in article.quotes:
        yield from ((span, f"{quote.id}:{quote.source.entity or '?'}") for span in quote.content)


def _events(article: Article) -> Marks:
    for event in article.events:
        yield from ((span, f"{event.id}:{event.type}") for span in event.triggers)


def _fields(article: Article) -> Marks:
    meta = article.meta
    spans = {
        "date_published": meta.date_published and meta.date_published.span,
        "headline": meta.headline,
        "deck": meta.deck,
        "dateline": meta.dateline and meta.dateline.span,
        "byline": meta.byline,
        "publisher": meta.publisher,
    }
    yield from ((span, name) for name, span in spans.items() if isinstance(span, Span))


MARKED: dict[str, Callable[[Article], Marks]] = {
    "fields": _fields,
    "entities": _mentions,
    "times": lambda article: ((t.span, f"{t.type} {t.value}") for t in article.times),
    "quantities": lambda article: ((q.span, f"{q.id}") for q in article.quantities),
    "quotes": _quotes,
    "events": _events,
}


def show_article(article: Article, layer: str = "entities") -> Text:
    """The article with one layer of `MARKED` in brackets, then its quotes, events and anomalies.

    Raises:
        UnknownName: there is no such layer.
    """
    if layer not in MARKED:
        raise UnknownName("layer to mark", layer, MARKED)
    shown = Text(f"{article.id}  {article.provenance.kind}, {article.provenance.status}\n\n")
    shown.append_text(marked_text(article.text, MARKED[layer](article)))
    for table in (_quote_table(article), _event_table(article), _anomaly_table(article)):
        if table.rows:
            shown.append("\n\n" + render(table, "table"))
    return shown


def marked_text(text: str, marks: Iterable[tuple[Span, str]]) -> Text:
    """The text with ``[span]label`` for each mark; nesting shows in brackets and colour."""
    ordered = sorted(marks, key=lambda mark: (mark[0].start, -mark[0].end, mark[1]))
    shown, at = Text(), 0
    open_marks: list[tuple[Span, str]] = []

    def close(until: int) -> None:
        nonlocal at
        while open_marks and open_marks[-1][0].end <= until:
            span, label = open_marks.pop()
            shown.append(text[at : span.end], _colour(len(open_marks) + 1))
            shown.append(f"]{label}", f"dim {_colour(len(open_marks) + 1)}")
            at = max(at, span.end)

    for span, label in ordered:
        close(span.start)
        shown.append(text[at : span.start], _colour(len(open_marks)))
        at = max(at, span.start)
        open_marks.append((span, label))
        shown.append("[", f"dim {_colour(len(open_marks))}")
    # Crossing marks close late; that is the price of showing them as brackets at all.
    open_marks.sort(key=lambda mark: -mark[0].end)
    close(len(text))
    shown.append(text[at:])
    return shown


def _colour(depth: int) -> str:
    return _COLOURS[(depth - 1) % len(_COLOURS)] if depth else "default"


def _quote_table(article: Article) -> Table:
    rows = [
        (q.id, q.type, _speaker(q), q.cue.text if q.cue else "-", q.parent or "-", _content(q))
        for q in article.quotes
    ]
    return Table("quotes", ("id", "type", "speaker", "cue", "inside", "content"), rows, left=6)


def _speaker(quote: Quote) -> str:
    source = quote.source
    words = f" ({source.span.text})" if source.span else ""
    return f"{source.entity or source.name or source.status}{words}"


def _content(quote: Quote) -> str:
    text = " ... ".join(span.text for span in quote.content)
    return text if len(text) <= 70 else f"{text[:67]}..."


def _event_table(article: Article) -> Table:
    rows = [
        (
            event.id,
            event.type,
            ", ".join(span.text for span in event.triggers),
            ", ".join(
                f"{a.role}={a.ref or (a.span.text if a.span else '?')}" for a in event.arguments
            ),
            f"{event.factuality or '-'} {event.status or '-'}",
        )
        for event in article.events
    ]
    heads = ("id", "type", "triggers", "arguments", "factuality, status")
    return Table("events", heads, rows, left=5)


def _anomaly_table(article: Article) -> Table:
    rows = [(a.id, a.type, a.literal, a.intended or "-", a.note) for a in article.anomalies]
    return Table("anomalies", ("id", "type", "literal", "intended", "evidence"), rows, left=5)
