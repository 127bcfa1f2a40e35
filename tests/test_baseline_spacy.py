"""The spaCy baseline: its training, and spaCy's own scores and packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from spacy_baseline import HERE, module, trained

import goldfield
from goldfield.corpus.formats import convert
from goldfield.models import hashes_of
from goldfield.running.loading import load
from goldfield.running.specs import parse
from goldfield.schema.records import Article

spacy = pytest.importorskip("spacy")
from spacy.attrs import FLAG19  # type: ignore[import-not-found]  # noqa: E402
from spacy.cli.evaluate import evaluate  # noqa: E402
from spacy.tokens import DocBin  # noqa: E402
from spacy.training import Example  # noqa: E402

MODEL = HERE / "model"
trainer, documents, answers = module("trainer"), module("documents"), module("answers")
extractor = module("extractor")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that has seen next to nothing."""
    folder = tmp_path_factory.mktemp("spacy") / "model"
    told = trained(folder, goldfield.load("train")[:3], trainer.LAYERS)
    assert [line.partition(":")[0] for line in told] == ["step 0", "step 2", "step 4"]
    return folder


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


def test_a_model_keeps_the_gazetteer(tiny: Path) -> None:
    doc = spacy.load(tiny)("NORWAY Norway norway Norwegian Ingrid Marn")
    flags = [[token.check_flag(FLAG19 + number) for number in (0, 2, 4)] for token in doc]
    place, people, person, none = [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]
    assert flags == [place, place, none, people, person, none]


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
    training = {"max_steps": 1200, "eval_frequency": 200, "batcher": {"size": 500}}
    assert trainer._sized(training, 9000) == {
        "training.max_steps": 1200, "training.eval_frequency": 200
    }  # fmt: skip
    # 15 passes over 60,000 tokens by 500: 1,800 steps, and as many evaluations as before
    wide = trainer._sized(training, 60_000)
    assert (wide["training.max_steps"], wide["training.eval_frequency"]) == (1800, 300)
    assert wide["components.tok2vec.model.embed.width"] == 96


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
