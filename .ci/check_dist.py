"""Fail unless a wheel and an sdist hold what they must hold and nothing else.

usage: check_dist.py FILE...
"""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from pathlib import Path

MAX_BYTES = 5 * 1024 * 1024
FOLDERS = ("schema", "corpus", "eval", "baselines")
WHEEL_NEEDS = ("goldfield/py.typed", *(f"goldfield/_release/{name}/" for name in FOLDERS))
SDIST_NEEDS = ("src/goldfield/py.typed", "seeds/", "tests/", *(f"{name}/" for name in FOLDERS))
# Top-level names of a wheel; everything else in it would land beside other people's packages.
WHEEL_ROOTS = re.compile(r"goldfield/|goldfield-[\d.]+\.dist-info/")
NEVER = re.compile(r"(^|/)(__pycache__|\.venv|\.git|runs|\.\w+_cache|\.hypothesis)/|\.py[co]$")
ESCAPES = re.compile(r"^/|^\w:|\\|(^|/)\.\.(/|$)")

Files = dict[str, int]


def wheel_files(path: Path) -> Files:
    with zipfile.ZipFile(path) as wheel:
        return {item.filename: item.file_size for item in wheel.infolist()}


def sdist_files(path: Path) -> Files:
    """Names below the one folder that an sdist unpacks to."""
    with tarfile.open(path) as sdist:
        return {item.name.partition("/")[2]: item.size for item in sdist if item.isfile()}


def faults(files: Files, needs: tuple[str, ...]) -> list[str]:
    """What is wrong with a list of files, whichever kind of archive it is of."""
    found = [
        f"missing: {need}" for need in needs if not any(name.startswith(need) for name in files)
    ]
    for name, size in files.items():
        if ESCAPES.search(name):
            found.append(f"leaves its folder: {name}")
        if NEVER.search(name):
            found.append(f"does not belong in a release: {name}")
        if size > MAX_BYTES:
            found.append(f"over {MAX_BYTES} bytes: {name} ({size})")
    return found


def check(path: Path) -> list[str]:
    """The faults of one archive."""
    if path.suffix != ".whl":
        return faults(sdist_files(path), SDIST_NEEDS)
    files = wheel_files(path)
    strays = [f"outside the package: {name}" for name in files if not WHEEL_ROOTS.match(name)]
    seeds = [f"seeds stay in the sdist: {name}" for name in files if "/_release/seeds/" in name]
    return faults(files, WHEEL_NEEDS) + strays + seeds


def main(paths: list[str]) -> int:
    suffixes = sorted(Path(path).suffix for path in paths)
    if suffixes != [".gz", ".whl"]:
        print(f"expected one sdist and one wheel, got: {' '.join(paths) or 'nothing'}")
        return 2
    status = 0
    for path in map(Path, paths):
        found = check(path)
        print(f"{path.name}: {path.stat().st_size} bytes, {len(found)} faults")
        for fault in found:
            print(f"  {fault}")
        status |= bool(found)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
