"""What all generic suites share: the table of kinds, the reader, the options of suites."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from goldfield.errors import DataError, Fault
from goldfield.scoring.generic.kinds import KINDS, Record
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import known_suites, load_suite
from goldfield.scoring.tasks import build_task

RECORDS: dict[str, dict[str, Any]] = {
    "spans": {"spans": [{"start": 0, "end": 1, "label": "A"}]},
    "iob": {"tags": ["B-A"]},
    "coref": {"clusters": [[[0, 1], [2, 3]]]},
    "templates": {"templates": [{"type": "A", "who": [["a"]]}]},
    "values": {"a": 1},
}


def faults(suite: str, gold: list[Any], pred: list[Any]) -> list[Fault]:
    with pytest.raises(DataError) as caught:
        build_task(load_suite(suite), [gold], pred)
    return caught.value.faults


def test_the_table_has_every_kind_but_articles() -> None:
    assert {"article", *KINDS} == set(get_args(Record))
    assert set(RECORDS) == set(KINDS)
    assert set(KINDS) <= set(known_suites())  # each has a suite of its name
    for name in set(KINDS) - {"values"}:
        assert set(load_suite(name).measures) <= set(KINDS[name].modes)


@pytest.mark.parametrize("kind", RECORDS)
def test_gold_against_gold_in_every_suite(kind: str) -> None:
    gold = [{"id": number, **RECORDS[kind]} for number in range(3)]
    suite = load_suite(kind)
    scores = score_task(build_task(suite, [gold[:1], gold[1:]], gold), suite).scores
    assert scores.documents == 3
    assert {field.f1 for field in scores.fields.values()} == {1.0}


@pytest.mark.parametrize("kind", RECORDS)
def test_ids_are_checked_in_every_suite(kind: str) -> None:
    row = RECORDS[kind]
    told = faults(kind, [{"id": 1, **row}, {"id": "1", **row}], [{"id": 2, **row}])
    assert [(fault.where, fault.problem) for fault in told] == [
        ("record:2", "the id '1' is given twice")  # whose strays are told once gold is right
    ]
    (stray,) = faults(kind, [{"id": "doc", **row}], [{"id": "doc", **row}, {"id": "docs", **row}])
    assert (stray.where, stray.path) == ("record:2", "$.id")
    assert "did you mean 'doc'?" in stray.fix


@pytest.mark.parametrize("kind", [kind for kind in RECORDS if kind != "values"])
def test_shapes_are_checked_in_every_suite(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": 1}\n\n{"id": 2, \n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        build_task(load_suite(kind), [path], [])
    (key,) = RECORDS[kind]
    told = [(fault.where, fault.problem) for fault in caught.value.faults]
    assert told[0] == (f"{path}:1", f"the key {key!r} is missing")
    assert told[1][0] == f"{path}:3"
    assert "not JSON" in told[1][1]


def test_options_belong_to_a_kind(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'name = "x"\nrecord = "spans"\nmeasures = ["spans@strict"]\n'
        'scheme = "IOB2"\nnormalise = []\n',
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        load_suite(str(path))
    assert [(fault.path, fault.problem) for fault in caught.value.faults] == [
        ("$.scheme", "'scheme' means nothing to a suite of spans"),
        ("$.normalise", "'normalise' means nothing to a suite of spans"),
    ]
    path.write_text('name = "x"\nrecord = "iob"\nscheme = "IOB3"', encoding="utf-8")
    with pytest.raises(DataError, match=r"\$\.scheme  Invalid enum value 'IOB3'"):
        load_suite(str(path))


@pytest.mark.parametrize("kind", [kind for kind in RECORDS if kind != "values"])
def test_measures_are_those_of_the_kind(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'name = "x"\nrecord = "{kind}"\nmeasures = ["{kind}@never"]', encoding="utf-8")
    with pytest.raises(DataError, match=f"no measure named '{kind}@never'.*; known: {kind}@"):
        load_suite(str(path))
