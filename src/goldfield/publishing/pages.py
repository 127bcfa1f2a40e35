"""The committed pages that a published dataset is told with: read, cut, and their links mended."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from goldfield.errors import UsageError
from goldfield.references import Work
from goldfield.release import root

__all__ = [
    "Citation", "Pages", "citation", "corpus_work", "mended", "read_pages", "section",
]  # fmt: skip

_FILES = {
    "LICENSE": "LICENSE",
    "LICENSE-CONTENT.md": "LICENSE-CONTENT.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "ERRATA.md": "corpus/ERRATA.md",
    "DATASHEET.md": "corpus/DATASHEET.md",
    "schema/article.schema.json": "schema/article.schema.json",
    "schema/prediction.schema.json": "schema/prediction.schema.json",
    "schema/FIELDS.md": "schema/FIELDS.md",
    "schema/GUIDELINES.md": "schema/GUIDELINES.md",
}
"""What is published as it is, by its place there; only links are mended."""

_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?!\w+:)([^)\s#]*)(#[^)\s]*)?\)")

Pages = Mapping[str, str]


class Citation(NamedTuple):
    """What `CITATION.cff` says of the corpus; `fields` are all that it says."""

    title: str
    version: str
    released: str
    authors: list[str]
    abstract: str
    fields: dict[str, Any]


def read_pages() -> dict[str, str]:
    """The texts that go out, by their place in the dataset, and the page of the corpus.

    Raises:
        UsageError: this is no checkout of the project.
    """
    sources = {**_FILES, "corpus/README.md": "corpus/README.md"}
    try:
        return {name: (root() / path).read_text("utf-8") for name, path in sources.items()}
    except FileNotFoundError as error:
        raise UsageError(
            f"publishing needs a checkout of goldfield; no {error.filename}"
        ) from error


def citation(path: Path | None = None) -> Citation:
    """The citation of the corpus: `preferred-citation` of the project's `CITATION.cff`.

    Raises:
        UsageError: there is none, or it lacks something.
    """
    path = path or root() / "CITATION.cff"
    try:
        fields = yaml.safe_load(path.read_text("utf-8"))["preferred-citation"]
        return Citation(
            title=fields["title"],
            version=str(fields["version"]),
            released=str(fields["date-released"]),
            authors=[author["name"] for author in fields["authors"]],
            abstract=" ".join(fields["abstract"].split()),
            fields=fields,
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: no whole preferred-citation of the corpus ({error})") from error


def corpus_work(cited: Citation) -> Work:
    """The corpus as a work to cite."""
    fields = {
        "title": f"{cited.title}, release {cited.version}",
        "author": " and ".join(f"{{{name}}}" for name in cited.authors),
        "year": cited.released[:4],
    }
    return Work(f"goldfield_{cited.version.replace('.', '_')}", "misc", fields)


def section(page: str, heading: str) -> str:
    """A section of a Markdown page, with its heading (``## Uses``), up to the next of its level.

    Raises:
        UsageError: the page has no such heading.
    """
    level = heading.partition(" ")[0]
    found = re.search(rf"^{re.escape(heading)}\n.*?(?=^{level} |\Z)", page, re.M | re.S)
    if found is None:
        raise UsageError(f"the dataset card takes over {heading!r}, and no page has it")
    return found[0].strip() + "\n"


def mended(text: str, names: Collection[str], base: str = "") -> str:
    """The text with links to files that are not published made plain words.

    Args:
        text: Markdown.
        names: the published files.
        base: the folder in which the page lies in the project, such as ``corpus/``.
    """
    by_source = {source: name for name, source in _FILES.items() if name in names}

    def mend(found: re.Match[str]) -> str:
        words, target, anchor = found[1], found[2], found[3] or ""
        if not target:
            return found[0]
        source = _normal(base + target)
        return f"[{words}]({by_source[source]}{anchor})" if source in by_source else words

    return _LINK.sub(mend, text)


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
