"""The scores of a board, which only predictions can change; what was tampered with is named."""

from __future__ import annotations

import gzip
import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from boards import CARD, DAY, answers, board_in, enter, run_of
from msgspec.structs import replace

from goldfield.comparison import System
from goldfield.comparison.planning import plan
from goldfield.errors import DataError, UsageError
from goldfield.leaderboard.boards import Board, open_board
from goldfield.leaderboard.keeping import keep_speed, kept_faults, rescore, verify_submission
from goldfield.leaderboard.ranking import rank
from goldfield.leaderboard.submissions import check, submit
from goldfield.running.machine import machine
from goldfield.running.rounds import Interval
from goldfield.running.timing import Timing

Lines = list[dict[str, Any]]


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return board_in(tmp_path / "board")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A board with three systems, and one of them twice."""
    board = board_in(tmp_path_factory.mktemp("full") / "board", 'floors = ["null"]\n')
    for name, spec, family in (
        ("rules", "rules", "none"), ("copy", "rules", "Some-LLM"), ("old", "rules-1.0", "none"),
        ("null", "null", "none"), ("lead", "lead", "none"),
    ):  # fmt: skip
        enter(board, name, answers(spec), spec, family)
    rescore(board)
    return board


def test_scores_are_those_of_eval(full: Board) -> None:
    run = run_of("rules")
    entry = next(e for e in rescore(full).entries if e.name == "rules")
    assert entry.headline == round(run.scores.headline or 0, 6)
    assert entry.fields.keys() == run.scores.fields.keys()
    field = entry.fields["entities@strict"]
    assert field.f1 == round(run.scores.fields["entities@strict"].f1 or 0, 6)
    low, high = entry.headline_ci or (1, 0)
    assert low < (entry.headline or 0) < high


def test_ties_share_a_group_and_stand_by_name(full: Board) -> None:
    found = rescore(full)
    assert [entry.name for entry in found.entries] == ["copy", "rules", "old", "lead", "null"]
    for field in found.fields:
        groups = {s.entry: (s.group, s.first) for s in field.standings}
        assert groups.get("copy") == groups.get("rules")
    assert {e.name: e.of_system for e in found.entries}["rules"] == 2
    assert all(f.ranked is bool(f.standings) for f in found.fields)
    assert all(f.ranked is ((f.detectable or 1) <= 0.1) for f in found.fields)
    unranked = [f for f in found.fields if f.detectable and not f.ranked]
    assert unranked, "eight articles are too few for some fields"
    assert all((f.needed or 0) > found.documents for f in unranked)
    assert all((f.needed or 99) <= found.documents for f in found.fields if f.ranked)


def test_articles_needed_are_those_of_a_plan() -> None:
    names = ("lead", "rules", "rules-1.0")
    systems = [System(name, (run_of(name).result,)) for name in names]
    a, b = systems[1:]
    fields, _ = rank({s.name: s.runs[0] for s in (a, b)})
    planned = {need.measure: need for need in plan(0.1, [a, b])}
    assert {f.measure: f.needed for f in fields if f.detectable} == {
        name: need.articles for name, need in planned.items() if need.detectable
    }
    three, _ = rank({s.name: s.runs[0] for s in systems})  # headline@text has three pairs
    found = next(f for f in three if f.measure == "headline@text")
    pairs = [need for pair in combinations(systems, 2) for need in plan(0.1, pair)]
    told = sorted(n.detectable or 0 for n in pairs if n.measure == "headline@text")
    assert found.detectable == round(told[1], 6)


def test_labels_that_enough_articles_speak_of(full: Board) -> None:
    entry = next(e for e in rescore(full).entries if e.name == "rules")
    scores = run_of("rules").scores.fields["entities@strict"].labels
    assert entry.labels["entities@strict"]["PER"].f1 == round(scores["PER"].f1 or 0, 6)
    told = [one for labels in entry.labels.values() for one in labels.values()]
    assert all(one.ci for one in told)
    assert {*scores} > {*entry.labels["entities@strict"]}, "some are in too few articles"
    assert "times@value" not in entry.labels


def test_flags_and_floors(full: Board) -> None:
    flags = {entry.name: entry.flags for entry in rescore(full).entries}
    assert flags["null"] == ["floor"]
    assert flags["copy"] == ["may share a model family with the annotator of the gold"]
    assert flags["rules"] == []
    told = full._replace(about=replace(full.about, annotator_family="some-llm"))
    flags = {entry.name: entry.flags for entry in rescore(told).entries}
    assert flags["copy"] == ["shares a model family with the annotator of the gold"]
    part = full._replace(about=replace(full.about, annotator_family="some-llm-2"))
    assert {e.name: e.flags for e in rescore(part).entries}["copy"] == []
    other = full._replace(about=replace(full.about, annotator_family="another"))
    assert {e.name: e.flags for e in rescore(other).entries}["copy"] == []
    rescore(full)


def test_the_order_of_submissions_does_not_matter(full: Board, tmp_path: Path) -> None:
    again = board_in(tmp_path / "board", 'floors = ["null"]\n')
    for name, spec, family in (
        ("lead", "lead", "none"), ("null", "null", "none"), ("old", "rules-1.0", "none"),
        ("copy", "rules", "Some-LLM"), ("rules", "rules", "none"),
    ):  # fmt: skip
        lines = answers(spec).splitlines(keepends=True)
        content = answers(spec) if name != "old" else b"".join(reversed(lines))
        enter(again, name, content, spec, family)
    rescore(again)
    kept, found = ((b.folder / "leaderboard.json").read_text("utf-8") for b in (full, again))
    hashes = re.compile(r'"predictions_sha256": "\w+"')
    assert hashes.sub("", kept) == hashes.sub("", found)


def test_a_claimed_score_is_seen_and_never_kept(full: Board) -> None:
    path = full.folder / "leaderboard.json"
    honest = path.read_bytes()
    assert kept_faults(full) == []
    board = json.loads(honest)
    at = next(n for n, entry in enumerate(board["entries"]) if entry["name"] == "lead")
    board["entries"][at]["fields"]["headline@text"]["f1"] = 0.999
    path.write_text(json.dumps(board), "utf-8")
    (fault,) = kept_faults(full)
    assert fault.path == f'$.entries[{at}].fields["headline@text"].f1'
    assert fault.problem.startswith("is kept as 0.999, and the submissions give 0.")
    with pytest.raises(DataError, match=r"f1  is kept as 0\.999, and the submission gives 0\."):
        verify_submission(full.folder / "submissions" / "lead")
    assert verify_submission(full.folder / "submissions" / "old").name == "old"
    path.write_text("{", "utf-8")
    assert kept_faults(full)[0].path == "$"
    path.unlink()
    assert kept_faults(full)[0].problem == "is not there"
    rescore(full)
    assert path.read_bytes() == honest


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("predictions.jsonl.gz", r"predictions\.jsonl\.gz  \$  SHA-256 is"),
        ("submission.json", r"submission\.json  \$\.name  is 'other' in folder 'mine-1'"),
        ("card.toml", r"card\.toml  \$  .*unknown field"),
        ("scores.json", r"scores\.json  \$  no file of a submission"),
        ("link", r"card\.toml  \$  no file of a submission"),
    ],
)
def test_a_tampered_submission_is_named(board: Board, file: str, told: str) -> None:
    folder = enter(board, "mine-1", answers("lead")).folder
    if file.endswith(".gz"):
        (folder / file).write_bytes(gzip.compress(answers("null")))
    elif file == "link":
        (folder / "card.toml").rename(board.folder / "card.toml")
        (folder / "card.toml").symlink_to(board.folder / "card.toml")
    elif file == "submission.json":
        (folder / file).write_text((folder / file).read_text().replace("mine-1", "other"))
    else:
        with open(folder / file, "a", encoding="utf-8") as stream:
            stream.write("f1 = 1.0\n")
    for step in (lambda: check(board), lambda: rescore(board), lambda: verify_submission(folder)):
        with pytest.raises(DataError) as caught:
            step()
        assert re.search(told, str(caught.value)), str(caught.value)


def test_an_earlier_release_goes_to_the_history(full: Board, tmp_path: Path) -> None:
    board = board_in(tmp_path / "board")
    enter(board, "lead", answers("lead"))
    enter(board, "old", answers("rules-1.0"))
    path = board.folder / "leaderboard.json"
    rescore(board)
    kept = json.loads(path.read_bytes())
    kept["release"], kept["entries"][0]["headline"] = "0.9", 0.5
    path.write_text(json.dumps(kept), "utf-8")
    found = rescore(board)
    assert [(past.release, past.headlines["old"]) for past in found.history] == [("0.9", 0.5)]
    assert len(list((board.folder / "history").iterdir())) == 1
    assert rescore(board) == found
    assert len(list((board.folder / "history").iterdir())) == 1


def test_a_submission_is_for_one_release(board: Board) -> None:
    path = enter(board, "early", answers("lead"), "lead").folder / "submission.json"
    enter(board, "late", answers("lead"), "lead")
    path.write_text(path.read_text().replace('"release": "1.0"', '"release": "0.9"'), "utf-8")
    (entry,) = rescore(board).entries
    assert (entry.name, entry.of_system) == ("late", 2)


def test_a_board_that_came_with_the_package_is_left_alone(
    board: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packaged = board._replace(folder=tmp_path / "_release" / "eval" / "leaderboard")
    monkeypatch.setattr("goldfield.leaderboard.boards.root", lambda: tmp_path / "_release")
    with pytest.raises(UsageError, match="needs a checkout of goldfield, or a --board"):
        enter(packaged._replace(folder=packaged.folder), "mine-1", answers("lead"))
    with pytest.raises(UsageError, match="needs a checkout"):
        rescore(packaged)


def test_speed_is_claimed_until_a_maintainer_measures_it(board: Board, tmp_path: Path) -> None:
    speed = '[speed]\narticles_per_second = 1000\nmachine = "a fast one"\n'
    (tmp_path / "card.toml").write_text(CARD.format(system="mine", family="none") + speed, "utf-8")
    (tmp_path / "p.jsonl").write_bytes(answers("lead"))
    submit(board, "lead", tmp_path / "p.jsonl", tmp_path / "card.toml", DAY)
    rate = rescore(board).entries[0].rate
    assert rate is not None
    assert (rate.how, rate.articles_per_second) == ("claimed", 1000)
    run = run_of("lead")
    with pytest.raises(UsageError, match="has no speed"):
        keep_speed(board, "lead", run.save(tmp_path / "untimed"))
    timing = Timing(articles_per_second=Interval(7, 6, 8), machine=machine())
    folder = run._replace(timing=timing).save(tmp_path / "run")
    keep_speed(board, "lead", folder)
    rate = rescore(board).entries[0].rate
    assert rate is not None
    assert (rate.how, rate.articles_per_second) == ("measured", 7)
    with pytest.raises(UsageError, match="no submission 'x'; known: lead"):
        keep_speed(board, "x", folder)
    enter(board, "other", answers("null"))
    with pytest.raises(UsageError, match="are not those of submission 'other'"):
        keep_speed(board, "other", folder)


def test_boards_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no board"):
        open_board(tmp_path)
    (tmp_path / "board.toml").write_text('title = "x"\nsplits = 1\n')
    with pytest.raises(DataError, match="unknown field `splits`"):
        open_board(tmp_path)


def test_an_empty_board_and_one_entry(board: Board) -> None:
    assert rescore(board).entries == []
    enter(board, "only", answers("lead"))
    assert [entry.name for entry in rescore(board).entries] == ["only"]
