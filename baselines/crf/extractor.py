"""The extractor: a conditional random field a layer, over tokens, from the text alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goldfield.models import open_model

from .answers import answer
from .features import read, sentence_features
from .gazetteer import read_gazetteer
from .settings import read_settings
from .tagger import Found, Tagger, items_of, weights_of

__all__ = ["Extractor"]


class Extractor:
    """Linear-chain CRFs with a model folder; deterministic, blind to gold.

    Args:
        model: a folder that ``goldfield train crf`` wrote; by default the one beside this file.
    """

    def __init__(self, model: str | None = None) -> None:
        folder = Path(model) if model is not None else Path(__file__).parent / "model"
        manifest = open_model(folder, "crf")
        settings = read_settings(folder)
        self.layers = list(manifest.layers)
        self.version = f"1+{manifest.digest}"
        self._gazetteer = read_gazetteer(folder)
        self._tokeniser = settings.tokeniser
        self._taggers = {
            name: Tagger(folder / weights_of(name), settings.outside) for name in settings.targets
        }

    def __call__(self, text: str) -> dict[str, Any]:
        """Extract the layers of the model from one article."""
        found: dict[str, list[Found]] = {name: [] for name in self._taggers}
        text = text.encode("utf-8", "replace").decode()  # a lone surrogate becomes one other sign
        document = read(text, self._tokeniser)
        features = sentence_features(document, self._gazetteer)
        for tokens, present in zip(document, features, strict=True):
            items = items_of(present)
            for name, tagger in self._taggers.items():
                found[name] += tagger.find(tokens, items)
        return {"layers": self.layers, **answer(text, found)}
