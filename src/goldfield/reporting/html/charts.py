"""Charts of pages: Vega-Lite in the colours of the page, as SVG that stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from goldfield.errors import MissingExtra
from goldfield.schema.text import visible

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["SERIES", "draw"]

SERIES = [f"var(--series-{n})" for n in range(1, 9)]
"""Colours that are told apart, in light and in dark; `base.css` has their values."""

_TEXT = {"labelColor": "var(--muted)", "titleColor": "var(--muted)", "titleFontWeight": "normal"}
_SIZES = {"labelFontSize": 12, "titleFontSize": 12}
_THEME: dict[str, Any] = {
    "font": "inherit",
    "view": {"stroke": None},
    "axis": _TEXT
    | _SIZES
    | {
        "domain": False,
        "ticks": False,
        "gridColor": "var(--grid)",
        "labelPadding": 9,
        "labelLimit": 260,
    },
    "legend": _TEXT | _SIZES | {"labelLimit": 260, "symbolStrokeWidth": 2},
    "header": {"labelColor": "var(--ink)", "labelFontSize": 12, "labelFontWeight": 600},
    "range": {"category": SERIES},
}


def draw(chart: Mapping[str, Any]) -> Markup:
    """A chart as an SVG element.

    Args:
        chart: a Vega-Lite specification without colours of its own but those of `SERIES` and other
            variables of `base.css`. The `description` of a mark is what a pointer is shown, its
            parts between ``"; "``.

    Raises:
        MissingExtra: the package that draws is not installed.
    """
    try:
        import vl_convert
        from markupsafe import Markup
    except ImportError as error:
        raise MissingExtra("vl-convert-python", "report") from error
    shell = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "background": None}
    svg = vl_convert.vegalite_to_svg(shell | {"config": _THEME} | _visible(dict(chart)))
    for namespace in ("", ":xlink"):  # implied in HTML
        before, _, rest = svg.partition(f' xmlns{namespace}="')
        svg = before + rest.partition('"')[2]
    return Markup(svg)


def _visible(node: Any) -> Any:
    """Text without what XML cannot hold and what would reorder it."""
    if isinstance(node, str):
        return visible(node)
    if isinstance(node, dict):
        return {key: _visible(value) for key, value in node.items()}
    return [_visible(value) for value in node] if isinstance(node, list) else node
