"""Learning curves: what is kept of one beside its model, and the table of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from goldfield.errors import GoldfieldError
from goldfield.models import CURVE
from goldfield.reporting.tables import Table, ratio

__all__ = ["Curve", "CurvePoint", "curve_table", "read_curve"]


class CurvePoint(Struct, frozen=True):
    """One training set drawn for a curve.

    Attributes:
        size: how many articles.
        seed: of the draw, and of the training.
        f1: by measure; null where neither side has anything.
    """

    size: int
    seed: int
    f1: dict[str, float | None]


class Curve(Struct, frozen=True, kw_only=True):
    """``curve.json`` of a model folder: what the model's baseline learns from fewer articles.

    Attributes:
        baseline: what was trained.
        parameters: the candidate that the whole training set selected.
        train: name, split, hash and number of the articles drawn from.
        scored: the same of the articles that all draws are scored on.
        suite: where the measures come from.
        points: by size, then by draw.
    """

    baseline: str
    parameters: dict[str, str | int | float | bool | None]
    train: str
    scored: str
    suite: str
    points: list[CurvePoint]


def read_curve(folder: str | Path) -> Curve | None:
    """The learning curve kept in a model folder, if one is.

    Raises:
        GoldfieldError: the file is broken.
    """
    path = Path(folder) / CURVE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Curve)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except msgspec.DecodeError as error:
        raise GoldfieldError(f"{path} is no learning curve: {error}") from error


def curve_table(curve: Curve) -> Table:
    """F1 by measure and number of articles: the mean over the draws, least and most beside it."""
    sizes = sorted({point.size for point in curve.points})
    by_size = [[point.f1 for point in curve.points if point.size == size] for size in sizes]
    measures = dict.fromkeys(name for point in curve.points for name in point.f1)
    rows = [
        (name, *(_cell([f1.get(name) for f1 in drawn]) for drawn in by_size)) for name in measures
    ]
    heads = ("field", *(f"{size} articles" if size > 1 else "1 article" for size in sizes))
    title = f"{curve.baseline} trained on parts of {_short(curve.train)}, F1 on "
    return Table(f"{title}{_short(curve.scored)}: mean of the draws (least-most)", heads, rows)


def _short(identity: str) -> str:
    return identity.partition("#")[0]


def _cell(drawn: Sequence[float | None]) -> str:
    told = [f1 for f1 in drawn if f1 is not None]
    if not told:
        return ratio(None)
    mean = ratio(sum(told) / len(told))
    return f"{mean} ({ratio(min(told))}-{ratio(max(told))})" if len(told) > 1 else mean
