"""MUC-4 of GRIT and GTT: their extracts and templates as generic records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from imported import read, self_scores, written

from goldfield.corpus.foreign.muc4 import muc4_files

TEXT = "rebels burned a bus.   the fmln said so."
GRIT = {
    "docid": "DEV-MUC3-0001",
    "doctext": TEXT,
    "extracts": {
        "PerpInd": [[["rebels", 0]]],
        "PerpOrg": [[["the fmln", 23], ["fmln", 27]]],
        "Target": [],
    },
}
GTT = {
    "docid": "DEV-MUC3-0001",
    "doctext": TEXT,
    "templates": [
        {"incident_type": "arson", "PerpInd": [[["rebels", 0]]], "Target": [[["a bus", 14]]]},
        {"incident_type": "attack / bombing", "PerpInd": []},
    ],
}


def test_extracts_of_grit_are_one_template(tmp_path: Path) -> None:
    empty = {**GRIT, "docid": "no event", "extracts": {"PerpInd": [], "Target": []}}
    found = read("muc4", written(tmp_path / "dev.json", [GRIT, empty]))
    assert found.records == [
        {
            "id": "DEV-MUC3-0001",
            "templates": [
                {
                    "type": "incident",
                    "PerpInd": [["rebels"]],
                    "PerpOrg": [["the fmln", "fmln"]],
                    "Target": [],
                }
            ],
        },
        {"id": "no_event", "templates": []},
    ]
    assert found.account.totals() == {
        "document": (2, 2, 0),
        "template": (1, 1, 0),
        "filler": (2, 2, 0),
        "mention": (3, 3, 0),
    }
    assert set(self_scores(found.records, "templates").values()) == {1.0}


def test_templates_of_gtt_have_types(tmp_path: Path) -> None:
    found = read("muc4", written(tmp_path / "dev.json", [GTT]))
    assert found.records[0]["templates"] == [
        {"type": "arson", "PerpInd": [["rebels"]], "Target": [["a bus"]]},
        {"type": "attack / bombing", "PerpInd": []},
    ]
    assert not found.skipped
    assert set(self_scores(found.records, "templates").values()) == {1.0}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"templates": [{"PerpInd": []}]}, "incident_type is no string"),
        ({"templates": [{"incident_type": "x", "Target": {}}]}, "Target: Expected `array`, got"),
        (
            {"templates": [{"incident_type": "x", "Target": [[["bus"]]]}]},
            "Target: Expected `array` of",
        ),
        (
            {"templates": [{"incident_type": "x", "Target": [[["bus", 15]]]}]},
            "Target: 'bus' does not",
        ),
        (
            {"templates": [{"incident_type": "x", "Target": [[["so.", -3]]]}]},
            "Target: 'so.' does not",
        ),
        ({"templates": None}, "it must have either extracts"),
        ({"extracts": {}}, "it must have either extracts"),
        ({"doctext": ["a"]}, "Expected `str`, got `array` - at `$.doctext`"),
    ],
)
def test_damaged_templates(tmp_path: Path, change: dict[str, Any], fault: str) -> None:
    path = written(tmp_path / "dev.json", [GTT | {"docid": "first"}, GTT | change])
    found = read("muc4", path)
    assert [told.startswith(f"{path}:2  {fault}") for told in found.faults] == [True], found.faults
    assert found.records[0]["id"] == "first"


def test_mentions_that_show_nothing_are_skipped(tmp_path: Path) -> None:
    row = {"incident_type": "x", "Target": [[["  ", 20]], ["a bus"]]}
    found = read("muc4", written(tmp_path / "dev.json", [GTT | {"templates": [row]}]))
    assert found.records[0]["templates"] == [{"type": "x", "Target": [["a bus"]]}]
    assert [(one.kind, one.label, one.reason) for one in found.skipped] == [
        ("mention", "Target", "it has no visible character"),
        ("filler", "Target", "none of its mentions is kept"),
    ]


def test_files_of_muc4(tmp_path: Path) -> None:
    for name in ["dev.json", "train.jsonl", "pretty_dev.json", "docids_event_n.json", "._dev.json"]:
        (tmp_path / name).write_text("")
    assert [path.name for path in muc4_files(tmp_path)] == ["dev.json", "train.jsonl"]
