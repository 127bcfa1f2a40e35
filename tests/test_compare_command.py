"""`goldfield compare` and `goldfield plan` as a user types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from compared import SPANS, Record, Right, gold_of, preds_of, write
from typer.testing import CliRunner

from goldfield.cli.comparing import compare, make_plan
from goldfield.cli.scoring import score
from goldfield.comparison import System, compare_systems
from goldfield.errors import UnknownName, UsageError
from goldfield.release import root
from goldfield.scoring.scorer import Result, score_task
from goldfield.scoring.tasks import build_task

APP = typer.Typer(pretty_exceptions_enable=False)
APP.command("compare")(compare)
APP.command("plan")(make_plan)
APP.command("score")(score)

GOLD = gold_of([4] * 8)
HALF: list[Right] = [(2, 2)] * 4 + [(1, 3)] * 4
GOOD: list[Right] = [(4, 0)] * 4 + [(3, 1)] * 4


class Typed:
    """Runs a command in a folder that has gold and two systems' predictions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.gold = write(folder / "gold.jsonl", GOLD)
        self.half = self.file("half", HALF)
        self.good = self.file("good", GOOD)

    def file(self, name: str, right: list[Right]) -> str:
        return str(write(self.folder / f"{name}.jsonl", preds_of(GOLD, right)))

    def __call__(self, *words: str, status: int = 0) -> str:
        self.told = ""
        result = CliRunner().invoke(APP, words, catch_exceptions=False)
        assert result.exit_code == status, result.output
        self.told = result.stderr
        return result.stdout

    def compare(self, *words: str, status: int = 0) -> str:
        return self("compare", *words, "--gold", str(self.gold), "--suite", "spans", status=status)


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    return Typed(tmp_path)


def test_two_prediction_files(typed: Typed) -> None:
    shown = typed.compare(typed.half, typed.good)
    line = next(line for line in shown.splitlines() if "spans@strict" in line and "/" in line)
    # right of 32: 4 x 2 + 4 x 1 = 12, and 4 x 4 + 4 x 3 = 28; all eight differ to one side: 2/2^8
    assert line.split()[1:4] == ["0.375", "0.875", "+0.500"]
    assert "0.00781" in line
    assert "8/0/0" in line
    assert "measured at 12 articles" in shown
    assert "one run each" in shown
    assert "signature of good: goldfield:" in shown
    assert typed.compare(typed.half, typed.good) == shown


@pytest.mark.parametrize("form", ["table", "json", "markdown", "latex", "csv"])
def test_every_format(typed: Typed, form: str) -> None:
    third = typed.file("third", [(3, 1)] * 8)
    shown = typed.compare(typed.half, typed.good, third, "--format", form)
    if form == "json":
        found = json.loads(shown)
        assert [(pair["a"], pair["b"]) for pair in found["comparisons"]] == [
            ("half", "good"),
            ("half", "third"),
            ("good", "third"),
        ]
        assert {row["system"]: row["group"] for row in found["standings"]} == {
            "half": 2,
            "good": 1,
            "third": 1,  # worse on four articles only: p is 2/16
        }
        assert found["documents"] == 8
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(shown)))
        assert len(rows) == 3 * 4
        assert {row["A"] for row in rows} == {"half", "good"}
        assert (rows[0]["f1_a"], rows[0]["f1_b"], rows[0]["difference"]) == (
            "0.375",
            "0.875",
            "0.5",
        )
        numbers = [row[name] for row in rows for name in list(row)[3:]]
        assert all(float(number) < 100 for number in numbers if number)
    else:
        assert "third" in shown
    assert typed.compare(typed.half, typed.good, third, "--format", form) == shown


def test_run_folders_and_prediction_files_of_the_same_gold(typed: Typed) -> None:
    folder = str(typed.folder / "run")
    elsewhere = write(typed.folder / "renamed.jsonl", GOLD)
    typed("score", str(elsewhere), typed.half, "--suite", "spans", "--out", folder, "--name", "old")
    shown = typed.compare(folder, typed.good, "--measures", "spans@strict")
    assert "A = old, B = good" in shown
    assert typed("compare", folder, f"new={folder}").count("spans@strict") == 2
    for words in (("--suite", "full"), ("--gold", str(elsewhere))):
        with pytest.raises(UsageError, match=f"^{words[0]}: for prediction files"):
            typed("compare", folder, f"new={folder}", *words)


def test_several_seeds_of_a_system(typed: Typed) -> None:
    other = typed.file("other", [(3, 1)] * 8)
    shown = typed.compare(typed.half, f"tuned={typed.good},{other}", "--measures", "spans@strict")
    assert "mean of several seeds, whose variance is in: tuned (2)" in shown
    assert "one run each, so what another seed would change is not in: half" in shown
    assert "(sd 0.088)" in shown  # of 28/32 and 24/32
    assert "alike" not in shown
    assert "runs are of" not in shown


def test_runs_that_are_no_seeds_are_told(typed: Typed) -> None:
    same, other = typed.file("same", GOOD), typed.file("other", [(3, 1)] * 8)
    shown = typed.compare(f"x={typed.good},{same}", f"y={typed.good},{same},{other}")
    assert "x: of 2 runs all are alike in their counts; seeds change nothing here" in shown
    assert "y: of 3 runs only 2 are different in their counts" in shown


def test_runs_of_two_extractors_are_no_seeds() -> None:
    def ran(extractor: str, right: list[Right]) -> Result:
        task = build_task(SPANS, [GOLD], preds_of(GOLD, right))
        return score_task(task, SPANS, {"corpus": "g#1", "extractor": extractor})

    mixed = System("mixed", (ran("crf?model=a@1", GOOD), ran("rules@1.2", HALF)))
    seeds = System("seeds", (ran("crf?model=a@1", GOOD), ran("crf?model=b@1", HALF)))
    notes = compare_systems([mixed, seeds]).notes
    assert "mixed: its runs are of crf and rules" in notes
    assert not any(note.startswith("seeds:") for note in notes)


@pytest.mark.parametrize(
    ("b", "status", "told"),
    [
        ("worse", 1, "gate: worse spans@strict -0.344"),
        ("better", 0, "gate: passed"),
        ("a little worse", 0, "gate: passed"),  # a drop, but zero is in its interval
    ],
)
def test_the_gate(typed: Typed, b: str, status: int, told: str) -> None:
    right = {
        "worse": [(0, 4)] * 7 + [(1, 3)],
        "better": GOOD,
        "a little worse": [(2, 2)] * 4 + [(1, 3)] * 3 + [(0, 4)],
    }[b]
    other = typed.file(b, right)
    typed.compare(typed.half, other, "--gate", "--measures", "spans@strict", status=status)
    assert told in typed.told


def test_the_gate_speaks_of_the_first_system_only(typed: Typed) -> None:
    nothing = typed.file("nothing", [(0, 0)] * 8)
    words = (typed.half, typed.good, nothing, "--gate", "--measures", "spans@strict")
    typed.compare(*words, status=1)
    assert typed.told.count("gate:") == 1
    assert "gate: nothing" in typed.told


def test_a_field_that_is_gone_is_a_drop(tmp_path: Path) -> None:
    gold = str(root() / "corpus" / "data" / "example.jsonl")
    rules = str(root() / "eval" / "examples" / "rules.jsonl")
    names: list[Record] = [{"id": "gf-0001", "entities": [{"name": "Ukraine", "type": "GPE"}]}]
    other = str(write(tmp_path / "names.jsonl", names))

    def gate(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(APP, ["compare", *words, "--gold", gold, "--gate"])
        return result.exit_code, result.stderr

    status, told = gate(rules, other)
    assert status == 1
    assert "gate: names no longer predicts headline, date_published@value, headline@" in told
    assert "passed" not in told
    status, told = gate(rules, other, "--measures", "entities@strict")
    assert (status, "no longer" in told) == (0, False), "not asked for"
    status, told = gate(other, rules)
    assert (status, "no longer" in told) == (0, False), "new fields are no drop"


def test_under_six_articles_the_gate_stays_open(tmp_path: Path) -> None:
    gold: list[Record] = gold_of([4] * 5)
    words = [
        str(write(tmp_path / f"{name}.jsonl", preds_of(gold, [(good, 4 - good)] * 5)))
        for name, good in (("a", 4), ("b", 0))
    ]
    where = str(write(tmp_path / "gold.jsonl", gold))
    result = CliRunner().invoke(
        APP, ["compare", *words, "--gold", where, "--suite", "spans", "--gate"]
    )
    assert result.exit_code == 0


def test_what_cannot_be_compared_is_refused(typed: Typed) -> None:
    folder = str(typed.folder / "run")
    other = write(typed.folder / "other.jsonl", gold_of([3] * 8))
    typed("score", str(other), typed.half, "--suite", "spans", "--out", folder, "--name", "old")
    cases: list[tuple[tuple[str, ...], str]] = [
        ((folder, typed.good), "differ in corpus: other#.* and gold#"),
        ((typed.half,), "at least two systems"),
        ((typed.half, typed.half), "two systems are called 'half'"),
        ((typed.half, f"half={typed.good}"), "two systems are called 'half'"),
        ((typed.half, str(typed.folder / "none")), "there is no .*none"),
        ((typed.half, f"={typed.good}"), "is not NAME=RUN"),
        ((typed.half, f"x={typed.good},"), "is not NAME=RUN"),
        ((typed.half, str(typed.folder)), "is no run folder"),
        ((typed.half, typed.good, "--measures", "span@strict"), "did you mean 'spans@strict'"),
        ((typed.half, typed.good, "--by", "colour"), "no kind of slice named 'colour'"),
    ]
    for words, told in cases:
        with pytest.raises((UsageError, UnknownName), match=told):
            typed.compare(*words)
    empty = str(write(typed.folder / "empty.jsonl", []))
    with pytest.raises(UsageError, match="no articles to compare on"):
        typed("compare", empty, f"b={empty}", "--gold", empty, "--suite", "spans")
    with pytest.raises(UsageError, match="give its gold with --gold"):
        typed("compare", typed.half, typed.good)


def test_a_suite_that_differs_is_named(typed: Typed) -> None:
    folder, suite = str(typed.folder / "run"), typed.folder / "mine.toml"
    suite.write_text('name = "mine"\nrecord = "spans"\nmeasures = ["spans@strict"]\n')
    typed("score", str(typed.gold), typed.half, "--suite", str(suite), "--out", folder)
    with pytest.raises(UsageError, match=r"differ in suite: mine#.* and spans#"):
        typed.compare(folder, typed.good)


def test_a_plan_from_predictions(typed: Typed) -> None:
    words = ("plan", "--difference", "5", "--gold", str(typed.gold), "--suite", "spans")
    one = typed(*words, "--pilot", typed.half)
    assert "articles that show 5 points of F1, by half" in one
    assert "err independently" in one
    two = json.loads(typed(*words, "--format", "json", "--pilot", typed.half, typed.good))
    assert two["difference"] == 0.05
    strict = next(need for need in two["fields"] if need["measure"] == "spans@strict")
    assert strict["articles"] is None  # good is two better everywhere: nothing varies
    more = typed(*words, "--pilot", typed.half, "--pilot", typed.file("x", [(3, 1)] * 8))
    assert "paired, on the same articles" in more
    rows = list(
        csv.DictReader(io.StringIO(typed(*words, "--pilot", typed.half, "--format", "csv")))
    )
    assert [int(row["pilot_articles"]) for row in rows] == [8] * len(rows)
    assert all(float(row["f1"]) > 0 and int(row["articles"]) > 8 for row in rows)
    with pytest.raises(UsageError, match="between 0 and 100"):
        typed("plan", "--difference", "0", "--pilot", typed.half, *words[3:])
