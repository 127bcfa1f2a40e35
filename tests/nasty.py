"""An article and a run that try to break out of a page, with every kind of error in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from goldfield.prediction_files import score_file
from goldfield.saved_runs import SavedRun, read_run
from goldfield.schema.labels import LAYERS
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of
from goldfield.schema.writing import to_line

__all__ = ["NAME", "TEXT", "WORD", "nasty_article", "nasty_articles", "nasty_run"]

WORD = "W" * 10_000
TEXT = (
    "😀 Zoë Ek said “we left </script><script>alert(1)</script> Oslo” on Monday.\n\n"
    "The bank\u2028 of <!-- Oslo </style> fell, \" onclick='alert(2)' & &lt;b&gt; it <b>said</b>.\n"
    f"{WORD} ended \u202ein Rome\u202c with 250 people. She denied it."
)
NAME = "<img src=x onerror=alert(3)>\"'</title>"
"""What results call the predictions."""


def span(surface: str, occurrence: int = 1) -> dict[str, Any]:
    start = -1
    for _ in range(occurrence):
        start = TEXT.index(surface, start + 1)
    return {"start": start, "end": start + len(surface), "text": surface}


def _mention(surface: str, kind: str = "NAM", occurrence: int = 1) -> dict[str, Any]:
    return span(surface, occurrence) | {"kind": kind, "head": None, "subword": False}


def _entity(id: str, type: str, name: str, *mentions: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "type": type, "name": name, "wikidata": None, "mentions": list(mentions)}


def _quote(source: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    fixed = {"cue": span("said"), "quoted": [content], "addressee": None, "parent": None}
    return {"id": "q1", "type": "direct", "source": source, "content": [content], **fixed}


def _gold() -> dict[str, Any]:
    source = {"entity": "zoe", "span": span("Zoë Ek"), "name": "Zoë Ek", "status": "explicit"}
    argument = {"role": "actor", "span": span("Zoë Ek"), "ref": "zoe", "acceptable": []}
    event = {"id": "v1", "type": "RETREAT", "triggers": [span("left")], "arguments": [argument]}
    bank = span("bank\u2028 of <!-- Oslo")["text"]
    people = {"id": "n1", "span": span("250"), "value": 250.0, "min": None, "max": None}
    people |= {"comparator": "exact", "unit": "person", "of": None, "acceptable": []}
    absent = ("date_published", "headline", "deck", "dateline", "byline", "publisher")
    words = span("we left </script><script>alert(1)</script> Oslo")
    return {
        "meta": dict.fromkeys(absent) | {"lang": "en"},
        "entities": [
            _entity("zoe", "PER", "Zoë <i>Ek</i>", _mention("Zoë Ek"), _mention("She", "PRO")),
            _entity("oslo", "GPE", "Oslo", _mention("Oslo"), _mention("Oslo", occurrence=2)),
            _entity("bank", "ORG", NAME, _mention(bank)),
            _entity("rest", "ORG", "crosses the bank", _mention("Oslo </style> fell")),
            _entity("rome", "GPE", "Rome", _mention("Rome")),
        ],
        "times": [],
        "quantities": [people],
        "quotes": [_quote(source | {"acceptable": []}, words)],
        "events": [event | {"factuality": None, "status": None}],
    }


def _predicted() -> dict[str, Any]:
    """One of each: a wrong label, a boundary, a miss, two that are spurious, a wrong speaker."""
    zoe = {"type": "ORG", "name": None, "mentions": [span("Zoë Ek"), span("She")]}
    oslo = {"type": "GPE", "name": "Oslo", "mentions": [span("Oslo"), span("Oslo", 2)]}
    bank = {"type": "ORG", "mentions": [span("bank")]}
    word = {"type": "LOC", "mentions": [span(WORD), "nowhere </script>"]}
    quote = {
        "type": "direct",
        "content": [span("we left </script><script>alert(1)</script> Oslo")],
        "source": {"span": span("Oslo", 2)},
    }
    return {
        "entities": [zoe, oslo, bank, word],
        "quotes": [quote],
        "events": [{"type": "RETREAT", "triggers": [span("left")], "arguments": []}],
    }


def nasty_article(id: str = 'a1"><script>alert(4)</script>') -> Article:
    return next(nasty_articles(id))


def nasty_articles(*ids: str) -> Iterator[Article]:
    """The same article by several ids."""
    provenance = {"kind": "composed", "licence": "CC-BY-4.0", "source": "tests", "passes": 1}
    provenance |= {"written_by": "human", "annotated_by": "human", "status": "single"}
    for id in ids:
        head = {"id": id, "text": TEXT, "text_sha256": sha256_of(TEXT), "layers": list(LAYERS)}
        tail = {"schema_version": "1.1", "guidelines_version": "1.1", "anomalies": []}
        record = head | _gold() | tail | {"provenance": provenance}
        yield from read_articles([[record]])


def nasty_run(folder: Path, articles: list[Article]) -> SavedRun:
    """A run on such articles, kept in a folder."""
    gold, pred = folder / "gold.jsonl", folder / "pred.jsonl"
    gold.write_bytes(b"".join(map(to_line, articles)))
    lines = [json.dumps({"id": article.id, **_predicted()}) for article in articles]
    pred.write_text("\n".join(lines), "utf-8")
    score_file(gold, pred, "core", NAME).save(folder / "run")
    return read_run(folder / "run")
