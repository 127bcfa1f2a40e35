"""Records over a text of letters, and the kinds of errors between two of them."""

from __future__ import annotations

from typing import Any

from diagnosed import kinds_of
from strategies import Json

from goldfield.schema.labels import LAYERS

__all__ = ["TEXT", "entity", "place", "said", "told"]

TEXT = "a b c d e f g h i j k l m n o p"


def place(letters: str) -> Json:
    """The words from the first letter to the last."""
    start, end = TEXT.index(letters[0]), TEXT.index(letters[-1]) + 1
    return {"start": start, "end": end, "text": TEXT[start:end]}


def entity(*mentions: str, item: str | None = None, type: str = "PER") -> Json:
    own = [{**place(m), "kind": "NAM", "head": None, "subword": False} for m in mentions]
    first = f"e{mentions[0]}"
    return {"id": first, "type": type, "name": None, "wikidata": item, "mentions": own}


def said(**layers: Any) -> Json:
    return {"id": "a", "layers": LAYERS, **layers}


def told(gold: Json, pred: Json, measure: str) -> dict[str, tuple[int, int]]:
    """Gold and predicted items of each kind of error."""
    return {kind: (row.gold, row.pred) for kind, row in kinds_of(gold, pred, measure).items()}
