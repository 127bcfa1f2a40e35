"""The same two files of spans, from disk to scores, by other people's tools and by goldfield.

Each tool gets what it reads: the JSON is decoded, offsets are brought into the tool's own shape,
and its own scorer is called; nothing is written or printed. seqeval reads tags of words, so spans
that cut a word are snapped to it: what is compared here is time, not scores (`eval/PEERS.md`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
from measuring import Case, Files, make

from goldfield.schema.labels import EntityType
from goldfield.scoring.suites import load_suite

__all__ = [
    "RECORDS", "STRICT", "by_conlleval", "by_nervaluate", "by_seqeval", "by_spacy", "by_stickler",
    "by_stickler_records", "make_plain", "make_records",
]  # fmt: skip

Json = dict[str, Any]
Marks = list[tuple[int, int, str]]
WORD = re.compile(r"\S+")
LABELS = list(get_args(EntityType))
RECORDS = load_suite("values")
STRICT = msgspec.structs.replace(load_suite("spans"), measures=("spans@strict",))


def make_plain(folder: Path, documents: int) -> Files:
    """All mentions as plain spans: gold with its text, which goldfield reads past."""

    def plain(record: Json) -> Json:
        text = {"text": record["text"]} if "text" in record else {}
        return {"id": record["id"], "spans": mentions(record)} | text

    return rewrite(folder, documents, plain)


def make_records(folder: Path, documents: int) -> Files:
    """What else an article says, as nested JSON of strings: fields, quotes and events."""

    def plain(record: Json) -> Json:
        meta = record["meta"]
        return {
            "id": record["id"],
            "date": meta["date_published"]["value"],
            "headline": meta["headline"]["text"],
            "lang": meta["lang"],
            "quotes": [quote(one) for one in record["quotes"]],
            "events": [event(one) for one in record["events"]],
        }

    return rewrite(folder, documents, plain)


def rewrite(folder: Path, documents: int, plain: Callable[[Json], Json]) -> Files:
    files = Files(folder / "gold.plain.jsonl", folder / "pred.plain.jsonl")
    for source, target in zip(make(folder, Case(documents)), files, strict=True):
        with source.open("rb") as lines, target.open("wb") as out:
            for line in lines:
                out.write(msgspec.json.encode(plain(msgspec.json.decode(line))) + b"\n")
    return files


def quote(record: Json) -> Json:
    return {
        "type": record["type"],
        "content": record["content"][0]["text"],
        "speaker": record["source"]["name"],
        "cue": record["cue"]["text"],
    }


def event(record: Json) -> Json:
    arguments = [{"role": one["role"], "text": one["span"]["text"]} for one in record["arguments"]]
    trigger = record["triggers"][0]["text"]
    return {"type": record["type"], "trigger": trigger, "arguments": arguments}


def mentions(record: Json) -> list[dict[str, Any]]:
    return [
        {"start": mention["start"], "end": mention["end"], "label": entity["type"]}
        for entity in record["entities"]
        for mention in entity["mentions"]
    ]


def read(files: Files) -> Iterator[tuple[str, Marks, Marks]]:
    """Text, gold spans and predicted spans of each document."""
    with files.gold.open("rb") as golds, files.pred.open("rb") as preds:
        for one, other in zip(golds, preds, strict=True):
            gold, pred = msgspec.json.decode(one), msgspec.json.decode(other)
            sides = (
                [(span["start"], span["end"], span["label"]) for span in side["spans"]]
                for side in (gold, pred)
            )
            yield gold["text"], *sides


def tags(text: str, marks: Marks) -> list[str]:
    """IOB2 tags of the words between blanks."""
    words = [match.span() for match in WORD.finditer(text)]
    found = ["O"] * len(words)
    at = 0
    for start, end, label in sorted(marks):
        while words[at][1] <= start:
            at += 1
        inside = at
        while inside < len(words) and words[inside][0] < end:
            found[inside] = ("B-" if inside == at else "I-") + label
            inside += 1
    return found


def by_seqeval(files: Files, *, strict: bool) -> None:
    from seqeval.metrics import f1_score
    from seqeval.scheme import IOB2

    sides: tuple[list[list[str]], list[list[str]]] = [], []
    for text, gold, pred in read(files):
        sides[0].append(tags(text, gold))
        sides[1].append(tags(text, pred))
    options: dict[str, Any] = {"mode": "strict", "scheme": IOB2} if strict else {}
    f1_score(*sides, average="micro", zero_division=0, **options)


def by_conlleval(files: Files) -> None:
    from conlleval import evaluate

    evaluate(columns(files))


def columns(files: Files) -> Iterator[str]:
    """A line a word, with gold and predicted tag; an empty one after each document."""
    for text, gold, pred in read(files):
        for one, other in zip(tags(text, gold), tags(text, pred), strict=True):
            yield f"w {one} {other}"
        yield ""


def by_nervaluate(files: Files) -> None:
    from nervaluate import Evaluator

    sides: tuple[list[Any], list[Any]] = [], []
    for _, gold, pred in read(files):
        for side, marks in zip(sides, (gold, pred), strict=True):
            side.append([{"label": n, "start": s, "end": e - 1} for s, e, n in sorted(marks)])
    Evaluator(*sides, tags=LABELS, loader="dict").evaluate()


def by_spacy(files: Files) -> None:
    import spacy
    from spacy.scorer import Scorer
    from spacy.tokens import Doc
    from spacy.training import Example

    vocab = spacy.blank("xx").vocab
    examples = []
    for text, gold, pred in read(files):
        words = [match.group() for match in WORD.finditer(text)]
        docs = []
        for marks in (pred, gold):
            doc = Doc(vocab, words=words, spaces=[True] * len(words))
            spans = [doc.char_span(*mark, alignment_mode="expand") for mark in marks]
            doc.spans["sc"] = [span for span in spans if span is not None]
            docs.append(doc)
        examples.append(Example(*docs))
    Scorer.score_spans(examples, "sc", getter=lambda doc, key: doc.spans[key], allow_overlap=True)


def by_stickler(files: Files) -> None:
    from stickler import ComparableField, StructuredModel

    class Mention(StructuredModel):  # type: ignore[misc]
        start: int = exact()
        end: int = exact()
        label: str = exact()

    class Record(StructuredModel):  # type: ignore[misc]
        mentions: list[Mention] = ComparableField()

    for _, gold, pred in read(files):
        one, other = (
            Record(mentions=[Mention(start=s, end=e, label=n) for s, e, n in marks])
            for marks in (gold, pred)
        )
        one.compare_with(other, include_confusion_matrix=True)


def by_stickler_records(files: Files) -> None:
    from stickler import ComparableField, StructuredModel

    class Quote(StructuredModel):  # type: ignore[misc]
        type: str = exact()
        content: str = exact()
        speaker: str | None = exact()
        cue: str = exact()

    class Argument(StructuredModel):  # type: ignore[misc]
        role: str = exact()
        text: str = exact()

    class Event(StructuredModel):  # type: ignore[misc]
        type: str = exact()
        trigger: str = exact()
        arguments: list[Argument] = ComparableField()

    class Record(StructuredModel):  # type: ignore[misc]
        date: str | None = exact()
        headline: str = exact()
        lang: str = exact()
        quotes: list[Quote] = ComparableField()
        events: list[Event] = ComparableField()

    with files.gold.open("rb") as golds, files.pred.open("rb") as preds:
        for lines in zip(golds, preds, strict=True):
            one, other = (Record(**without_id(msgspec.json.decode(line))) for line in lines)
            one.compare_with(other, include_confusion_matrix=True)


def exact() -> Any:
    from stickler import ComparableField
    from stickler.comparators import ExactComparator

    return ComparableField(comparator=ExactComparator(), threshold=1.0)


def without_id(record: Json) -> Json:
    return {name: value for name, value in record.items() if name != "id"}
