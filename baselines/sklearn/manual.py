"""What the annotation manual says of each event type: words to learn from before any article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldfield.release import root

__all__ = ["words_of_types"]

# A row of the manual's table of types: rule, type, definition, examples with the trigger in [].
_ROW = re.compile(r"^\| \*\*V\d+\*\* \| ([A-Z]+) \| (.*?) \| (.*?) \|", re.MULTILINE)
_TRIGGER = re.compile(r"\[([^\]]+)\]")
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(("from", "that", "with", "against", "side", "alone", "itself", "short"))


def words_of_types() -> Iterator[tuple[list[str], str]]:
    """Words in lower case, with the event type whose definition or example holds them."""
    manual = (root() / "schema" / "GUIDELINES.md").read_text(encoding="utf-8")
    for name, definition, examples in _ROW.findall(manual):
        for trigger in _TRIGGER.findall(examples):
            yield trigger.lower().split(), name
        for word in _WORD.findall(definition.lower()):
            if word not in _COMMON:
                yield [word], name
