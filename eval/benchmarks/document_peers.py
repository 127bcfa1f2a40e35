"""Clusters, events, templates and nested records, from disk to scores, by tools that compare those.

As in `peers.py`, each tool gets what it reads and its own scorer is called. ANLS* is a package;
coval, TextEE and IterX are checkouts that the environment names (`tests/parity/asking.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from measuring import SUITES, Case, Files, make
from peers import Json, rewrite, without_id

from goldfield.scoring.suites import Suite, load_suite

__all__ = [
    "CLUSTERS", "EVENTS", "TEMPLATES", "by_anls", "by_coval", "by_iterx", "by_textee",
    "make_articles", "make_clusters", "make_templates",
]  # fmt: skip

Pairs = Iterator[tuple[Json, Json]]


def _suite(base: Suite, *measures: str) -> Suite:
    return msgspec.structs.replace(base, measures=measures)


CLUSTERS = _suite(load_suite("coref"), "coref@muc", "coref@b3", "coref@ceafe", "coref@lea")
EVENTS = _suite(
    SUITES["full"], *(f"events@{mode}" for mode in ("tri-i", "tri-c", "arg-i", "arg-c"))
)
TEMPLATES = _suite(load_suite("templates"), "templates@rme-phi3")


def make_articles(folder: Path, documents: int) -> Files:
    """Whole records."""
    return make(folder, Case(documents))


def make_clusters(folder: Path, documents: int) -> Files:
    """The mentions of each entity as a cluster of places."""

    def plain(record: Json) -> Json:
        places = (
            {(mention["start"], mention["end"]) for mention in entity["mentions"]}
            for entity in record["entities"]
        )
        return {"id": record["id"], "clusters": [sorted(cluster) for cluster in places]}

    return rewrite(folder, documents, plain)


def make_templates(folder: Path, documents: int) -> Files:
    """Each event as a template: its arguments are entities of one mention."""

    def template(event: Json) -> Json:
        filled: Json = {"type": event["type"]}
        for argument in event["arguments"]:
            filled.setdefault(argument["role"], []).append([argument["span"]["text"]])
        return filled

    def plain(record: Json) -> Json:
        return {"id": record["id"], "templates": [*map(template, record["events"])]}

    return rewrite(folder, documents, plain)


def _read(files: Files) -> Pairs:
    with files.gold.open("rb") as golds, files.pred.open("rb") as preds:
        for one, other in zip(golds, preds, strict=True):
            yield msgspec.json.decode(one), msgspec.json.decode(other)


def by_anls(files: Files) -> None:
    from anls_star import anls_score

    for gold, pred in _read(files):
        anls_score(without_id(gold), without_id(pred))


def by_coval(files: Files) -> None:
    assign = import_module("coval.conll.reader").get_mention_assignments
    scorer = import_module("coval.eval.evaluator")
    infos = []
    for pair in _read(files):
        gold, pred = ([[*map(tuple, one)] for one in side["clusters"]] for side in pair)
        infos.append((gold, pred, assign(gold, pred), assign(pred, gold)))
    for metric in (scorer.muc, scorer.b_cubed, scorer.ceafe, scorer.lea):
        evaluator = scorer.Evaluator(metric)
        for info in infos:
            evaluator.update(info)
        evaluator.get_prf()


def by_textee(files: Files) -> None:
    sides: tuple[list[Json], list[Json]] = [], []
    for pair in _read(files):
        for side, record in zip(sides, pair, strict=True):
            id, events = record["id"], [_happening(event) for event in record["events"]]
            side.append({"doc_id": id, "wnd_id": id, "events": events})
    golds, preds = sides
    import_module("scorer").compute_scores(preds, golds, "E2E")


def _happening(event: Json) -> Json:
    def mark(span: Json, label: str) -> tuple[Any, ...]:
        return span["start"], span["end"], label, span["text"]

    arguments = [mark(one["span"], one["role"]) for one in event["arguments"]]
    return {"trigger": mark(event["triggers"][0], event["type"]), "arguments": arguments}


def by_iterx(files: Files) -> None:
    read = import_module("iterx.metrics.muc.gtt_eval_utils").jsonlines_to_gtt_templates
    metric = import_module("iterx.metrics.muc.iterx_muc").IterXMUCMetric
    with TemporaryDirectory() as folder:
        sides = Files(Path(folder, "gold"), Path(folder, "pred"))
        with sides.gold.open("wb") as golds, sides.pred.open("wb") as preds:
            for gold, pred in _read(files):
                told = {"docid": gold["id"], "templates": [*map(_placed, gold["templates"])]}
                golds.write(msgspec.json.encode(told) + b"\n")
                found = [_renamed(one) for one in pred["templates"]]
                preds.write(msgspec.json.encode({pred["id"]: found}) + b"\n")
        gold_path, pred_path = map(str, sides)
        asked = metric({pred_path: gold_path}, sanitize_special_chars=True, scorer_type="phi-3")
        predicted = read(pred_path, False, False, normalize_role=True)
        asked(predicted, pred_path, dedup=False, cluster_substr=False, normalize_role=True)
        asked.get_metric(reset=True)


def _renamed(template: Json) -> Json:
    return {"incident_type" if key == "type" else key: told for key, told in template.items()}


def _placed(template: Json) -> Json:
    """Of gold a mention is a pair of its string and its offset."""
    return {
        key: told
        if key == "incident_type"
        else [[[mention, 0] for mention in entity] for entity in told]
        for key, told in _renamed(template).items()
    }
