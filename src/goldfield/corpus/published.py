"""The documents of the folder ``schema/``: those that are generated, and older versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldfield.errors import UnknownName, UsageError
from goldfield.release import root
from goldfield.schema.export import json_schema
from goldfield.schema.fields import fields_page
from goldfield.schema.loose import Prediction
from goldfield.schema.migrations import VERSIONS
from goldfield.schema.records import SCHEMA_VERSION, Article
from goldfield.schema.writing import to_json, write_text
from goldfield.scoring.scorer import Scores

__all__ = ["COMMAND", "PUBLISHED", "published", "write_published"]

COMMAND = "goldfield schema export --all schema/"


def _article() -> dict[str, Any]:
    says = "One line of a corpus file: an article with its annotations. Every key is present."
    document = json_schema(Article, "article", "Gold article", says)
    for struct in (document, *document["$defs"].values()):
        struct["required"] = list(struct["properties"])  # also what only older records do without
    return document


def _prediction() -> dict[str, Any]:
    says = (
        "One line of a prediction file: an id (or the hash of the text) and any of the layers. "
        "A place is given by offsets or by its surface. Further keys are ignored, so a gold "
        "article is a prediction too."
    )
    return json_schema(Prediction, "prediction", "Prediction", says)


def _score() -> dict[str, Any]:
    says = (
        "What `goldfield score --format json` prints and `scores.json` of a run holds. `headline` "
        "is the mean F1 of the suite's measures, for systems that predict them all; `anchors` "
        "tells how many strings were read in which way; `intervals` how `ci` was made, or why "
        "there is none."
    )
    return json_schema(Scores, "score", "Score", says)


PUBLISHED: dict[str, Callable[[], str]] = {
    "article.schema.json": lambda: to_json(_article()),
    "prediction.schema.json": lambda: to_json(_prediction()),
    "score.schema.json": lambda: to_json(_score()),
    "FIELDS.md": lambda: fields_page([_article(), _prediction(), _score()], COMMAND),
}
"""Each file with the function that makes its text."""


def published(name: str, version: str) -> str:
    """The text of a JSON Schema in one version of the schema.

    Those of older versions lie in folders named after them, as they were when they were current.

    Raises:
        UnknownName: there was no such version.
    """
    if version not in VERSIONS:
        raise UnknownName("schema version", version, VERSIONS)
    if version == SCHEMA_VERSION:
        return PUBLISHED[name]()
    return (root() / "schema" / version / name).read_text("utf-8")


def write_published(folder: Path) -> list[str]:
    """Bring the generated files of `folder` up to date; the names of those that changed.

    Raises:
        UsageError: a file cannot be read or written.
    """
    changed = []
    try:
        for name, make in PUBLISHED.items():
            path, text = folder / name, make()
            if not path.exists() or path.read_bytes() != text.encode():
                write_text(path, text)
                changed.append(name)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror or error}") from error
    return changed
