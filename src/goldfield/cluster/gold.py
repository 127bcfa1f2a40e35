"""Gold from shards, local or remote: goldfield's own records as JSONL or Parquet."""

from __future__ import annotations

from pathlib import Path, PurePath

from msgspec import Raw

from goldfield.cluster.files import at, reaching, reading
from goldfield.cluster.shards import PARQUET, find_shards, opened_parquet
from goldfield.corpus.foreign.base import title_of
from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Selection, known_as
from goldfield.errors import DataError, Fault
from goldfield.schema.lines import lines_of
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Article

__all__ = ["gold_at", "is_shards"]


def is_shards(corpus: object) -> bool:
    """Whether a corpus is named by a URL or a glob, and not as a file or folder of this machine."""
    return isinstance(corpus, str) and ("://" in corpus or any(sign in corpus for sign in "*?["))


def gold_at(pattern: str) -> Gold:
    """The gold articles of all shards that a URL or a glob means; a released split is called so.

    Raises:
        UsageError: nothing matches, or a file is neither JSONL nor Parquet by its name.
        DataError: with every fault of every shard.
    """
    articles: list[Article] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for shard in find_shards(pattern):
        try:
            articles += (found := list(read_articles([_records(shard.path)])))
        except DataError as error:
            faults += [_placed(fault, shard.path) for fault in error.faults]
            continue
        faults += [_twice(one.id, shard.path, seen[one.id]) for one in found if one.id in seen]
        seen |= {article.id: shard.path for article in found}
    if faults:
        raise DataError(faults)
    selection = Selection(_title(pattern), "all", ())
    return Gold(known_as(selection, {one.id: one for one in articles}), articles)


def _records(path: str) -> list[object]:
    with reaching(path), reading(at(path)) as stream:
        if path.endswith(PARQUET):
            with opened_parquet(stream, path) as file:
                return list(file.read().to_pylist())
        return [Raw(line or b"") for _, line in lines_of(stream, path)]


def _placed(fault: Fault, path: str) -> Fault:
    """The fault with the shard in the place of `record`, which is what records in memory are."""
    where, colon, number = fault.where.partition(":")
    return fault._replace(where=f"{path}{colon}{number}") if where == "record" else fault


def _twice(id: str, path: str, before: str) -> Fault:
    problem = f"the article id {id!r} stands in {before} already"
    return Fault(path, "$.id", problem, "give each article an id of its own")


def _title(pattern: str) -> str:
    """How results call the gold: by the file, or by the folder of several."""
    path = PurePath(pattern.partition("://")[2] or pattern)
    return path.parent.name if is_shards(path.name) else title_of(Path(path.name))
