"""The spaCy baseline: training, reading, other pipelines, and spaCy's own scores beside ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import gettempdir
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from toy import TEXT, toy_article

import goldfield
from goldfield.corpus.formats import convert
from goldfield.errors import ExtractorError
from goldfield.models import ModelManifest, hashes_of, write_manifest
from goldfield.running.loading import load, load_module
from goldfield.running.specs import baseline_file, parse
from goldfield.schema.labels import Layer
from goldfield.schema.records import Article, Mention
from goldfield.training import Lesson

spacy = pytest.importorskip("spacy")
from spacy.cli.evaluate import evaluate  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, DocBin, Span  # noqa: E402
from spacy.training import Example  # noqa: E402

HERE = baseline_file("spacy").parent
MODEL = HERE / "model"
BRIEF = {"training.max_steps": 4, "training.eval_frequency": 2}


def module(name: str) -> ModuleType:
    return load_module(HERE / f"{name}.py")


trainer, documents, answers = module("trainer"), module("documents"), module("answers")
quantities, dates, extractor = module("quantities"), module("dates"), module("extractor")


def lesson(articles: list[Article], layers: tuple[Layer, ...], told: list[str]) -> Lesson:
    return Lesson(articles[:-1], articles[-1:], layers, 7, told.append)


def trained(out: Path, articles: list[Article], layers: tuple[Layer, ...]) -> list[str]:
    told: list[str] = []
    out.mkdir()
    trainer.fit(lesson(articles, layers, told), out, **BRIEF)
    write_manifest(out, manifest(out, layers))
    return told


def manifest(folder: Path, layers: tuple[Layer, ...]) -> ModelManifest:
    return ModelManifest(
        baseline="spacy",
        layers=list(layers),
        seed=7,
        data={},
        parameters={},
        selection=[],
        packages={},
        files=hashes_of(folder),
    )


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that has seen next to nothing."""
    folder = tmp_path_factory.mktemp("spacy") / "model"
    told = trained(folder, goldfield.load("train")[:3], trainer.LAYERS)
    assert [line.partition(":")[0] for line in told] == ["step 0", "step 2", "step 4"]
    return folder


# -- training


AGAIN = """
import sys
from pathlib import Path
import goldfield
from goldfield.running.loading import load_module
from goldfield.training import Lesson
trainer = load_module(Path(sys.argv[1]))
articles = goldfield.load("train")[:3]
lesson = Lesson(articles[:2], articles[2:], trainer.LAYERS, 7, lambda line: None)
trainer.fit(lesson, Path(sys.argv[2]), **{"training.max_steps": 4, "training.eval_frequency": 2})
"""


def test_the_same_lesson_gives_the_same_bytes(tiny: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", AGAIN, str(HERE / "trainer.py"), str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "5"})
    assert hashes_of(tmp_path) == hashes_of(tiny)


def test_a_model_tells_nothing_of_the_machine(tiny: Path) -> None:
    places = [f"{gettempdir()}{os.sep}".encode(), str(HERE).encode()]
    for path in filter(Path.is_file, tiny.rglob("*")):
        raw = path.read_bytes()
        assert not any(place in raw for place in places), path
    assert set(spacy.load(tiny).config["paths"].values()) == {None}


def only_names(article: Article) -> Article:
    entities = [
        replace(entity, mentions=[m for m in entity.mentions if m.kind == "NAM"])
        for entity in article.entities
    ]
    return replace(
        article,
        layers=["entities"],
        entities=entities,
        times=[],
        quantities=[],
        quotes=[],
        events=[],
    )


def test_articles_with_names_alone_train_a_tagger_alone(tmp_path: Path) -> None:
    articles = [only_names(article) for article in goldfield.load("train")[:3]]
    trained(tmp_path / "model", articles, ("entities",))
    assert spacy.load(tmp_path / "model").pipe_names == ["tok2vec", "ner"]
    made = load(parse(f"spacy?model={tmp_path / 'model'}"))
    answer = made(articles[0].text)
    assert answer["layers"] == ["entities"]
    assert {entity.get("kind", "NAM") for entity in answer["entities"]} <= {"NAM"}


def test_much_text_gets_more_steps_and_a_wider_network() -> None:
    training = {"max_steps": 900, "eval_frequency": 150, "batcher": {"size": 500}}
    assert trainer._sized(training, 9000) == {
        "training.max_steps": 900, "training.eval_frequency": 150
    }  # fmt: skip
    # 15 passes over 60,000 tokens by 500: 1,800 steps, and as many evaluations as before
    wide = trainer._sized(training, 60_000)
    assert (wide["training.max_steps"], wide["training.eval_frequency"]) == (1800, 300)
    assert wide["components.tok2vec.model.embed.width"] == 96


@pytest.fixture(scope="module")
def blank() -> Language:
    return trainer.blank_pipeline()


def test_gold_lies_on_tokens_and_what_does_not_is_counted(blank: Language) -> None:
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


# -- reading


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


def quotes_in(blank: Language, text: str, *names: str) -> list[dict[str, Any]]:
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
    blank: Language, text: str, names: list[str], quote: tuple[str, str, str, list[str]]
) -> None:
    type_, who, cue, content = quote
    assert quotes_in(blank, text, *names) == [
        {"type": type_, "who": who, "cue": cue, "content": content}
    ]


def test_a_title_in_marks_is_no_quote(blank: Language) -> None:
    assert quotes_in(blank, "The ship “Blue Harbour” left port.") == []


def test_cues_and_their_habits_are_learned(blank: Language) -> None:
    article = toy_article()  # Anna Berg said "we will leave Oslo" ...
    finder = blank.get_pipe("quotes")
    gold = documents.to_document(blank, article).doc
    finder.initialize(lambda: [Example(blank.make_doc(TEXT), gold)])
    assert finder.habits == {"said": (0.0, 0.0)}
    # "said" is a cue once in three, which is less than half.
    other = blank.make_doc("What he said was what she said.")
    finder.initialize(lambda: [Example(blank.make_doc(d.text), d) for d in (gold, other)])
    assert finder.habits == {}


def test_roles_are_learned_from_place_and_words(blank: Language) -> None:
    finder = blank.get_pipe("arguments")
    gold = event_doc(blank, "Rebels attacked Marn on Monday .", "actor", "target", "time")
    finder.initialize(lambda: [Example(blank.make_doc(gold.text), gold)])
    doc = finder(event_doc(blank, "Troops attacked Lute on Friday ."))
    assert [(span.text, span.label_, span.id_) for span in doc.spans["arguments"]] == [
        ("Troops", "actor", "1"), ("Lute", "target", "1"), ("Friday", "time", "1")
    ]  # fmt: skip


def event_doc(nlp: Language, text: str, *roles: str) -> Doc:
    """Words 0 and 2 are mentions, word 1 a trigger, word 4 a date."""
    doc = nlp.get_pipe("sentences")(nlp.make_doc(text))
    doc.ents = [Span(doc, 0, 1, label="GROUP"), Span(doc, 2, 3, label="GPE")]
    doc.spans["triggers"] = [Span(doc, 1, 2, label="ASSAULT")]
    doc.spans["values"] = [Span(doc, 4, 5, label="DATE")]
    places = zip((0, 2, 4), roles, strict=False)
    doc.spans["arguments"] = [Span(doc, at, at + 1, label=r, span_id="1") for at, r in places]
    return doc


# -- long texts


@given(st.text(alphabet=st.sampled_from("ab .\n"), max_size=200), st.integers(1, 40))
def test_pieces_are_the_text(text: str, size: int) -> None:
    pieces = list(extractor.pieces(text, size))
    assert "".join(piece for _, piece in pieces) == text
    assert all(text[start:].startswith(piece) for start, piece in pieces)
    assert all(0 < len(piece) <= size for _, piece in pieces)


def test_a_long_text_is_answered_piece_by_piece(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extractor, "_PIECE", 500)
    made = extractor.Extractor(str(tiny))
    text = goldfield.load("validation")[0].text
    parts = [(start, made(piece)) for start, piece in extractor.pieces(text, 500)]
    assert len(parts) > 3
    whole = made(text)
    for key in answers.KEYS:
        assert undated(whole[key]) == [
            item for start, part in parts for item in undated(shifted(part[key], start))
        ]


def undated(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the values of times: a piece does not know the day of publication."""
    return [{key: value for key, value in item.items() if key != "value"} for item in items]


def shifted(value: Any, by: int) -> Any:
    if isinstance(value, dict):
        return {
            key: item + by if key in ("start", "end") else shifted(item, by)
            for key, item in value.items()
        }
    return [shifted(item, by) for item in value] if isinstance(value, list) else value


# -- pipelines of others


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with labels of OntoNotes, by a ruler."""
    return ruled(tmp_path_factory.mktemp("other") / "sea", PERSON="Anna Berg", GPE="Oslo")


def ruled(folder: Path, **names: str) -> Path:
    nlp = spacy.blank("en", meta={"name": "sea", "version": "2.1.0"})
    patterns = names | {"DATE": "Monday", "CARDINAL": "About 250", "ORDINAL": "first"}
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": text} for label, text in patterns.items()])
    nlp.to_disk(folder)
    return folder


def test_labels_of_another_pipeline_are_mapped(other: Path) -> None:
    made: Any = load(parse(f"spacy?model={other}"))
    assert made.layers == ["entities", "times", "quantities"]
    answer = made("14 May 2031\n" + TEXT)
    assert [(e["start"], e["type"]) for e in answer["entities"]] == [(14, "PER"), (44, "GPE")]
    (time,), (quantity,) = answer["times"], answer["quantities"]
    assert (time["type"], time["value"]) == ("DATE", "2031-05-12")
    assert (quantity["value"], quantity["comparator"]) == (250, "about")


def test_another_pipeline_is_told_by_name_version_and_hash(other: Path, tmp_path: Path) -> None:
    version = load(parse(f"spacy?model={other}")).version  # type: ignore[attr-defined]
    assert version.startswith("1+en_sea-2.1.0-")
    same, unlike = ruled(tmp_path / "a", PERSON="Anna Berg", GPE="Oslo"), ruled(tmp_path / "b")
    assert load(parse(f"spacy?model={same}")).version == version  # type: ignore[attr-defined]
    assert load(parse(f"spacy?model={unlike}")).version != version  # type: ignore[attr-defined]


def test_labels_can_be_mapped_by_a_table_of_ones_own(other: Path, tmp_path: Path) -> None:
    table = tmp_path / "own.toml"
    table.write_text('[labels]\nPERSON = ""\nGPE = "LOC"\nORDINAL = ""\n')
    made: Any = load(parse(f"spacy?model={other}&labels={table}"))
    assert [entity["type"] for entity in made(TEXT)["entities"]] == ["LOC"]


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        ("spacy?model=en_no_such", "no spaCy pipeline 'en_no_such'; give a path, or install one: "),
        ("spacy?model=./nowhere", "no spaCy pipeline './nowhere'"),
        ("spacy?model={other}&labels=ontonote", "did you mean 'ontonotes'"),
        ("spacy?model={strange}", "has labels of its own (SHIP); give labels=PATH.toml"),
        ("spacy?model={crf}", "holds a model of crf"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(
    spec: str, problem: str, other: Path, tmp_path: Path
) -> None:
    (tmp_path / "crf").mkdir()
    write_manifest(tmp_path / "crf", replace(manifest(tmp_path / "crf", ()), baseline="crf"))
    strange = ruled(tmp_path / "strange", SHIP="Selvik Star")
    named = spec.format(other=other, strange=strange, crf=tmp_path / "crf")
    with pytest.raises(ExtractorError) as error:
        load(parse(named))
    assert problem in str(error.value)
    assert "\n" not in str(error.value)


# -- spaCy's own scores, and its packages


@pytest.fixture(scope="module")
def model(tiny: Path) -> Path:
    return MODEL if MODEL.is_dir() else tiny


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Path:
    """The validation articles as a DocBin."""
    aligned = [documents.to_document(spacy.load(model), a) for a in goldfield.load("validation")]
    # No name of these articles is cut by a token, so that both count the same gold.
    assert sum(one.cut["names"] + one.cut["names within names"] for one in aligned) == 0
    path = tmp_path_factory.mktemp("gold") / "validation.spacy"
    DocBin(docs=[one.doc for one in aligned]).to_disk(path)
    return path


def our_names(predictions: Any) -> dict[str, tuple[float | None, float | None, float | None]]:
    """Precision, recall and F1 of names, together and by type."""
    scored = goldfield.score(goldfield.load("validation"), predictions).fields["entities@strict"]
    parts = {"all": scored, **scored.labels}
    return {name: (part.precision, part.recall, part.f1) for name, part in parts.items()}


def their_names(scores: dict[str, Any]) -> dict[str, tuple[float, float, float]]:
    parts = {"all": {key: scores[f"ents_{key}"] for key in "prf"}, **scores["ents_per_type"]}
    return {name: (part["p"], part["r"], part["f"]) for name, part in parts.items()}


def assert_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Equal but for what is undefined, which spaCy calls 0."""
    assert ours.keys() == theirs.keys()
    for name, values in ours.items():
        assert [value or 0.0 for value in values] == pytest.approx(theirs[name], abs=1e-9), name


def test_spacy_and_goldfield_score_names_alike(model: Path, gold: Path, tmp_path: Path) -> None:
    made = load(parse(f"spacy?model={model}"))
    articles = goldfield.load("validation")
    ours = our_names([{"id": article.id, **made(article.text)} for article in articles])
    nlp = spacy.load(model)
    docs = list(DocBin().from_disk(gold).get_docs(nlp.vocab))
    theirs = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in docs])
    assert_same(ours, their_names(theirs))
    told = evaluate(str(model), gold, output=tmp_path / "scores.json", silent=True)
    assert_same(ours, their_names(told))
    if model == MODEL:
        assert (ours["all"][2] or 0) > 0.4  # something was compared


def test_predictions_come_back_from_a_docbin(model: Path, tmp_path: Path) -> None:
    made = load(parse(f"spacy?model={model}"))
    articles = goldfield.load("validation")
    nlp = spacy.load(model)
    path = tmp_path / "predicted.spacy"
    DocBin(docs=nlp.pipe(article.text for article in articles)).to_disk(path)
    found = convert(path, "docbin", {article.id: article for article in articles})
    assert found.faults == []
    direct = [{"id": article.id, **made(article.text)} for article in articles]
    assert our_names(found.records) == our_names(direct)


LOADED = """
import sys
sys.path.insert(0, sys.argv[1])
import en_goldfield
doc = en_goldfield.load()("“We sail at noon,” said Hanne Volt.")
print(sorted(doc.spans))
"""


def test_the_model_can_be_packaged(tiny: Path, tmp_path: Path) -> None:
    code = ",".join(str(HERE / f"{name}.py") for name in ("tokens", "quotes", "arguments"))
    command = [
        "-m",
        "spacy",
        "package",
        str(tiny),
        str(tmp_path),
        "--build",
        "none",
        "--code",
        code,
    ]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    (built,) = tmp_path.glob("en_goldfield-*")
    shutil.copy(built / "meta.json", built / "en_goldfield")  # as its setup.py does
    command = ["-W", "error", "-c", LOADED, str(built)]
    done = subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True)
    groups = ["arguments", "mentions", "quotes", "triggers", "values"]
    assert done.stdout.strip() == str(groups)


def test_other_pipelines_keep_their_own_prefixes(tiny: Path) -> None:
    assert spacy.load(tiny)("Attacked")[0].prefix_ == "atta"
    assert spacy.blank("en")("Attacked")[0].prefix_ == "A"
