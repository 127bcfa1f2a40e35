"""Answers by the content of what was asked: a file each, so that a re-run is free and exact."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.schema.writing import to_json, write_text


class Reply(Struct, frozen=True, kw_only=True):
    """What an endpoint answered to one article.

    Attributes:
        content: the model's words.
        refusal: its words if it refuses.
        finish: why it stopped: stop, length or another word of the endpoint's.
        model: what the endpoint calls it.
        input_tokens: as the endpoint counts them; 0 if it does not.
        output_tokens: the same of what was written.
        seconds: from the first request to the answer, waiting between tries included.
    """

    content: str
    refusal: str | None = None
    finish: str
    model: str
    input_tokens: int
    output_tokens: int
    seconds: float


def key_of(question: object) -> str:
    """SHA-256 over the canonical JSON of everything that is asked."""
    return hashlib.sha256(msgspec.json.encode(question, order="sorted")).hexdigest()


class Cache:
    """A folder of answers; without a folder, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, key: str) -> Reply | None:
        """The answer that is kept; one that cannot be read counts as none."""
        if self._folder is None:
            return None
        try:
            return msgspec.json.decode((self._folder / f"{key}.json").read_bytes(), type=Reply)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer.

        Raises:
            OSError: it cannot be written.
        """
        if self._folder is not None:
            write_text(self._folder / f"{key}.json", to_json(reply))
