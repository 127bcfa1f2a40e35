"""The committed corpus: valid, compiled from its sheets, safe against foreign offsets."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sys
import uuid
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from seed import needs_seed

from goldfield import cli
from goldfield.corpus.build import build
from goldfield.corpus.folder import CorpusFolder
from goldfield.corpus.loading import load_articles, splits
from goldfield.corpus.manifest import Manifest
from goldfield.corpus.seeds import read_seeds
from goldfield.corpus.sheet import compile_sheet, decompile
from goldfield.errors import DataError
from goldfield.prediction_files import score
from goldfield.release import root
from goldfield.schema.offsets import UNITS, OffsetMap, Unit
from goldfield.schema.reading import find_faults
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line

CORPUS = root() / "corpus"
ARTICLES = load_articles(None, "all")
EMOJI = next(article for article in ARTICLES if article.id == "gf-0002")


def test_every_record_is_valid() -> None:
    good, faults = find_faults([path for paths in splits().values() for path in paths])
    assert faults == []
    adjudicated = sorted(sheet.parent.name for sheet in CORPUS.glob("passes/*/adjudicated.yaml"))
    assert good == len(ARTICLES)
    assert sorted(article.id for article in ARTICLES) == adjudicated


def test_every_record_fits_the_published_schema() -> None:
    schema = json.loads((root() / "schema" / "article.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for article in ARTICLES:
        validator.validate(json.loads(to_line(article)))


@needs_seed
def test_the_release_is_what_its_sheets_say(tmp_path: Path) -> None:
    """Built anew in a copy, nothing changes: neither the data nor the manifest."""
    for name in ("corpus", "seeds"):
        shutil.copytree(root() / name, tmp_path / name)
    assert build(CorpusFolder(tmp_path / "corpus")).changed == [], "run `make corpus`"


@needs_seed
def test_the_manifest_is_true_of_the_files() -> None:
    manifest = msgspec.json.decode((CORPUS / "MANIFEST.json").read_bytes(), type=Manifest)
    assert manifest.release == (CORPUS / "RELEASE").read_text("utf-8").strip()
    assert {file.path for file in manifest.files} == {
        path.relative_to(CORPUS).as_posix() for path in (CORPUS / "data").iterdir()
    }
    lines: dict[str, bytes] = {}
    for file in manifest.files:
        data = (CORPUS / file.path).read_bytes()
        assert (file.bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert file.articles == len(data.splitlines())
        lines |= {json.loads(line)["id"]: line for line in data.splitlines(keepends=True)}
    assert [article.id for article in manifest.articles] == sorted(lines)
    for article in manifest.articles:
        assert article.record_sha256 == hashlib.sha256(lines[article.id]).hexdigest()
        assert article.text_sha256 == json.loads(lines[article.id])["text_sha256"]


@needs_seed
def test_the_canary_stands_beside_the_texts_and_in_none() -> None:
    canary = (CORPUS / "CANARY").read_text("utf-8").strip()
    assert str(uuid.UUID(canary, version=4)) == canary
    for name in ("README.md", "MANIFEST.json"):
        assert canary in (CORPUS / name).read_text("utf-8"), name
    for file in [*(CORPUS / "data").iterdir(), *(root() / "seeds").glob("*.txt")]:
        assert canary.encode() not in file.read_bytes(), file.name


def test_sheets_of_released_records_begin_with_the_canary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = CORPUS / "data" / "example.jsonl"
    own = tmp_path / "own.jsonl"
    own.write_bytes(data.read_bytes())
    for file, marked in ((data, True), (own, False)):
        out = tmp_path / file.stem
        arguments = ["goldfield", "corpus", "sheet", str(file), "--out", str(out)]
        monkeypatch.setattr(sys, "argv", arguments)
        with contextlib.suppress(SystemExit):
            cli.main()
        first = (out / "gf-0002.yaml").read_text("utf-8").splitlines()[0]
        assert ((CORPUS / "CANARY").read_text("utf-8").strip() in first) == marked


@needs_seed
def test_texts_are_the_seeds_as_received() -> None:
    seeds = read_seeds(CorpusFolder(CORPUS))
    assert seeds.faults == []
    assert {article.text for article in ARTICLES} <= {seed.text for seed in seeds.files.values()}
    assert b"\r\n" in seeds.files["gf-0002.txt"].raw
    assert "\r" not in EMOJI.text
    assert any(char > "\uffff" for char in EMOJI.text)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_sheet_and_record_round_trip(article: Article, tmp_path: Path) -> None:
    lines = [to_line(article)]
    (tmp_path / "text.txt").write_text(article.text, encoding="utf-8", newline="")
    sheet = tmp_path / "sheet.yaml"
    for _ in range(2):
        sheet.write_text(
            decompile(msgspec.json.decode(lines[-1], type=Article), "text.txt"), "utf-8"
        )
        lines.append(to_line(compile_sheet(sheet)))
    assert len(set(lines)) == 1


def test_passes_are_two_and_differ() -> None:
    for article in ARTICLES:
        folder = CORPUS / "passes" / article.id
        digests = {
            hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("a.yaml", "b.yaml")
        }
        assert len(digests) == article.provenance.passes == 2
        assert (folder / "LOG.md").exists()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_gold_against_itself_is_one_or_null_everywhere(article: Article) -> None:
    fields = score([article], [article], suite="full").fields
    assert {name: field.f1 for name, field in fields.items() if field.f1 not in (1.0, None)} == {}
    assert fields["entities@strict"].gold > 0


def in_unit(node: Any, offsets: OffsetMap, surfaces: bool) -> Any:
    if isinstance(node, list):
        return [in_unit(item, offsets, surfaces) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: in_unit(value, offsets, surfaces) for key, value in node.items()}
    if "start" in copy:
        copy["start"], copy["end"] = offsets.to_unit(node["start"]), offsets.to_unit(node["end"])
        if not surfaces:
            del copy["text"]
    return copy


@pytest.mark.parametrize("unit", ["utf-16", "utf-8"])
@pytest.mark.parametrize("surfaces", [True, False], ids=["surfaces", "offsets only"])
def test_foreign_offsets_on_the_emoji_article_are_refused_by_name(
    unit: Unit, surfaces: bool
) -> None:
    entities = json.loads(to_line(EMOJI))["entities"]
    pred = {"id": EMOJI.id, "entities": in_unit(entities, OffsetMap(EMOJI.text, unit), surfaces)}
    with pytest.raises(DataError, match=UNITS[unit]) as caught:
        score([EMOJI], [pred])
    assert len(caught.value.faults) == 1
    assert unit in caught.value.faults[0].fix
