"""Training: what is learnt from, what is selected, what is kept, and what is never learnt from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Corpus, Selection, load_articles
from goldfield.errors import ExtractorError, MissingExtra, UsageError
from goldfield.evaluation import evaluate
from goldfield.models import open_model
from goldfield.release import root
from goldfield.reporting.curves import Curve, CurvePoint, curve_table, read_curve
from goldfield.reporting.tables import render
from goldfield.running.loading import load
from goldfield.running.specs import Spec
from goldfield.schema.records import Article
from goldfield.schema.writing import write_lines
from goldfield.training import Model, Sets, find_trainer, gather, learning_curve, train, trainable

LISTER = Path(__file__).parent / "trainers" / "lister"
SPEC = str(LISTER / "extractor.py")
DATA = root() / "corpus" / "data"
TRAIN = load_articles(None, "train")


def gold(articles: list[Article], split: str = "some") -> Gold:
    return Gold(Selection("made", split, ()), articles)


SETS = Sets(gold(TRAIN[:6]), gold(TRAIN[:2], "seen"), gold(TRAIN[4:6], "report"))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def model(tmp_path: Path) -> Model:
    return train(find_trainer(SPEC), SETS, tmp_path / "model", seed=3)


def test_keeps_the_first_of_the_best_candidates(model: Model) -> None:
    scores = [score for _, score in model.manifest.selection]
    assert [candidate for candidate, _ in model.manifest.selection] == [
        {"least": 9}, {"least": 1}, {"least": 1, "mark": "the same"}
    ]  # fmt: skip
    assert scores[0] < scores[1] == scores[2]
    assert model.manifest.parameters == {"least": 1}


def test_selects_by_the_mean_over_what_is_predicted(model: Model, tmp_path: Path) -> None:
    extractor = load(Spec("path", SPEC, "Extractor", (("model", str(model.folder)),)))
    fields = evaluate(extractor, corpus=TRAIN[:2]).scores.fields
    # The list has no times: entities@strict, mentions@strict, and times@value with nothing found.
    assert list(fields) == ["entities@strict", "mentions@strict", "times@value"]
    told = [field.f1 or 0 for field in fields.values()]
    assert told[2] == 0
    assert model.manifest.selection[1][1] == round(sum(told) / 3, 4)


def test_selects_by_names_alone_where_gold_has_names_alone(tmp_path: Path) -> None:
    articles = load_articles(None, "train")[:2]
    for article in articles:
        article.layers = ["entities"]
    sets = Sets(gold(articles), gold(articles), gold(articles))
    manifest = train(find_trainer(SPEC), sets, tmp_path / "model").manifest
    extractor = load(Spec("path", SPEC, "Extractor", (("model", str(tmp_path / "model")),)))
    names = evaluate(extractor, corpus=articles).scores.fields["entities@strict"].f1
    assert names is not None
    assert manifest.selection[1][1] == round(names, 4)
    assert manifest.layers == ["entities"]


def test_the_manifest_says_where_the_model_comes_from(model: Model) -> None:
    manifest = open_model(model.folder, "lister")
    assert manifest == model.manifest
    assert manifest.layers == ["entities", "times"]  # in the order of the schema
    assert manifest.seed == 3
    assert manifest.data["train"].startswith("made/some#")
    assert manifest.data["train"].endswith(", documents 6")
    assert set(manifest.packages) == {"python", "goldfield", "msgspec"}
    assert list(manifest.files) == ["names.json"]
    assert sorted(snapshot(model.folder)) == ["manifest.json", "names.json"]


def test_twice_the_same_bytes(model: Model, tmp_path: Path) -> None:
    again = train(find_trainer(SPEC), SETS, tmp_path / "again", seed=3)
    assert snapshot(again.folder) == snapshot(model.folder)


def test_replaces_a_model_whole_and_nothing_else(model: Model, tmp_path: Path) -> None:
    (model.folder / "curve.json").write_text("{}")
    train(find_trainer(SPEC), SETS, model.folder)
    assert sorted(snapshot(model.folder)) == ["manifest.json", "names.json"]
    before = snapshot(LISTER)
    with pytest.raises(UsageError, match="is no model folder"):
        train(find_trainer(SPEC), SETS, LISTER)
    assert snapshot(LISTER) == before


def test_a_trainer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    broken = find_trainer(SPEC)._replace(candidates=({"least": 0},))
    with pytest.raises(ExtractorError, match=r"trainer\.py: ValueError: least is below 1"):
        train(broken, SETS, tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_layers_are_those_of_every_article(tmp_path: Path) -> None:
    articles = load_articles(None, "train")[:2]
    articles[1].layers = ["quotes", "times"]
    told = train(find_trainer(SPEC), Sets(gold(articles), *SETS[1:]), tmp_path / "model").manifest
    assert told.layers == ["times"]
    articles[0].layers = ["entities"]
    with pytest.raises(UsageError, match="learns entities, times; no layer of these is in every"):
        train(find_trainer(SPEC), Sets(gold(articles), *SETS[1:]), tmp_path / "model")


# ---- trainers


def trainer_in(folder: Path, source: str) -> str:
    (folder / "extractor.py").write_text("class Extractor: ...\n")
    (folder / "trainer.py").write_text(source)
    return str(folder / "extractor.py")


def test_what_cannot_be_trained_is_told_what_can(tmp_path: Path) -> None:
    listed = ", ".join(trainable())
    with pytest.raises(UsageError, match=rf"rules has no trainer\.py; trained can be: {listed}"):
        find_trainer("rules")
    for spec in ("cmd:cat", f"{SPEC}?model=x"):
        with pytest.raises(UsageError, match=r"trainer"):
            find_trainer(spec)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("1/0", "ZeroDivisionError"),
        ("LAYERS = ['entities']", "AttributeError.*CANDIDATES"),
        ("LAYERS = ['names']", "no layer named 'names'"),
        ("LAYERS = ['times']; CANDIDATES = (); PACKAGES = ()\ndef fit(): ...", "is empty"),
    ],
)
def test_a_trainer_that_breaks_its_contract(tmp_path: Path, source: str, problem: str) -> None:
    with pytest.raises((ExtractorError, UsageError), match=problem):
        find_trainer(trainer_in(tmp_path, source))


def test_a_package_that_is_missing(tmp_path: Path) -> None:
    lacking = find_trainer(SPEC)._replace(packages=("no-such-distribution",))
    with pytest.raises(MissingExtra, match=r"no-such-distribution is not installed; get it with"):
        train(lacking, SETS, tmp_path / "model")


# ---- the articles


@pytest.mark.parametrize(
    ("corpus", "split", "validation"),
    [
        (None, "test", None),
        (None, "all", None),
        (None, None, "test"),
        (DATA / "test.jsonl", None, None),
        (DATA, "test", None),
        (DATA / "train.jsonl", None, DATA / "test.jsonl"),
    ],
)
def test_the_test_split_is_refused(
    corpus: Path | None, split: str | None, validation: Path | str | None
) -> None:
    with pytest.raises(UsageError, match="nothing is trained"):
        gather(corpus, split, validation)


def test_one_test_article_under_another_name_is_refused(tmp_path: Path) -> None:
    stolen = load_articles(None, "test")[0]
    stolen.id = "mine"
    write_lines(tmp_path / "mine.jsonl", [*TRAIN[:2], stolen])
    with pytest.raises(UsageError, match=r"holds 1 of split test of the released corpus \(mine\)"):
        gather(str(tmp_path / "mine.jsonl"))


def test_released_sets() -> None:
    sets = gather()
    assert [len(part.articles) for part in sets] == [32, 8, 48]
    assert [part.selection.split for part in sets] == ["train", "validation", "test"]


def test_a_file_holds_out_a_tenth_drawn_by_the_seed(tmp_path: Path) -> None:
    write_lines(tmp_path / "mine.jsonl", TRAIN[:25])
    told: list[str] = []
    train, held, report = gather(str(tmp_path / "mine.jsonl"), seed=1, tell=told.append)
    assert (len(train.articles), len(held.articles)) == (23, 2)
    assert sorted(a.id for a in [*train.articles, *held.articles]) == [a.id for a in TRAIN[:25]]
    assert report == held
    assert told == ["no validation articles given: 2 of the training articles held out"]
    others = [gather(str(tmp_path / "mine.jsonl"), seed=seed).validation for seed in (1, 2)]
    assert others[0] == held != others[1]


def test_a_file_of_one_article_needs_validation(tmp_path: Path) -> None:
    for name, articles in (("one", TRAIN[:1]), ("other", TRAIN[1:2])):
        write_lines(tmp_path / f"{name}.jsonl", articles)
    with pytest.raises(UsageError, match="is one article; give others by --validation"):
        gather(str(tmp_path / "one.jsonl"))
    with pytest.raises(UsageError, match=r"no file named 'validation'"):
        gather(str(tmp_path / "one.jsonl"), validation="validation")
    sets = gather(str(tmp_path / "one.jsonl"), validation=str(tmp_path / "other.jsonl"))
    assert [a.id for part in sets for a in part.articles] == [TRAIN[n].id for n in (0, 1, 1)]


def test_a_folder_of_splits_of_ones_own(tmp_path: Path) -> None:
    for number, name in enumerate(("train", "validation", "test")):
        write_lines(tmp_path / f"{name}.jsonl", TRAIN[number : number + 1])
    sets = gather(str(tmp_path))
    assert [part.articles[0].id for part in sets] == [TRAIN[n].id for n in (0, 1, 1)]
    for split in ("test", "all"):
        with pytest.raises(UsageError, match="nothing is trained"):
            gather(str(tmp_path), split)


def test_tag_columns(tmp_path: Path) -> None:
    """Splits by the names of CoNLL-2003, a file of the test split among them."""
    for number, name in enumerate(["eng.train", "eng.testa", "eng.testb"], start=1):
        (tmp_path / name).write_text(f"Oslo{number} I-LOC\n\n" * number * 10, "utf-8")
    sets = gather(Corpus(tmp_path, "conll"))
    assert [len(part.articles) for part in sets] == [10, 20, 20]
    told = ["labels are read by the table 'conll'"]
    assert [part.notes for part in sets] == [told] * 3
    held_out = gather(Corpus(tmp_path / "eng.train", "conll"))
    assert [(len(part.articles), part.notes) for part in held_out[:2]] == [(9, told), (1, told)]
    for corpus, split, validation in [
        (tmp_path, "testb", None),
        (tmp_path, "all", None),
        (tmp_path, "train", "test"),
        (tmp_path / "eng.testb", None, None),
        (tmp_path / "eng.train", None, tmp_path / "eng.testb"),
    ]:
        with pytest.raises(UsageError, match="nothing is trained"):
            gather(Corpus(corpus, "conll"), split, validation)


def test_texts_on_both_sides_are_told(tmp_path: Path) -> None:
    write_lines(tmp_path / "mine.jsonl", TRAIN[:3])
    told: list[str] = []
    gather(str(tmp_path / "mine.jsonl"), validation=str(tmp_path / "mine.jsonl"), tell=told.append)
    assert told == ["3 of the texts are in both the training and the validation articles"]


# ---- curves


def test_curve(model: Model) -> None:
    curve = learning_curve(model, [6, 2, 2], draws=2)
    assert [(point.size, point.seed) for point in curve.points] == [(2, 3), (2, 4), (6, 3)]
    assert read_curve(model.folder) == curve
    assert curve.scored.startswith("made/report#")
    whole = evaluate(model.trainer.open(model.folder), corpus=TRAIN[4:6]).scores
    assert curve.points[-1].f1 == {name: field.f1 for name, field in whole.fields.items()}
    few, all = curve.points[0].f1["entities@strict"], curve.points[-1].f1["entities@strict"]
    assert few is not None
    assert all is not None
    assert few < all
    assert open_model(model.folder, "lister") == model.manifest


def test_curve_draws_what_its_seed_says(model: Model) -> None:
    first = learning_curve(model, [1, 3], draws=3)
    assert learning_curve(model, [1, 3], draws=3) == first
    assert len({str(point.f1) for point in first.points}) > 2


@pytest.mark.parametrize("size", [0, 7])
def test_a_curve_needs_as_many_articles(model: Model, size: int) -> None:
    with pytest.raises(
        UsageError, match=f"a curve at {size} articles: the training set has 1 to 6"
    ):
        learning_curve(model, [2, size])


def test_curve_table() -> None:
    points = [
        CurvePoint(1, 0, {"a": 0.1, "b": None}),
        CurvePoint(1, 1, {"a": 0.4, "b": None}),
        CurvePoint(8, 0, {"a": 0.5, "b": 0.25}),
    ]
    curve = Curve(
        baseline="x", parameters={}, train="c/train#1, documents 8", scored="c/test#2, documents 4",
        suite="core", points=points,
    )  # fmt: skip
    assert render(curve_table(curve), "table").splitlines() == [
        "x trained on parts of c/train, F1 on c/test: mean of the draws (least-most)",
        "field            1 article  8 articles",
        "a      0.250 (0.100-0.400)       0.500",  # (0.1 + 0.4) / 2
        "b                        -       0.250",
    ]


def test_no_curve(tmp_path: Path) -> None:
    assert read_curve(tmp_path) is None


# ---- the command


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(tmp_path / "mine.jsonl", TRAIN[:4])
    arguments = ["train", SPEC, "--corpus", "mine.jsonl", "--curve", "1,3", "--draws", "2"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    assert "least=1, mark=the same" in result.stdout
    assert "lister trained on parts of mine/all-rest, F1 on mine/all-held-out" in result.stdout
    assert "candidate 2 of 3 (least=1): " in result.stderr
    assert sorted(snapshot(tmp_path / "runs/models/lister")) == [
        "curve.json", "manifest.json", "names.json"
    ]  # fmt: skip
    assert (
        json.loads((tmp_path / "runs/models/lister/curve.json").read_text())["baseline"] == "lister"
    )


def test_the_command_in_json(tmp_path: Path) -> None:
    write_lines(tmp_path / "mine.jsonl", TRAIN[:3])
    arguments = ["train", SPEC, "--corpus", str(tmp_path / "mine.jsonl"), "--format", "json"]
    printed = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "model")])
    assert json.loads(printed.stdout) == {
        "model": json.loads((tmp_path / "model" / "manifest.json").read_text()), "curve": None
    }  # fmt: skip


def test_the_command_checks_the_curve_before_it_trains(tmp_path: Path) -> None:
    for curve in ("8,x", "33"):
        out = tmp_path / "model"
        arguments = ["train", SPEC, "--curve", curve, "--out", str(out)]
        assert isinstance(CliRunner().invoke(app, arguments).exception, UsageError)
        assert not out.exists()
