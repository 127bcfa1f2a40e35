"""The quick way of each measure that has one: two records as keys, compared in bulk.

A quick way may decline a document by giving None; the measure itself then counts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from operator import attrgetter, itemgetter

from goldfield.schema.records import Annotations, Entity
from goldfield.scoring.counts import Counts
from goldfield.scoring.fast.keys import Key, Keys
from goldfield.scoring.fast.pairing import count_copies, count_spans, outcome_from, tally
from goldfield.scoring.fast.quotes import PairedQuotes, pair_quotes
from goldfield.scoring.measures.clusters import Shared
from goldfield.scoring.measures.coreference import COREF_MODES
from goldfield.scoring.outcome import Answer, Outcome

__all__ = ["QUICK", "Both", "Side"]


_label = itemgetter(2)


class Side:
    """One record and its keys."""

    def __init__(self, record: Annotations, keys: Keys) -> None:
        self.record, self.keys = record, keys

    @cached_property
    def mentions(self) -> list[Key] | None:
        """Mentions of all kinds with the types of their entities; None if one stands twice."""
        owners, entities = self.keys.owners, self.record.entities
        if owners is None:
            return None
        return [(start, end, entities[index].type) for (start, end), index in owners.items()]


class Both:
    """Gold and prediction of one article, with what several measures share."""

    def __init__(self, gold: Side, pred: Side) -> None:
        self.gold, self.pred = gold, pred

    @cached_property
    def quotes(self) -> PairedQuotes | None:
        """The quotes, paired."""
        golds, preds, owners = self.gold.keys.quotes, self.pred.keys.quotes, self.gold.keys.owners
        if golds is None or preds is None or owners is None:
            return None
        return pair_quotes(golds, preds, owners, self.gold.record.entities)

    @cached_property
    def arguments(self) -> tuple[list[Key], list[Key]] | None:
        """The arguments of both sides; None if gold accepts others or a place is not clear."""
        golds, preds = self.gold.keys.arguments, self.pred.keys.arguments
        if golds is None or preds is None or "arguments" in self.gold.keys.open:
            return None
        return golds, preds

    @cached_property
    def entities(self) -> Shared | None:
        """The entities by the mentions they share; None if a side has a mention twice."""
        golds, preds = self.gold.keys.owners, self.pred.keys.owners
        if golds is None or preds is None:
            return None
        pairs: dict[tuple[int, int], int] = {}
        for place, left in golds.items():
            right = preds.get(place)
            if right is not None:
                pairs[left, right] = pairs.get((left, right), 0) + 1
        return Shared(_sizes(self.gold.record.entities), _sizes(self.pred.record.entities), pairs)


Quick = Callable[[Both], Outcome | None]


def _sizes(entities: list[Entity]) -> list[int]:
    return [len(entity.mentions) for entity in entities]


def _coref(mode: str) -> Quick:
    def count(both: Both) -> Outcome | None:
        table = both.entities
        return Outcome(COREF_MODES[mode].score(table), {}, []) if table else None

    return count


def _typed_mentions(both: Both) -> Outcome | None:
    """Mentions of equal place and type, from the table of entities."""
    table, golds, preds = both.entities, both.gold.record.entities, both.pred.record.entities
    if table is None:
        return None
    right: dict[str, int] = {}
    for (left, other), shared in table.pairs.items():
        label = golds[left].type
        if label == preds[other].type:
            right[label] = right.get(label, 0) + shared
    return outcome_from(_types(golds), _types(preds), right)


def _types(entities: list[Entity]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entity in entities:
        found[entity.type] = found.get(entity.type, 0) + len(entity.mentions)
    return found


def _spans(read: Callable[[Side], list[Key] | None], mode: str) -> Quick:
    def count(both: Both) -> Outcome | None:
        golds, preds = read(both.gold), read(both.pred)
        return None if golds is None or preds is None else count_spans(golds, preds, mode)

    return count


def _values(layer: str) -> Quick:
    """Times or quantities; a gold value that has alternatives is not looked at here."""
    read = attrgetter(layer)

    def count(both: Both) -> Outcome | None:
        if layer in both.gold.keys.open:
            return None
        return count_spans(read(both.gold.keys), read(both.pred.keys), "type")

    return count


def _arguments(both: Both) -> Outcome | None:
    """Arguments labelled with their events' type and their role."""
    if both.arguments is None:
        return None
    golds, preds = both.arguments
    return count_spans(golds, preds, "strict") or count_copies(golds, preds)


def _argument_places(both: Both) -> Outcome | None:
    """Arguments of equal place and event type; declined where roles do not say which are a pair."""
    if both.arguments is None:
        return None
    golds, preds = both.arguments
    wanted, given = Counter(golds), Counter(preds)
    same = wanted & given
    left, right = _by_place(wanted - same), _by_place(given - same)
    found = tally(map(_label, same.elements()))
    correct = found.copy()
    for place in left.keys() & right.keys():
        if len(left[place]) > 1 or len(right[place]) > 1:
            return None
        for labels, side in ((found, left), (correct, right)):
            (label,) = side[place]
            labels[label] = labels.get(label, 0) + 1
    return outcome_from(tally(map(_label, golds)), tally(map(_label, preds)), found, correct)


def _by_place(keys: Counter[Key]) -> dict[Key, list[str]]:
    """Labels of arguments by place and type of event."""
    found: dict[Key, list[str]] = {}
    for start, end, label in keys.elements():
        found.setdefault((start, end, label.partition(".")[0]), []).append(label)
    return found


def _scalar(read: Callable[[Annotations], str | None]) -> Quick:
    """A field whose values are the same if they are equal; unequal ones are declined."""

    def count(both: Both) -> Outcome | None:
        wanted, given = read(both.gold.record), read(both.pred.record)
        if wanted is not None and given is not None and wanted != given:
            return None
        return _ANSWERS[wanted is not None, given is not None]

    return count


def _answer(in_gold: bool, in_pred: bool, answer: Answer) -> Outcome:
    counts = Counts.of(int(in_gold and in_pred), int(in_pred), int(in_gold))
    return Outcome(counts, {} if counts.empty else {"": counts}, [], answer)


_ANSWERS = {
    (False, False): _answer(False, False, "correct_absence"),
    (True, True): _answer(True, True, "correct"),
    (True, False): _answer(True, False, "missed"),
    (False, True): _answer(False, True, "hallucinated"),
}


def _date(record: Annotations) -> str | None:
    date = record.meta.date_published
    return date.value if date else None


def _headline(record: Annotations) -> str | None:
    span = record.meta.headline
    return span.text if span else None


def _place(record: Annotations) -> str | None:
    line = record.meta.dateline
    return None if line is None else (line.city or (line.place and line.place.text) or None)


_MODES = ("strict", "exact", "partial", "type")
QUICK: dict[str, Quick] = {
    "date_published@value": _scalar(_date),
    "headline@text": _scalar(_headline),
    "dateline@place": _scalar(_place),
    **{f"entities@{mode}": _spans(attrgetter("keys.names"), mode) for mode in _MODES},
    **{f"mentions@{mode}": _spans(attrgetter("mentions"), mode) for mode in _MODES},
    "mentions@strict": _typed_mentions,
    **{f"coref@{mode}": _coref(mode) for mode, row in COREF_MODES.items() if row.singletons},
    "times@value": _values("times"),
    "quantities@value": _values("quantities"),
    "quotes@partial": lambda both: both.quotes and both.quotes.partial,
    "quotes@speaker": lambda both: both.quotes and both.quotes.speaker,
    "events@tri-i": _spans(attrgetter("keys.triggers"), "exact"),
    "events@tri-c": _spans(attrgetter("keys.triggers"), "strict"),
    "events@arg-i": _argument_places,
    "events@arg-c": _arguments,
}
