"""`goldfield corpus card`: the figures of the dataset card and the datasheet."""

from __future__ import annotations

from goldfield.cli.console import tell
from goldfield.reporting.corpus_card import filled_pages
from goldfield.schema.writing import write_text

__all__ = ["card"]


def card() -> None:
    """Bring the figures about the corpus up to date: card, datasheet, anchor, ceiling.json."""
    for path, text in filled_pages().items():
        changed = not path.exists() or path.read_text("utf-8") != text
        if changed:
            write_text(path, text)
        tell(f"{path}: {'written' if changed else 'as it should be'}")
