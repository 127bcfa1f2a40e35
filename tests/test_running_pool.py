"""Several workers side by side: what fails, and what survives it."""

from __future__ import annotations

import json
import os
import shlex
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from waiting import runs, wait_for

from goldfield.errors import ExtractorError
from goldfield.running.answering import CHUNK, Document, Result
from goldfield.running.contract import Usage
from goldfield.running.pool import parts
from goldfield.running.runner import run_on
from goldfield.running.session import TRIES, total
from goldfield.running.specs import parse
from goldfield.running.terms import Terms

FILE = (Path(__file__).parent / "extractors" / "misbehaving.py").as_posix()
LIMIT = 400_000_000

FATES = {
    "raises": "ValueError: no luck",
    "leaves": "SystemExit: 2",
    "exits": "exited with status 3",
    "segfaults": "killed by SIGSEGV",
    "hangs": "timed out",
    "stops": "timed out",
    "eats": "took more than 400 MB of memory",
    "prints": None,
    "closes": "exited with status 1",
    "spoils": "wrote into the stream of answers",
    "forks": None,
    "spawns": "exited with status 4",
    "recurses": "RecursionError: ",
    "interrupts": "killed by SIGINT",
    "overflows": "wrote a line of more than 64 MiB",
    "kills": "killed by SIGKILL",
}


def articles(*texts: str) -> list[Document]:
    return [(f"a{number}", text) for number, text in enumerate(texts)]


def answers(spec: str, documents: list[Document], terms: Terms) -> dict[str, Result]:
    found = list(run_on(terms, parse(spec), documents))
    assert sorted(r.id for r in found) == sorted(id for id, _ in documents)
    return {result.id: result for result in found}


@pytest.mark.parametrize(
    ("name", "faults"), [("", list(FATES)), (":Batch", ["raises", "exits", "spoils", "spawns"])]
)
def test_every_fault_costs_its_own_article_only(name: str, faults: list[str]) -> None:
    texts = articles(*(text for fault in faults for text in (fault, f"well after {fault}")))
    found = answers(f"{FILE}{name}", texts, Terms(2, 3.0, LIMIT))
    for id, text in texts:
        expected, result = FATES.get(text), found[id]
        if expected is None:
            assert result.error is None, text
            assert json.loads(result.prediction or b"0")["id"] == id
        else:
            assert (result.error or "").startswith(expected), text


def test_a_process_that_does_not_listen_times_out() -> None:
    long = "x" * 1_000_000  # more than a pipe holds
    with run_on(Terms(1, 2.0), parse(f"{FILE}:Later"), [("a", "later"), ("b", long)]) as outcome:
        assert [result.error for result in outcome] == [None, None]
    documents = [("a", "later"), *((f"x{n}", "x") for n in range(CHUNK - 1)), ("b", long)]
    with run_on(Terms(1, 2.0), parse(f"{FILE}:Later"), documents) as outcome:
        errors = []
        for result in outcome:
            errors.append(result.error)
            if len(errors) == CHUNK:
                time.sleep(1.0)  # it is stopped by now
    assert errors[:CHUNK] == [None] * CHUNK
    assert errors[CHUNK:] == ["timed out"]


def test_of_two_processes_that_come_back_the_first_one_answers() -> None:
    found = answers(FILE, articles("forks", "x"), Terms())
    assert json.loads(found["a0"].prediction or b"0")["child"] is False
    assert found["a1"].error is None


def test_what_somebody_else_has_killed_is_asked_again(tmp_path: Path) -> None:
    texts = ["x", *map(str, range(1, TRIES + 1)), "y"]
    found = answers(f"{FILE}:Killed?folder={tmp_path}", articles(*texts), Terms(2))
    errors = [found[id].error for id, _ in articles(*texts)]
    assert errors == [None, *[None] * (TRIES - 1), "killed by SIGKILL", None]


def test_a_program_that_somebody_else_has_killed_is_asked_again(tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    script = (
        f"read -r line; echo >> {tally}; [ $(wc -l < {tally}) -gt 2 ] || kill -9 $$; echo $line"
    )
    (found,) = run_on(Terms(2), parse(f"cmd:sh -c '{script}'"), articles("one"))
    assert found.error is None


def test_the_workers_are_as_many_processes() -> None:
    found = answers(f"{FILE}:Whose", articles(*["x"] * 40), Terms(3))
    assert len({json.loads(r.prediction or b"0")["pid"] for r in found.values()}) == 3


def test_a_slow_article_holds_up_no_other() -> None:
    texts = ["hangs", *["x"] * 20 * CHUNK]
    found = list(run_on(Terms(2, timeout=2.0), parse(FILE), articles(*texts)))
    assert len(found) == len(texts)
    late = [result.id for result in found].index("a0")
    assert late >= len(texts) - CHUNK  # only those that travelled with it came after it


def test_articles_are_read_as_needed_and_no_process_is_left() -> None:
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        for taken in count(1):
            yield f"a{taken}", "text"

    with run_on(Terms(2), parse(f"{FILE}:Whose"), endless()) as outcome:
        found = list(islice(outcome, 80))
    assert taken <= 80 + 4 * CHUNK
    pids = {json.loads(r.prediction or b"0")["pid"] for r in found}
    assert not any(runs(pid) for pid in pids)
    assert list(outcome) == []


def test_articles_that_cannot_be_read_end_the_run() -> None:
    def broken() -> Iterator[Document]:
        yield from articles(*["x"] * CHUNK)
        raise UnicodeError("torn")

    with pytest.raises(UnicodeError, match="torn"):
        list(run_on(Terms(2), parse(FILE), broken()))


def test_a_worker_that_does_not_load_ends_all(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="no more licences"):
        run_on(Terms(2), parse(f"{FILE}:Scarce?folder={tmp_path}&times=1"), [])


def test_what_a_lost_worker_leaves_goes_to_another(tmp_path: Path) -> None:
    texts = ["exits", *["x"] * 3 * CHUNK]
    outcome = run_on(Terms(2), parse(f"{FILE}:Scarce?folder={tmp_path}&times=2"), articles(*texts))
    errors = {result.id: result.error for result in outcome}
    assert errors.pop("a0") == "exited with status 3"
    assert set(errors.values()) == {None}
    assert any("no more licences" in problem for problem in outcome.problems)


def test_the_rest_has_failed_when_no_worker_is_left(tmp_path: Path) -> None:
    texts = ["exits"] * 2 * CHUNK
    found = answers(f"{FILE}:Scarce?folder={tmp_path}&times=3", articles(*texts), Terms(2))
    errors = [result.error or "" for result in found.values()]
    assert errors.count("exited with status 3") == 3
    assert sum("no more licences" in error for error in errors) == len(texts) - 3


def test_a_process_left_behind_is_ended() -> None:
    said = r'{"id":"a0","pid":%s}\n'
    script = f"sleep 600 > /dev/null & read -r line; printf '{said}' $!"
    spec = f"cmd:sh -c {shlex.quote(script)}"
    (found,) = run_on(Terms(), parse(spec), articles("x"))
    assert wait_for(lambda: not runs(json.loads(found.prediction or b"0")["pid"]))


def test_parts_are_fair_and_never_large() -> None:
    sizes = [len(part) for part in parts(articles(*["x"] * 1000), 2)]
    assert sizes[0] == CHUNK
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[-1], sum(sizes)) == (1, 1000)
    assert [len(part) for part in parts((one for one in articles(*["x"] * 70)), 2)] == [32, 32, 6]


def test_what_workers_spend_is_summed() -> None:
    spent = [Usage(1, 0, 10, 5, 0.5), None, Usage(2, 1, 20, 6, None)]
    assert total(spent) == Usage(3, 1, 30, 11, 0.5)
    assert total([None]) is None


@pytest.mark.skipif(not os.path.exists("/proc/self/oom_score_adj"), reason="Linux only")
def test_a_machine_without_memory_ends_the_extractor_first() -> None:
    with run_on(Terms(), parse(f"{FILE}:Whose"), articles("x", "y")) as outcome:
        pid = json.loads(next(outcome).prediction or b"0")["pid"]
        scores = [int(Path(f"/proc/{n}/oom_score_adj").read_text()) for n in (pid, "self")]
    assert scores[0] > scores[1]
