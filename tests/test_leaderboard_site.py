"""The site: the same bytes twice, closed, escaped, and every promise of the board on it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from boards import CARD, DAY, answers, board_in, enter
from pages import check_page

from goldfield.errors import UsageError
from goldfield.leaderboard.boards import Board, open_board
from goldfield.leaderboard.keeping import rescore
from goldfield.leaderboard.site import site_files, write_site
from goldfield.leaderboard.submissions import submit
from goldfield.schema.writing import to_json

NASTY = "</script><script>alert(1)</script>\" onclick='x' &amp; \u202e"


@pytest.fixture(scope="module")
def committed() -> dict[str, bytes]:
    """The site of the committed submissions."""
    return site_files(open_board())


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A board with a hostile card, and an entry whose family is that of the annotator."""
    folder = tmp_path_factory.mktemp("site")
    found = board_in(folder / "board", 'floors = ["null"]\nannotator_family = "x"\n')
    enter(found, "rules", answers("rules"), "rules")
    enter(found, "null", answers("null"), "null")
    word = json.dumps(NASTY)
    card = CARD.format(system="S", family="x").replace('"S"', word).replace('"MIT"', word)
    card = card.replace('["Doe, Ann"]', f"[{word}]").replace('["goldfield', f'[{word}, "goldfield')
    card += f"description = {word}\nurl = {json.dumps('https://a.example/?' + NASTY)}\n"
    card += f"[cost]\ncurrency = {word}\nper_1000_articles = 3\nnote = {word}\n"
    card += f"[speed]\narticles_per_second = 5\nmachine = {word}\n"
    (folder / "card.toml").write_text(card, "utf-8")
    (folder / "p.jsonl").write_bytes(answers("lead"))
    submit(found, "nasty", folder / "p.jsonl", folder / "card.toml", DAY)
    rescore(found)
    return found


@pytest.fixture(scope="module")
def files(board: Board) -> dict[str, bytes]:
    return site_files(board)


def test_the_committed_board_is_what_its_submissions_give(committed: dict[str, bytes]) -> None:
    kept = open_board().folder / "leaderboard.json"
    assert committed["data/leaderboard.json"] == kept.read_bytes(), "goldfield leaderboard rescore"


def test_the_site_is_the_same_bytes_whoever_makes_it(
    committed: dict[str, bytes], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "goldfield.cli", "leaderboard", "site", "--out", "site"]
    env = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True)
    out = tmp_path / "site"
    found = {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert found == committed


def test_all_baselines_without_an_endpoint_are_on_the_board(committed: dict[str, bytes]) -> None:
    board = json.loads(committed["data/leaderboard.json"])
    systems = {(e["card"]["system"], e["name"]) for e in board["entries"]}
    assert systems == {
        ("null", "null-1"), ("lead", "lead-1"), ("rules", "rules-1.2"), ("rules", "rules-1.0"),
        ("crf", "crf-1"), ("sklearn", "sklearn-1"), ("spacy", "spacy-1"),
    }  # fmt: skip
    assert all(entry["rate"]["how"] == "measured" for entry in board["entries"])


def test_cards_of_the_baselines_are_those_that_they_were_submitted_with() -> None:
    folder = open_board().folder
    for path in sorted((folder / "cards").iterdir()):
        kept = folder / "submissions" / path.stem / "card.toml"
        assert path.read_bytes() == kept.read_bytes()


@pytest.mark.parametrize("which", ["index.html", "entries/rules-1.2.html", "entries/lead-1.html"])
def test_committed_pages_are_closed_and_labelled(committed: dict[str, bytes], which: str) -> None:
    check_page(committed[which].decode())


def test_links_of_pages_lead_somewhere(files: dict[str, bytes]) -> None:
    for name in (name for name in files if name.endswith(".html")):
        tree = check_page(files[name].decode())
        for href in tree.xpath("//a/@href"):
            if not href.startswith(("#", "https://a.example/")):
                path = os.path.normpath(Path(name).parent / href)
                assert path in files, f"{name}: {href}"


def test_what_people_call_their_system_stays_text(files: dict[str, bytes]) -> None:
    for name in ("index.html", "entries/nasty.html"):
        page = files[name].decode()
        tree = check_page(page)
        assert "<script>alert" not in page
        assert tree.xpath("//*[@onclick]") == []
        shown = NASTY.replace("\u202e", "\\u202e")
        assert any(shown in text for text in tree.xpath("//main//text()"))
        assert "\u202e" not in page


def rows_of(page: bytes, id: str) -> list[list[str]]:
    tree = check_page(page.decode())
    rows = tree.xpath(f"//table[@id='{id}']//tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_the_board_says_that_it_is_open(files: dict[str, bytes]) -> None:
    text = " ".join(check_page(files["index.html"].decode()).text_content().split())
    assert "This board is open: its gold can be downloaded." in text
    assert "The gold was annotated by a model of family x." in text
    assert "hidden gold" in text


def test_ranks_are_groups_and_weak_fields_have_none(board: Board, files: dict[str, bytes]) -> None:
    found = rescore(board)
    heads, *rows = rows_of(files["index.html"], "board")
    assert [row[0].split()[0] for row in rows] == ["rules", "nasty", "null"]
    for head, field in zip(heads[1:], found.fields, strict=True):
        assert ("unranked" in head) is not field.ranked
        column = heads.index(head)
        groups = [row[column] for row in rows if row[column].startswith("group ")]
        assert bool(groups) is field.ranked
    unranked = next(f for f in found.fields if f.needed and not f.ranked)
    text = " ".join(check_page(files["index.html"].decode()).text_content().split())
    assert f"{unranked.needed:,} such articles would show 10" in text
    assert "shares a model family with the annotator of the gold" in rows[1][0]
    assert rows[2][0].endswith("floor")


def test_fields_stand_beside_self_agreement_and_floors(committed: dict[str, bytes]) -> None:
    heads, *rows = rows_of(committed["index.html"], "fields-table")
    ceiling = json.loads((open_board().folder.parent.parent / "corpus/ceiling.json").read_text())
    at = heads.index("self-agreement")
    told = {row[0]: row[at] for row in rows}
    assert told["coref@lea"] == f"{ceiling['test']['f1']['coref@lea']:.3f}"
    assert {row[0]: row[heads.index("floor")] for row in rows}["headline@text"] == "0.725"
    text = check_page(committed["index.html"].decode()).text_content()
    assert "Human anchor: such passes against human gold" in text


def test_speed_is_claimed_or_measured(files: dict[str, bytes]) -> None:
    heads, *rows = rows_of(files["index.html"], "entries-table")
    told = {row[0]: row[heads.index("speed")] for row in rows}
    assert told == {"rules": "not told", "nasty": "claimed", "null": "not told"}


def test_pages_of_entries_compare_them_with_all_others(files: dict[str, bytes]) -> None:
    _, *rows = rows_of(files["entries/rules.html"], "pairs")
    _, *mirrored = rows_of(files["entries/nasty.html"], "pairs")
    ours = {row[0]: float(row[2]) for row in rows if row[1] == "nasty"}
    theirs = {row[0]: float(row[2]) for row in mirrored if row[1] == "rules"}
    assert ours == {field: -value for field, value in theirs.items()} != {}
    _, *scores = rows_of(files["entries/rules.html"], "scores-table")
    assert len(scores) == 12


def test_pages_of_entries_have_labels_and_say_why_no_report(files: dict[str, bytes]) -> None:
    heads, *rows = rows_of(files["entries/rules.html"], "labels-table")
    assert heads[-1] == "95 % interval"
    assert ["entities@strict", "PER"] in [row[:2] for row in rows]
    assert all("–" in row[-1] for row in rows)
    text = check_page(files["entries/rules.html"].decode()).text_content()
    assert "There is no report.html here" in text
    assert "by the errors on split validation" in " ".join(text.split())


def test_how_often_first_is_told_where_there_are_ranks(committed: dict[str, bytes]) -> None:
    _, *rows = rows_of(committed["entries/rules-1.2.html"], "scores-table")
    told = {row[0]: (row[1], row[2]) for row in rows}
    assert told["entities@strict"] == ("1", "100%")
    assert told["date_published@value"] == ("unranked", "-")


def test_data_to_take_along(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["data/leaderboard.csv"].decode())))
    assert {row["entry"] for row in rows} == {"rules", "nasty", "null"}
    row = next(r for r in rows if r["entry"] == "rules" and r["field"] == "entities@strict")
    assert re.fullmatch(r"0\.\d+", row["f1"])
    assert row["signature"].startswith("goldfield:")
    assert any(row["field"] == "headline" for row in rows)
    assert files["data/nasty.jsonl.gz"][:2] == b"\x1f\x8b"
    head = files["README.md"].decode().split("---\n")[1]
    assert yaml.safe_load(head)["sdk"] == "static"
    assert yaml.safe_load(head)["title"] == "A <board>"


def test_history_is_told_by_release(board: Board, tmp_path: Path) -> None:
    found = rescore(board)
    (board.folder / "history").mkdir()
    past: dict[str, Any] = json.loads(to_json(found))
    past["release"] = "0.9"
    path = board.folder / "history" / "0.9.json"
    path.write_text(json.dumps(past), "utf-8")
    try:
        heads, *rows = rows_of(site_files(board)["index.html"], "history-table")
    finally:
        path.unlink()
        path.parent.rmdir()
    assert heads == ["entry", "0.9 (goldfield 0.1.0)", "1.0 (goldfield 0.1.0)"]
    assert rows[0][1] == rows[0][2]


def test_a_site_replaces_a_site_and_nothing_else(board: Board, tmp_path: Path) -> None:
    write_site(board, tmp_path / "site")
    (tmp_path / "site" / "data" / "old.csv").touch()
    write_site(board, tmp_path / "site")
    assert not (tmp_path / "site" / "data" / "old.csv").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").touch()
    with pytest.raises(UsageError, match="is no site; name another folder"):
        write_site(board, tmp_path / "mine")


def test_a_board_with_no_entry_or_one_has_a_site(tmp_path: Path) -> None:
    board = board_in(tmp_path / "board")
    page = site_files(board)["index.html"]
    assert "No system has been submitted yet." in check_page(page.decode()).text_content()
    enter(board, "only", answers("lead"))
    files = site_files(board)
    assert "It takes two entries" in check_page(files["index.html"].decode()).text_content()
    assert "There is no other entry yet." in files["entries/only.html"].decode()
