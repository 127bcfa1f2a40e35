"""Suspicions that somebody has looked at and found right, kept as TOML beside the corpus.

```toml
[[reviewed]]
article = "gf-0002"
rule = "no-participants"
at = "dead = DIE"
reason = "nobody in particular: the outcome of a particular happening is told (V1)"
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from goldfield.corpus.lint.finding import Suspicion
from goldfield.corpus.lint.registry import ACROSS, RULES
from goldfield.errors import DataError, Fault, did_you_mean
from goldfield.schema.whole_files import read_toml

__all__ = ["FILE_NAME", "Review", "Sifted", "read_reviews", "reviews_to_toml", "sift"]

FILE_NAME = "reviewed.toml"


class Review(Struct, frozen=True, forbid_unknown_fields=True):
    """One suspicion that was looked at. The first three fields are its key."""

    article: str
    rule: str
    at: str
    reason: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What names a suspicion, see `Suspicion.key`."""
        return self.article, self.rule, self.at


class Sifted(NamedTuple):
    """Suspicions against reviews: what is left, how many were reviewed, reviews of nothing."""

    open: list[Suspicion]
    reviewed: int
    stale: list[Review]


class _File(Struct, forbid_unknown_fields=True):
    reviewed: list[Review] = []


def read_reviews(path: Path) -> list[Review]:
    """The reviews of a file; none if there is no such file.

    Raises:
        DataError: it cannot be read, or a review names no rule, gives no reason or stands twice.
    """
    if not path.exists():
        return []
    fix = "write [[reviewed]] tables with article, rule, at and reason"
    found = read_toml(path, _File, fix).reviewed
    if faults := [*_faults(str(path), found)]:
        raise DataError(faults)
    return found


def _faults(where: str, reviews: Sequence[Review]) -> Iterable[Fault]:
    known = [*(rule.name for rule in RULES), *(rule.name for rule in ACROSS)]
    times = Counter(review.key for review in reviews)
    for i, review in enumerate(reviews):
        path = f"$.reviewed[{i}]"
        if review.rule not in known:
            problem = f"no rule named {review.rule!r}{did_you_mean(review.rule, known)}"
            yield Fault(where, f"{path}.rule", problem, "copy it from `corpus lint --review`")
        if not review.reason.strip():
            yield Fault(where, f"{path}.reason", "no reason is given", "say why it is right")
        if times[review.key] > 1:
            yield Fault(where, path, f"{review.at!r} is reviewed twice", "keep one of the two")


def sift(
    suspicions: Iterable[Suspicion], reviews: Sequence[Review], complete: Collection[str] | None
) -> Sifted:
    """Take away what was reviewed.

    Args:
        suspicions: of the linter.
        reviews: of the corpus.
        complete: ids of the articles whose gold was linted, so that a review of them that meets
            nothing is stale; None if the whole corpus was, so that every such review is.
    """
    keys = {review.key for review in reviews}
    found = list(suspicions)
    met = {suspicion.key for suspicion in found}
    stale = [
        review for review in reviews
        if review.key not in met and (complete is None or review.article in complete)
    ]  # fmt: skip
    left = [suspicion for suspicion in found if suspicion.key not in keys]
    return Sifted(left, len(found) - len(left), stale)


def reviews_to_toml(suspicions: Iterable[Suspicion]) -> str:
    """The lines to paste into the file of reviews; each still needs its reason."""
    lines: list[str] = []
    for key in dict.fromkeys(suspicion.key for suspicion in suspicions):
        lines.append("[[reviewed]]")
        lines += [
            f"{name} = {_quoted(value)}"
            for name, value in zip(("article", "rule", "at"), key, strict=True)
        ]
        lines += ['reason = ""', ""]
    return "\n".join(lines)


def _quoted(value: str) -> str:
    """A basic string of TOML: JSON's escapes are TOML's, but for the delete character."""
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
