"""A record is held to the version it claims, and one that cannot be read says what to do."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET, Struct, inspect
from toy import TEXT, as_dict

from goldfield.corpus.sheet import compile_sheet
from goldfield.errors import DataError, UsageError
from goldfield.schema.migrations import MIGRATIONS, VERSIONS, migrate
from goldfield.schema.reading import find_faults, read_articles
from goldfield.schema.records import SCHEMA_VERSION, Article
from goldfield.schema.versions import ADDED, READABLE, has_key
from goldfield.schema.writing import to_line

KEY = "pre_annotated_by"


def record(version: str, **provenance: Any) -> dict[str, Any]:
    """The toy article of a version, as JSON, without or with the key that came with 1.1."""
    found = as_dict()
    del found["provenance"][KEY]
    found["provenance"] |= provenance
    return found | {"schema_version": version}


def told(tmp_path: Path, value: dict[str, Any]) -> list[str]:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(json.dumps(value).encode())
    return [str(fault).partition(".jsonl")[2] for fault in find_faults([path])[1]]


GOOD = [
    record("1.0"),
    record("1.1", pre_annotated_by=None),
    record("1.1", pre_annotated_by="rules@1.0"),
    record("1.1", pre_annotated_by="cmd:python tag.py --all@0"),
]


@pytest.mark.parametrize("value", GOOD)
def test_a_record_of_any_version_is_valid_and_written_as_it_was_read(
    value: dict[str, Any], tmp_path: Path
) -> None:
    assert told(tmp_path, value) == []
    (article,) = read_articles([[value]])
    line = json.loads(to_line(article))
    assert line == value
    assert list(line["provenance"]) == list(value["provenance"])


BAD = [
    (record("1.0", pre_annotated_by=None), ".pre_annotated_by", "schema 1.0 has no key", "remove"),
    (record("1.0", pre_annotated_by="rules@1.0"), ".pre_annotated_by", "came with 1.1", "or write"),
    (record("1.1"), "$.provenance ", "'pre_annotated_by' of schema 1.1 is missing", "null if"),
    (record("1.1", pre_annotated_by=""), ".pre_annotated_by", "does not fit", "matches"),
    (record("1.1", pre_annotated_by="rules"), ".pre_annotated_by", "does not fit", "matches"),
    (record("1.1", pre_annotated_by=7), ".pre_annotated_by", "does not fit", "a string"),
    (record("1.1", pre_anotated_by=None), "$.provenance ", "did you mean", "correct"),
]


@pytest.mark.parametrize(("value", "path", "problem", "fix"), BAD)
def test_a_record_that_breaks_its_version_is_a_fault_with_a_fix(
    value: dict[str, Any], path: str, problem: str, fix: str, tmp_path: Path
) -> None:
    found = told(tmp_path, value)
    assert any(path in text and problem in text and fix in text for text in found), found
    assert len(found) == 1


def test_the_keys_of_a_version_are_no_matter_for_scores() -> None:
    for value in (record("1.0", pre_annotated_by=None), record("1.1")):
        assert len(list(read_articles([[value]]))) == 1


UNREADABLE = [
    ("1.2", "upgrade goldfield"),
    ("1.10", "upgrade goldfield"),
    ("2.0", "brings older records there with `goldfield schema migrate`"),
    ("0.9", "`goldfield schema migrate` brings records of 1.0 and later"),
    ("1.00", "`goldfield schema migrate`"),
    ("1", 'such as "1.1"'),
    ("1.1 ", 'such as "1.1"'),
    ("", 'such as "1.1"'),
    (1.1, 'such as "1.1"'),
    (["1.1"], 'such as "1.1"'),
    (None, 'such as "1.1"'),
]


@pytest.mark.parametrize(("version", "fix"), UNREADABLE)
@pytest.mark.parametrize("more", [{}, {"new_key": 1}], ids=["old keys", "new key"])
def test_a_version_that_cannot_be_read_is_the_only_fault(
    version: Any, fix: str, more: dict[str, Any], tmp_path: Path
) -> None:
    value = record("1.1") | more | {"schema_version": version, "text_sha256": "0" * 64}
    (found,) = told(tmp_path, value)
    assert "$.schema_version" in found
    assert f"{version!r} cannot be read; this is schema 1.1" in found
    assert fix in found
    with pytest.raises(DataError, match="cannot be read"):
        list(read_articles([[value]]))


SHEET = """\
id: a
text: a.txt
schema_version: {version}
guidelines_version: 1.0
layers: [headline]
provenance:
  kind: composed
  licence: x
  source: x
  written_by: human
  annotated_by: human
  passes: 1
  status: single
"""


def compiled(tmp_path: Path, version: str, more: str = "") -> Article:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "a.yaml"
    path.write_text(SHEET.format(version=version) + more, encoding="utf-8")
    return compile_sheet(path)


@pytest.mark.parametrize(
    ("version", "more", "value"),
    [
        ("1.0", "", UNSET),
        ("1.1", "", None),
        ("1.1", "  pre_annotated_by:\n", None),
        ("1.1", "  pre_annotated_by: rules@1.0\n", "rules@1.0"),
    ],
)
def test_a_sheet_compiles_to_the_keys_of_its_version(
    version: str, more: str, value: object, tmp_path: Path
) -> None:
    article = compiled(tmp_path, version, more)
    assert article.provenance.pre_annotated_by == value
    assert (KEY.encode() in to_line(article)) == (version == "1.1")


@pytest.mark.parametrize(
    ("version", "more", "line", "problem"),
    [
        ("1.0", "  pre_annotated_by: rules@1.0\n", 14, "schema 1.0 has no key"),
        ("1.0", "  pre_annotated_by: null\n", 14, "schema 1.0 has no key"),
        ("1.1", "  pre_annotated_by: rules\n", 14, "does not fit"),
        ("1.1", '  pre_annotated_by: ""\n', 14, "does not fit"),
        ("1.2", "  anything: 1\n", 3, "'1.2' cannot be read"),
        ("2.0", "", 3, "'2.0' cannot be read"),
        ("", "  pre_annotated_by: rules@1.0\n", 3, "'schema_version' is missing"),
    ],
)
def test_a_sheet_that_breaks_its_version_is_told_at_its_line(
    version: str, more: str, line: int, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as caught:
        compiled(tmp_path, version, more)
    (fault,) = caught.value.faults
    assert fault.where == f"{tmp_path / 'a.yaml'}:{line}"
    assert problem in fault.problem


# ---- the chain -------------------------------------------------------------------------------


def test_the_steps_form_one_chain_up_to_this_schema() -> None:
    assert all(step.target == after.source for step, after in pairwise(MIGRATIONS))
    assert VERSIONS[-1] == SCHEMA_VERSION
    assert len(set(VERSIONS)) == len(VERSIONS)
    assert READABLE == ("1.0", "1.1")


def test_a_migration_changes_what_it_must_and_leaves_its_input_alone() -> None:
    old = record("1.0")
    kept = copy.deepcopy(old)
    new = migrate(old, "1.1")
    assert old == kept
    assert new == record("1.1", pre_annotated_by=None)
    assert list(new) == list(old)
    assert migrate(new, "1.1") == new
    with pytest.raises(UsageError, match="cannot be brought back"):
        migrate(new, "1.0")


def structs(info: inspect.Type) -> Iterator[inspect.StructType]:
    """Every struct type that a type holds."""
    if isinstance(info, inspect.StructType):
        yield info
        for field in info.fields:
            yield from structs(field.type)
    for inner in (getattr(info, "type", None), getattr(info, "item_type", None)):
        if inner is not None:
            yield from structs(inner)
    for member in getattr(info, "types", ()):
        yield from structs(member)


def test_keys_that_older_records_do_without_are_those_with_a_version() -> None:
    unset: set[tuple[type[Struct], str]] = set()
    for struct in structs(inspect.type_info(Article)):
        unset |= {(struct.cls, field.name) for field in struct.fields if not field.required}
    assert unset == set(ADDED)
    assert set(ADDED.values()) <= set(VERSIONS[1:])
    for (owner, name), since in ADDED.items():
        before = VERSIONS[VERSIONS.index(since) - 1]
        assert (has_key(before, owner, name), has_key(since, owner, name)) == (False, True)
