"""What goldfield does to text: it hashes it, folds copies of it, and never changes the original."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import chain, groupby
from typing import Literal

__all__ = [
    "cuts_word",
    "decode_source",
    "escape",
    "fold",
    "fold_char",
    "normalised",
    "not_nfc_at",
    "sha256_of",
    "visible",
]

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′`´"), "'") | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_FOLDED = _QUOTES | _DASHES
_LONG = 1000


def decode_source(raw: bytes) -> str:
    """The text of a source file: strict UTF-8, no byte order mark, CRLF and CR turned to LF.

    This is the only place where a text is altered, once, when an article is taken in.

    Raises:
        ValueError: not UTF-8, a byte order mark, or not in normal form C.
    """
    text = raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("\ufeff"):
        raise ValueError("the file starts with a byte order mark; save it without one")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("the text is not in Unicode normal form C; normalise the source first")
    return text


def not_nfc_at(text: str) -> int | None:
    """The first code point that normal form C would change; None if there is none."""
    if unicodedata.is_normalized("NFC", text):
        return None
    composed = normalised("NFC", text)
    pairs = enumerate(zip(text, composed, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(text), len(composed)))


def normalised(form: Literal["NFC", "NFKC"], text: str) -> str:
    """`text` in a normal form, in time that grows with its length.

    Python sorts the marks on a letter in quadratic time; of a long text they are sorted before.
    """
    if len(text) < _LONG or unicodedata.is_normalized(form, text):
        return unicodedata.normalize(form, text)
    apart: Literal["NFD", "NFKD"] = "NFD" if form == "NFC" else "NFKD"
    chars = chain.from_iterable(unicodedata.normalize(apart, char) for char in text)
    runs = groupby(chars, key=lambda char: unicodedata.combining(char) > 0)
    pieces = (sorted(run, key=unicodedata.combining) if marks else run for marks, run in runs)
    return unicodedata.normalize(form, "".join(chain.from_iterable(pieces)))


def sha256_of(text: str) -> str:
    """SHA-256 of the UTF-8 text, 64 hexadecimal digits; lone surrogates hash as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fold_char(char: str) -> str:
    """One code point as `fold` sees it, in lower case: 0 to several code points."""
    return unicodedata.normalize("NFKC", char).translate(_FOLDED).casefold()


def fold(text: str) -> str:
    """A copy for comparison: NFKC, quote marks and dashes made plain, blanks collapsed.

    Letter case is kept; add ``.casefold()`` where it should not matter.
    """
    # Before NFKC as well: it would split U+00B4 and U+2033 into pieces the table cannot see.
    plain = normalised("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    return " ".join(plain.split())


def cuts_word(text: str, position: int) -> bool:
    """True if `position` (a code point offset) lies inside a word of `text`.

    A word is a run of letters and digits; scripts written without blanks have no inside.
    """
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if not (before.isalnum() and after.isalnum()):
        return False
    return not (_wide(before) or _wide(after))


def _wide(char: str) -> bool:
    return char > "\u0e00" and unicodedata.east_asian_width(char) in "WF"


# What a terminal obeys, reorders or hides: control characters but for the line feed, invisible
# format characters but for the two joiners (emoji and Persian need them), and lone surrogates.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""A copy for a terminal: what it would obey, reorder or hide is written as ``\u001b``.

    The escapes are those of JSON, so JSON stays what it was.
    """
    return _HIDDEN.sub(lambda found: escape(found[0]), text)


def escape(text: str) -> str:
    r"""Every code point as JSON can write it: ``\u001b``, or two of them beyond U+FFFF."""
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
