"""Asks a language model for what an article says, and gives its strings to the core anchorer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from goldfield.running.contract import Scalar
from goldfield.schema.text import visible

from .cache import Cache, Reply, key_of
from .endpoint import Endpoint
from .meter import Meter
from .prompt import Prompt
from .reading import Reading, read
from .settings import read_settings

_VERSION = "1"  # of how answers are read; what is asked is hashed


class Extractor:
    """One model at one endpoint; CARD.md lists the parameters."""

    def __init__(self, **params: Scalar) -> None:
        self._settings = settings = read_settings(params)
        meter = Meter(settings)
        self.usage = meter.usage
        self._meter = meter
        self._endpoint = Endpoint(settings, meter)
        self._prompt = Prompt(settings)
        self._cache = Cache(settings.folder)
        self.layers = self._prompt.layers
        self.version = f"{_VERSION}-{self._key('')[:8]}"

    def __call__(self, text: str) -> dict[str, Any]:
        key = self._key(text)
        kept = self._cache.get(key)
        if kept is not None:
            self._meter.spend(kept, cached=True)
        reply = kept or self._endpoint.complete(self._prompt.messages(text), self._prompt.schema)
        reading = read(reply, self._prompt.schema)
        _complain(reading)
        if kept is None:
            self._keep(key, reply)
        return {**reading.record, "layers": self.layers}

    def batch(self, texts: Sequence[str]) -> list[dict[str, Any] | Exception]:
        """The answers, asked for side by side; in place of one that there is not, the reason."""
        once = list(dict.fromkeys(texts))
        with ThreadPoolExecutor(self._settings.concurrency) as pool:
            answers = dict(zip(once, pool.map(self._try, once), strict=True))
        return [answers[text] for text in texts]

    def _try(self, text: str) -> dict[str, Any] | Exception:
        try:
            return self(text)
        except Exception as error:
            return error

    def _key(self, text: str) -> str:
        """The hash of all that an answer depends on; the key to the endpoint is not among it."""
        return key_of(
            {
                "endpoint": self._endpoint.address,
                "sampling": self._endpoint.sampling(),
                "format": self._settings.format,
                "schema": self._prompt.schema,
                "messages": self._prompt.messages(text),
            }
        )

    def _keep(self, key: str, reply: Reply) -> None:
        try:
            self._cache.put(key, reply)
        except OSError as error:
            print(visible(f"llm: the answer is not kept: {error}"), file=sys.stderr)


def _complain(reading: Reading) -> None:
    """The answer itself has no place for what was lost."""
    if reading.mended:
        print("llm: an answer is no JSON to its end; what could be read is taken", file=sys.stderr)
    if reading.dropped:
        noun = "value" if reading.dropped == 1 else "values"
        print(f"llm: {reading.dropped} {noun} outside the schema dropped", file=sys.stderr)
