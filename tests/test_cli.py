"""The commands as a user types them: output, exit status, and never a traceback."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from subprocess import PIPE, Popen, run
from typing import Any, NamedTuple

import jsonschema
import pytest
from seed import needs_seed
from toy import as_dict, toy_article

from goldfield import cli
from goldfield.cli.console import specs_or_defaults
from goldfield.release import root
from goldfield.schema.writing import to_line


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Typed:
    """`goldfield ARGS` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *args: str | Path) -> Done:
        self.monkeypatch.setattr(sys, "argv", ["goldfield", *map(str, args)])
        status: Any = 0
        try:
            cli.main()
        except SystemExit as error:
            status = error.code or 0
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        return Done(status, captured.out, captured.err)


@pytest.fixture
def goldfield(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    return Typed(capsys, monkeypatch)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(to_line(toy_article()))
    return path


def write(path: Path, *records: Any) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_eval_prints_a_card_and_keeps_the_run(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    runs = tmp_path / "kept"
    done = goldfield("eval", "null", "lead", "--corpus", gold, "--out", runs)
    assert done.status == 0
    for word in ("null on 1 article", "events@arg-c", "articles/s", "signature", "F1 by field"):
        assert word in done.out
    files = {path.name for path in next(runs.glob("lead-*")).iterdir()}
    assert files == {
        "manifest.json", "predictions.jsonl", "counts.jsonl",
        "verdicts.jsonl", "scores.json", "timing.json",
    }  # fmt: skip
    before = {path.name: path.stat().st_mtime_ns for path in runs.iterdir()}
    assert goldfield("eval", "null", "lead", "--corpus", gold, "--out", runs).status == 0
    assert sorted(before) == sorted(path.name for path in runs.iterdir())


def test_no_name_means_the_baselines_that_need_no_endpoint(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = [str(spec) for spec in specs_or_defaults(None)]
    assert {"lead", "null", "rules"} <= set(names)
    assert "llm" not in names
    assert capsys.readouterr().err == "skipped: llm needs an endpoint; name its model: llm:MODEL\n"
    assert [str(spec) for spec in specs_or_defaults(["null", "llm:m"])] == ["null", "llm:m"]
    assert capsys.readouterr().err == ""


def test_eval_json(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    done = goldfield("eval", "null", "--corpus", gold, "--out", tmp_path, "--format", "json")
    (run,) = json.loads(done.out)["runs"]
    assert run["name"] == "null"
    assert run["scores"]["headline"] == 0.0
    assert run["timing"]["articles_per_second"]["mean"] > 0


def test_eval_fails_when_every_article_fails(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def Extractor():\n    return lambda text: 1 / 0\n")
    done = goldfield("eval", bad, "--corpus", gold, "--out", tmp_path / "runs")
    assert done.status == 1
    assert "failed on a1: ZeroDivisionError" in done.out


def test_bad_output_is_a_failed_article(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    item = {"start": 0, "end": 9999, "type": "PER"}
    bad.write_text(f"def Extractor():\n    return lambda text: {{'entities': [{item}]}}\n")
    done = goldfield("eval", bad, "--corpus", gold, "--out", tmp_path / "runs")
    assert "failed on a1: $.entities[0] [0, 9999) ends outside the text" in done.out


def test_score_gold_against_itself(goldfield: Typed, gold: Path) -> None:
    done = goldfield("score", gold, gold, "--suite", "full", "--format", "json")
    fields = json.loads(done.out)["fields"]
    assert {field["f1"] for field in fields.values()} <= {1.0, None}
    schema = json.loads((root() / "schema" / "score.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(json.loads(done.out))


@pytest.mark.parametrize("form", ["table", "json", "markdown", "latex", "csv"])
def test_every_form_of_a_result_carries_its_signature(
    goldfield: Typed, gold: Path, form: str
) -> None:
    told = goldfield("score", gold, gold, "--format", "json").out
    signature = json.loads(told)["signature"]
    assert signature in goldfield("score", gold, gold, "--format", form).out


@pytest.mark.parametrize("form", ["table", "markdown", "latex", "csv"])
def test_score_formats(goldfield: Typed, gold: Path, form: str) -> None:
    done = goldfield("score", gold, gold, "--format", form)
    assert done.status == 0
    assert "times@value" in done.out


def test_score_keeps_a_run_and_shows_bounds(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    pred = write(tmp_path / "pred.jsonl", {"id": "a1", "entities": [{"name": "we", "type": "PER"}]})
    done = goldfield("score", gold, pred, "--out", tmp_path / "run", "--bounds")
    assert "bounds over ambiguous strings" in done.out
    assert not (tmp_path / "run" / "timing.json").exists()
    # What was kept is normalised, and scores as the original does.
    again = goldfield("score", gold, tmp_path / "run" / "predictions.jsonl", "--format", "json")
    scores = json.loads((tmp_path / "run" / "scores.json").read_text())
    assert json.loads(again.out)["fields"] == scores["fields"]


def test_count_streams_the_rows_of_the_scorer(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    pred = write(tmp_path / "pred.jsonl", {"id": "a1", "entities": [{"name": "we", "type": "PER"}]})
    counts, run = tmp_path / "counts.jsonl", tmp_path / "run"
    done = goldfield("count", gold, pred, "--out", counts)
    assert "entities@strict  0.000" in done.out
    goldfield("score", gold, pred, "--out", run)
    assert counts.read_bytes() == (run / "counts.jsonl").read_bytes()
    bad = write(tmp_path / "bad.jsonl", {"id": "nobody"})
    assert goldfield("count", gold, bad, "--out", tmp_path / "none.jsonl").status == 1
    assert not (tmp_path / "none.jsonl").exists()


def test_generic_suites(goldfield: Typed, tmp_path: Path) -> None:
    a = write(tmp_path / "a.jsonl", {"id": 1, "spans": [{"start": 0, "end": 3, "label": "X"}]})
    b = write(tmp_path / "b.jsonl", {"id": 1, "spans": [{"start": 0, "end": 4, "label": "X"}]})
    fields = json.loads(goldfield("score", a, b, "--suite", "spans", "--format", "json").out)[
        "fields"
    ]
    assert [fields[f"spans@{mode}"]["f1"] for mode in ("strict", "partial", "type")] == [
        0.0,
        0.5,
        1.0,
    ]
    c = write(tmp_path / "c.jsonl", {"id": "x", "total": 3, "tags": ["a", "b"]})
    d = write(tmp_path / "d.jsonl", {"id": "x", "total": 3, "tags": ["b", "c"]})
    fields = json.loads(goldfield("score", c, d, "--suite", "values", "--format", "json").out)[
        "fields"
    ]
    assert {name: field["f1"] for name, field in fields.items()} == {
        "tags@exact": 0.5,
        "total@exact": 1.0,
    }


def test_bad_predictions_exit_1_with_fixes(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    pred = write(
        tmp_path / "pred.jsonl",
        {"id": "a1", "entities": [{"start": 0, "end": 1, "type": "PERSON"}]},
        {"id": "b"},
    )
    done = goldfield("score", gold, pred)
    assert done.status == 1
    assert done.out == ""
    assert done.err.count("\n  fix: ") == 2
    assert "pred.jsonl:2" in done.err


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["score", "no.jsonl", "no.jsonl"], "cannot read no.jsonl"),
        (["eval", "ruels"], "did you mean 'rules'"),
        (["eval", "null", "--split", "nope"], "no split named 'nope'"),
        (["score", "GOLD", "GOLD", "--suite", "kore"], "did you mean 'core'"),
        (["corpus", "show", "nobody"], "no article named"),
        (["corpus", "agreement", "--article", "gf"], "no article with passes named 'gf'"),
        (["corpus", "agreement", "--split", "example", "--article", "gf-0001"], "not both"),
        (["corpus", "agreement", "--suite", "spans"], "not about articles"),
        (["schema", "show", "artikel"], "did you mean 'article'"),
        (["schema", "export"], "say what to export"),
        (["run", "null", "--input", "nothing*.txt", "--out", "x.jsonl"], "no file matches"),
        (["eval", "--nope"], "No such option"),
    ],
)
def test_usage_errors_exit_2(goldfield: Typed, gold: Path, args: list[str], problem: str) -> None:
    done = goldfield(*[gold if arg == "GOLD" else arg for arg in args])
    assert done.status == 2, done
    assert problem in done.err
    assert done.out == ""


def test_nothing_but_a_run_is_ever_replaced(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis" / "chapter.txt"
    thesis.parent.mkdir()
    thesis.write_text("years of work")
    for place in (thesis.parent, thesis, gold):
        before = gold.read_bytes()
        done = goldfield("score", gold, gold, "--out", place)
        assert done.status == 2
        assert "is no run folder" in done.err
        assert (thesis.read_text(), gold.read_bytes()) == ("years of work", before)
    for _ in range(2):  # a run may be replaced by a run
        assert goldfield("score", gold, gold, "--out", tmp_path / "run").status == 0


def test_two_runs_that_finish_at_once_leave_one_whole_run(tmp_path: Path, gold: Path) -> None:
    code = (
        "import goldfield, sys; run = goldfield.evaluate(lambda text: {}, corpus=sys.argv[1]);"
        "[run.save(sys.argv[2]) for _ in range(40)]"
    )
    place = tmp_path / "kept" / "run"
    pair = [Popen([sys.executable, "-c", code, str(gold), str(place)], stderr=PIPE) for _ in "ab"]
    assert [process.communicate()[1] for process in pair] == [b"", b""]
    assert [path.name for path in place.parent.iterdir()] == ["run"]
    assert (place / "scores.json").exists()


def test_names_are_no_markup(goldfield: Typed, gold: Path) -> None:
    done = goldfield("score", gold, gold, "--name", "[/x] [v2]")
    assert done.out.startswith("[/x] [v2] on 1 article\n")


@pytest.mark.parametrize("name", ["two\nlines", "x" * 201, "\u2028", "end\n"])
def test_names_fit_in_a_line(goldfield: Typed, gold: Path, name: str) -> None:
    done = goldfield("score", gold, gold, "--name", name)
    assert done.status == 2
    assert "the name of a system has 1 to 200 characters and no line breaks" in done.err


def test_an_empty_prediction_file_is_told(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    done = goldfield("score", gold, tmp_path / "empty.jsonl")
    assert "holds no prediction at all" in done.err
    assert "holds no prediction at all" not in goldfield("score", gold, gold).err


def test_a_slow_extractor_gets_its_card(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ndef Extractor():\n    return lambda text: time.sleep(4) or {}\n")
    done = goldfield("eval", slow, "--corpus", gold, "--out", tmp_path / "runs")
    assert done.status == 0
    assert re.search(r"throughput 0\.\d+ articles/s \(one round, no interval\)", done.out)


def test_specs_are_read_before_anything_runs(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    done = goldfield("eval", "null", "ruls", "--corpus", gold, "--out", tmp_path / "runs")
    assert (done.status, done.out) == (2, "")
    assert not (tmp_path / "runs").exists()


def test_the_cards_so_far_are_printed_when_one_fails(
    goldfield: Typed, gold: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import nothing_of_this_name\n")
    done = goldfield("eval", "null", bad, "--corpus", gold, "--out", tmp_path / "runs")
    assert done.status == 1
    assert "null on 1 article" in done.out


def test_machine_formats_are_one_table(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    args = ("eval", "null", "lead", "--corpus", gold, "--out", tmp_path / "runs")
    lines = goldfield(*args, "--format", "csv").out.splitlines()
    assert lines[0].startswith("extractor,field,P")
    assert {line.split(",")[0] for line in lines[1:]} == {"null", "lead"}


def test_sheets_of_strange_ids_do_not_collide(goldfield: Typed, tmp_path: Path) -> None:
    records = [as_dict() | {"id": id} for id in ("a/b", "a_b", "...", "../x")]
    gold = write(tmp_path / "gold.jsonl", *records)
    assert goldfield("corpus", "sheet", gold, "--out", tmp_path / "s").status == 0
    names = {path.name for path in (tmp_path / "s").iterdir()}
    assert len(names) == 8
    assert {"a_b.txt", "a_b.yaml"} <= names
    assert not any(name.startswith(".") for name in names)
    sheets = sorted((tmp_path / "s").glob("*.yaml"))
    assert goldfield("corpus", "sheet", *sheets, "--out", tmp_path / "back.jsonl").status == 0


def test_ascii_terminals_get_every_line(gold: Path) -> None:
    command = [sys.executable, "-m", "goldfield.cli", "corpus", "show", "a1", "--corpus", str(gold)]
    done = run(command, env={"PYTHONIOENCODING": "ascii"}, capture_output=True, check=True)
    assert b"\\ud83d\\ude00" in done.stdout


def test_json_for_an_ascii_terminal_is_json(tmp_path: Path) -> None:
    label = {"start": 0, "end": 1, "label": "é😀"}
    file = str(write(tmp_path / "spans.jsonl", {"id": "d", "spans": [label]}))
    command = [sys.executable, "-m", "goldfield.cli", "score", file, file, "--suite", "spans"]
    env = {"PYTHONIOENCODING": "ascii"}
    done = run([*command, "--format", "json"], env=env, capture_output=True, check=True)
    assert list(json.loads(done.stdout)["fields"]["spans@strict"]["labels"]) == ["é😀"]


def test_run_predicts_without_gold(goldfield: Typed, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"Storm hits coast\r\n\r\nOn 5 May 2023 it rained.")
    write(tmp_path / "more.jsonl", {"key": "two", "body": "Calm\n"})
    out = tmp_path / "pred.jsonl"
    assert goldfield("run", "lead", "--input", tmp_path / "*.txt", "--out", out).status == 0
    (record,) = map(json.loads, out.read_text().splitlines())
    assert record["id"] == "one"
    assert record["meta"]["headline"]["text"] == "Storm hits coast"
    args = ("--input", tmp_path / "more.jsonl", "--text", "body", "--id", "key", "--out", out)
    assert goldfield("run", "null", *args).status == 0
    assert goldfield("run", "null", "--input", tmp_path / "more.jsonl", "--out", out).status == 1


def test_corpus_commands(goldfield: Typed, gold: Path) -> None:
    assert goldfield("corpus", "validate", gold).out.startswith("valid: 1 article in")
    stats = json.loads(goldfield("corpus", "stats", "--corpus", gold, "--format", "json").out)
    assert stats["total"]["items"]["mentions"] == stats["splits"]["gold"]["items"]["mentions"] == 3
    shown = goldfield("corpus", "show", "a1", "--corpus", gold, "--layer", "entities").out
    assert "[Anna Berg|PER:anna]" in shown
    assert "EVACUATE" not in shown
    assert "EVACUATE" in goldfield("corpus", "show", "a1", "--corpus", gold).out


@needs_seed
def test_agreement_of_the_released_passes(goldfield: Typed) -> None:
    done = goldfield("corpus", "agreement", "--article", "gf-0001", "--suite", "full")
    assert done.status == 0
    assert "Self-agreement of one language-model annotator" in done.out
    assert "coref@conll" in done.out
    args = ("--split", "example", "--format", "json")
    found = json.loads(goldfield("corpus", "agreement", *args).out)
    assert found["rounds"][0]["passes"]["scores"]["documents"] == 2
    assert found["rounds"][0]["passes"]["categories"]["event status"]["units"] == 32
    split = goldfield("corpus", "agreement", "--split", "example", "--format", "markdown")
    assert "| entities@strict | 1.000 |" in split.out


def test_control_characters_reach_no_terminal(goldfield: Typed, tmp_path: Path) -> None:
    record = as_dict()
    record["id"] = "a\x1b[2J\u202e"
    gold = write(tmp_path / "gold.jsonl", record)
    pred = write(tmp_path / "pred.jsonl", {"id": "b\x1b[2J", "entities": []})
    none = write(tmp_path / "none.jsonl")
    for args in (
        ("corpus", "show", record["id"], "--corpus", gold),
        ("corpus", "show", record["id"], "--corpus", gold, "--format", "json"),
        ("corpus", "show", "no\x1b[2J", "--corpus", gold),
        ("score", gold, pred),
        ("score", gold, none),
        ("score", gold, gold, "--format", "csv"),
    ):
        done = goldfield(*args)
        assert not {"\x1b", "\u202e"} & set(done.out + done.err), args
        assert "\\u001b" in done.out + done.err or args[0] == "score"


def test_validate_lists_faults(goldfield: Typed, tmp_path: Path) -> None:
    record = as_dict()
    record["times"][0]["span"]["text"] = "Sunday"
    del record["events"]
    done = goldfield("corpus", "validate", write(tmp_path / "gold.jsonl", record))
    assert (done.status, done.out) == (1, "")
    assert "'events' is missing" in done.err
    told = goldfield("corpus", "validate", tmp_path / "gold.jsonl", "--format", "json")
    assert json.loads(told.out)["faults"][0]["fix"]


def test_sheet_round_trip(goldfield: Typed, gold: Path, tmp_path: Path) -> None:
    sheets, again = tmp_path / "sheets", tmp_path / "again.jsonl"
    assert goldfield("corpus", "sheet", gold, "--out", sheets).status == 0
    assert goldfield("corpus", "sheet", sheets / "a1.yaml", "--out", again).status == 0
    assert again.read_bytes() == gold.read_bytes()


def test_nothing_is_written_when_a_sheet_is_at_fault(
    goldfield: Typed, gold: Path, tmp_path: Path
) -> None:
    goldfield("corpus", "sheet", gold, "--out", tmp_path)
    sheet = tmp_path / "a1.yaml"
    sheet.write_text(sheet.read_text().replace("Monday", "Sunday"))
    done = goldfield("corpus", "sheet", sheet, "--out", tmp_path / "out.jsonl")
    assert done.status == 1
    assert "a1.yaml:" in done.err
    assert not (tmp_path / "out.jsonl").exists()


def test_schema_commands(goldfield: Typed, tmp_path: Path) -> None:
    assert json.loads(goldfield("schema", "show", "prediction").out)["$schema"]
    assert "| `mentions`" in goldfield("schema", "fields").out
    llm = json.loads(
        goldfield("schema", "export", "--for", "llm", "--layers", "headline,quotes").out
    )
    assert set(llm["properties"]) == {"meta", "quotes"}
    assert goldfield("schema", "export", "--all", tmp_path).status == 0
    assert (tmp_path / "FIELDS.md").exists()


def test_version_and_help(goldfield: Typed) -> None:
    assert goldfield("--version").out.startswith("goldfield ")
    assert "score" in goldfield("--help").out


def test_paragraphs_of_help_fill_the_lines(
    goldfield: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = goldfield("run", "--help").out.splitlines()
    (first,) = (line for line in lines if "Answers are kept" in line)
    following = lines[lines.index(first) + 1]
    assert len(f"{first.strip()} {following.split()[0]}") >= 78  # no word more had room
    assert len(following.strip()) > 60
