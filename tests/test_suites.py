"""Suites are data: what they list is checked when they are loaded, all faults at once."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from goldfield.errors import DataError, UnknownName, UsageError
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import Suite, known_suites, load_suite
from goldfield.scoring.tasks import build_task
from goldfield.scoring.values import ValueField


def written(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return str(path)


def faults(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(DataError) as caught:
        load_suite(written(folder, text))
    assert {fault.where for fault in caught.value.faults} == {str(folder / "mine.toml")}
    return [(fault.path, fault.problem) for fault in caught.value.faults]


@pytest.mark.parametrize("name", known_suites())
def test_published_suites_load(name: str) -> None:
    suite = load_suite(name)
    assert suite.name == name
    assert suite.about


def test_core_is_the_contract() -> None:
    core = load_suite("core")
    assert core.headline
    assert " ".join(core.measures) == (
        "date_published@value headline@text dateline@place entities@strict mentions@strict "
        "coref@lea times@value quantities@value quotes@partial quotes@speaker events@tri-c "
        "events@arg-c"
    )
    assert set(core.measures) <= set(load_suite("full").measures)


def test_an_own_suite(tmp_path: Path) -> None:
    text = """
        name = "mine"
        record = "values"
        [[field]]
        name = "price"
        path = "$.items[*].price"
        kind = "set"
        matcher = "number"
        [[field]]
        name = "items"
        path = "$.items[*]"
        kind = "records"
        key = "sku"
    """
    suite = load_suite(written(tmp_path, text))
    assert suite.field == (
        ValueField("price", "$.items[*].price", "set", "number"),
        ValueField("items", "$.items[*]", "records", "exact", "sku"),
    )


def test_all_faults_of_fields_at_once(tmp_path: Path) -> None:
    text = """
        name = "mine"
        record = "values"
        measures = ["entities@strict"]
        [[field]]
        name = "a"
        path = "a[*]"
        matcher = "exakt"
        [[field]]
        name = "b"
        path = "$.b["
        key = "id"
        [[field]]
        name = "c"
        path = "$.c"
        [[field]]
        name = "c"
        path = "$.d"
    """
    (first, problem), *others = faults(tmp_path, text)
    assert first == "$.field[0].matcher"
    assert problem.startswith("no matcher named 'exakt'; did you mean 'exact'?; known: ")
    assert others == [
        ("$.field[0].path", "'a[*]' is no path; write one such as $.items[*].price"),
        ("$.field[1].path", "'$.b[' is no path; write one such as $.items[*].price"),
        ("$.field[1].key", "a scalar has no key"),
        ("$", "'c@exact' is listed twice"),
        ("$.measures", "'measures' means nothing to a suite of values"),
    ]


def test_all_faults_of_measures_at_once(tmp_path: Path) -> None:
    text = """
        name = "mine"
        record = "article"
        measures = ["entities@strict", "entitys@strict", "times@never", "entities@strict",
                    "entities@strict:conll9"]
        [[field]]
        name = "a"
        path = "$.a"
    """
    told = faults(tmp_path, text)
    assert [path for path, _ in told] == [
        "$.measures[1]", "$.measures[2]", "$.measures[4]", "$", "$.field",
    ]  # fmt: skip
    assert "did you mean 'entities'?" in told[0][1]
    assert faults(tmp_path, 'name = "x"\nrecord = "article"') == [("$.measures", "no measures")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "Invalid value"),
        ('name = "x"', "missing required field `record`"),
        ('name = "x"\nrecord = "articles"', "Invalid enum value 'articles'"),
        ('name = "x"\nrecord = "spans"\nmesures = []', "unknown field `mesures`"),
        ('name = "x"\nrecord = "spans"\nmeasures = ["entities@strict"]', "no measure named"),
    ],
)
def test_files_that_are_no_suites(tmp_path: Path, text: str, told: str) -> None:
    ((_, problem),) = faults(tmp_path, text)
    assert told in problem


def test_names_and_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="did you mean 'core'"):
        load_suite("cor")
    with pytest.raises(UsageError, match=r"no file .*never.toml: name a suite"):
        load_suite(str(tmp_path / "never.toml"))


def test_the_digest_changes_with_what_is_measured_and_nothing_else() -> None:
    suite = Suite("a", "article", measures=("lang@value", "byline@text"))
    same = msgspec.structs.replace(suite, name="b", about="other words")
    assert same.digest == suite.digest
    others = [
        msgspec.structs.replace(suite, measures=suite.measures[::-1]),
        msgspec.structs.replace(suite, headline=True),
        msgspec.structs.replace(suite, field=(ValueField("a", "$.a"),)),
    ]
    assert len({suite.digest, *(other.digest for other in others)}) == 4


def test_spans_of_any_text() -> None:
    def span(start: int, end: int, label: str) -> dict[str, object]:
        return {"start": start, "end": end, "label": label}

    suite = load_suite("spans")
    gold = [{"id": 1, "spans": [span(0, 4, "A"), span(5, 9, "B")]}, {"id": "2", "spans": []}]
    pred = [{"id": "1", "spans": [span(0, 4, "A"), span(5, 8, "A"), span(5, 8, "A")]}]
    scores = score_task(build_task(suite, [gold], pred), suite).scores
    # 0-4 A is right; of the two copies at 5-8 one overlaps B, worth a half where labels are free.
    right = {name: (f.tp_gold, f.pred, f.gold) for name, f in scores.fields.items()}
    assert right == {
        "spans@strict": (1, 3, 2),
        "spans@exact": (1, 3, 2),
        "spans@partial": (3, 6, 4),
        "spans@type": (1, 3, 2),
    }
    assert scores.fields["spans@partial"].unit == "halves"
    assert scores.missing == ["2"]
    with pytest.raises(DataError, match=r"\[3, 3\) is no span"):
        build_task(suite, [[{"id": 1, "spans": [span(3, 3, "A")]}]], [])
