"""An article in the terminal: its text with one layer or all of them marked, then the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from goldfield.errors import UnknownName
from goldfield.reporting.marking import Mark, Style, marked_text
from goldfield.reporting.records import RECORDS, Record, field_spans
from goldfield.schema.records import Article
from goldfield.schema.text import visible

__all__ = ["ALL", "show_article"]

ALL = "all"
_INDENT = 4
_WIDEST = 28  # cells after which a column of heads no longer pushes the others to the right

_FIELD, _MENTION = Style("[", "]", "blue"), Style("[", "]", "cyan")
_VALUE, _QUOTE = Style("{", "}", "yellow"), Style("«", "»", "green")
_TRIGGER, _ODD = Style("<", ">", "magenta"), Style("{", "}", "red")

Marks = Iterator[Mark]


def _fields(article: Article) -> Marks:
    return (Mark(span, name, _FIELD) for name, span in field_spans(article).items())


def _entities(article: Article) -> Marks:
    for entity in article.entities:
        yield from (Mark(m, f"{entity.type}:{entity.id}", _MENTION) for m in entity.mentions)


def _times(article: Article) -> Marks:
    return (Mark(time.span, f"{time.type}:{time.id}", _VALUE) for time in article.times)


def _quantities(article: Article) -> Marks:
    return (Mark(quantity.span, f"N:{quantity.id}", _VALUE) for quantity in article.quantities)


def _contents(article: Article) -> Marks:
    for quote in article.quotes:
        yield from (Mark(span, f"{quote.type}:{quote.id}", _QUOTE) for span in quote.content)


def _attributions(article: Article) -> Marks:
    yield from _contents(article)
    for quote in article.quotes:
        for name, span, style in (
            ("source", quote.source.span, _MENTION),
            ("cue", quote.cue, _TRIGGER),
        ):
            if span:
                yield Mark(span, f"{name}:{quote.id}", style)


def _triggers(article: Article) -> Marks:
    for event in article.events:
        yield from (Mark(span, f"{event.type}:{event.id}", _TRIGGER) for span in event.triggers)


def _frames(article: Article) -> Marks:
    yield from _triggers(article)
    for event in article.events:
        for argument in event.arguments:
            if argument.span:
                yield Mark(argument.span, f"{argument.role}:{event.id}", _MENTION)


def _anomalies(article: Article) -> Marks:
    return (Mark(a.span, f"{a.type}:{a.id}", _ODD) for a in article.anomalies if a.span)


def _everything(article: Article) -> Marks:
    """All layers at once: ids only of quotes and events, to keep it legible."""
    for read in (_fields, _entities, _times, _quantities, _anomalies):
        yield from (mark._replace(label=mark.label.partition(":")[0]) for mark in read(article))
    yield from _contents(article)
    yield from _triggers(article)


_MARKS: dict[str, Callable[[Article], Marks]] = {
    "fields": _fields,
    "entities": _entities,
    "times": _times,
    "quantities": _quantities,
    "quotes": _attributions,
    "events": _frames,
    "anomalies": _anomalies,
    ALL: _everything,
}


def show_article(article: Article, layer: str = ALL, width: int = 100) -> Text:
    """The article with marks in brackets, then the records of what is marked.

    Args:
        article: a gold record.
        layer: a key of `RECORDS`, or `all`.
        width: cells of a line; longer lines are wrapped at blanks.

    Raises:
        UnknownName: there is no such layer.
    """
    if layer not in _MARKS:
        raise UnknownName("layer to mark", layer, _MARKS)
    made = article.provenance
    about = f"{article.id}  {made.kind}, annotated by {made.annotated_by}, {made.status}"
    lines = [Text(visible(about), "bold"), Text()]
    lines += _wrapped(marked_text(article.text, _MARKS[layer](article)), width)
    while not lines[-1].plain:
        lines.pop()
    for name in RECORDS if layer == ALL else (layer,):
        records = list(RECORDS[name](article))
        lines += [Text(), Text(f"{name}: {len(records) or 'none'}", "bold")]
        lines += _listed(records, width)
    return Text("\n").join(lines)


def _listed(records: Sequence[Record], width: int) -> list[Text]:
    """Records below each other: cells of heads in columns, details indented."""
    lines: list[Text] = []
    columns = max((len(record.head) for record in records), default=0)
    sizes = [
        min(_WIDEST, max(_cells(r.head[at]) for r in records if at < len(r.head)))
        for at in range(columns)
    ]
    for record in records:
        padded = [_padded(cell, size) for cell, size in zip(record.head, sizes, strict=False)]
        hang = sum(size + 2 for size in sizes[: len(padded) - 1])
        rest = hang if hang <= width // 2 else _INDENT
        lines += _wrapped(Text("  ".join(padded).rstrip(), "bold"), width, rest=rest)
        column = max((len(name) for name, _ in record.details), default=0)
        for name, text in record.details:
            lead = f"{name:{column}}  " if column else ""
            line = Text.assemble((lead, "dim"), _flat(text))
            lines += _wrapped(line, width, first=_INDENT, rest=_INDENT + len(lead))
    return lines


def _flat(text: str) -> str:
    return visible(" ".join(text.split()))


def _cells(text: str) -> int:
    return cell_len(_flat(text))


def _padded(cell: str, size: int) -> str:
    return _flat(cell) + " " * max(0, size - _cells(cell))


def _wrapped(text: Text, width: int, first: int = 0, rest: int = 0) -> list[Text]:
    """The lines of a text, wrapped; the first is indented by `first`, the others by `rest`."""
    room = max(20, width)
    console = Console(width=room, color_system=None)
    padded = Text.assemble(" " * first, text)
    lines = list(padded.wrap(console, room))
    if rest and len(lines) > 1:
        tail = padded[len(lines[0].plain) :]
        tail = tail[len(tail.plain) - len(tail.plain.lstrip()) :]
        more = tail.wrap(console, max(20, room - rest))
        lines = [lines[0], *(Text.assemble(" " * rest, line) for line in more)]
    for line in lines:
        line.rstrip()
    return lines
