"""Files of gold are migrated together or not at all, and nothing in them changes that need not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from seed import needs_seed
from test_cli import Typed
from toy import as_dict

from goldfield.corpus.migrating import migrate_files, targets
from goldfield.corpus.published import published
from goldfield.corpus.sheet.editing import with_version
from goldfield.errors import DataError, UnknownName, UsageError

DATA = Path(__file__).parent / "data"
GOLD, NEW_GOLD = DATA / "frozen-1.0.jsonl", DATA / "migrated-1.1.jsonl"
SHEET, NEW_SHEET = DATA / "frozen-1.0" / "gf-0001.yaml", DATA / "migrated-1.1" / "gf-0001.yaml"

pytestmark = needs_seed  # a copy of it is among the frozen files


@pytest.mark.parametrize(
    "sheet",
    [
        "schema_version: VERSION  # form\nid: a # 1.0\n",
        "id: 1.0\r\nschema_version: 'VERSION'\r\n",
        '{"schema_version":"VERSION", id: a}',
        'x: "😀"\nschema_version: VERSION',
        "schema_version:\n  VERSION\n\n\nid: a\n",
        "schema_version: >-\n  VERSION\nid: a\n",
        "m: {schema_version: 1.0}\nschema_version: VERSION",
    ],
)
def test_a_sheet_keeps_its_layout(sheet: str) -> None:
    old, new = (sheet.replace("VERSION", version).encode() for version in ("1.0", "1.1"))
    assert with_version(old, "1.1") == new


def test_a_version_written_with_escapes_is_written_plainly() -> None:
    assert with_version(b'schema_version: "1\\x2e0"\n', "1.1") == b'schema_version: "1.1"\n'


def old_record(id: str) -> dict[str, Any]:
    found = as_dict() | {"id": id, "schema_version": "1.0"}
    del found["provenance"]["pre_annotated_by"]
    return found


def dump(record: dict[str, Any], **style: Any) -> bytes:
    return json.dumps(record, ensure_ascii=False, **style).encode() + b"\n"


def test_current_lines_and_current_files_keep_every_byte(tmp_path: Path) -> None:
    current = dump(as_dict(), sort_keys=True) + b"\n\r\n"  # spelled as nobody else would
    mixed, whole = tmp_path / "mixed.jsonl", tmp_path / "whole.jsonl"
    mixed.write_bytes(dump(old_record("a2")) + current)
    whole.write_bytes(current)
    out = tmp_path / "out"
    assert migrate_files(targets([mixed, whole], out), "1.1") == {mixed: True, whole: False}
    first, second = (out / "mixed.jsonl").read_bytes().splitlines(keepends=True)
    expected = dump(as_dict() | {"id": "a2"}, separators=(",", ":"))
    assert first == expected
    assert second == current.splitlines(keepends=True)[0]
    assert (out / "whole.jsonl").read_bytes() == current


def test_in_place_only_if_the_place_is_named(tmp_path: Path) -> None:
    gold, current = tmp_path / "gold.jsonl", tmp_path / "current.jsonl"
    gold.write_bytes(GOLD.read_bytes())
    current.write_bytes(NEW_GOLD.read_bytes())
    os.utime(current, (1, 1))
    migrate_files(targets([gold, current], tmp_path / "out"), "1.1")
    assert gold.read_bytes() == GOLD.read_bytes()
    migrate_files(targets([gold, current], tmp_path), "1.1")
    assert gold.read_bytes() == NEW_GOLD.read_bytes()
    assert current.stat().st_mtime == 1  # nothing to do there


def test_files_keep_their_place_below_the_folder_that_holds_them_all(tmp_path: Path) -> None:
    files = [
        tmp_path / "x" / "1" / "a.yaml",
        tmp_path / "x" / "2" / "a.yaml",
        tmp_path / "x/g.jsonl",
    ]
    found = targets(files, tmp_path / "out")
    assert [str(path.relative_to(tmp_path)) for path in found.values()] == [
        "out/1/a.yaml", "out/2/a.yaml", "out/g.jsonl",
    ]  # fmt: skip
    assert targets([files[0]], tmp_path / "out") == {files[0]: tmp_path / "out" / "a.yaml"}
    assert targets([files[0]], tmp_path / "b.yml") == {files[0]: tmp_path / "b.yml"}


@pytest.mark.parametrize(
    ("files", "out", "problem"),
    [
        (["a.jsonl", "b.jsonl"], "out.jsonl", "can take one file"),
        (["a.yaml"], "out.jsonl", "can take one file of its own kind"),
        (["a.txt"], "out", "neither gold"),
        (["a.jsonl", "x/a.jsonl"], "x", "would be written over"),
    ],
)
def test_an_output_that_makes_no_sense_is_refused(
    files: list[str], out: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=problem):
        targets([tmp_path / file for file in files], tmp_path / out)


def test_all_faults_of_all_files_at_once_and_nothing_written(tmp_path: Path) -> None:
    newer, extra, cut = old_record("a1"), old_record("a2"), old_record("a3")
    newer["schema_version"] = "1.2"
    extra["provenance"]["pre_annotated_by"] = "rules@1.0"
    cut["times"][0]["span"]["end"] -= 1
    bad, sheet, good = tmp_path / "bad.jsonl", tmp_path / "bad.yaml", tmp_path / "good.jsonl"
    bad.write_bytes(dump(newer) + dump(extra) + b"{oops\n" + dump(cut))
    sheet.write_bytes(SHEET.read_bytes())  # its text is not here
    good.write_bytes(GOLD.read_bytes())
    with pytest.raises(DataError) as caught:
        migrate_files(targets([good, bad, sheet], tmp_path / "out"), "1.1")
    found = [
        (fault.where.removeprefix(f"{tmp_path}/"), fault.problem) for fault in caught.value.faults
    ]
    assert {where for where, _ in found} >= {f"bad.jsonl:{line}" for line in (1, 2, 3, 4)}
    assert any(where == "bad.yaml:2" and "cannot be read" in problem for where, problem in found)
    assert not (tmp_path / "out").exists()


# ---- the command -----------------------------------------------------------------------------


@pytest.fixture
def goldfield(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    return Typed(capsys, monkeypatch)


def test_the_command_migrates_and_says_what_it_did(goldfield: Typed, tmp_path: Path) -> None:
    status, out, err = goldfield("schema", "migrate", GOLD, NEW_SHEET, "--out", tmp_path)
    assert (status, out) == (0, "")
    assert "frozen-1.0.jsonl: now schema 1.1\n" in err
    assert "gf-0001.yaml: nothing was older\n" in err
    assert err.endswith("1 file of 2 changed\n")
    assert (tmp_path / "frozen-1.0.jsonl").read_bytes() == NEW_GOLD.read_bytes()


@pytest.mark.parametrize(
    ("source", "to", "expected"),
    [
        (NEW_GOLD, "1.0", (1, "jsonl:1  $.schema_version  schema 1.1 is newer than 1.0")),
        (NEW_SHEET, "1.0", (1, "yaml:3  $.schema_version  schema 1.1 is newer than 1.0")),
        (GOLD, "1.2", (2, "known: 1.0, 1.1")),
        (GOLD.with_name("absent.jsonl"), "1.1", (2, "cannot read")),
    ],
)
def test_the_command_refuses(
    source: Path, to: str, expected: tuple[int, str], goldfield: Typed, tmp_path: Path
) -> None:
    status, _, err = goldfield("schema", "migrate", source, "--out", tmp_path / "out", "--to", to)
    assert status == expected[0]
    assert expected[1] in err
    assert os.listdir(tmp_path) == []


def test_the_schema_of_every_version_is_shown(goldfield: Typed) -> None:
    for version in ("1.0", "1.1"):
        status, out, _ = goldfield("schema", "show", "article", "--at", version)
        assert (status, f"urn:goldfield:schema:{version}:article" in out) == (0, True)
    assert goldfield("schema", "show", "--at", "0.9")[0] == 2
    with pytest.raises(UnknownName):
        published("article.schema.json", "../1.0")
