"""Texts whose licence is not open: out of records and archives, and put back by their hash."""

from __future__ import annotations

import importlib.util
import json
import logging
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import articles
from toy import TEXT, toy_article
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.corpus.folder import CorpusFolder
from goldfield.corpus.loading import load_articles
from goldfield.corpus.manifest import manifest_of
from goldfield.corpus.withheld import tell_withheld
from goldfield.corpus.withholding import (
    excerpts_of,
    is_open,
    repeats,
    restored,
    treatment,
    withheld,
)
from goldfield.schema.predictions import decode
from goldfield.schema.records import Article
from goldfield.schema.writing import to_json, to_line

ROOT = Path(__file__).parent.parent


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


hook = module(ROOT / "hatch_build.py")
check_dist = module(ROOT / ".ci" / "check_dist.py")


@pytest.mark.parametrize(
    ("licence", "policy", "found"),
    [
        ("CC-BY-4.0", "auto", "full"), ("CC0-1.0", "auto", "full"), ("unstated", "auto", "hash"),
        ("CC-BY-NC-ND-4.0", "auto", "hash"), ("LicenseRef-wire", "auto", "hash"),
        ("CC-BY-4.0", "hash", "hash"), ("unstated", "excerpt", "excerpt"),
        ("unstated", "full", "full"),
    ],
)  # fmt: skip
def test_a_text_goes_out_in_full_under_an_open_licence_only(
    licence: str, policy: str, found: str
) -> None:
    assert treatment(licence, policy) == found  # type: ignore[arg-type]
    assert is_open(licence) is (licence in ("CC-BY-4.0", "CC0-1.0"))


@given(articles(), st.integers(0, 12))
def test_a_record_is_restored_from_its_text(article: Article, longest: int) -> None:
    record = msgspec.to_builtins(article)
    held = withheld(record, longest)
    assert restored(held, article.text) == record
    surfaces = [s for s in _texts(held) if s is not None]
    assert all(len(surface) <= longest for surface in surfaces)
    prediction, faults = decode(json.dumps(held).encode())  # the shape has a schema: a prediction's
    assert prediction is not None
    assert not faults


def _texts(node: object) -> list[str | None]:
    if isinstance(node, list):
        return [text for item in node for text in _texts(item)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if "text" in node else []
    return own + [text for value in node.values() for text in _texts(value)]


def test_a_sentence_is_found_however_it_is_written_and_short_words_are_not() -> None:
    sentence = "The mayor of Corve – a town on the Brim – said that “nobody” would ever leave it."
    excerpts = excerpts_of([f"{sentence}\nAnd so on."])
    assert repeats(f"quoted: {json.dumps(sentence)}", excerpts)
    assert repeats(sentence.replace(" ", "\n    "), excerpts)
    assert repeats(sentence[7:55], excerpts)
    assert not repeats(sentence[:38] + " etc.", excerpts)
    assert not repeats(sentence.upper(), excerpts)


def _project(folder: Path) -> list[Article]:
    """A project with the rules, and a corpus of one open and one closed text."""
    closed = toy_article()
    closed = replace(closed, provenance=replace(closed.provenance, licence="unstated"))
    free = replace(toy_article(), id="b1")
    free = replace(free, provenance=replace(free.provenance, licence="CC-BY-4.0"))
    files = {
        "src/goldfield/corpus/withholding.py": (
            ROOT / "src/goldfield/corpus/withholding.py"
        ).read_bytes(),
        "corpus/data/test.jsonl": to_line(closed) + to_line(free),
        "corpus/MANIFEST.json": to_json(
            manifest_of(CorpusFolder(folder / "corpus"), {"test": [closed, free]})
        ).encode(),
        "corpus/passes/a1/LOG.md": b"nothing of it\n",
        "corpus/passes/b1/LOG.md": b"nothing of it\n",
        "eval/planted.jsonl": b'{"id":"a1"}\n{"id":"b1"}\n',
        "eval/only.jsonl": b'{"id":"a1"}\n',
        "seeds/a1.txt": TEXT.encode(),
        "README.md": b"all is well\n",
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return [closed, free]


def _archived(folder: Path) -> dict[str, bytes]:
    names = [str(p.relative_to(folder)) for p in sorted(folder.rglob("*")) if p.is_file()]
    rewritten = hook.Rewritten(folder, names).run()
    files = {name: (folder / name).read_bytes() for name in names} | rewritten.changed
    return {name: data for name, data in files.items() if name not in rewritten.dropped}


def test_archives_carry_a_closed_text_nowhere_and_all_else_as_it_was(tmp_path: Path) -> None:
    closed, free = _project(tmp_path)
    files = _archived(tmp_path)
    assert files["corpus/data/test.jsonl"] == to_line(free)
    held = json.loads(files["corpus/data/withheld/test.jsonl"])
    assert restored(held, TEXT) == msgspec.to_builtins(closed)
    assert files["eval/planted.jsonl"] == b'{"id":"b1"}\n'
    gone = {"corpus/passes/a1/LOG.md", "eval/only.jsonl", "seeds/a1.txt"}
    assert not gone & files.keys()
    assert {"README.md", "corpus/passes/b1/LOG.md"} <= files.keys()
    free_only = {name: data for name, data in files.items() if "b1" not in data.decode()}
    assert check_dist.leaks(free_only, [TEXT]) == []


def test_check_dist_sees_a_sentence_of_a_closed_text(tmp_path: Path) -> None:
    _project(tmp_path)
    texts = check_dist.closed_texts(tmp_path / "corpus" / "data")
    assert texts == [TEXT]
    files = {"a.md": TEXT[5:70].encode(), "b.md": b"nothing", "c.whl": b"\xff\xfe"}
    assert check_dist.leaks(files, texts) == ["repeats a text that may not be passed on: a.md"]


def test_an_archive_of_an_archive_is_the_same(tmp_path: Path) -> None:
    _project(tmp_path)
    once = _archived(tmp_path)
    again = tmp_path / "again"
    for name, data in once.items():
        (again / name).parent.mkdir(parents=True, exist_ok=True)
        (again / name).write_bytes(data)
    assert _archived(again) == once


@pytest.fixture
def installed(tmp_path: Path) -> tuple[Path, Path, list[Article]]:
    """A corpus as a package brings it, the whole one beside it, and its articles."""
    whole, less = tmp_path / "whole", tmp_path / "less"
    given = _project(whole)
    for name, data in _archived(whole).items():
        (less / name).parent.mkdir(parents=True, exist_ok=True)
        (less / name).write_bytes(data)
    return less / "corpus", whole / "corpus", given


def test_restore_puts_back_every_byte(installed: tuple[Path, Path, list[Article]]) -> None:
    corpus, whole, given = installed
    text = corpus.parent / "text.txt"
    text.write_text(TEXT, "utf-8")
    done = CliRunner().invoke(
        app, ["corpus", "restore", "--text", str(text), "--corpus", str(corpus)]
    )
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 article restored" in done.stderr
    for name in ("data/test.jsonl", "MANIFEST.json"):
        assert (corpus / name).read_bytes() == (whole / name).read_bytes()
    assert not (corpus / "data" / "withheld" / "test.jsonl").exists()
    assert load_articles(corpus, "test") == given


def test_restore_to_a_file_leaves_the_corpus(installed: tuple[Path, Path, list[Article]]) -> None:
    corpus, _, (closed, _) = installed
    text, out = corpus.parent / "text.txt", corpus.parent / "out.jsonl"
    text.write_text(TEXT.replace("\n", "\r\n"), "utf-8")
    before = (corpus / "data" / "test.jsonl").read_bytes()
    args = ["--text", str(text), "--corpus", str(corpus), "--out", str(out)]
    assert CliRunner().invoke(app, ["corpus", "restore", *args]).exit_code == 0
    assert out.read_bytes() == to_line(closed)
    assert (corpus / "data" / "test.jsonl").read_bytes() == before


def test_restore_refuses_another_text_and_a_changed_record(
    installed: tuple[Path, Path, list[Article]],
) -> None:
    corpus, *_ = installed
    text = corpus.parent / "text.txt"
    args = ["corpus", "restore", "--text", str(text), "--corpus", str(corpus)]
    text.write_text(TEXT + "\n", "utf-8")
    done = CliRunner().invoke(app, args)
    assert "the text of no withheld article" in str(done.exception)
    text.write_text(TEXT, "utf-8")
    held = corpus / "data" / "withheld" / "test.jsonl"
    held.write_text(held.read_text("utf-8").replace('"GPE"', '"LOC"'), "utf-8")
    done = CliRunner().invoke(app, args)
    assert "not the record that MANIFEST.json knows" in str(done.exception)


def test_loading_says_what_is_not_there_and_how_to_get_it(
    installed: tuple[Path, Path, list[Article]], caplog: pytest.LogCaptureFixture
) -> None:
    corpus, _, (_, free) = installed
    tell_withheld.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert load_articles(corpus, "test") == [free]
        assert load_articles(corpus, "all") == [free]
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 1
    assert "without a1" in said[0]
    assert "goldfield corpus restore --text" in said[0]
