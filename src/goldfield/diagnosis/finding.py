"""What is found and what is not, article by article and item by item, by one run or several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from goldfield.diagnosis.scored import Scored
from goldfield.scoring.outcome import Item

__all__ = [
    "Found", "Hard", "Look", "Sides", "Suspect", "SuspectCount", "count_suspects",
    "hardest", "look_at", "side_by_side", "suspects",
]  # fmt: skip

Place = tuple[str, Item]


class Look(NamedTuple):
    """What one run found: its items by measure, as often as they are there.

    Attributes:
        gold: gold items by measure.
        found: gold items that are right.
        wrong: predicted items that are not.
        f1: of each article, by measure.
        errors: gold items not found and predicted items that are wrong, by article.
    """

    gold: Mapping[str, Counter[Place]]
    found: Mapping[str, Counter[Place]]
    wrong: Mapping[str, Counter[Place]]
    f1: Mapping[str, Mapping[str, float | None]]
    errors: Counter[str]


class Hard(Struct, frozen=True):
    """An article: the mean F1 of the measures that speak of it, over all runs, and the errors.

    `errors` are gold items not found and predicted items that are wrong, summed over the runs.
    """

    id: str
    f1: float
    errors: int


class Suspect(Struct, frozen=True):
    """An item on which all runs differ from gold in the same way: gold may be wrong here.

    `why` is "not found" of a gold item that no run has right, and "not in gold" of an item that
    all runs, of at least two, predicted and gold does not have.
    """

    id: str
    measure: str
    why: str
    item: Item


class SuspectCount(Struct, frozen=True):
    """How many suspects of a measure there are; `not_in_gold` takes at least two runs."""

    measure: str
    gold: int
    not_found: int
    not_in_gold: int


class Found(Struct, frozen=True):
    """One gold item that one of two runs finds and the other does not."""

    id: str
    by: str
    item: Item


class Sides(Struct, frozen=True):
    """Two runs on one measure: gold items by who finds them, wrong items by who predicts them."""

    measure: str
    a: str
    b: str
    both: int
    only_a: int
    only_b: int
    neither: int
    wrong_both: int
    wrong_only_a: int
    wrong_only_b: int
    items: list[Found] | None


def look_at(scored: Sequence[Scored]) -> Look:
    """What a run found, by each of its measures."""
    gold, found, wrong = ({one.measure: Counter[Place]() for one in scored} for _ in range(3))
    f1: dict[str, dict[str, float | None]] = {}
    errors: Counter[str] = Counter()
    for one in scored:
        measure = one.measure
        for id, value in one.f1_by_article().items():
            f1.setdefault(id, {})[measure] = value
        for id, rows in one.rows.items():
            for row in rows:
                right = row.category == "COR"
                if row.gold is not None:
                    gold[measure][id, row.gold] += 1
                    found[measure][id, row.gold] += right
                if row.pred is not None and not right:
                    wrong[measure][id, row.pred] += 1
                errors[id] += 0 if right else (row.gold is not None) + (row.pred is not None)
    return Look(gold, found, wrong, f1, errors)


def hardest(looks: Sequence[Look]) -> list[Hard]:
    """The articles, hardest first."""
    rows: list[Hard] = []
    for id in sorted({id for look in looks for id in look.f1}):
        scores = [f1 for look in looks for f1 in look.f1.get(id, {}).values() if f1 is not None]
        if scores:
            errors = sum(look.errors[id] for look in looks)
            rows.append(Hard(id, sum(scores) / len(scores), errors))
    return sorted(rows, key=lambda row: (row.f1, row.id))


def suspects(looks: Sequence[Look], measures: Sequence[str]) -> list[Suspect]:
    """Gold items that no run has right, and, of several runs, what all predict and gold has not."""
    rows: list[Suspect] = []
    for measure in measures:
        gold = looks[0].gold[measure]
        found = _most(look.found[measure] for look in looks)
        missing = gold - found
        rows += [Suspect(id, measure, "not found", item) for id, item in _sorted(missing)]
        if len(looks) > 1:
            wrong = _least([look.wrong[measure] for look in looks])
            rows += [Suspect(id, measure, "not in gold", item) for id, item in _sorted(wrong)]
    return rows


def count_suspects(
    rows: Sequence[Suspect], looks: Sequence[Look], measures: Sequence[str]
) -> list[SuspectCount]:
    """The suspects of each measure."""
    counted = Counter((row.measure, row.why) for row in rows)
    return [
        SuspectCount(
            name,
            looks[0].gold[name].total(),
            counted[name, "not found"],
            counted[name, "not in gold"],
        )
        for name in measures
    ]


def side_by_side(
    names: tuple[str, str], looks: tuple[Look, Look], measure: str, *, items: bool
) -> Sides:
    """Two runs on one measure; `items` says whether single items are given."""
    gold = looks[0].gold[measure]
    a, b = (look.found[measure] for look in looks)
    wrong_a, wrong_b = (look.wrong[measure] for look in looks)
    only_a, only_b = a - b, b - a
    rows = [Found(id, names[0], item) for id, item in _sorted(only_a)]
    rows += [Found(id, names[1], item) for id, item in _sorted(only_b)]
    return Sides(
        measure,
        *names,
        both=(a & b).total(),
        only_a=only_a.total(),
        only_b=only_b.total(),
        neither=(gold - (a | b)).total(),
        wrong_both=(wrong_a & wrong_b).total(),
        wrong_only_a=(wrong_a - wrong_b).total(),
        wrong_only_b=(wrong_b - wrong_a).total(),
        items=rows if items else None,
    )


def _most(counters: Iterable[Counter[Place]]) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for counter in counters:
        found |= counter
    return found


def _least(counters: Sequence[Counter[Place]]) -> Counter[Place]:
    found = counters[0]
    for counter in counters[1:]:
        found = found & counter
    return found


def _sorted(counter: Counter[Place]) -> list[Place]:
    """The items, each as often as it is there, by article and place."""
    return sorted(counter.elements(), key=_order)


def _order(place: Place) -> tuple[str, int, int, str, str]:
    id, item = place
    return id, item.start or 0, item.end or 0, item.label, item.text
