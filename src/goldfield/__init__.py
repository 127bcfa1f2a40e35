"""goldfield: a gold-annotated news corpus, and an evaluation of extractors field by field.

>>> import goldfield
>>> articles = goldfield.load("example")
>>> run = goldfield.evaluate("rules")  # print(run) shows the card
>>> scores = goldfield.score("gold.jsonl", "predictions.jsonl", suite="core")
>>> difference = goldfield.compare(goldfield.evaluate("lead"), run)
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from goldfield.release import version

if TYPE_CHECKING:
    from datasets import Dataset

    from goldfield.comparison import Comparison, compare
    from goldfield.corpus.loading import Corpus
    from goldfield.errors import DataError, ExtractorError, GoldfieldError, UnknownName, UsageError
    from goldfield.evaluation import Run, evaluate
    from goldfield.prediction_files import score
    from goldfield.schema.records import Annotations, Article
    from goldfield.scoring.scorer import Scores

__all__ = [
    "Annotations",
    "Article",
    "Comparison",
    "Corpus",
    "DataError",
    "ExtractorError",
    "GoldfieldError",
    "Run",
    "Scores",
    "UnknownName",
    "UsageError",
    "__version__",
    "compare",
    "evaluate",
    "load",
    "score",
]

__version__ = version()

_HOMES = {
    "comparison": ("Comparison", "compare"),
    "corpus.loading": ("Corpus",),
    "errors": ("DataError", "ExtractorError", "GoldfieldError", "UnknownName", "UsageError"),
    "evaluation": ("Run", "evaluate"),
    "prediction_files": ("score",),
    "schema.records": ("Annotations", "Article"),
    "scoring.scorer": ("Scores",),
}


if not TYPE_CHECKING:  # a type checker must go on knowing which names there are

    def __getattr__(name: str) -> Any:
        """Import what is asked for, when it is.

        Every process of an extractor imports this package, too: all of it would be most of the time
        that a small extractor takes to start, and half of its memory.
        """
        for home, names in _HOMES.items():
            if name in names:
                return getattr(import_module(f"goldfield.{home}"), name)
        raise AttributeError(f"module 'goldfield' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


@overload
def load(
    split: str | None = None,
    corpus: str | Path | Corpus | None = None,
    *,
    as_dataset: Literal[False] = False,
) -> list[Article]: ...
@overload
def load(
    split: str | None = None,
    corpus: str | Path | Corpus | None = None,
    *,
    as_dataset: Literal[True],
) -> Dataset: ...
def load(
    split: str | None = None, corpus: str | Path | Corpus | None = None, *, as_dataset: bool = False
) -> list[Article] | Dataset:
    """The gold articles of a split: of the released corpus, of yours, or of one on the Hub.

    Args:
        split: `train`, `validation`, `test`, `example`, or `all`; by default `test` if the
            corpus has one, else `example`.
        corpus: a JSONL file, a folder with one JSONL file a split or that `goldfield publish
            build` wrote, or ``hf://datasets/ORG/NAME@REVISION``; or, in another format,
            ``Corpus("FILE_OR_FOLDER", "conll")``.
        as_dataset: give a `datasets.Dataset`, one row an article, instead of records.

    Raises:
        DataError: with every fault of every file.
        UnknownName: there is no such split or format.
        PublishError: the dataset cannot be fetched from the Hub.
        MissingExtra: a dataset or the Hub is wanted, and the extra `hf` is not installed.
    """
    from goldfield.corpus.loading import load_articles
    from goldfield.publishing.sources import as_dataset as to_dataset
    from goldfield.publishing.sources import local

    articles = load_articles(local(corpus), split)
    return to_dataset(articles) if as_dataset else articles
