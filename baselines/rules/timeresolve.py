"""One resolver for each pattern of time expressions; None refuses the match."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from . import timevalues as values
from .lexicon import mapping, words
from .timecontext import Context, Reading
from .timeperiods import PERIOD_RESOLVERS, SPANS, STEPS, reckoned
from .timespans import SPAN_RESOLVERS

__all__ = ["RESOLVERS"]

Match = re.Match[str]
_DCT = "DCT"
_REPEATING = {"following": 1, "previous": -1, "same": 0, "that": 0}
_MONTHS = mapping("times", "months")
_WEEKDAYS = mapping("times", "weekdays")
_PARTS = mapping("times", "dayparts")


def _iso(match: Match, _: Context) -> Reading | None:
    value = values.iso_day(int(match["year"]), int(match["month"]), int(match["day"]))
    return Reading("DATE", value) if value else None


def _slash(match: Match, _: Context) -> Reading | None:
    """Day first, unless only month first gives a date."""
    second, first = int(match["a"]), int(match["b"])
    if match["sep"] == "/" and first > 12:
        first, second = second, first
    if len(match["year"]) == 2 and match["sep"] in ".-":
        return None
    year = int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
    value = values.iso_day(year, first, second)
    return Reading("DATE", value) if value else None


def _month_number(match: Match) -> int | None:
    """The month, unless the word is an ordinary one in lower case (may, march)."""
    name = match["month"]
    return _MONTHS[name.lower()] if name[0].isupper() else None


def _day_of_year(match: Match, _: Context) -> Reading | None:
    month = _month_number(match)
    value = values.iso_day(int(match["year"]), month, int(match["day"])) if month else None
    return Reading("DATE", value) if value else None


def _day_of_month(match: Match, context: Context) -> Reading | None:
    month = _month_number(match)
    if month is None:
        return None
    if context.anchor is None and context.year is not None:
        return Reading("DATE", values.iso_day(context.year, month, int(match["day"])), _DCT)
    future = context.future(match.start(), match.end())
    value = values.day_month(context.anchor, month, int(match["day"]), future)
    return reckoned("DATE", value, context) if value else None


def _month_of_year(match: Match, _: Context) -> Reading | None:
    month = _month_number(match)
    return Reading("DATE", f"{match['year']}-{month:02d}") if month else None


def _month(match: Match, context: Context) -> Reading | None:
    month = _month_number(match)
    before = context.word_before(match.start())
    name = match["month"].lower()
    ambiguous = name in ("may", "march", "april", "june", "august") or len(name) <= 4
    led = match.start("month") > match.start() or before in words("times", "month_leads")
    if month is None or (ambiguous and not led):
        return None
    step = STEPS.get((match["which"] or "").lower(), 0)
    future = step > 0 or (step == 0 and context.future(match.start(), match.end()))
    return reckoned("DATE", values.month_near(context.anchor, month, future), context)


def _year(match: Match, context: Context) -> Reading | None:
    """A bare year, unless the number counts or names something."""
    after = context.word_after(match.end())
    if after.lower() in words("times", "not_after_year") or after[:1] in ("%", "°"):
        return None
    before = context.word_before(match.start())
    if match.start("year") > match.start() or before in words("times", "year_leads"):
        return Reading("DATE", match["year"])
    if before in words("times", "not_before_year") or before[:1] in ("$", "£", "€", "."):
        return None
    counted = after[:1].islower() and after.endswith("s") and after not in ("was", "is", "has")
    return (
        None
        if counted and before not in ("the", "'s", "’s", "s")
        else Reading("DATE", match["year"])
    )


def _today(match: Match, context: Context) -> Reading:
    word = match["word"].lower()
    part = "NI" if word in ("tonight", "overnight") else _PARTS.get((match["part"] or "").lower())
    day = values.shifted(context.anchor, "D", {"yesterday": -1, "tomorrow": 1}.get(word, 0))
    kind = "TIME" if part else "DATE"
    return reckoned(kind, f"{day}T{part}" if part else day, context)


def _this_part(match: Match, context: Context) -> Reading:
    part = _PARTS[match["part"].lower()]
    back = -1 if "last" in match["which"].lower() else 0
    day = values.shifted(context.anchor, "D", back)
    return reckoned("TIME", f"{day}T{part}", context)


def _weekday(match: Match, context: Context) -> Reading | None:
    name = match["weekday"]
    if not name[0].isupper() or (
        len(name) < 5
        and not match[0].endswith(".")
        and context.word_before(match.start()) not in ("on", ",")
    ):
        return None  # fmt: skip
    which = (match["which"] or "").lower().split()
    if not which:
        direction = 1 if context.future(match.start(), match.end()) else -1
    else:
        direction = 2 if which[-1] in ("next", "coming") else -2 if which[-1] != "this" else -1
    value = values.weekday_near(context.anchor, _WEEKDAYS[name.lower()], direction)
    if match["part"]:
        return reckoned("TIME", f"{value}T{_PARTS[match['part'].lower()]}", context)
    return reckoned("DATE", value, context)


def _relative(match: Match, context: Context) -> Reading | None:
    which, span = match["which"].lower(), match["span"].lower()
    if which in ("following", "previous", "same", "that") or (
        span == "day" and which in ("next", "past")
    ):
        return _from_previous(
            context, span, {"following": 1, "next": 1, "same": 0, "that": 0}.get(which, -1)
        )
    if span == "day" or (which == "past" and span != "weekend"):
        return None if span == "day" else Reading("DURATION", values.duration(1, SPANS[span]))
    value = values.relative_unit(context.anchor, SPANS[span], STEPS.get(which, 0))
    return reckoned("DATE", value, context)


def _from_previous(context: Context, span: str, step: int) -> Reading | None:
    """``the next day``: reckoned from the last date that the text named."""
    index = context.previous(10 if span == "day" else 4)
    if index is None or span not in ("day", "week", "month", "year"):
        return None
    known = context.found[index].value or ""
    try:
        base = date.fromisoformat((known + "-01-01")[:10] if len(known) < 10 else known[:10])
    except ValueError:
        return None
    return Reading("DATE", values.shifted(base, SPANS[span], step), index)


def _weekend(_: Match, context: Context) -> Reading | None:
    return reckoned("DATE", values.relative_unit(context.anchor, "WE", 0), context)


def _day_of_range(match: Match, context: Context) -> Reading | None:
    """``1`` in ``from 1 to 5 June``: of the month that the second day names."""
    return _day_of_year(match, context) if match["year"] else _day_of_month(match, context)


def _next_part(match: Match, context: Context) -> Reading | None:
    """``the next morning``: of the day after the one last named."""
    step = {"previous": -1, "same": 0}.get(match["which"].lower(), 1)
    reading = _from_previous(context, "day", step)
    if reading is None or reading.value is None:
        return Reading("TIME", None)
    return reading._replace(type="TIME", value=f"{reading.value}T{_PARTS[match['part'].lower()]}")


RESOLVERS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "iso": _iso,
    "slash": _slash,
    "dmy": _day_of_year,
    "mdy": _day_of_year,
    "dm": _day_of_month,
    "md": _day_of_month,
    "month_year": _month_of_year,
    "month": _month,
    "year": _year,
    "today": _today,
    "this_part": _this_part,
    "weekday": _weekday,
    "relative": _relative,
    "weekend": _weekend,
    "day_range": _day_of_range,
    "next_part": _next_part,
    **PERIOD_RESOLVERS,
    **SPAN_RESOLVERS,
}
