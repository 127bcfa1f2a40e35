"""Label Studio: what it is given, what its editor makes of it, and what comes back.

`label-studio-export.json` is what the server 1.23.2 exported after `label-studio-gold.jsonl` was
uploaded and worked on in its editor: of "edited" a mention was made a pronoun, its head deleted,
and a name drawn over a line break; "untouched" was saved as it was; "skipped" was skipped by its
annotator; "twice" was annotated twice; "waiting" is a prediction.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from graphs import full_articles
from hypothesis import HealthCheck, given, settings
from test_exchange_graph import TEXT, article, back, plain
from typer.testing import CliRunner, Result

from goldfield.cli import app
from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.difference import changes
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.exchange.graph import ATTRIBUTES, FIELDS, LABELS, RELATIONS
from goldfield.corpus.exchange.label_studio.config import CONTROLS, labelling_config
from goldfield.corpus.exchange.label_studio.writing import TASKS, unescaped
from goldfield.corpus.exchange.taking import take
from goldfield.corpus.exchange.tools import TOOLS
from goldfield.corpus.foreign.account import Account
from goldfield.corpus.loading import load_articles
from goldfield.schema.offsets import OffsetMap, Unit
from goldfield.schema.records import Article, Span
from goldfield.schema.text import sha256_of

DATA = Path(__file__).parent / "data"
EXPORT, GOLD = DATA / "label-studio-export.json", DATA / "label-studio-gold.jsonl"
TOOL = TOOLS["label-studio"]
# 200 articles, each after five beginnings, make 1,000 documents, of offsets in any unit.
BEGINNINGS = ("", "😀", "\u2028 é\n", " 𝔘\u00a0\n\n", "👨‍👩‍👧 <b>&\\n ")
Json = dict[str, Any]
Task = dict[str, Any]
Edit = Callable[[list[Json]], None]


def tasks(*articles: Article) -> list[Task]:
    found: list[Task] = json.loads(dict(TOOL.write(map(to_graph, articles)))[TASKS])
    return found


def taken(folder: Path, rows: Any, account: Account | None = None) -> list[Article]:
    path = folder / "export.json"
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows), "utf-8")
    account = account or Account()
    return [one.article for one in take(TOOL, path, {}, Reading(account))]


def result_of(task: Task) -> list[Json]:
    found: list[Json] = task["annotations"][0]["result"]
    return found


def of(result: list[Json], id: str, control: str = "label") -> Json:
    return next(item for item in result if (item.get("id"), item.get("from_name")) == (id, control))


def goldfield(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


# ---- what it is given -----------------------------------------------------------------------


def test_the_config_has_every_label_once() -> None:
    view = ET.fromstring(labelling_config())
    values = {tag: [one.get("value") for one in view.iter(tag)] for tag in ("Label", "Relation")}
    assert sorted(filter(None, values["Label"])) == sorted(LABELS)
    assert values["Relation"] == list(RELATIONS)
    names = [one.get("name") for one in view.iter() if one.get("name")]
    assert Counter(names) == Counter(["label", "text", *CONTROLS, *FIELDS])
    for panel in view.findall("View"):
        (kind,) = {LABELS[label][0] for label in panel.get("whenLabelValue", "").split(",")}
        asked = [one.get("name", "") for one in panel if one.get("name")]
        assert [CONTROLS[name] for name in asked] == [(kind, name) for name in ATTRIBUTES[kind]]
        assert all(one.get("perRegion") == "true" for one in panel if one.get("name"))
        for choices in panel.iter("Choices"):
            values_of = ATTRIBUTES[kind][CONTROLS[choices.get("name", "")][1]]
            assert tuple(one.get("value") for one in choices) == values_of


def test_the_task_of_an_article() -> None:
    (task,) = tasks(article())
    assert (task["data"]["text"], task["data"]["id"]) == (TEXT, "a")
    result = result_of(task)
    assert of(result, "ada%23mention") == {
        "id": "ada%23mention", "from_name": "label", "to_name": "text", "type": "labels",
        "value": {"start": 40, "end": 49, "text": "the mayor", "labels": ["PER"]},
    }  # fmt: skip
    kind = of(result, "ada%23mention", "mention-kind")
    assert (kind["type"], kind["value"]["choices"]) == ("choices", ["NOM"])
    assert of(result, "n", "quantity-value")["value"]["text"] == ["30"]
    assert of(result, "%lang", "lang")["value"] == {"text": ["en"]}
    lines = [item for item in result if item["type"] == "relation"]
    assert lines[0] == {
        "type": "relation", "from_id": "ada%23mention", "to_id": "ada%23mention%23head",
        "direction": "right", "labels": ["head"],
    }  # fmt: skip
    assert len({(line["from_id"], line["to_id"]) for line in lines}) == len(lines)
    assert not any("#" in str(item.get("id", "")) for item in result)


def test_two_relations_between_two_regions_are_one_line() -> None:
    (task,) = tasks(load_articles(GOLD)[0])
    lines = {(one["from_id"], one["to_id"]): one for one in result_of(task) if "from_id" in one}
    assert lines["v", "ada"]["labels"] == ["actor", "target"]


@pytest.mark.parametrize("id", ["a", "a#b", "%23", "%25#", "#%", "%%2523", "é😀"])
def test_ids_come_back(id: str) -> None:
    named = article()
    named.entities[1].id = id
    named.events[0].arguments[1].ref = id
    (task,) = tasks(named)
    (written,) = (
        one for one in result_of(task) if one["type"] == "labels" and one["value"]["start"] == 18
    )
    assert "#" not in written["id"]
    assert unescaped(written["id"]) == id


def test_what_nobody_has_annotated_is_a_prediction(tmp_path: Path) -> None:
    draft = article()
    draft.provenance = msgspec.structs.replace(
        draft.provenance, passes=0, status="draft", pre_annotated_by="rules@1.2"
    )
    draft.schema_version = "1.1"
    (task,) = tasks(draft)
    assert task["annotations"] == []
    assert [one["model_version"] for one in task["predictions"]] == ["rules@1.2"]
    assert task["predictions"][0]["result"] == result_of(*tasks(article()))
    account = Account()
    assert taken(tmp_path, [task], account) == []
    assert account.reasons() == ["1 document: nobody annotated it"]
    task["annotations"] = [{"result": task["predictions"][0]["result"], "completed_by": 1}]
    (read,) = taken(tmp_path, [task])
    (change,) = changes(draft, read)
    assert change.what == "passes 0 -> 1; status draft -> single"


# ---- what comes back ------------------------------------------------------------------------


def after(beginning: str, record: Article) -> Article:
    """The article with its text, and every offset, after a beginning."""

    def moved(node: Any) -> Any:
        if isinstance(node, list):
            return [moved(one) for one in node]
        if not isinstance(node, dict):
            return node
        found = {key: moved(value) for key, value in node.items()}
        if "start" in found:
            found |= {key: found[key] + len(beginning) for key in ("start", "end")}
        return found

    text = beginning + record.text
    changed = moved(plain(record)) | {"text": text, "text_sha256": sha256_of(text)}
    return msgspec.convert(changed, Article)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(full_articles())
def test_nothing_is_lost(record: Article) -> None:
    documents = [after(beginning, record) for beginning in BEGINNINGS]
    files = dict(TOOL.write(map(to_graph, documents)))
    account = Account()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda path: files[path.name])
        assert TOOL.read is not None
        graphs = list(TOOL.read(Path(TASKS), Reading(account)))
    assert account.faults == []
    assert [plain(back(graph)) for graph in graphs] == [plain(one) for one in documents]


def test_what_the_server_exported(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    options = ("--format", "label-studio", "--gold", GOLD, "--out", out)
    refused = goldfield("corpus", "import", EXPORT, *options)
    assert refused.exit_code == 1
    (fault,) = refused.exception.faults  # type: ignore[union-attr]
    assert (fault.where, fault.path) == (str(EXPORT), "$[3].annotations")
    assert fault.problem == "2 of them, by user 1, user 1"
    assert not out.exists()
    result = goldfield("corpus", "import", EXPORT, *options, "--allow-lossy")
    assert result.exit_code == 0, result.output
    for line in ("1 document: its annotator skipped it", "1 document: nobody annotated it"):
        assert f"  {line}\n" in result.stdout
    gold = {one.id: one for one in load_articles(GOLD)}
    edited, untouched = load_articles(out)
    assert plain(untouched) == plain(gold["untouched"])
    told = [change[:2] for change in changes(gold["edited"], edited)]
    new = edited.entities[2]
    assert told == [("~", "entities/ada"), ("+", f"entities/{new.id}")]
    assert (new.type, new.mentions[0].text) == ("ORG", "Brim,\nrefused")
    mayor = edited.entities[0].mentions[1]
    assert (mayor.text, mayor.kind, mayor.head) == ("the mayor of Brim", "PRO", None)


def move(result: list[Json]) -> None:
    of(result, "t")["value"] |= {"start": 23, "end": 32, "text": "on Monday"}


def relabel(result: list[Json]) -> None:
    of(result, "brim")["value"]["labels"] = ["FAC"]


def choose(result: list[Json]) -> None:
    of(result, "v", "trigger-status")["value"]["choices"] = ["ongoing"]


def type_in(result: list[Json]) -> None:
    of(result, "n", "quantity-value")["value"]["text"] = ["31.5"]
    of(result, "%lang", "lang")["value"]["text"] = ["en-GB"]


def clear(result: list[Json]) -> None:
    of(result, "n", "quantity-unit")["value"]["text"] = []


def draw(result: list[Json]) -> None:
    """A new region, with an id of Label Studio's, and a line to it drawn the wrong way round."""
    value = {"start": 59, "end": 63, "text": "left", "labels": ["ORG"]}
    new = {"id": "Zr_ZN7h-9q", "from_name": "label", "to_name": "text", "type": "labels"}
    result.append({**new, "value": value, "origin": "manual", "meta": {"text": ["a note"]}})
    ends = {"from_id": "Zr_ZN7h-9q", "to_id": "n"}
    result.append({"type": "relation", **ends, "direction": "left", "labels": ["of"]})


def delete(result: list[Json]) -> None:
    result[:] = [
        one for one in result if "n" not in (one.get("id"), one.get("from_id"), one.get("to_id"))
    ]


def join(result: list[Json]) -> None:
    """Brim and Ada become one entity, by a line without a direction; both have to have one type."""
    of(result, "brim")["value"]["labels"] = ["PER"]
    ends = {"from_id": "brim", "to_id": "ada"}
    result.append({"type": "relation", **ends, "direction": "bi", "labels": ["coref"]})


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (move, ["~ times/t: span 'Monday' [26, 32) -> 'on Monday' [23, 32)"]),
        (relabel, ["~ entities/brim: type GPE -> FAC"]),
        (choose, ["~ events/v: arguments ... status occurred -> ongoing"]),
        (type_in, ["~ meta/lang: en -> en-GB", "~ quantities/n: value 30.0 -> 31.5"]),
        (clear, ["~ quantities/n: unit person -> nothing"]),
        (
            draw,
            [
                "+ entities/Zr_ZN7h-9q: type=ORG mentions=['left' [59, 63) NAM]",
                "~ quantities/n: of nothing -> Zr_ZN7h-9q",
            ],
        ),
        (delete, ["- quantities/n: span='30' [56, 58)", "~ events/v: arguments"]),
        (join, ["~ entities/ada: mentions", "- entities/brim", "~ events/v: arguments"]),
    ],
)
def test_edits(tmp_path: Path, edit: Edit, told: list[str]) -> None:
    (task,) = tasks(article())
    edit(result_of(task))
    account = Account()
    (read,) = taken(tmp_path, [task], account)
    assert account.faults == []
    found = [f"{sign} {path}: {what}" for sign, path, what in changes(article(), read)]
    # An item that is edited is what the tool shows of it: its alternatives are gone.
    for one, wanted in zip(found, told, strict=True):
        first, _, last = wanted.partition(" ... ")
        assert one.startswith(first), found
        assert one.endswith(last), found


def counted(record: Article, unit: Unit) -> Task:
    """The task as a tool would write it whose offsets count another unit."""
    (task,) = tasks(record)
    offsets = OffsetMap(record.text, unit)
    for item in result_of(task):
        if "start" in (value := item.get("value", {})):
            value |= {key: offsets.to_unit(value[key]) for key in ("start", "end")}
    return task


@pytest.mark.parametrize("unit", ["utf-16", "utf-8"])
def test_offsets_in_another_unit(tmp_path: Path, unit: Unit) -> None:
    record = after("😀é ", article())
    task = counted(record, unit)
    assert of(result_of(task), "brim")["value"]["start"] != 21
    (read,) = taken(tmp_path, [task])
    assert plain(read) == plain(record)
    of(result_of(task), "brim")["value"] |= {"start": 21, "end": 25}  # one in code points
    account = Account()
    assert taken(tmp_path, [task], account) == []
    assert len(account.faults) == 10  # of eleven regions
    assert "no unit (code points or UTF-16 code units or UTF-8 bytes) fits" in str(account.faults)


def test_line_breaks_of_the_editor(tmp_path: Path) -> None:
    record = after("two\nlines \\n\n", article())
    record.meta.headline = Span(0, 12, "two\nlines \\n")
    (task,) = tasks(record)
    value = of(result_of(task), "%23headline")["value"]
    assert value["text"] == "two\nlines \\n"
    value["text"] = r"two\nlines \n"
    (read,) = taken(tmp_path, [task])
    assert plain(read) == plain(record)


# ---- what is wrong --------------------------------------------------------------------------


def item(number: int, **changes: Any) -> Edit:
    return lambda result: result[number].update(changes)


def value(number: int, **changes: Any) -> Edit:
    return lambda result: result[number]["value"].update(changes)


def line(**changes: Any) -> Edit:
    found = {"type": "relation", "from_id": "q", "to_id": "ada", "direction": "right"}
    return lambda result: result.append(found | {"labels": ["addressee"]} | changes)


# Of the article's task: 0 is the region of Ada, 1 to 3 are its kind, name and wikidata.
@pytest.mark.parametrize(
    ("edit", "at", "problem"),
    [
        (value(0, labels=["PERSON"]), "[0]", "no label is called 'PERSON'"),
        (value(0, labels=["PER", "ORG"]), "[0]", "a region with 2 labels, not one"),
        (value(0, start=None), "[0]", "a region without id, start or end"),
        (value(0, text=["x"]), "[0]", "a region whose text is a list"),
        (value(0, text="Ada Bind"), "[0]", "[0, 8) holds 'Ada Lind', not 'Ada Bind'; no unit"),
        (value(0, end=999), "[0]", "[0, 999) holds"),
        (value(0, start="0"), "[0].value.start", "Expected `int | null`, got `str`"),
        (item(1, from_name="kind"), "[1]", "no control is called 'kind'"),
        (item(1, id="q"), "[1]", "'mention-kind' of what is no mention"),
        (value(1, choices=["NAM", "NOM"]), "[1]", "'mention-kind' has 2 values, not one"),
        (line(labels=[]), "[40]", "the relation from 'q' to 'ada' has no label"),
        (line(direction="bi"), "[40]", "'addressee' leads both ways between 'q' and 'ada'"),
        (line(direction="up"), "[40].direction", "Invalid enum value 'up'"),
    ],
)  # fmt: skip
def test_faults_have_their_place(tmp_path: Path, edit: Edit, at: str, problem: str) -> None:
    (task,) = tasks(article())
    number = len(result_of(task))
    edit(result_of(task))
    account = Account()
    assert taken(tmp_path, [task], account) == []
    (fault,) = account.faults
    assert fault.where == str(tmp_path / "export.json")
    assert fault.path == f"$[0].annotations[0].result{at.replace('[40]', f'[{number}]')}"
    assert fault.problem.startswith(problem)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("", "Input data was truncated"),
        ("{}", "Expected `array`, got `object`"),
        ('[{"text": "x", "label": []}]', "missing required field `data`"),  # JSON-MIN
        ("[" * 5000, "ecursion"),
        ('[{"data": {"text": 5}, "annotations": []}]', "Expected `str`, got `int`"),
        (line(labels=["said"]), "no relation is called 'said'"),
        (line(to_id="gone"), "an end that is no region ('gone')"),
        (value(1, choices=["NAME"]), "kind is 'NAME'; did you mean 'NAM'?"),
    ],
)
def test_other_faults(tmp_path: Path, rows: str | Edit, problem: str) -> None:
    if not isinstance(rows, str):
        (task,) = tasks(article())
        rows(result_of(task))
        rows = json.dumps([task])
    account = Account()
    assert taken(tmp_path, rows, account) == []
    (fault,) = account.faults
    assert problem in fault.problem


def test_damage_is_told_and_never_raised(tmp_path: Path) -> None:
    """Every third value of a task in turn becomes something that it should not be."""
    (task,) = tasks(article())

    def places(node: Any) -> list[tuple[Any, Any]]:
        keys = node if isinstance(node, dict) else range(len(node))
        inner = (places(node[key]) for key in keys if isinstance(node[key], dict | list))
        return [*((node, key) for key in keys), *chain.from_iterable(inner)]

    total = len(places(task))
    for number in range(0, total, 3):
        damaged = deepcopy(task)
        node, key = places(damaged)[number]
        node[key] = (None, 7, "x", ["x"], {"x": 1})[number % 5]
        account = Account()
        read = taken(tmp_path, [damaged], account)
        assert len(read) + bool(account.faults or account.skipped) >= 1
