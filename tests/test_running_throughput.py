"""Throughput: when to stop, what to leave out, what to report. No test looks at a clock."""

from __future__ import annotations

import math
from itertools import cycle
from pathlib import Path
from time import perf_counter

import msgspec
import pytest
from scipy.stats import t as student

from goldfield.errors import ExtractorError
from goldfield.running.machine import machine, peak_memory
from goldfield.running.rounds import MOST, T_95, Interval, interval, repeat
from goldfield.running.runner import run
from goldfield.running.specs import parse
from goldfield.running.throughput import measure
from goldfield.running.timing import Timing, measure_here

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
    assert msgspec.json.decode(msgspec.json.encode(timing), type=Timing) == timing


@pytest.mark.parametrize("spec", ["null", "cmd:cat"])
def test_nothing_to_time(spec: str) -> None:
    timing = measure(parse(spec), [])
    assert msgspec.structs.replace(timing, load_seconds=None, machine=None) == Timing()


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


def test_batches_have_no_latency() -> None:
    timing = measure(parse(f"{FAULTY}:Batch"), [("a", "x"), ("b", "y")], budget=0.2)
    assert timing.articles_per_second is not None
    assert timing.latency_ms is None


def test_commands_are_timed_as_a_whole() -> None:
    timing = measure(parse("cmd:cat"), ARTICLES, budget=0.2)
    assert (timing.documents, timing.failed, timing.repetitions) == (3, 0, 1)
    assert timing.articles_per_second is not None
    assert (timing.latency_ms, timing.load_seconds, timing.peak_rss_bytes) == (None, None, None)


def test_no_budget_is_still_one_round() -> None:
    timing = measure_here(lambda text: {}, ["a", "bb"], budget=0.0)
    assert (timing.rounds, timing.stopped_by, timing.documents) == (1, "budget", 1)
    assert timing.articles_per_second is not None
    assert timing.articles_per_second.low is None


def test_memory_of_the_parent_is_not_the_extractors() -> None:
    ballast = bytearray(b"x") * 400_000_000
    timing = measure(parse("null"), ARTICLES, budget=0.1)
    assert peak_memory() > len(ballast)
    assert 0 < (timing.peak_rss_bytes or 0) < len(ballast) / 2
