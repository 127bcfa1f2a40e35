"""Extractor specs: one line of text that names an extractor and its parameters.

================================  ==========================================================
``llm:MODEL``                     the baseline ``llm`` with the parameter ``model``
``NAME``                          a folder of ``baselines/`` that holds ``extractor.py``
``PATH.py`` or ``PATH.py:Name``   a factory in a file; ``Extractor`` unless named
``ENTRYPOINT``                    an entry point of the group ``goldfield.extractors``
``cmd:COMMAND``                   a program: JSONL in, JSONL out; split like a shell, run without
================================  ==========================================================

All but ``cmd:`` may end in ``?key=value&key=value``, percent-encoded. A value is a JSON scalar
if it reads as one, else a string: ``?n=3&name=Smith&code="3"``. MODEL is a string in any case.
The first form that fits wins, in the order ``cmd:``, ``llm:``, path, baseline, entry point.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path, PurePath
from typing import Literal, TypeAlias
from urllib.parse import quote, unquote

import msgspec

from goldfield import release
from goldfield.errors import UnknownName, UsageError
from goldfield.running.contract import Scalar

__all__ = [
    "DEFAULT_NAME",
    "GROUP",
    "NEEDS_MODEL",
    "Spec",
    "SpecKind",
    "baseline_file",
    "baselines",
    "defaults",
    "parse",
    "slug",
]

SpecKind: TypeAlias = Literal["cmd", "path", "baseline", "entrypoint"]

GROUP = "goldfield.extractors"
"""The entry point group of installed extractors."""
DEFAULT_NAME = "Extractor"
"""The factory that is meant where a spec names none."""

NEEDS_MODEL = "llm"
"""The baseline that asks a language model at an endpoint, and so cannot run by its name alone."""

_COMMAND = "cmd:"
_MODEL = f"{NEEDS_MODEL}:"
_PATH = re.compile(r"(?P<path>.+?\.py)(?::(?P<name>[^\W\d]\w*))?(?:\?(?P<query>.*))?", re.DOTALL)
_UNRESERVED = re.compile(r"[^A-Za-z0-9]+")
_SAFE = "/:,"  # beside letters and digits, what is spelled as it is


class Spec(msgspec.Struct, frozen=True):
    """A parsed spec. ``str(spec)`` is its canonical spelling, which parses back to it.

    Attributes:
        kind: which of the forms; ``llm:MODEL`` is a baseline.
        target: the command line, the path (POSIX form), or the name.
        name: the factory in the file; empty unless `kind` is "path".
        params: keyword arguments of the factory, sorted by key.
    """

    kind: SpecKind
    target: str
    name: str = ""
    params: tuple[tuple[str, Scalar], ...] = ()

    def __str__(self) -> str:
        if self.kind == "cmd":
            return _COMMAND + self.target
        name = "" if self.name in ("", DEFAULT_NAME) else f":{self.name}"
        params = dict(self.params)
        model = params.get("model")
        if self.kind == "baseline" and self.target == NEEDS_MODEL and isinstance(model, str):
            name = f":{quote(model, safe=_SAFE)}" if model else ""
            params = {key: value for key, value in params.items() if key != "model" or not model}
        query = "&".join(f"{key}={_spell(value)}" for key, value in params.items())
        return self.target + name + (f"?{query}" if query else "")

    @property
    def slug(self) -> str:
        """A safe ASCII name for people: at most 40 of ``a-z 0-9 -``; not unique."""
        words = str(self)
        if self.kind == "path":
            path = PurePath(self.target)
            words = " ".join((path.parent.name, path.stem, words.partition(".py")[2]))
        return slug(words) or "extractor"

    def folder(self, *about: str) -> str:
        """The name of its run folder: slug, dash, eight hex digits that tell specs apart.

        Args:
            about: what else tells two runs apart, such as the split and the suite.
        """
        told = "\0".join((str(self), *about))
        return f"{self.slug}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"

    def entry_point(self) -> EntryPoint:
        """The installed entry point that an "entrypoint" spec names."""
        for point in entry_points(group=GROUP, name=self.target):
            return point
        raise UnknownName("extractor", self.target, _known())


def parse(text: str) -> Spec:
    """Parse the spelling of a spec.

    Raises:
        UsageError: the spelling is broken.
        UnknownName: neither a command nor a path, and no baseline or entry point of that name.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError(f"extractor spec {text!r} is not valid Unicode") from None
    if text.startswith(_COMMAND):
        return _command(text)
    if text.startswith(_MODEL):
        return _model(text)
    if match := _PATH.fullmatch(text):
        params = _params(text, match["query"])
        return Spec("path", _canonical(match["path"]), match["name"] or DEFAULT_NAME, params)
    name, _, query = text.partition("?")
    if name in baselines():
        return Spec("baseline", name, params=_params(text, query))
    if name in entry_points(group=GROUP).names:
        return Spec("entrypoint", name, params=_params(text, query))
    raise UnknownName("extractor", name, _known())


def slug(*words: str) -> str:
    """Words as a safe part of a file's name: at most 40 of ``a-z 0-9 -``; not unique."""
    return _UNRESERVED.sub("-", " ".join(words)).lower().strip("-")[:40].strip("-")


def baselines() -> list[str]:
    """The names of the reference extractors, sorted."""
    return sorted(
        file.parent.name for file in (release.root() / "baselines").glob("*/extractor.py")
    )


def defaults() -> list[str]:
    """The reference extractors that run by their name alone, sorted: what is meant by none."""
    return [name for name in baselines() if name != NEEDS_MODEL]


def baseline_file(name: str) -> Path:
    """The file that holds the factory of a baseline."""
    return release.root() / "baselines" / name / "extractor.py"


def _known() -> set[str]:
    return {*baselines(), *entry_points(group=GROUP).names}


def _command(text: str) -> Spec:
    command = text.removeprefix(_COMMAND)
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"extractor spec {text!r}: {error}") from None
    if not words:
        raise UsageError(f"extractor spec {text!r} names no command")
    return Spec("cmd", command)


def _model(text: str) -> Spec:
    model, _, query = text.removeprefix(_MODEL).partition("?")
    if not model:
        raise UsageError(f"extractor spec {text!r} names no model: {_MODEL}MODEL")
    params = dict(_params(text, query))
    if "model" in params:
        raise UsageError(f"extractor spec {text!r}: model is given twice")
    params["model"] = _unquoted(text, model)
    return Spec("baseline", NEEDS_MODEL, params=_sorted(params))


def _canonical(path: str) -> str:
    posix = PurePath(path).as_posix()
    # "./.py" and "./cmd:x.py" lose the dot that made them paths.
    stays = _PATH.fullmatch(posix) and not posix.startswith((_COMMAND, _MODEL))
    return posix if stays else f"./{posix}"


def _params(text: str, query: str | None) -> tuple[tuple[str, Scalar], ...]:
    params = dict[str, Scalar]()
    for key, value in _pairs(text, query):
        if not key.isidentifier():
            raise UsageError(f"extractor spec {text!r}: {key!r} is not a parameter name")
        if key in params:
            raise UsageError(f"extractor spec {text!r}: {key} is given twice")
        params[key] = _scalar(value)
    return _sorted(params)


def _sorted(params: Mapping[str, Scalar]) -> tuple[tuple[str, Scalar], ...]:
    return tuple(sorted(params.items(), key=lambda item: item[0]))


def _pairs(text: str, query: str | None) -> Iterator[tuple[str, str]]:
    for pair in (query or "").split("&"):
        if not pair:
            continue
        key, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"extractor spec {text!r}: {pair!r} is not key=value")
        yield _unquoted(text, key), _unquoted(text, value)


def _unquoted(text: str, piece: str) -> str:
    try:
        return unquote(piece, errors="strict")
    except UnicodeDecodeError:
        raise UsageError(f"extractor spec {text!r}: {piece!r} is not UTF-8") from None


def _scalar(value: str) -> Scalar:
    try:
        decoded = msgspec.json.decode(value)
    except ValueError:  # msgspec's errors, and integers of thousands of digits
        return value
    return value if isinstance(decoded, dict | list) else decoded


def _spell(value: Scalar) -> str:
    bare = isinstance(value, str) and _scalar(value) == value
    text = value if isinstance(value, str) and bare else msgspec.json.encode(value).decode()
    return quote(text, safe=_SAFE)
