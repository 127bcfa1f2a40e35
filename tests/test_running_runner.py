"""Each extractor in a process of its own: what loads, what fails, and what survives it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from waiting import runs, wait_for

from goldfield.errors import ExtractorError, UsageError
from goldfield.running.answering import CHUNK, Result
from goldfield.running.loading import load, name_of
from goldfield.running.runner import run, run_in_process
from goldfield.running.specs import parse

EXTRACTORS = Path(__file__).parent / "extractors"
FAULTY = (EXTRACTORS / "faulty.py").as_posix()


def faulty(name: str, **params: str) -> str:
    query = "&".join(f"{key}={quote(value)}" for key, value in params.items())
    return f"{FAULTY}:{name}?{query}"


def results(spec: str, *texts: str, timeout: float | None = None) -> list[Result]:
    return list(run(parse(spec), articles(*texts), timeout=timeout))


def articles(*texts: str) -> list[tuple[str, str]]:
    return [(f"a{number}", text) for number, text in enumerate(texts)]


def answers(found: list[Result]) -> list[Any]:
    return [None if r.prediction is None else json.loads(r.prediction) for r in found]


# ---- failing articles ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Raising", "ValueError: no luck"),
        ("Unspeakable", "SilentError"),
        ("Leaving", "SystemExit: 2"),
        ("Exiting", "exited with status 3"),
        ("Segfaulting", "killed by SIGSEGV"),
        ("NotANumber", "bad answer: ValueError: Out of range float values are not JSON compliant"),
        ("Infinite", "bad answer: ValueError: Out of range float values are not JSON compliant"),
        ("Sets", "bad answer: TypeError: set is not a JSON value"),
        ("Bytes", "bad answer: TypeError: bytes is not a JSON value"),
        ("Lists", "bad answer: TypeError: the answer is a list, not a JSON object"),
        ("Nothing", "bad answer: TypeError: the answer is null, not a JSON object"),
        ("Surrogate", "bad answer: UnicodeEncodeError: "),
        ("Circular", "bad answer: ValueError: Circular reference detected"),
        ("Prose", "bad answer: DecodeError: "),
    ],
)
def test_a_failing_article_stands_alone(name: str, error: str) -> None:
    found = results(faulty(name), "one", "bad", "three", "", "bad")
    assert [r.id for r in found] == ["a0", "a1", "a2", "a3", "a4"]
    assert answers(found) == [
        {"id": "a0", "length": 3}, None, {"id": "a2", "length": 5}, {"id": "a3", "length": 0}, None,
    ]  # fmt: skip
    for failed in (found[1], found[4]):
        assert failed.error is not None
        assert failed.error.startswith(error)
        assert "\n" not in failed.error
    assert [r.error for r in found if r.prediction] == [None] * 3


def test_a_hanging_article_times_out() -> None:
    found = results(faulty("Hanging"), "one", "bad", "three", timeout=1.0)
    assert [r.error for r in found] == [None, "timed out", None]


def test_restarts_are_reported() -> None:
    outcome = run(parse(faulty("Exiting")), articles("bad", "x", "bad"))
    assert sum(r.error is None for r in outcome) == 1
    assert outcome.problems == ["the process exited with status 3; started again"] * 2


def test_an_extractor_that_does_not_load_again_fails_the_rest(tmp_path: Path) -> None:
    spec = faulty("Once", flag=str(tmp_path / "flag"))
    found = results(spec, "one", "bad", *["x"] * 2 * CHUNK)
    assert [r.error for r in found[:2]] == [None, "exited with status 3"]
    assert len(found) == 2 + 2 * CHUNK
    assert all("FileExistsError" in (r.error or "") for r in found[2:])


def test_a_process_left_behind_is_not_waited_for_and_ended(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    found = results(faulty("Forking", file=str(file)), "one", "bad", "three")
    assert [r.error for r in found] == [None, "exited with status 4", None]
    assert wait_for(lambda: not runs(int(file.read_text())))


def test_printing_and_reading_do_not_touch_the_stream(capfd: pytest.CaptureFixture[str]) -> None:
    found = results(faulty("Printing"), "bad", "x")
    assert answers(found) == [{"id": "a0", "read": ""}, {"id": "a1", "length": 1}]
    out, err = capfd.readouterr()
    assert out == ""
    assert "from C\n" in err
    assert "from a program\n" in err


# ---- batches ---------------------------------------------------------------------------------


def test_batches_are_used_and_their_seconds_unknown() -> None:
    found = results(faulty("Batch"), "x", "y")
    assert [a["calls"] for a in answers(found)] == ["batch", "batch"]
    assert [r.seconds for r in found] == [None, None]


@pytest.mark.parametrize(
    ("how", "error"), [("Raising", "ValueError: no luck"), ("Segfaulting", "killed by SIGSEGV")]
)
def test_a_failing_batch_blames_the_article_at_fault(how: str, error: str) -> None:
    found = results(faulty("Batch", how=how), "one", "two", "bad", "four")
    assert [r.id for r in found] == ["a0", "a1", "a2", "a3"]
    assert [r.error for r in found] == [None, None, error, None]


def test_a_batch_that_hangs_costs_one_article() -> None:
    found = results(faulty("Batch", how="Hanging"), "one", "bad", "three", timeout=0.7)
    assert [r.error for r in found] == [None, "timed out", None]


def test_a_batch_may_blame_by_itself_and_is_not_repeated() -> None:
    found = results(faulty("Blaming"), "one", "bad", "three")
    assert [r.error for r in found] == [None, "ValueError: no luck", None]
    assert [json.loads(r.prediction or b"0").get("calls") for r in (found[0], found[2])] == [1, 1]


def test_a_batch_of_the_wrong_length_fails() -> None:
    found = results(faulty("Miscounting"), "x", "y")
    assert [r.error for r in found] == ["batch gave 1 answers to 2 texts"] * 2


# ---- streaming -------------------------------------------------------------------------------


def test_articles_are_read_as_needed() -> None:
    taken = 0

    def endless() -> Iterator[tuple[str, str]]:
        nonlocal taken
        for taken in count(1):
            yield f"a{taken}", "text"

    with run(parse(faulty("Good")), endless()) as outcome:
        assert [r.id for r in islice(outcome, 3)] == ["a1", "a2", "a3"]
    assert taken <= CHUNK
    assert list(outcome) == []


def test_progress_sees_every_result_in_order() -> None:
    seen = list[str]()
    texts = ["x"] * (CHUNK + 3)
    found = list(run(parse(faulty("Good")), articles(*texts), lambda r: seen.append(r.id)))
    assert seen == [r.id for r in found] == [article for article, _ in articles(*texts)]


def test_text_arrives_as_it_is() -> None:
    texts = [" \n", "\r\n", "\u2028\x85\x00", "🙂é" * 50_000, "a\u0301\ufeff"]
    assert [a["length"] for a in answers(results(faulty("Good"), *texts))] == list(map(len, texts))


@pytest.mark.parametrize("how", ["read to the end", "left in a block", "forgotten"])
def test_no_process_is_left(how: str, tmp_path: Path) -> None:
    file = tmp_path / "ident.py"
    file.write_text("import os\ndef Extractor(): return lambda text: {'pid': os.getpid()}\n")
    outcome = run(parse(str(file)), articles("x", "y"))
    pid = json.loads(next(outcome).prediction or b"0")["pid"]
    os.kill(pid, 0)  # it is there
    if how == "read to the end":
        assert len(list(outcome)) == 1
    elif how == "left in a block":
        with outcome:
            pass
    else:
        del outcome
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def length(text: str) -> dict[str, int]:
    return {"length": len(text)}


class Counting:
    def __call__(self, text: str) -> dict[str, int]:
        return length(text)


@pytest.mark.parametrize(("extractor", "name"), [(length, "length"), (Counting(), "Counting")])
def test_the_name_of_an_extractor_object(extractor: Any, name: str) -> None:
    assert name_of(extractor) == name
    assert answers(list(run_in_process(extractor, articles("xy")))) == [{"id": "a0", "length": 2}]
    extractor.layers = "quotes"
    with pytest.raises(ExtractorError, match=f"^extractor {name}: layers: 'quotes' is a str"):
        run_in_process(extractor, [])
    del extractor.layers


@pytest.mark.parametrize("thing", [Counting, "rules", 3])
def test_only_what_can_be_called_with_a_text_runs(thing: Any) -> None:
    with pytest.raises(UsageError, match="give an object that can be called with a text"):
        run_in_process(thing, [])


def test_in_process_and_child_say_the_same() -> None:
    texts = articles("one", "bad", "three")
    inside = list(run_in_process(load(parse(faulty("Raising"))), texts))
    outside = list(run(parse(faulty("Raising")), texts))
    assert [r[:3] for r in inside] == [r[:3] for r in outside]
