"""Arguments that are no participants: times, numbers, and the event that a word is about."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from .document import Document
from .lexicon import words
from .quantities import Amount
from .timecontext import Timex
from .triggers import Trigger

__all__ = ["Argument", "Circumstances"]

_TIME_REACH = 300
_TOPIC_REACH = 80
_DIRECTED = ("REQUEST", "ADVISE", "ACCUSE", "REJECT")
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
        """Times of the sentence whose nearest trigger this is."""
        found = []
        first = max(sentence[0], trigger.start - _TIME_REACH)
        last = min(sentence[1], trigger.end + _TIME_REACH)
        low = bisect_left(self.times, first, key=lambda time: time.start)
        high = bisect_left(self.times, last, key=lambda time: time.start)
        for index in range(low, high):
            time = self.times[index]
            if time.type not in ("DATE", "TIME") or self._of_telling(time):
                continue
            if self._nearest(time, triggers, sentence) is trigger:
                found.append(Argument("time", time.start, time.end, "time", index))
        return found

    def _of_telling(self, time: Timex) -> bool:
        """``said on Friday``: the time of the report, not of what it tells."""
        index = self.doc.token_at(time.start)
        before = self.doc.tokens[max(0, index - 2) : index]
        return any(t.lower in words("names", "said_verbs") for t in before)

    def _nearest(self, time: Timex, triggers: list[Trigger], sentence: Bounds) -> Trigger | None:
        """Of the three triggers on either side, the nearest in the sentence."""
        at = bisect_left(triggers, time.start, key=lambda trigger: trigger.start)
        near = [
            t for t in triggers[max(0, at - 3) : at + 3] if sentence[0] <= t.start < sentence[1]
        ]
        return min(near, key=lambda t: max(t.start - time.end, time.start - t.end), default=None)

    def numbers_of(self, found: list[Argument]) -> list[Argument]:
        """Numbers that count those affected."""
        numbers = []
        for argument in found:
            if argument.role not in ("affected", "target"):
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
