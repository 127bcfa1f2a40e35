"""The workflow that checks a pull request with a submission, as far as it runs without GitHub."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from goldfield.cli import app

ROOT = Path(__file__).parent.parent
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "leaderboard.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = WORKFLOW["jobs"]["board"]["steps"]
RUNS = [step["run"] for step in STEPS if "run" in step]
HERE = "eval/leaderboard/submissions"
OLD, NEW = f"{HERE}/null-1/card.toml", f"{HERE}/new-1/card.toml"


def test_it_may_read_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert [*WORKFLOW[True]] == ["pull_request"]  # YAML 1.1 reads `on` as true
    assert WORKFLOW[True]["pull_request"]["paths"] == [f"{HERE}/**"]
    assert (ROOT / HERE).is_dir()
    checkout = STEPS[0]["with"]
    assert checkout["ref"] == "${{ github.event.pull_request.base.sha }}", "not the request's code"
    assert checkout["persist-credentials"] is False
    assert not any("${{" in run for run in RUNS), "nothing of a request is pasted into a shell"
    for used in (step["uses"] for step in STEPS if "uses" in step):
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", used), "a tag may be moved, a commit may not"


def test_every_command_and_option_exists() -> None:
    ours = [run for run in RUNS if "goldfield" in run.split()[0]]
    assert len(ours) == 3
    for run in ours:
        told = CliRunner().invoke(app, [*shlex.split(run)[1:], "--help"])
        assert told.exit_code == 0, told.output  # an unknown option is told before any help
    for run in (run for run in RUNS if run.startswith("make ")):
        subprocess.run([*run.split(), "--dry-run"], cwd=ROOT, check=True, capture_output=True)


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null")
    done = subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode()


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("added", 0),
        ("changed", 1),
        ("removed", 1),
        ("renamed", 1),
    ],
)
def test_submissions_are_taken_and_none_is_touched(
    tmp_path: Path, change: str, status: int
) -> None:
    origin, here = tmp_path / "origin", tmp_path / "here"
    origin.mkdir()
    git(origin, "init", "-q", "-b", "main")
    write(origin, OLD, 'system = "null"\nversion = "1"\nlicence = "MIT"\n')
    write(origin, f"{HERE}/lead-1/card.toml", 'system = "lead"\n')
    write(origin, "code.py", "base\n")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "base")
    git(tmp_path, "clone", "-q", str(origin), "here")
    git(origin, "checkout", "-q", "-b", "request")
    write(origin, "code.py", "of the request\n")
    if change == "added":
        write(origin, NEW, "new\n")
    elif change == "changed":
        write(origin, OLD, "other\n")
    elif change == "removed":
        (origin / OLD).unlink()
    else:
        git(origin, "mv", f"{HERE}/null-1", f"{HERE}/null-2")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "request")
    git(origin, "update-ref", "refs/pull/7/merge", "HEAD")
    (take,) = [step for step in STEPS if "git fetch" in step.get("run", "")]
    assert take["env"] == {"NUMBER": "${{ github.event.number }}"}
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", take["run"]]
    done = subprocess.run(
        bash, cwd=here, env={**os.environ, "NUMBER": "7"}, capture_output=True, check=False
    )
    assert done.returncode == status, done.stderr
    assert (here / NEW).exists() is (change == "added")
    assert (here / "code.py").read_text() == "base\n"
