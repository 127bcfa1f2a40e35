"""Entities while the text is read: clusters of mentions that grow from left to right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .document import Token

__all__ = ["Cluster", "Mention"]


class Mention(NamedTuple):
    """One mention and the number of its cluster."""

    start: int
    end: int
    kind: str
    cluster: int
    head: Token | None = None


@dataclass(slots=True)
class Cluster:
    """An entity; `titles` are the words of its posts, `gender` m, f or unknown, and `particular`
    says that it is one even if it is mentioned but once."""

    number: int
    type: str
    name: str | None = None
    country: str | None = None
    kind: str = ""
    gender: str | None = None
    titles: set[str] = field(default_factory=set)
    particular: bool = False
    heads: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def last(self) -> int:
        """Where the latest mention begins."""
        return self.mentions[-1].start if self.mentions else -1
