"""The extractor: the pipeline trained on goldfield's articles, or any that is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from goldfield.errors import MissingExtra, UsageError
from goldfield.models import MANIFEST, open_model

try:
    import spacy
except ImportError as error:
    raise MissingExtra("spacy", "baselines") from error

from .answers import KEYS, Answer, Frame, read
from .dates import published
from .foreign import ForeignPipeline

__all__ = ["Extractor", "pieces"]

_MODEL = Path(__file__).with_name("model")
_PIECE = 20_000  # characters: bounds the memory that one document takes


class Extractor:
    """Runs a spaCy pipeline over texts of any length; without a GPU, without a network.

    Args:
        model: a folder that ``goldfield train spacy`` wrote, by default the one beside this
            file; or the name or path of any other English pipeline.
        labels: how the labels of another pipeline are mapped, see `ForeignPipeline`.
        batch_size: how many texts ``nlp.pipe`` computes at once. With more than one the last bit of
            a score may come out otherwise.
    """

    def __init__(
        self, model: str | None = None, labels: str | None = None, batch_size: int = 1
    ) -> None:
        if not isinstance(batch_size, int) or batch_size < 1:
            raise UsageError("batch_size: give a whole number from 1")
        self._batch_size = batch_size
        folder = _MODEL if model is None else Path(str(model))
        if model is None or (folder / MANIFEST).is_file():
            from . import arguments, quotes, tokens  # noqa: F401  the config names what is in them

            manifest = open_model(folder, "spacy")
            self._nlp, self._read = spacy.load(folder), read
            self.layers: list[str] = list(manifest.layers)
            self.version = f"1+{manifest.digest}"
        else:
            foreign = ForeignPipeline(str(model), labels)
            self._nlp, self._read = foreign.nlp, foreign.read
            self.layers, self.version = foreign.layers, foreign.version

    def __call__(self, text: str) -> dict[str, Any]:
        """Annotate one article."""
        return next(iter(self.batch([text])))

    def batch(self, texts: Sequence[str]) -> Iterable[dict[str, Any]]:
        """Annotate several articles."""
        days = [published(text) for text in texts]
        answers: list[Answer] = [{key: [] for key in KEYS} for _ in texts]
        parts = (
            (piece, (number, offset))
            for number, text in enumerate(texts)
            for offset, piece in pieces(text, _PIECE)
        )
        found = self._nlp.pipe(parts, as_tuples=True, batch_size=self._batch_size)
        for doc, (number, offset) in found:
            for key, items in self._read(doc, Frame(offset, days[number])).items():
                answers[number][key] += items
        return ({"layers": self.layers, **answer} for answer in answers)


def pieces(text: str, size: int) -> Iterator[tuple[int, str]]:
    """A text in pieces of at most `size` characters, each with the place where it begins.

    Cut is after a line, else after a sentence, else after a word, else anywhere.
    """
    start = 0
    while start < len(text):
        end = start + size
        if end < len(text):
            found = ((text.rfind(mark, start, end), len(mark)) for mark in ("\n", ". ", " "))
            end = next((at + length for at, length in found if at >= 0), end)
        yield start, text[start:end]
        start = end
