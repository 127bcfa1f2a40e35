"""Publishing the corpus: a dataset repository for the Hub, and results for model cards."""
