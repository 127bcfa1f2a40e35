"""`goldfield bench`: what it measures, keeps, reads back and compares. Other speeds are made up."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from itertools import product
from math import sqrt
from pathlib import Path
from typing import Any, get_args

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import TEXT, toy_article
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.errors import DataError
from goldfield.release import root
from goldfield.reporting.benching import bench_page, change_page
from goldfield.running.benches import Bench, Benched, Speed, Way, read_speeds, speeds_of
from goldfield.running.changes import NOISE, changes, quotient, read
from goldfield.running.contract import Usage
from goldfield.running.machine import Machine
from goldfield.running.rounds import Interval
from goldfield.running.timing import Timing
from goldfield.schema.writing import to_line

FAULTY = (Path(__file__).parent / "extractors" / "faulty.py").as_posix()
HERE = Machine("CPU", 2, None, "CPython", "Linux")


def timed(mean: float, half: float, **more: Any) -> Timing:
    """A timing of ten articles with a thousand characters."""
    plain: dict[str, Any] = {
        "documents": 10,
        "characters": 1000,
        "articles_per_second": Interval(mean, mean - half, mean + half),
        "cpu_seconds_per_article": 1 / mean,
        "calibration": 100.0,
        "machine": HERE,
        "load_average": 0.5,
    }
    return Timing(**plain | more)


def bench(**timings: Timing) -> Bench:
    extractors = [Benched(name, timing) for name, timing in timings.items()]
    return Bench(corpus="c/test#1", articles=10, extractors=extractors)


def goldfield(*args: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["bench", *map(str, args)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(to_line(toy_article()))
    return path


# ---- the command -----------------------------------------------------------------------------


def test_a_row_for_each_extractor_and_a_file_that_is_read_back(gold: Path, tmp_path: Path) -> None:
    kept = tmp_path / "then.json"
    args = ("--corpus", gold, "--budget", 0.05)
    status, out, _ = goldfield("null", f"{FAULTY}:Batch", "cmd:cat", *args, "--out", kept)
    assert status == 0
    names = ["null", f"{FAULTY}:Batch", "cmd:cat"]
    for head in ("articles/s", "words/s", "p99 ms", "cold start s", "peak MiB", "calibration"):
        assert head in out
    file = msgspec.json.decode(kept.read_bytes(), type=Bench)
    assert [one.name for one in file.extractors] == names
    assert {one.timing.characters for one in file.extractors} == {len(TEXT)}
    again = [(speed.name, speed.way) for speed in read_speeds(kept)]
    batches: list[tuple[str, Way]] = [(names[1], "batch"), (names[1], "single")]
    assert again == [("null", "single"), *batches, ("cmd:cat", "program")]
    status, out, _ = goldfield("null", *args, "--compare", kept, "--format", "json")
    found = json.loads(out)
    (change,) = found["changes"]
    now = found["extractors"][0]["timing"]["articles_per_second"]["mean"]
    then = file.extractors[0].timing.articles_per_second
    assert then is not None
    assert change["ratio"]["mean"] == pytest.approx(now / then.mean)
    # What is printed as JSON is a file to compare with, too.
    (tmp_path / "printed.json").write_text(out)
    assert [speed.name for speed in read_speeds(tmp_path / "printed.json")] == ["null"]


def test_what_does_not_load_is_skipped_or_named(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import nothing_of_this_name\n")
    monkeypatch.setattr("goldfield.running.specs.baselines", lambda: [str(bad), "null"])
    args = ("--corpus", gold, "--budget", 0.0)
    status, out, err = goldfield(*args)
    assert (status, out.count("null")) == (0, 2)  # its row, and that it is not stable
    assert f"skipped: extractor {bad}" in err
    result = CliRunner().invoke(app, ["bench", "null", str(bad), *map(str, args)])
    assert str(result.exception).startswith(f"extractor {bad}: ModuleNotFoundError")
    assert "null" in result.stdout


def test_other_formats() -> None:
    usage = Usage(requests=3, input_tokens=30, cost=0.25)
    slow = timed(1, 0.1, source="run", usage=usage, input_tokens_per_second=12.5)
    made = bench(quick=timed(100, 1), slow=slow, none=Timing(problem="it died"))
    quick, spends, none = csv.DictReader(bench_page(made, "csv").splitlines())
    assert (quick["articles/s"], quick["95 % interval"], quick["CPU ms"]) == ("100", "99-101", "10")
    assert (quick["machine"], quick["calibration"], quick["$"]) == (str(HERE), "100", "-")
    assert (spends["tokens/s in"], spends["$"]) == ("12", "0.25")
    assert none["articles/s"] == none["peak MiB"] == "-"
    assert "\n- none: not measured: it died\n- " in bench_page(made, "markdown")
    assert "\n% slow: one run, since each costs\n" in bench_page(made, "latex")


def test_what_hangs_is_left_out(gold: Path, tmp_path: Path) -> None:
    texts = tmp_path / "two.jsonl"
    second = msgspec.structs.replace(toy_article(), id="a2", text=f"{TEXT} bad")
    texts.write_bytes(gold.read_bytes() + to_line(second))
    args = (f"{FAULTY}:Hanging", "--corpus", texts, "--budget", 0.1, "--timeout", 1)
    found = json.loads(goldfield(*args, "--format", "json")[1])
    timing = found["extractors"][0]["timing"]
    assert (timing["documents"], timing["failed"]) == (1, 1)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"extractors": []}', b'{"benchmarks": []}', b"\xff"]
)
def test_a_file_that_is_none_is_refused_before_anything_runs(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "then.json"
    file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        goldfield("null", "--compare", file)
    (fault,) = caught.value.faults
    assert (fault.where, "goldfield bench --out" in fault.fix) == (str(file), True)


@pytest.mark.parametrize(
    "more",
    [
        {"documents": 0},
        {"characters": 0},
        {"calibration": 0.0},
        {"articles_per_second": Interval(0.0, None, None)},
    ],
)
def test_a_speed_in_a_file_is_positive(more: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "then.json"
    file.write_bytes(msgspec.json.encode(bench(x=timed(100, 1, **more))))
    if more == {"documents": 0}:
        assert read_speeds(file)[0].length == 1000
        return
    with pytest.raises(DataError, match="a speed of x that is not positive"):
        read_speeds(file)


@pytest.mark.parametrize("option", ["--budget", "--timeout"])
@pytest.mark.parametrize("seconds", ["nan", "inf", "-1"])
def test_times_are_numbers_of_seconds(option: str, seconds: str) -> None:
    assert goldfield("null", option, seconds)[0] == 2


# ---- pytest-benchmark ------------------------------------------------------------------------


def pytest_file(path: Path, *rows: dict[str, Any]) -> Path:
    told = {
        "way": "single", "articles": 10, "characters": 1000, "corpus": "c/test#1",
        "machine": str(HERE), "calibration": 100.0, "busy": False,
    }  # fmt: skip
    benchmarks = [
        {"name": "x", "stats": stats, "extra_info": told | extra if extra else {}}
        for stats, extra in ((row["stats"], row["extra"]) for row in rows)
    ]
    path.write_text(json.dumps({"machine_info": {}, "benchmarks": benchmarks}))
    return path


def test_the_file_of_pytest_benchmark(tmp_path: Path) -> None:
    five = {"mean": 0.1, "stddev": 0.01, "rounds": 5, "median": 0.1}
    file = pytest_file(
        tmp_path / "pytest.json",
        {"stats": five, "extra": {"extractor": "rules"}},
        {"stats": five | {"rounds": 1}, "extra": {"extractor": "rules", "way": "batch"}},
        {"stats": five, "extra": {}},  # another benchmark of the toolkit
    )
    single, batch = read_speeds(file)
    # 10 articles in 0.1 s; half = 2.7764 * 0.01 / sqrt(5) = 0.012416, so 0.087584 to 0.112416 s
    assert single.rate.mean == pytest.approx(100)
    ends = (single.rate.low, single.rate.high)
    assert ends == pytest.approx((10 / 0.112416, 10 / 0.087584), rel=1e-4)
    assert (single.length, single.calibration, single.way) == (100, 100.0, "single")
    assert batch.rate == Interval(100, None, None)


@pytest.mark.parametrize(
    ("stats", "extra"),
    [({"mean": 0}, {}), ({"mean": "x"}, {}), ({}, {"articles": 0}), ({}, {"calibration": None})],
)
def test_nonsense_in_it_is_refused(
    stats: dict[str, Any], extra: dict[str, Any], tmp_path: Path
) -> None:
    row = {"stats": {"mean": 0.1, "stddev": 0.01, "rounds": 5} | stats}
    file = pytest_file(tmp_path / "f.json", row | {"extra": {"extractor": "rules"} | extra})
    with pytest.raises(DataError, match="not a file of benchmarks"):
        read_speeds(file)


def test_the_suite_writes_what_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pytest.json"
    suite = root() / "eval" / "benchmarks" / "bench_baselines.py"
    if not suite.exists():
        pytest.skip("no checkout")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        str(suite),
        "-k",
        "null",
        "-p",
        "no:cacheprovider",
    ]
    command += ["--benchmark-enable", "--benchmark-only", "--benchmark-json", str(file)]
    alone = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}  # no worker
    done = subprocess.run(
        command, cwd=root(), capture_output=True, text=True, check=False, env=alone
    )
    assert done.returncode == 0, done.stdout
    (speed,) = read_speeds(file)
    assert (speed.name, speed.way) == ("null", "single")
    assert speed.corpus.startswith("1.0/test#")


# ---- ratios ----------------------------------------------------------------------------------


def test_the_interval_of_a_ratio() -> None:
    # 100 +- 5 over 80 +- 2, by hand: product 8000;
    # low = (8000 - sqrt(8000^2 - 95*82*105*78)) / (82*78) = (8000 - 446.9) / 6396 = 1.1809
    # high = (8000 + sqrt(8000^2 - 105*78*95*82)) / (78*82) = (8000 + 446.9) / 6396 = 1.3207
    root_ = sqrt(8000**2 - 95 * 82 * 105 * 78)
    found = quotient(Interval(100, 95, 105), Interval(80, 78, 82))
    assert found.mean == 1.25
    ends = (found.low, found.high)
    assert ends == pytest.approx(((8000 - root_) / 6396, (8000 + root_) / 6396))
    assert ends == pytest.approx((1.1809, 1.3207), abs=1e-4)


@pytest.mark.parametrize(
    "other",
    [
        Interval(80, None, None),
        Interval(80, -1, 161),
        Interval(80, 0, 100),
        Interval(80, 90, 0),  # from a file that was not made by us
    ],
)
def test_no_interval_where_there_can_be_none(other: Interval) -> None:
    assert quotient(Interval(100, 95, 105), other) == Interval(1.25, None, None)


@given(st.floats(1, 1e4), st.floats(0.001, 0.5), st.floats(1, 1e4), st.floats(0.001, 0.5))
def test_a_ratio_and_its_inverse_say_the_same(a: float, x: float, b: float, y: float) -> None:
    one, other = Interval(a, a * (1 - x), a * (1 + x)), Interval(b, b * (1 - y), b * (1 + y))
    there, back = quotient(one, other), quotient(other, one)
    assert there.low is not None
    assert there.high is not None
    assert there.low < there.mean < there.high
    assert (1 / there.high, 1 / there.low) == pytest.approx((back.low, back.high))


def test_the_interval_covers_what_it_says() -> None:
    """2,000 pairs of five rounds each, drawn with a known ratio of 2."""
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(2000):
        sides = [rng.normal(mean, 0.04 * mean, 5) for mean in (200.0, 100.0)]
        halves = [2.7764 * side.std(ddof=1) / sqrt(5) for side in sides]
        means = [float(side.mean()) for side in sides]
        found = quotient(*(Interval(m, m - h, m + h) for m, h in zip(means, halves, strict=True)))
        covered += (found.low or 0) <= 2 <= (found.high or 0)
    assert 0.94 < covered / 2000 < 0.995


@pytest.mark.parametrize(
    ("ratio", "busy", "reading"),
    [
        (Interval(1.2, 1.1, 1.3), False, "faster"),
        (Interval(0.8, 0.7, 0.9), False, "slower"),
        (Interval(1.2, 0.99, 1.4), False, "within the noise"),
        (Interval(1 + NOISE / 2, 1.01, 1.04), False, "within the noise"),
        (Interval(1.2, None, None), False, "unknown"),
        (None, False, "unknown"),
        (Interval(9.0, 8.0, 10.0), True, "machine was busy"),
    ],
)
def test_readings(ratio: Interval | None, busy: bool, reading: str) -> None:
    assert read(ratio, busy=busy) == reading


def test_a_change_on_another_machine_is_scaled() -> None:
    then = bench(same=timed(100, 1), gone=timed(1, 0.1))
    now = bench(new=timed(1, 0.1), same=timed(210, 2.1, calibration=200.0))
    (change,) = changes(speeds_of(now), speeds_of(then))
    assert (change.name, change.way) == ("same", "single")
    # 2.1 times as many articles on a machine that is twice as fast
    assert change.ratio.mean == pytest.approx(2.1)
    assert change.reading == "faster"
    assert change.scaled is not None
    assert change.scaled.mean == pytest.approx(1.05)
    assert change.scaled.low == pytest.approx((change.ratio.low or 0) / 2)
    assert change.scaled_reading == "faster"
    assert change.by_cpu == pytest.approx(2.1)
    page = change_page(now, speeds_of(then), "table")
    assert "only now: new one by one" in page
    assert "only then: gone one by one" in page
    assert page.splitlines()[2].split()[:4] == ["same", "one", "by", "one"]


def test_fewer_articles_are_compared_by_their_characters() -> None:
    then, now = bench(x=timed(100, 1)), bench(x=timed(50, 1, documents=5, characters=1000))
    (change,) = changes(speeds_of(now), speeds_of(then))
    # Half as many articles a second, each of twice the length.
    assert change.ratio.mean == pytest.approx(1.0)
    assert change.by_cpu == pytest.approx(1.0)
    assert change.reading == "within the noise"


@pytest.mark.parametrize(("now", "then"), list(product([0.5, 9.0], repeat=2)))
def test_a_busy_machine_proves_nothing(now: float, then: float) -> None:
    sides = [bench(x=timed(rate, 1, load_average=load)) for rate, load in ((50, now), (90, then))]
    (change,) = changes(*map(speeds_of, sides))
    assert change.reading == ("slower" if now == then == 0.5 else "machine was busy")


def test_each_way_is_compared_with_itself() -> None:
    both = {"batch_size": 32, "single_articles_per_second": Interval(50, 49, 51)}
    then, now = bench(x=timed(100, 1, **both)), bench(x=timed(300, 3, **both))
    found = {change.way: change.ratio.mean for change in changes(speeds_of(now), speeds_of(then))}
    assert found == {"batch": pytest.approx(3.0), "single": pytest.approx(1.0)}
    assert set(found) < set(get_args(Way))


def test_another_machine_and_other_articles_are_told() -> None:
    speed = Speed(
        name="x", way="single", rate=Interval(1, 0.9, 1.1), length=1.0, cpu=None,
        corpus="d/all#2", machine="older", calibration=None, busy=False,
    )  # fmt: skip
    page = change_page(bench(x=timed(100, 1)), [speed], "markdown")
    assert f"- another machine then: older; now: {HERE}" in page
    assert "- another corpus then: d/all#2; now: c/test#1" in page
    assert "| unknown |" in page  # nothing to scale with
