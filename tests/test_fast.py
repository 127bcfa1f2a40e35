"""The quick counting path gives what the full scorer gives, and refuses what it refuses."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import generator
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EVERY, Json, articles, as_prediction, pairs, shuffled
from toy import as_dict, toy_article

from goldfield.errors import DataError, Fault, UsageError
from goldfield.release import root
from goldfield.schema.records import Article
from goldfield.scoring.fast import files
from goldfield.scoring.fast.count import QUICK as QUICK_MEASURES
from goldfield.scoring.fast.files import count_files
from goldfield.scoring.measures import score_pair
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task

CORE = load_suite("core")
QUICK = Suite("quick", "article", measures=tuple(QUICK_MEASURES))
Told = list[bytes] | list[Fault]


def write(path: Path, records: Sequence[object]) -> Path:
    path.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    return path


def full(gold: Path, pred: Path, suite: Suite) -> Told:
    try:
        rows = score_task(build_task(suite, [gold], pred), suite).counts
    except DataError as error:
        return error.faults
    return [msgspec.json.encode(row) for row in rows]


def fast(gold: Path, pred: Path, suite: Suite) -> Told:
    """The rows by id, as bytes; equal bytes are equal counts, labels and answers, in order."""
    try:
        rows = sorted(count_files(gold, pred, suite), key=lambda row: row.id)
    except DataError as error:
        return error.faults
    return [msgspec.json.encode(row) for row in rows]


def check(golds: Sequence[object], preds: Sequence[object], suite: Suite = CORE) -> Told:
    with TemporaryDirectory() as folder:
        gold = write(Path(folder, "gold.jsonl"), golds)
        pred = write(Path(folder, "pred.jsonl"), preds)
        told = fast(gold, pred, suite)
        assert told == full(gold, pred, suite)
    return told


# ---- equal counts -------------------------------------------------------------------------------


@given(pairs(), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_random_documents(pair: tuple[Article, Article], chance: random.Random) -> None:
    gold, pred = pair
    record = shuffled(as_prediction(pred), chance, keep=frozenset({"triggers", "mentions"}))
    for suite in (CORE, QUICK):
        check([gold], [record], suite)


@given(pairs())
@settings(max_examples=60)
def test_any_suite(pair: tuple[Article, Article]) -> None:
    check([pair[0]], [as_prediction(pair[1])], EVERY)


@given(pairs(), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_duplicates_and_empty_lists(pair: tuple[Article, Article], chance: random.Random) -> None:
    record = as_prediction(pair[1])
    for layer in ("entities", "times", "quantities", "quotes", "events"):
        again = [deepcopy(item) for item in record[layer] if chance.random() < 0.4]
        record[layer] = [] if chance.random() < 0.1 else record[layer] + again
    for entity in record["entities"]:
        entity["mentions"] += [m for m in entity["mentions"] if chance.random() < 0.2]
    check([pair[0]], [record], QUICK)


@given(articles(), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_loose_shapes(gold: Article, chance: random.Random) -> None:
    check([gold], [loosened(as_prediction(gold), chance)], QUICK)


def loosened(record: Json, chance: random.Random) -> Json:
    """The record with some places as strings, flat or without surface, and some keys left out."""

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = {key: walk(value) for key, value in node.items() if key not in {"head", "subword"}}
        if set(node) == {"start", "end", "text"} and chance.random() < 0.15:
            return node["text"] if chance.random() < 0.7 else node["text"] + "?"
        if "start" in node and chance.random() < 0.1:
            del node["text"]
        return {key: value for key, value in node.items() if chance.random() > 0.01}

    record = walk(record)
    if chance.random() < 0.5:
        record["entities"] = [
            mention | {"type": entity.get("type")}
            for entity in record.get("entities", [])
            for mention in entity.get("mentions", [])
        ]
    if chance.random() < 0.3:
        record.pop("layers", None)
    return record


def test_names_of_flat_entities_need_not_stand_in_the_text() -> None:
    pred = plain()
    pred["entities"] = [{"start": 32, "end": 36, "name": "Kristiania", "type": "GPE"}]
    (row,) = check([plain()], [pred | {"quotes": []}])
    assert b'"entities@strict":[1,1,1,2]' in row


@pytest.mark.parametrize("profile", ["ordinary", "half", "wrong"])
@pytest.mark.parametrize(("mentions", "events"), [(10, 6), (40, 6), (120, 60)])
def test_generated(profile: generator.Profile, mentions: int, events: int) -> None:
    golds = list(generator.make_articles(12, mentions=mentions, events=events))
    check(golds, [generator.perturb(gold, profile) for gold in golds])


@pytest.mark.parametrize("pred", ["corpus/data/example.jsonl", "eval/examples/rules.jsonl"])
def test_published(pred: str) -> None:
    gold = root() / "corpus" / "data" / "example.jsonl"
    for suite in (CORE, EVERY):
        assert fast(gold, root() / pred, suite) == full(gold, root() / pred, suite)


SPANS = load_suite("spans")
LOOSE_SPANS = st.lists(
    st.tuples(st.integers(-1, 5), st.integers(0, 6), st.sampled_from("AB")).map(
        lambda key: dict(zip(("start", "end", "label"), key, strict=True))
    ),
    max_size=5,
)


@given(st.lists(st.tuples(LOOSE_SPANS, LOOSE_SPANS), max_size=4), st.randoms())
def test_plain_spans(documents: list[tuple[list[Json], list[Json]]], chance: random.Random) -> None:
    golds = [{"id": f"d{i}", "spans": gold} for i, (gold, _) in enumerate(documents)]
    preds = [{"id": f"d{i}", "spans": pred} for i, (_, pred) in enumerate(documents)]
    if chance.random() < 0.2:
        chance.shuffle(preds)
    if chance.random() < 0.1 and preds:
        preds.pop()
    check(golds, preds, SPANS)


def test_plain_spans_are_counted_as_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans = [{"start": 0, "end": 4, "label": "A"}, {"start": 5, "end": 9, "label": "B"}]
    gold = write(tmp_path / "g", [{"id": "d", "spans": spans}])
    pred = write(tmp_path / "p", [{"id": "d", "spans": [spans[0], spans[1] | {"end": 8}]}])
    told = full(gold, pred, SPANS)
    monkeypatch.setattr(files, "build_task", None)
    assert fast(gold, pred, SPANS) == told


# ---- orders and shapes of files -----------------------------------------------------------------


@pytest.fixture
def many() -> tuple[list[Article], list[Json]]:
    golds = list(generator.make_articles(9, mentions=6, events=2))
    return golds, [generator.perturb(gold, "ordinary") for gold in golds]


@pytest.mark.parametrize(
    "order",
    [[8, 7, 6, 5, 4, 3, 2, 1, 0], [0, 1, 2, 4, 3, 5, 6, 7, 8], [0, 1], [1, 2], [5], []],
    ids=["backwards", "swapped", "cut off", "first missing", "one", "none"],
)
def test_order_and_gaps(many: tuple[list[Article], list[Json]], order: list[int]) -> None:
    golds, preds = many
    check(golds, [preds[index] for index in order])


def test_rows_come_in_the_order_of_gold(
    many: tuple[list[Article], list[Json]], tmp_path: Path
) -> None:
    golds = many[0][::-1]
    gold, pred = write(tmp_path / "g", golds), write(tmp_path / "p", many[1])
    assert [row.id for row in count_files(gold, pred, CORE)] == [gold.id for gold in golds]


def test_blank_lines_and_records_named_by_hash(many: tuple[list[Article], list[Json]]) -> None:
    golds, preds = many
    preds[4]["text_sha256"] = golds[4].text_sha256
    preds[4].pop("id")
    told = check(golds, preds)
    assert len(told) == 9


@pytest.mark.parametrize("side", [0, 1], ids=["gold", "predictions"])
def test_what_can_be_read_only_once_is_refused(side: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for once in (Path("-"), tmp_path / "pipe"):
        paths = [write(tmp_path / name, [toy_article()]) for name in ("gold", "pred")]
        paths[side] = once
        with pytest.raises(UsageError, match="more than once"):
            next(count_files(paths[0], paths[1], CORE))


def test_layers_only_some_records_have(many: tuple[list[Article], list[Json]]) -> None:
    golds, preds = many
    golds[3].layers.remove("entities")
    for index, pred in enumerate(preds):
        pred["layers"] = ["times", "events"] if index < 7 else ["quotes", "speakers"]
    check(golds, preds)


# ---- the quick way is taken, and given up where it has to be ------------------------------------


@pytest.fixture
def declined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The measures that were counted in full."""
    found: list[str] = []

    def spy(gold: Any, pred: Any, measures: Any) -> Any:
        found.extend(map(str, measures))
        return score_pair(gold, pred, measures)

    monkeypatch.setattr(files, "score_pair", spy)
    return found


def plain() -> Json:
    """A record in which nothing has to be looked for."""
    record = as_dict()
    record["times"][0]["acceptable"] = []
    anna = record["entities"][0]["mentions"][0]
    place = {key: anna[key] for key in ("start", "end", "text")}
    record["events"][0]["arguments"][1]["span"] = place
    return record


def test_plain_records_take_the_quick_way(declined: list[str]) -> None:
    assert isinstance(check([plain()], [plain()])[0], bytes)
    assert declined == []


SPOILED: list[tuple[str, Callable[[Json], object], str]] = [
    ("alternative", lambda r: r["times"][0].update(acceptable=["2031"]), "times@value"),
    ("reference", lambda r: r["events"][0]["arguments"][0].update(span=None), "events@arg-c"),
    ("other", lambda r: r["events"][0]["arguments"][0].update(acceptable=["anna"]), "events@arg-c"),
    ("same words", lambda r: r["quotes"].append(r["quotes"][0] | {"id": "q2"}), "quotes@partial"),
]


@pytest.mark.parametrize(
    ("spoil", "measure"), [s[1:] for s in SPOILED], ids=[s[0] for s in SPOILED]
)
def test_gold_that_asks_for_more(
    spoil: Callable[[Json], object], measure: str, declined: list[str]
) -> None:
    gold = plain()
    spoil(gold)
    check([gold], [plain()])
    assert measure in declined


def quote(start: int, end: int, kind: str) -> Json:
    text = as_dict()["text"]
    words = {"start": start, "end": end, "text": text[start:end]}
    found: Json = plain()["quotes"][0]
    return found | {"id": f"q{start}", "type": kind, "content": [words]}


@pytest.mark.parametrize("step", [1, -1])
def test_ties_between_quotes_of_two_types(step: int) -> None:
    # Both gold quotes share 9 characters with the prediction and have its speaker; which of the
    # two is paired shows in the counts by type.
    gold, pred = plain(), plain()
    gold["quotes"] = [quote(20, 30, "direct"), quote(22, 32, "indirect")][::step]
    pred["quotes"] = [quote(21, 31, "mixed")]
    assert isinstance(check([gold], [pred])[0], bytes)


def test_copies_of_an_event() -> None:
    # Two gold events say the same of Oslo. A prediction that gives the first one twice has found
    # one of the two arguments: its copy of an event is spurious with all that it says.
    gold, pred = plain(), plain()
    first = gold["events"][0]
    second = first | {"id": "v2", "triggers": first["triggers"][:1]}
    gold["events"], pred["events"] = [first, second], [first, first | {"id": "v2"}]
    (row,) = check([gold], [pred])
    assert b'"events@arg-c":[2,4,2,4]' in row


@pytest.mark.parametrize(
    ("wanted", "given", "counted"),
    [
        ("actor", "target", "[1,1,1,1]"),
        ("actor target", "target actor", "[2,2,2,2]"),
        ("target actor", "place instrument", "[2,2,2,2]"),
        ("target actor", "place", "[1,1,1,2]"),
        ("actor target", "target place instrument", "[2,3,2,2]"),
    ],
)
def test_roles_at_one_place(wanted: str, given: str, counted: str) -> None:
    """Each argument of one side with one of the other, whatever their roles."""
    gold, pred = plain(), plain()
    for record, roles in ((gold, wanted), (pred, given)):
        (event, *_) = record["events"]
        one = event["arguments"][0]
        event["arguments"] = [one | {"role": role} for role in roles.split()]
        record["events"] = [event]
    (row,) = check([gold], [pred], QUICK)
    assert f'"events@arg-i":{counted}'.encode() in row


def piece(start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": as_dict()["text"][start:end]}


BY_ID_AND_NAME = {"entity": "x", "name": "Anna Berg"}
ELSEWHERE = {"id": "x", "type": "PER", "mentions": [piece(38, 40)]}
CORNERS: list[tuple[str, Callable[[Json, Json], object], str]] = [
    # name, what is changed in gold and prediction, and what must be counted
    (
        "another speaker accepted",
        lambda g, p: (
            g["quotes"][0]["source"].update(acceptable=["oslo"]),
            p["quotes"][0].update(source={"span": piece(32, 36)}),
        ),
        '"quotes@speaker":[1,1,1,1]',
    ),
    (
        "a speaker by an id and a name",
        lambda g, p: (
            p["entities"].append(ELSEWHERE),
            p["quotes"][0].update(source=BY_ID_AND_NAME),
        ),
        '"quotes@speaker":[1,1,1,1]',
    ),
    (
        "an entity without a mention",
        lambda g, p: p["entities"].append({"type": "PER", "mentions": []}),
        '"coref@ceafe":[2.0,2,2.0,2]',
    ),
    (
        "a span that touches, beside a longer one",
        lambda g, p: p.update(
            times=[{"span": piece(38, 41), "value": "2022-01-24"}, {"span": piece(50, 60)}]
        ),
        '"times@value":[0,2,0,1]',
    ),
]


@pytest.mark.parametrize(
    ("change", "counted"), [c[1:] for c in CORNERS], ids=[c[0] for c in CORNERS]
)
def test_corners(change: Callable[[Json, Json], object], counted: str) -> None:
    gold, pred = plain(), plain()
    change(gold, pred)
    (row,) = check([gold], [pred], QUICK)
    assert counted.encode() in row


@pytest.mark.parametrize("edge", ["start", "end"])
def test_spans_that_only_touch(edge: str) -> None:
    gold, pred = plain(), plain()
    at = gold["times"][0]["span"][edge] - (edge == "start")
    pred["times"][0]["span"] = {"start": at, "end": at + 1, "text": gold["text"][at]}
    (row,) = check([gold], [pred])
    assert b'"times@value":[0,1,0,1]' in row


def test_strings_that_are_not_in_the_text(declined: list[str]) -> None:
    pred = plain()
    pred["entities"].append({"type": "PER", "text": "Zoe"})
    check([plain()], [pred])
    assert "entities@strict" in declined


# ---- faults -------------------------------------------------------------------------------------

GONE = object()
VALUES: tuple[object, ...] = (GONE, None, "", "x", "anna", -1, 3, 10**6, 0.5, [], {}, True)


def places(node: Any, path: str = "$") -> Iterator[tuple[Any, Any, str]]:
    """Every container of a JSON value with each of its keys and their path."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        at = f"{path}.{key}"
        yield node, key, at
        if isinstance(node[key], dict | list):
            yield from places(node[key], at)


def spoil(record: Json, chance: random.Random, value: object) -> str:
    """Replace one value of the record, or leave one key out; its path."""
    node, key, path = chance.choice(list(places(record)))
    if value is GONE:
        del node[key]
    else:
        node[key] = value
    return path


@given(st.randoms(use_true_random=False), st.sampled_from(VALUES))
@settings(max_examples=150)
def test_one_thing_wrong_in_a_prediction(chance: random.Random, value: object) -> None:
    pred = plain()
    spoil(pred, chance, value)
    check([plain()], [pred])


NOT_COUNTED = re.compile(
    r"\$(\.(text_sha256|guidelines_version|anomalies|provenance)\b.*"
    r"|.*\.(wikidata|head|subword|anchor|vague|comparator|unit|of|addressee|parent|ref)\b.*"
    r"|\.(times|quantities|quotes|events)\.\d+\.id|\.times\.\d+\.type"
    r"|\.events\.\d+\.(factuality|status))"
)


@given(st.randoms(use_true_random=False), st.sampled_from(VALUES))
@settings(max_examples=250)
def test_one_thing_wrong_in_gold(chance: random.Random, value: object) -> None:
    """What is counted is refused if it is at fault; of the rest nothing changes a count."""
    gold = plain()
    path = spoil(gold, chance, value)
    with TemporaryDirectory() as folder:
        paths = write(Path(folder, "gold"), [gold]), write(Path(folder, "pred"), [plain()])
        told, wanted = fast(*paths, CORE), full(*paths, CORE)
        if told == wanted:
            return
        faults = [fault.path for fault in wanted if isinstance(fault, Fault)]
        assert faults
        if NOT_COUNTED.fullmatch(path):
            assert told == full(write(Path(folder, "sound"), [plain()]), paths[1], CORE)
        else:  # what a reference led to is gone, and nothing counted follows that reference
            assert all(at.endswith((".ref", ".of", ".addressee", ".parent")) for at in faults)


@pytest.mark.parametrize("id", ["", "two words", "x" * 129])
def test_ids_that_are_none(id: str) -> None:
    gold, other = plain(), plain()
    gold["entities"][1]["id"] = other["id"] = id
    for record in (gold, other):
        assert isinstance(check([record], [plain() | {"id": record["id"]}])[0], Fault)


REFUSED: list[tuple[str, Callable[[Json, Json], object]]] = [
    ("a time annotated twice", lambda g, p: g["times"].append(g["times"][0] | {"id": "t2"})),
    (
        "a mention annotated twice",
        lambda g, p: g["entities"][1]["mentions"].append(g["entities"][0]["mentions"][0]),
    ),
    ("nobody accepted", lambda g, p: g["quotes"][0]["source"].update(acceptable=["nobody"])),
    ("a quote without words", lambda g, p: p["quotes"][0].update(content=[])),
]


@pytest.mark.parametrize("change", [r[1] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_both_refuse(change: Callable[[Json, Json], object]) -> None:
    gold, pred = plain(), plain()
    change(gold, pred)
    assert isinstance(check([gold], [pred])[0], Fault)


@pytest.mark.parametrize("order", [[1, 0, 1], [1, 0, 0], [0, 1, 1]])
def test_one_article_twice(many: tuple[list[Article], list[Json]], order: list[int]) -> None:
    golds, preds = many
    assert isinstance(check(golds, [preds[index] for index in order])[0], Fault)
    assert isinstance(check([golds[index] for index in order], preds[:2])[0], Fault)


@pytest.mark.parametrize("shift", [0, 1, 1000])
def test_offsets_without_surfaces(shift: int) -> None:
    # The text starts with one astral character: every UTF-16 offset after it is one more.
    pred = plain()
    pred["entities"] = [
        {"start": mention["start"] + shift, "end": mention["end"] + shift, "type": entity["type"]}
        for entity in pred["entities"]
        for mention in entity["mentions"]
    ]
    pred["quotes"] = []
    told = check([plain()], [pred])
    assert isinstance(told[0], Fault if shift else bytes)


def test_files_with_several_faults(many: tuple[list[Article], list[Json]]) -> None:
    golds, preds = many
    preds[2]["times"][0]["span"]["text"] = "elsewhere"
    preds[5]["id"] = "unknown"
    told = check([*golds, golds[0]], [*preds, preds[1]])
    assert {type(item) for item in told} == {Fault}


@pytest.mark.parametrize("line", [b"{oops\n", b"7\n", b'{"id":"a\xff"}\n', b"[" * 100_000])
def test_lines_that_are_no_record(line: bytes, tmp_path: Path) -> None:
    good, bad = write(tmp_path / "good", [toy_article()]), tmp_path / "bad"
    bad.write_bytes(good.read_bytes() + line)
    for gold, pred in ((good, bad), (bad, good)):
        told = fast(gold, pred, CORE)
        assert told == full(gold, pred, CORE)
        assert isinstance(told[0], Fault)


def test_faults_come_after_the_rows_before_them(
    many: tuple[list[Article], list[Json]], tmp_path: Path
) -> None:
    golds, preds = many
    preds[2]["times"][0]["span"]["text"] = "elsewhere"
    rows = count_files(write(tmp_path / "g", golds), write(tmp_path / "p", preds), CORE)
    assert [next(rows).id, next(rows).id] == [golds[0].id, golds[1].id]
    with pytest.raises(DataError, match="elsewhere"):
        next(rows)
