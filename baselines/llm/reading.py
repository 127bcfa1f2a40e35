"""From a model's words to the JSON object in them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from goldfield.corpus.formats.jsontext import Broken, Value, find_values
from goldfield.errors import GoldfieldError
from goldfield.schema.nodes import Node

from .cache import Reply
from .shaping import shape

_OPENING = re.compile(r'\{\s*"')
_CONTROL = re.compile(r"[\0-\x1f]")
_LENIENT = json.JSONDecoder(strict=False)  # takes a line break within a string


class Reading(NamedTuple):
    """What could be read.

    Attributes:
        record: a loose prediction that fits the schema.
        dropped: how many values did not.
        mended: whether the answer was no JSON to its end; what could be read was.
    """

    record: dict[str, Any]
    dropped: int
    mended: bool


def read(reply: Reply, schema: Node) -> Reading:
    """The last object in the answer that has something of what was asked for.

    The last, as some models think aloud; what stands around it is skipped.

    Raises:
        GoldfieldError: there is none.
    """
    found = list(find_values(reply.content))
    objects = [one.value for one in found if isinstance(one, Value) and _asked(one.value, schema)]
    broken = [one.problem for one in found if isinstance(one, Broken)]
    mended = bool(broken) and not objects
    if mended:
        objects = [part for part in [_mend(reply.content)] if _asked(part, schema)]
    if not objects:
        raise GoldfieldError(_problem(reply, broken))
    record, dropped = shape(objects[-1], schema)
    return Reading(record, dropped, mended)


def _asked(value: Any, schema: Node) -> bool:
    return isinstance(value, dict) and any(key in value for key in schema["properties"])


def _mend(content: str) -> Any:
    """The first object, or as much of it as is complete where it breaks off."""
    import jiter  # comes with openai

    opening = _OPENING.search(content)
    rest = content[opening.start() :] if opening else ""
    try:
        return _LENIENT.raw_decode(rest)[0]
    except (json.JSONDecodeError, RecursionError):
        pass
    try:
        return jiter.from_json(_CONTROL.sub(" ", rest).encode(), partial_mode=True)
    except ValueError:
        return None


def _problem(reply: Reply, broken: Sequence[str]) -> str:
    if reply.refusal:
        return f"the model refuses: {reply.refusal}"
    if reply.finish == "length":
        return "the answer was cut off before anything could be read; raise max_tokens"
    if broken:
        return f"the answer cannot be read: {broken[-1]}"
    began = " ".join(reply.content[:80].split())
    return f"the answer holds no JSON object of the schema (finish {reply.finish}): {began!r}"
