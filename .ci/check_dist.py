"""Fail unless a wheel and an sdist hold what they must hold and nothing else.

Nothing else: among others no sentence of a text whose licence is not open. Such texts are known
from the records in the `corpus/data/` of this checkout.

usage: check_dist.py FILE...
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
import zipfile
from pathlib import Path

from goldfield.corpus.withholding import excerpts_of, is_open, repeats

ROOT = Path(__file__).resolve().parent.parent
MAX_BYTES = 5 * 1024 * 1024
FOLDERS = ("schema", "corpus", "eval", "baselines")
WHEEL_NEEDS = ("goldfield/py.typed", *(f"goldfield/_release/{name}/" for name in FOLDERS))
SDIST_NEEDS = ("src/goldfield/py.typed", "seeds/", "tests/", *(f"{name}/" for name in FOLDERS))
# Top-level names of a wheel; everything else in it would land beside other people's packages.
WHEEL_ROOTS = re.compile(r"goldfield/|goldfield-[\d.]+\.dist-info/")
NEVER = re.compile(r"(^|/)(__pycache__|\.venv|\.git|runs|\.\w+_cache|\.hypothesis)/|\.py[co]$")
ESCAPES = re.compile(r"^/|^\w:|\\|(^|/)\.\.(/|$)")

Files = dict[str, bytes]


def wheel_files(path: Path) -> Files:
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/")}


def sdist_files(path: Path) -> Files:
    """By names below the one folder that an sdist unpacks to."""
    with tarfile.open(path) as sdist:
        streams = ((item.name, sdist.extractfile(item)) for item in sdist if item.isfile())
        return {name.partition("/")[2]: stream.read() for name, stream in streams if stream}


def closed_texts(data: Path = ROOT / "corpus" / "data") -> list[str]:
    """The texts of a corpus that may not be passed on."""
    lines = (line for path in data.glob("*.jsonl") for line in path.read_bytes().splitlines())
    records = map(json.loads, lines)
    return [r["text"] for r in records if not is_open(r["provenance"]["licence"])]


def leaks(files: Files, texts: list[str]) -> list[str]:
    """The files that repeat a sentence of the texts."""
    excerpts = excerpts_of(texts)
    return [
        f"repeats a text that may not be passed on: {name}"
        for name, data in files.items()
        if repeats(data.decode("utf-8", "replace"), excerpts)
    ]


def faults(files: Files, needs: tuple[str, ...]) -> list[str]:
    """What is wrong with a list of files, whichever kind of archive it is of."""
    found = [
        f"missing: {need}" for need in needs if not any(name.startswith(need) for name in files)
    ]
    for name, data in files.items():
        if ESCAPES.search(name):
            found.append(f"leaves its folder: {name}")
        if NEVER.search(name):
            found.append(f"does not belong in a release: {name}")
        if len(data) > MAX_BYTES:
            found.append(f"over {MAX_BYTES} bytes: {name} ({len(data)})")
    return found


def check(path: Path, texts: list[str]) -> list[str]:
    """The faults of one archive; `texts` are those that it may not repeat."""
    if path.suffix != ".whl":
        files = sdist_files(path)
        return faults(files, SDIST_NEEDS) + leaks(files, texts)
    files = wheel_files(path)
    strays = [f"outside the package: {name}" for name in files if not WHEEL_ROOTS.match(name)]
    seeds = [f"seeds stay in the sdist: {name}" for name in files if "/_release/seeds/" in name]
    return faults(files, WHEEL_NEEDS) + strays + seeds + leaks(files, texts)


def main(paths: list[str]) -> int:
    suffixes = sorted(Path(path).suffix for path in paths)
    if suffixes != [".gz", ".whl"]:
        print(f"expected one sdist and one wheel, got: {' '.join(paths) or 'nothing'}")
        return 2
    status = 0
    texts = closed_texts()
    for path in map(Path, paths):
        found = check(path, texts)
        print(f"{path.name}: {path.stat().st_size} bytes, {len(found)} faults")
        for fault in found:
            print(f"  {fault}")
        status |= bool(found)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
