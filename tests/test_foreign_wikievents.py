"""WikiEvents: mentions, events and arguments by token, with and without clusters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from imported import read, self_scores, written

from goldfield.corpus.foreign.wikievents import wikievents_files
from goldfield.corpus.loading import Corpus
from goldfield.evaluation import evaluate

#          0 (0-3)   1 (4-7)  2  3    4      |  5     6      7       8     9
SENTENCES = [
    [[["Ann", 0, 3], ["Oda", 4, 7], ["fled", 8, 12], [",", 12, 13]], "Ann Oda fled,"],
    [[["she", 15, 18], ["was", 19, 22], ["shot", 23, 27], ["in", 28, 30]], "she was shot in"],
    [[["Marn", 31, 35], [".", 35, 36]], "Marn. "],
]

# An offset before the sentence that would count from its end
ODD = [[["Ann", 5, 8], ["Oda", -4, -1], ["fled", 13, 17], [",", 17, 18]], "Ann?Oda?fled,"]
GLUED = "Ann Oda fled,she was shot inMarn. "


def mention(id: str, start: int, end: int, type_: str = "PER", kind: str = "UNK") -> dict[str, Any]:
    return {
        "id": id, "sent_idx": 0, "start": start, "end": end, "entity_type": type_,
        "mention_type": kind, "text": "",
    }  # fmt: skip


def event(id: str, type_: str, start: int, *arguments: tuple[str, str]) -> dict[str, Any]:
    return {
        "id": id,
        "event_type": type_,
        "trigger": {"start": start, "end": start + 1, "text": "", "sent_idx": 0},
        "arguments": [{"entity_id": of, "role": role, "text": ""} for of, role in arguments],
    }


WIKI: dict[str, Any] = {
    "doc_id": "oda 1",
    "tokens": [token for tokens, _ in SENTENCES for token, _, _ in tokens],
    "text": GLUED,
    "sentences": SENTENCES,
    "entity_mentions": [
        mention("T1", 0, 2),
        mention("T2", 4, 5),
        mention("T3", 8, 9, "GPE"),
        mention("T4", 6, 7, "WEA"),
        mention("T5", 8, 9, "LOC"),
    ],
    "relation_mentions": [{}],
    "event_mentions": [
        event(
            "E1",
            "Life.Injure.Unspecified",
            6,
            ("T2", "Victim"),
            ("T3", "Place"),
            ("T4", "Topic"),
        ),
        event("E2", "Contact.Contact.Broadcast", 2, ("T1", "Communicator")),
    ],
}
CLUSTERS = {"doc_key": "oda 1", "clusters": [["T2", "T1", "T1"]], "informative_mentions": []}


def wiki(folder: Path, *documents: object, clusters: object = None) -> Path:
    if clusters:
        (folder / "coref").mkdir()
        written(folder / "coref" / "dev.jsonlines", [clusters])
    return written(folder / "dev.jsonl", documents)


def entities(record: dict[str, Any]) -> list[Any]:
    return [
        (e["id"], e["type"], e["name"], [(m["start"], m["text"], m["kind"]) for m in e["mentions"]])
        for e in record["entities"]
    ]


def test_a_document_of_wikievents_with_clusters(tmp_path: Path) -> None:
    found = read("wikievents", wiki(tmp_path, WIKI, clusters=CLUSTERS))
    (record,) = found.records
    assert record["id"] == "oda_1"
    assert record["text"] == "Ann Oda fled,\nshe was shot in\nMarn. "
    assert record["layers"] == ["entities", "coref", "events", "arguments"]
    assert entities(record) == [
        ("e1", "PER", "Ann Oda", [(0, "Ann Oda", "NAM"), (14, "she", "PRO")]),
        ("e2", "GPE", "Marn", [(30, "Marn", "NAM")]),
    ]
    (shot,) = record["events"]
    assert (shot["type"], shot["triggers"]) == (
        "INJURE",
        [{"start": 22, "end": 26, "text": "shot"}],
    )
    assert [(a["role"], a["span"]["text"], a["ref"]) for a in shot["arguments"]] == [
        ("affected", "she", "e1"),
        ("place", "Marn", "e2"),
    ]
    assert found.account.totals() == {
        "document": (1, 1, 0),
        "relation": (1, 0, 1),
        "mention": (5, 3, 2),
        "link": (1, 0, 1),
        "entity": (4, 2, 2),
        "event": (2, 1, 1),
        "trigger": (2, 1, 1),
        "argument": (4, 2, 2),
    }
    own = self_scores(found.records, "core")
    assert own.keys() == {
        "entities@strict", "mentions@strict", "coref@lea", "events@tri-c", "events@arg-c"
    }  # fmt: skip
    assert set(own.values()) == {1.0}


def test_without_clusters_arguments_are_spans(tmp_path: Path) -> None:
    (record,) = read("wikievents", wiki(tmp_path, WIKI)).records
    assert record["layers"] == ["entities", "events", "arguments"]
    assert [row[:2] for row in entities(record)] == [("e1", "PER"), ("e2", "PER"), ("e3", "GPE")]
    assert [argument["ref"] for argument in record["events"][0]["arguments"]] == [None, None]


def test_an_entity_has_the_type_of_most_of_its_mentions(tmp_path: Path) -> None:
    mentions = [mention("T1", 0, 1), mention("T2", 1, 2, "ORG", "NOM"), mention("T3", 8, 9, "ORG")]
    document = WIKI | {"entity_mentions": mentions, "event_mentions": []}
    clusters = CLUSTERS | {"clusters": [["T1", "T2", "T3"]]}
    found = read("wikievents", wiki(tmp_path, document, clusters=clusters))
    assert entities(found.records[0]) == [
        ("e1", "ORG", "Ann", [(0, "Ann", "NAM"), (4, "Oda", "NOM"), (30, "Marn", "NAM")])
    ]
    assert found.account.notes == ["the type of the entity stands for that of 1 mentions"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"sentences": []}, GLUED),  # the tokens are found there
        ({"sentences": [ODD, *SENTENCES[1:]]}, GLUED),
        ({"sentences": SENTENCES[:2]}, GLUED),
        ({"sentences": [], "text": "other"}, "Ann Oda fled , she was shot in Marn ."),
    ],
)
def test_texts_that_do_not_hold_the_tokens(
    tmp_path: Path, change: dict[str, Any], text: str
) -> None:
    found = read("wikievents", wiki(tmp_path, WIKI | change))
    assert found.records[0]["text"] == text
    assert entities(found.records[0])[0][3][0][1] == "Ann Oda"


def test_triggers_and_arguments_inside_a_word(tmp_path: Path) -> None:
    """An argument that is an entity keeps it; what else cuts a word has no place to be told."""
    document = WIKI | {
        "sentences": [[[["can", 0, 3], ["not", 3, 6], ["flee", 7, 11]], "cannot flee"]],
        "tokens": ["can", "not", "flee"],
        "entity_mentions": [mention("T1", 0, 1), mention("T2", 1, 2)],
        "event_mentions": [
            event("E1", "Life.Die", 2, ("T1", "Victim")),
            event("E2", "Life.Die", 1),
        ],
    }
    found = read("wikievents", wiki(tmp_path, document))
    assert [one["subword"] for e in found.records[0]["entities"] for one in e["mentions"]] == [
        True
    ] * 2
    assert found.records[0]["events"][0]["arguments"] == []
    cut = "it begins or ends inside a word"
    assert [(one.kind, one.reason) for one in found.skipped][-3:] == [
        ("argument", cut), ("trigger", cut), ("event", "its trigger is not kept"),
    ]  # fmt: skip
    (tmp_path / "x").mkdir()
    clusters = {"doc_key": "oda 1", "clusters": []}
    found = read("wikievents", wiki(tmp_path / "x", document, clusters=clusters))
    (argument,) = found.records[0]["events"][0]["arguments"]
    assert (argument["span"], argument["ref"]) == (None, "e1")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"entity_mentions": [mention("T1", 8, 99)]}, "T1  tokens [8, 99) of a text of 10"),
        ({"entity_mentions": [mention("T1", 0, 2)] * 2}, "T1  another mention has its id"),
        ({"event_mentions": [event("E1", "Life.Die", 1, ("T9", "Victim"))]},
         "E1  'T9' is no mention of the document"),
        ({"event_mentions": [event("E1", "Life.Die", -3)]}, "E1  tokens [-3, -2) of a text of 10"),
    ],
)  # fmt: skip
def test_what_wikievents_points_to_must_be_there(
    tmp_path: Path, change: dict[str, Any], fault: str
) -> None:
    path = wiki(tmp_path, WIKI | {"entity_mentions": [], "event_mentions": []} | change)
    assert read("wikievents", path).faults == [f"{path}:1 oda 1 {fault}"]


def test_clusters_of_what_is_not_there(tmp_path: Path) -> None:
    path = wiki(tmp_path, WIKI, clusters=CLUSTERS | {"clusters": [["T1", "T8"]]})
    found = read("wikievents", path)
    assert found.faults == [f"{path}:1 oda 1  'T8' is no mention of the document"]
    written(tmp_path / "coref" / "dev.jsonlines", '{"doc_key": 1, "clusters": []}\n')
    found = read("wikievents", path)
    where = tmp_path / "coref" / "dev.jsonlines"
    assert found.faults == [f"{where}:1  Expected `str`, got `int` - at `$.doc_key`"]
    assert found.records[0]["layers"] == ["entities", "events", "arguments"]


def test_a_filler_that_has_no_place_is_no_second_fault(tmp_path: Path) -> None:
    document = WIKI | {
        "entity_mentions": [mention("T1", 8, 99)],
        "event_mentions": [event("E1", "Life.Die", 6, ("T1", "Victim"))],
    }
    found = read("wikievents", wiki(tmp_path, document))
    assert len(found.faults) == 1
    assert found.skipped[-1][1:] == ("argument", "Victim", "its mention is not kept")


def test_a_role_may_depend_on_the_event(tmp_path: Path) -> None:
    types = ["Justice.Convict.Unspecified", "Justice.ReleaseParole.Unspecified", "Life.Die"]
    rows = [event(f"E{n}", type_, 6, ("T1", "Defendant")) for n, type_ in enumerate(types)]
    document = WIKI | {"event_mentions": rows}
    (record,) = read("wikievents", wiki(tmp_path, document)).records
    roles = [[argument["role"] for argument in one["arguments"]] for one in record["events"]]
    assert [one["type"] for one in record["events"]] == ["SANCTION", "RETREAT", "DIE"]
    assert roles == [["target"], ["affected"], []]  # DIE takes no target (R11)


def test_extractors_are_scored_on_it(tmp_path: Path) -> None:
    gold = Corpus(wiki(tmp_path, WIKI, clusters=CLUSTERS), "wikievents")
    run = evaluate(lambda text: {"entities": [], "events": []}, corpus=gold, suite="core")
    assert {name: field.gold for name, field in run.scores.fields.items()} == {
        "entities@strict": 2, "mentions@strict": 3, "events@tri-c": 1,
    }  # fmt: skip


def test_files_of_wikievents(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ["dev.jsonl", "dev_info.jsonl", "._dev.jsonl", "test.jsonlines", "meta.json"]:
        (tmp_path / "data" / name).write_text("")
    assert [path.name for path in wikievents_files(tmp_path)] == ["dev.jsonl"]
