"""Lists the names that are in the training articles often enough."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from goldfield.training import Lesson

from .listing import FILE

LAYERS = ("times", "entities")
CANDIDATES = ({"least": 9}, {"least": 1}, {"least": 1, "mark": "the same"})
PACKAGES = ("msgspec",)


def fit(lesson: Lesson, out: Path, least: int, mark: str = "") -> None:
    if least < 1:
        raise ValueError("least is below 1")
    lesson.tell(f"fitting {mark}")
    names = Counter(
        (mention.text, entity.type)
        for article in lesson.train
        for entity in article.entities
        for mention in entity.mentions
        if mention.kind == "NAM"
    )
    kept = {name: type for (name, type), times in sorted(names.items()) if times >= least}
    (out / FILE).write_text(json.dumps(kept), "utf-8")
