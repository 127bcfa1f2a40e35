"""The release build: what is gold, what waits, what is refused; the same bytes every time."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from made_up import TEXTS, corpus_in, put_article, put_seed, snapshot

from goldfield.corpus import folder as places
from goldfield.corpus.build import build
from goldfield.corpus.folder import CorpusFolder, released_drafts
from goldfield.corpus.loading import load_articles
from goldfield.errors import DataError, Fault, UsageError


@pytest.fixture
def corpus(tmp_path: Path) -> CorpusFolder:
    return corpus_in(tmp_path)


def refused(corpus: CorpusFolder) -> list[Fault]:
    """The faults of a build, which leaves everything as it was."""
    before = snapshot(corpus.path)
    with pytest.raises(DataError) as caught:
        build(corpus)
    assert snapshot(corpus.path) == before
    assert all(fault.fix for fault in caught.value.faults)
    return caught.value.faults


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_gold_of_each_split_goes_into_its_file(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-2", "test")
    put_article(corpus, "m-1")
    built = build(corpus)
    assert [path.name for path in built.changed] == ["test.jsonl", "train.jsonl", "MANIFEST.json"]
    assert built.pending == []
    (first,) = load_articles(corpus.path, "train")
    assert (first.id, first.text) == ("m-1", TEXTS["m-1"].replace("\r\n", "\n"))
    assert [article.id for article in load_articles(corpus.path, "test")] == ["m-2"]


def test_a_second_build_changes_no_byte(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1")
    build(corpus)
    before = snapshot(corpus.path)
    assert build(corpus).changed == []
    (corpus.data / "train.jsonl").unlink()
    corpus.manifest.unlink()
    build(corpus)
    assert snapshot(corpus.path) == before


def test_the_manifest_has_the_hashes_of_what_is_written(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1")
    build(corpus)
    manifest = json.loads(corpus.manifest.read_text("utf-8"))
    data = (corpus.data / "train.jsonl").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    wanted = {"path": "data/train.jsonl", "sha256": digest, "bytes": len(data), "articles": 1}
    assert manifest["files"] == [wanted]
    assert (manifest["release"], manifest["canary"]) == ("1", "0c0c")
    (article,) = manifest["articles"]
    assert article["record_sha256"] == digest  # its line is the whole file
    text = TEXTS["m-1"].replace("\r\n", "\n").encode()
    assert article["text_sha256"] == hashlib.sha256(text).hexdigest()
    assert (article["split"], article["passes"], article["status"]) == ("train", 2, "adjudicated")


@pytest.mark.parametrize("name", ["a.yaml", "b.yaml", "adjudicated.yaml", "LOG.md"])
def test_an_article_that_lacks_a_file_waits(corpus: CorpusFolder, name: str) -> None:
    (put_article(corpus, "m-1") / name).unlink()
    put_article(corpus, "m-2")
    built = build(corpus)
    assert [(a.id, a.split, a.missing) for a in built.pending] == [("m-1", "train", [name])]
    assert [article.id for article in built.manifest.articles] == ["m-2"]


@pytest.mark.parametrize(
    ("name", "changed", "path", "problem"),
    [
        ("adjudicated.yaml", ("adjudicated", "draft"), "$.provenance.status", "still a draft"),
        ("adjudicated.yaml", ("adjudicated", "single"), "$.provenance.status", "not gold"),
        ("a.yaml", ("single", "draft"), "$.provenance.status", "still a draft"),
        ("adjudicated.yaml", ("passes: 2", "passes: 1"), "$.provenance.passes", "speaks of 1"),
        ("adjudicated.yaml", ("passes: 2", "passes: 3"), "$.provenance.passes", "2 from an empty"),
        ("b.yaml", ("seeds/m-1.txt\n", "seeds/m-2.txt\n"), "$.text", "another text"),
        ("a.yaml", ("id: m-1", "id: m-9"), "$.id", "in the folder 'm-1'"),
        ("a.yaml", ("layers: [", "layer: ["), "$", "the key 'layer' is unknown"),
    ],
)
def test_a_sheet_that_does_not_hold_is_refused(
    corpus: CorpusFolder, name: str, changed: tuple[str, str], path: str, problem: str
) -> None:
    folder = put_article(corpus, "m-1")
    put_seed(corpus, "m-2", TEXTS["m-2"])
    change(folder / name, *changed)
    lines = (folder / name).read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, start=1) if changed[1].strip() in line)
    (fault,) = [fault for fault in refused(corpus) if problem in fault.problem]
    assert (fault.where, fault.path) == (f"{folder / name}:{number}", path)


def test_a_text_that_is_not_the_seed_is_refused(corpus: CorpusFolder) -> None:
    folder = put_article(corpus, "m-1")
    (folder / "mine.txt").write_text("A text of my own.\n", "utf-8")
    for name in ("a.yaml", "b.yaml", "adjudicated.yaml"):
        change(folder / name, "../../../seeds/m-1.txt", "mine.txt")
    (fault,) = refused(corpus)
    assert "not that of seeds/m-1.txt" in fault.problem


def test_an_edited_seed_is_refused(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1")
    with open(corpus.seeds / "m-1.txt", "a") as seed:
        seed.write("One more line.\n")
    (fault,) = refused(corpus)
    assert "no longer the file" in fault.problem


def test_a_pass_that_began_with_an_extractor_counts_for_nothing(corpus: CorpusFolder) -> None:
    folder = put_article(corpus, "m-1")
    change(folder / "b.yaml", "schema_version: 1.0", "schema_version: 1.1")
    change(folder / "b.yaml", "passes: 1", "passes: 0\n  pre_annotated_by: rules@1.0")
    (fault,) = refused(corpus)
    assert "2 passes, and 1 from an empty sheet" in fault.problem
    one = (folder / "a.yaml").read_bytes()
    (folder / "c.yaml").write_bytes(b"# the third\n" + one)
    assert build(corpus).manifest.articles[0].passes == 2


def test_a_pass_that_is_a_copy_is_refused(corpus: CorpusFolder) -> None:
    folder = put_article(corpus, "m-1")
    (folder / "b.yaml").write_bytes((folder / "a.yaml").read_bytes())
    (fault,) = refused(corpus)
    assert "byte for byte" in fault.problem


def test_wire_copy_is_refused_outside_the_examples(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1", kind="wire", licence="unstated")
    (fault,) = refused(corpus)
    assert fault.where == f"{corpus.splits}:1"
    change(corpus.splits, "train", "example")
    assert build(corpus).manifest.articles[0].split == "example"


def test_an_article_without_a_split_waits(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1")
    corpus.splits.write_text("")
    (article,) = build(corpus).pending
    assert article == ("m-1", "", ["a line in splits.toml"])


def test_a_split_of_an_article_that_is_not_there_is_refused(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1")
    corpus.splits.write_text('m-1 = "train"\ngone = "train"\n', "utf-8")
    (fault,) = refused(corpus)
    assert fault.where == f"{corpus.splits}:2"
    assert fault.problem == "there is no folder passes/gone"


def test_a_leak_is_told_at_the_line_of_the_split(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1")
    put_article(corpus, "m-3", "test", text=f"Again: {TEXTS['m-1']}")
    (fault,) = refused(corpus)
    assert fault.where == f"{corpus.splits}:2"
    assert "m-1 (train)" in fault.problem


def test_an_article_moves_with_its_split(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1")
    build(corpus)
    change(corpus.splits, "train", "validation")
    build(corpus)
    assert [path.name for path in corpus.data.iterdir()] == ["validation.jsonl"]


def test_a_released_record_is_never_dropped_unseen(corpus: CorpusFolder) -> None:
    folder = put_article(corpus, "m-1")
    build(corpus)
    (folder / "LOG.md").unlink()
    (fault,) = refused(corpus)
    assert fault.where == f"{corpus.data / 'train.jsonl'}:1"
    assert "lacks LOG.md" in fault.problem


def test_a_released_id_keeps_its_text(corpus: CorpusFolder) -> None:
    put_article(corpus, "m-1")
    build(corpus)
    corpus.sums.write_text("")
    put_seed(corpus, "m-1", "Another text.\n")
    (fault,) = refused(corpus)
    assert "released with another text" in fault.problem


def test_a_draft_in_the_data_of_a_corpus_is_refused_and_elsewhere_is_not(
    corpus: CorpusFolder,
) -> None:
    put_article(corpus, "m-1")
    build(corpus)
    data, own = corpus.data / "train.jsonl", corpus.path / "own.jsonl"
    assert released_drafts([data]) == []
    change(data, "adjudicated", "draft")
    own.write_bytes(data.read_bytes())
    (fault,) = released_drafts([data, own])
    assert fault.where == f"{data}:1"


def test_an_installed_corpus_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()  # as in a wheel, which carries no seeds
    monkeypatch.setattr(places, "root", lambda: tmp_path)
    with pytest.raises(UsageError, match="--corpus DIR"):
        places.open_folder()
    assert places.open_folder(tmp_path / "corpus").seeds == tmp_path / "seeds"
