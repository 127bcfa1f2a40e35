"""Suites: lists of measures as data, read from ``eval/suites/*.toml`` or a user's own file."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from goldfield.errors import DataError, Fault, UnknownName
from goldfield.release import root
from goldfield.schema.explaining import MAX_FAULTS
from goldfield.scoring.measures import parse_measure
from goldfield.scoring.measures.spans import SPAN_MODES
from goldfield.scoring.values import ValueField

__all__ = ["Suite", "known_suites", "load_suite"]

Record = Literal["article", "spans", "values"]


class Suite(Struct, frozen=True, forbid_unknown_fields=True):
    """What is measured, and on which kind of record. There is no inheritance and no code.

    Args:
        name: how reports call it.
        record: `article`, `spans` or `values`.
        about: one sentence on its use.
        headline: whether the mean F1 of its measures is a headline number.
        measures: spelled ``field@mode``, in the order of the card.
        field: for `values`, the fields of the user's records.
    """

    name: str
    record: Record
    about: str = ""
    headline: bool = False
    measures: tuple[str, ...] = ()
    field: tuple[ValueField, ...] = ()

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change with any measure or field."""
        content = msgspec.json.encode((self.record, self.headline, self.measures, self.field))
        return hashlib.sha256(content).hexdigest()[:8]


def known_suites() -> list[str]:
    """Names of the suites that come with goldfield."""
    return sorted(path.stem for path in (root() / "eval" / "suites").glob("*.toml"))


def load_suite(name: str) -> Suite:
    """A suite by its name, or from a path that ends in ``.toml``.

    Raises:
        UnknownName: no such suite, field, mode or matcher.
        DataError: the file is not a suite.
    """
    path = Path(name)
    if not name.endswith(".toml"):
        if name not in known_suites():
            raise UnknownName("suite", name, [*known_suites(), "PATH.toml"])
        path = root() / "eval" / "suites" / f"{name}.toml"
    try:
        suite = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Suite)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise DataError([Fault(str(path), "$", str(error), "see eval/PROTOCOL.md")]) from error
    except OSError as error:
        problem = error.strerror or str(error)
        raise DataError([Fault(str(path), "$", problem, "give a readable file")]) from error
    _check(suite, path)
    return suite


def _check(suite: Suite, path: Path) -> None:
    faults: list[Fault] = []
    for index, spelled in enumerate(suite.measures):
        try:
            _check_measure(suite, spelled)
        except UnknownName as error:
            faults.append(Fault(str(path), f"$.measures[{index}]", str(error), "use a known one"))
    if suite.record != "values" and not suite.measures:
        faults.append(Fault(str(path), "$.measures", "no measures", "list at least one"))
    if faults:
        raise DataError(faults[:MAX_FAULTS])


def _check_measure(suite: Suite, spelled: str) -> None:
    if suite.record == "article":
        parse_measure(spelled)
    known = [f"spans@{mode}" for mode in SPAN_MODES]
    if suite.record == "spans" and spelled not in known:
        raise UnknownName("measure", spelled, known)
