"""An article in the terminal: brackets nest, lines fit, nothing hidden gets through."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from rich.cells import cell_len
from rich.console import Console
from strategies import articles
from toy import toy_article

from goldfield.errors import UnknownName
from goldfield.reporting.article import ALL, show_article
from goldfield.reporting.marking import Mark, Style, marked_text
from goldfield.reporting.records import RECORDS
from goldfield.schema.records import Article, Span
from goldfield.schema.text import visible

SQUARE, CURLY = Style("[", "]", "cyan"), Style("{", "}", "yellow")
ESCAPE = "\x1b[31m"


def marked(text: str, *marks: tuple[int, int, str, Style]) -> str:
    return marked_text(text, [Mark(Span(a, b, text[a:b]), *rest) for a, b, *rest in marks]).plain  # type: ignore[arg-type]


def test_nested_and_touching_marks() -> None:
    shown = marked(
        "the Bank of Norway office",
        (0, 25, "a", SQUARE), (4, 18, "b", SQUARE), (12, 18, "c", CURLY), (19, 25, "d", SQUARE),
    )  # fmt: skip
    assert shown == "[the [Bank of {Norway|c}|b] [office|d]|a]"


def test_marks_of_one_place_share_brackets_of_one_style() -> None:
    shown = marked("ab", (0, 1, "y", SQUARE), (0, 1, "x", SQUARE), (0, 1, "z", CURLY))
    assert shown == "[{a|z}|x,y]b"


def test_crossing_marks_are_numbered_at_both_ends() -> None:
    shown = marked("abcdefgh", (0, 5, "x", SQUARE), (3, 8, "y", SQUARE), (1, 2, "z", SQUARE))
    assert shown == "[#1 a[b|z]c[#2 de|x #1]fgh|y #2]"


def test_what_a_terminal_obeys_or_hides_is_written_out() -> None:
    assert visible("a\x1b\u202e\u200b\ud800\U000e0041\n") == (
        "a\\u001b\\u202e\\u200b\\ud800\\udb40\\udc41\n"
    )
    kept = "😀 👩\u200d🚒 𝔘 é 한국 می\u200cخواهم"
    assert visible(kept) == kept


def test_control_characters_in_ids_and_text_do_no_harm() -> None:
    article = toy_article()
    article.id = f"a{ESCAPE}"
    article.entities[0].id = f"anna{ESCAPE}\u202e"
    article.text = article.text.replace(" on ", "\x1bon\x07")
    article.provenance.status = "single"
    for layer in (*RECORDS, ALL):
        shown = show_article(article, layer).plain
        assert "\\u001b" in shown
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)


@pytest.mark.parametrize("layer", [*RECORDS, ALL])
def test_every_layer_can_be_shown(layer: str) -> None:
    assert "Anna Berg" in show_article(toy_article(), layer).plain


def test_records_say_everything_of_an_item() -> None:
    shown = show_article(toy_article(), ALL).plain
    for line in (
        "anna  PER  Anna Berg",
        "    Anna Berg NAM, She PRO",
        "t1  Monday  DATE 2022-01-24  from DCT  or 2022-01-17",
        "n1  About 250  about 250 person",
        "q1  mixed  anna (Anna Berg)",
        "    in marks  we will leave Oslo",
        "v1  EVACUATE  leave, left  Uu planned",
        "    origin  oslo (Oslo)",
        "anomalies: none",
    ):
        assert line in shown.splitlines(), line


def test_columns_stay_aligned_after_wide_letters() -> None:
    article = toy_article()
    article.entities[0].name, article.entities[1].name = "😀名古屋", "Oslo"
    article.entities[0].wikidata = article.entities[1].wikidata = "Q1"
    lines = [line for line in show_article(article, "entities").plain.splitlines() if " Q1" in line]
    assert len({cell_len(line.partition(" Q1")[0]) for line in lines}) == 1
    assert len(lines) == 2


def test_an_unknown_layer_is_named() -> None:
    with pytest.raises(UnknownName, match="entities"):
        show_article(toy_article(), "entitis")


@given(articles())
def test_no_text_is_lost_and_lines_fit(article: Article) -> None:
    shown = show_article(article, "times", width=40).plain.splitlines()
    assert all(cell_len(line) <= 40 for line in shown)
    body = marked_text(article.text, [Mark(t.span, "LABEL", CURLY) for t in article.times]).plain
    assert re.sub(r"\{(#\d+ )?|\|LABEL(,LABEL)*( #\d+)?\}", "", body) == visible(article.text)


def test_colours_only_where_the_terminal_has_them() -> None:
    for colours, found in ((None, False), ("standard", True)):
        stream = io.StringIO()
        console = Console(file=stream, color_system=colours, force_terminal=bool(colours))  # type: ignore[arg-type]
        console.no_color = False
        console.print(show_article(toy_article()))
        assert ("\x1b[" in stream.getvalue()) is found
