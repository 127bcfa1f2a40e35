"""Pushing to a Hub on loopback with the real client: one commit, one tag, or nothing at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fake_hub import Hub, running
from published import built
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.publishing.build import write_folder

TOKEN = "hf_dummytokenthatmustnotbeprinted"
REPO = "some/corpus"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pushed") / "dataset"
    write_folder(out, built().files)
    return out


@pytest.fixture
def hub() -> Iterator[Hub]:
    with running() as found:
        yield found


def _environment(hub: Hub, home: Path) -> Mapping[str, str]:
    """A machine that knows one hub; what it caches goes to `home`."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("HF_")},
        "HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HOME": str(home),
        "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_OFFLINE": "0",
    }  # fmt: skip


def start(hub: Hub, folder: Path, home: Path, tag: str = "v1.0") -> subprocess.Popen[str]:
    """`goldfield publish push` in a process of its own: the client reads its settings once."""
    command = [sys.executable, "-m", "goldfield.cli", "publish", "push", str(folder)]
    command += ["--repo-id", REPO, "--tag", tag, "--endpoint", hub.url]
    pipe = subprocess.PIPE
    environment = _environment(hub, home)
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment)


def push(hub: Hub, folder: Path, home: Path, tag: str = "v1.0") -> tuple[int, str, str]:
    with start(hub, folder, home, tag) as process:
        out, err = process.communicate(timeout=120)
    assert TOKEN not in out + err
    return process.returncode, out, err


LOAD = """
import json, sys
from datasets import load_dataset
repo, tag = sys.argv[1:]
configs = {
    name: {split: list(rows) for split, rows in load_dataset(repo, name, revision=tag).items()}
    for name in ("default", "mentions")
}
streamed = list(load_dataset(repo, split="test", revision=tag, streaming=True))
import goldfield
records = goldfield.load("test", f"hf://datasets/{repo}@{tag}")
rows = goldfield.load("test", f"hf://datasets/{repo}@{tag}", as_dataset=True)
print(json.dumps({
    "configs": configs, "streamed": streamed, "ids": [record.id for record in records],
    "rows": list(rows),
}))
"""


def test_a_push_is_one_commit_one_tag_and_the_same_rows(
    hub: Hub, folder: Path, tmp_path: Path
) -> None:
    status, out, err = push(hub, folder, tmp_path / "a")
    assert status == 0, err
    repo = hub.repos[REPO]
    assert len(repo.commits) == 2  # that of the new repository, and ours
    oid, files = repo.commits[1]
    assert repo.tags == {"v1.0": oid}
    assert out == f"{oid}\n"
    assert {**files, ".gitattributes": b""} == {**built().files, ".gitattributes": b""}
    assert hub.tokens == {f"Bearer {TOKEN}"}
    assert [hub.count(f"POST .*/{what}") for what in ("create", "commit/main", "tag/")] == [1, 1, 1]
    tagged = next(i for i, line in enumerate(hub.log) if "/tag/" in line)
    assert any(re.search(f"/resolve/{oid}/", line) for line in hub.log[:tagged])  # loaded first

    loading = subprocess.run(
        [sys.executable, "-c", LOAD, REPO, "v1.0"], env=_environment(hub, tmp_path / "b"),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert loading.returncode == 0, loading.stderr
    found = json.loads(loading.stdout)
    raw = [json.loads(line) for line in files["raw/test.jsonl"].splitlines()]
    assert found["configs"]["default"]["test"] == found["streamed"] == found["rows"] == raw
    assert found["ids"] == [record["id"] for record in raw]
    surfaces = [m["text"] for r in raw for e in r["entities"] for m in e["mentions"]]
    assert [row["text"] for row in found["configs"]["mentions"]["test"]] == surfaces

    before = hub.count("POST|PUT")
    status, out, err = push(hub, folder, tmp_path / "c")
    assert (status, out) == (2, "")
    assert "a tag is never moved" in err
    assert hub.count("POST|PUT") == before  # refused before anything was sent


def test_killed_between_files_nothing_is_there(hub: Hub, folder: Path, tmp_path: Path) -> None:
    hub.hold, hub.passing = r"PUT /large/", 3
    process = start(hub, folder, tmp_path)
    try:
        assert hub.held.wait(120)
    finally:
        process.kill()
        process.communicate()
    assert len(hub.large) == 3  # of some thirty
    assert hub.repos[REPO].tags == {}
    assert len(hub.repos[REPO].commits) == 1
    assert hub.count("/commit/main") == 0


@pytest.mark.parametrize(
    ("where", "status", "commits", "said"),
    [
        ("POST .*/commit/main", 412, 1, "no commit was confirmed and no tag was set"),
        ("POST .*/tag/", 401, 2, "is on main without the tag v1.0; push again for it"),
    ],
)
def test_a_failure_says_what_is_so(  # noqa: PLR0913 (two fixtures of its own)
    hub: Hub, folder: Path, tmp_path: Path, where: str, status: int, commits: int, said: str
) -> None:
    hub.fail[where] = status
    code, out, err = push(hub, folder, tmp_path)
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err
    assert hub.repos[REPO].tags == {}
    assert len(hub.repos[REPO].commits) == commits


def test_dry_run_needs_neither_network_nor_token(folder: Path) -> None:
    args = ["publish", "push", str(folder), "--repo-id", REPO, "--tag", "v1.0", "--dry-run"]
    done = CliRunner().invoke(app, [*args, "--endpoint", "http://127.0.0.1:9"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "raw/test.jsonl" in done.stdout
    assert "tag it v1.0" in done.stdout


@pytest.mark.parametrize(
    ("repo", "tag", "said"),
    [("corpus", "v1.0", "give ORG/NAME"), (REPO, "v2.0", "v1.0 is"), (REPO, "1.0", "v1.0 is"),
     (REPO, "v1.01", "v1.0 is")],
)  # fmt: skip
def test_names_that_will_not_do(folder: Path, repo: str, tag: str, said: str) -> None:
    args = ["publish", "push", str(folder), "--repo-id", repo, "--tag", tag, "--dry-run"]
    assert said in str(CliRunner().invoke(app, args).exception)


def test_what_does_not_pass_is_not_pushed(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "corpus.py").write_text("")
    args = ["publish", "push", str(copy), "--repo-id", REPO, "--tag", "v1.0"]
    done = CliRunner().invoke(app, [*args, "--endpoint", "http://127.0.0.1:9"])
    assert "loading script" in str(done.exception)
