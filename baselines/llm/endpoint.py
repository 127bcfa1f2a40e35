"""Asking an OpenAI-compatible endpoint through the official client, which does the retries."""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from goldfield.errors import GoldfieldError, MissingExtra
from goldfield.schema.nodes import Node

from .cache import Reply
from .failing import is_refused, is_too_long, told
from .meter import Meter
from .prompt import Messages
from .settings import FORMATS, Format, Settings

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_NO_KEY = "none"  # the client wants one; an endpoint that needs none does not look at it


class Endpoint:
    """One model at one endpoint; may be asked from several threads.

    Attributes:
        address: the base URL.
    """

    def __init__(self, settings: Settings, meter: Meter) -> None:
        try:
            import openai
        except ImportError:
            raise MissingExtra("openai", "llm") from None
        self._openai, self._settings, self._meter = openai, settings, meter
        self._key = os.environ.get("OPENAI_API_KEY", "")
        given = settings.base_url or os.environ.get("OPENAI_BASE_URL")
        if not (self._key or given):
            raise GoldfieldError("set OPENAI_API_KEY, or base_url to an endpoint that needs none")
        counting = {"request": [lambda _request: meter.request()]}
        self._client = openai.OpenAI(
            api_key=self._key or _NO_KEY,
            base_url=given,
            timeout=settings.timeout,
            max_retries=settings.retries,
            http_client=openai.DefaultHttpxClient(event_hooks=counting),
        )
        weakref.finalize(self, self._client.close)  # its connections do not close by themselves
        self.address = str(self._client.base_url)
        self._formats = FORMATS[FORMATS.index(settings.format) :]
        self._told = settings.format

    def sampling(self) -> dict[str, Any]:
        """How the model is asked to write; what is null is not said."""
        asked = self._settings
        said = {
            "model": asked.model,
            "temperature": asked.temperature,
            "seed": asked.seed,
            "max_tokens": asked.max_tokens,
        }
        return {name: value for name, value in said.items() if value is not None}

    def complete(self, messages: Messages, schema: Node) -> Reply:
        """The answer to one article.

        Raises:
            GoldfieldError: there is none, in one line; the key is never in it.
        """
        start = perf_counter()
        try:
            found = self._ask(messages, schema, self._formats)
        except self._openai.OpenAIError as error:
            line = told(error, self._settings)
            raise GoldfieldError(line.replace(self._key or "\0", "...")) from None
        reply = _reply(found, perf_counter() - start)
        self._meter.spend(reply)
        return reply

    def _ask(self, messages: Messages, schema: Node, formats: Sequence[Format]) -> ChatCompletion:
        """One answer, held to the schema in the strictest way that the endpoint takes.

        What it refused for one article says nothing of the next: so no order of articles and
        threads can change an answer.
        """
        format, *looser = formats
        try:
            found = self._send(messages, constraint(format, schema))
        except self._openai.APIStatusError as error:
            if not looser or not is_refused(error) or is_too_long(error):
                raise
            return self._ask(messages, schema, looser)
        self._complain(format)
        return found

    def _send(self, messages: Messages, constraint: dict[str, Any]) -> ChatCompletion:
        create: Any = self._client.chat.completions.create  # its types know no other endpoints
        found: ChatCompletion = create(messages=messages, **self.sampling(), **constraint)
        return found

    def _complain(self, format: Format) -> None:
        if format not in (self._formats[0], self._told):
            self._told = format
            line = f"llm: the endpoint refuses format={self._formats[0]}; say format={format}"
            print(line, file=sys.stderr)


def constraint(format: Format, schema: Node) -> dict[str, Any]:
    """The part of a request that holds the answer to JSON, or to the schema itself."""
    match format:
        case "json_schema":
            strict = {"name": "annotations", "strict": True, "schema": schema}
            return {"response_format": {"type": format, "json_schema": strict}}
        case "json_object_schema":  # of llama.cpp and others
            return {"response_format": {"type": "json_object", "schema": schema}}
        case "json_object":
            return {"response_format": {"type": format}}
        case "text":
            return {}


def _reply(found: ChatCompletion, seconds: float) -> Reply:
    choices = getattr(found, "choices", None)
    if not choices:
        raise GoldfieldError("the endpoint gave no choice; should base_url end in /v1?")
    choice, used = choices[0], found.usage
    content = choice.message.content or ""
    return Reply(
        content=content.encode("utf-8", "replace").decode(),
        refusal=choice.message.refusal,
        finish=choice.finish_reason or "",
        model=found.model or "",
        input_tokens=used.prompt_tokens if used else 0,
        output_tokens=used.completion_tokens if used else 0,
        seconds=seconds,
    )
