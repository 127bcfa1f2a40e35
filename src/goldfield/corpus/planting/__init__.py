"""Known errors put into copies of gold, to measure what the linter and a second reader catch."""

from goldfield.corpus.planting.measuring import Outcome, measure
from goldfield.corpus.planting.planting import Planted, Planting, plant

__all__ = ["Outcome", "Planted", "Planting", "measure", "plant"]
