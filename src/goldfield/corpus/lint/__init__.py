"""The linter: annotations that validation cannot call wrong and that a reader should look at."""

from goldfield.corpus.lint.finding import AcrossRule, Finding, Rule, Suspicion
from goldfield.corpus.lint.linting import lint, lint_across, lint_article
from goldfield.corpus.lint.registry import ACROSS, RULES

__all__ = [
    "ACROSS", "RULES", "AcrossRule", "Finding", "Rule", "Suspicion", "lint", "lint_across",
    "lint_article",
]  # fmt: skip
