"""The CRF baseline: what it makes of spans, how it trains, and that any text is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Selection, load_articles
from goldfield.running.loading import load_module
from goldfield.running.specs import baseline_file
from goldfield.schema.records import Article, DocumentFields, Entity, Mention
from goldfield.schema.text import sha256_of
from goldfield.tagging.tokens import sentences, words
from goldfield.training import Model, Sets, find_trainer, train

FOLDER = baseline_file("crf").parent
TRAIN = load_articles(None, "train")


def module(name: str) -> Any:
    return load_module(FOLDER / f"{name}.py")


values, numbers, clusters = map(module, ("values", "numbers", "clusters"))
features, gazetteer, settings = map(module, ("features", "gazetteer", "settings"))
GAZETTEER = gazetteer.phrases_of(gazetteer.tables())


# ---- values


WEDNESDAY = date(2031, 5, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Published: Wednesday, 14 May 2031", WEDNESDAY),
        ("BERGEN, May 14, 2031 - after 2 June 2030", WEDNESDAY),
        ("on 14/05/2031", WEDNESDAY),
        ("31.02.2031, then 2031-05-14", WEDNESDAY),
        ("in May 2031", None),
        ("", None),
    ],
)
def test_date_of(text: str, expected: date | None) -> None:
    assert values.date_of(text) == expected


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        ("14 May 2031", "DATE", "2031-05-14"),
        ("May 2031", "DATE", "2031-05"),
        ("31 February 2031", "DATE", None),
        ("2031", "DATE", "2031"),
        ("yesterday", "DATE", "2031-05-13"),
        ("Monday", "DATE", "2031-05-12"),
        ("Wednesday", "DATE", "2031-05-14"),
        ("last Wednesday", "DATE", "2031-05-07"),
        ("next Monday", "DATE", "2031-05-19"),
        ("last week", "DATE", "2031-W19"),
        ("last month", "DATE", "2031-04"),
        ("next year", "DATE", "2032"),
        ("two days ago", "DATE", "2031-05-12"),
        ("3 March", "DATE", "2031-03-03"),
        ("December", "DATE", "2030-12"),  # seven months ahead: the last one is nearer
        ("summer", "DATE", "2031-SU"),
        ("now", "DATE", "PRESENT_REF"),
        ("9 a.m.", "TIME", "2031-05-14T09:00"),
        ("12.30 am on Monday", "TIME", "2031-05-12T00:30"),
        ("2140 GMT", "TIME", "2031-05-14T21:40"),
        ("Monday morning", "TIME", "2031-05-12TMO"),
        ("three days", "DURATION", "P3D"),
        ("half an hour", "DURATION", "PT30M"),
        ("a year and a half", "DURATION", "P1Y"),  # not read any further than the unit
        ("three decades", "DURATION", "P3DE"),
        ("several months", "DURATION", "PXM"),
        ("the week", "DURATION", "P1W"),
        ("daily", "SET", "P1D"),
        ("every year", "SET", "P1Y"),
        ("one fine day or other", "DATE", None),
        ("99999999999 years ago", "DATE", None),
    ],
)
def test_time_value(text: str, type: str, value: str | None) -> None:
    assert values.time_value(text, type, WEDNESDAY) == value


@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_ends_of_the_calendar(published: date) -> None:
    for text in ("yesterday", "tomorrow", "last Monday", "next Monday", "next year", "last week"):
        values.time_value(text, "DATE", published)


def test_nothing_is_reckoned_from_an_unknown_date() -> None:
    for text, type in (("Monday", "DATE"), ("9 a.m.", "TIME"), ("last year", "DATE")):
        assert values.time_value(text, type, None) is None
    assert values.time_value("May 2031", "DATE", None) == "2031-05"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250", 1250),
        ("about 2.5 million tonnes", 2_500_000),
        ("$3bn", 3_000_000_000),
        ("two hundred and forty", 240),
        ("seventy-one thousand two", 71_002),
        ("a dozen", 12),
        ("hundreds", None),
        ("a tonne", 1),
        ("half", 0.5),
        ("a third", 0.3333),
        ("4-3", None),
        ("some", None),
    ],
)
def test_read_number(text: str, value: float | None) -> None:
    assert numbers.read_number(text) == value


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("30 to 45", (30, 45)),
        ("between two and five", (2, 5)),
        ("1 to 2 million", (1_000_000, 2_000_000)),
        ("10,000-12,000", (10_000, 12_000)),
        ("5 to 3", None),
        ("45", None),
        ("a and b", None),
    ],
)
def test_read_range(text: str, ends: tuple[float, float] | None) -> None:
    assert numbers.read_range(text) == ends


# ---- clusters


def mention(start: int, surface: str, kind: str, type: str) -> Any:
    return clusters.Mention(start, start + len(surface), kind, type, surface, 0.5)


def test_clusters() -> None:
    found = clusters.entities_of(
        [
            mention(0, "Zoë Tolk", "NAM", "PER"),
            mention(10, "Tolk", "NAM", "GPE"),
            mention(20, "TOLK", "NAM", "PER"),
            mention(30, "she", "PRO", "PER"),
            mention(40, "it", "PRO", "ORG"),  # nothing that it can be
            mention(50, "the town", "NOM", "GPE"),
            mention(60, "its", "PRO", "GPE"),  # the last of its type
        ]
    )
    starts = [[m["start"] for m in entity["mentions"]] for entity in found]
    assert starts == [[0, 20, 30], [10], [40], [50, 60]]
    assert [entity["name"] for entity in found] == ["Zoë Tolk", "Tolk", None, None]
    assert [entity["id"] for entity in found] == ["e1", "e2", "e3", "e4"]


# ---- features


def features_of(text: str) -> dict[str, set[str]]:
    """The features of the last token that is so written."""
    document = features.read(text, "words")
    rows = zip(document, features.sentence_features(document, GAZETTEER), strict=True)
    return {
        token.text: set(found)
        for tokens, sentence in rows
        for token, found in zip(tokens, sentence, strict=True)
    }


def test_features_of_a_word_and_its_neighbours() -> None:
    found = features_of("Tolk left New Zealand\non 3 March.")
    assert {"w=Zealand", "l=zealand", "s=Xxxxx", "S=Xx", "^zea", "and$"} <= found["Zealand"]
    assert {"-1:l=new", "-2:l=left", "1:l=\n", "-1,0=new zealand"} <= found["Zealand"]
    assert {"0:g=L-country", "-1:g=B-country"} <= found["Zealand"]
    assert {"0:c=digits", "1:c=month", "n=0"} <= found["3"]
    assert {"sentence=0", "first"} <= found["Tolk"]
    assert {"sentence=1", "inner", "case=running"} <= found["March"]


def test_a_model_keeps_its_gazetteer(tmp_path: Path) -> None:
    assert {("new zealand", "country"), ("u.s.", "country")} <= set(gazetteer.tables())
    gazetteer.write_gazetteer(tmp_path, [("low water", "tide"), ("low", "sea"), ("low", "sea")])
    kept = gazetteer.read_gazetteer(tmp_path)
    assert kept.tags(["low", "water", "low"]) == [["B-tide"], ["L-tide"], ["U-sea"]]


def test_features_of_a_word_elsewhere_in_the_document() -> None:
    found = features_of(
        "MAYOR TOLK WINS\nThe hills of Brim rose. Hills rose.\nMayor Tolk of Brim won."
    )
    assert {"doc-1=of", "doc+1=rose", "doc+1=won", "mid"} <= found["Brim"]
    assert "low" in found["Hills"]  # written small elsewhere
    assert "case=upper" in found["TOLK"]
    assert not any(name.startswith("doc") for name in found["Tolk"] | found["rose"])


def test_long_sentences_are_cut_and_lose_nothing() -> None:
    document = features.read("w " * 450 + "\n" + "x " * 200, "pieces")
    assert [len(sentence) for sentence in document] == [200, 200, 50, 200]


# ---- training


def gold(articles: list[Article]) -> Gold:
    return Gold(Selection("made", "some", ()), articles)


def train_small(out: Path, articles: list[Article]) -> Model:
    trainer = find_trainer("crf")
    one = trainer._replace(candidates=trainer.candidates[:1])
    return train(one, Sets(*[gold(articles)] * 3), out)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return train_small(tmp_path_factory.mktemp("crf") / "model", TRAIN[:3])


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_twice_the_same_bytes(small: Model, tmp_path: Path) -> None:
    assert files(train_small(tmp_path / "again", TRAIN[:3]).folder) == files(small.folder)


def test_learns_what_it_has_seen(small: Model) -> None:
    assert small.manifest.selection[0][1] > 0.6  # on the articles that it was trained on
    assert small.manifest.layers == ["entities", "coref", "times", "quantities", "events"]
    assert settings.read_settings(small.folder).tokeniser == "words"


def test_confidences_are_probabilities(small: Model) -> None:
    said: Any = small.trainer.open(small.folder)(TRAIN[0].text)
    items = [*said["times"], *said["quantities"], *said["events"]]
    items += [mention for entity in said["entities"] for mention in entity["mentions"]]
    assert items
    assert all(0 < item["confidence"] <= 1 for item in items)


def test_doubt_finds_more(small: Model, tmp_path: Path) -> None:
    tagger, features = module("tagger"), module("features")
    weights = small.folder / tagger.weights_of("names")
    found = []
    for outside in (0.0, 0.9):
        bold = tagger.Tagger(weights, outside)
        for sentence in features.read(TRAIN[20].text, "words"):
            rows = next(features.sentence_features([sentence], GAZETTEER))
            found += [(outside, item) for item in bold.find(sentence, tagger.items_of(rows))]
    cautious, daring = ([item for o, item in found if o == wanted] for wanted in (0.0, 0.9))
    assert len(daring) > len(cautious) > 0
    assert min(item.confidence for item in daring) < min(item.confidence for item in cautious)


def test_a_lone_surrogate_is_a_sign_like_any(small: Model) -> None:
    extractor: Any = small.trainer.open(small.folder)
    first, moved = (extractor(f"{begin}{TRAIN[0].text}")["times"] for begin in ("", "\ud83d "))
    assert [time["start"] + 2 for time in first] == [time["start"] for time in moved]


def tokenised(article: Article) -> Article:
    """What a CoNLL file would give: a sentence a line, blanks between tokens, names alone."""
    text, moved = "", dict[int, tuple[int, int]]()
    for sentence in sentences(article.text, words(article.text)):
        for token in sentence:
            for at in range(token.start, token.end):
                moved[at] = len(text), len(text) + len(token.text)
            text += f"{token.text} "
        text = f"{text[:-1]}\n"
    names = [(m, e.type) for e in article.entities for m in e.mentions if m.kind == "NAM"]
    places = [(moved[m.start][0], moved[m.end - 1][1], type) for m, type in names]
    entities = [
        Entity(
            f"e{start}",
            type,
            None,
            None,
            [Mention(start, end, text[start:end], "NAM", None, False)],
        )
        for start, end, type in places
    ]
    return replace(
        article, text=text, text_sha256=sha256_of(text), layers=["entities"], entities=entities,
        meta=DocumentFields(*[None] * 7), times=[], quantities=[], quotes=[], events=[],
    )  # fmt: skip


def test_text_that_is_tokenised_already_is_read_as_such(tmp_path: Path) -> None:
    articles = [tokenised(article) for article in TRAIN[:3]]
    model = train_small(tmp_path / "model", articles)
    assert settings.read_settings(model.folder) == settings.Settings("pieces", 0.0, ["names"])
    assert model.manifest.layers == ["entities"]
    assert model.manifest.selection[0][1] > 0.8
    said = model.trainer.open(model.folder)("“Go!” said Dr. Tolk-Ahn, 3%/year")
    assert set(said) == {"layers", "entities"}


def test_one_span_beside_a_sign_means_running_text() -> None:
    articles = [tokenised(article) for article in TRAIN[:3]]
    assert settings.is_tokenised(articles)
    assert not settings.is_tokenised(TRAIN[:3])
    assert not settings.is_tokenised([])
    name = articles[0].entities[0].mentions[0]
    shorter = replace(name, end=name.end - 1, text=name.text[:-1])
    articles[0].entities[0].mentions = [shorter]
    assert not settings.is_tokenised(articles)
