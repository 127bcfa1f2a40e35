"""Where output goes, and the options that several commands share."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from math import isfinite
from typing import Annotated, NamedTuple, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from goldfield.corpus.foreign.catalogue import GOLD_FORMATS
from goldfield.corpus.formats.labels import known_labels
from goldfield.errors import UnknownName, UsageError
from goldfield.reporting.tables import counted
from goldfield.running import specs
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.text import escape, visible

__all__ = [
    "ESCAPED",
    "MOST_FAULTS",
    "ColumnOption",
    "CorpusOption",
    "Form",
    "FormOption",
    "Formats",
    "FormatsOption",
    "GoldSuiteOption",
    "LabelsOption",
    "MultiverseOption",
    "Plain",
    "PlainOption",
    "SplitOption",
    "SuiteOption",
    "TimeoutOption",
    "counted",
    "fail",
    "finite",
    "formats_of",
    "layers_of",
    "limit",
    "progress",
    "say",
    "specs_or_defaults",
    "tell",
]


MOST_FAULTS = 1000
"""Faults that are printed; their number is told in any case."""


class Form(StrEnum):
    """Output formats of tables."""

    table = "table"
    json = "json"
    markdown = "markdown"
    latex = "latex"
    csv = "csv"


FormOption = Annotated[Form, typer.Option("--format", help="How to print the result.")]


class Formats(NamedTuple):
    """What `--format` says: how a corpus is written, and how the result is printed."""

    gold: str = "goldfield"
    form: Form = Form.table


FormatsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        help=f"What the corpus is ({', '.join(GOLD_FORMATS)}), how to print the result "
        f"({', '.join(Form)}), or both: --format conll --format json.",
        show_default=False,
    ),
]
LabelsOption = Annotated[
    str | None,
    typer.Option(
        help=f"conll: {', '.join(known_labels())}, or FILE.toml; default: the one that fits."
    ),
]
ColumnOption = Annotated[int, typer.Option(help="conll: the tag's column, from 1 or from the end.")]
GoldSuiteOption = Annotated[
    str | None,
    typer.Option(
        help="Suite name or PATH.toml; default: core, or for gold of another format the one that "
        "`goldfield corpus formats` names."
    ),
]


def formats_of(given: Sequence[str] | None) -> Formats:
    """What the values of a `FormatsOption` mean together; the words of the two kinds differ.

    Raises:
        UnknownName: one of them is no format.
        UsageError: two of one kind.
    """
    found: dict[str, str] = {}
    for name in (part.strip() for text in given or () for part in text.split(",")):
        if name not in (known := [*GOLD_FORMATS, *(form.value for form in Form)]):
            raise UnknownName("format", name, known)
        kind = "gold" if name in GOLD_FORMATS else "form"
        if found.setdefault(kind, name) != name:
            raise UsageError(f"--format {found[kind]} and --format {name}: give one of them")
    return Formats(found.get("gold", "goldfield"), Form(found.get("form", "table")))


class Plain(StrEnum):
    """Output formats of what is no table."""

    table = "table"
    json = "json"


PlainOption = Annotated[Plain, typer.Option("--format", help="How to print the result.")]
CorpusOption = Annotated[
    str | None, typer.Option("--corpus", help="Gold file or folder; default: the released corpus.")
]
SplitOption = Annotated[
    str | None, typer.Option(help="Split; default: test if there is one, else example.")
]
SuiteOption = Annotated[str, typer.Option(help="Suite name or PATH.toml.")]
MultiverseOption = Annotated[
    bool, typer.Option("--multiverse", help="Also under all conventions of counting.")
]


def finite(seconds: float) -> float:
    """A time as it is, unless it is none: a callback of options.

    Raises:
        typer.BadParameter: it is infinite, or no number.
    """
    if not isfinite(seconds):
        raise typer.BadParameter(f"{seconds} is no number of seconds")
    return seconds


TimeoutOption = Annotated[
    float,
    typer.Option(
        min=0.0,
        callback=finite,
        metavar="SECONDS",
        help="Time an article may take, 0 for any. What hangs or crashes is started again, and "
        "costs no other article. A cmd: program may be silent for so long, its start included.",
    ),
]


def limit(seconds: float) -> float | None:
    """The time-out that an option means: 0 is none."""
    return seconds or None


def layers_of(text: str | None) -> tuple[Layer, ...] | None:
    """The layers of a list ``a,b,c``, in the order of the schema.

    Raises:
        UnknownName: one of them is no layer.
    """
    if text is None:
        return None
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in LAYERS:
            raise UnknownName("layer", name, LAYERS)
    return tuple(layer for layer in LAYERS if layer in names)


def specs_or_defaults(named: Sequence[str] | None) -> list[specs.Spec]:
    """The extractors that are named; if none is, the baselines, and a line on the one left out."""
    if not named:
        tell(f"skipped: {specs.NEEDS_MODEL} needs an endpoint; name its model: llm:MODEL")
    return [specs.parse(name) for name in named or specs.defaults()]


ESCAPED = "goldfield.escaped"
"""How a stream writes what it cannot encode: escaped as in JSON, so that JSON stays JSON."""


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return escape(error.object[error.start : error.end]), error.end


codecs.register_error(ESCAPED, _escaped)


def say(text: str) -> None:
    """A result, to standard output; see `visible`."""
    text = visible(text)
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """Anything else, to standard error; see `visible`."""
    sys.stderr.write(f"{visible(text)}\n")


def fail(text: str, status: int, summary: str = "") -> NoReturn:
    """Say what is wrong and leave."""
    tell(text)
    if summary:
        tell(summary)
    sys.exit(status)


@contextmanager
def progress(label: str, total: int) -> Iterator[Progress | None]:
    """A progress bar on a terminal; nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    # As a task's description: a column's own text would be read for markup and {fields}.
    told = TextColumn("{task.description}", markup=False)
    columns = (told, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        bar.add_task(visible(label), total=total)
        yield bar
