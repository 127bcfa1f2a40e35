"""Which article a record is about: by id, by text, or in stated order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goldfield.corpus.formats.base import Draft, Log
from goldfield.errors import did_you_mean
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of

__all__ = ["join"]


def join(
    drafts: Sequence[Draft], articles: Mapping[str, Article], log: Log
) -> list[tuple[Draft, Article]]:
    """Each draft with its article; those that fit none, or one that is taken, are faults."""
    if log.options.join == "order":
        return _by_order(drafts, articles, log)
    hashes = {article.text_sha256: id for id, article in articles.items()}
    taken: dict[str, str] = {}
    joined = []
    for draft in drafts:
        id = _find(draft, articles, hashes)
        if id is None:
            _say_unknown(draft, articles, log)
        elif id in taken:
            problem = f"the article {id!r} has a record at {taken[id]} already"
            log.fault(draft.where, "$.id", problem, "keep one record an article")
        elif _fits(draft, articles[id], log):
            taken[id] = draft.where
            joined.append((draft, articles[id]))
    return joined


def _by_order(
    drafts: Sequence[Draft], articles: Mapping[str, Article], log: Log
) -> list[tuple[Draft, Article]]:
    if len(drafts) != len(articles):
        where = drafts[0].where.rpartition(":")[0]
        problem = f"{len(drafts)} records cannot be joined in order to {len(articles)} articles"
        log.fault(where, "$", problem, "give one record an article, or join by id")
        return []
    joined = []
    for draft, article in zip(drafts, articles.values(), strict=True):
        if draft.id in articles and draft.id != article.id:
            problem = f"the record of {draft.id!r} stands where {article.id!r} is due"
            log.fault(draft.where, "$.id", problem, "sort the records, or join by id")
        elif _fits(draft, article, log):
            joined.append((draft, article))
    return joined


def _find(draft: Draft, articles: Mapping[str, Article], hashes: Mapping[str, str]) -> str | None:
    if draft.id in articles:
        return draft.id
    found = hashes.get(draft.text_sha256 or "")
    if found is None and draft.text is not None:
        found = hashes.get(sha256_of(draft.text))
    return found


def _say_unknown(draft: Draft, articles: Mapping[str, Article], log: Log) -> None:
    fix = "give each record the article's id or its exact text, or state --join order"
    if draft.id is None and draft.text is None and draft.text_sha256 is None:
        problem = "the record does not say which article it is about"
    elif draft.id is None:
        problem = "no article has this text"
    else:
        hint = did_you_mean(draft.id, articles)
        also = " or has this text" if draft.text is not None else ""
        problem = f"no article is called {draft.id!r}{also}{hint}"
    log.fault(draft.where, "$.id", problem, fix)


def _fits(draft: Draft, article: Article, log: Log) -> bool:
    """False, with a fault, if the record was made on another text than the article's."""
    if draft.text is not None and draft.text != article.text:
        pairs = enumerate(zip(draft.text, article.text, strict=False))
        shorter = min(len(draft.text), len(article.text))
        at = next((index for index, (a, b) in pairs if a != b), shorter)
        problem = f"its text is not that of {article.id!r}: they differ at offset {at}"
        fix = "run the tool on the unchanged text; even a blank taken off shifts every offset"
        log.fault(draft.where, "$.text", problem, fix)
        return False
    if draft.text_sha256 not in (None, "", article.text_sha256):
        problem = f"its text is not that of {article.id!r}: the hashes differ"
        log.fault(draft.where, "$.text_sha256", problem, "run the tool on the unchanged text")
        return False
    return True
