"""What a model folder holds beside the weights: how texts are read, and which taggers there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.schema.records import Article
from goldfield.schema.walk import all_spans
from goldfield.schema.writing import to_json, write_text

__all__ = ["Settings", "is_tokenised", "read_settings", "write_settings"]

_FILE = "settings.json"
_ATTACHED = re.compile(r"\w,\s")


class Settings(Struct, frozen=True):
    """What an extractor has to know.

    Attributes:
        tokeniser: a name of `goldfield.tagging.tokens.TOKENISERS`.
        outside: see `tagger.Tagger`.
        targets: the taggers that there are, by name.
    """

    tokeniser: str
    outside: float
    targets: list[str]


def read_settings(folder: Path) -> Settings:
    """The settings of a model folder; `open_model` has made sure that they are as trained."""
    return msgspec.json.decode((folder / _FILE).read_bytes(), type=Settings)


def write_settings(folder: Path, settings: Settings) -> None:
    """Write them into a model folder."""
    write_text(folder / _FILE, to_json(settings))


def is_tokenised(articles: Iterable[Article]) -> bool:
    """Whether blanks stand between all tokens already, as in what is made of CoNLL files.

    So it is if hardly a comma touches the word before it, and no span the sign beside it.
    """
    apart = attached = 0
    for article in articles:
        text = article.text
        apart += text.count(" , ")
        attached += len(_ATTACHED.findall(text))
        for span in all_spans(article):
            beside = text[max(span.start - 1, 0) : span.start] + text[span.end : span.end + 1]
            if beside.strip():
                return False
    return apart > 10 * attached
