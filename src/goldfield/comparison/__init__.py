"""Is A better than B on this corpus, by how much, and could it be chance?

Systems are paired by document; every statistic is of pooled counts.
"""

from goldfield.comparison.pairs import Comparison, Difference
from goldfield.comparison.report import EVAL_SAMPLES, Report, compare, compare_systems
from goldfield.comparison.systems import System
from goldfield.comparison.tables import paired_table

__all__ = [
    "EVAL_SAMPLES",
    "Comparison",
    "Difference",
    "Report",
    "System",
    "compare",
    "compare_systems",
    "paired_table",
]
