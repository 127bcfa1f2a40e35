"""What the rule baseline owes on any text: a sound record, the same twice, in linear time."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goldfield import release
from goldfield.running.loading import load
from goldfield.running.specs import parse
from goldfield.schema.checking import check_article
from goldfield.schema.labels import LAYERS
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of

SPLITS = tomllib.loads((release.root() / "corpus" / "splits.toml").read_text("utf-8"))
# Not those that extractors are measured on: nobody should be led to look at what rules find there.
SEEDS = [
    path
    for path in sorted((release.root() / "seeds").glob("*.txt"))
    if SPLITS.get(path.stem) not in ("validation", "test")
]
PROVENANCE = {
    "kind": "composed",
    "licence": "unstated",
    "source": "tests",
    "written_by": "unknown",
    "annotated_by": "unknown",
    "passes": 0,
    "status": "draft",
}
# What news is made of, so that arbitrary strings reach the deeper rules.
NEWS = """
“ ” " ' ’ ‘ said told according to that Monday last 2014 January 3 5 million at least between and
10 percent $ Mira Thole President the government of Norway Bergen , . : — ( ) - he she they its
was killed attack on in from by 12-year-old two weeks ago ordered to evacuate U.S. Ministry May
adding denied the allegations police people BERGEN (Norway) Published: By \n\n \n I 7 é 🙂 's and
"""

PIECES = NEWS.split(" ")
extract: Any = load(parse("rules"))


def as_article(text: str) -> Article:
    stored = {"id": "a1", "text": text, "text_sha256": sha256_of(text)}
    versions = {"schema_version": "1.0", "guidelines_version": "1.0"}
    rest = {"anomalies": [], "provenance": PROVENANCE}
    return msgspec.convert({**stored, **versions, **rest, **extract(text)}, Article)


def faults(text: str) -> list[str]:
    """Faults of the answer as a gold record; those of the text itself are not the extractor's."""
    return [str(f) for f in check_article(as_article(text)) if not f.path.startswith("$.text")]


@given(st.text(max_size=300))
@example("")
@example("\u0301“a” 1\u0301 May\u0301")
@example("A man said")
@example("He was told on")
def test_any_text_gives_a_sound_record(text: str) -> None:
    assert faults(text) == []


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " "]))
def test_any_mixture_of_news_words_gives_a_sound_record(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    assert faults(text) == []
    assert extract(text) == extract(text)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: str(path.stem)[:8])
def test_a_seed_gives_a_full_record(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    article = as_article(text)
    assert article.layers == list(LAYERS)
    assert article.entities
    assert article.events
    assert bool(article.quotes) == any(mark in text for mark in '“‘"')


def test_ids_are_unique_over_all_layers() -> None:
    record = extract(SEEDS[0].read_text(encoding="utf-8"))
    layers = ("entities", "times", "quantities", "quotes", "events")
    ids = [item["id"] for layer in layers for item in record[layer]]
    assert len(ids) == len(set(ids)) > 0


HOSTILE = {
    "straight marks": '"',
    "curly marks": "“",
    "apostrophes": "' ",
    "opening marks": " 'a",
    "names": "Mira ",
    "initials": "A. ",
    "joined": "Aa-",
    "digits": "1",
    "numbers": "12 ",
    "points": ".",
    "lines": "\n",
    "blanks": " ",
    "reports": "he said that ",
    "counted": "five men ",
    "numerals": "one hundred and ",
    "offices": "Ministry of ",
    "triggers": "killed ",
    "apposed": "Mira Thole, ",
    "quotes": "“Yes,” he said. ",
    "marked": "🙂“a” ",
    "dates": "May 5, ",
    "sources": "according to ",
    "dated triggers": "killed Monday ",
    "nested": "he said that “she was told to ",
    "relatives": "the man, who ",
    "relatives of triggers": "killed Monday the man, who ",
    "ascribed marks": "according to 🙂“a” last week January 3, ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_costs_in_proportion_to_its_length(piece: str) -> None:
    """Eight times the length may cost 24 times as much: 8 if linear, 64 if quadratic."""

    def cost(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        extract(text)
        return time.process_time() - begun

    cost(1000)
    # A busy machine only ever adds to a time: the least of several counts.
    small = min(cost(12_500) for _ in range(3))
    assert any(cost(100_000) < 24 * small for _ in range(3))
