"""Generic records: plain JSONL that is scored without the news schema."""
