"""A language model behind any OpenAI-compatible endpoint as an extractor: ``llm:MODEL``."""
