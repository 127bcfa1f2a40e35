"""Throughput: when to stop, what to leave out, what to report. No test asks how long."""

from __future__ import annotations

import math
import os
import shlex
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from time import perf_counter

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from goldfield import evaluation
from goldfield.errors import ExtractorError
from goldfield.evaluation import evaluate
from goldfield.running.calibration import calibrate, unit
from goldfield.running.machine import machine, peak_memory
from goldfield.running.rounds import MOST, T_95, Interval, interval, repeat
from goldfield.running.runner import run
from goldfield.running.specs import parse
from goldfield.running.sweeps import measure_here
from goldfield.running.throughput import measure
from goldfield.running.timing import Timing, latency_of, words_in
from goldfield.running.tree import Watch, cpu_below

FAULTY = (Path(__file__).parent / "extractors" / "faulty.py").as_posix()
ARTICLES = [("a", "one"), ("b", "bad"), ("c", "three")]
FOREVER = math.inf


def test_quantiles_of_students_t() -> None:
    exact = [float(student.ppf(0.975, df)) for df in range(1, MOST)]
    assert list(T_95) == pytest.approx(exact, abs=1e-4)


def test_interval() -> None:
    # mean 3, variance (4+1+0+1+4)/4 = 2.5, half = 2.7764 * sqrt(2.5 / 5) = 1.96321
    found = interval([1, 2, 3, 4, 5])
    assert (found.mean, found.low, found.high) == pytest.approx((3, 1.03679, 4.96321), abs=1e-5)
    assert interval([7.0]) == Interval(7.0, None, None)


def test_stops_when_stable() -> None:
    # Five equal rounds have an interval of no width; four would not be enough to say so.
    assert repeat(lambda: 2.0, FOREVER) == ([2.0] * 5, "stable")


def test_stops_at_the_first_stable_round() -> None:
    values = iter([10.0, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11])
    found, why = repeat(lambda: next(values), FOREVER)
    # n = 12: 2.2010 * 0.5222 / sqrt(12) = 0.3318, above 3 % of 10.5 = 0.3150
    # n = 13: 2.1788 * 0.5189 / sqrt(13) = 0.3136, below 3 % of 10.4615 = 0.3138
    assert why == "stable"
    assert len(found) == 13


def test_stops_after_thirty_rounds_or_when_time_is_up() -> None:
    values = cycle([1.0, 100.0])
    assert repeat(lambda: next(values), FOREVER)[1] == "rounds"
    assert repeat(lambda: 1.0, perf_counter()) == ([1.0], "budget")


def test_report_of_a_child() -> None:
    timing = measure(parse(f"{FAULTY}:Raising"), ARTICLES, budget=0.5)
    assert (timing.documents, timing.characters, timing.failed) == (2, len("onethree"), 1)
    speed, latency = timing.articles_per_second, timing.latency_ms
    assert speed is not None
    assert latency is not None
    assert (speed.low or 0) <= speed.mean <= (speed.high or 0)
    assert timing.characters_per_second == pytest.approx(speed.mean * 8 / 2)
    assert 0 < latency.p50 <= latency.p95 <= latency.p99
    assert (timing.cpu_seconds_per_article or 0) > 0
    assert (timing.load_seconds or 0) > 0
    assert timing.rounds >= 2
    assert (timing.repetitions or 0) > 1
    assert timing.stopped_by in ("stable", "budget", "rounds")
    assert timing.machine == machine()
    assert timing.source == "rounds"
    assert timing.words == 2  # "one", "three"
    assert timing.words_per_second == pytest.approx(speed.mean * 2 / 2)
    assert (timing.cold_start_seconds or 0) > (timing.load_seconds or 0)
    assert timing.calibration is not None
    assert timing.articles_per_unit == pytest.approx(speed.mean / timing.calibration)
    assert (timing.batch_size, timing.single_articles_per_second) == (None, None)
    assert (timing.problem, timing.usage, timing.wall_seconds) == (None, None, None)
    assert msgspec.json.decode(msgspec.json.encode(timing), type=Timing) == timing


@pytest.mark.parametrize("spec", ["null", "cmd:cat"])
def test_nothing_to_time(spec: str) -> None:
    timing = measure(parse(spec), [])
    assert timing.machine == machine()
    assert (timing.documents, timing.articles_per_second, timing.calibration) == (0, None, None)
    assert (timing.cold_start_seconds, timing.latency_ms, timing.rounds) == (None, None, 0)


def test_nothing_but_failures() -> None:
    timing = measure(parse(f"{FAULTY}:Raising"), [("a", "bad"), ("b", "bad")])
    assert (timing.documents, timing.failed, timing.articles_per_second) == (0, 2, None)


@pytest.mark.parametrize(("name", "timeout"), [("Exiting", None), ("Hanging", 1.0)])
def test_articles_that_kill_are_found_and_left_out(name: str, timeout: float | None) -> None:
    timing = measure(parse(f"{FAULTY}:{name}"), ARTICLES, budget=0.2, timeout=timeout)
    assert (timing.documents, timing.failed) == (2, 1)


def test_an_extractor_that_dies_at_random_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "fickle.py"
    file.write_text(
        "import os, pathlib\n"
        f"calls = pathlib.Path({str(tmp_path / 'calls')!r})\n"
        "def Extractor():\n"
        "    def call(text):\n"
        "        with calls.open('a') as out: out.write('.')\n"
        "        if calls.stat().st_size in (2, 7): os._exit(1)\n"
        "        return {}\n"
        "    return call\n"
    )
    # Tried out: dies at call 2. Run: calls 3 and 4 answer. Tried out again: dies at call 7.
    with pytest.raises(ExtractorError, match="had answered before"):
        measure(parse(str(file)), [("a", "x"), ("b", "y")])


@pytest.mark.parametrize(
    ("spec", "timeout"),
    [
        (f"{FAULTY}:Chatty", None),
        (f"{FAULTY}:Chatty", 60.0),  # tried out one by one first
        ("cmd:sh -c 'echo answering >&2; cat'", None),
    ],
)
def test_what_is_timed_is_silent(
    spec: str, timeout: float | None, capfd: pytest.CaptureFixture[str]
) -> None:
    assert measure(parse(spec), ARTICLES, budget=0.1, timeout=timeout).documents == 3
    assert capfd.readouterr() == ("", "")
    assert len(list(run(parse(spec), ARTICLES))) == 3  # but a run is not
    assert "answering" in capfd.readouterr().err


def test_an_extractor_with_batches_is_measured_in_both_ways() -> None:
    timing = measure(parse(f"{FAULTY}:Batch"), [("a", "x"), ("b", "y")], budget=0.2)
    assert timing.batch_size == 2
    assert timing.articles_per_second is not None
    assert timing.single_articles_per_second is not None
    assert timing.articles_per_second != timing.single_articles_per_second
    assert timing.latency_ms is not None


def test_which_calls_make_which_speed() -> None:
    class Both:
        calls: list[int] = []  # noqa: RUF012

        def __call__(self, text: str) -> dict[str, str]:
            self.calls.append(1)
            return {}

        def batch(self, texts: list[str]) -> list[dict[str, str]]:
            self.calls.append(len(texts))
            return [{} for _ in texts]

    stages: list[str] = []
    timing = measure_here(Both(), ["x"] * 40, 0.2, stages.append)
    assert set(Both.calls) == {1, 32, 8}
    assert Both.calls.index(32) > len(Both.calls) - Both.calls[::-1].index(1) - 1
    assert timing.batch_size == 32
    assert stages[: 40 + 1] == ["tried"] * 40 + ["ready"]
    batches = stages[len(stages) - stages[::-1].index("ready") :]
    assert batches == ["round"] * timing.rounds


def test_commands_are_timed_as_a_whole() -> None:
    timing = measure(parse("cmd:cat"), ARTICLES, budget=0.2)
    assert (timing.documents, timing.failed, timing.repetitions) == (3, 0, 1)
    assert timing.articles_per_second is not None
    assert (timing.latency_ms, timing.load_seconds, timing.source) == (None, None, "commands")
    assert (timing.cold_start_seconds or 0) > 0


def test_no_budget_is_still_one_round() -> None:
    timing = measure_here(lambda text: {}, ["a", "bb"], budget=0.0)
    assert (timing.rounds, timing.stopped_by, timing.documents) == (1, "budget", 1)
    assert timing.articles_per_second is not None
    assert timing.articles_per_second.low is None


def test_memory_of_the_parent_is_not_the_extractors() -> None:
    ballast = bytearray(b"x") * 400_000_000
    timing = measure(parse("null"), ARTICLES, budget=0.1)
    assert (peak_memory() or 0) > len(ballast)
    assert 0 < (timing.peak_rss_bytes or 0) < len(ballast) / 2


# ---- the process tree ------------------------------------------------------------------------

MEGABYTES = 150


@pytest.mark.parametrize("kind", ["python", "cmd"])
def test_memory_is_that_of_all_processes(kind: str) -> None:
    spec = f"{FAULTY}:Family?megabytes={MEGABYTES}"
    if kind == "cmd":  # holds the memory in a process below it
        held = f"held = b'x' * ({MEGABYTES} << 20); [print(line, end='') for line in sys.stdin]"
        inner = shlex.join(
            [sys.executable, "-S", "-c", f"import sys, time; {held}; time.sleep(0.5)"]
        )
        spec = f"cmd:sh -c {shlex.quote(f'{inner}; true')}"
    timing = measure(parse(spec), [("a", "x")], budget=0.3)
    assert (timing.processes or 0) >= 2
    assert timing.peak_rss_bytes is not None
    assert timing.peak_rss_bytes > MEGABYTES << 20
    alone = measure(parse("null"), [("a", "x")], budget=0.1)
    assert (alone.processes, (alone.peak_rss_bytes or 0) < MEGABYTES << 20) == (1, True)


def test_cpu_time_is_that_of_all_processes() -> None:
    """The same work costs the same, wherever it is done."""
    inside, below = (
        measure(
            parse(f"{FAULTY}:Family?seconds=0.05&inside={flag}"), [("a", "x")], budget=0.5
        ).cpu_seconds_per_article
        or 0
        for flag in ("true", "false")
    )
    assert 0.5 < below / inside < 2


def test_cpu_time_of_processes_that_are_there_and_gone() -> None:
    source = (
        "import subprocess, sys, time\n"
        "work = 'import time\\nwhile time.process_time() < 0.2: pass'\n"
        "subprocess.run([sys.executable, '-S', '-c', work])\n"
        "print(flush=True); time.sleep(600)\n"
    )
    before = cpu_below(os.getpid())
    with subprocess.Popen([sys.executable, "-S", "-c", source], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert cpu_below(os.getpid()) - before >= 0.19  # in ticks of the clock
        child.kill()
    assert cpu_below(child.pid) == 0.0


def test_only_what_is_started_meanwhile_is_looked_at() -> None:
    sleeper = [sys.executable, "-S", "-c", "print(flush=True); import time; time.sleep(600)"]
    with subprocess.Popen(sleeper, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with Watch() as watch:
            measure_here(lambda text: {}, ["x"], 0.2)
        child.kill()
    assert (watch.peak_bytes, watch.processes) == (None, 0)


# ---- calibration, words, percentiles ---------------------------------------------------------


def test_the_unit_of_calibration_never_changes() -> None:
    assert unit() == unit() == 106569641


def test_calibration() -> None:
    assert 0 < calibrate(1) < math.inf


def test_words() -> None:
    assert words_in(" one\u00a0two, three-four\n\t5 ") == 4
    assert words_in("") == 0


@given(st.lists(st.floats(0.0, 1e3), min_size=1, max_size=300))
def test_percentiles_are_those_of_numpy(seconds: list[float]) -> None:
    found = latency_of(seconds)
    assert found is not None
    expected = np.percentile(np.array(seconds), [50, 95, 99]) * 1e3
    assert [found.p50, found.p95, found.p99] == pytest.approx(list(expected))


def test_no_percentiles_of_nothing() -> None:
    assert latency_of([]) is None


# ---- tokens ----------------------------------------------------------------------------------


def spending(tmp_path: Path, **more: object) -> tuple[str, Path]:
    calls = tmp_path / "calls"
    told = "".join(f"&{key}={value}" for key, value in more.items())
    return f"{FAULTY}:Spending?file={calls.as_posix()}{told}", calls


def test_what_spends_tokens_is_run_once(tmp_path: Path) -> None:
    spec, calls = spending(tmp_path)
    timing = measure(parse(spec), [("a", "one"), ("b", "three")], budget=5.0)
    assert calls.read_text() == ".."
    assert (timing.source, timing.rounds, timing.documents) == ("run", 1, 2)
    usage, wall, speed = timing.usage, timing.wall_seconds, timing.articles_per_second
    assert usage is not None
    assert wall is not None
    assert speed is not None
    # 3 and 5 characters at 10 tokens, an answer of 1 each, half a dollar a request
    assert (usage.input_tokens, usage.output_tokens, usage.cost) == (80, 2, 1.0)
    assert speed.mean == pytest.approx(2 / wall)
    assert speed.low is None
    assert timing.input_tokens_per_second == pytest.approx(80 / wall)
    assert timing.output_tokens_per_second == pytest.approx(2 / wall)
    assert timing.latency_ms is not None


def test_answers_from_a_cache_have_no_speed(tmp_path: Path) -> None:
    spec, _ = spending(tmp_path, cached=1)
    timing = measure(parse(spec), [("a", "one"), ("b", "three")])
    assert timing.problem == "1 answer came from a cache"
    assert timing.usage is not None
    assert timing.usage.input_tokens == 80
    for value in (timing.articles_per_second, timing.latency_ms, timing.output_tokens_per_second):
        assert value is None


def test_what_is_spent_adds_up_over_restarts(tmp_path: Path) -> None:
    spec, calls = spending(tmp_path, how="Exiting")
    outcome = run(parse(spec), [("a", "one"), ("b", "two"), ("c", "bad"), ("d", "three")])
    assert [result.error is None for result in outcome] == [True, True, False, True]
    usage = outcome.notes.usage
    assert usage is not None
    # What the process had spent on the article it died at, nobody could tell.
    assert (usage.requests, usage.input_tokens, usage.cost) == (3, 30 + 30 + 50, 1.5)
    assert calls.read_text() == "...."


def test_what_is_no_usage_is_not_taken_for_one() -> None:
    outcome = run(parse(f"{FAULTY}:Nonsensical"), ARTICLES)
    assert [result.error for result in outcome] == [None] * 3
    assert outcome.notes.usage is None


def test_an_evaluation_takes_the_time_of_its_own_run(tmp_path: Path) -> None:
    spec, calls = spending(tmp_path)
    found = evaluate(spec, split="example")
    assert len(calls.read_text()) == found.scores.documents == 2
    assert found.timing is not None
    assert found.timing.source == "run"
    assert "spent      " in str(found)


def test_an_extractor_that_dies_while_it_is_timed_keeps_its_scores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(*_: object, **__: object) -> Timing:
        raise ExtractorError("null", "died on articles that it had answered before")

    monkeypatch.setattr(evaluation, "measure", die)
    found = evaluate("null", split="example")
    assert found.scores.failures == []
    assert "throughput not measured: extractor null: died on articles" in str(found)
