"""What has been spent, counted by several threads."""

from __future__ import annotations

from threading import Lock

from goldfield.running.contract import Usage

from .cache import Reply
from .settings import Settings

_MILLION = 1e6


class Meter:
    def __init__(self, settings: Settings) -> None:
        prices = settings.price_in, settings.price_out
        self.usage = Usage(cost=None if prices == (None, None) else 0.0)
        self._price_in, self._price_out = (price or 0.0 for price in prices)
        self._lock = Lock()

    def request(self) -> None:
        """One request goes out."""
        with self._lock:
            self.usage.requests += 1

    def spend(self, reply: Reply, *, cached: bool = False) -> None:
        """An answer came in, from the endpoint or from the cache."""
        usage = self.usage
        with self._lock:
            usage.cached += cached
            usage.input_tokens += reply.input_tokens
            usage.output_tokens += reply.output_tokens
            if usage.cost is not None:  # from the sums: the order of answers changes nothing
                spent = self._price_in * usage.input_tokens + self._price_out * usage.output_tokens
                usage.cost = spent / _MILLION
