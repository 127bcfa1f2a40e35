"""Rule-based reference extractor for English news, on the standard library alone."""
