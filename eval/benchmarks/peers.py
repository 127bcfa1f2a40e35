"""The same two files of spans, from disk to scores, by other people's tools and by goldfield.

Each tool gets what it reads: the JSON is decoded, offsets are brought into the tool's own shape,
and its own scorer is called; nothing is written or printed. seqeval reads tags of words, so spans
that cut a word are snapped to it: what is compared here is time, not scores (`eval/PEERS.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
from measuring import Case, Files, make

from goldfield.schema.labels import EntityType
from goldfield.scoring.suites import load_suite

__all__ = [
    "STRICT", "by_nervaluate", "by_seqeval", "by_spacy", "by_stickler", "make_plain",
]  # fmt: skip

Marks = list[tuple[int, int, str]]
WORD = re.compile(r"\S+")
LABELS = list(get_args(EntityType))
STRICT = msgspec.structs.replace(load_suite("spans"), measures=("spans@strict",))


def make_plain(folder: Path, documents: int) -> Files:
    """All mentions as plain spans: gold with its text, which goldfield reads past."""
    articles = make(folder, Case(documents))
    files = Files(folder / "gold.spans.jsonl", folder / "pred.spans.jsonl")
    for source, target in zip(articles, files, strict=True):
        with source.open("rb") as lines, target.open("wb") as out:
            for line in lines:
                record = msgspec.json.decode(line)
                plain = {"id": record["id"], "spans": mentions(record)}
                text = {"text": record["text"]} if "text" in record else {}
                out.write(msgspec.json.encode(plain | text) + b"\n")
    return files


def mentions(record: dict[str, Any]) -> list[dict[str, Any]]:
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
    from stickler.comparators import ExactComparator

    def exact(kind: Any) -> Any:
        return ComparableField(comparator=ExactComparator(), threshold=1.0)

    class Mention(StructuredModel):  # type: ignore[misc]
        start: int = exact(int)
        end: int = exact(int)
        label: str = exact(str)

    class Record(StructuredModel):  # type: ignore[misc]
        mentions: list[Mention] = ComparableField()

    for _, gold, pred in read(files):
        one, other = (
            Record(mentions=[Mention(start=s, end=e, label=n) for s, e, n in marks])
            for marks in (gold, pred)
        )
        one.compare_with(other, include_confusion_matrix=True)
