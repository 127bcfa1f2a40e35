"""One small gold article of our own, with an astral character before everything else."""

from __future__ import annotations

import json
from typing import Any

from goldfield.schema.labels import LAYERS, MentionKind
from goldfield.schema.records import (
    Argument,
    Article,
    DocumentFields,
    Entity,
    Event,
    Mention,
    Provenance,
    Quantity,
    Quote,
    Source,
    Span,
    Time,
)
from goldfield.schema.text import sha256_of
from goldfield.schema.writing import to_line

__all__ = ["TEXT", "as_dict", "mention", "span", "toy_article"]

TEXT = "😀 Anna Berg said “we will leave Oslo” on Monday. She denied it. About 250 people left."


def span(surface: str, occurrence: int = 1) -> Span:
    start = -1
    for _ in range(occurrence):
        start = TEXT.index(surface, start + 1)
    return Span(start, start + len(surface), surface)


def mention(surface: str, kind: MentionKind) -> Mention:
    found = span(surface)
    return Mention(found.start, found.end, found.text, kind, None, False)


def toy_article() -> Article:
    source = Source("anna", span("Anna Berg"), None, "explicit", [])
    words = span("we will leave Oslo")
    return Article(
        id="a1",
        text_sha256=sha256_of(TEXT),
        text=TEXT,
        layers=list(LAYERS),
        meta=DocumentFields(None, span("Anna Berg said"), None, None, None, None, "en"),
        entities=[
            Entity(
                "anna",
                "PER",
                "Anna Berg",
                None,
                [mention("Anna Berg", "NAM"), mention("She", "PRO")],
            ),
            Entity("oslo", "GPE", "Oslo", None, [mention("Oslo", "NAM")]),
        ],
        times=[Time("t1", span("Monday"), "DATE", "2022-01-24", "DCT", False, ["2022-01-17"])],
        quantities=[
            Quantity("n1", span("About 250"), 250.0, None, None, "about", "person", None, [])
        ],
        quotes=[Quote("q1", "mixed", source, span("said"), [words], [words], None, None)],
        events=[
            Event(
                "v1",
                "EVACUATE",
                [span("leave"), span("left")],
                [
                    Argument("origin", span("Oslo"), "oslo", []),
                    Argument("actor", None, "anna", []),
                ],
                "Uu",
                "planned",
            )
        ],
        schema_version="1.1",
        guidelines_version="1.0",
        anomalies=[],
        provenance=Provenance(
            "composed", "CC-BY-4.0", "tests", "human", "human", 1, "single", None
        ),
    )


def as_dict() -> dict[str, Any]:
    """The toy article as plain JSON, to be spoiled."""
    found: dict[str, Any] = json.loads(to_line(toy_article()))
    return found
