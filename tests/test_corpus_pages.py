"""Counts of a corpus with a pencil, and the pages that print them."""

from __future__ import annotations

import pytest
from seed import needs_seed
from toy import toy_article

from goldfield.corpus.stats import Dates, LayerStats, Quartiles, corpus_stats
from goldfield.errors import DataError
from goldfield.release import root
from goldfield.reporting.corpus_card import PAGES, filled_pages
from goldfield.reporting.pages import fill
from goldfield.reporting.stats import stats_table
from goldfield.reporting.tables import render
from goldfield.schema.records import Article, PublicationDate


def article(text: str, date: str | None, layers: list[str]) -> Article:
    made = toy_article()
    made.text = text
    made.layers = [layer for layer in made.layers if layer in layers]
    made.meta.date_published = PublicationDate(date, None, []) if date else None
    return made


def test_stats_with_a_pencil() -> None:
    first = article("x" * 10, "2031-05-02", ["quotes", "coref", "date_published"])
    second = article("x" * 20, "2031-05", ["quotes", "coref", "date_published"])
    third = article("x" * 90, None, ["quotes", "date_published"])
    second.quotes, second.provenance.kind = [], "wire"
    second.entities = second.entities[1:]  # Oslo, said once
    found = corpus_stats({"train": [first, second], "test": [third]})
    assert found.total.articles == 3
    assert found.total.characters == 120
    # Between the sorted lengths 10, 20, 90 the quartiles are half way: 15 and 55.
    assert found.total.lengths == Quartiles(10, 15, 20, 55, 90)
    assert found.splits["test"].lengths == Quartiles(90, 90, 90, 90, 90)
    assert found.total.dates == Dates("2031-05", "2031-05-02", 1)
    assert found.total.layers["quotes"] == LayerStats(3, 1, 1 / 3)
    assert found.total.layers["coref"] == LayerStats(2, 1, 1 / 2)
    assert found.total.layers["date_published"] == LayerStats(3, 1, 1 / 3)
    assert found.total.layers["events"] == LayerStats(0, 0, None)
    assert found.total.about["provenance"] == {"composed": 2, "wire": 1}
    assert found.splits["train"].labels["entities"] == {"GPE": 2, "PER": 1}
    assert found.total.items["mentions"] == 3 + 1 + 3


def test_splits_stand_side_by_side_and_one_is_told_once() -> None:
    stats = corpus_stats({"train": [toy_article()], "test": []})
    assert stats_table(stats).heads == ("what", "label", "train", "test", "total")
    assert stats_table(corpus_stats({"test": [toy_article()]})).heads == ("what", "label", "test")
    rows = render(stats_table(stats), "csv").splitlines()
    assert "quotes,,1,0,1" in rows
    assert "characters an article,least,86,-,86" in rows
    assert len(stats_table(stats, labels=False).rows) < len(rows) - 1


@needs_seed
@pytest.mark.skipif(not (root() / "seeds").is_dir(), reason="passes need their texts")
def test_the_pages_of_the_corpus_hold_the_figures_of_the_data() -> None:
    pages = filled_pages()
    folder = root()
    assert list(pages) == [folder / name for name in (*PAGES, "corpus/ceiling.json")]
    for path, text in pages.items():
        assert path.read_text("utf-8") == text, "run `goldfield corpus card`"


def test_only_what_is_between_markers_changes() -> None:
    page = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n<!-- y -->\n<!-- /y -->\n"
    made = fill(page, {"x": "new\n", "y": "more\n"})
    assert made == "a\n<!-- x -->\nnew\n<!-- /x -->\nb\n<!-- y -->\nmore\n<!-- /y -->\n"
    assert fill(made, {"x": "new\n", "y": "more\n"}) == made


def test_markers_that_lead_nowhere_are_faults_with_their_line() -> None:
    with pytest.raises(DataError) as caught:
        fill("a\n<!-- z -->\n<!-- /z -->\n<!-- x -->\n", {"x": ""}, "page.md")
    assert [fault.where for fault in caught.value.faults] == ["page.md:2", "page.md:4"]
