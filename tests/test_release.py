"""The published folders are found, whole, and free of anything that belongs to one machine."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from seed import needs_seed

from goldfield import release

CHECKOUT = Path(__file__).parent.parent

# Absolute folders of somebody's machine. A URL's path does not count: a name comes before it.
LOCAL_PATH = re.compile(
    r"(?<![\w.~/-])/(?:home/\w+|Users/\w+|root|work|tmp|opt)/|\b[A-Z]:\\Users\\"
)
# An option or an address that says where packages come from: pip's settings, not ours.
PACKAGE_SOURCE = re.compile(
    r"--(?:extra-)?index-url|--find-links|^-[if]\b|://|\.whl\b|files\.pythonhosted", re.M
)
PIN = re.compile(r"^[\w.-]+==\S+", re.M)


def test_root_is_the_checkout() -> None:
    assert release.root() == CHECKOUT


@pytest.mark.parametrize("name", release.PUBLISHED)
def test_published_folder_exists(name: str) -> None:
    assert (release.root() / name).is_dir()


@needs_seed
def test_seeds_are_as_received() -> None:
    seeds = release.root() / "seeds"
    sums = seeds / "SHA256SUMS"
    if not sums.is_file():
        pytest.skip("seeds/SHA256SUMS is not there")
    listed = [line.split("  ") for line in sums.read_text(encoding="utf-8").splitlines()]
    assert {name for _, name in listed} == {path.name for path in seeds.glob("*.txt")}
    for digest, name in listed:
        assert hashlib.sha256((seeds / name).read_bytes()).hexdigest() == digest, name


def _ours() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is, or is about to be, under version control."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        path = CHECKOUT / name
        if path.is_file():
            yield name, path.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="needs a checkout")
def test_no_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}"
        for name, text in _ours()
        for hit in LOCAL_PATH.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "path", sorted((CHECKOUT / "requirements").glob("*.txt")), ids=lambda path: path.name
)
def test_requirements_are_pinned_hashed_and_name_no_source(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert PACKAGE_SOURCE.findall(text) == []
    for entry in text.replace("\\\n", "").splitlines():
        if entry.strip() and not entry.lstrip().startswith("#"):
            assert PIN.match(entry), entry
            assert "--hash=sha256:" in entry, entry
