"""What wheel and sdist must not carry stays out of them: texts whose licence is not open.

A record with such a text becomes a record without it, in ``data/withheld/`` (see
`goldfield.corpus.withholding`); sheets, seeds and any other file that repeats it are left out.
An editable install, which copies nothing, is left alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def load_withholding(root: Path) -> ModuleType:
    """The module that knows what may be passed on, without the package around it."""
    path = root / "src" / "goldfield" / "corpus" / "withholding.py"
    spec = importlib.util.spec_from_file_location("goldfield_withholding", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Rewritten:
    """The files of a project that an archive gets otherwise than they are, or not at all."""

    def __init__(self, root: Path, names: list[str]) -> None:
        self.rules = load_withholding(root)
        self.root, self.names = root, names
        self.changed: dict[str, bytes] = {}
        self.dropped: list[str] = []
        records = [r for name in names if _is_data(name) for r in self._records(name)]
        closed = [r for r in records if not self.rules.is_open(r["provenance"]["licence"])]
        self.closed = {record["id"] for record in closed}
        self.excerpts = self.rules.excerpts_of(record["text"] for record in closed)

    def run(self) -> Rewritten:
        """Decide on every file."""
        for name in self.names if self.closed else ():
            if name.endswith(".jsonl"):
                self._filter(name)
            elif self._is_closed(name):
                self.dropped.append(name)
        self._manifest()
        return self

    def _records(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._lines(name)]

    def _lines(self, name: str) -> list[bytes]:
        return (self.root / name).read_bytes().splitlines(keepends=True)

    def _is_closed(self, name: str) -> bool:
        if any(name.startswith(f"corpus/passes/{id}/") for id in self.closed):
            return True
        try:
            content = (self.root / name).read_text("utf-8")
        except UnicodeDecodeError:
            return False
        return bool(self.rules.repeats(content, self.excerpts))

    def _filter(self, name: str) -> None:
        """A JSONL file without the records of closed texts."""
        kept: list[bytes] = []
        held: list[bytes] = []
        for line in self._lines(name):
            record = json.loads(line) if line.strip() else None
            closed = isinstance(record, dict) and record.get("id") in self.closed
            (held if closed else kept).append(line)
        if not held:
            return
        if kept:
            self.changed[name] = b"".join(kept)
        else:
            self.dropped.append(name)
        if _is_data(name):
            folder, _, file = name.rpartition("/")
            records = (self.rules.withheld(json.loads(line)) for line in held)
            self.changed[f"{folder}/withheld/{file}"] = b"".join(map(_line, records))

    def _manifest(self) -> None:
        """`corpus/MANIFEST.json`, with its data files as they are now."""
        name = "corpus/MANIFEST.json"
        if name not in self.names or not self.changed:
            return
        said = json.loads((self.root / name).read_bytes())
        for item in said["files"]:
            data = self.changed.get(f"corpus/{item['path']}")
            if data is not None:
                item["sha256"] = hashlib.sha256(data).hexdigest()
                item["bytes"], item["articles"] = len(data), data.count(b"\n")
        self.changed[name] = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _is_data(name: str) -> bool:
    return name.startswith("corpus/data/") and name.endswith(".jsonl") and name.count("/") == 2


def _line(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


class WithholdTexts(BuildHookInterface[Any]):
    """The hook; hatchling calls it before and after each archive."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Tell hatchling what to take otherwise, and what not at all."""
        if version == "editable":
            return
        root = Path(self.root)
        chosen = {
            file.relative_path.replace("\\", "/"): file.distribution_path
            for file in self.build_config.builder.recurse_included_files()
        }
        rewritten = Rewritten(root, list(chosen)).run()
        # A reserved path is one that hatchling does not take from the project.
        reserved = (chosen[name] for name in rewritten.dropped)
        self.build_config.build_reserved_paths.update(reserved)
        self.made = Path(tempfile.mkdtemp())
        for name, data in rewritten.changed.items():
            path = self.made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            build_data["force_include"][str(path)] = name
        for name in rewritten.dropped:
            print(f"left out, its text may not be passed on: {name}", file=sys.stderr)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the archive."""
        if version != "editable":
            shutil.rmtree(self.made, ignore_errors=True)
