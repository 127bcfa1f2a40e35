"""`goldfield.load`: from the package, a folder, what was published, and the Hub."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from published import built, corpus

import goldfield
from goldfield.publishing.build import write_folder
from goldfield.publishing.features import features_of
from goldfield.publishing.sources import hub_name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("load") / "dataset"
    write_folder(out, built().files)
    return out


def test_records_from_what_was_published(folder: Path) -> None:
    by_id = sorted(corpus()["test"], key=lambda article: article.id)
    assert goldfield.load("test", folder) == by_id
    assert goldfield.load(corpus=folder) == by_id
    assert [article.id for article in goldfield.load("all", folder)] == ["x2", "t1", "t2", "r1"]


def test_a_dataset_has_the_rows_and_the_features_of_the_records(folder: Path) -> None:
    rows = goldfield.load("test", str(folder), as_dataset=True)
    assert rows.features == features_of(goldfield.Article)
    assert list(rows) == [msgspec.to_builtins(a) for a in goldfield.load("test", folder)]
    assert rows[0]["meta"]["date_published"]["value"] == "2022-01-24"


def test_a_split_of_the_package_as_a_dataset() -> None:
    articles = goldfield.load("validation")
    rows = goldfield.load("validation", as_dataset=True)
    assert rows["id"][:] == [article.id for article in articles]


@pytest.mark.parametrize(
    ("spelled", "found"),
    [
        ("hf://datasets/some/corpus@v1.0", ("some/corpus", "v1.0")),
        ("hf://datasets/some/corpus", ("some/corpus", None)),
        ("corpus/data", None),
        (None, None),
        (Path("hf:"), None),
    ],
)
def test_a_dataset_on_the_hub_is_named_as_the_hub_does(
    spelled: str | Path | None, found: tuple[str, str | None] | None
) -> None:
    assert hub_name(spelled) == found


def test_a_name_that_is_none_and_a_hub_that_is_not_there() -> None:
    with pytest.raises(goldfield.UsageError, match="write hf://datasets/ORG/NAME@REVISION"):
        goldfield.load("test", "hf://some/corpus")
    with pytest.raises(goldfield.GoldfieldError, match="cannot fetch some/corpus@v1"):
        goldfield.load("test", "hf://datasets/some/corpus@v1")  # the tests run offline
