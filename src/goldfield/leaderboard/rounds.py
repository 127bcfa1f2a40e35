"""Rounds: a board whose gold is hidden. Its texts are out, with a salted commitment to the gold."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.loading import Place, load_articles
from goldfield.corpus.withholding import is_open
from goldfield.errors import DataError, Fault, UnknownName, UsageError
from goldfield.leaderboard.boards import BOARD, COMMITMENTS, LONGEST, TEXTS
from goldfield.publishing.plan import commit, unlabelled
from goldfield.schema.folders import writing_folder
from goldfield.schema.records import Article
from goldfield.schema.writing import write_lines, write_text
from goldfield.scoring.suites import known_suites, suite_of_articles

__all__ = ["Round", "open_round"]

_FEWEST = 6
"""Articles without which no interval can be given."""

_BOARD = """\
# A round: the gold of these articles is hidden. commitments.jsonl binds whoever holds it.
title = "{title}"
suite = "{suite}"
split = ""
"""


class Round(NamedTuple):
    """What a round is to be: its title, suite, and the secret of its commitments."""

    title: str
    salt: bytes
    suite: str = "core"


def open_round(folder: Path, gold: Place, about: Round) -> list[Article]:
    """Make the public folder of a round: texts, commitments and ``board.toml``.

    Args:
        folder: new; it is all that participants see.
        gold: the maintainers' own articles, made by `goldfield corpus add` and never published.
        about: what it is called, and the salt, kept with the gold.

    Raises:
        UsageError: the folder is there, the title or the suite cannot be one of a round, or the
            articles are too few for intervals.
        DataError: a text may not be passed on, or is one of the released corpus.
    """
    if folder.exists():
        raise UsageError(f"{folder} is there already; a round has a folder of its own")
    _check_about(about)
    articles = sorted(load_articles(gold, "all"), key=lambda article: article.id)
    if len(articles) < _FEWEST:
        raise UsageError(f"too few articles: {len(articles)}; a round has {_FEWEST} or more")
    if faults := _faults(articles):
        raise DataError(faults)
    with writing_folder(folder.resolve()) as beside:
        write_text(beside / BOARD, _BOARD.format(title=about.title, suite=about.suite))
        write_lines(beside / TEXTS, map(unlabelled, articles))
        write_lines(beside / COMMITMENTS, [commit(one, about.salt) for one in articles])
    return articles


def _check_about(about: Round) -> None:
    """Refuse what board.toml could not hold, or what participants could not score by."""
    title = about.title
    if not (0 < len(title) <= LONGEST and title.isprintable()) or {*title} & {'"', "\\"}:
        told = "no quotes, backslashes or line breaks"
        raise UsageError(f"a title has 1 to {LONGEST} characters, and {told}")
    if about.suite not in known_suites():
        raise UnknownName("suite", about.suite, known_suites())
    suite_of_articles(about.suite)


def _faults(articles: list[Article]) -> list[Fault]:
    released = {one.text_sha256: one.id for one in load_articles(None, "all")}
    found = []
    for one in articles:
        if one.text_sha256 in released:
            problem = f"its gold is public: it is {released[one.text_sha256]} of the release"
            found.append(Fault(one.id, "$.text", problem, "take articles of your own"))
        if not is_open(one.provenance.licence):
            problem = f"licence {one.provenance.licence!r} does not let anyone pass the text on"
            found.append(Fault(one.id, "$.provenance.licence", problem, "take open texts"))
    return found
