"""The conformance kit: goldfield agrees with it, it covers every measure, and it can fail."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from goldfield import cli
from goldfield.conformance import Case, complete, count_measures, find_cases, run_cases
from goldfield.errors import DataError, UsageError
from goldfield.release import root
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Span
from goldfield.scoring.generic.kinds import KINDS
from goldfield.scoring.measures import FIELDS
from goldfield.scoring.measures import spans as span_measures

CASES = find_cases()


def test_goldfield_agrees_with_the_kit() -> None:
    assert [str(difference) for difference in run_cases(CASES)] == []


def test_the_kit_is_large_enough_and_says_why() -> None:
    assert len(CASES) >= 150
    assert all(case.title and case.arithmetic.endswith(".") and case.source for case in CASES)


def _something(expected: Any) -> bool:
    """Whether a measure earns something: counts above 0, or a ratio."""
    numbers = expected.values() if isinstance(expected, dict) else (expected or [None])[:1]
    return any(number not in (0, None) for number in numbers)


def test_every_measure_has_a_case_in_which_it_is_not_0() -> None:
    known = {f"{field}@{mode}" for field, row in FIELDS.items() for mode in row.modes}
    known |= {name for kind in KINDS.values() for name in kind.modes}
    covered = {
        measure.partition(":")[0]
        for case in CASES
        if isinstance(case.expect, dict)
        for measure, expected in case.expect.items()
        if _something(expected)
    }
    assert known - covered == set()


def test_every_projection_has_a_case() -> None:
    tables = {path.stem for path in (root() / "eval" / "projections").glob("*.toml")}
    named = {measure.partition(":")[2] for case in CASES for measure in case.expect}
    assert tables - named == set()


@pytest.mark.parametrize("case", [c for c in CASES if c.expect == "refused"], ids=lambda c: c.id)
def test_what_is_refused_is_the_prediction(case: Case) -> None:
    kept = [replace(d, pred=None) for d in case.documents if d.gold is not None]
    (difference,) = run_cases([replace(case, pred=None, documents=kept)])
    assert difference.got == "scored"


def test_gold_in_part_becomes_a_whole_article() -> None:
    part = {
        "meta": {"lang": "en", "headline": {"start": 2, "end": 5}},
        "entities": [{"type": "PER", "mentions": [{"start": 2, "end": 5}]}],
        "quotes": [{"content": [{"start": 6, "end": 10}]}],
    }
    (article,) = read_articles([[complete("x", "😀 Ann left", part)]])
    assert article.layers == ["headline", "lang", "entities", "coref", "quotes", "speakers"]
    assert article.meta.headline == Span(2, 5, "Ann")
    assert article.entities[0].mentions[0].kind == "NAM"
    assert (article.quotes[0].source.status, article.quotes[0].id) == ("implicit", "quotes0")
    (alone,) = read_articles([[complete("x", "Ann", part | {"layers": ["lang"]} | _NOTHING)]])
    assert alone.layers == ["lang"]


_NOTHING: dict[str, Any] = {"meta": {"lang": "en"}, "entities": [], "quotes": []}


def test_each_count_is_compared() -> None:
    """A case that is wrong in any one number is told."""
    case = next(case for case in CASES if case.id == "coref-pradhan")
    assert isinstance(case.expect, dict)
    for measure, expected in case.expect.items():
        cells: list[Any] = list(expected) if isinstance(expected, dict | list) else []
        for cell in cells if isinstance(expected, dict) else range(4):
            wrong: Any = expected.copy() if isinstance(expected, dict | list) else None
            wrong[cell] = "355/113"
            (difference,) = run_cases([replace(case, expect={measure: wrong})])
            assert difference[:3] == (case.id, measure, wrong)


def test_a_broken_matcher_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans that only touch taken as overlapping, which no case with plain overlaps would tell."""
    edges = span_measures._edges

    def touching(golds: Any, preds: Any) -> Any:
        wider = [pred._replace(start=pred.start - 1) for pred in preds]
        return edges(golds, wider) if golds and preds else {}

    monkeypatch.setattr(span_measures, "_edges", touching)
    assert "spans-touching" in {difference.id for difference in run_cases(CASES)}


def test_not_scored_is_not_0() -> None:
    case = Case(
        "x", "t", "article", {"times@strict": [0, 0, 0, 0], "entities@strict": None}, "a", "s",
        text="Ann left", gold={"entities": [], "times": []}, pred={"entities": []},
    )  # fmt: skip
    found = {difference.measure: difference.got for difference in run_cases([case])}
    assert found == {"times@strict": None, "entities@strict": [0, 0, 0, 0]}


def test_a_measure_that_does_not_exist_is_a_difference() -> None:
    case = Case("x", "t", "spans", {"spans@no": [0, 0, 0, 0]}, "a", "s", gold={"spans": []})
    ((_, measure, _, got, _),) = run_cases([case])
    assert measure == "spans@no"
    assert "spans@no" in str(got)


GOOD = {
    "id": "a", "title": "t", "record": "spans", "gold": {"spans": []}, "pred": {"spans": []},
    "expect": {"spans@strict": [0, 0, 0, 0]}, "arithmetic": "0.", "source": "s",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"expect": {"spans@strict": [0, 0, 0]}}, "length"),
        ({"expect": {"spans@strict": [0, 0, 0, "4/0"]}}, "matching"),
        ({"extra": 1}, "unknown field"),
        ({"record": "span"}, "enum"),
        ({"expect": {}}, "length"),
    ],
)
def test_lines_that_are_no_case(tmp_path: Path, changed: dict[str, Any], problem: str) -> None:
    path = tmp_path / "kit.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD | {"id": "b"} | changed))
    with pytest.raises(DataError, match=f"kit.jsonl:2 .*{problem}"):
        find_cases([path])


def test_files_without_a_case(tmp_path: Path) -> None:
    path = tmp_path / "kit.jsonl"
    path.write_bytes(b"\n")
    with pytest.raises(UsageError, match="no case"):
        find_cases([path])
    path.write_bytes(json.dumps(GOOD).encode().replace(b'"t"', b'"\xe9"'))
    with pytest.raises(DataError, match=r"kit\.jsonl:1"):
        find_cases([path])


@pytest.mark.parametrize(
    "gold",
    [
        {"entities": 5},
        {"entities": [5]},
        {"meta": None},
        {"times": [{"span": {"start": 0}}]},
        {"times": [{"span": {"start": "0", "end": 1}}]},
    ],
)
def test_gold_of_no_shape_is_refused(gold: dict[str, Any]) -> None:
    case = Case("x", "t", "article", {"times@strict": None}, "a", "s", gold=gold, pred={})
    ((_, _, _, got, _),) = run_cases([case])
    assert "refused" in str(got)


def test_an_id_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "kit.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n")
    with pytest.raises(DataError, match="given twice"):
        find_cases([path])


def _typed(monkeypatch: pytest.MonkeyPatch, *args: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["goldfield", "conformance", *map(str, args)])
    try:
        cli.main()
    except SystemExit as error:
        return int(error.code or 0)
    return 0


def test_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _typed(monkeypatch) == 0
    said = f"{len(CASES)} cases, {count_measures(CASES)} measures: all equal\n"
    assert capsys.readouterr().out == said


def test_the_command_tells_differences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kit.jsonl"
    path.write_text(json.dumps(GOOD | {"expect": {"spans@strict": [0, 0, 0, "1/2"]}}))
    assert _typed(monkeypatch, path) == 1
    assert capsys.readouterr().out == (
        "a  spans@strict  expected [0, 0, 0, '1/2'], got [0, 0, 0, 0]\n  0.\n"
        "1 cases, 1 measures: 1 different\n"
    )
    assert _typed(monkeypatch, path, "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["cases"], found["measures"]) == (1, 1)
    assert found["differences"][0]["got"] == [0, 0, 0, 0]
    assert _typed(monkeypatch, path, "--format", "csv") == 1
    assert capsys.readouterr().out.startswith("case,measure,expected,got,arithmetic\n")
