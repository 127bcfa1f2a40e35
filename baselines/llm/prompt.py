"""From an article to the messages that are sent."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from goldfield.schema.export_llm import llm_schema
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.nodes import Node

from .settings import Settings
from .shaping import shape
from .shots import answer_of, choose

Messages = list[dict[str, str]]

TEMPLATE = tomllib.loads(Path(__file__).with_name("prompt.toml").read_text("utf-8"))


class Prompt:
    """The messages for any article.

    Attributes:
        schema: of the answer.
        layers: what the answer predicts: the layers asked for and those they are a part of.
    """

    def __init__(self, settings: Settings) -> None:
        self.schema: Node = llm_schema(settings.asked)
        parts = {*settings.asked, *self.schema["properties"]}
        self.layers: list[Layer] = [layer for layer in LAYERS if layer in parts]
        self._opening = [_system(self.schema, self.layers), *self._shots(settings.shots)]

    def messages(self, text: str) -> Messages:
        return [*self._opening, _user(text)]

    def _shots(self, count: int) -> Messages:
        found: Messages = []
        for article in choose(count, self.layers):
            answer, _ = shape(answer_of(article, self.layers), self.schema)
            said = json.dumps(answer, ensure_ascii=False)
            found += [_user(article.text), {"role": "assistant", "content": said}]
        return found


def _system(schema: Node, layers: list[Layer]) -> dict[str, str]:
    notes = [f"- {TEMPLATE['notes'][layer]}\n" for layer in layers if layer in TEMPLATE["notes"]]
    said = TEMPLATE["system"].replace("{notes}", "".join(notes))
    described = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return {"role": "system", "content": said.replace("{schema}", described)}


def _user(text: str) -> dict[str, str]:
    return {"role": "user", "content": TEMPLATE["user"].replace("{text}", text)}
