"""What was caught of planted errors: by the linter, and by whoever corrected the copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from goldfield.corpus.lint import lint_across, lint_article
from goldfield.corpus.planting.planting import KINDS, Planted
from goldfield.schema.records import Article

__all__ = ["Outcome", "measure"]

_READ = {kind.name: kind.read for kind in KINDS}
_LAYERS = ("entities", "times", "quantities", "quotes", "events")


class Outcome(Struct, frozen=True):
    """What became of one planted error.

    `rules` are the linter's rules that suspect something because of this error, planted alone;
    `checked` is `restored`, `left`, `changed` to something else, or None if no corrected copy was
    given.
    """

    planted: Planted
    rules: list[str]
    checked: str | None


def measure(
    gold: Sequence[Article],
    key: Sequence[Planted],
    planted: Sequence[Article],
    corrected: Mapping[str, Article],
) -> list[Outcome]:
    """What became of each error of a key.

    Args:
        gold: the articles before errors were planted.
        key: the errors.
        planted: the articles with the errors.
        corrected: by id, the articles that a second reader gave back.
    """
    right = {article.id: article for article in gold}
    wrong = {article.id: article for article in planted}
    old = {id: _keys(right, article) for id, article in right.items()}
    found = []
    for error in key:
        single = _alone(right[error.article], wrong[error.article], error.item)
        new = _keys(right, single) - old[error.article]
        rules = sorted({rule for _, rule, _ in new})
        found.append(Outcome(error, rules, _checked(error, corrected)))
    return found


def _keys(right: Mapping[str, Article], article: Article) -> set[tuple[str, str, str]]:
    """What is suspicious in an article among others that are right."""
    others = {**right, article.id: article}
    found = [*lint_article(article), *lint_across(list(others.values()))]
    return {suspicion.key for suspicion in found}


def _alone(right: Article, wrong: Article, item: str) -> Article:
    """The right article with one item as the wrong one has it: changed, or gone."""
    changes = {}
    for layer in _LAYERS:
        theirs = {entry.id: entry for entry in getattr(wrong, layer)}
        changes[layer] = [
            theirs.get(entry.id) if entry.id == item else entry for entry in getattr(right, layer)
        ]
        changes[layer] = [entry for entry in changes[layer] if entry is not None]
    return msgspec.structs.replace(right, **changes)


def _checked(error: Planted, corrected: Mapping[str, Article]) -> str | None:
    if error.article not in corrected:
        return None
    said = _READ[error.kind](corrected[error.article], error.where)
    if said == error.before:
        return "restored"
    return "left" if said == error.after else "changed"
