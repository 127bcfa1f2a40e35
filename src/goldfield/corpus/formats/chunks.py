"""From tags to chunks, and from tokens to offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from goldfield.schema.text import fold_char, normalised

__all__ = ["Chunk", "align", "decode_chunks"]

_TAG = re.compile(r"([BIESLU])-(.+)", re.DOTALL)
_OUTSIDE = ("O", "_")
_BRACKETS = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
    "``": '"', "''": '"',
}  # fmt: skip
_AHEAD = 1000

Place = tuple[int, int]


class Chunk(NamedTuple):
    """Tokens `first` to `last`, both inclusive, that one label covers."""

    label: str
    first: int
    last: int


def decode_chunks(tags: Sequence[str]) -> tuple[list[Chunk], list[int]]:
    """The chunks of one sentence, and the positions of tags that cannot be read.

    A tag is ``O`` (or ``_``) or ``XX-LABEL``. ``B`` starts a chunk; ``I`` continues the chunk
    before it if that has the same label, and else starts one, as the evaluation script of
    CoNLL-2000 has it. ``S`` and ``U`` are chunks of one token, ``E`` and ``L`` end the chunk
    they continue.
    """
    chunks: list[Chunk] = []
    wrong: list[int] = []
    open_ = False
    for index, tag in enumerate(tags):
        found = _TAG.fullmatch(tag)
        if found is None:
            open_ = False
            if tag not in _OUTSIDE:
                wrong.append(index)
            continue
        prefix, label = found.groups()
        if open_ and prefix in "IEL" and chunks[-1].label == label:
            chunks[-1] = chunks[-1]._replace(last=index)
        else:
            chunks.append(Chunk(label, index, index))
        open_ = prefix in "BI"
    return chunks, wrong


def align(text: str, tokens: Iterable[str]) -> Iterator[tuple[Place | None, int]]:
    """For each token its place in `text`, or None, and where in the text it was looked for.

    Tokens must follow one another with nothing but blanks and invisible characters between. A
    token is compared exactly, then folded; bracket names of the Penn Treebank stand for
    brackets. After a token that does not fit, the next ones are looked for further on.
    """
    position, lost = 0, False
    for token in tokens:
        position = _skip_blanks(text, position, token)
        end = _match(text, position, token)
        if end is None and lost:
            found = text.find(token, position, position + _AHEAD)
            position, end = (
                (found, found + len(token)) if found >= 0 and token else (position, None)
            )
        lost = end is None
        yield (None if end is None else (position, end)), position
        position = position if end is None else end


def _skip_blanks(text: str, position: int, token: str) -> int:
    while position < len(text) and text[position] != token[:1]:
        if not (text[position].isspace() or unicodedata.category(text[position]) == "Cf"):
            break
        position += 1
    return position


def _match(text: str, position: int, token: str) -> int | None:
    """Where `token` ends if it stands at `position`."""
    if token and text.startswith(token, position):
        return position + len(token)
    plain = _BRACKETS.get(token, token.replace("\\/", "/").replace("\\*", "*"))
    needle = "".join(map(fold_char, normalised("NFC", plain)))
    got, end = "", position
    while len(got) < len(needle) and end < len(text):
        got += fold_char(text[end])
        end += 1
    return end if needle and got == needle else None
