"""A report in a real browser: it asks for nothing, its tables sort, quotes lead to speakers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chrome import Chrome, running_chrome
from nasty import NAME, TEXT, WORD, nasty_articles, nasty_run

from goldfield.reporting.html.articles import articles_page
from goldfield.run_reports import write_report
from goldfield.schema.text import visible

IDS = ('a1"><script>alert(4)</script>', "a2", "a3")


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with running_chrome(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = list(nasty_articles(*IDS))
    return write_report([nasty_run(tmp_path_factory.mktemp("run"), articles)], articles)


@pytest.fixture
def page(chrome: Chrome, report: Path) -> Iterator[Chrome]:
    """The report, just opened; whatever the browser complains about fails the test."""
    chrome.look(1280)
    chrome.open(report)
    yield chrome
    assert chrome.problems == []


def texts(page: Chrome, selector: str) -> list[str]:
    found: list[str] = page.run(
        f"[...document.querySelectorAll({selector!r})].map((node) => node.textContent)"
    )
    return found


def test_hostile_text_is_shown_as_text(page: Chrome) -> None:
    assert texts(page, "h1") == [NAME]
    assert texts(page, ".pick .id") == list(IDS)
    lines = [visible(line) for line in TEXT.split("\n") if line]
    for side in ("gold", "predicted"):
        assert texts(page, f".pane[data-side={side}]") == lines
    assert WORD in texts(page, ".pane mark.spurious.on")
    assert texts(page, "#browser-unfound") == [
        "Predicted, and not in the text: “nowhere </script>” (entities)"
    ]
    for width in (1280, 390):
        page.look(width)
        assert page.run("document.documentElement.scrollWidth") <= width


def test_nested_and_crossing_marks(page: Chrome) -> None:
    # gold: "bank ... <!-- Oslo" crosses "Oslo </style> fell"; both hold the same "Oslo"
    assert texts(page, "[data-side=gold] mark.missed.layer-entities") == [
        "Oslo", " </style> fell", "Rome",
    ]  # fmt: skip
    tags = "[...document.querySelectorAll('[data-side=gold] mark')].map((m) => m.dataset.tag)"
    assert page.run(tags).count("−ORG") == 1, "a mark in pieces has one tag"
    lines = page.run(
        "[...document.querySelectorAll('[data-side=gold] mark.wrong.layer-entities.on')]"
        ".map((node) => getComputedStyle(node).paddingBottom)"
    )
    assert len(set(lines)) > 1, "a line lies below those of the marks within"


def test_a_quote_leads_to_its_speaker(page: Chrome) -> None:
    speaker = "[data-side=gold] mark.layer-speakers"
    page.point("[data-side=gold] mark.layer-quotes")
    page.wait("document.querySelector('[data-side=gold] mark.speaker')")
    assert texts(page, "mark.speaker") == ["Zoë Ek"]
    page.click("[data-side=gold] mark.layer-quotes")
    assert "speaker: Zoë Ek" in texts(page, "#browser-inspector .button")[0]
    page.click("#browser-inspector .button")
    assert page.run(f"document.activeElement === document.querySelector({speaker!r})")
    page.press("Enter")
    assert page.run("document.activeElement.classList.contains('layer-quotes')")
    page.press("Enter")
    assert page.run("document.activeElement.textContent") == "Zoë Ek"
    assert "predicted: direct “Oslo: we left" in texts(page, "#browser-inspector dl")[0]
    page.press("ArrowRight")
    assert page.run("document.activeElement.textContent") == "said"
    page.press("Escape")
    assert texts(page, "mark.hot, mark.speaker, mark.linked") == []


def test_layers_errors_and_search(page: Chrome) -> None:
    assert texts(page, ".pick .count") == ["8", "8", "8"]
    page.click("#browser-layers input[value='1']")  # entities
    assert texts(page, ".pick .count") == ["1", "1", "1"]
    assert texts(page, "mark.layer-entities.on") == []
    page.click("#browser-errors")
    assert texts(page, "mark.on.correct") == []
    assert texts(page, "[data-side=gold] mark.on") == ["Zoë Ek"]
    page.click("#browser-layers input[value='5']")  # speakers
    assert texts(page, "#browser-list li:not([hidden])") == []
    page.click("#browser-layers input[value='1']")
    page.click("#browser-find")
    page.type("ROME a2")
    assert texts(page, "#browser-list li:not([hidden]) .id") == ["a2"]
    page.click("#browser-list li:not([hidden]) button")
    assert texts(page, "#browser-title") == ["a2"]


def test_an_error_leads_to_its_article(page: Chrome) -> None:
    page.click("#browser-next")
    page.click("#error-table a[data-layer=entities][data-start='-1']")
    assert texts(page, "#browser-title") == [IDS[0]]
    assert page.run("document.activeElement.id") == "browser-title", "it is not in the text"
    page.click("#error-table a[data-layer=arguments]")
    assert page.run("document.activeElement.className") == "layer-arguments missed first on hot"
    assert texts(page, "#browser-layers input[value='7']:checked") == [""], "the layer was off"


def test_tables_sort_and_filter(page: Chrome) -> None:
    column = "#card tbody td:nth-child(4)"
    before = texts(page, column)
    page.click("#card thead th:nth-child(4) button")
    assert texts(page, column) == sorted(before, key=float, reverse=True)
    page.click("#card thead th:nth-child(4) button")
    assert texts(page, column) == sorted(before, key=float)
    head = "document.querySelector('#card thead th:nth-child(4)')"
    assert page.run(f"{head}.getAttribute('aria-sort')") == "ascending"
    page.click("[data-filters=label-table] input")
    page.type("retreat actor")
    rows = "#label-table tbody tr:not([hidden])"
    assert len(texts(page, rows)) == 1
    assert "RETREAT.actor" in texts(page, rows)[0]
    assert texts(page, "[data-filters=label-table] output")[0].startswith("1 of ")


def test_a_chart_says_what_is_pointed_at(page: Chrome) -> None:
    page.point("#chart-scores .mark-symbol path")
    page.wait("!document.querySelector('.tip').hidden")
    assert texts(page, ".tip")[0].startswith(f"{NAME}, entities@strict\nF1 0.308")
    page.point("h1")
    page.wait("document.querySelector('.tip').hidden")


def test_everything_can_be_reached_by_keyboard(page: Chrome) -> None:
    page.press("Tab")
    assert page.run("document.activeElement.className") == "skip"
    page.press("Enter")
    for _ in range(200):
        page.press("Tab")
        if page.run("document.activeElement.closest('.pane') !== null"):
            break
    assert page.run("document.activeElement.tagName") == "MARK"
    assert texts(page, "#browser-inspector dl") != []


def test_a_page_of_gold_alone(chrome: Chrome, tmp_path: Path) -> None:
    path = tmp_path / "shown.html"
    path.write_text(articles_page(list(nasty_articles(*IDS)), NAME), "utf-8")
    chrome.open(path)
    assert texts(chrome, ".pane") == [visible(line) for line in TEXT.split("\n") if line]
    chrome.click("#browser-next")
    assert texts(chrome, "#browser-title") == ["a2"]
    chrome.point("mark.layer-quotes")
    chrome.wait("document.querySelector('mark.speaker')?.textContent === 'Zoë Ek'")
    assert chrome.problems == []


def test_problems_would_be_seen(chrome: Chrome, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<script>console.log('a')</script><img src='https://example.org/x.png'>")
    chrome.open(path)
    found, chrome.problems = chrome.problems, []
    assert any(problem.startswith("console: log") for problem in found)
    assert any(problem.startswith("request: https://example.org") for problem in found)
