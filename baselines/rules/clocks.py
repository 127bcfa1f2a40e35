"""Clock times get their day when all times are known: the second pass over time expressions."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .timecontext import Context, Timex

__all__ = ["join_parts", "settle_clocks"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BESIDE = re.compile(r"(?:\s*\([^()]{0,24}\))?,?\s+(?:on\s+)?(?:early\s+|late\s+)?")
_STANDING = re.compile(r"\b(?:curfew|opening hours|every|each|daily|nightly)\b", re.IGNORECASE)
_PARTS = {"hours": "MO", "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_PART_OF = re.compile(
    r"(?:\bthe\s+)?\b(?:(?:early|small)\s+)?(?P<part>hours|morning|afternoon|evening|night)\s+of\s+$",
    re.IGNORECASE,
)
_CURFEW = re.compile(r"\b(?:curfew|open|hours)\b[^;]*\b(?:from|to|until|between)\b", re.IGNORECASE)
_NEAR, _LEAD = 6, 40
_AROUND = 200


def join_parts(context: Context) -> list[Timex]:
    """Day and clock time that touch are one time: ``noon Wednesday``, ``May 3, 9 a.m.``"""
    text = context.doc.text
    joined: list[Timex] = []
    moved: dict[int, int] = {}
    for index, found in enumerate(context.found):
        last = joined[-1] if joined else None
        time = _part_of(text, found, last.end if last else 0)
        gap = text[last.end : time.start] if last else None
        made = _joined(last, time, gap) if last is not None and gap in (" ", ", ") else None
        if made is not None:
            joined[-1] = made
        else:
            joined.append(time)
        moved[index] = len(joined) - 1
    return [
        t._replace(anchor=moved.get(t.anchor, t.anchor)) if isinstance(t.anchor, int) else t
        for t in joined
    ]


def _part_of(text: str, time: Timex, done: int) -> Timex:
    """``the early hours of Saturday``: a part of the day that ``of`` joins to its date."""
    lead = _PART_OF.search(text, max(done, time.start - 28), time.start)
    if lead is None or time.type != "DATE" or (time.value and not _DAY.fullmatch(time.value)):
        return time
    part = _PARTS[lead["part"].lower()]
    value = f"{time.value}T{part}" if time.value else None
    return time._replace(start=lead.start(), type="TIME", value=value)


def _joined(last: Timex, time: Timex, gap: str | None) -> Timex | None:
    for day, clock in ((last, time), (time, last)):
        order = gap == " " or day is last
        dated = day.value is None or _DAY.fullmatch(day.value)
        if day.type == "DATE" and (clock.value or "").startswith("T") and dated and order:
            value = f"{day.value}{clock.value}" if day.value else None
            return Timex(last.start, time.end, "TIME", value, day.anchor, False)
    return None


def settle_clocks(context: Context) -> None:
    """Give every clock time the day that its sentence names, else that of publication."""
    found = context.found
    for index, time in enumerate(found):
        if time.type == "TIME" and (time.value or "").startswith("T"):
            found[index] = _settled(context, index, time)


def _settled(context: Context, index: int, time: Timex) -> Timex:
    doc = context.doc
    sentence = doc.sentences[doc.sentence_at(time.start)]
    source = _named_day(context, index, sentence)
    lead = doc.text[max(sentence.start, time.start - _LEAD) : time.start]
    standing = source is not None and _CURFEW.search(lead) is not None
    if standing and not _BESIDE.fullmatch(doc.text, time.end, context.found[source or 0].start):
        return time._replace(anchor=None)
    if source is not None:
        value = context.found[source].value or ""
        if context.found[source].value is None:
            return time._replace(value=None, anchor=source)
        day = value[:10]
        if value.endswith("TNI") and (time.value or "") < "T12":
            day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        return time._replace(value=f"{day}{time.value}", anchor=source)
    window = (max(sentence.start, time.start - _AROUND), min(sentence.end, time.end + _AROUND))
    if _STANDING.search(doc.text, *window):
        return time._replace(anchor=None)
    published = doc.published if context.anchor else None
    return time._replace(value=f"{published}{time.value}" if published else None, anchor="DCT")


def _named_day(context: Context, index: int, sentence: tuple[int, int]) -> int | None:
    """The day beside the clock time, or else the last one before it in its sentence."""
    found, text = context.found, context.doc.text
    time = found[index]
    after = found[index + 1] if index + 1 < len(found) else None
    if after is not None and _dates(after) and _BESIDE.fullmatch(text, time.end, after.start):
        return index + 1
    for at in range(index - 1, max(-1, index - _NEAR), -1):
        if found[at].start < sentence[0]:
            break
        if _dates(found[at]):
            return at
    later = range(index + 1, min(len(found), index + _NEAR))
    return next((at for at in later if _dates(found[at]) and found[at].end <= sentence[1]), None)


def _dates(time: Timex) -> bool:
    """Whether the expression names a day, known or not."""
    if time.value is None:
        return time.type == "DATE" and time.anchor == "DCT"
    return _DAY.match(time.value) is not None
