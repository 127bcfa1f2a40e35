"""Arguments that are no participants: times, numbers, and the event that a word is about."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from .collocations import Trigger
from .document import Document
from .lexicon import words
from .quantities import Amount
from .timecontext import Timex

__all__ = ["Argument", "Bounds", "Circumstances"]

_TIME_REACH = 300
_TOPIC_REACH = 80
_OPENS = 5
_TIME_JOINTS = (" on ", ", ", " ", " of ")
_APART = {"who", "which", "that", "after", "before", "while", "because", "said", "but", "if"}
_DIRECTED = ("REQUEST", "ADVISE", "ACCUSE", "REJECT")
_LENGTH_REACH, _MOST = 60, 12
_LASTING = ("SANCTION", "CONSULT", "PROTEST", "ACCUSE", "ACCIDENT")
# The amounts that measure an event, by its type.
_MEASURED = {
    "SANCTION": ("money",), "AID": ("money",), "COOPERATE": ("money",), "ELECT": ("percent", ""),
    "DISASTER": ("measure",), "PROTEST": ("person",), "DIE": ("person",), "INJURE": ("person",),
}  # fmt: skip
Bounds = tuple[int, int]


class Argument(NamedTuple):
    """A filler of a role: `ref` is the number of a cluster, time, quantity or event."""

    role: str
    start: int
    end: int
    kind: str
    ref: int | None


class Circumstances:
    """Finds them among the times, quantities and triggers of a text."""

    def __init__(self, doc: Document, times: list[Timex], amounts: list[Amount]) -> None:
        self.doc = doc
        self.times = times
        self.amounts = amounts

    def times_of(
        self, trigger: Trigger, sentence: Bounds, triggers: list[Trigger]
    ) -> list[Argument]:
        """Times of the sentence that belong to this trigger of it."""
        found = []
        first = max(sentence[0], trigger.start - _TIME_REACH)
        last = min(sentence[1], trigger.end + _TIME_REACH)
        low = bisect_left(self.times, first, key=lambda time: time.start)
        high = bisect_left(self.times, last, key=lambda time: time.start)
        for index in range(low, high):
            time = self.times[index]
            if time.type not in ("DATE", "TIME") or self._of_telling(time):
                continue  # a length is none of these: see `lengths_of`
            if self._owner(self._joined(index), triggers, sentence) is trigger:
                found.append(Argument("time", time.start, time.end, "time", index))
        return found

    def lengths_of(
        self, trigger: Trigger, sentence: Bounds, triggers: list[Trigger]
    ) -> list[Argument]:
        """``jailed for three years`` is what was given, ``talks of two hours`` how long it took."""
        role = "topic" if trigger.type == "SANCTION" else "time"
        if trigger.type not in _LASTING:
            return []
        low = bisect_left(self.times, trigger.end, key=lambda time: time.start)
        limit = min(sentence[1], trigger.end + _LENGTH_REACH)
        for index in range(low, min(low + 2, len(self.times))):
            time = self.times[index]
            long = time.type == "DURATION" and time.start < limit
            if long and self._owner(time, triggers, sentence) is trigger:
                return [Argument(role, time.start, time.end, "time", index)]
        return []

    def measures_of(
        self, trigger: Trigger, sentence: Bounds, triggers: list[Trigger]
    ) -> list[Argument]:
        """Amounts of the sentence that measure an event of this type."""
        allowed = _MEASURED.get(trigger.type)
        if allowed is None:
            return []
        found = []
        low = bisect_left(self.amounts, sentence[0], key=lambda amount: amount.start)
        high = bisect_left(self.amounts, sentence[1], key=lambda amount: amount.start)
        for index in range(low, min(high, low + _MOST)):
            amount = self.amounts[index]
            mine = self._owner(amount, triggers, sentence) is trigger
            if _kind(amount.unit) in allowed and mine:
                found.append(Argument("quantity", amount.start, amount.end, "quantity", index))
        return found

    def _of_telling(self, time: Timex) -> bool:
        """``said on Friday``: the time of the report, not of what it tells."""
        index = self.doc.token_at(time.start)
        before = self.doc.tokens[max(0, index - 2) : index]
        return any(t.lower in words("names", "said_verbs") for t in before)

    def _joined(self, index: int) -> Timex:
        """The first of times that stand together: ``at dawn on Monday``."""
        time = self.times[index]
        if index and self.doc.text[self.times[index - 1].end : time.start] in _TIME_JOINTS:
            return self.times[index - 1]
        return time

    def _owner(
        self, time: Timex | Amount, triggers: list[Trigger], sentence: Bounds
    ) -> Trigger | None:
        """Of the three triggers on either side, the one in the time's clause, else the nearest."""
        at = bisect_left(triggers, time.start, key=lambda trigger: trigger.start)
        near = [
            t for t in triggers[max(0, at - 3) : at + 3] if sentence[0] <= t.start < sentence[1]
        ]

        def far(trigger: Trigger) -> tuple[bool, int]:
            low, high = sorted(((time.start, time.end), (trigger.start, trigger.end)))
            between = self.doc.between(low[1], high[0])
            apart = any(t.text == "," or t.lower in _APART for t in between)
            opens = time.start - sentence[0] < _OPENS and trigger.verb
            return apart and not opens, high[0] - low[1]

        return min(near, key=far, default=None)

    def numbers_of(self, trigger: Trigger, found: list[Argument]) -> list[Argument]:
        """Numbers that count those affected."""
        numbers = []
        for argument in found:
            counted = argument.role == "affected" or (
                (trigger.type, argument.role) in (("PROTEST", "actor"), ("AID", "topic"))
            )
            if not counted:
                continue
            low = bisect_left(self.amounts, argument.start, key=lambda amount: amount.start)
            for index in range(low, min(low + 2, len(self.amounts))):
                amount = self.amounts[index]
                if amount.start - argument.start <= 4 and amount.end <= argument.end:
                    numbers.append(
                        Argument("quantity", amount.start, amount.end, "quantity", index)
                    )
        return numbers

    def topic_of(
        self, trigger: Trigger, sentence: Bounds, triggers: list[Trigger]
    ) -> list[Argument]:
        """The event that a request, advice, accusation or denial is about."""
        if trigger.type not in _DIRECTED:
            return []
        at = bisect_left(triggers, trigger.end, key=lambda later: later.start)
        later = triggers[at] if at < len(triggers) else None
        if later is None or later.end > sentence[1] or later.start - trigger.end > _TOPIC_REACH:
            return []
        if "," in self.doc.text[trigger.end : later.start]:
            return []
        return [Argument("topic", later.start, later.end, "event", later.first)]


def _kind(unit: str | None) -> str:
    """What an amount measures: money, persons, a share, another measure or plain numbers."""
    if unit in (None, "person", "percent"):
        return unit or ""
    return "money" if len(unit) == 3 and unit.isupper() else "measure"
