"""The human anchor: annotation passes against gold that people made."""
