"""The articles of a training job: what is learnt from, what is selected on, and never the test."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.gold import Gold, load_gold
from goldfield.corpus.loading import (
    Corpus,
    Place,
    Selection,
    corpus_at,
    load_articles,
    splits,
)
from goldfield.errors import UsageError
from goldfield.scoring.tasks import gold_hash

__all__ = ["Sets", "gather", "identity"]

TEST = "test"
_SHARE = 10
"""One in so many articles is held out where no validation articles are given."""


class Sets(NamedTuple):
    """The articles of a training job, and those that a learning curve is scored on."""

    train: Gold
    validation: Gold
    report: Gold


def gather(
    corpus: Place = None,
    split: str | None = None,
    validation: str | Path | None = None,
    seed: int = 0,
    tell: Callable[[str], object] = lambda _: None,
) -> Sets:
    """Choose the articles of a training job.

    Args:
        corpus: a gold file, a folder of splits, a `Corpus` that says how to read them, or None
            for the released one.
        split: what to train on; by default split `train`, of a file all of it.
        validation: a split of the same corpus, or a file of the same format; by default the split
            `validation`, and without one a tenth of the training articles, held out.
        seed: of the draw of those held out.
        tell: called with a line where articles are held out.

    Returns:
        The sets. A learning curve is scored on split `test` of the released corpus if that is
        what is trained on, else on the validation articles.

    Raises:
        DataError: with every fault of the gold.
        UsageError: a set holds the split `test` of its corpus or test articles of the released
            one, or is empty.
    """
    place = corpus_at(corpus)
    known = _splits(place)
    train = _gold(place, split or ("train" if "train" in known else None))
    usual = "validation" if "validation" in known and split != "validation" else None
    name = validation or usual
    if name is not None:
        held = _held(place, known, name)
    else:
        train, held = _hold_out(train, seed)
        tell(
            f"no validation articles given: {len(held.articles)} of the training articles held out"
        )
    if shared := {a.text_sha256 for a in train.articles} & {a.text_sha256 for a in held.articles}:
        tell(f"{len(shared)} of the texts are in both the training and the validation articles")
    return Sets(train, held, load_gold(None, TEST) if place.path is None else held)


def identity(gold: Gold) -> str:
    """Name, split and hash, as a signature has them, and the number of articles."""
    digest = gold_hash({article.id: article for article in gold.articles})
    number = len(gold.articles)
    return f"{gold.selection.name}/{gold.selection.split}#{digest}, documents {number}"


def _splits(corpus: Corpus) -> Sequence[str]:
    return [] if corpus.path is not None and Path(corpus.path).is_file() else list(splits(corpus))


def _held(corpus: Corpus, known: Sequence[str], name: str | Path) -> Gold:
    if Path(name).is_file():
        return _gold(corpus._replace(path=name), None)
    if not known:  # a file has no splits
        raise UsageError(f"no file named {str(name)!r}")
    return _gold(corpus, str(name))


def _gold(corpus: Corpus, split: str | None) -> Gold:
    """The one place where gold is taken in; test articles are not."""
    gold = load_gold(corpus, split)
    split = gold.selection.split
    if split == TEST or (split == "all" and TEST in _splits(corpus)):
        raise UsageError("split test is for the report alone: nothing is trained or selected on it")
    tested = {article.text_sha256 for article in load_articles(None, TEST)}
    found = [article.id for article in gold.articles if article.text_sha256 in tested]
    if found:
        listed = ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")
        problem = f"{len(found)} of split test of the released corpus ({listed})"
        raise UsageError(f"{_called(gold.selection)} holds {problem}: nothing is trained on them")
    if not gold.articles:
        raise UsageError(f"{_called(gold.selection)} holds no article")
    return gold


def _called(selection: Selection) -> str:
    return f"{selection.name}/{selection.split}"


def _hold_out(gold: Gold, seed: int) -> tuple[Gold, Gold]:
    number = len(gold.articles)
    if number < 2:
        raise UsageError(f"{_called(gold.selection)} is one article; give others by --validation")
    held = set(random.Random(seed).sample(range(number), max(1, number // _SHARE)))
    return _part(gold, "rest", held, False), _part(gold, "held-out", held, True)


def _part(gold: Gold, name: str, held: set[int], wanted: bool) -> Gold:
    articles = [a for at, a in enumerate(gold.articles) if (at in held) == wanted]
    return Gold(
        gold.selection._replace(split=f"{gold.selection.split}-{name}"), articles, gold.notes
    )
