"""The board in a real browser: it asks for nothing, sorts by any field, and fits a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from boards import CARD, DAY, answers, board_in, enter
from chrome import Chrome, running_chrome

from goldfield.leaderboard.site import write_site
from goldfield.leaderboard.submissions import submit

NAME = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with running_chrome(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("board")
    board = board_in(folder / "board", 'floors = ["null"]\n')
    for spec in ("rules", "rules-1.0", "null"):
        enter(board, spec, answers(spec), spec)
    (folder / "card.toml").write_text(CARD.format(system=NAME, family="none"), "utf-8")
    (folder / "p.jsonl").write_bytes(answers("lead"))
    submit(board, "lead", folder / "p.jsonl", folder / "card.toml", DAY)
    write_site(board, folder / "site")
    return folder / "site"


@pytest.fixture
def page(chrome: Chrome, site: Path) -> Iterator[Chrome]:
    chrome.look(1280)
    chrome.open(site / "index.html")
    yield chrome
    assert chrome.problems == []


def order(page: Chrome, table: str = "board") -> list[str]:
    found: list[str] = page.run(
        f"[...document.querySelectorAll('#{table} tbody th')].map((th) => th.dataset.value)"
    )
    return found


def test_a_click_on_a_field_sorts_by_it(page: Chrome) -> None:
    assert order(page) == ["rules", "rules-1.0", "lead", "null"]
    column = page.run(
        "[...document.querySelectorAll('#board thead th')]"
        ".findIndex((th) => th.textContent.startsWith('headline@text')) + 1"
    )
    head = f"#board thead th:nth-child({column}) button"
    values = (
        f"[...document.querySelectorAll('#board tbody td:nth-child({column})')]"
        ".map((td) => td.dataset.value)"
    )
    page.click(head)
    found = page.run(values)
    assert found == sorted(found, reverse=True)
    page.click(head)
    assert page.run(values) == found[::-1]
    page.click("#board thead th:nth-child(1) button")
    assert order(page) == sorted(order(page))
    page.run("document.querySelector('#board thead th:nth-child(2) button').focus()")
    page.press("Enter")
    assert order(page)[:2] == ["rules", "rules-1.0"], "by keyboard; without a mean it stands last"
    assert order(page)[-1] == "lead"


def test_a_name_is_shown_as_it_is(page: Chrome) -> None:
    shown = page.run("document.querySelector('#board').textContent")
    assert NAME in shown
    assert page.run("document.querySelectorAll('#board script').length") == 0


def test_an_entry_is_a_link_away_and_its_pairs_are_chosen(chrome: Chrome, site: Path) -> None:
    chrome.open(site / "entries" / "rules.html")
    count = "[...document.querySelectorAll('#pairs tbody tr')].filter((tr) => !tr.hidden).length"
    everything = chrome.run(count)
    chrome.run(
        "(() => { const s = document.querySelector('.filters select'); s.value = 'lead';"
        "s.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    assert 0 < chrome.run(count) < everything
    assert chrome.problems == []


@pytest.mark.parametrize("path", ["index.html", "entries/rules.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(
    chrome: Chrome, site: Path, path: str, scheme: str
) -> None:
    for width in (1280, 390):
        chrome.look(width, scheme=scheme)
        chrome.open(site / path)
        assert chrome.run("document.documentElement.scrollWidth") <= width
    assert chrome.problems == []


def test_on_a_phone_the_names_stay_in_sight(page: Chrome) -> None:
    page.look(390)
    page.run("document.querySelector('#standings .scrolls').scrollLeft = 600")
    left = "document.querySelector('#board tbody th').getBoundingClientRect().left"
    assert 0 <= page.run(left) < 40
