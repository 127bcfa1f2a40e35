"""The base of all pages: hashes, escaping, contrast, data that cannot leave its element."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup
from pages import check_page, parse

from goldfield.errors import MissingExtra
from goldfield.reporting.html import pages
from goldfield.reporting.html.charts import SERIES, draw
from goldfield.reporting.html.pages import data, page
from goldfield.reporting.tables import Table

STYLE = Path(pages.__file__).with_name("templates") / "base.css"
NASTY = "</script></style><!--<script>alert(1)</script>\" onclick='x' \u2028 \u202e \ud800 &amp;"
TABLE = Table("Title <b>", ("field", NASTY, "F1"), [(NASTY, "a", "0.5")], left=2)


def shown(source: str, **context: object) -> str:
    """A page whose main part is a template given here."""
    text = (
        "{% extends 'base.html' %}{% import 'parts.html' as parts %}"
        f"{{% block main %}}<h1>x</h1>{source}{{% endblock %}}"
    )
    template = pages._environment().from_string(text)
    empty = {"styles": [], "scripts": [], "policy": "", "version": "0"}
    return template.render(empty | context)


def test_the_base_page_is_closed_and_labelled() -> None:
    whole = shown("{{ parts.table(table, 't') }}{{ parts.filters('t', 'rows') }}", table=TABLE)
    base = page("base.html").replace('<main id="main" tabindex="-1">', "<main id='main'><h1>x</h1>")
    check_page(base)
    tree = parse(whole)
    assert tree.xpath("//table//script | //b") == []
    assert tree.xpath("//caption/text()") == ["Title <b>"]


def test_what_is_printed_is_escaped_and_nothing_of_it_is_hidden() -> None:
    tree = parse(shown("<p title='{{ x }}'>{{ x }}</p>", x=NASTY))
    text = NASTY.replace("\u2028", "\\u2028").replace("\u202e", "\\u202e")
    text = text.replace("\ud800", "\\ud800")
    assert tree.xpath("//main/p/text()") == [text]
    assert tree.xpath("//main/p/@title") == [text]
    assert tree.xpath("//main/p/@onclick") == []


def test_markup_is_left_alone_and_a_missing_name_is_an_error() -> None:
    assert parse(shown("{{ x }}", x=Markup("<em>a</em>"))).xpath("//em/text()") == ["a"]
    with pytest.raises(UndefinedError, match="nothing"):
        shown("{{ nothing }}")


@given(st.recursive(st.text() | st.sampled_from([NASTY, "<!--", "</SCRIPT >"]), st.lists))
def test_data_stays_in_its_element_and_comes_back(value: object) -> None:
    text = data(value)
    assert not re.search("[<>&\u2028\u2029]", text)
    text.encode()  # lone surrogates are written as escapes
    assert json.loads(text) == value


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_text_have_the_contrast_of_level_aa(scheme: str) -> None:
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE.read_text("utf-8"), re.DOTALL)[:2]
    )
    colours = light if scheme == "light" else light | dark
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    series = [f"series-{n}" for n in range(1, 9)]
    for name in ("ink", "muted", "accent", "focus", "good", "fair", "bad", "odd", *series):
        for ground in ("paper", "raised", "sunken"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
    for name in ("ink", "bad"):
        assert contrast(colours[name], colours["accent-soft"]) >= 4.5, name
    assert contrast(colours["neutral"], colours["paper"]) >= 3, "borders of fields"


def test_a_chart_has_the_colours_of_the_page_and_escapes_its_data() -> None:
    rows = [{"name": f"{NASTY}\x1b", "f1": 0.5}]
    y, x = {"field": "name", "type": "nominal"}, {"field": "f1", "type": "quantitative"}
    chart = {"data": {"values": rows}, "mark": "bar", "encoding": {"y": y, "x": x, "color": y}}
    svg = draw(chart)
    assert svg == draw(chart), "the same bytes twice"
    assert "xmlns" not in svg
    assert "http" not in svg
    assert SERIES[0] in svg
    tree = parse(shown("<div>{{ svg }}</div>", svg=svg))
    assert tree.xpath("//script | //@style | //@onclick | //*[@clip-path]") == []
    assert any("\\u001b" in text for text in tree.xpath("//@aria-label"))


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    for missing, use in (
        ("jinja2", pages._environment.__wrapped__),
        ("vl-convert", lambda: draw({})),
    ):
        with pytest.raises(MissingExtra, match=rf"{missing}.*goldfield\[report\]"):
            use()
