"""Formats that gold can be read from: the files of a corpus, their splits, and their records.

To add a format, write the three functions and list them in `GOLD_FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.foreign.account import Account, Record, kept_of
from goldfield.corpus.foreign.base import ReadGold, named_split, title_of
from goldfield.corpus.foreign.conll import conll_files, conll_split, read_conll_gold
from goldfield.corpus.foreign.conll2012 import conll2012_files, conll2012_split, read_conll2012
from goldfield.corpus.foreign.docred import docred_files, read_docred
from goldfield.corpus.foreign.gum import gum_files, gum_split, read_gum_gold
from goldfield.corpus.foreign.litbank_entities import litbank_entity_files, read_litbank_entities
from goldfield.corpus.foreign.litbank_quotes import litbank_quote_files, read_litbank_quotes
from goldfield.corpus.foreign.muc4 import muc4_files, read_muc4
from goldfield.corpus.foreign.polnear import polnear_files, polnear_split, read_polnear
from goldfield.corpus.foreign.rams import rams_files, read_rams
from goldfield.corpus.foreign.reuters import read_reuters, reuters_files
from goldfield.corpus.foreign.timeml import read_timeml_gold, timeml_files, timeml_split
from goldfield.corpus.foreign.wikievents import read_wikievents, wikievents_files
from goldfield.corpus.withheld import data_files, tell_withheld
from goldfield.errors import DataError, Fault, UnknownName, UsageError
from goldfield.schema.checking import check_article
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Article

__all__ = ["GOLD_FORMATS", "Corpus", "GoldFormat", "format_of", "read_gold", "stream"]


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


Reader = Callable[[Sequence[Path], Corpus, Account], Iterator[Record]]


class GoldFormat(NamedTuple):
    """One format.

    Attributes:
        about: what it is, in a line.
        suite: what gold of this kind is best scored by.
        files: the files of a corpus folder, by name.
        split_of: the split that a file belongs to.
        read: the records of files of a corpus one by one; every item that the files have goes
            through the account. What cannot be read at all is raised as DataError.
        generic: whether the records are generic ones, of the suite's kind, not articles.
    """

    about: str
    suite: str
    files: Callable[[Path], list[Path]]
    split_of: Callable[[Path], str]
    read: Reader
    generic: bool = False


def _plain(read: Callable[[Sequence[Path], Account], Iterator[Record]]) -> Reader:
    """The reader of a format that takes no options."""
    return lambda paths, _, account: read(paths, account)


def _undivided(_: Path) -> str:
    return "all"


def _read_own(paths: Sequence[Path], _: Corpus, __: Account) -> Iterator[Article]:
    for path in paths:
        tell_withheld(path)
    yield from read_articles(paths)


def _split_by_name(path: Path) -> str:
    return named_split(path.name) or title_of(path)


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
        lambda paths, corpus, account: read_conll_gold(
            paths, account, corpus.labels, corpus.column
        ),
    ),
    "gum": GoldFormat(
        "CoNLL-U of GUM with Entity= in its last column",
        "names",
        gum_files,
        gum_split,
        _plain(read_gum_gold),
    ),
    "conll2012": GoldFormat(
        "columns of CoNLL-2012 with coreference in the last one",
        "coref",
        conll2012_files,
        conll2012_split,
        _plain(read_conll2012),
        generic=True,
    ),
    "muc4": GoldFormat(
        "MUC-4 as JSONL of GRIT (extracts) or of GTT (templates)",
        "templates",
        muc4_files,
        _split_by_name,
        _plain(read_muc4),
        generic=True,
    ),
    "wikievents": GoldFormat(
        "JSONL of WikiEvents, with coref/NAME.jsonlines beside it if there is one",
        "core",
        wikievents_files,
        _split_by_name,
        _plain(read_wikievents),
    ),
    "rams": GoldFormat(
        "JSONL of RAMS; one event a text is annotated",
        "core",
        rams_files,
        _split_by_name,
        _plain(read_rams),
    ),
    "docred": GoldFormat(
        "JSON of DocRED or Re-DocRED: entities with coreference",
        "names",
        docred_files,
        _split_by_name,
        _plain(read_docred),
    ),
    "litbank-entities": GoldFormat(
        "LitBank's entities: NAME.ann of brat beside NAME.txt",
        "names",
        litbank_entity_files,
        _undivided,
        _plain(read_litbank_entities),
    ),
    "litbank-quotes": GoldFormat(
        "LitBank's quotations: NAME.ann, a table of quotes and speakers, beside NAME.txt",
        "quotes",
        litbank_quote_files,
        _undivided,
        _plain(read_litbank_quotes),
    ),
    "polnear": GoldFormat(
        "PolNeAR's attributions: NAME_ANNOTATOR.ann of brat, NAME.txt in `text` or beside it",
        "quotes",
        polnear_files,
        polnear_split,
        _plain(read_polnear),
    ),
    "timeml": GoldFormat(
        "TimeML: NAME.tml of TimeBank, AQUAINT or TempEval-3, for its times",
        "times",
        timeml_files,
        timeml_split,
        _plain(read_timeml_gold),
    ),
    "reuters": GoldFormat(
        "Reuters-21578: reut2-*.sgm, for headlines and datelines",
        "newswire",
        reuters_files,
        _undivided,
        _plain(read_reuters),
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


def stream(paths: Sequence[Path], corpus: Corpus, account: Account) -> Iterator[Record]:
    """The records of files one by one, each counted in the account; articles are checked in full.

    A record that would not pass `corpus validate`, or repeats an id, becomes faults of the account
    and is left out.

    Raises:
        DataError: with every fault of files that cannot be read.
    """
    ids: set[str] = set()
    for record in format_of(corpus).read(paths, corpus, account):
        id = record.id if isinstance(record, Article) else record["id"]
        faults = check_article(record) if isinstance(record, Article) else []
        if id in ids:
            fix = "give each document a name of its own"
            faults = [Fault("", "$.id", "another document has this id", fix)]
        ids.add(id)
        if not faults:
            account.kept += kept_of(record)
            yield record
            continue
        account.faults += [fault._replace(where=f"{corpus.path}: {id}") for fault in faults]
        for kind, count in kept_of(record).items():
            account.skip_all(id, kind, count, "its document is damaged")


def read_gold(paths: Sequence[Path], corpus: Corpus) -> ReadGold:
    """The articles of files of a corpus, with what is worth telling.

    Raises:
        DataError: with every fault of every file.
        UsageError: the format has generic records, which no extractor of articles is scored on.
    """
    if corpus.format == "goldfield":
        return ReadGold(list(_read_own(paths, corpus, Account())), [])
    if format_of(corpus).generic:
        suite = format_of(corpus).suite
        raise UsageError(
            f"{corpus.format} gives generic records; `goldfield corpus import` writes them, "
            f"`goldfield score --suite {suite}` scores predictions on them"
        )
    account = Account()
    articles = [one for one in stream(paths, corpus, account) if isinstance(one, Article)]
    if account.faults:
        raise DataError(account.faults)
    return ReadGold(articles, account.notes)
