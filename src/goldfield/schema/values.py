"""Values of a gold record that no type can judge: calendar, TIMEX3, language, label pairs, layers.

What is refused here is wrong by a rule of the annotation manual, which the comments name. What
the manual only prefers is not checked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import cast

from goldfield.errors import Fault
from goldfield.schema.labels import LAYERS, EventStatus, Factuality, Layer
from goldfield.schema.records import Article, Quantity, Quote

__all__ = ["NEEDS", "annotated_layers", "check_values", "is_date", "is_timex", "with_needed"]

_ISO_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")  # the shape of BCP 47

# TIMEX3, with X for what is not known; `day` is what the calendar has to confirm.
_YEAR = r"(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)"
_MONTH = r"(?:0[1-9]|1[0-2]|XX)"
_DAY = rf"(?P<day>{_YEAR}-(?:{_MONTH}-(?:[0-9]{{2}}|XX)|W(?:[0-9]{{2}}|XX)(?:-[1-7])?))"
_PART = r"(?:SP|SU|FA|WI|Q[1-4X]|H[12X])"
_DATE = rf"(?:{_DAY}(?:-WE)?|(?:BC)?{_YEAR}(?:-{_MONTH}|-{_PART})?|[0-9]{{2,3}})"
_CLOCK = r"(?:[01][0-9]|2[0-3]|XX)(?::(?:[0-5][0-9]|XX)(?::[0-5][0-9])?)?|24(?::00)?"
_ZONE = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_TIME = rf"T(?:(?:{_CLOCK}){_ZONE}?|MO|MI|AF|EV|NI|DT)"
_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|X+)"
_LENGTH = rf"(?:{_NUMBER}(?:Y|Q|M|W|WE|D|DE|CE|ML|SP|SU|FA|WI))"
_HOURS = rf"(?:{_NUMBER}(?:H|M|S|MO|MI|AF|EV|NI|DT))"
_DURATION = rf"P(?:{_LENGTH}+(?:T{_HOURS}+)?|T{_HOURS}+)"
_REFERENCE = "(?:PAST|PRESENT|FUTURE)_REF"
_TIMEX = re.compile(rf"{_DATE}(?:{_TIME})?|{_TIME}|{_DURATION}|{_REFERENCE}")
_STAND_IN = "2004"  # for an unknown year: it has a 29 February and a week 53

_AGREE: Mapping[EventStatus, tuple[Factuality, ...]] = {  # rule S11
    "occurred": ("CT+", "PR+"),
    "ongoing": ("CT+", "PR+"),
    "did_not_occur": ("CT-", "PR-"),
    "planned": ("PR+", "Uu"),
    "considered": ("PS+", "PS-", "Uu"),
    "ordered": ("Uu",),
    "advised": ("Uu",),
    "claimed": ("Uu",),
    "hypothetical": ("PS+", "PS-", "PR+", "PR-", "CTu", "Uu"),
}
NEEDS: Mapping[Layer, tuple[Layer, ...]] = {  # rule L1
    "coref": ("entities",),
    "speakers": ("quotes", "entities", "coref"),
    "arguments": ("events", "entities", "coref", "times", "quantities"),
    "factuality": ("events",),
}


def check_values(article: Article) -> Iterator[Fault]:
    """Faults of dates, times, quantities, language and factuality, and of `layers` itself."""
    yield from _check_layers(article)
    yield from _check_dates(article)
    yield from _check_times(article)
    lang = article.meta.lang
    if lang is not None and not _LANGUAGE.fullmatch(lang):
        problem = f"{lang!r} is not a BCP 47 language tag"
        yield Fault("", "$.meta.lang", problem, "write the language alone, such as en")
    for index, quantity in enumerate(article.quantities):
        yield from _check_quantity(f"$.quantities[{index}]", quantity)
    if "factuality" in article.layers:
        yield from _check_factuality(article)


def is_date(value: str) -> bool:
    """Whether `value` is a date of the calendar: YYYY-MM-DD, or its prefix YYYY-MM or YYYY."""
    return bool(_ISO_DATE.fullmatch(value)) and _in_calendar(value + "-01-01"[len(value) - 4 :])


def is_timex(value: str) -> bool:
    """Whether `value` is a TIMEX3 value; days and weeks must be in the calendar."""
    found = _TIMEX.fullmatch(value)
    return found is not None and (found["day"] is None or _in_calendar(found["day"]))


def _in_calendar(day: str) -> bool:
    year = _STAND_IN if "X" in day[:4] else day[:4]
    try:
        date.fromisoformat(year + day[4:].replace("XX", "01"))
    except ValueError:
        return False
    return True


def _check_dates(article: Article) -> Iterator[Fault]:
    published, line = article.meta.date_published, article.meta.dateline
    dates: dict[str, str | None] = {"$.meta.dateline.date": line.date if line else None}
    if published:
        path = "$.meta.date_published"
        dates[f"{path}.value"] = published.value
        dates |= {f"{path}.acceptable[{i}]": v for i, v in enumerate(published.acceptable)}
    for path, value in dates.items():
        if value is not None and not is_date(value):
            problem = f"{value!r} is not an ISO 8601 date of the calendar"
            yield Fault("", path, problem, "write YYYY-MM-DD, YYYY-MM or YYYY")


def _check_times(article: Article) -> Iterator[Fault]:
    for i, time in enumerate(article.times):
        values = {f"$.times[{i}].acceptable[{j}]": v for j, v in enumerate(time.acceptable)}
        if time.value is not None:
            values[f"$.times[{i}].value"] = time.value
        for path, value in values.items():
            if not is_timex(value):
                fix = "write it as rule T9 shows, such as 2031-05-14, 2031-W20 or P3D"
                yield Fault("", path, f"{value[:40]!r} is not a TIMEX3 value", fix)


def _check_quantity(path: str, quantity: Quantity) -> Iterator[Fault]:
    low, high = quantity.min, quantity.max
    if low is not None and high is not None and low > high:
        yield Fault("", path, f"min {low:g} is above max {high:g}", "swap them")
    if quantity.comparator == "between" and (low is None or high is None):
        yield Fault("", path, "'between' needs both min and max", "give both bounds")
    if quantity.value is None and low is None and high is None:
        yield Fault("", path, "neither a value nor a bound", "give value, or min and max")


def _check_factuality(article: Article) -> Iterator[Fault]:
    for index, event in enumerate(article.events):
        path, factuality, status = f"$.events[{index}]", event.factuality, event.status
        if factuality is None or status is None:  # rule S12
            missing = "factuality" if factuality is None else "status"
            fix = "set both; Uu is the value for an event that is hard to judge"
            yield Fault("", path, f"'layers' lists 'factuality', but {missing} is null", fix)
        elif factuality not in _AGREE[status]:
            fix = f"{status} goes with {', '.join(_AGREE[status])} (rule S11)"
            yield Fault("", path, f"{status} and {factuality} do not agree", fix)


def _check_layers(article: Article) -> Iterator[Fault]:
    listed = Counter(article.layers)
    for layer, times in listed.items():
        if times > 1:
            yield Fault("", "$.layers", f"{layer!r} is listed {times} times", "list it once")
        for need in _needs(article, layer):
            if need not in listed:
                problem = f"{layer!r} is listed without {need!r}, which it needs (rule L1)"
                yield Fault("", "$.layers", problem, f"list {need!r}, or leave out {layer!r}")
    for name, path in annotated_layers(article):
        if name not in listed:
            problem = f"has annotations, but 'layers' does not list {name!r}"
            yield Fault("", path, problem, "list the layer, or remove its annotations")


def with_needed(layers: Iterable[str]) -> list[Layer]:
    """Layers with those that they need (rule L1), in the order of the schema."""
    wanted = set(layers)
    wanted.update(need for layer in tuple(wanted) for need in NEEDS.get(cast(Layer, layer), ()))
    return [layer for layer in LAYERS if layer in wanted]


def _needs(article: Article, layer: Layer) -> tuple[Layer, ...]:
    """What a layer needs; of speakers and arguments only what they point to.

    Gold of other corpora has speakers and arguments that are words only, or arguments that are
    entities and never times.
    """
    needs = NEEDS.get(layer, ())
    ids: list[str | None] = []
    if layer == "speakers":
        for quote in article.quotes:
            ids += [quote.source.entity, *quote.source.acceptable, quote.addressee]
    elif layer == "arguments":
        for event in article.events:
            ids += [id for one in event.arguments for id in (one.ref, *one.acceptable)]
    else:
        return needs
    known = {
        "entities": {entity.id for entity in article.entities},
        "times": {time.id for time in article.times},
        "quantities": {quantity.id for quantity in article.quantities},
    }
    pointed = {name for name, own in known.items() if not own.isdisjoint(ids)}
    pointed |= {"coref"} if "entities" in pointed else set()
    return needs[0], *(need for need in needs[1:] if need in pointed)


def annotated_layers(article: Article) -> Iterator[tuple[str, str]]:
    """The layers that a record has annotations of, each with the first place of them."""
    for name in article.meta.__struct_fields__:
        if getattr(article.meta, name) is not None:
            yield name, f"$.meta.{name}"
    for name in ("entities", "times", "quantities", "quotes", "events"):
        if getattr(article, name):
            yield name, f"$.{name}"
    yield from _first("coref", "$.entities", [len(e.mentions) > 1 for e in article.entities])
    yield from _first("speakers", "$.quotes", [_has_speaker(quote) for quote in article.quotes])
    yield from _first("arguments", "$.events", [bool(e.arguments) for e in article.events])
    judged = [e.factuality is not None or e.status is not None for e in article.events]
    yield from _first("factuality", "$.events", judged)


def _has_speaker(quote: Quote) -> bool:
    source = quote.source
    named = source.entity or source.span or source.name or source.acceptable or quote.addressee
    return source.status == "explicit" or bool(named)


def _first(layer: str, path: str, present: list[bool]) -> Iterator[tuple[str, str]]:
    if any(present):
        yield layer, f"{path}[{present.index(True)}]"
