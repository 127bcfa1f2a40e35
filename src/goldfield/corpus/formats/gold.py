"""Formats that gold can be read from: the files of a corpus, their splits, and their articles.

To add a format, write the three functions and list them in `GOLD_FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.formats.conll_gold import conll_files, conll_split, read_conll_gold
from goldfield.corpus.formats.gum_gold import gum_files, gum_split, read_gum_gold
from goldfield.corpus.formats.imported import ReadGold
from goldfield.corpus.withheld import data_files, tell_withheld
from goldfield.errors import UnknownName, UsageError
from goldfield.schema.reading import read_articles

__all__ = ["GOLD_FORMATS", "Corpus", "GoldFormat", "format_of"]


class Corpus(NamedTuple):
    """A corpus, and how it is to be read.

    Attributes:
        path: a file or a folder; None is the released corpus.
        format: a name of `GOLD_FORMATS`.
        labels: for `conll`, a label map by name or path; None is the known one that fits.
        column: for `conll`, the column of the tag, from 1; negative from the end.
    """

    path: str | Path | None = None
    format: str = "goldfield"
    labels: str | None = None
    column: int = -1


class GoldFormat(NamedTuple):
    """One format.

    Attributes:
        about: what it is, in a line.
        suite: what gold of this kind is best scored by.
        files: the files of a corpus folder, by name.
        split_of: the split that a file belongs to.
        read: the articles of files of a corpus.
    """

    about: str
    suite: str
    files: Callable[[Path], list[Path]]
    split_of: Callable[[Path], str]
    read: Callable[[Sequence[Path], Corpus], ReadGold]


def _read_own(paths: Sequence[Path], _: Corpus) -> ReadGold:
    for path in paths:
        tell_withheld(path)
    return ReadGold(list(read_articles(paths)), [])


GOLD_FORMATS = {
    "goldfield": GoldFormat(
        "JSONL of gold records, one file a split",
        "core",
        data_files,
        lambda path: path.stem,
        _read_own,
    ),
    "conll": GoldFormat(
        "a token a line with its tag (IOB1, IOB2, BIOES, BILOU), one file or more a split",
        "entities",
        conll_files,
        conll_split,
        lambda paths, corpus: read_conll_gold(paths, corpus.labels, corpus.column),
    ),
    "gum": GoldFormat(
        "CoNLL-U of GUM with Entity= in its last column",
        "names",
        gum_files,
        gum_split,
        lambda paths, _: read_gum_gold(paths),
    ),
}


def format_of(corpus: Corpus) -> GoldFormat:
    """The format of a corpus.

    Raises:
        UnknownName: there is none of that name.
        UsageError: labels or a column are given to one that has none, or any to the released one.
    """
    if corpus.format not in GOLD_FORMATS:
        raise UnknownName("corpus format", corpus.format, GOLD_FORMATS)
    own = Corpus(corpus.path, corpus.format)
    if corpus.format != "conll" and corpus != own:
        raise UsageError(f"a table of labels and a column are of conll, not of {corpus.format}")
    if corpus.path is None and corpus.format != "goldfield":
        raise UsageError(f"the released corpus is not {corpus.format}; name a corpus that is")
    return GOLD_FORMATS[corpus.format]
