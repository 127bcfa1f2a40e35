"""How far do scores, and who is ahead, depend on the conventions of counting?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from goldfield.comparison.conventions import (
    CONVENTIONS,
    DEFAULT,
    KEPT_ELSEWHERE,
    NOT_KEPT,
    Universe,
    universes,
)
from goldfield.comparison.recounting import Kept, conventions_of
from goldfield.comparison.systems import HEADLINE, System, refuse_strangers, shared_by
from goldfield.errors import UsageError
from goldfield.scoring.outcome import Verdict

__all__ = ["Multiverse", "Range", "Sides", "multiverse"]

_ROUNDING = 1e-12


class Range(Struct, frozen=True):
    """F1 of a system over all universes; `low_by` and `high_by` are the nearest ones there."""

    measure: str
    system: str
    f1: float
    low: float
    high: float
    low_by: str
    high_by: str


class Sides(Struct, frozen=True):
    """Whether one system stays ahead of another.

    `flips` of all `universes` turn the sign of `difference`; `flipped_by` is the one with fewest
    conventions changed, null if none does.
    """

    measure: str
    a: str
    b: str
    difference: float
    low: float
    high: float
    flips: int
    universes: int
    flipped_by: str | None


class Multiverse(Struct, frozen=True):
    """Scores under all conventions.

    `conventions` has those that a measure could be counted by, `not_recomputed` what could not be
    told from these runs, and why.
    """

    conventions: dict[str, list[str]]
    ranges: list[Range]
    sides: list[Sides]
    not_recomputed: list[str]


def multiverse(systems: Sequence[System], measures: Sequence[str] | None = None) -> Multiverse:
    """Count what all systems predict by every convention; of several seeds the mean F1.

    Args:
        systems: any number that can be compared; of one there are ranges alone.
        measures: those to speak of; by default all that all share, and the headline.

    Raises:
        UsageError: the runs cannot be compared, or share no measure.
    """
    for run in (run for system in systems for run in system.runs):
        refuse_strangers(systems[0].runs[0], run)
    names = shared_by(systems)
    if not names:
        raise UsageError("no measure is predicted by all, so there is none to count in other ways")
    fields = [name for name in names if name != HEADLINE]
    kept = {name: [_kept(system, name) for system in systems] for name in _with_others(fields)}
    open_to = {
        name: conventions_of([one for runs in kept[name] for one in runs], kept) for name in fields
    }
    everything = frozenset(name for found in open_to.values() for name in found)
    scores = {name: _scores(kept, name, open_to[name]) for name in fields}
    shown = [name for name in names if measures is None or name in measures]
    ranges, sides = [], []
    for name in shown:
        worlds = _worlds(everything if name == HEADLINE else open_to[name])
        table = _headline(scores, open_to, worlds) if name == HEADLINE else scores[name]
        if table[_key(DEFAULT)] is None:
            continue
        found = [(world, row) for world in worlds if (row := table[_key(world)]) is not None]
        ranges += _ranges(name, systems, found)
        sides += _sides(name, systems, found)
    return Multiverse(
        {name: sorted(open_to[name]) for name in shown if name in open_to},
        ranges,
        sides,
        _not_recomputed(open_to),
    )


_Key = tuple[str, ...]
_Table = dict[_Key, list[float] | None]


def _key(universe: Universe) -> _Key:
    return tuple(universe.values())


def _worlds(names: frozenset[str]) -> list[Universe]:
    """Goldfield's own first, then those with fewest changes."""
    return sorted(universes(names), key=lambda world: len(_changes(world)))


def _changes(universe: Universe) -> list[str]:
    return [f"{name}: {universe[name]}" for name in CONVENTIONS if universe[name] != DEFAULT[name]]


def _told(universe: Universe) -> str:
    return ", ".join(_changes(universe)) or "as it is"


def _with_others(fields: Sequence[str]) -> list[str]:
    others = [other for name in fields for other in KEPT_ELSEWHERE.get(name, {}).values()]
    return list(dict.fromkeys([*fields, *(other for other in others if other in fields)]))


def _kept(system: System, name: str) -> list[Kept]:
    found = []
    for run in system.runs:
        verdicts: dict[str, list[Verdict]] = {}
        for row in run.verdicts:
            if row.measure == name:
                verdicts.setdefault(row.id, []).append(row)
        found.append(Kept(name, run, verdicts))
    return found


def _scores(kept: Mapping[str, list[list[Kept]]], name: str, names: frozenset[str]) -> _Table:
    """F1 of each system in each universe of a measure; None where one has nothing to count."""
    found: _Table = {}
    for world in universes(names):
        other = KEPT_ELSEWHERE.get(name, {}).get(world["speaker"], name)
        means = [_mean([one.f1(world) for one in runs]) for runs in kept[other]]
        told = [mean for mean in means if mean is not None]
        found[_key(world)] = told if len(told) == len(means) else None
    return found


def _headline(
    scores: Mapping[str, _Table], open_to: Mapping[str, frozenset[str]], worlds: Sequence[Universe]
) -> _Table:
    """The mean over measures, each counted by those conventions that it knows."""
    found: _Table = {}
    for world in worlds:
        rows = [
            scores[name][_key({**DEFAULT, **{n: world[n] for n in CONVENTIONS if n in names}})]
            for name, names in open_to.items()
        ]
        told = [row for row in rows if row is not None]
        means = [sum(column) / len(told) for column in zip(*told, strict=True)]
        found[_key(world)] = means or None
    return found


def _mean(values: Sequence[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return sum(told) / len(told) if told else None


_Rows = list[tuple[Universe, list[float]]]


def _ranges(name: str, systems: Sequence[System], found: _Rows) -> list[Range]:
    rows = []
    for place, system in enumerate(systems):
        low = min(found, key=lambda one: one[1][place])
        high = max(found, key=lambda one: one[1][place])
        ends = low[1][place], high[1][place], _told(low[0]), _told(high[0])
        rows.append(Range(name, system.name, found[0][1][place], *ends))
    return rows


def _sides(name: str, systems: Sequence[System], found: _Rows) -> list[Sides]:
    rows = []
    for a, b in combinations(range(len(systems)), 2):
        ahead = [(world, scores[b] - scores[a]) for world, scores in found]
        usual = ahead[0][1]
        flips = [w for w, d in ahead if d * usual < 0 and min(abs(d), abs(usual)) > _ROUNDING]
        rows.append(
            Sides(
                measure=name,
                a=systems[a].name,
                b=systems[b].name,
                difference=usual,
                low=min(d for _, d in ahead),
                high=max(d for _, d in ahead),
                flips=len(flips),
                universes=len(ahead),
                flipped_by=_told(flips[0]) if flips else None,
            )
        )
    return rows


def _not_recomputed(open_to: Mapping[str, frozenset[str]]) -> list[str]:
    """What these runs do not keep, in words."""
    told = [f"{name}: {why}" for name, why in NOT_KEPT.items()]
    for name, names in open_to.items():
        if name in KEPT_ELSEWHERE and "speaker" not in names:
            others = " and ".join(KEPT_ELSEWHERE[name].values())
            told.append(f"speaker: {others} are not in these runs; suite full has them")
    loose = [name for name, names in open_to.items() if "duplicates" not in names]
    if loose:
        told.append(f"duplicates, boundaries: verdicts do not say it of {', '.join(loose)}")
    return told
