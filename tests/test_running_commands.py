"""Programs as extractors: JSON Lines in, JSON Lines out."""

from __future__ import annotations

import json
import shlex
import sys
import time
from pathlib import Path

import pytest

from goldfield.errors import ExtractorError, UsageError
from goldfield.running import lines, program, runner
from goldfield.running.answering import Result
from goldfield.running.commands import PATIENCE
from goldfield.running.outcome import Outcome
from goldfield.running.runner import run, run_on
from goldfield.running.specs import parse
from goldfield.running.terms import Terms

PROGRAM = Path(__file__).parent / "extractors" / "programs" / "answer.py"
ARTICLES = [("a", "x"), ("b", "yé\n"), ("c", "")]
LENGTHS = [{"id": "a", "length": 1}, {"id": "b", "length": 3}, {"id": "c", "length": 0}]


def python(behaviour: str) -> str:
    return f"cmd:{shlex.join([sys.executable, str(PROGRAM), behaviour])}"


def start(spec: str, timeout: float | None = None) -> Outcome:
    return run(parse(spec), ARTICLES, timeout=timeout)


@pytest.mark.parametrize("behaviour", ["plain", "reverse"])
def test_answers_are_matched_by_id(behaviour: str) -> None:
    outcome = start(python(behaviour))
    found = list(outcome)
    assert [json.loads(r.prediction or b"0") for r in found] == LENGTHS
    assert {(r.error, r.seconds) for r in found} == {(None, None)}
    assert outcome.problems == []
    assert outcome.seconds > 0


def test_shell_program() -> None:
    script = r"""sed 's/^{"id":"\([^"]*\)".*/{"id":"\1","entities":[]}/'"""
    found = list(start(f"cmd:{script}"))
    assert found[1].prediction == b'{"id":"b","entities":[]}'


def test_no_shell_reads_the_command() -> None:
    [found, *_] = start("""cmd:echo '{"id": "a", "said": "$HOME | ; > *"}' """)
    assert json.loads(found.prediction or b"0") == {"id": "a", "said": "$HOME | ; > *"}


def test_garbage_fails_the_article_it_should_have_answered() -> None:
    outcome = start(python("garbage"))
    found = list(outcome)
    assert [r.error is None for r in found] == [False, True, True]
    assert found[0].error == f"no answer; {outcome.problems[0]}"
    assert outcome.problems[0].startswith("line 1 of the output is not an answer: DecodeError")


def test_nan_is_not_json() -> None:
    [first, *rest] = start(python("nan"))
    assert "line 1 of the output is not an answer" in (first.error or "")
    assert all(r.error is None for r in rest)


def test_unknown_and_second_answers_are_reported() -> None:
    outcome = start(python("strange"))
    assert [json.loads(r.prediction or b"0") for r in outcome] == LENGTHS
    again, unknown, bare, number = outcome.problems
    assert again == "line 4 of the output answers 'a' again; the first answer counts"
    assert unknown == "line 5 of the output has the unknown id 'nobody'"
    assert bare.startswith("line 6 of the output is not an answer")
    assert number.startswith("line 7 of the output is not an answer")


def test_a_program_that_dies_after_each_answer_answers_all() -> None:
    outcome = start(python("dies"))
    assert [json.loads(r.prediction or b"0") for r in outcome] == LENGTHS
    again = "the command exited with status 9; started again"
    assert outcome.problems == [again, again, "the command exited with status 9"]


def test_bad_status_with_all_answers_is_only_reported() -> None:
    outcome = start(python("fails"))
    assert [r.error for r in outcome] == [None] * 3
    assert outcome.problems == ["the command exited with status 1"]


@pytest.mark.parametrize("command", ["true", "head -c 5"])
def test_silence(command: str) -> None:
    assert all((r.error or "").startswith("no answer") for r in start(f"cmd:{command}"))


def test_hanging_program_times_out() -> None:
    outcome = start("cmd:sleep 600", timeout=0.3)
    assert [r.error for r in outcome] == ["no answer; timed out"] * 3


@pytest.mark.parametrize("behaviour", ["plain", "reverse"])
def test_neither_side_waits_for_the_other(behaviour: str) -> None:
    # 2 x 4 MB, far beyond what a pipe holds: the program reads all before it writes.
    articles = [(f"a{n}", "x" * 100_000) for n in range(40)]
    found = list(run(parse(python(behaviour)), articles))
    assert [r.id for r in found] == [article for article, _ in articles]
    assert all(r.error is None for r in found)


def test_echoing_program_does_not_block() -> None:
    articles = [(f"a{n}", "x" * 100_000) for n in range(40)]
    assert all(r.error is None for r in run(parse("cmd:cat"), articles))


def test_stopping_early_ends_the_program() -> None:
    with start("cmd:sleep 600") as outcome:
        pass
    assert all(r.prediction is None for r in outcome)


def test_no_such_program() -> None:
    with pytest.raises(ExtractorError, match="FileNotFoundError"):
        start("cmd:no-such-program-at-all")


def test_ids_must_differ() -> None:
    with pytest.raises(UsageError, match="share an id"):
        list(run(parse("cmd:cat"), [("a", ""), ("a", "")]))


# ---- crashes and hangs -----------------------------------------------------------------------

# Programs in sh, which start in no time: each echoes its articles, one as it reads them, the
# other once it has read all, and does something else at a text with "bad" in it.
STREAMING = """
while read -r line; do
    case $line in *bad*) FAULT;; esac
    printf '%s\n' "$line"
done
"""
AT_ITS_END = """
kept=$(while read -r line; do
    case $line in *bad*) FAULT;; esac
    printf '%s\n' "$line"
done) || exit
printf '%s\n' "$kept"
"""
BOTH = pytest.mark.parametrize("body", [STREAMING, AT_ITS_END], ids=["streaming", "at its end"])


def shell(body: str, fault: str = ":") -> str:
    return f"cmd:sh -c {shlex.quote(body.replace('FAULT', fault))}"


def marked(marks: str) -> list[tuple[str, str]]:
    """An article for each letter; the texts of those that are "b" are bad."""
    return [(f"a{at}", "bad" if mark == "b" else "good") for at, mark in enumerate(marks)]


def fates(results: list[Result]) -> str:
    """A letter for each result: "g" if there is an answer."""
    return "".join("g" if result.error is None else "b" for result in results)


@BOTH
@pytest.mark.parametrize("marks", ["ggbgg", "bgggggg", "ggggggb", "gbgbgggb", "b", "bb", "gbbg"])
def test_a_crash_costs_one_article(body: str, marks: str) -> None:
    outcome = run(parse(shell(body, "exit 7")), marked(marks))
    found = list(outcome)
    assert [r.id for r in found] == [article for article, _ in marked(marks)]
    assert fates(found) == marks
    assert {r.error for r in found} - {None} == {"no answer; exited with status 7"}
    assert set(outcome.problems[:-1]) <= {"the command exited with status 7; started again"}


@BOTH
@pytest.mark.parametrize("marks", ["gbgbgggb", "bb"])
def test_a_crash_costs_one_article_of_several_workers(body: str, marks: str) -> None:
    found = list(run_on(Terms(2), parse(shell(body, "exit 7")), marked(marks)))
    assert fates(sorted(found)) == marks
    assert {r.error for r in found} - {None} == {"no answer; exited with status 7"}


def test_one_process_is_given_a_portion(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(runner, "PORTION", 2)
    log = tmp_path / "log"
    counted = f"echo >> {shlex.quote(str(log))}\n{STREAMING}"
    found = list(run(parse(shell(counted)), (one for one in marked("ggggg"))))
    assert [r.id for r in found] == [article for article, _ in marked("ggggg")]
    assert fates(found) == "ggggg"
    assert len(log.read_text()) == 3


@BOTH
def test_a_hang_costs_one_article(body: str) -> None:
    outcome = run(parse(shell(body, "sleep 600")), marked("gggbgg"), timeout=0.7)
    found = list(outcome)
    assert fates(found) == "gggbgg"
    assert found[3].error == "no answer; timed out"
    assert "the command timed out; started again" in outcome.problems


@pytest.mark.parametrize(
    ("body", "marks", "starts"),
    [
        # all: dies at the 1st b; that alone; the rest: dies at the 2nd; that alone; the rest
        (STREAMING, "gbgbg", 5),
        # all, [0], [1 2], [1], [2 3], [2], [3], [4 5], [6 7]: what holds the 2 dies
        (AT_ITS_END, "ggbggggg", 9),
        (STREAMING, "ggggg", 1),
    ],
)
def test_how_often_a_program_is_started(body: str, marks: str, starts: int, tmp_path: Path) -> None:
    log = tmp_path / "log"
    counted = f"echo >> {shlex.quote(str(log))}\n{body}"
    assert fates(list(run(parse(shell(counted, "exit 7")), marked(marks)))) == marks
    assert len(log.read_text()) == starts


def test_what_a_crash_leaves_in_a_buffer_is_asked_again() -> None:
    # Ten answers are in the buffer of standard output when the program is killed at the eleventh.
    source = (
        "import os, sys\n"
        "for line in sys.stdin:\n"
        "    if 'bad' in line: os._exit(3)\n"
        "    sys.stdout.write(line)\n"
    )
    spec = f"cmd:{shlex.join([sys.executable, '-S', '-c', source])}"
    assert fates(list(run(parse(spec), marked("g" * 10 + "bg")))) == "g" * 10 + "bg"


def test_a_program_that_answers_in_another_order_is_asked_for_the_rest() -> None:
    # The last article first; then the others until the bad one.
    last = "rows=$(cat); printf '%s\n' \"$rows\" | tail -n 1 | grep -v bad"
    others = f"printf '%s\n' \"$rows\" | sed '$d' | {STREAMING.strip()}"
    outcome = run(parse(shell(f"{last}; {others}", "exit 7")), marked("gbgg"))
    assert fates(list(outcome)) == "gbgg"


def test_a_time_out_that_comes_too_soon_costs_no_answer() -> None:
    # Eight articles take 1.6 s, and nothing is heard of any before: too long for 0.7 s.
    slow = AT_ITS_END.replace("printf", "sleep 0.2; printf", 1)
    outcome = run(parse(shell(slow)), marked("g" * 8), timeout=0.7)
    assert fates(list(outcome)) == "g" * 8
    assert outcome.problems[0] == "the command timed out; started again"


def test_a_program_that_takes_its_time_between_answers_is_left_alone() -> None:
    slow = STREAMING.replace("printf", "sleep 0.2; printf", 1)
    outcome = run(parse(shell(slow)), marked("g" * 5), timeout=0.7)  # 1 s in all
    assert fates(list(outcome)) == "g" * 5
    assert outcome.problems == []


def test_time_that_nobody_asks_for_answers_does_not_count() -> None:
    outcome = run(parse(shell(STREAMING)), marked("gg"), timeout=0.3)
    first = next(outcome)
    time.sleep(0.5)
    assert [first.error, *(r.error for r in outcome)] == [None, None]


def test_a_program_that_never_works_is_given_up(tmp_path: Path) -> None:
    log = tmp_path / "log"
    body = f"echo >> {shlex.quote(str(log))}; exit 1"
    outcome = run(parse(shell(body)), marked("g" * 50))
    errors = [r.error for r in outcome]
    assert errors[:PATIENCE] == ["no answer; exited with status 1"] * PATIENCE
    assert set(errors[PATIENCE:]) == {
        "not asked: 3 articles in a row had no answer, each in a process of its own"
    }
    assert len(log.read_text()) == 1 + PATIENCE
    assert outcome.problems[-1] == "the command exited with status 1"


def test_a_program_that_is_gone_is_not_started_again(tmp_path: Path) -> None:
    script = tmp_path / "once"
    script.write_text('#!/bin/sh\nrm "$0"; read -r line; printf \'%s\\n\' "$line"; exit 2\n')
    script.chmod(0o755)
    found = list(run(parse(f"cmd:{script}"), marked("ggg")))
    assert fates(found) == "gbb"
    assert (found[1].error or "").startswith("not asked: the command does not start again")


def test_a_program_that_ends_well_has_said_all(tmp_path: Path) -> None:
    log = tmp_path / "log"
    counted = f"echo >> {shlex.quote(str(log))}\n{STREAMING}"
    outcome = run(parse(shell(counted, "continue")), marked("gbgb"))
    assert [r.error for r in outcome] == [None, "no answer", None, "no answer"]
    assert len(log.read_text()) == 1


def test_a_program_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "GRACE", 0.3)
    outcome = run(parse(shell("cat; exec sleep 600")), marked("gg"))
    assert fates(list(outcome)) == "gg"
    assert outcome.problems == ["the command did not end after its last answer"]


def test_nonsense_without_end_times_out() -> None:
    outcome = run(parse("cmd:yes"), marked("g"), timeout=0.3)
    (found,) = outcome
    assert (found.error or "").startswith("no answer; timed out; line 1 of the output is not an")
    assert len(outcome.problems) == program.MOST + 1  # and the end of it


def test_a_line_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 1 << 20)
    (found,) = run(parse("cmd:cat /dev/zero"), marked("g"))
    assert found.error == "no answer; wrote a line of more than 1 MiB"
