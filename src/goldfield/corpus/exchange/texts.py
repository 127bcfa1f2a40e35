"""The text of an article that comes back, and its places in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from goldfield.corpus.foreign.cleaning import clean
from goldfield.errors import DataError, Fault
from goldfield.schema.text import sha256_of

__all__ = ["kept_text"]

_Place = tuple[int, int]


def kept_text(
    text: str, side: Mapping[str, Any], where: str
) -> tuple[str, Callable[[int, int], _Place | None]]:
    """The text as it was exported, or as any is taken in, and where its places are then.

    Args:
        text: as it stands in the tool's file.
        side: the side data of the article; empty for a stranger's file.
        where: the file.

    Raises:
        DataError: it is another text than the one that was exported.
    """
    article = side.get("article")
    known = article.get("text_sha256") if isinstance(article, dict) else None
    if known == sha256_of(text):
        return text, lambda start, end: (start, end)
    cleaned = clean(text)
    if known is not None and known != sha256_of(cleaned.text):
        problem, fix = "the text is not the one that was exported", "put that in its place again"
        raise DataError([Fault(where, "$.text", problem, fix)])
    return cleaned.text, cleaned.place
