"""UIMA CAS as XMI, for INCEpTION: everything, with its types and layers."""

from __future__ import annotations

from goldfield.corpus.exchange.xmi.reading import read
from goldfield.corpus.exchange.xmi.writing import write

__all__ = ["read", "write"]
