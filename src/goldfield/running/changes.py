"""How much faster an extractor has become: ratios of speeds, and which of them mean anything."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Literal, TypeAlias

import msgspec

from goldfield.running.benches import Speed, Way
from goldfield.running.rounds import Interval

__all__ = ["NOISE", "Change", "Reading", "changes", "quotient", "read"]

NOISE = 0.05
"""A ratio that is closer to 1 is noise: intervals are of rounds in one process, and another process
that does the same may well be as far away (`eval/benchmarks/README.md`)."""

Reading: TypeAlias = Literal["faster", "slower", "within the noise", "unknown", "machine was busy"]
"""What a ratio means. Nothing is known without an interval, or if others used the machine."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """The speed of one extractor now, over the one it had then.

    Attributes:
        name: canonical spec of the extractor.
        way: how articles were given.
        then: articles a second in the older file.
        now: articles a second now.
        ratio: characters a second, now over then, as measured.
        reading: what that means.
        scaled: the same in characters a unit of calibration: as if on one machine. Null where
            one side does not say how fast its machine was.
        scaled_reading: what that means.
        by_cpu: characters a CPU second, now over then: on a busy machine the steadier one. Null
            where one side has no CPU time.
    """

    name: str
    way: Way
    then: Interval
    now: Interval
    ratio: Interval
    reading: Reading
    scaled: Interval | None
    scaled_reading: Reading
    by_cpu: float | None


def changes(now: Sequence[Speed], then: Sequence[Speed]) -> list[Change]:
    """The changes of all speeds that are on both sides, in the order of `now`."""
    before = {(speed.name, speed.way): speed for speed in then}
    return [
        _change(speed, before[speed.name, speed.way])
        for speed in now
        if (speed.name, speed.way) in before
    ]


def quotient(one: Interval, other: Interval) -> Interval:
    """One mean over another, with a 95 % interval from theirs.

    Method: MOVER-R (Newcombe, "MOVER-R confidence intervals for ratios and products of two
    independently estimated quantities", Statistical Methods in Medical Research 25, 2016; the
    limits are those of Donner and Zou, 2012).

    Returns:
        No bounds where one of the two has none, or `other` may be 0.
    """
    mean = one.mean / other.mean
    if None in (one.low, one.high, other.low, other.high):
        return Interval(mean, None, None)
    a, low, high = one.mean, one.low or 0.0, one.high or 0.0
    b, least, most = other.mean, other.low or 0.0, other.high or 0.0
    if not 0 < least <= b <= most < 2 * b:
        return Interval(mean, None, None)
    below = sqrt((a * b) ** 2 - low * most * (2 * a - low) * (2 * b - most))
    above = sqrt((a * b) ** 2 - high * least * (2 * a - high) * (2 * b - least))
    return Interval(
        mean,
        (a * b - below) / (most * (2 * b - most)),
        (a * b + above) / (least * (2 * b - least)),
    )


def read(ratio: Interval | None, *, busy: bool) -> Reading:
    """What a ratio of two speeds means."""
    if busy:
        return "machine was busy"
    if ratio is None or ratio.low is None or ratio.high is None:
        return "unknown"
    if ratio.low <= 1 <= ratio.high or abs(ratio.mean - 1) < NOISE:
        return "within the noise"
    return "faster" if ratio.mean > 1 else "slower"


def _change(now: Speed, then: Speed) -> Change:
    # Of characters a second: a slow extractor is timed on fewer articles than a quick one.
    length = now.length / then.length
    ratio = _times(quotient(now.rate, then.rate), length)
    busy = now.busy or then.busy
    scaled = None
    if now.calibration and then.calibration:
        scaled = _times(ratio, then.calibration / now.calibration)
    return Change(
        name=now.name,
        way=now.way,
        then=then.rate,
        now=now.rate,
        ratio=ratio,
        reading=read(ratio, busy=busy),
        scaled=scaled,
        scaled_reading=read(scaled, busy=busy),
        by_cpu=then.cpu / now.cpu * length if then.cpu and now.cpu else None,
    )


def _times(one: Interval, factor: float) -> Interval:
    low, high = (None if end is None else end * factor for end in (one.low, one.high))
    return Interval(one.mean * factor, low, high)
