"""What the module of an annotation tool has to offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.exchange.graph import Graph
from goldfield.corpus.exchange.units import CountedIn
from goldfield.corpus.foreign.account import Account
from goldfield.errors import DataError

__all__ = ["Reading", "Tool", "read_each"]


class Reading(NamedTuple):
    """How a tool's files are to be read, and what is told of it.

    Attributes:
        account: gets every region and relation, and what is wrong.
        units: what offsets may count; the surfaces of each document decide.
    """

    account: Account
    units: tuple[CountedIn, ...] = ("codepoint", "utf-16", "utf-8")


class Tool(NamedTuple):
    """One tool.

    Attributes:
        about: what it is, in a line.
        write: the files of a folder that holds these articles, by name, one after the other.
        read: the articles of such a folder, or of one file of it; regions may come in any order.
            What is wrong goes into the account. None if nothing comes back from this tool.
        drops: what of an article the tool cannot hold, counted by what it is, such as "events";
            None if it holds everything, so that what is read is what was written.
    """

    about: str
    write: Callable[[Iterable[Graph]], Iterator[tuple[str, bytes]]]
    read: Callable[[Path, Reading], Iterator[Graph]] | None
    drops: Callable[[Graph], Counter[str]] | None = None


def read_each(
    files: Iterable[Path], read: Callable[[Path], Graph], account: Account
) -> Iterator[Graph]:
    """The graphs of files that hold one each; one that cannot be read is told and skipped."""
    for file in files:
        try:
            graph = read(file)
        except DataError as error:
            account.faults += error.faults
            account.skip(str(file), "document", "", "damaged: see its faults")
        else:
            account.found["region"] += len(graph.regions)
            yield graph
