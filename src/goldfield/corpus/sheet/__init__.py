"""The annotation sheet: a compact YAML file per article, compiled to a gold record and back."""

from goldfield.corpus.sheet.compiling import Sheet, compile_sheet, read_sheet
from goldfield.corpus.sheet.decompiling import decompile
from goldfield.corpus.sheet.locating import surface_at
from goldfield.corpus.sheet.parsing import line_of

__all__ = ["Sheet", "compile_sheet", "decompile", "line_of", "read_sheet", "surface_at"]
