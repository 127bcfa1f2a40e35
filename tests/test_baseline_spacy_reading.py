"""What the spaCy baseline reads: words of values, quotes, arguments, gold on tokens."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy_baseline import module
from toy import TEXT, toy_article

from goldfield.schema.records import Mention

pytest.importorskip("spacy")
from spacy.tokens import Doc, Span
from spacy.training import Example

trainer, documents, answers = module("trainer"), module("documents"), module("answers")
quantities, dates = module("quantities"), module("dates")


@pytest.fixture(scope="module")
def blank() -> Any:
    return trainer.blank_pipeline()


def test_gold_lies_on_tokens_and_what_does_not_is_counted(blank: Any) -> None:
    article = toy_article()
    doc = documents.to_document(blank, article).doc
    assert doc.text == TEXT
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Anna Berg", "PER"), ("Oslo", "GPE")]
    assert [(s.text, s.label_) for s in doc.spans["values"]] == [
        ("Monday", "DATE"), ("About 250", "QUANTITY")
    ]  # fmt: skip
    cut = Mention(3, 11, "nna Berg", "NAM", None, True)
    article.entities[0].mentions[0] = cut
    aligned = documents.to_document(blank, article)
    assert aligned.cut["names"] == 1
    # Neither a name nor none: the two tokens are unknown.
    assert [token.ent_iob_ for token in aligned.doc[:5]] == ["O", "", "", "O", "O"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("about 250", 250, None, "about"),
        ("€3.5 million", 3_500_000, "EUR", None),
        ("EUR 411", 411, "EUR", None),
        ("two hundred and fifty thousand", 250_000, None, None),
        ("at least forty-two", 42, None, "at_least"),
        ("40 percent", 40, "percent", None),
        ("1,204.5 km", 1204.5, "km", None),
        ("141 km/h", 141, "km/h", None),
        ("half a million", 500_000, None, None),
        ("a third", 0.3333, None, None),
        ("a dozen", 12, None, None),
        ("several", None, None, None),
        ("10 to 15", (10, 15), None, "between"),
        ("3-4 million", (3_000_000, 4_000_000), None, "between"),
        ("hundreds", (200, 999), None, "between"),
        ("several hundred", None, None, None),
    ],
)
def test_quantities(text: str, value: Any, unit: str | None, comparator: str | None) -> None:
    found = quantities.read_quantity(text)
    told = (found["min"], found["max"]) if "min" in found else found.get("value")
    assert (told, found.get("unit"), found.get("comparator")) == (value, unit, comparator)


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [  # reckoned from Wednesday 14 May 2031
        ("14 May 2031", "DATE", "2031-05-14"),
        ("May 14, 2031", "DATE", "2031-05-14"),
        ("Nov. 3, 2029", "DATE", "2029-11-03"),
        ("3 June", "DATE", "2031-06-03"),
        ("December", "DATE", "2030-12"),  # the nearest
        ("May 2029", "DATE", "2029-05"),
        ("2029", "DATE", "2029"),
        ("the 1990s", "DATE", "199"),
        ("Monday", "DATE", "2031-05-12"),
        ("Wednesday", "DATE", "2031-05-14"),
        ("last Wednesday", "DATE", "2031-05-07"),
        ("yesterday", "DATE", "2031-05-13"),
        ("last week", "DATE", "2031-W19"),
        ("this weekend", "DATE", "2031-W20-WE"),
        ("last month", "DATE", "2031-04"),
        ("two days ago", "DATE", "2031-05-12"),
        ("the second quarter", "DATE", "2031-Q2"),
        ("Monday morning", "TIME", "2031-05-12TMO"),
        ("Monday afternoon", "TIME", "2031-05-12TAF"),
        ("9 a.m.", "TIME", "2031-05-14T09:00"),
        ("7.40pm", "TIME", "2031-05-14T19:40"),
        ("21:05", "TIME", "2031-05-14T21:05"),
        ("three days", "DURATION", "P3D"),
        ("five-day", "DURATION", "P5D"),
        ("two hours", "DURATION", "PT2H"),
        ("half an hour", "DURATION", "PT30M"),
        ("several months", "DURATION", "PXM"),
        ("every Monday", "SET", "XXXX-WXX-1"),
        ("a week", "SET", "P1W"),
        ("recently", "DATE", "PAST_REF"),
        ("whenever", "DATE", None),
    ],
)
def test_dates(text: str, type_: str, value: str | None) -> None:
    assert dates.value_of(text, type_, date(2031, 5, 14)) == value


def test_the_day_of_publication_is_a_complete_date_in_the_head() -> None:
    assert dates.published("BERGEN, 31/02/2031\nPublished: 14 May 2031") == date(2031, 5, 14)
    assert dates.published("On Monday, 3 June.") is None


@given(st.text(max_size=40))
def test_any_words_are_read_without_an_error(text: str) -> None:
    quantities.read_quantity(text)
    for kind in ("DATE", "TIME", "DURATION", "SET"):
        dates.value_of(text, kind, date(2031, 5, 14))
    dates.published(text)


def quotes_in(blank: Any, text: str, *names: str) -> list[dict[str, Any]]:
    """What is quoted in a text whose persons are known; cues: said, told, according to."""
    finder = blank.get_pipe("quotes")
    habits = sys.modules[type(finder).__module__].Habits
    finder.habits = {
        "said": habits(0.2, 0.0), "told": habits(0.0, 1.0), "according to": habits(1.0, 0.0)
    }  # fmt: skip
    doc = blank.get_pipe("sentences")(blank.make_doc(text))
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    doc.ents = [doc.char_span(*place, label="PER") for place in places]
    found = answers.read(finder(doc), answers.Frame(0, None))["quotes"]
    return [
        {
            "type": quote["type"],
            "who": surface(text, quote["source"]),
            "cue": surface(text, quote["cue"]),
            "content": [surface(text, part) for part in quote["content"]],
        }
        for quote in found
    ]


def surface(text: str, place: dict[str, int] | None) -> str | None:
    return None if place is None else text[place["start"] : place["end"]]


@pytest.mark.parametrize(
    ("text", "names", "quote"),
    [
        (
            "“We sail at noon,” said Hanne Volt. “Not before.”",
            ["Hanne Volt"],
            ("direct", "Hanne Volt", "said", ["We sail at noon,", "Not before."]),
        ),
        (
            "Hanne Volt said: “We sail at noon.”",
            ["Hanne Volt"],
            ("direct", "Hanne Volt", "said", ["We sail at noon."]),
        ),
        (
            "Hanne Volt said that the pier was “not safe” in winter.",
            ["Hanne Volt"],
            ("mixed", "Hanne Volt", "said", ["the pier was “not safe” in winter"]),
        ),
        (
            "Hanne Volt told crews to wait.",
            ["Hanne Volt"],
            ("indirect", "Hanne Volt", "told", ["to wait"]),
        ),
        (
            "The pier is closed, according to Hanne Volt.",
            ["Hanne Volt"],
            ("indirect", "Hanne Volt", "according to", ["The pier is closed"]),
        ),
        (
            "Hanne Volt, Ilka Dorn, said the pier is closed.",
            ["Hanne Volt", "Ilka Dorn"],
            (
                "indirect",
                "Hanne Volt",
                "said",
                ["the pier is closed"],
            ),  # the one in apposition is not it
        ),
    ],
)
def test_quotes(
    blank: Any, text: str, names: list[str], quote: tuple[str, str, str, list[str]]
) -> None:
    type_, who, cue, content = quote
    assert quotes_in(blank, text, *names) == [
        {"type": type_, "who": who, "cue": cue, "content": content}
    ]


def test_a_title_in_marks_is_no_quote(blank: Any) -> None:
    assert quotes_in(blank, "The ship “Blue Harbour” left port.") == []


def test_cues_and_their_habits_are_learned(blank: Any) -> None:
    article = toy_article()  # Anna Berg said "we will leave Oslo" ...
    finder = blank.get_pipe("quotes")
    gold = documents.to_document(blank, article).doc
    finder.initialize(lambda: [Example(blank.make_doc(TEXT), gold)])
    assert finder.habits == {"said": (0.0, 0.0)}
    # "said" is a cue once in three, which is less than half.
    other = blank.make_doc("What he said was what she said.")
    finder.initialize(lambda: [Example(blank.make_doc(d.text), d) for d in (gold, other)])
    assert finder.habits == {}


def test_roles_are_learned_from_place_and_words(blank: Any) -> None:
    finder = blank.get_pipe("arguments")
    gold = event_doc(blank, "Rebels attacked Marn on Monday .", "actor", "target", "time")
    finder.initialize(lambda: [Example(blank.make_doc(gold.text), gold)])
    doc = finder(event_doc(blank, "Troops attacked Lute on Friday ."))
    assert [(span.text, span.label_, span.id_) for span in doc.spans["arguments"]] == [
        ("Troops", "actor", "1"), ("Lute", "target", "1"), ("Friday", "time", "1")
    ]  # fmt: skip


def event_doc(nlp: Any, text: str, *roles: str) -> Doc:
    """Words 0 and 2 are mentions, word 1 a trigger, word 4 a date."""
    doc: Doc = nlp.get_pipe("sentences")(nlp.make_doc(text))
    doc.ents = [Span(doc, 0, 1, label="GROUP"), Span(doc, 2, 3, label="GPE")]
    doc.spans["triggers"] = [Span(doc, 1, 2, label="ASSAULT")]
    doc.spans["values"] = [Span(doc, 4, 5, label="DATE")]
    places = zip((0, 2, 4), roles, strict=False)
    doc.spans["arguments"] = [Span(doc, at, at + 1, label=r, span_id="1") for at, r in places]
    return doc
