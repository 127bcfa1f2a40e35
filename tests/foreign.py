"""Foreign corpora written to a folder and imported, with everything found accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.catalogue import stream
from goldfield.corpus.loading import Corpus, select
from goldfield.schema.records import Article

__all__ = ["DATA", "imported", "skipped", "write"]

DATA = Path(__file__).parents[2] / "shared" / "data"


def imported(place: Path, format: str) -> tuple[list[Article], Account]:
    """The articles of a folder or file, and the account of reading them."""
    selection = select(Corpus(place, format), "all")
    account = Account()
    records = stream(selection.paths, selection.corpus, account)
    articles = [record for record in records if isinstance(record, Article)]
    assert account.unexplained() == {}
    return articles, account


def skipped(account: Account) -> list[tuple[str, str, str, int]]:
    return sorted((*item, count) for item, count in account.skipped.items())


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
