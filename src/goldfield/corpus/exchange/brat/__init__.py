"""brat's standoff files: everything, with its config and a side file."""

from __future__ import annotations

from goldfield.corpus.exchange.brat.reading import read
from goldfield.corpus.exchange.brat.writing import write

__all__ = ["read", "write"]
