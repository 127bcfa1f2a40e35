"""Suites: lists of measures as data, read from ``eval/suites/*.toml`` or a user's own file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.errors import DataError, Fault, UnknownName, UsageError
from goldfield.release import root
from goldfield.schema.explaining import MAX_FAULTS
from goldfield.schema.whole_files import read_toml
from goldfield.scoring.generic.iob import Decoding, Scheme
from goldfield.scoring.generic.kinds import KINDS, Record
from goldfield.scoring.generic.strings import Step
from goldfield.scoring.measures import parse_measure
from goldfield.scoring.values import ValueField, values_at

__all__ = ["Suite", "check_articles", "known_suites", "load_suite", "suite_of_articles"]

# What only some kinds of record take. None is not given: the kind has a default.
_OPTIONS = ("scheme", "decoding", "normalise", "alternatives")


class Suite(Struct, frozen=True, forbid_unknown_fields=True):
    """What is measured, and on which kind of record. There is no inheritance and no code.

    Args:
        name: how reports call it.
        record: `article`, or a kind of `KINDS`.
        about: one sentence on its use.
        headline: whether the mean F1 of its measures is a headline number.
        measures: spelled ``field@mode``, in the order of the card.
        field: for `values`, the fields of the user's records.
        scheme: for `iob`, how chunks are written; by default IOB2.
        decoding: for `iob`, whether ill-formed chunks count; by default `lenient`.
        normalise: for `templates`, the steps that make mention strings comparable.
        alternatives: for `templates`, what stands between the acceptable types of a gold template.
    """

    name: str
    record: Record
    about: str = ""
    headline: bool = False
    measures: tuple[str, ...] = ()
    field: tuple[ValueField, ...] = ()
    scheme: Scheme | None = None
    decoding: Decoding | None = None
    normalise: tuple[Step, ...] | None = None
    alternatives: str | None = None

    @property
    def options(self) -> dict[str, str]:
        """The options that its kind of record takes, with their defaults."""
        return KINDS[self.record].options(self) if self.record in KINDS else {}

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change with any measure, field or option."""
        parts = (self.record, self.headline, self.measures, self.field, *self.options.items())
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:8]

    @property
    def parts(self) -> dict[str, str]:
        """What the signature of a result says of the suite."""
        return {"suite": f"{self.name}#{self.digest}", **self.options}


def known_suites() -> list[str]:
    """Names of the suites that come with goldfield."""
    return sorted(path.stem for path in (root() / "eval" / "suites").glob("*.toml"))


def load_suite(name: str) -> Suite:
    """A suite by its name, or from a path that ends in ``.toml``.

    Raises:
        UnknownName: no such suite.
        UsageError: no such file.
        DataError: the file is not a suite, with all that is wrong with it.
    """
    path = Path(name)
    if not name.endswith(".toml"):
        if name not in known_suites():
            raise UnknownName("suite", name, [*known_suites(), "PATH.toml"])
        path = root() / "eval" / "suites" / f"{name}.toml"
    suite = _read(path)
    faults = [fault._replace(where=str(path)) for fault in _check(suite)]
    if faults:
        raise DataError(faults[:MAX_FAULTS])
    return suite


def suite_of_articles(name: str) -> Suite:
    """A suite as `load_suite` finds it, which is about articles.

    Raises:
        UsageError: it is not, or there is no such file.
        UnknownName: no such suite.
        DataError: the file is not a suite, with all that is wrong with it.
    """
    suite = load_suite(name)
    check_articles(suite, "use `goldfield score`")
    return suite


def check_articles(suite: Suite, fix: str) -> None:
    """Refuse a suite that is about something else, and tell what to do.

    Raises:
        UsageError: it is.
    """
    if suite.record != "article":
        problem = f"suite {suite.name!r} is not about articles: its record is {suite.record!r}"
        raise UsageError(f"{problem}; {fix}")


def _read(path: Path) -> Suite:
    if not path.exists():
        raise UsageError(f"no file {path}: name a suite, or a PATH.toml that is there")
    return read_toml(path, Suite, "see eval/PROTOCOL.md")


def _check(suite: Suite) -> Iterator[Fault]:
    """All faults of what the file names; `where` is left empty."""
    for index, spelled in enumerate(suite.measures):
        yield from _tried(f"$.measures[{index}]", partial(_check_measure, suite, spelled))
    for index, field in enumerate(suite.field):
        yield from _tried(f"$.field[{index}].matcher", field.find_matcher)
        yield from _tried(f"$.field[{index}].path", partial(values_at, None, field.path))
        if field.key is not None and field.kind != "records":
            problem = f"a {field.kind} has no key"
            yield Fault("", f"$.field[{index}].key", problem, "remove it, or make the kind records")
    named = Counter((*suite.measures, *map(str, suite.field)))
    for name in (name for name, times in named.items() if times > 1):
        yield Fault("", "$", f"{name!r} is listed twice", "list each measure once")
    wanted, other = ("field", "measures") if suite.record == "values" else ("measures", "field")
    if getattr(suite, other):
        problem = f"{other!r} means nothing to a suite of {suite.record}"
        yield Fault("", f"$.{other}", problem, f"use {wanted!r}")
    if suite.record != "values" and not suite.measures:
        yield Fault("", "$.measures", "no measures", "list at least one")
    for name in _OPTIONS:
        if getattr(suite, name) is not None and name not in suite.options:
            problem = f"{name!r} means nothing to a suite of {suite.record}"
            yield Fault("", f"$.{name}", problem, "remove it")


def _tried(path: str, check: Callable[[], object]) -> Iterator[Fault]:
    """The fault of a check that raises."""
    try:
        check()
    except UsageError as error:
        yield Fault("", path, str(error), "correct it")


def _check_measure(suite: Suite, spelled: str) -> None:
    if suite.record == "article":
        parse_measure(spelled)
    elif spelled not in KINDS[suite.record].modes and suite.record != "values":
        raise UnknownName("measure", spelled, KINDS[suite.record].modes)
