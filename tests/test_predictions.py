"""Predictions in every shape people have them become the same annotations, or are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import TEXT, as_dict, toy_article

from goldfield.corpus.formats import Options, convert
from goldfield.schema.anchoring import Anchorer
from goldfield.schema.labels import LAYERS
from goldfield.schema.offsets import UNITS, OffsetMap, Unit
from goldfield.schema.predictions import ReadPredictions, read_predictions
from goldfield.schema.records import UNFOUND, Annotations

ARTICLE = toy_article()


def read(*records: Any) -> ReadPredictions:
    return read_predictions(records, {"a1": ARTICLE})


def only(record: dict[str, Any]) -> Annotations:
    found = read({"id": "a1", **record})
    assert found.faults == []
    return found.records["a1"]


def problems(*records: Any) -> str:
    return "\n".join(map(str, read(*records).faults))


def places(record: Annotations) -> list[tuple[int, int, str, str]]:
    return [(m.start, m.end, e.type, m.kind) for e in record.entities for m in e.mentions]


def test_gold_is_a_prediction() -> None:
    record = only(as_dict())
    assert set(record.layers) == set(LAYERS)
    assert places(record) == places(ARTICLE)
    # Of two triggers and two arguments; the one by reference stands at its first named mention.
    spans = [argument.span.text for argument in record.events[0].arguments if argument.span]
    assert spans == ["Oslo", "Anna Berg"]


OSLO = (32, 36)
SHAPES: list[tuple[str, list[Any]]] = [
    ("string", ["Oslo"]),
    ("name", [{"name": "Oslo", "type": "GPE"}]),
    ("text", [{"text": "Oslo", "type": "GPE"}]),
    ("flat", [{"start": 32, "end": 36, "type": "GPE"}]),
    ("flat with a name", [{"start": 32, "end": 36, "name": "Kristiania", "type": "GPE"}]),
    (
        "flat with surface",
        [{"start": 32, "end": 36, "text": "Oslo", "type": "GPE", "confidence": 1}],
    ),
    ("cluster", [{"type": "GPE", "mentions": [{"start": 32, "end": 36}]}]),
    ("cluster of strings", [{"type": "GPE", "mentions": ["Oslo"]}]),
    ("folded", [{"name": "OSLO", "type": "GPE"}]),
]


@pytest.mark.parametrize("entities", [s[1] for s in SHAPES], ids=[s[0] for s in SHAPES])
def test_shapes_of_entities(entities: list[Any]) -> None:
    assert TEXT[slice(*OSLO)] == "Oslo"
    record = only({"entities": entities})
    assert [place[:2] for place in places(record)] == [OSLO]
    assert record.entities[0].type in ("GPE", "")
    assert ("coref" in record.layers) == ("mentions" in str(entities))


@pytest.mark.parametrize(
    "quote",
    [
        {"content": "we will leave Oslo", "speaker": "Anna Berg"},
        {"content": ["“we will leave Oslo”"], "source": "anna"},
        {"content": {"start": 18, "end": 36}, "source": {"span": {"start": 2, "end": 11}}},
        {"content": '"we will leave Oslo"', "source": {"text": "Anna Berg"}},
        {"content": "we will leave Oslo", "source": {"entity": "anna"}, "cue": "said"},
    ],
)
def test_shapes_of_quotes(quote: dict[str, Any]) -> None:
    record = only(
        {"entities": [{"id": "anna", "name": "Anna Berg", "type": "PER"}], "quotes": [quote]}
    )
    (found,) = record.quotes
    assert [(span.start, span.end) for span in found.content] == [(18, 36)]
    assert found.source.span is not None
    assert (found.source.span.start, found.source.span.end) == (2, 11)
    assert {"quotes", "speakers"} <= set(record.layers)


def test_absent_is_not_predicted_and_null_is_none() -> None:
    assert only({"meta": {"headline": None}}).layers == ["headline"]
    assert only({}).layers == []
    assert only({"layers": ["times"]}).layers == ["times"]
    assert "speakers" not in only({"quotes": [{"content": "we will leave Oslo"}]}).layers


def test_strings_take_occurrences_in_turn_and_are_logged() -> None:
    found = read({"id": "a1", "entities": ["a", "we", "Nowhere", "ANNA BERG", "we"]})
    log = [(anchor.surface, anchor.status) for anchor in found.anchors["a1"]]
    assert log == [
        ("a", "ambiguous"), ("we", "exact"), ("Nowhere", "unfound"),
        ("ANNA BERG", "folded"), ("we", "exact"),
    ]  # fmt: skip
    assert found.records["a1"].entities[2].mentions[0].start == UNFOUND


def test_anchorer_prefers_whole_words_then_the_first_unused() -> None:
    # "he" stands in "other" and twice alone, at 11 and 18.
    anchorer = Anchorer("the other: he and he.")
    assert [anchorer.anchor("he", "$.entities[0]") for _ in range(3)] == [
        (11, 13),
        (18, 20),
        (11, 13),
    ]
    assert anchorer.anchor("he", "$.quotes[0].source", near=21) == (18, 20)


def test_anchorer_folds_quotes_dashes_blanks_and_case() -> None:
    anchorer = Anchorer("“Don’t\u00a0go – ever,” ﬁnally")
    assert anchorer.anchor('"don\'t go - ever,"', "$.quotes[0]") == (0, 18)
    assert anchorer.anchor("finally", "$.quotes[1]") == (19, 25)


def test_bounds_readings_follow_or_avoid_gold() -> None:
    text = "Bern, then Bern"
    gold = {"entities": {(11, 15)}}
    assert Anchorer(text, "first", gold).anchor("Bern", "$.entities[0]") == (0, 4)
    assert Anchorer(text, "best", gold).anchor("Bern", "$.entities[0]") == (11, 15)
    assert Anchorer(text, "worst", gold).anchor("Bern", "$.entities[0]") == (0, 4)


@pytest.mark.parametrize("unit", ["utf-16", "utf-8"])
@pytest.mark.parametrize("surfaces", [True, False])
def test_offsets_in_another_unit_are_refused_by_name(unit: Unit, surfaces: bool) -> None:
    offsets = OffsetMap(TEXT, unit)
    spans = [mention for entity in ARTICLE.entities for mention in entity.mentions]
    entities = [
        {"start": offsets.to_unit(s.start), "end": offsets.to_unit(s.end), "type": "PER"}
        | ({"text": s.text} if surfaces else {})
        for s in spans
    ]
    assert UNITS[unit] in problems({"id": "a1", "entities": entities})


def test_boundary_errors_are_no_fault() -> None:
    assert problems({"id": "a1", "entities": [{"start": 1, "end": 4, "type": "PER"}]}) == ""


REFERENCE = {"role": "actor", "ref": "nobody"}
BAD: list[tuple[dict[str, Any], str]] = [
    ({"id": "a1", "entities": [{"start": 2, "end": 999, "type": "PER"}]}, "outside the text"),
    ({"id": "a1", "entities": [{"start": 5, "end": 5, "type": "PER"}]}, "is empty"),
    ({"id": "a1", "entities": [{"start": 9, "end": 5, "type": "PER"}]}, "empty or reversed"),
    ({"id": "a1", "entities": [{"start": 0, "end": 9999}]}, "end must be at most 86; offsets"),
    ({"id": "a1", "entities": [{"start": 5, "type": "PER"}]}, "without 'end'"),
    ({"id": "a1", "entities": [{"id": "e", "text": "Oslo"}, {"id": "e", "text": "we"}]},
     "the id 'e' is given to $.entities[0] already"),
    ({"id": "a1", "entities": [{"type": "PER"}]}, "no place"),
    ({"id": "a1", "entities": [{"start": 2, "end": 6, "text": "Oslo", "type": "PER"}]}, "at 32"),
    ({"id": "a1", "entities": [{"start": 2, "end": 11, "type": "PERSON"}]}, "did you mean"),
    ({"id": "a1", "entities": [{"text": "x", "type": "PER", "confidence": 2}]}, "confidence"),
    ({"id": "a1", "times": [{}]}, "no place"),
    ({"id": "a1", "quotes": [{"speaker": "x"}]}, "no place"),
    ({"id": "a1", "quotes": [{"content": "we", "source": {"entity": "e"}}]}, "does not have"),
    ({"id": "a1", "events": [{"type": "AID", "arguments": [REFERENCE]}]}, "does not have"),
    ({"id": "a2"}, "no article"),
    ({"entities": []}, "does not say which article"),
    ({"id": "a1", "text_sha256": "0" * 64}, "another text"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "problem"), BAD, ids=[b[1] for b in BAD])
def test_bad_predictions(record: dict[str, Any], problem: str) -> None:
    told = problems(record)
    assert problem in told
    assert told.count("\n  fix: ") == len(read(record).faults)


def test_same_article_twice_and_join_by_hash() -> None:
    assert "already" in problems({"id": "a1"}, {"text_sha256": ARTICLE.text_sha256})
    assert list(read({"text_sha256": ARTICLE.text_sha256}).records) == ["a1"]


def test_misspelt_layers_are_noted() -> None:
    (note,) = read({"id": "a1", "entites": []}).notes
    assert "did you mean 'entities'" in note


def test_misspelt_keys_of_items_are_noted_once_and_gold_keys_are_known() -> None:
    items = [{"name": "Oslo", "typ": "GPE"}] * 3
    notes = read({"id": "a1", "entities": items, "quotes": [{"content": "we", "cues": "x"}]}).notes
    assert notes == [
        "record:1  $.entities[0]  the key 'typ' is ignored; did you mean 'type'?",
        "record:1  $.quotes[0]  the key 'cues' is ignored; did you mean 'cue'?",
        "3 of 3 entities have no type: they can match in @exact and @partial only",
    ]
    assert read(as_dict()).notes == []


def test_notes_on_keys_are_few() -> None:
    notes = read({"id": "a1", **{f"key{i}": 0 for i in range(8)}}).notes
    assert len(notes) == 6
    assert notes[-1] == "3 more keys are ignored"
    many = [{"id": "a1"}] * 20 + [{"id": "a1", "x": 0}]
    assert read(*many).notes == []


def test_keys_given_twice_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text('{"id": "a1", "times": [], "times": ["Monday"]}\n')
    (note,) = read_predictions(path, {"a1": ARTICLE}).notes
    assert "the key 'times' is given twice" in note


@pytest.mark.parametrize("levels", [900, 990, 1100, 100_000])
def test_deep_nesting_is_no_traceback(levels: int, tmp_path: Path) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text('{"id": "a1", "x": ' + "[" * levels + "]" * levels + "}\n")
    found = read_predictions(path, {"a1": ARTICLE})
    assert bool(found.faults) != bool(found.records)


def test_wrong_types_do_not_hide_other_faults() -> None:
    entities = [
        {"id": "e1", "start": 0, "end": 999, "type": "PERSON"},  # two faults
        {"id": "e2", "start": "2", "end": 11, "type": "PER"},
        {"start": 32, "end": 36, "text": "Anna", "type": "PER"},
        7,
    ]
    quote = {"content": "we", "source": {"entity": "e2"}}  # e2 is there, though it is faulty
    event = {"type": "WAR", "triggers": [{"start": 90, "end": 80}]}
    found = read({"id": "a1", "entities": entities, "quotes": [quote], "events": [event]})
    assert sorted(fault.path for fault in found.faults) == [
        "$.entities[0]", "$.entities[0].type", "$.entities[1].start", "$.entities[2]",
        "$.entities[3]", "$.events[0].triggers[0]", "$.events[0].type",
    ]  # fmt: skip
    assert not found.records


def test_the_fix_for_another_unit_works_when_followed(tmp_path: Path) -> None:
    offsets = OffsetMap(TEXT, "utf-16")
    start, end = (offsets.to_unit(at) for at in OSLO)
    record = {"id": "a1", "entities": [{"start": start, "end": end, "text": "Oslo", "type": "GPE"}]}
    (fault,) = read(record).faults
    assert "goldfield convert FILE --from strings --offsets utf-16 " in fault.fix
    path = tmp_path / "pred.jsonl"
    path.write_text(json.dumps(record))
    converted = convert(path, "strings", {"a1": ARTICLE}, Options(offsets="utf-16"))
    assert converted.faults == []
    assert [place[:2] for place in places(only(dict(converted.records[0])))] == [OSLO]


def test_entities_with_mentions_are_sent_to_the_right_format(tmp_path: Path) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text('{"id": "a1", "entities": [{"type": "GPE", "mentions": ["Oslo"]}]}')
    (fault,) = convert(path, "spans", {"a1": ARTICLE}, Options()).faults
    assert "--from strings" in fault.fix


values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 100) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["start", "end", "text", "type", "span", "mentions", "content", "source", "role"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["entities", "times", "quantities", "quotes", "events", "meta"]), values
    )
)
def test_any_json_is_read_or_refused(record: dict[str, Any]) -> None:
    try:
        line = msgspec.json.encode({"id": "a1", **record})
    except (ValueError, TypeError):
        return
    found = read_predictions([json.loads(line)], {"a1": ARTICLE})
    assert bool(found.faults) != bool(found.records)


@given(st.text(max_size=40), st.text(max_size=6))
def test_anchored_strings_are_in_the_text(text: str, surface: str) -> None:
    start, end = Anchorer(text).anchor(surface, "$.entities[0]")
    assert (start, end) == (UNFOUND, UNFOUND) or 0 <= start < end <= len(text)
    if surface.strip() and surface.strip() in text:
        assert text[start:end] == surface.strip()


def test_file_faults_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_text('{"id": "a1"}\n\nnonsense\n')
    (fault,) = read_predictions(path, {"a1": ARTICLE}).faults
    assert fault.where == f"{path}:3"
