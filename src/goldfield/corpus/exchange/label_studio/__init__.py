"""Label Studio's JSON: everything, with its labelling config."""

from __future__ import annotations

from goldfield.corpus.exchange.label_studio.reading import read
from goldfield.corpus.exchange.label_studio.writing import write

__all__ = ["read", "write"]
