"""Gold that was frozen in schema 1.0: still read, scored alike, and migrated to known bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from seed import needs_seed

from goldfield.corpus.migrating import migrate_files
from goldfield.corpus.published import published
from goldfield.corpus.sheet import compile_sheet, decompile
from goldfield.corpus.sheet.editing import with_version
from goldfield.prediction_files import score
from goldfield.release import root
from goldfield.schema.migrations import migrate
from goldfield.schema.reading import find_faults, read_articles
from goldfield.schema.writing import to_line
from goldfield.scoring.fast.files import count_files
from goldfield.scoring.suites import load_suite

DATA = Path(__file__).parent / "data"
GOLD, NEW_GOLD = DATA / "frozen-1.0.jsonl", DATA / "migrated-1.1.jsonl"
SHEET, NEW_SHEET = DATA / "frozen-1.0" / "gf-0001.yaml", DATA / "migrated-1.1" / "gf-0001.yaml"
SCHEMAS = root() / "schema"
PREDICTIONS = root() / "eval" / "examples" / "rules.jsonl"
FROZEN = [
    (GOLD, "330bd4e9e5338bac40f9046223ee56f647325f23e5b1d2e5d16fb3751a9c5569"),
    (SHEET, "48acc3d1457b11b7eac2f344344e698d0cc870586bca549ba12e0a174cb70e37"),
    (
        SCHEMAS / "1.0" / "article.schema.json",
        "83d123a2104aee7e9af41ee81bc24d7003a9dedb4502495472de539311325a3f",
    ),
    (
        SCHEMAS / "1.0" / "prediction.schema.json",
        "7568db0b59b0038536674e4ce234c274880e8035b07270df2e72fe4855b71f47",
    ),
    (
        SCHEMAS / "1.0" / "score.schema.json",
        "c6dc7bb273e48d419e700e3f4dada2416acb7882117c2f690b37ecc86ec9ad68",
    ),
]

pytestmark = needs_seed  # a copy of it is among the frozen files


@pytest.mark.parametrize(("path", "digest"), FROZEN, ids=lambda value: Path(value).name[:16])
def test_what_is_frozen_was_not_touched(path: Path, digest: str) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


# ---- reading and scoring ---------------------------------------------------------------------


@pytest.mark.parametrize("path", [GOLD, NEW_GOLD], ids=["1.0", "1.1"])
def test_gold_is_valid_and_written_as_it_was_read(path: Path) -> None:
    assert find_faults([path]) == (2, [])
    assert b"".join(map(to_line, read_articles([path]))) == path.read_bytes()


@pytest.mark.parametrize(("sheet", "gold"), [(SHEET, GOLD), (NEW_SHEET, NEW_GOLD)])
def test_the_round_trip_over_a_sheet_keeps_version_and_keys(
    sheet: Path, gold: Path, tmp_path: Path
) -> None:
    line = gold.read_bytes().splitlines(keepends=True)[0]
    article = compile_sheet(sheet)
    assert to_line(article) == line
    (tmp_path / "text.txt").write_text(article.text, encoding="utf-8", newline="")
    (tmp_path / "again.yaml").write_text(decompile(article, "text.txt"), "utf-8")
    assert to_line(compile_sheet(tmp_path / "again.yaml")) == line


def test_each_version_fits_the_json_schema_of_that_version_only() -> None:
    for path, fits in ((GOLD, "1.0"), (NEW_GOLD, "1.1")):
        records = [json.loads(line) for line in path.read_bytes().splitlines()]
        for version in ("1.0", "1.1"):
            document = json.loads(published("article.schema.json", version))
            assert document["$id"] == f"urn:goldfield:schema:{version}:article"
            validator = jsonschema.Draft202012Validator(document)
            assert [validator.is_valid(record) for record in records] == [version == fits] * 2


def test_scores_are_the_same_before_and_after() -> None:
    before, after = (score(path, PREDICTIONS, suite="full") for path in (GOLD, NEW_GOLD))
    assert before.fields == after.fields
    assert before.headline == after.headline
    strict = before.fields["entities@strict"]
    assert (strict.tp_gold, strict.pred, strict.gold) == (67, 78, 77)  # rules 1.2
    core = load_suite("core")
    rows = [list(count_files(path, PREDICTIONS, core)) for path in (GOLD, NEW_GOLD)]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 2


# ---- migrating -------------------------------------------------------------------------------


def test_the_frozen_files_become_the_bytes_that_are_expected(tmp_path: Path) -> None:
    places = {GOLD: tmp_path / "gold.jsonl", SHEET: tmp_path / "sheet.yaml"}
    assert migrate_files(places, "1.1") == {GOLD: True, SHEET: True}
    assert places[GOLD].read_bytes() == NEW_GOLD.read_bytes()
    assert places[SHEET].read_bytes() == NEW_SHEET.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"gold.jsonl", "sheet.yaml"}
    again = {NEW_GOLD: tmp_path / "more" / "gold.jsonl", NEW_SHEET: tmp_path / "more.yaml"}
    assert migrate_files(again, "1.1") == {NEW_GOLD: False, NEW_SHEET: False}
    for source, target in again.items():
        assert target.read_bytes() == source.read_bytes()


def test_of_a_sheet_only_the_version_changes() -> None:
    old, new = (path.read_text("utf-8").splitlines() for path in (SHEET, NEW_SHEET))
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert changed == [("schema_version: 1.0", "schema_version: 1.1")]
    assert sum(line.lstrip().startswith("#") for line in new) > 5


# A raw pass stays as it was made, in the version of its day.
PASSES = [
    path
    for path in sorted((root() / "corpus" / "passes").glob("*/[ab].yaml"))
    if "schema_version: 1.0" in path.read_text("utf-8")
]


@pytest.mark.parametrize("path", PASSES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_to_compile_and_to_migrate_can_change_places(path: Path, tmp_path: Path) -> None:
    record = json.loads(to_line(compile_sheet(path)))
    assert record["schema_version"] == "1.0"
    text = root() / record["provenance"]["source"]
    shutil.copy(text, tmp_path / "text")
    old = path.read_bytes().replace(f"../../../seeds/{text.name}".encode(), b"text")
    (tmp_path / "new.yaml").write_bytes(with_version(old, "1.1"))
    assert json.loads(to_line(compile_sheet(tmp_path / "new.yaml"))) == migrate(record, "1.1")
