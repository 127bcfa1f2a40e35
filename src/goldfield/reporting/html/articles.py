"""The article browser: what its script is given, and the page that has nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from goldfield.errors import UnknownName
from goldfield.reporting.article import ALL
from goldfield.reporting.html.items import LAYERS, Item, items_of
from goldfield.reporting.html.judging import STATUSES, Judgement, Judges
from goldfield.reporting.html.pages import page
from goldfield.reporting.records import RECORDS
from goldfield.schema.records import Annotations, Article
from goldfield.scoring.outcome import Verdict

__all__ = ["ASSETS", "Browser", "Predicted", "articles_page", "browser_of"]

ASSETS = ("marks", "choosing", "articles")
"""What a page with a browser loads."""

_USUAL = ("entities", "quotes", "speakers", "events")
"""What is switched on at first; with all of them on a text is hard to read."""


class Browser(NamedTuple):
    """What `articles.js` reads: JSON values.

    Attributes:
        overview: what there is to choose from, read when the page opens.
        articles: one an article, each read when it is looked at.
    """

    overview: dict[str, Any]
    articles: list[Any]


class Predicted(NamedTuple):
    """The other side: predictions by article, and what became of them."""

    records: Mapping[str, Annotations]
    verdicts: Iterable[Verdict]
    measures: Collection[str]


def browser_of(articles: Sequence[Article], predicted: Predicted | None = None) -> Browser:
    """The browser of some articles, with predictions beside gold if there are any."""
    by_id: dict[str, list[Verdict]] = {}
    for row in predicted.verdicts if predicted else ():
        by_id.setdefault(row.id, []).append(row)
    heads: list[Any] = []
    bodies: list[Any] = []
    for article in articles:
        judges = Judges(by_id.get(article.id, ()), predicted.measures if predicted else ())
        sides = {"gold": _side(article, "gold", judges)}
        if predicted:
            record = predicted.records.get(article.id)
            sides["pred"] = _side(record, "pred", judges) if record else []
        heads.append([article.id, _about(article), article.text, judges.errors()])
        bodies.append(list(sides.values()))
    used = {mark[2] for sides in bodies for side in sides for item in side for mark in item[3]}
    layers = [layer for place, layer in enumerate(LAYERS) if place in used]
    overview = {
        "sides": ["gold", "predicted"] if predicted else ["gold"],
        "layers": LAYERS,
        "used": layers,
        "usual": [layer for layer in _USUAL if layer in layers] or layers,
        "statuses": STATUSES,
        "articles": heads,
    }
    return Browser(overview, bodies)


def articles_page(articles: Sequence[Article], title: str, layer: str = ALL) -> str:
    """A page of gold articles.

    Args:
        articles: in the order in which they are listed.
        title: where they are from.
        layer: what is marked at first, one that `corpus show` knows; `all` leaves it to the page.

    Raises:
        MissingExtra: Jinja2 is not installed.
        UnknownName: there is no such layer.
    """
    if layer not in (ALL, *RECORDS):
        raise UnknownName("layer to mark", layer, [ALL, *RECORDS])
    shown = browser_of(articles)
    if layer != ALL:
        shown.overview["usual"] = [layer]
    return page("shown.html", assets=ASSETS, title=title, browser=shown, number=len(articles))


def _about(article: Article) -> str:
    made = article.provenance
    return f"{made.kind}, licence {made.licence}, annotated by {made.annotated_by}, {made.status}"


def _side(record: Annotations, side: Any, judges: Judges) -> list[Any]:
    """Items as lists: title, details, places of the items referred to, marks."""
    items = items_of(record)
    places = {item.id: place for place, item in enumerate(items) if item.id}
    return [
        [
            item.title,
            item.details,
            [places[ref] for ref in item.refers if ref in places],
            _marks(item, side, judges),
        ]
        for item in items
    ]


def _marks(item: Item, side: Any, judges: Judges) -> list[Any]:
    """Marks as lists: start, end, layer, label, then status and why if it is judged."""
    found = []
    for mark in item.marks:
        judged = judges.judge(side, item, mark)
        place = [mark.span.start, mark.span.end, LAYERS.index(mark.layer), mark.label]
        if mark.span.start < 0:
            found.append([*place, judged.status, judged.why, mark.span.text])
        else:
            found.append([*place, *_short(judged)])
    return found


def _short(judged: Judgement) -> list[Any]:
    return list(judged) if judged.why else [judged.status] if judged.status else []
