"""The annotation sheet: a compact YAML file per article, compiled to a gold record and back."""

from goldfield.corpus.sheet.compiling import compile_sheet
from goldfield.corpus.sheet.decompiling import decompile
from goldfield.corpus.sheet.locating import surface_at
from goldfield.corpus.sheet.parsing import line_of

__all__ = ["compile_sheet", "decompile", "line_of", "surface_at"]
