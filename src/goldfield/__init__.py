"""goldfield: a gold-annotated news corpus, and an evaluation of extractors field by field.

>>> import goldfield
>>> articles = goldfield.load("example")
>>> run = goldfield.evaluate("rules")  # print(run) shows the card
>>> scores = goldfield.score("gold.jsonl", "predictions.jsonl", suite="core")
>>> difference = goldfield.compare(goldfield.evaluate("lead"), run)
"""

from pathlib import Path

from goldfield.comparison import Comparison, compare
from goldfield.corpus.loading import Corpus, load_articles
from goldfield.errors import DataError, ExtractorError, GoldfieldError, UnknownName, UsageError
from goldfield.evaluation import Run, evaluate
from goldfield.prediction_files import score
from goldfield.release import version
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


def load(split: str | None = None, corpus: str | Path | Corpus | None = None) -> list[Article]:
    """The gold articles of a split, of the released corpus or of a file or folder of yours.

    Args:
        split: `train`, `validation`, `test`, `example`, or `all`; by default `test` if the
            corpus has one, else `example`.
        corpus: a JSONL file, or a folder with one JSONL file a split; or, in another format,
            ``Corpus("FILE_OR_FOLDER", "conll")``.

    Raises:
        DataError: with every fault of every file.
        UnknownName: there is no such split or format.
    """
    return load_articles(corpus, split)
