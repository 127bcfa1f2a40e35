"""The folder of a board, and the gold that it is scored by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from goldfield.corpus.loading import Place, load_articles, release_name
from goldfield.errors import DataError, Fault, UsageError
from goldfield.publishing.plan import Commitment, commit
from goldfield.release import root
from goldfield.schema.lines import read_lines
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Article
from goldfield.schema.whole_files import fault_of, read_toml
from goldfield.scoring.suites import Suite, load_suite

__all__ = [
    "BOARD",
    "COMMITMENTS",
    "LONGEST",
    "TEXTS",
    "About",
    "Board",
    "Hidden",
    "check_writable",
    "open_board",
]

BOARD, TEXTS, COMMITMENTS = "board.toml", "texts.jsonl", "commitments.jsonl"
LONGEST = 120
"""Characters that the title of a board may have."""


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """``board.toml``.

    Attributes:
        title: how pages call the board.
        suite: the suite by which entries are scored.
        split: of the released corpus; empty where the gold is hidden, as in a round.
        floors: submissions that anything should beat.
        annotator_family: of the model that annotated the gold; empty while nobody has told it.
        url: where the project is, for links of the pages; empty for none.
    """

    title: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    suite: str = "core"
    split: str = ""
    floors: list[str] = []
    annotator_family: str = ""
    url: str = ""


class Board(NamedTuple):
    """A board with what its entries are about.

    Attributes:
        golds: the articles by id; of a round without their gold unless that was given.
        release: what the articles are called.
        labelled: whether the articles have their gold, so that entries can be scored.
    """

    folder: Path
    about: About
    golds: dict[str, Article]
    release: str
    labelled: bool

    @property
    def hidden(self) -> bool:
        """Whether the gold is hidden from those who submit."""
        return not self.about.split

    @property
    def by_people(self) -> bool:
        """Whether no language model annotated the gold, as far as its articles tell."""
        return all(one.provenance.annotated_by == "human" for one in self.golds.values())

    @property
    def suite(self) -> Suite:
        """The suite by which entries are scored."""
        return load_suite(self.about.suite)


def check_writable(board: Board) -> None:
    """Refuse to write into the board that the installed package carries.

    Raises:
        UsageError: it is that one.
    """
    if root().name == "_release" and board.folder.is_relative_to(root()):
        raise UsageError("the open board needs a checkout of goldfield, or a --board of your own")


class Hidden(NamedTuple):
    """The gold of a round, which its maintainer alone has, and the salt of its commitments."""

    gold: Place
    salt: bytes


def open_board(folder: Path | None = None, hidden: Hidden | None = None) -> Board:
    """Read a board.

    Args:
        folder: of the board; None is the open one.
        hidden: the gold of a round, where entries are to be scored.

    Raises:
        UsageError: there is no such board, or the gold is not what was committed to.
        DataError: with every fault of its files.
    """
    folder = folder or root() / "eval" / "leaderboard"
    about = _about(folder / BOARD)
    if about.split:
        return Board(folder, about, _by_id(load_articles(None, about.split)), release_name(), True)
    texts = _by_id(read_articles([folder / TEXTS]))
    if hidden is None:
        return Board(folder, about, texts, folder.resolve().name, False)
    golds = _by_id(load_articles(hidden.gold, "all"))
    chosen = {id: golds[id] for id in texts if id in golds}
    _hold(folder / COMMITMENTS, chosen, hidden.salt)
    return Board(folder, about, chosen, folder.resolve().name, True)


def _about(path: Path) -> About:
    if not path.exists():
        raise UsageError(f"{path.parent} is no board: it has no {path.name}")
    return read_toml(path, About, "see eval/leaderboard")


def _by_id(articles: Iterable[Article]) -> dict[str, Article]:
    return {article.id: article for article in articles}


def _hold(path: Path, golds: dict[str, Article], salt: bytes) -> None:
    """Hold gold to what the round has committed to."""
    wanted, faults = list[Commitment](), list[Fault]()
    for number, line in read_lines(path):
        try:
            wanted.append(msgspec.json.decode(line or b"", type=Commitment))
        except (ValueError, RecursionError) as error:
            faults.append(fault_of(error, f"{path}:{number}", "restore the file"))
    for one in wanted:
        if one.id not in golds:
            faults.append(Fault(str(path), one.id, "the gold given lacks it", "give all of it"))
        elif commit(golds[one.id], salt) != one:
            problem = "the gold given is not what was committed to, or the salt is another"
            faults.append(Fault(str(path), one.id, problem, "give the gold of that day"))
    if faults:
        raise DataError(faults)
