"""Programs as extractors: JSON Lines in, JSON Lines out."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

from goldfield.errors import ExtractorError, UsageError
from goldfield.running.outcome import Outcome
from goldfield.running.runner import run
from goldfield.running.specs import parse

PROGRAM = Path(__file__).parent / "extractors" / "programs" / "answer.py"
ARTICLES = [("a", "x"), ("b", "yé\n"), ("c", "")]
LENGTHS = [{"id": "a", "length": 1}, {"id": "b", "length": 3}, {"id": "c", "length": 0}]


def program(behaviour: str) -> str:
    return f"cmd:{shlex.join([sys.executable, str(PROGRAM), behaviour])}"


def start(spec: str, timeout: float | None = None) -> Outcome:
    return run(parse(spec), ARTICLES, timeout=timeout)


@pytest.mark.parametrize("behaviour", ["plain", "reverse"])
def test_answers_are_matched_by_id(behaviour: str) -> None:
    outcome = start(program(behaviour))
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
    outcome = start(program("garbage"))
    found = list(outcome)
    assert [r.error is None for r in found] == [False, True, True]
    assert found[0].error == f"no answer; {outcome.problems[0]}"
    assert outcome.problems[0].startswith("line 1 of the output is not an answer: DecodeError")


def test_nan_is_not_json() -> None:
    [first, *rest] = start(program("nan"))
    assert "line 1 of the output is not an answer" in (first.error or "")
    assert all(r.error is None for r in rest)


def test_unknown_and_second_answers_are_reported() -> None:
    outcome = start(program("strange"))
    assert [json.loads(r.prediction or b"0") for r in outcome] == LENGTHS
    again, unknown, bare, number = outcome.problems
    assert again == "line 4 of the output answers 'a' again; the first answer counts"
    assert unknown == "line 5 of the output has the unknown id 'nobody'"
    assert bare.startswith("line 6 of the output is not an answer")
    assert number.startswith("line 7 of the output is not an answer")


def test_death_fails_what_is_unanswered() -> None:
    outcome = start(program("dies"))
    errors = [r.error for r in outcome]
    assert errors == [None, *["no answer; exited with status 9"] * 2]
    assert outcome.problems == ["the command exited with status 9"]


def test_bad_status_with_all_answers_is_only_reported() -> None:
    outcome = start(program("fails"))
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
    found = list(run(parse(program(behaviour)), articles))
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
        run(parse("cmd:cat"), [("a", ""), ("a", "")])
