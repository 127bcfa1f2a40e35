"""RAMS: one event a text, its arguments as spans, roles by the event's type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from imported import read, self_scores, written

from goldfield.corpus.foreign.rams import rams_files

#       0   1     2    3 |  4    5    6  7    8
RAMS = {
    "doc_key": "nw_1",
    "sentences": [["Men", "shot", "Ann", "."], ["She", "died", "in", "Marn", "."]],
    "evt_triggers": [[1, 1, [["conflict.attack.firearmattack", 1.0]]]],
    "ent_spans": [[0, 0, [["evt008arg01attacker", 1.0]]], [4, 4, [["evt008arg09x", 1.0]]]],
    "gold_evt_links": [
        [[1, 1], [0, 0], "evt008arg01attacker"],
        [[1, 1], [6, 7], "evt008arg04place"],
        [[1, 1], [2, 2], "evt008arg07bystander"],
    ],
    "language_id": "eng",
    "split": "dev",
}


def test_one_event_of_rams(tmp_path: Path) -> None:
    talk = RAMS | {"doc_key": "nw 2", "evt_triggers": [[1, 1, [["contact.mediastatement", 1]]]]}
    found = read("rams", written(tmp_path / "dev.jsonlines", [RAMS, talk]))
    first, second = found.records
    assert (first["id"], first["text"]) == ("nw_1", "Men shot Ann .\nShe died in Marn .")
    assert first["layers"] == ["events", "arguments"]
    assert first["events"] == [
        {
            "id": "v1",
            "type": "ASSAULT",
            "triggers": [{"start": 4, "end": 8, "text": "shot"}],
            "arguments": [
                {
                    "role": "actor",
                    "span": {"start": 0, "end": 3, "text": "Men"},
                    "ref": None,
                    "acceptable": [],
                },
                {
                    "role": "place",
                    "span": {"start": 24, "end": 31, "text": "in Marn"},
                    "ref": None,
                    "acceptable": [],
                },
            ],
            "factuality": None,
            "status": None,
        }
    ]
    assert (second["id"], second["events"]) == ("nw_2", [])
    assert found.account.totals() == {
        "document": (2, 2, 0),
        "event": (2, 1, 1),
        "trigger": (2, 1, 1),
        "argument": (6, 2, 4),
        "mention": (2, 0, 2),
    }
    assert sorted({(one.kind, one.label, one.reason) for one in found.skipped}) == [
        ("argument", "attacker", "its event is skipped"),
        ("argument", "bystander", "its event is skipped"),
        ("argument", "conflict.attack.firearmattack bystander",
         "no role of ours in an event of this type"),
        ("argument", "place", "its event is skipped"),
        ("event", "contact.mediastatement", "no event type of ours"),
        ("mention", "", "it has no role in the event, and no type"),
        ("trigger", "contact.mediastatement", "its event is skipped"),
    ]  # fmt: skip
    assert found.account.notes == [
        "RAMS annotates one event a text: other events found are not wrong, so look at recall"
    ]
    own = self_scores(found.records, "core")
    assert own == {"events@tri-c": 1.0, "events@arg-c": 1.0}


@pytest.mark.parametrize(
    ("change", "fault", "kept"),
    [
        ({"evt_triggers": [[1, 9, [["life.die", 1]]]]}, "tokens [1, 10) of a text of 9", 0),
        ({"evt_triggers": [[-1, 1, [["life.die", 1]]]]}, "tokens [-1, 2) of a text of 9", 0),
        ({"gold_evt_links": [[[1, 1], [5, 4], "x"]]}, "tokens [5, 5) of a text of 9", 1),
        ({"gold_evt_links": [[[2, 2], [5, 5], "x"]]}, "x of an event at [2, 2], where there is", 1),
    ],
)
def test_offsets_of_rams_that_lead_nowhere(
    tmp_path: Path, change: dict[str, Any], fault: str, kept: int
) -> None:
    path = written(tmp_path / "dev.jsonlines", [RAMS | {"gold_evt_links": []} | change])
    found = read("rams", path)
    assert [told.startswith(f"{path}:1 nw_1  {fault}") for told in found.faults] == [True]
    assert len(found.records[0]["events"]) == kept


def test_files_of_rams(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ["dev.jsonlines", "._dev.jsonlines", "test.jsonl", "README.md"]:
        (tmp_path / "data" / name).write_text("")
    assert rams_files(tmp_path) == rams_files(tmp_path / "data")
    assert [path.name for path in rams_files(tmp_path)] == ["dev.jsonlines", "test.jsonl"]
