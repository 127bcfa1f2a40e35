"""The annotation sheet: a compact YAML file per article, compiled to a gold record and back."""

from goldfield.corpus.sheet.compiling import compile_sheet
from goldfield.corpus.sheet.decompiling import decompile
from goldfield.corpus.sheet.locating import surface_at

__all__ = ["compile_sheet", "decompile", "surface_at"]
