"""The committed corpus: valid, compiled from its sheets, safe against foreign offsets."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from goldfield.corpus.loading import load_articles, splits
from goldfield.corpus.sheet import compile_sheet, decompile
from goldfield.errors import DataError
from goldfield.prediction_files import score
from goldfield.release import root
from goldfield.schema.offsets import UNITS, OffsetMap, Unit
from goldfield.schema.reading import find_faults
from goldfield.schema.records import Article
from goldfield.schema.text import decode_source
from goldfield.schema.writing import to_line

CORPUS = root() / "corpus"
ARTICLES = load_articles(None, "all")
EMOJI = next(article for article in ARTICLES if article.id == "gf-0002")


def test_every_record_is_valid() -> None:
    good, faults = find_faults(list(splits().values()))
    assert faults == []
    assert good == len(ARTICLES) == 2


def test_every_record_fits_the_published_schema() -> None:
    schema = json.loads((root() / "schema" / "article.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for article in ARTICLES:
        validator.validate(json.loads(to_line(article)))


def test_data_is_what_the_adjudicated_sheets_say() -> None:
    sheets = sorted((CORPUS / "passes").glob("*/adjudicated.yaml"))
    compiled = b"".join(to_line(compile_sheet(sheet)) for sheet in sheets)
    assert compiled == (CORPUS / "data" / "example.jsonl").read_bytes(), "run `make corpus`"


def test_texts_are_the_seeds_as_received() -> None:
    for article in ARTICLES:
        raw = (root() / article.provenance.source).read_bytes()
        assert decode_source(raw) == article.text
    crlf = (root() / EMOJI.provenance.source).read_bytes()
    assert b"\r\n" in crlf
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
    assert fields["entities@strict"].gold > 20


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
