"""The corpus from wherever it is (package, folder, Hub), as records or as a `datasets.Dataset`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from goldfield.corpus.loading import Place
from goldfield.errors import PublishError, UsageError
from goldfield.publishing.features import needs_hf
from goldfield.publishing.tables import CONFIGS, rows_of
from goldfield.schema.records import Article

if TYPE_CHECKING:
    from datasets import Dataset

__all__ = ["HubName", "as_dataset", "fetched", "hub_name", "local"]

_SCHEME = "hf://"
_NAME = re.compile(r"hf://datasets/([\w.-]+/[\w.-]+)(?:@([\w./-]+))?")


class HubName(NamedTuple):
    """A dataset on the Hub at a revision; None is the newest."""

    repo_id: str
    revision: str | None


def hub_name(corpus: Place) -> HubName | None:
    """What ``hf://datasets/ORG/NAME@REVISION`` names; None for anything that is not on the Hub.

    Raises:
        UsageError: it begins like that and goes on otherwise.
    """
    if not isinstance(corpus, str) or not corpus.startswith(_SCHEME):
        return None
    found = _NAME.fullmatch(corpus)
    if found is None:
        raise UsageError(f"{corpus!r} is no dataset; write hf://datasets/ORG/NAME@REVISION")
    return HubName(found[1], found[2])


def local(corpus: Place) -> Place:
    """The place itself, or the folder that a dataset of the Hub has been fetched to.

    Raises:
        UsageError, PublishError, MissingExtra: see `hub_name` and `fetched`.
    """
    name = hub_name(corpus)
    return corpus if name is None else fetched(name)


def fetched(name: HubName) -> Path:
    """The folder of raw records of a published dataset, in the cache of `huggingface_hub`.

    Raises:
        PublishError: it cannot be fetched, or holds no raw records.
        MissingExtra: the packages of the extra `hf` are not installed.
    """
    needs_hf()
    import httpx
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    spelled = f"{name.repo_id}@{name.revision or 'main'}"
    try:
        folder = Path(
            snapshot_download(
                name.repo_id, repo_type="dataset", revision=name.revision, allow_patterns=["raw/*"]
            )
        )
    except (HfHubHTTPError, httpx.HTTPError, OSError, ValueError) as error:
        said = next((line for line in str(error).splitlines() if line.strip()), repr(error))
        raise PublishError(f"cannot fetch {spelled}: {said.strip()}") from None
    if not any((folder / "raw").glob("**/*.jsonl")):
        raise PublishError(f"{spelled} holds no records of goldfield (raw/*.jsonl)")
    return folder


def as_dataset(articles: list[Article]) -> Dataset:
    """The articles as a dataset with the features of the schema, one row an article.

    Raises:
        MissingExtra: the packages of the extra `hf` are not installed.
    """
    needs_hf()
    from datasets import Dataset

    default = CONFIGS[0]
    rows = rows_of(default, [msgspec.to_builtins(article) for article in articles])
    return Dataset.from_list(rows, features=default.features)
