"""The board: what is refused and why, scores that only predictions can change, rounds."""

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
from boards import CARD, DAY, GOLD, answers, board_in, enter, run_of
from copies import as_submitted
from msgspec.structs import replace
from pages import check_page
from toy import toy_article
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.corpus.loading import load_articles
from goldfield.errors import DataError, UsageError
from goldfield.leaderboard.boards import Board, Hidden, open_board
from goldfield.leaderboard.cards import MAX_CARD, Card
from goldfield.leaderboard.checking import MAX_ITEMS, MAX_PREDICTIONS, copied, perfect
from goldfield.leaderboard.keeping import keep_speed, kept_faults, rescore, verify_submission
from goldfield.leaderboard.rounds import Round, open_round
from goldfield.leaderboard.site import site_files
from goldfield.leaderboard.submissions import check, submit
from goldfield.publishing.plan import unlabelled
from goldfield.running.machine import machine
from goldfield.running.rounds import Interval
from goldfield.running.timing import Timing
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of
from goldfield.schema.writing import to_line
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
        (GOOD.replace('["Doe, Ann"]', "[]"), r"length >= 1 - at `\$\.authors`"),
        (GOOD.replace('"mine"', '""'), r"length >= 1 - at `\$\.system`"),
        (GOOD + 'url = "javascript:alert(1)"\n', r"\$\.url  no http address"),
        (GOOD + '[cost]\ncurrency = "EUR"\nper_1000_articles = -1\n', r">= 0.*per_1000_articles"),
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
    assert all((f.needed or 0) > f.documents for f in unranked)


def test_flags_and_floors(full: Board) -> None:
    flags = {entry.name: entry.flags for entry in rescore(full).entries}
    assert flags["null"] == ["floor"]
    assert flags["copy"] == ["may share a model family with the annotator of the gold"]
    assert flags["rules"] == []
    told = full._replace(about=replace(full.about, annotator_family="some-llm"))
    flags = {entry.name: entry.flags for entry in rescore(told).entries}
    assert flags["copy"] == ["shares a model family with the annotator of the gold"]
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
    (tmp_path / "card.toml").write_text(GOOD + speed, "utf-8")
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


# ---- rounds


SALT = b"\1" * 32


def own(count: int = 8, **parts: Any) -> list[Article]:
    plain = toy_article()
    texts = [f"{plain.text} It was day {n}." for n in range(count)]
    return [
        replace(plain, id=f"h{n}", text=text, text_sha256=sha256_of(text), **parts)
        for n, text in enumerate(texts)
    ]


def gold_file(path: Path, articles: list[Article]) -> Path:
    path.write_bytes(b"".join(map(to_line, articles)))
    return path


def test_a_round_from_texts_to_aggregates(tmp_path: Path) -> None:
    gold = gold_file(tmp_path / "gold.jsonl", own())
    out, salt = tmp_path / "round-1", tmp_path / "salt"
    run = CliRunner().invoke
    args = ["leaderboard", "round", str(out), "--gold", str(gold), "--salt", str(salt)]
    done = run(app, [*args, "--title", "Round one"])
    assert done.exit_code == 0, done.output
    public = b"".join(path.read_bytes() for path in sorted(out.iterdir()))
    assert b'"entities":[]' in public
    assert b"Anna Berg" in public, "in the text"
    assert b'"name":"Anna Berg"' not in public
    assert salt.read_text().strip().encode() not in public
    board = open_board(out)
    assert board.hidden
    assert not board.labelled
    enter(board, "all", b"".join(map(to_line, own())), "all")
    enter(board, "none", b"".join(to_line({"id": f"h{n}", "times": []}) for n in range(8)), "none")
    with pytest.raises(UsageError, match="is a round; give its gold and its salt"):
        rescore(board)
    found = rescore(open_board(out, Hidden(str(gold), bytes.fromhex(salt.read_text().strip()))))
    assert found.split == "hidden"
    assert found.entries[0].fields["times@value"].f1 == 1
    kept = (out / "leaderboard.json").read_text("utf-8")
    assert not re.search(r'"h\d"', kept), "nothing of a single article"
    site = site_files(open_board(out))
    page = " ".join(check_page(site["index.html"].decode()).text_content().split())
    assert "This is a round with hidden gold." in page
    assert "can be downloaded" not in page
    assert [name for name in site if name.startswith("data/")] == [
        "data/leaderboard.json", "data/leaderboard.csv"
    ]  # fmt: skip


def test_gold_that_was_changed_after_the_commitment_is_refused(tmp_path: Path) -> None:
    gold = gold_file(tmp_path / "gold.jsonl", own())
    out = tmp_path / "round"
    open_round(out, str(gold), Round("R", SALT))
    open_board(out, Hidden(str(gold), SALT))
    with pytest.raises(DataError, match="or the salt is another"):
        open_board(out, Hidden(str(gold), b"\2" * 32))
    late = own()
    late[3] = replace(late[3], times=[])
    with pytest.raises(DataError, match="h3  the gold given is not what was committed to"):
        open_board(out, Hidden(str(gold_file(tmp_path / "late.jsonl", late)), SALT))
    with pytest.raises(DataError, match="h7  the gold given lacks it"):
        open_board(out, Hidden(str(gold_file(tmp_path / "few.jsonl", own(7))), SALT))


def test_rounds_that_cannot_be(tmp_path: Path) -> None:
    out, about = tmp_path / "round", Round("R", SALT)
    with pytest.raises(UsageError, match="5 articles are too few"):
        open_round(out, str(gold_file(tmp_path / "a.jsonl", own(5))), about)
    with pytest.raises(DataError, match="its gold is public: it is gf-0015"):
        open_round(out, str(GOLD), about)
    closed = replace(toy_article().provenance, licence="unstated")
    with pytest.raises(DataError, match="'unstated' does not let anyone pass the text on"):
        open_round(out, str(gold_file(tmp_path / "b.jsonl", own(provenance=closed))), about)
    assert not out.exists()
    with pytest.raises(UsageError, match="is there already"):
        open_round(tmp_path, str(GOLD), about)
    with pytest.raises(UsageError, match="no quotes"):
        open_round(out, str(GOLD), Round('"', SALT))
    assert all(not unlabelled(one).entities for one in own())
    assert msgspec.json.decode(to_line(own()[0]))["id"] == "h0"
