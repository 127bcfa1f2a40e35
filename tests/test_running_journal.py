"""The journal of a run: what it keeps, whom it refuses, and that a resumed run is the same run."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from waiting import runs

from goldfield.errors import UsageError
from goldfield.running.answering import CHUNK, Document, Result
from goldfield.running.journal import Header, Journal
from goldfield.running.keeping import Texts, run_kept, texts_of
from goldfield.running.specs import parse
from goldfield.running.terms import Terms

FILE = (Path(__file__).parent / "extractors" / "misbehaving.py").as_posix()
HEADER = Header(extractor="rules", version="1", articles=4, texts="00")
RESULTS = [
    Result("a", b'{"id":"a","x":[1, 2]}', None, 0.25),
    Result("b\n", None, "ValueError: no luck", 1.5),
    Result("c", '{"id":"c","é":"\\u2028"}'.encode(), None, None),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "run.journal"


def kept(path: Path) -> list[tuple[int, Result]]:
    """What a journal holds; it is let go of."""
    journal = Journal(path, resume=True)
    found = [(entry.at, journal.read(place)) for entry, place in journal.entries()]
    assert journal.articles == len(found)
    journal.close()
    return found


def written(path: Path, results: list[Result]) -> bytes:
    journal = Journal(path)
    journal.begin(HEADER)
    for at, result in enumerate(results):
        journal.append(at, result)
    journal.close()
    return path.read_bytes()


# ---- one file --------------------------------------------------------------------------------


def test_what_is_kept_comes_back_as_it_was(path: Path) -> None:
    written(path, RESULTS)
    assert kept(path) == list(enumerate(RESULTS))


def test_a_journal_that_is_torn_anywhere_keeps_all_before_it(path: Path) -> None:
    whole = written(path, RESULTS)
    lines = whole.splitlines(keepends=True)
    ends = [sum(map(len, lines[: n + 1])) for n in range(len(lines))]
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        journal = Journal(path, resume=True)
        journal.begin(HEADER)
        whole_lines = max(1, sum(end <= size for end in ends))
        assert journal.articles == whole_lines - 1
        for at, result in list(enumerate(RESULTS))[journal.articles :]:
            journal.append(at, result)
        assert path.read_bytes() == whole
        journal.close()


def test_a_flipped_bit_is_seen_and_what_follows_not_trusted(path: Path) -> None:
    whole = written(path, RESULTS)
    second = whole.index(b"\n") + 1
    for at in range(second, len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        found = kept(path)
        assert found == list(enumerate(RESULTS))[: len(found)]
        assert len(found) == whole[second:at].count(b"\n")


def test_answers_that_nobody_asks_for_are_refused_and_stay(path: Path) -> None:
    whole = written(path, RESULTS)
    with pytest.raises(UsageError, match=r"holds the answers to 3 of 4 articles .* --resume"):
        Journal(path)
    assert path.read_bytes() == whole


def test_a_journal_without_answers_is_no_matter(path: Path) -> None:
    journal = Journal(path)
    journal.begin(HEADER)
    journal.close()
    assert not path.exists()
    path.write_bytes(b'0badcafe {"jour')  # killed at once
    Journal(path).close()
    assert not path.exists()


def test_what_is_no_journal_is_never_touched(path: Path) -> None:
    path.parent.mkdir()
    for content in (b"years of work", b'{"id":"a"}\n' * 3):
        path.write_bytes(content)
        for resume in (False, True):
            with pytest.raises(UsageError, match="is no journal"):
                Journal(path, resume=resume)
        assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"extractor": "lead"}, "extractor was rules, is lead"),
        ({"version": "2", "goldfield": "9"}, "goldfield was .*, is 9; version was 1, is 2"),
        ({"texts": "01", "articles": 5}, "articles was 4, is 5; the texts are others"),
    ],
)
def test_a_journal_of_another_run_is_refused_with_what_differs(
    path: Path, changes: dict[str, object], told: str
) -> None:
    whole = written(path, RESULTS)
    journal = Journal(path, resume=True)
    with pytest.raises(UsageError, match=told):
        journal.begin(msgspec.structs.replace(HEADER, **changes))
    journal.close()
    assert path.read_bytes() == whole


def test_a_full_disk_costs_nothing_that_was_kept(path: Path) -> None:
    journal = Journal(path)
    journal.begin(HEADER)
    journal.append(0, RESULTS[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, hard))
    try:
        with pytest.raises(OSError, match="File too large") as error:
            journal.append(1, RESULTS[1])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error.value.filename == str(path)
    journal.close()
    assert kept(path) == [(0, RESULTS[0])]


# ---- the lock --------------------------------------------------------------------------------

HOLDER = """
import sys, time
from pathlib import Path
from goldfield.running.journal import Journal
journal = Journal(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(600)
"""


def test_a_second_run_is_refused_until_the_first_is_dead(path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(UsageError, match="in the hands of a run that still goes on"):
            Journal(path, resume=True)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        Journal(path).close()
    finally:
        holder.kill()
        holder.communicate()


def test_workers_hold_no_lock(path: Path) -> None:
    journal = Journal(path)
    texts = texts_of([("a", "x"), ("b", "y")])
    with run_kept(Terms(), parse(f"{FILE}:Whose"), texts, journal) as outcome:
        next(outcome)
        journal.close()
        Journal(path, resume=True).close()


# ---- a run -----------------------------------------------------------------------------------

TEXTS = ["one", "raises", *(f"text {n}" for n in range(3 * CHUNK)), "exits", "last"]
DOCUMENTS: list[Document] = [(f"a{number}", text) for number, text in enumerate(TEXTS)]


def without_time(results: Iterator[Result]) -> list[Result]:
    return [result._replace(seconds=None) for result in results]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_articles(path: Path, workers: int) -> None:
    with closing(Journal(path)) as journal:
        found = list(run_kept(Terms(workers), parse(FILE), texts_of(DOCUMENTS), journal))
    assert [result.id for result in found] == [id for id, _ in DOCUMENTS]
    assert [r.id for r in found if r.error] == ["a1", f"a{len(TEXTS) - 2}"]
    assert sorted(at for at, _ in kept(path)) == list(range(len(TEXTS)))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_resumed_run_is_the_same_and_asks_nothing_again(path: Path, workers: int) -> None:
    calls = path.parent / "calls"
    path.parent.mkdir()
    spec, terms = parse(f"{FILE}?calls={calls}"), Terms(workers)
    found: list[Result] = []
    for stop in (5, 40, 40, 70, None):  # each run is left after so many results
        known = {TEXTS[at] for at, _ in kept(path)}
        calls.write_text("")
        with (
            closing(Journal(path, resume=True)) as journal,
            run_kept(terms, spec, texts_of(DOCUMENTS), journal) as outcome,
        ):
            found = without_time(islice(outcome, stop))
        assert not known & set(calls.read_text().splitlines())
    with closing(Journal(path.with_name("other"))) as journal:
        assert found == without_time(run_kept(terms, spec, texts_of(DOCUMENTS), journal))


def test_a_journal_is_in_order_after_one_pass(path: Path) -> None:
    """Entries from far apart, as a slow worker leaves them."""
    texts = texts_of([(f"a{n}", "x") for n in range(100)])
    journal = Journal(path)
    journal.begin(Header(extractor=FILE, version="0", articles=100, texts=texts.sha256))
    for n in [*range(1, 100, 2), *range(98, -1, -2)]:
        journal.append(n, Result(f"a{n}", b'{"id":"a%d"}' % n, None, None))
    journal.close()
    journal = Journal(path, resume=True)
    found = list(run_kept(Terms(), parse(FILE), texts, journal))
    assert [result.id for result in found] == [f"a{n}" for n in range(100)]
    journal.close(remove=True)


def test_a_worker_that_is_killed_in_mid_run_changes_nothing(path: Path) -> None:
    documents = [(f"a{n}", "x") for n in range(200)]
    pids = set[int]()
    with closing(Journal(path)) as journal:
        outcome = run_kept(Terms(2), parse(f"{FILE}:Whose"), texts_of(documents), journal)
        for number, result in enumerate(outcome):
            assert result.error is None
            pid = int((result.prediction or b"").split(b":")[-1].rstrip(b"}"))
            pids.add(pid)
            if number in (20, 90) and runs(pid):
                os.kill(pid, signal.SIGKILL)
    assert len(pids) >= 3


def test_texts_are_told_apart() -> None:
    same = texts_of([("ab", "c")]), texts_of(iter([]), [("ab", "c")])
    assert same[0].sha256 == same[1].sha256
    others: list[Texts] = [texts_of(d) for d in ([("a", "bc")], [("ab", "c"), ("", "")], [])]
    assert len({same[0].sha256, *(texts.sha256 for texts in others)}) == 4


def test_texts_that_change_meanwhile_end_the_run(path: Path) -> None:
    texts = texts_of([("a", "x"), ("b", "y")])._replace(documents=[("a", "x"), ("b", "z")])
    with closing(Journal(path)) as journal, pytest.raises(UsageError, match="have changed"):
        list(run_kept(Terms(), parse(FILE), texts, journal))
