"""Who is on the frontier of accuracy and speed, by hand; the chart; what `eval` ends with."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from goldfield.corpus.loading import load_articles
from goldfield.evaluation import evaluate
from goldfield.overview import overview, save_chart
from goldfield.reporting.card import Entry
from goldfield.reporting.pareto import HEADLINE, choices, pareto_chart, pareto_table
from goldfield.running.rounds import Interval
from goldfield.running.timing import Timing
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

SPANS = load_suite("spans")


def entry(name: str, right: int, wrong: int, speed: float, documents: int = 1) -> Entry:
    """An extractor that finds so many of 10 gold spans a document, and so many that are none."""

    def spans(first: int, number: int) -> list[dict[str, object]]:
        return [{"start": i, "end": i + 1, "label": "A"} for i in range(first, first + number)]

    ids = [f"d{i}" for i in range(documents)]
    golds = [{"id": id, "spans": spans(0, 10)} for id in ids]
    preds = [{"id": id, "spans": spans(0, right) + spans(100, wrong)} for id in ids]
    result = score_task(build_task(SPANS, [golds], preds), SPANS, {"extractor": name})
    rate = Interval(speed, speed * 0.9, speed * 1.1)
    return Entry(name, result, Timing(documents=documents, articles_per_second=rate))


def marks(*entries: Entry) -> dict[str, str]:
    """Of the first measure: '*' on the frontier, '~' close to it, '' beaten."""
    found = choices(entries)
    first = found[0].measure
    return {c.name: "*" if c.best else "~" if c.close else "" for c in found if c.measure == first}


def test_nobody_is_both_faster_and_better_than_the_frontier() -> None:
    # F1 = 2 tp / (predicted + gold): fast 2 * 4 / 14 = .57, slow 2 * 9 / 19 = .95;
    # middling 2 * 3 / 13 = .46 is slower than fast and worse: beaten, and with one document
    # there are no intervals to be close within.
    found = marks(entry("slow", 9, 0, 1), entry("middling", 3, 0, 10), entry("fast", 4, 0, 100))
    assert found == {"fast": "*", "middling": "", "slow": "*"}


def test_equals_share_the_frontier_and_the_slower_of_two_equally_good_is_beaten() -> None:
    assert marks(entry("a", 5, 0, 7), entry("b", 5, 0, 7)) == {"a": "*", "b": "*"}
    assert marks(entry("a", 5, 0, 7), entry("b", 5, 0, 6)) == {"a": "*", "b": ""}


def test_what_finds_nothing_is_no_choice() -> None:
    assert marks(entry("null", 0, 0, 1e6), entry("some", 1, 9, 1)) == {"some": "*"}


def test_beaten_within_the_intervals_is_told_apart() -> None:
    # 60 documents, all alike: Wilson's interval with each as one item, t = 2.0. Of F1 = 1 the
    # lower end is 1 / (1 + 4 / 60) = .94; .947 reaches above that, .182 does not.
    fast = entry("fast", 10, 0, 100, documents=60)
    near, far = entry("near", 9, 0, 10, documents=60), entry("far", 1, 0, 10, documents=60)
    assert marks(fast, near, far) == {"fast": "*", "near": "~", "far": ""}


@given(st.lists(st.tuples(st.integers(1, 10), st.integers(1, 5)), min_size=1, max_size=6))
def test_the_fastest_and_the_best_are_always_there(systems: list[tuple[int, int]]) -> None:
    found = choices([entry(f"s{i}", right, 0, speed) for i, (right, speed) in enumerate(systems)])
    found = [c for c in found if c.measure == found[0].measure]
    best = [(c.speed.mean, c.f1) for c in found if c.best]
    assert max(speed for speed, _ in best) == max(speed for _, speed in systems)
    assert max(f1 for _, f1 in best) == max(c.f1 for c in found)
    assert best == sorted(best, key=lambda pair: (-pair[0], pair[1]))


def test_table_and_chart_show_the_same_choices() -> None:
    found = choices([entry("slow", 9, 0, 1), entry("<b>", 4, 0, 100)])
    rows = pareto_table(found).rows
    assert [row[1] for row in rows[:2]] == ["<b>", "slow"]
    assert rows[0][2:6] == ("0.571", "-", "100", "90-110")
    drawn = ET.fromstring(pareto_chart(found))  # names are escaped, or this fails
    texts = {element.text for element in drawn.iter() if element.text}
    assert {"<b>", "slow", "F1", found[0].measure} <= texts


def test_eval_ends_with_differences_and_the_frontier(tmp_path: Path) -> None:
    articles = load_articles(split="example")
    runs = [evaluate(name, split="example") for name in ("lead", "rules")]
    text = overview(runs, articles)
    assert "F1 less that of rules, paired by article" in text
    assert f"\n{HEADLINE} " in text  # rules predicts all measures
    path = save_chart(runs, tmp_path)
    assert path is not None
    assert path.name == "pareto-1-0-example-core.svg"
    assert path.read_text("utf-8").startswith("<svg")
