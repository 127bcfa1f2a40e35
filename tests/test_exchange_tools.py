"""Tools that hold part of an article: what they get, what is dropped, what comes back."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from graphs import full_articles
from hypothesis import HealthCheck, given, settings
from test_exchange_graph import TEXT, article, back, plain
from typer.testing import CliRunner, Result

from goldfield.cli import app
from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.exchange.graph import Graph
from goldfield.corpus.exchange.projecting import named_spans, outermost
from goldfield.corpus.exchange.taking import grafted, take
from goldfield.corpus.exchange.tools import TOOLS
from goldfield.corpus.exchange.units import Claim, prove_unit
from goldfield.corpus.foreign.account import Account
from goldfield.corpus.formats import convert
from goldfield.corpus.loading import load_articles
from goldfield.errors import UnknownName, UsageError
from goldfield.schema.records import Article
from goldfield.schema.writing import write_lines

SETTINGS = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def goldfield(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def written(tool: str, *graphs: Graph) -> dict[str, bytes]:
    return dict(TOOLS[tool].write(graphs))


def put(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_the_iob_of_an_article() -> None:
    (data,) = written("iob", to_graph(article())).values()
    rows = [line.split("\t") for line in data.decode().split("\n") if "\t" in line]
    assert [row for row in rows if row[3] != "O"] == [
        ["Ada", "0", "3", "B-PER"],
        ["Lind", "4", "8", "I-PER"],
        ["Brim", "18", "22", "B-GPE"],
    ]
    assert all(TEXT[int(start) : int(end)] == token for token, start, end, _ in rows)
    dropped = TOOLS["iob"].drops
    assert dropped is not None
    # Eleven regions, of which Ada Lind and Brim stay; nine relations; the language.
    assert dropped(to_graph(article())) == Counter(
        {
            "regions mention": 1, "regions head": 1, "regions time": 1, "regions quantity": 1,
            "regions quote": 1, "regions cue": 1, "regions quoted": 1, "regions trigger": 1,
            "regions argument": 1, "attributes of regions": 5, "document fields": 1,
            "items with what no tool shows": 2, "provenance, layers and versions": 1,
            "relations actor": 1, "relations coref": 1, "relations cue": 1, "relations head": 1,
            "relations place": 1, "relations quoted": 1, "relations refers": 1,
            "relations speaker": 1, "relations topic": 1,
        }
    )  # fmt: skip


@SETTINGS
@given(full_articles())
def test_names_come_back_from_iob_and_docbin(article: Article) -> None:
    graph = to_graph(article)
    names = [(name.start, name.end, name.type) for name in outermost(named_spans(graph))]
    tags = [
        (int(start), int(end), tag)
        for line in written("iob", graph)["names.conll"].decode().split("\n")
        if len(row := line.split("\t")) == 4
        for _, start, end, tag in [row]
    ]
    found = [(start, tag[2:]) for start, _, tag in tags if tag.startswith("B")]
    assert found == [(start, type_) for start, _, type_ in names]
    covered = {start for start, _, tag in tags if tag != "O"}
    assert all(any(a <= start < b for a, b, _ in names) for start in covered)


def test_docbin_holds_what_tokens_match(tmp_path: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    graph = to_graph(article())
    (data,) = written("docbin", graph).values()
    (doc,) = DocBin(store_user_data=True).from_bytes(data).get_docs(Vocab())
    assert doc.text == TEXT
    assert [(one.text, one.label_) for one in doc.ents] == [("Ada Lind", "PER"), ("Brim", "GPE")]
    assert [(one.text, one.label_) for one in doc.spans["trigger"]] == [("spoke", "CONSULT")]
    assert [(one.text, one.id_) for one in doc.spans["head"]] == [("mayor", "ada#mention#head")]
    drops = TOOLS["docbin"].drops
    assert drops is not None
    assert drops(graph)["regions time"] == 0
    inside = graph._replace(
        regions=[one._replace(start=27) if one.id == "t" else one for one in graph.regions]
    )
    assert drops(inside)["regions time"] == 1  # "onday" is no token
    path = put(tmp_path, written("docbin", graph)) / "articles.spacy"
    read = convert(path, "docbin", {"a": article()})
    assert [one["type"] for one in read.records[0]["entities"]] == ["PER", "GPE"]


def test_the_task_of_prodigy() -> None:
    task = json.loads(written("prodigy", to_graph(article()))["prodigy.jsonl"])
    assert task["text"] == TEXT
    assert {"start": 9, "end": 14, "label": "CONSULT"} in task["spans"]
    assert task["meta"]["id"] == "a"


@SETTINGS
@given(full_articles())
def test_doccano_gives_back_spans_and_relations(article: Article) -> None:
    graph = to_graph(article)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _: written("doccano", graph)["doccano.jsonl"])
        tool = TOOLS["doccano"].read
        assert tool is not None
        (alone,) = tool(Path("d.jsonl"), reading())
    assert plain(back(grafted(alone, graph))) == plain(article)  # with the gold nothing is lost
    numbers = {region.id: str(n) for n, region in enumerate(graph.regions, start=1)}
    assert alone.regions == [
        region._replace(id=numbers[region.id], attributes={}) for region in graph.regions
    ]
    assert alone.relations == [
        line._replace(source=numbers[line.source], target=numbers[line.target])
        for line in graph.relations
    ]


def reading() -> Reading:
    return Reading(Account())


DOCCANO = {
    "id": 7, "text": "😀 Ada met Bo.", "Comments": [],
    "entities": [
        {"id": 1, "label": "PER", "start_offset": 2, "end_offset": 5},
        {"id": 2, "label": "CONSULT", "start_offset": 6, "end_offset": 9},
    ],
    "relations": [{"id": 3, "from_id": 2, "to_id": 1, "type": "actor"}],
}  # fmt: skip
OLD = {"id": 8, "text": "Ada met Bo.", "label": [[0, 3, "PER"], [8, 10, "PER"]]}


def test_what_doccano_exports(tmp_path: Path) -> None:
    path = tmp_path / "admin.jsonl"
    path.write_text(f"{json.dumps(DOCCANO)}\n{json.dumps(OLD)}\n\n", "utf-8")
    out = tmp_path / "out.jsonl"
    result = goldfield("corpus", "import", path, "--format", "doccano", "--out", out)
    assert result.exit_code == 0, result.output
    assert "region: 4 found, 4 kept, 0 skipped" in result.stdout
    first, second = load_articles(out)
    wanted = ["entities", "coref", "times", "quantities", "events", "arguments"]  # rule L1
    assert first.layers == second.layers == wanted
    assert first.events[0].arguments[0].ref == first.entities[0].id
    assert [one.mentions[0].text for one in second.entities] == ["Ada", "Bo"]
    assert goldfield("corpus", "validate", out).exit_code == 0


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "truncated"),
        ("[]", "Expected `object`"),
        ('{"id": 1}', "missing required field `text`"),
        (json.dumps(OLD | {"label": [[0, 99, "PER"]]}), "outside the text"),
        (json.dumps(OLD | {"label": [[0, 3, "PERSON"]]}), "labels that goldfield does not have: P"),
        (json.dumps(DOCCANO | {"relations": [{"from_id": 2, "to_id": 9, "type": "actor"}]}), "'9'"),
        ('{"id": 1, "x": ' + "[" * 5000, "recursion"),
    ],
)
def test_faults_of_doccano(tmp_path: Path, line: str, problem: str) -> None:
    path, out = tmp_path / "d.jsonl", tmp_path / "out.jsonl"
    path.write_text(f"{json.dumps(OLD)}\n{line}\n", "utf-8")
    result = goldfield("corpus", "import", path, "--format", "doccano", "--out", out)
    assert result.exit_code == 1
    (fault,) = result.exception.faults  # type: ignore[union-attr]
    assert problem in fault.problem
    assert fault.where.startswith(f"{path}:2")
    assert not out.exists()
    arguments = ("corpus", "import", path, "--format", "doccano", "--out", out, "--allow-lossy")
    assert goldfield(*arguments).exit_code == 0
    assert len(load_articles(out)) == 1


def exported(folder: Path, tool: str, *more: object) -> Path:
    gold = folder / "gold.jsonl"
    write_lines(gold, [article()])
    out = folder / tool
    result = goldfield("corpus", "export", gold, "--format", tool, "--out", out, *more)
    assert result.exit_code == 0, result.output
    return out


def test_what_is_dropped_needs_a_yes(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    write_lines(gold, [article()])
    out = tmp_path / "d"
    result = goldfield("corpus", "export", gold, "--format", "doccano", "--out", out)
    assert result.exit_code == 1
    assert "doccano cannot hold all of 1 article:" in result.stderr
    assert "2 items with what no tool shows" in result.stderr
    assert not out.exists()
    assert (exported(tmp_path, "doccano", "--allow-lossy") / "doccano.jsonl").exists()
    again = goldfield("corpus", "export", gold, "--format", "doccano", "--out", tmp_path)
    assert isinstance(again.exception, UsageError)
    assert isinstance(
        goldfield("corpus", "export", gold, "--to", "dockano", "--out", out).exception, UnknownName
    )


def test_changes_are_shown(tmp_path: Path) -> None:
    folder = exported(tmp_path, "doccano", "--allow-lossy")
    row: dict[str, Any] = json.loads((folder / "doccano.jsonl").read_text("utf-8"))
    spans = {TEXT[s["start_offset"] : s["end_offset"]]: s for s in row["entities"]}
    spans["30"]["end_offset"] = 63  # "30 left"
    spans["Brim"]["label"] = "LOC"
    (folder / "doccano.jsonl").write_text(json.dumps(row), "utf-8")
    gold = tmp_path / "gold.jsonl"
    result = goldfield("corpus", "import", folder, "--format", "doccano", "--gold", gold)
    assert result.exit_code == 0, result.output
    shown = [line for line in result.stdout.split("\n") if line.startswith("a: ")]
    assert shown[:2] == [
        "a: ~ entities/brim: type GPE -> LOC",
        "a: ~ quantities/n: span '30' [56, 58) -> '30 left' [56, 63)",
    ]
    # The event's topic is the quantity, so the event reads differently as well.
    assert [line.partition(": arg")[0] for line in shown[2:]] == ["a: ~ events/v"]


def test_a_changed_text_is_refused(tmp_path: Path) -> None:
    folder = exported(tmp_path, "doccano", "--allow-lossy")
    path = folder / "doccano.jsonl"
    path.write_text(path.read_text("utf-8").replace("Ada Lind spoke", "Ada Lind Spoke"), "utf-8")
    gold = tmp_path / "gold.jsonl"
    result = goldfield("corpus", "import", path, "--format", "doccano", "--gold", gold)
    (fault,) = result.exception.faults  # type: ignore[union-attr]
    assert fault.problem == "its text is not that of 'a': they differ at offset 9"


def test_an_extractors_answers_to_start_from(tmp_path: Path) -> None:
    gold, answers = tmp_path / "gold.jsonl", tmp_path / "rules.jsonl"
    write_lines(gold, [article()])
    answer = {"id": "a", "entities": [{"start": 18, "end": 22, "type": "LOC"}, "nowhere"]}
    answers.write_text(json.dumps(answer), "utf-8")
    out = tmp_path / "out"
    arguments = ("corpus", "export", gold, "--to", "doccano", "--out", out, "--allow-lossy")
    result = goldfield(*arguments, "--predictions", answers)
    assert result.exit_code == 0, result.output
    (row,) = map(json.loads, (out / "doccano.jsonl").read_text("utf-8").splitlines())
    assert [(s["label"], s["start_offset"]) for s in row["entities"]] == [("LOC", 18)]


def test_the_unit_is_proved_by_surfaces() -> None:
    text = "😀é Ada"
    for unit, start in (("codepoint", 3), ("utf-16", 4), ("utf-8", 7)):
        found = prove_unit(text, [Claim(start, start + 3, "Ada")])
        assert found is not None
        assert (found[0], found[1](start)) == (unit, 3)
    assert prove_unit(text, [Claim(3, 6, "Ada"), Claim(4, 7, "Ada")]) is None
    assert prove_unit(text, [Claim(5, 8, "Ada")]) is None
    assert prove_unit("a\nb", [Claim(0, 3, "a b")], spelled=lambda s: s.replace("\n", " "))


def test_nothing_is_read_back_from_prodigy(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(take(TOOLS["prodigy"], tmp_path, {}, reading()))
