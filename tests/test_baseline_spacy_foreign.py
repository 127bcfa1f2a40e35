"""Pipelines that others trained, run by the spaCy baseline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from spacy_baseline import manifest
from toy import TEXT

from goldfield.errors import ExtractorError
from goldfield.models import write_manifest
from goldfield.running.loading import load
from goldfield.running.specs import parse

spacy = pytest.importorskip("spacy")


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


def test_texts_are_computed_in_batches(other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many at once as the spec says, and the answers are the same."""
    pipe, sizes = spacy.language.Language.pipe, list[int]()

    def noted(self: Any, parts: Any, **options: Any) -> Any:
        sizes.extend([options["batch_size"]] if "batch_size" in options else [])
        return pipe(self, parts, **options)

    monkeypatch.setattr(spacy.language.Language, "pipe", noted)
    texts = [TEXT, "14 May 2031\n" + TEXT, TEXT]
    one, three = (load(parse(f"spacy?model={other}&batch_size={size}")) for size in (1, 3))
    assert list(one.batch(texts)) == list(three.batch(texts))  # type: ignore[attr-defined]
    assert {*sizes} == {1, 3}  # with `as_tuples` it calls itself


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
        ("spacy?model={other}&batch_size=0", "batch_size: give a whole number from 1"),
        ("spacy?model={other}&batch_size=many", "batch_size: give a whole number from 1"),
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
