"""Submissions to a board: what is refused, and why."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from boards import CARD, DAY, GOLD, answers, board_in, enter
from copies import as_submitted
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.corpus.loading import load_articles
from goldfield.errors import DataError, UsageError
from goldfield.leaderboard.boards import Board, open_board
from goldfield.leaderboard.cards import MAX_CARD, Card
from goldfield.leaderboard.checking import MAX_ITEMS, MAX_PREDICTIONS, copied, perfect
from goldfield.leaderboard.submissions import check, submit
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

Lines = list[dict[str, Any]]


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return board_in(tmp_path / "board")


def lines_of(content: bytes) -> Lines:
    return [json.loads(line) for line in content.splitlines()]


def change(edit: Callable[[Lines], object]) -> Callable[[], bytes]:
    """What `rules` says, edited."""

    def content() -> bytes:
        lines = lines_of(answers("rules"))
        edit(lines)
        return b"".join(json.dumps(line).encode() + b"\n" for line in lines)

    return content


def gold_alone() -> bytes:
    """Gold without what only gold has."""
    kept = ("id", "entities", "events", "layers")
    rows = [{key: row[key] for key in kept} for row in lines_of(GOLD.read_bytes())]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def gold_layer() -> bytes:
    """One layer of gold."""
    rows = [{"id": r["id"], "entities": r["entities"]} for r in lines_of(GOLD.read_bytes())]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def first(key: str, value: object) -> Callable[[], bytes]:
    return change(lambda lines: lines[0].update({key: value}))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (first("id", "gf-9999"), r"p\.jsonl:1  \$\.id  no article of the gold file is called"),
        (change(lambda x: x.append(x[0])), r"p\.jsonl:9  \$\.id  'gf-0015' stands at .* already"),
        (first("text_sha256", "0" * 64), r"p\.jsonl:1  \$\.text_sha256  .*on another text"),
        (first("schema_version", "2.0"), r"p\.jsonl:1  \$\.schema_version  schema version '2\.0'"),
        (first("schema_version", 1), r"p\.jsonl:1  \$\.schema_version  .*cannot be read"),
        (first("times", [{"start": 5, "end": 10**6}]), r"p\.jsonl:1  \$\.times\[0\]"),
        (first("times", [{"start": 9, "end": 5}]), r"p\.jsonl:1  \$\.times\[0\]"),
        (first("times", [{"start": 0, "end": 5, "text": "not so"}]), r"p\.jsonl:1  \$\.times\[0\]"),
        (first("times", [{"start": 0, "end": 5, "confidence": 1.5}]), r"\$\.times\[0\]\.confid"),
        (first("entities", [{"start": 0, "end": 5, "type": "ALIEN"}]), r"\$\.entities\[0\]\.type"),
        (first("entities", ["x"] * MAX_ITEMS), r"p\.jsonl:1  \$  5,\d+ items; an article"),
        (lambda: answers("rules") + b"{\n", r"p\.jsonl:9  \$  "),
        (lambda: b"", r"p\.jsonl  \$  no prediction at all"),
        (lambda: b" " * (MAX_PREDICTIONS + 1), r"p\.jsonl  \$  16,777,217 bytes; a submission has"),
        (GOLD.read_bytes, r"in 7 of the 7 articles .* is that of gold: this is gold"),
        (gold_layer, r"p\.jsonl  \$  not one error in mentions@strict, coref@lea: this"),
        (gold_alone, r"in 7 of the 7 articles .* is that of gold: this is gold"),
    ],
)  # fmt: skip
def test_predictions_are_refused(board: Board, content: Callable[[], bytes], told: str) -> None:
    with pytest.raises(DataError) as caught:
        enter(board, "mine-1", content())
    assert re.search(told, str(caught.value)), str(caught.value)
    assert not (board.folder / "submissions" / "mine-1").exists()


GOOD = CARD.format(system="mine", family="none")


@pytest.mark.parametrize(
    ("card", "told"),
    [
        (GOOD + "f1 = 0.99\n", "unknown field `f1`.*scores are computed, never claimed"),
        (GOOD + "[scores]\nheadline = 1\n", "unknown field `scores`"),
        (GOOD.replace('licence = "MIT"\n', ""), "missing required field `licence`"),
        (GOOD.replace('["Doe, Ann"]', "[]"), r"\$\.authors .*length >= 1"),
        (GOOD.replace('"mine"', '""'), r"\$\.system .*length >= 1"),
        (GOOD + 'url = "javascript:alert(1)"\n', r"\$  the url is no http address"),
        (GOOD + '[cost]\ncurrency = "EUR"\nper_1000_articles = -1\n', r"per_1000_articles .*>= 0"),
        (GOOD + '[speed]\narticles_per_second = inf\nmachine = "x"\n', r"articles_per_second"),
        (GOOD + '[speed]\narticles_per_second = nan\nmachine = "x"\n', r"articles_per_second"),
        (GOOD + "#" * 16_384, "a card has at most 16384"),
        ("system =", r"card\.toml  \$  "),
    ],
)
def test_cards_are_refused(board: Board, tmp_path: Path, card: str, told: str) -> None:
    (tmp_path / "card.toml").write_text(card, "utf-8")
    (tmp_path / "p.jsonl").write_bytes(answers("lead"))
    with pytest.raises(DataError) as caught:
        submit(board, "mine-1", tmp_path / "p.jsonl", tmp_path / "card.toml")
    assert re.search(told, str(caught.value), re.DOTALL), str(caught.value)


def test_faults_of_card_and_predictions_are_told_together(board: Board, tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_text("", "utf-8")
    (tmp_path / "p.jsonl").write_bytes(first("id", "x")() + b"[]\n")
    with pytest.raises(DataError) as caught:
        submit(board, "mine-1", tmp_path / "p.jsonl", tmp_path / "card.toml")
    assert [Path(f.where).name for f in caught.value.faults] == [
        "card.toml", "p.jsonl:1", "p.jsonl:9"
    ]  # fmt: skip


def test_names(board: Board) -> None:
    enter(board, "mine-1", answers("lead"))
    with pytest.raises(UsageError, match="there is a submission 'mine-1' already"):
        enter(board, "mine-1", answers("lead"))
    for name in ("../x", "Mine", "", "<b>", "a" * 65):
        with pytest.raises(UsageError, match="is no name"):
            enter(board, name, answers("lead"))


def test_packed_files_may_unpack_to_no_more_than_the_limit(board: Board, tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_text(GOOD, "utf-8")
    for content, told in (
        (gzip.compress(b" " * (4 * MAX_PREDICTIONS)), "16,777,217 bytes"),
        (gzip.compress(answers("lead"))[:-9], "ended before"),
        (b"\x1f\x8b nonsense", "nknown compression|Error"),
    ):
        (tmp_path / "p.jsonl.gz").write_bytes(content)
        with pytest.raises(DataError, match=told):
            submit(board, "mine-1", tmp_path / "p.jsonl.gz", tmp_path / "card.toml")


def test_what_is_kept_is_what_was_given(board: Board) -> None:
    done = enter(board, "mine-1", answers("lead"))
    (read,) = check(board)
    assert read.content == done.content == answers("lead")
    assert read.record.submitted == DAY.isoformat()
    packed = (done.folder / "predictions.jsonl.gz").read_bytes()
    assert packed[4:8] == bytes(4), "no time is in it"
    again = board_in(board.folder.parent / "other")
    enter(again, "mine-1", answers("lead"))
    for path in done.folder.iterdir():
        assert path.read_bytes() == (again.folder / "submissions/mine-1" / path.name).read_bytes()


def test_no_pass_of_golds_own_annotator_is_taken_for_a_copy() -> None:
    """Gold was adjudicated from these passes: no honest system is nearer to it."""
    golds = load_articles(None, "validation")
    for result in as_submitted(golds):
        told, right = copied(result.counts)
        assert told == 7
        assert right <= told / 3
        assert perfect(result) == []
    same = score_task(build_task(load_suite("core"), [golds], golds), load_suite("core"))
    assert copied(same.counts) == (7, 7)
    assert "mentions@strict" in perfect(same)


def test_the_commands_that_the_pages_name_are_there() -> None:
    page = (open_board().folder / "README.md").read_text("utf-8")
    root = Path(__file__).parent.parent
    flow = yaml.safe_load((root / ".github" / "workflows" / "leaderboard.yml").read_text())
    steps = [step.get("run", "") for step in flow["jobs"]["board"]["steps"]]
    named = set(re.findall(r"goldfield leaderboard (\w+)", "\n".join([page, *steps])))
    assert named == {"submit", "check", "rescore", "measured", "site", "round"}
    for name in named:
        assert CliRunner().invoke(app, ["leaderboard", name, "--help"]).exit_code == 0
    assert f"{MAX_PREDICTIONS // 2**20} MiB" in page
    assert f"{MAX_ITEMS:,} items" in page
    assert f"{MAX_CARD // 1024} KiB" in page
    card = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert card is not None
    assert msgspec.convert(tomllib.loads(card[1]), Card).speed is not None


def test_files_that_are_not_there_are_a_usage_error(board: Board, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no file .*p\.jsonl and no file .*card\.toml"):
        submit(board, "mine-1", tmp_path / "p.jsonl", tmp_path / "card.toml", DAY)
