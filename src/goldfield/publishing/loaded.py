"""A published folder as `datasets` loads it, offline, compared with its raw records."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldfield.errors import Fault
from goldfield.publishing.rows import Record
from goldfield.publishing.tables import CONFIGS, Config, data_path, rows_of

if TYPE_CHECKING:
    from datasets import DatasetBuilder

__all__ = ["config_faults"]

_AGAIN = "build it again; neither README.md nor data files are edited by hand"
Expected = dict[str, list[Record]]


def config_faults(folder: Path, records: Mapping[str, list[Record]]) -> Iterator[Fault]:
    """Everything in which metadata, Parquet files or what is loaded differ from the records."""
    expected = {config.name: _expected(config, records) for config in CONFIGS}
    yield from _readme_faults(folder, expected)
    with tempfile.TemporaryDirectory() as cache, _quiet():
        for config in CONFIGS:
            if expected[config.name]:
                yield from _parquet_faults(folder, config, expected[config.name])
                yield from _load_faults(folder, config, expected[config.name], cache)


def _expected(config: Config, records: Mapping[str, list[Record]]) -> Expected:
    """The rows of each split that has any, as far as the records can be read."""
    found: Expected = {}
    for split, items in records.items():
        try:
            rows = rows_of(config, items)
        except (KeyError, TypeError, AttributeError):
            continue  # the faults of the raw records say why
        if rows:
            found[split] = rows
    return found


def _readme_faults(folder: Path, expected: Mapping[str, Expected]) -> Iterator[Fault]:
    """What the README says of configs, their files and their features."""
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCard

    try:
        data = DatasetCard.load(folder / "README.md").data
        infos = DatasetInfosDict.from_dataset_card_data(data)
        said = {item["config_name"]: item for item in data.to_dict().get("configs") or []}
    except Exception as error:  # YAML, types and keys of a file that anyone may have edited
        yield Fault("README.md", "$", f"its metadata cannot be read: {_line(error)}", _AGAIN)
        return
    for config in CONFIGS:
        splits = expected[config.name]
        files = [{"split": split, "path": data_path(config.name, split)} for split in splits]
        if (said.pop(config.name, {}).get("data_files") or []) != files:
            problem = f"config {config.name} does not name the files that hold its rows"
            yield Fault("README.md", "$.configs", problem, _AGAIN)
        info = infos.get(config.name)
        if splits and (info is None or info.features != config.features):
            problem = f"features of {config.name} differ from the schema{_which(info, config)}"
            yield Fault("README.md", "$.dataset_info", problem, _AGAIN)
    for name in said:
        yield Fault("README.md", "$.configs", f"unknown config {name}", _AGAIN)


def _which(info: Any, config: Config) -> str:
    return _differences(info.features or {}, config.features) if info else ": there are none"


def _differences(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    names = [*wanted, *(name for name in found if name not in wanted)]
    return ": " + ", ".join(name for name in names if found.get(name) != wanted.get(name))


def _parquet_faults(folder: Path, config: Config, splits: Expected) -> Iterator[Fault]:
    """Features of the files themselves."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from datasets import Features

    for split in splits:
        name = data_path(config.name, split)
        try:
            found = Features.from_arrow_schema(pq.read_schema(folder / name))
        except (OSError, pa.ArrowException, ValueError) as error:
            yield Fault(name, "$", f"it cannot be read: {_line(error)}", _AGAIN)
            continue
        if found != config.features:
            differ = _differences(found, config.features)
            yield Fault(name, "$", f"features differ from the schema{differ}", _AGAIN)


def _load_faults(folder: Path, config: Config, splits: Expected, cache: str) -> Iterator[Fault]:
    """The rows that `load_dataset` gives, at once and streamed."""
    from datasets import load_dataset_builder

    try:  # what load_dataset does, with the metadata read once for both ways
        builder = load_dataset_builder(str(folder.resolve()), config.name, cache_dir=cache)
    except Exception as error:  # of whatever kind: a user of the dataset would meet it
        problem = f"datasets cannot open it: {_line(error)}"
        yield Fault(f"config {config.name}", "$", problem, _AGAIN)
        return
    for how, load in (("", _prepared), (", streamed", _streamed)):
        what = f"config {config.name}{how}"
        try:
            found = {split: list(rows) for split, rows in load(builder).items()}
        except Exception as error:
            yield Fault(what, "$", f"datasets cannot load it: {_line(error)}", _AGAIN)
            continue
        if found.keys() != splits.keys():
            problem = f"splits {', '.join(found)} are loaded, not {', '.join(splits)}"
            yield Fault(what, "$", problem, _AGAIN)
        for split in sorted(found.keys() & splits.keys()):
            yield from _row_faults(f"{what}, split {split}", found[split], splits[split])


def _prepared(builder: DatasetBuilder) -> Any:
    builder.download_and_prepare()
    return builder.as_dataset()


def _streamed(builder: DatasetBuilder) -> Any:
    return builder.as_streaming_dataset()


def _row_faults(how: str, found: list[Record], wanted: list[Record]) -> Iterator[Fault]:
    if len(found) != len(wanted):
        problem = f"{len(found)} rows, and the raw records make {len(wanted)}"
        yield Fault(how, "$", problem, _AGAIN)
        return
    for number, (row, expected) in enumerate(zip(found, wanted, strict=True)):
        if row != expected:
            key = next(k for k in {**expected, **row} if row.get(k, ...) != expected.get(k, ...))
            problem = f"row {number} ({expected.get('id') or expected.get('article_id')}) differs"
            yield Fault(how, f"$[{number}].{key}", f"{problem} from the raw record", _AGAIN)
            return


def _line(error: Exception) -> str:
    """The last word of a chain of errors, in a line."""
    cause = error
    while isinstance(cause.__cause__, Exception):
        cause = cause.__cause__
    text = " ".join(str(cause).split()) or type(cause).__name__
    return text if len(text) <= 200 else f"{text[:200]}..."


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars and no log of `datasets` while it is asked for errors."""
    import datasets

    bars, level = datasets.are_progress_bars_disabled(), datasets.logging.get_verbosity()
    datasets.disable_progress_bars()
    datasets.logging.set_verbosity(datasets.logging.CRITICAL)
    try:
        yield
    finally:
        datasets.logging.set_verbosity(level)
        if not bars:
            datasets.enable_progress_bars()
