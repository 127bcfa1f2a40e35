"""Predicts nothing, in every layer: the floor below all floors."""

from __future__ import annotations

from typing import Any

from goldfield.schema.labels import LAYERS


class Extractor:
    layers = LAYERS
    version = "1"

    def __call__(self, text: str) -> dict[str, Any]:
        return {
            "layers": self.layers,
            "meta": {
                "date_published": None,
                "headline": None,
                "deck": None,
                "dateline": None,
                "byline": None,
                "publisher": None,
                "lang": None,
            },
            "entities": [],
            "times": [],
            "quantities": [],
            "quotes": [],
            "events": [],
        }
