"""Resolvers of periods and feasts: decades, seasons, quarters, ends of months, holidays."""

from __future__ import annotations

import re
from collections.abc import Callable

from . import timevalues as values
from .lexicon import mapping, words
from .timecontext import Context, Reading

__all__ = ["PERIOD_RESOLVERS", "SPANS", "STEPS", "reckoned"]

Match = re.Match[str]
_DCT = "DCT"
_SEASONS = {**mapping("times", "seasons"), "fall": "FA"}
_ORDINALS = mapping("numbers", "ordinals")
_PARTS = mapping("times", "dayparts")
_NEAR = 200
STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
SPANS = {"day": "D", "week": "W", "weekend": "WE", "month": "M", "year": "Y", "quarter": "Q",
         "decade": "DE", "century": "CE"}  # fmt: skip


def reckoned(kind: str, value: str | None, context: Context) -> Reading:
    """A value reckoned from publication: null if that is unknown."""
    return Reading(kind, value if context.anchor else None, _DCT)


def _decade(match: Match, _: Context) -> Reading:
    return Reading("DATE", match["decade"][:3])


def _century(match: Match, _: Context) -> Reading | None:
    written = match["ordinal"].lower()
    ordinal = _ORDINALS.get(written) or int(re.sub(r"\D", "", written) or 0)
    return Reading("DATE", f"{ordinal - 1:02d}") if 0 < ordinal < 100 else None


def _season(match: Match, context: Context) -> Reading | None:
    season = _SEASONS[match["season"].lower()]
    if match["year"]:
        return Reading("DATE", f"{match['year']}-{season}")
    which = (match["which"] or "").lower()
    if which not in ("last", "next", "this"):
        if context.word_before(match.start()) not in words("times", "month_leads"):
            return None
        which = "next" if _ahead(context, match) else "last"
        over = values.relative_unit(context.anchor, season, 0)
        if context.anchor and over and _is_now(context.anchor.month, season):
            return Reading("DATE", over, _DCT)
    value = values.relative_unit(context.anchor, season, STEPS.get(which, 0))
    return Reading("DATE", value, _DCT) if value else None


def _ahead(context: Context, match: Match) -> bool:
    """Whether the words speak of what is to come."""
    by = context.word_before(match.start()) in ("by", "until", "till", "before")
    return by or context.future(match.start(), match.end())


def _is_now(month: int, season: str) -> bool:
    return month % 12 // 3 == ("WI", "SP", "SU", "FA").index(season)


def _the_part(match: Match, context: Context) -> Reading | None:
    """``the evening``: of the day last named, else of the day or the night before publication."""
    following = context.word_after(match.end())
    if following.islower() and following not in words("names", "function"):
        return None  # the night curfew
    part = _PARTS[match["part"].lower()]
    index = context.previous(10)
    near = index is not None and match.start() - context.found[index].end < _NEAR
    if near and index is not None:
        return Reading("TIME", f"{(context.found[index].value or '')[:10]}T{part}", index)
    day = values.shifted(context.anchor, "D", -(part == "NI"))
    return reckoned("TIME", f"{day}T{part}", context)


def _quarter(match: Match, context: Context) -> Reading | None:
    digit = match["digit"] or str(_ORDINALS[match["ordinal"].lower()])
    if match["year"]:
        return Reading("DATE", f"{match['year']}-Q{digit}")
    if context.anchor is None or match["digit"]:
        return None
    return Reading("DATE", f"{context.anchor.year}-Q{digit}", _DCT)


def _nth(match: Match, context: Context) -> Reading:
    """``a third night of clashes``: the night or day that ends with publication."""
    night = match["unit"].lower() == "night"
    day = values.shifted(context.anchor, "D", -1 if night else 0)
    return reckoned("TIME" if night else "DATE", f"{day}TNI" if night else day, context)


def _holiday(match: Match, context: Context) -> Reading | None:
    feast = match["feast"].lower().replace("’", "'")
    if not match["feast"][0].isupper():
        return None
    if match["year"]:
        return Reading("DATE", values.holiday(feast, int(match["year"])))
    if context.anchor is None:
        return Reading("DATE", None, _DCT)
    year, today = context.anchor.year, context.anchor.isoformat()
    this = values.holiday(feast, year) or ""
    ahead = context.future(match.start(), match.end()) or context.word_before(
        match.start()) in ("by", "until", "till")  # fmt: skip
    step = int(this < today) if ahead else -int(this > today)
    return Reading("DATE", values.holiday(feast, year + step), _DCT)


def _edge(match: Match, context: Context) -> Reading:
    """``the end of the month``: the modifier leaves the value as it is."""
    step = STEPS.get(match["which"].lower(), 0)
    unit = SPANS[match["span"].lower()]
    return reckoned("DATE", values.relative_unit(context.anchor, unit, step), context)


PERIOD_RESOLVERS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "decade": _decade,
    "century": _century,
    "season": _season,
    "the_part": _the_part,
    "quarter": _quarter,
    "nth": _nth,
    "holiday": _holiday,
    "edge": _edge,
}
