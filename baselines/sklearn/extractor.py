"""The models of a folder, read by scikit-learn, applied to a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goldfield.errors import MissingExtra
from goldfield.models import open_model
from goldfield.tagging.features import Phrases

from . import gazetteer
from .document import Document, read
from .features import describe

__all__ = ["Extractor", "prepare"]


class Extractor:
    """Linear models over hashed features; predicts the layers that its model was trained for."""

    def __init__(self, model: str = str(Path(__file__).resolve().parent / "model")) -> None:
        folder = Path(model)
        manifest = open_model(folder, "sklearn")
        try:
            from .store import FILE, load

            self._models = load(folder / FILE)
        except ModuleNotFoundError as error:
            raise MissingExtra(str(error.name), "baselines") from error
        self._tokeniser = self._models["tokeniser"]
        self._phrases = gazetteer.phrases_of(gazetteer.load(folder), self._tokeniser)
        self.layers = list(manifest.layers)
        self.version = f"1+{manifest.digest}"

    def __call__(self, text: str) -> dict[str, Any]:
        """Extract the layers of one article."""
        from .reading import read_all
        from .record import record

        text = text.encode("utf-8", "replace").decode()  # a lone surrogate is one other sign
        doc = prepare(text, self._tokeniser, self._phrases)
        return record(read_all(self._models, doc), self.layers)


def prepare(text: str, tokeniser: str, phrases: Phrases) -> Document:
    """A text with the features of its tokens."""
    doc = read(text, tokeniser)
    doc.names = gazetteer.membership(phrases, doc.tokens)
    doc.rows = describe(doc)
    return doc
