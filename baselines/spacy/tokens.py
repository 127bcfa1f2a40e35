"""Tokens and sentences, and the phrases that span categorisers look at.

This module, `quotes.py` and `arguments.py` import spaCy and nothing of goldfield or of each
other: ``spacy package --code`` takes them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy
from spacy.attrs import FLAG19, PREFIX, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, registry
from spacy.vocab import Vocab
from thinc.api import Ops, get_current_ops
from thinc.types import Ragged

__all__ = ["TABLES", "make_suggester", "make_tokenizer", "set_sentences"]

TABLES = ("GPE", "LOC", "NORP", "ORG", "PER")

_ENDS = frozenset(".?!")
_CLOSERS = frozenset('”"’)')
_APART = frozenset('.?!;:()“”"')


@registry.tokenizers("goldfield.Tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer(prefix: int) -> Callable[[Language], Any]:
    """English, with ranges of digits and words joined by a slash taken apart.

    The lexical attribute PREFIX becomes the first `prefix` letters, a stem of sorts; the flags
    FLAG19 to FLAG23 tell whether a word is in the lookup tables of `TABLES`.
    """

    def create(nlp: Language) -> Any:
        tokenizer = registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp)
        more = (r"(?<=\d)[–—](?=\d)", r"(?<=\w)/(?=\w)")
        infixes = [*(nlp.Defaults.infixes or ()), *more]
        tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        getters: dict[int, Any] = nlp.vocab.lex_attr_getters  # type: ignore[attr-defined]
        getters[PREFIX] = lambda text: text[:prefix].lower()
        for number, table in enumerate(TABLES):
            getters[FLAG19 + number] = _is_in(f"goldfield_{table}", nlp.vocab)
        return tokenizer

    return create


def _is_in(table: str, vocab: Vocab) -> Callable[[str], bool]:
    """Whether a word, or one in capital letters, is in a lookup table that may come later."""

    def found(word: str) -> bool:
        if not word[:1].isupper() or not vocab.lookups.has_table(table):
            return False
        words = vocab.lookups.get_table(table)
        return word in words or (word.isupper() and word.title() in words)

    return found


@Language.component("goldfield_sentences")
def set_sentences(doc: Doc) -> Doc:
    """Mark where sentences begin.

    A line break ends one, and so does a full stop, with what closes after it, unless a
    lower-case letter follows.
    """
    starts = []
    broken, ended, apart = True, False, False
    for token in doc:
        text = token.text
        closes = ended and not apart and text in _CLOSERS
        starts.append(broken or (ended and not closes and not text[0].islower()))
        broken, ended, apart = "\n" in text, closes or text in _ENDS, bool(token.whitespace_)
    # All at once: to set one token, spaCy looks through the whole document.
    values: Any = numpy.where(starts, 1, -1).astype("int64").astype("uint64")
    return doc.from_array([SENT_START], values.reshape(-1, 1))


@registry.misc("goldfield.Phrases.v1")  # type: ignore[untyped-decorator]
def make_suggester(max_size: int) -> Callable[..., Ragged]:
    """Suggest runs of up to `max_size` tokens that could be a phrase.

    They begin and end with a word, a number or the sign of a currency or percentage, and hold
    no mark that sets phrases apart: a third of all runs, which learn faster.
    """

    def suggest(docs: Iterable[Doc], *, ops: Ops | None = None) -> Ragged:
        ops = ops or get_current_ops()
        runs = [_phrases(doc, max_size) for doc in docs]
        lengths = [len(run) for run in runs]
        rows: Any = numpy.vstack(runs)
        return Ragged(ops.asarray2i(rows), ops.asarray1i(lengths))

    return suggest


def _phrases(doc: Doc, max_size: int) -> Any:
    """The phrases of a document: an array of first and last token, the last exclusive."""
    words = [token.text for token in doc]
    edge = numpy.array([_is_edge(word) for word in words], dtype=bool)
    apart = numpy.cumsum([0, *(word in _APART or "\n" in word for word in words)])
    found = [numpy.zeros((0, 2), dtype="i")]
    for size in range(1, min(max_size, len(doc)) + 1):
        starts = numpy.arange(len(doc) - size + 1, dtype="i")
        ends = starts + numpy.int32(size)
        good = edge[starts] & edge[ends - 1] & (apart[starts] == apart[ends])
        found.append(numpy.stack((starts[good], ends[good]), axis=1))
    return numpy.vstack(found)


def _is_edge(text: str) -> bool:
    return text in "%€£$¥" or any(char.isalnum() for char in text)
