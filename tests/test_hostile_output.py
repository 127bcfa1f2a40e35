"""What is written of hostile ids and texts: files in their folder, inert cells, no escapes."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import msgspec
import pytest
from boards import answers, board_in, enter
from nasty import nasty_articles, nasty_run
from rich.console import Console
from test_exchange_graph import article
from typer.testing import CliRunner

from goldfield.cli import app, console
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.exchange.names import file_name
from goldfield.corpus.exchange.tools import TOOLS
from goldfield.corpus.files import write_sheets
from goldfield.errors import DataError, UsageError
from goldfield.leaderboard.keeping import rescore
from goldfield.leaderboard.results import HISTORY, RESULTS
from goldfield.leaderboard.site import site_files
from goldfield.prediction_files import score
from goldfield.reporting.tables import FORMATS, Table, csv_of
from goldfield.running.specs import parse
from goldfield.schema.records import Article

IDS = (
    "../../x", "/etc/passwd", "..", ".", ".hidden", "a/b", "a\\b", "C:x", "CON", "con.txt", "nul",
    "x" * 5000, "é😀", "A-1", "a-1", "-rf", "~", "$(id)", "%2e%2e", "a.", "a:b", "a\0b", "a\x1b[2J",
)  # fmt: skip
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,100}")


def named(id: str) -> Article:
    made = article()
    made.id = id
    return made


def test_names_of_files_are_plain_and_no_two_ids_share_one() -> None:
    names = [file_name(id) for id in IDS]
    assert all(PLAIN.fullmatch(name) and not name.endswith(".") for name in names)
    assert len({name.casefold() for name in names}) == len(IDS)
    assert not {name.partition(".")[0].casefold() for name in names} & {"con", "nul", "aux", "prn"}


@pytest.mark.parametrize("tool", TOOLS)
def test_an_export_stays_in_its_folder(tool: str) -> None:
    ids = IDS[:-2] if tool == "xmi" else IDS  # XML cannot hold the last two
    graphs = [to_graph(named(id)) for id in ids]
    assert all(PLAIN.fullmatch(name) for name, _ in TOOLS[tool].write(graphs))


def test_sheets_stay_in_their_folder(tmp_path: Path) -> None:
    (folder := tmp_path / "in").mkdir()
    write_sheets(folder, [named(id) for id in IDS])
    assert [*tmp_path.iterdir()] == [folder]
    assert all(PLAIN.fullmatch(path.name) for path in folder.iterdir())
    assert len([*folder.iterdir()]) == 2 * len(IDS)


@pytest.mark.parametrize("id", IDS)
def test_ids_that_name_no_file_are_no_articles_to_add(id: str, tmp_path: Path) -> None:
    (corpus := tmp_path / "corpus").mkdir()
    (tmp_path / "t.txt").write_text("Ann left.\n")
    asked = [
        *("corpus", "add", str(tmp_path / "t.txt"), f"--id={id}", "--licence", "CC0-1.0"),
        *("--source", "x", "--corpus", str(corpus)),
    ]
    done = CliRunner().invoke(app, asked)
    fine = re.fullmatch("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", id) is not None
    assert fine or isinstance(done.exception, UsageError | SystemExit | DataError)
    outside = {p.name for p in tmp_path.iterdir()} - {"corpus", "t.txt", "seeds"}
    assert not outside


@pytest.mark.parametrize(
    "spec", ["./../x/..py.py:A?a=../../b", "cmd:rm -rf ../../x", "null?a=%2e%2e/"]
)
def test_a_run_folder_is_named_plainly(spec: str) -> None:
    assert re.fullmatch("[a-z0-9-]{1,60}", parse(spec).folder("test", "../x"))


def test_a_kept_board_names_no_file_elsewhere(tmp_path: Path) -> None:
    """What the board of an earlier release says of itself becomes the name of a file."""
    board = board_in(tmp_path / "board")
    enter(board, "one", answers("lead"))
    rescore(board)
    path = board.folder / RESULTS
    kept = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(kept | {"release": "../../../x", "gold": "a/b"}))
    rescore(board)
    (old,) = (board.folder / HISTORY).iterdir()
    assert PLAIN.fullmatch(old.name.lstrip("._"))
    assert {path.name for path in tmp_path.iterdir()} == {"board"}
    assert all(not name.startswith(("/", ".")) and ".." not in name for name in site_files(board))


# ---- CSV -------------------------------------------------------------------------------------

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\n=1", "=cmd|' /C calc'!A0", "-cmd|'x'!A0",
    "＝1+1", "+1 to =2", "-2e", "--1",
)  # fmt: skip
NUMBERS = ("-", "-0.12", "+0.3", "1", "1,000", "-1e-06", "+3.5%", "-0.010 to 0.020", "-1 to -0.5")


def test_no_cell_of_a_csv_is_computed() -> None:
    """Text gets a quote mark; numbers, intervals and dashes stay; a head is text too."""
    table = Table("", FORMULAS, [FORMULAS, FORMULAS])
    for row in csv.reader(io.StringIO(FORMATS["csv"](table), newline="")):
        assert row == [f"'{cell}" for cell in FORMULAS]
    (row,) = csv.reader(io.StringIO(csv_of([[*NUMBERS, None, -0.5, "a=b"]])))
    assert row == [*NUMBERS, "", "-0.5", "a=b"]
    assert csv_of([["\t=1", "x\r=1", "\x1b[2J"]]) == "\\u0009=1,x\\u000d=1,\\u001b[2J\n"


def test_the_csv_of_a_score_and_of_a_board(tmp_path: Path) -> None:
    rows = [{"id": 1, "spans": [{"start": 0, "end": 4, "label": "=1+1"}]}]
    (tmp_path / "g.jsonl").write_bytes(msgspec.json.encode(rows[0]) + b"\n")
    suite = 'name = "x"\nrecord = "values"\n[[field]]\nname = "=1+1"\npath = "$.id"\n'
    (tmp_path / "s.toml").write_text(suite)
    gold = str(tmp_path / "g.jsonl")
    asked = ["score", gold, gold, "--suite", str(tmp_path / "s.toml"), "--format", "csv"]
    done = CliRunner().invoke(app, asked)
    assert "'=1+1@exact" in done.stdout
    assert ",=1" not in done.stdout
    board = board_in(tmp_path / "board")
    enter(board, "one", answers("lead"), system="=HYPERLINK(1)")
    text = site_files(board)["data/leaderboard.csv"].decode()
    assert "one,'=HYPERLINK(1),1" in text


# ---- terminals -------------------------------------------------------------------------------

HIDDEN = "\x1b]0;x\x07\x1b[2J\x9b2J\r\x08\u202e\u2066\u200b"
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")


def test_nothing_that_a_terminal_obeys_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In a file's name, an id, a label, a surface: each is shown as an escape."""
    gold = tmp_path / f"g{HIDDEN.replace('/', '')}.jsonl"
    bad = {"id": f"a{HIDDEN}", "entities": [{"type": HIDDEN, "start": HIDDEN}], HIDDEN: HIDDEN}
    gold.write_bytes(msgspec.json.encode(bad) + b"\n")
    for asked in (
        ["corpus", "validate", str(gold)],
        ["score", str(gold), str(gold)],
        ["score", str(gold), str(gold), "--suite", "values"],
        ["score", str(gold), str(gold), "--suite", "values", "--format", "csv"],
        ["score", str(gold), str(gold), "--suite", "values", "--format", "latex"],
        ["convert", str(gold), "--from", "spans"],
        ["corpus", "import", str(gold), "--from", "conll"],
        ["suite", "init", str(gold)],
        ["score", str(gold), str(gold), "--suite", f"{HIDDEN}"],
    ):
        done = CliRunner().invoke(app, asked)
        if isinstance(done.exception, Exception) and not isinstance(done.exception, SystemExit):
            console.tell(str(done.exception))
        told = done.output + "".join(capfd.readouterr())
        assert told
        assert not OBEYED.search(told), (asked, OBEYED.search(told))


def test_no_card_of_a_run_has_what_a_terminal_obeys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = [*nasty_articles("a\x1b[2J", "b\u202e")]
    nasty_run(tmp_path, articles)
    for form in ("table", "json", "markdown", "latex", "csv"):
        asked = ["score", str(tmp_path / "gold.jsonl"), str(tmp_path / "pred.jsonl")]
        done = CliRunner().invoke(app, [*asked, "--format", form, "--errors", "5"])
        assert done.exit_code == 0
        assert not OBEYED.search(done.output), OBEYED.search(done.output)
    print(score(tmp_path / "gold.jsonl", tmp_path / "pred.jsonl"))  # as in a notebook
    assert not OBEYED.search(capsys.readouterr().out)


def test_a_label_of_a_progress_bar_is_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """A spec may hold brackets and braces: rich took them for markup and for fields."""
    shown = io.StringIO()
    monkeypatch.setattr(
        console,
        "Console",
        lambda **_: Console(file=shown, force_terminal=True, width=200, _environ={"TERM": "xterm"}),
    )
    with console.progress("cmd:x [/b] {a} \x1b[2J", 2) as bar:
        assert bar is not None
        bar.refresh()
    assert "cmd:x [/b] {a} \\u001b[2J" in shown.getvalue()
