"""The parameters of the spec, checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from goldfield.errors import GoldfieldError, UnknownName, UsageError
from goldfield.running.contract import Scalar
from goldfield.schema.labels import LAYERS, Layer

Format = Literal["json_schema", "json_object_schema", "json_object", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)  # the strictest first
Seconds = Annotated[float, Meta(gt=0)]
Price = Annotated[float, Meta(ge=0)]
Whole = Annotated[int, Meta(ge=0)]
Positive = Annotated[int, Meta(ge=1)]

# What the measures of suite `core` need.
_CORE = (
    "date_published,headline,dateline,entities,coref,times,quantities,"
    "quotes,speakers,events,arguments"
)


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What CARD.md says of each; what is null is not sent.

    Attributes:
        timeout: seconds without a byte from the endpoint.
        price_in: US dollars for a million tokens of input; `price_out` of output.
    """

    model: Annotated[str, Meta(min_length=1)]
    base_url: str | None = None
    layers: str = _CORE
    shots: Whole = 1
    format: Format = "json_schema"
    temperature: float | None = 0.0
    seed: int | None = 0
    max_tokens: Positive | None = 8192
    concurrency: Positive = 4
    retries: Whole = 5
    timeout: Seconds = 120.0
    price_in: Price | None = None
    price_out: Price | None = None
    cache: str | bool = True

    @property
    def asked(self) -> list[Layer]:
        """The layers that are named, in the order of the schema."""
        names = [name.strip() for name in self.layers.split(",")]
        for name in names:
            if name not in LAYERS:
                raise UnknownName("layer", name, LAYERS)
        return [layer for layer in LAYERS if layer in names]

    @property
    def folder(self) -> Path | None:
        """Where answers are kept; by default in the user's cache folder."""
        if isinstance(self.cache, str):
            return Path(self.cache).expanduser()
        base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
        return base / "goldfield" / "llm" if self.cache else None


def read_settings(params: Mapping[str, Scalar]) -> Settings:
    if not params.get("model"):
        raise GoldfieldError("needs a model: llm:MODEL")
    for name in params:
        if name not in Settings.__struct_fields__:
            raise UnknownName("parameter", name, Settings.__struct_fields__)
    if params.get("cache") == "":
        raise UsageError("cache: name a folder, or say false")
    try:
        settings = msgspec.convert(params, Settings)
    except msgspec.ValidationError as error:
        raise UsageError(f"{error}") from None
    _check_address(settings.base_url)
    return settings


def _check_address(address: Any) -> None:
    """A spec is written into manifests: it must not carry a password."""
    parts = urlsplit(address or "http://localhost")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("base_url must begin with http:// or https://")
    if parts.username or parts.password or parts.query:
        raise UsageError("base_url takes no user, password or query; the key is OPENAI_API_KEY")
