"""The suite `coref` reads clusters of any offsets and counts what the article suite counts."""

from __future__ import annotations

from typing import Any

import pytest

from goldfield.errors import DataError
from goldfield.scoring.measures import FIELDS
from goldfield.scoring.scorer import Scores, score_task
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task

ALL = tuple(f"coref@{mode}" for mode in FIELDS["coref"].modes)


def record(told: str, id: object = 1) -> dict[str, Any]:
    """``abc de`` as two clusters; a letter is a mention of one token."""
    return {"id": id, "clusters": [[[ord(c), ord(c) + 1] for c in word] for word in told.split()]}


def scored(gold: list[Any], pred: list[Any], suite: Suite | None = None) -> Scores:
    chosen = suite or load_suite("coref")
    return score_task(build_task(chosen, [gold], pred), chosen).scores


def test_worked_example() -> None:
    # Gold abc defg, predicted ab cde fg hi.
    # muc: links 2 + 3; of abc ab holds (1), of defg de and fg (2): 3 of 5; predicted 1 + 2 + 1 + 1.
    # b3: abc (4 + 1)/3, defg (4 + 4)/4 of 7; ab 4/2, cde (1 + 4)/3, fg 4/2, hi 0 of 9.
    # ceafm: abc with ab 2, defg with cde or fg 2, of 9 and 7.
    # lea: abc 3 * 1/3, defg 4 * 2/6; ab 2, cde 3 * 1/3, fg 2.
    fields = scored([record("abc defg")], [record("ab cde fg hi", "1")]).fields
    told = {name: [f.tp_pred, f.pred, f.tp_gold, f.gold] for name, f in fields.items()}
    wanted = {
        "coref@muc": [3, 5, 3, 5],
        "coref@b3": [2 + 5 / 3 + 2, 9, 5 / 3 + 2, 7],
        "coref@ceafm": [4, 9, 4, 7],
        "coref@lea": [5, 9, 1 + 4 / 3, 7],
    }
    for name, numbers in wanted.items():
        assert told[name] == pytest.approx(numbers), name
    assert fields["coref@muc"].unit == "links"
    parts = [fields[f"coref@{mode}"].f1 or 0 for mode in ("muc", "b3", "ceafe")]
    assert fields["coref@conll"].f1 == pytest.approx(sum(parts) / 3)


def test_every_mode_of_the_table_can_be_asked_for() -> None:
    suite = Suite("mine", "coref", measures=ALL)
    gold = [record("abc de f"), record("", "none")]
    scores = scored(gold, gold, suite)
    assert list(scores.fields) == list(ALL)
    assert {field.f1 for field in scores.fields.values()} == {1.0}
    assert scored([record("")], [], suite).fields["coref@lea"].f1 is None


def test_order_and_missing_documents() -> None:
    gold = [record("abc de"), record("ab", 2)]
    first, again = scored(gold, [record("ab cde")]), scored(gold, [record("edc ba")])
    assert first == again
    assert first.missing == ["2"]
    assert first.fields["coref@lea"].gold == 7


def test_faults_have_a_place_and_a_fix() -> None:
    gold = [
        {"id": 1, "clusters": [[[0, 1]], []]},
        {"id": 2, "clusters": [[[0, 1, 2], [3, 3], [-1, 2]]]},
    ]
    with pytest.raises(DataError) as caught:
        scored(gold, [{"id": 1, "clusters": [[["a", 1]]]}])
    told = [(fault.where, fault.path, fault.problem) for fault in caught.value.faults]
    assert told[:4] == [
        ("record:1", "$.clusters[1]", "a cluster has no mention"),
        ("record:2", "$.clusters[0][0]", "a mention has 3 offsets"),
        ("record:2", "$.clusters[0][1]", "[3, 3) is no span"),
        ("record:2", "$.clusters[0][2]", "[-1, 2) is no span"),
    ]
    assert told[4][:2] == ("record:1", "$.clusters[0][0][0]")
    assert all(fault.fix for fault in caught.value.faults)
