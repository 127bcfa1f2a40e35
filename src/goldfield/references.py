"""Works that are cited: the sources of measures as data, and how any work is written down."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import msgspec
from msgspec import Struct

from goldfield.errors import DataError, Fault
from goldfield.release import root

__all__ = ["TOOL", "Sources", "Work", "load_sources", "sources_of"]

TOOL = "goldfield"
"""The key of the tool itself, which is a source where a definition is its own."""


class Work(NamedTuple):
    """A work as BibTeX has it: the values of `fields` are ready for TeX."""

    key: str
    type: str
    fields: Mapping[str, str]

    def bibtex(self, between: str = ",\n  ") -> str:
        """The BibTeX entry."""
        told = [f"{name} = {{{value}}}" for name, value in self.fields.items()]
        end = "\n" if "\n" in between else ""
        return f"@{self.type}{{{between.join([self.key, *told])}{end}}}"

    @property
    def short(self) -> str:
        """``Luo 2005``, ``Bagga and Baldwin 1998`` or ``Vilain et al. 1995``."""
        names = [name.partition(",")[0] for name in _authors(self)]
        told = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
        return " ".join([told, *([self.fields["year"]] if "year" in self.fields else [])])

    @property
    def text(self) -> str:
        """The reference in words."""
        fields = self.fields
        venue = next(
            (fields[key] for key in ("journal", "booktitle", "publisher") if key in fields), ""
        )
        if "volume" in fields:
            venue += f" {fields['volume']}" + (
                f"({fields['number']})" if "number" in fields else ""
            )
        parts = [fields["title"], venue, fields.get("pages", ""), fields.get("note", "")]
        told = ". ".join(_plain(part) for part in parts if part)
        year = f" ({fields['year']})" if "year" in fields else ""
        return f"{'; '.join(map(_plain, _authors(self)))}{year}. {told}."


def _authors(work: Work) -> list[str]:
    return [_plain(name) for name in work.fields["author"].split(" and ")]


def _plain(text: str) -> str:
    """TeX as people read it."""
    return re.sub(r"\\(?=[%&])|[{}]", "", text).replace("--", "–")


class Sources(Struct, frozen=True, forbid_unknown_fields=True):
    """``eval/sources.toml``: works by key, and which of them stand behind what.

    Attributes:
        methods: of ratios, and of intervals by the signature's word for them.
        measures: of measures; a field's row is for its modes without one of their own.
        matchers: of the comparisons of a values suite.
        projections: of label tables.
    """

    works: dict[str, dict[str, str | int]]
    methods: dict[str, list[str]]
    measures: dict[str, list[str]]
    matchers: dict[str, list[str]]
    projections: dict[str, list[str]]

    def work(self, key: str) -> Work:
        """The work of a key."""
        fields = {name: str(value) for name, value in self.works[key].items()}
        return Work(key, fields.pop("type"), fields)


@cache
def load_sources() -> Sources:
    """The sources that come with goldfield.

    Raises:
        DataError: the file is at fault.
    """
    path = root() / "eval" / "sources.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Sources)
    except (OSError, ValueError) as error:
        raise DataError([Fault(str(path), "$", str(error), "install goldfield again")]) from error


def sources_of(measure: str) -> list[str]:
    """The keys of the works behind a measure ``field@mode`` or ``field@mode:projection``.

    Raises:
        DataError: there is none in the file.
    """
    sources = load_sources()
    spelled, _, projection = measure.partition(":")
    field, _, mode = spelled.partition("@")
    rows = sources.measures
    found = rows.get(spelled) or rows.get(field) or sources.matchers.get(mode)
    if found is None or (projection and projection not in sources.projections):
        fix = "add a row to eval/sources.toml"
        raise DataError([Fault(measure, "$", "no source is known of this measure", fix)])
    return [*found, *sources.projections.get(projection, [])]
