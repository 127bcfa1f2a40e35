"""The configs of a published dataset, and the Parquet file of one of their splits."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from goldfield.publishing import row_types as types
from goldfield.publishing import rows
from goldfield.publishing.features import completed, features_of
from goldfield.publishing.rows import Record
from goldfield.schema.records import Article

if TYPE_CHECKING:
    from datasets import Features

__all__ = ["CONFIGS", "DEFAULT", "Config", "Counts", "data_path", "parquet_of", "rows_of", "says"]

DEFAULT = "default"
Counts = Mapping[str, Mapping[str, int]]
"""Rows by config and split; a split without rows is not there."""


class Config(NamedTuple):
    """A config: the type of its rows, and the rows of a record (None: the record is the row)."""

    name: str
    struct: type
    rows: Callable[[Record], Iterable[msgspec.Struct]] | None

    @property
    def features(self) -> Features:
        """Its columns."""
        return features_of(self.struct)


CONFIGS = (
    Config(DEFAULT, Article, None),
    Config("documents", types.DocumentRow, rows.documents),
    Config("fields", types.FieldRow, rows.fields),
    Config("mentions", types.MentionRow, rows.mentions),
    Config("times", types.TimeRow, rows.times),
    Config("quantities", types.QuantityRow, rows.quantities),
    Config("quotes", types.QuoteRow, rows.quotes),
    Config("events", types.EventRow, rows.events),
    Config("arguments", types.ArgumentRow, rows.arguments),
    Config("anomalies", types.AnomalyRow, rows.anomalies),
)


def says(config: Config) -> str:
    """What a row of a config is, in a line."""
    if config.rows is None:
        return "One article with all its annotations, nested as in the raw records."
    return " ".join((config.struct.__doc__ or "").split())


def data_path(config: str, split: str) -> str:
    """Where the rows of a split stand in a dataset repository."""
    return f"{config}/{split}-00000-of-00001.parquet"


def rows_of(config: Config, records: Iterable[Record]) -> list[Record]:
    """The rows of records, every key present."""
    if config.rows is None:
        features = config.features
        return [completed(record, features) for record in records]
    return [msgspec.to_builtins(row) for record in records for row in config.rows(record)]


def parquet_of(config: Config, found: list[Record]) -> bytes:
    """The rows as Parquet with the features in it; the same rows make the same bytes.

    The page index lets the viewer of the Hub read a page at a time.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table: Any = pa.Table.from_pylist(found, schema=config.features.arrow_schema)
    sink = io.BytesIO()
    pq.write_table(table, sink, write_page_index=True, row_group_size=1000)
    return sink.getvalue()
