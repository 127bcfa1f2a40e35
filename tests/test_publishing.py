"""A published dataset: the same bytes twice, the same rows however it is loaded, faults told."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from published import article, built, corpus
from seed import seed_text
from strategies import articles
from toy import TEXT
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.corpus.loading import load_articles
from goldfield.corpus.withholding import excerpts_of, repeats
from goldfield.errors import DataError, UsageError
from goldfield.publishing.build import files_of, salt_from, write_folder
from goldfield.publishing.checking import check
from goldfield.publishing.features import features_of
from goldfield.publishing.files import commitment_faults, file_faults, read_manifest
from goldfield.publishing.pages import citation, mended, read_pages, section
from goldfield.publishing.plan import Plan, commit
from goldfield.publishing.tables import CONFIGS, data_path, parquet_of, rows_of
from goldfield.release import root
from goldfield.schema.checking import check_article
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "dataset"
    write_folder(out, built().files)
    return out


def _raw(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files.get(name, b"").splitlines()]


def test_built_twice_it_is_the_same_byte_for_byte(folder: Path) -> None:
    again = built().files
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == again.keys()
    assert all((folder / name).read_bytes() == data for name, data in again.items())


def test_a_good_dataset_passes(folder: Path) -> None:
    found = check(folder)
    assert found.faults == []
    assert (found.articles, found.notes) == (5, [])


def test_nothing_in_it_repeats_a_closed_text() -> None:
    """`x1` differs from the others in its licence only, so every text is closed here."""
    files = files_of({"test": [article("x1", "unstated")]}, Plan(), (citation(), read_pages()))
    (record,) = _raw(files.files, "raw/withheld/test.jsonl")
    assert record["text"] is None
    assert "raw/test.jsonl" not in files.files
    excerpts = excerpts_of([TEXT])
    for config in CONFIGS:
        assert not repeats(json.dumps(rows_of(config, [record])), excerpts)
    assert not any(
        repeats(data.decode("utf-8", "replace"), excerpts) for data in files.files.values()
    )


@pytest.mark.parametrize(
    ("policy", "texts", "names"),
    [("auto", 4, 3), ("hash", 0, 0), ("excerpt", 0, 4), ("full", 5, 4)],
)
def test_texts_go_out_by_policy(policy: Any, texts: int, names: int) -> None:
    files = built(Plan(policy)).files
    records = [r for name in files if name.startswith("raw/") for r in _raw(files, name)]
    assert len(records) == 5
    assert sum(record["text"] is not None for record in records) == texts
    # Four articles are labelled and name Oslo once, `x1` with a closed text; `r1` has no labels.
    surfaces = [e["mentions"][0]["text"] for r in records for e in r["entities"]]
    assert surfaces.count("Oslo") == names
    (odd,) = (anomaly for record in records for anomaly in record["anomalies"])
    assert odd["literal"] == odd["span"]["text"] == ("Oslo" if names >= 4 else None)


def test_the_flat_rows_of_a_small_article() -> None:
    record = msgspec.to_builtins(corpus()["test"][0])
    found = {config.name: rows_of(config, [record]) for config in CONFIGS}
    assert [(row["entity_id"], row["kind"], row["text"]) for row in found["mentions"]] == [
        ("anna", "NAM", "Anna Berg"), ("anna", "PRO", "She"), ("oslo", "NAM", "Oslo"),
    ]  # fmt: skip
    assert [(r["field"], r["text"], r["value"]) for r in found["fields"]] == [
        ("headline", "Anna Berg said", None)
    ]
    (quote,) = found["quotes"]
    assert (quote["texts"], quote["speaker"]) == (["we will leave Oslo"], "Anna Berg")
    assert found["documents"][0]["date_published"] == "2022-01-24"
    for row in found["mentions"] + found["times"] + found["quantities"] + found["events"]:
        assert record["text"][row["start"] : row["end"]] == row["text"]


def test_features_of_a_type_say_null_and_lists_as_they_are() -> None:
    features = features_of(Article)
    assert features["id"].dtype == "string"
    assert features["meta"]["headline"]["start"].dtype == "int32"
    assert features["quantities"].feature["value"].dtype == "float64"
    assert features["provenance"]["pre_annotated_by"].dtype == "string"
    assert features["entities"].feature["mentions"].feature["head"]["end"].dtype == "int32"


@settings(max_examples=30)
@given(articles())
def test_any_article_comes_back_from_parquet_as_it_was(article: Article) -> None:
    record = msgspec.to_builtins(article)
    for config in CONFIGS:
        if rows := rows_of(config, [record]):
            assert pq.read_table(io.BytesIO(parquet_of(config, rows))).to_pylist() == rows


def test_json_lines_are_in_no_config_because_their_dates_change(folder: Path) -> None:
    """The reason for Parquet. If this fails, `datasets` reads dates as they are: tell the card."""
    from datasets import load_dataset

    path = str(folder / "raw" / "test.jsonl")
    loaded = load_dataset("json", data_files=path, split="train", cache_dir=str(folder.parent))
    assert loaded[0]["meta"]["date_published"]["value"] != "2022-01-24"


# ---- what is wrong is told ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def tampered(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The faults of a copy in which much is wrong at once."""
    copy = tmp_path_factory.mktemp("tampered") / "dataset"
    shutil.copytree(folder, copy)
    (copy / "corpus.py").write_text("print()")
    (copy / "notes.txt").write_text("mine")
    readme = (copy / "README.md").read_text("utf-8")
    at = readme.index("- config_name: times\n  features:")
    edited = readme[:at] + readme[at:].replace(
        "name: vague\n    dtype: bool", "name: vague\n    dtype: string", 1
    )
    assert edited != readme
    (copy / "README.md").write_text(edited, "utf-8")
    raw = copy / "raw" / "test.jsonl"
    raw.write_bytes(raw.read_bytes().replace(b'{"id"', b'{"extra":1,"id"', 1))
    held = copy / "raw" / "withheld" / "example.jsonl"
    held.write_bytes(held.read_bytes().replace(b'{"id"', b'{"extra":1,"id"', 1))
    shutil.copy(copy / data_path("mentions", "test"), copy / data_path("mentions", "example"))
    croissant = copy / "croissant.json"
    croissant.write_text(croissant.read_text("utf-8").replace('"version": "1.0.0"', '"version": 1'))
    return [str(fault).partition("\n")[0] for fault in check(copy).faults]


@pytest.mark.parametrize(
    "reason",
    [
        r"^corpus\.py .* loading script",
        r"^notes\.txt .* not listed in MANIFEST",
        r"^README\.md .* not the file whose SHA-256",
        r"^README\.md .* features of times differ from the schema: vague",
        r"^raw/test\.jsonl .* not the file whose SHA-256",
        r"raw/test\.jsonl:1 .*extra",
        r"^raw/withheld/example\.jsonl \(x1\) .* unknown key 'extra'",
        r"^config default, split test  \$\[\d\]\.extra  row \d \(t\d\) differs",
        r"^config default, streamed, split test .* differs",
        r"^config mentions, split example ",
        r"^config times, split test ",
    ],
)
def test_each_fault_is_told_with_its_reason(tampered: list[str], reason: str) -> None:
    assert any(re.search(reason, fault) for fault in tampered), "\n".join(tampered)


def test_one_byte_of_any_file_is_missed(folder: Path) -> None:
    listing = read_manifest(folder)
    for file in listing.files:
        path = folder / file.path
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        found = [fault.where for fault in file_faults(folder, listing)]
        path.write_bytes(data)
        assert found == [file.path]
    assert list(file_faults(folder, listing)) == []


def test_the_command_names_the_fault_and_exits_1(folder: Path) -> None:
    manifest = folder / "MANIFEST.json"
    data = manifest.read_bytes()
    manifest.write_bytes(data[:100])
    done = CliRunner().invoke(app, ["publish", "check", str(folder)])
    manifest.write_bytes(data)
    assert isinstance(done.exception, DataError)
    assert "MANIFEST.json  $  Input data was truncated" in str(done.exception)


# ---- labels that are withheld ------------------------------------------------------------------


def test_withheld_gold_is_nowhere_and_can_be_proved_later(tmp_path: Path) -> None:
    salt = salt_from(tmp_path / "dataset.salt")
    files = built(Plan("auto", "test", salt)).files
    for record in _raw(files, "raw/test.jsonl"):
        shown = msgspec.convert(record, Article)
        assert check_article(shown) == []
        assert (shown.layers, shown.entities, shown.text) == ([], [], TEXT)
    assert data_path("mentions", "test") not in files
    gold = corpus()["test"]
    held = json.loads(files["COMMITMENTS.json"])["articles"]
    assert held == [msgspec.to_builtins(commit(article, salt)) for article in sorted(gold, key=_id)]
    assert salt.hex().encode() not in b"".join(files.values())
    write_folder(tmp_path / "dataset", files)
    assert list(commitment_faults(tmp_path / "dataset", salt, gold)) == []
    changed = [replace(gold[0], quotes=[]), gold[1]]
    assert [f.where for f in commitment_faults(tmp_path / "dataset", salt, changed)] == ["t2"]
    assert len(list(commitment_faults(tmp_path / "dataset", b"other", gold))) == 2
    assert check(tmp_path / "dataset").faults == []


def _id(article: Article) -> str:
    return article.id


def test_the_salt_is_private_kept_and_outside_what_is_published(tmp_path: Path) -> None:
    path = tmp_path / "a.salt"
    salt = salt_from(path)
    assert (len(salt), path.stat().st_mode & 0o777) == (32, 0o600)
    assert salt_from(path) == salt
    path.write_text("short")
    with pytest.raises(UsageError, match="no salt"):
        salt_from(path)
    args = ["--out", str(tmp_path / "d"), "--withhold-labels", "test"]
    done = CliRunner().invoke(app, ["publish", "build", *args, "--salt", str(tmp_path / "d" / "s")])
    assert "must stay secret" in str(done.exception)


# ---- pages and folders -------------------------------------------------------------------------


def test_a_folder_of_somebody_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("a")
    with pytest.raises(UsageError, match="no dataset that was built"):
        write_folder(tmp_path / "mine", {"MANIFEST.json": b"{}"})
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_links_to_what_is_not_published_become_words() -> None:
    text = "[a](../schema/FIELDS.md#x), [b](../eval/x.md), [c](https://d.e), [f](#g)"
    names = ["schema/FIELDS.md"]
    assert mended(text, names, "corpus/") == (
        "[a](schema/FIELDS.md#x), b, [c](https://d.e), [f](#g)"
    )


def test_a_section_ends_where_the_next_of_its_level_begins() -> None:
    page = "# A\n\n## B\nb\n\n### C\nc\n\n## D\nd\n"
    assert section(page, "## B") == "## B\nb\n\n### C\nc\n"
    assert section(page, "## D") == "## D\nd\n"
    with pytest.raises(UsageError, match="## E"):
        section(page, "## E")


def test_a_missing_extra_is_one_line_with_its_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    for args in (["build", "--out", str(folder.parent / "x")], ["check", str(folder)]):
        done = CliRunner().invoke(app, ["publish", *args])
        assert str(done.exception) == (
            'datasets is not installed; get it with: pip install "goldfield[hf]"'
        )


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of this checkout as the command builds it."""
    seed_text()  # skips where texts are withheld
    out = tmp_path_factory.mktemp("release") / "dataset"
    done = CliRunner().invoke(app, ["publish", "build", "--out", str(out)])
    assert (done.exit_code, done.stdout) == (0, "")
    return out


def test_the_release_is_published_and_good(release: Path) -> None:
    done = CliRunner().invoke(app, ["publish", "check", str(release)])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("good: ")
    for split in ("train", "validation", "test"):  # no closed text in them: the records as they are
        path = root() / "corpus" / "data" / f"{split}.jsonl"
        assert (release / "raw" / f"{split}.jsonl").read_bytes() == path.read_bytes()


def test_a_copy_that_lacks_a_text_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    held = "goldfield.publishing.build.withheld_records"
    monkeypatch.setattr(held, lambda path: [{"id": path.stem}] if path.stem == "test" else [])
    done = CliRunner().invoke(app, ["publish", "build", "--out", "x"])
    assert "lacks the text of test; first: goldfield corpus restore" in str(done.exception)


def test_the_card_says_what_the_texts_and_the_gold_are(release: Path) -> None:
    page = (release / "README.md").read_text("utf-8")
    assert "license: cc-by-4.0\n" in page
    assert "annotations_creators:\n- machine-generated\n" in page
    assert "annotated by: language-model" in page
    assert "## How far the passes agree" in page
    annotators = {article.provenance.annotated_by for article in load_articles(None, "all")}
    assert annotators == {"language-model"}, "croissant.py says so in its RAI fields: tell it"
    assert "Without its text" in page
    assert all(f"`{config.name}`" in page for config in CONFIGS)
    held = (release / "raw" / "withheld" / "example.jsonl").read_bytes()
    assert to_line(json.loads(held)) == held
