"""Names that a list has: the least baseline that can be trained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from goldfield.models import open_model

from .listing import FILE


class Extractor:
    def __init__(self, model: str = "model") -> None:
        manifest = open_model(model, "lister")
        self.layers = manifest.layers
        self.version = f"1+{manifest.digest}"
        self._types: dict[str, str] = json.loads((Path(model) / FILE).read_text("utf-8"))

    def __call__(self, text: str) -> dict[str, Any]:
        found = [
            {"start": at, "end": at + len(name), "type": type}
            for name, type in self._types.items()
            for at in range(len(text))
            if text.startswith(name, at)
        ]
        return {"entities": found}
