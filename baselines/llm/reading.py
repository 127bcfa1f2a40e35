"""From a model's words to the JSON object in them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from goldfield.corpus.formats.jsontext import Broken, Value, find_values
from goldfield.errors import GoldfieldError
from goldfield.schema.nodes import Node

from .cache import Reply
from .shaping import shape

_OPENING = re.compile(r'\{\s*"')


class Reading(NamedTuple):
    """What could be read.

    Attributes:
        record: a loose prediction that fits the schema.
        dropped: how many values did not.
        cut: whether the answer broke off; what was complete was read.
    """

    record: dict[str, Any]
    dropped: int
    cut: bool


def read(reply: Reply, schema: Node) -> Reading:
    """The last object in the answer that has something of what was asked for.

    The last, as some models think aloud; what stands around it is skipped.

    Raises:
        GoldfieldError: there is none.
    """
    found = list(find_values(reply.content))
    objects = [one.value for one in found if isinstance(one, Value) and _asked(one.value, schema)]
    cut = not objects and any(isinstance(one, Broken) for one in found)
    if cut:
        objects = [part for part in [_beginning(reply.content)] if _asked(part, schema)]
    if not objects:
        raise GoldfieldError(_problem(reply))
    record, dropped = shape(objects[-1], schema)
    return Reading(record, dropped, cut)


def _asked(value: Any, schema: Node) -> bool:
    return isinstance(value, dict) and any(key in value for key in schema["properties"])


def _beginning(content: str) -> Any:
    """As much of an object that breaks off as is complete."""
    import jiter  # comes with openai

    if not (opening := _OPENING.search(content)):
        return None
    try:
        return jiter.from_json(content[opening.start() :].encode(), partial_mode=True)
    except ValueError:
        return None


def _problem(reply: Reply) -> str:
    if reply.refusal:
        return f"the model refuses: {reply.refusal}"
    if reply.finish == "length":
        return "the answer was cut off before anything could be read; raise max_tokens"
    began = " ".join(reply.content[:80].split())
    return f"the answer holds no JSON object of the schema (finish {reply.finish}): {began!r}"
