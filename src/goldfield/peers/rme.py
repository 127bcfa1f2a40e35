"""CEAF-RME by goldfield, and by as many of the conventions of IterX as are taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from goldfield.peers.ladder import Pair, Tally, Worth
from goldfield.peers.templates import Entity, Template, Templates
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.generic.fitting import Filler, Fit, best_fit, phi3, subset
from goldfield.scoring.generic.strings import STEPS, normalise
from goldfield.scoring.generic.strings import Step as StringStep

__all__ = ["PHI3", "SUBSET", "Phi", "tally_by"]

Taken = frozenset[str]
Fillers = Sequence[Filler]
FitBy = Callable[[Fillers, Fillers], Fit]
_SPECIAL = str.maketrans("", "", "'\"\\-")


class Phi(NamedTuple):
    """How two templates are fitted, here and there, and what an entity weighs."""

    ours: FitBy
    theirs: FitBy
    rule: str
    weigh: Callable[[Filler], int]


class Row(NamedTuple):
    """A template as a step reads it.

    Args:
        types: what a predicted template may be to be paired with it.
        fillers: with their mentions normalised, in the order of the file.
        labels: how often its mentions count.
        counted: whether it counts at all.
    """

    types: tuple[str, ...]
    fillers: tuple[Filler, ...]
    labels: int = 1
    counted: bool = True


def tally_by(pair: Pair, phi: Phi, taken: Taken) -> Tally:
    """The entities of a document by goldfield's measure with these rules of the peer."""
    golds, preds = _read(pair, taken)
    fit = phi.theirs if phi.rule in taken else phi.ours
    fits = _aligned(golds, preds, fit, taken)
    by_gold = {i: fit.gold_credit for (i, _), fit in fits.items()}
    by_pred = {j: fit.pred_credit for (_, j), fit in fits.items()}
    return Tally(_worths(golds, by_gold, phi), _worths(preds, by_pred, phi))


def _worths(
    rows: Sequence[Row], credits: Mapping[int, Sequence[int]], phi: Phi
) -> tuple[Worth, ...]:
    return tuple(
        Worth(credit, phi.weigh(filler) * row.labels) if row.counted else Worth(0, 0)
        for index, row in enumerate(rows)
        for filler, credit in zip(
            row.fillers, credits.get(index, [0] * len(row.fillers)), strict=True
        )
    )


def _read(pair: Pair, taken: Taken) -> tuple[list[Row], list[Row]]:
    """Both sides. Gold types are cut only where something is predicted."""
    gold: Templates = pair.gold

    def filler(entity: Entity) -> Filler:
        steps = None if "normalise" in taken else gold.steps
        names = tuple(_name(mention, steps) for mention in entity.mentions)
        return Filler(entity.role, names, entity.mentions[0])

    cut = "one-label" in taken and bool(pair.pred.rows)
    seen: list[object] = []
    golds = []
    for template in gold.rows:
        written = _sanitised(template)
        types = _labels(template) if cut else _types(template.type, gold.alternatives)
        labels = len(types) if cut and "labels-counted" in taken else 1
        counted = "gold-once" not in taken or written not in seen
        golds.append(Row(types, tuple(map(filler, template.entities)), labels, counted))
        seen.append(written)
    preds = [Row((t.type,), tuple(map(filler, t.entities))) for t in pair.pred.rows]
    return golds, preds


def _name(mention: str, steps: Sequence[StringStep] | None) -> str:
    """A mention after the steps of goldfield, or after all of them, whatever is left."""
    if steps is not None:
        return normalise(mention, steps)
    for apply in STEPS.values():
        mention = apply(mention)
    return " ".join(mention.split())


def _sanitised(template: Template) -> list[tuple[str, object]]:
    """What is compared to find gold templates that are alike."""
    return [
        (role, told)
        if role == "type"
        else (role, [[mention.translate(_SPECIAL) for mention in entity] for entity in told])
        for role, told in template.written
    ]


def _types(type: str, alternatives: str | None) -> tuple[str, ...]:
    """The whole string or any of its parts, as goldfield has it."""
    parts = type.split(alternatives) if alternatives else ()
    return type, *(part.strip() for part in parts)


def _labels(template: Template) -> tuple[str, ...]:
    """The parts of a type that has a slash; a template without mentions keeps its type."""
    if "/" not in template.type or not template.entities:
        return (template.type,)
    return tuple(part.strip() for part in template.type.split("/"))


def _aligned(
    golds: Sequence[Row], preds: Sequence[Row], fit: FitBy, taken: Taken
) -> dict[tuple[int, int], Fit]:
    """The pairs of templates, with how they fit."""
    open_golds = [i for i, row in enumerate(golds) if row.counted]
    open_preds = [j for j, row in enumerate(preds) if row.fillers]
    fits = {
        (i, j): fit(golds[i].fillers, preds[j].fillers)
        for i in open_golds
        for j in open_preds
        if preds[j].types[0] in golds[i].types
    }
    picked = {i: _picked(golds[i], preds, fits, i) for i in open_golds}
    if "one-label" in taken:
        fits = {
            (i, j): found
            for (i, j), found in fits.items()
            if preds[j].types[0] == golds[i].types[picked[i]]
        }
    if "solver-ties" in taken:
        rows = [(i, k == picked[i]) for i in open_golds for k in range(len(golds[i].types))]
        pairs = _solved(rows, open_preds, {pair: found.worth[0] for pair, found in fits.items()})
    else:
        pairs = best_pairs({pair: found.worth for pair, found in fits.items() if any(found.worth)})
    return {pair: fits[pair] for pair in pairs}


def _picked(
    gold: Row, preds: Sequence[Row], fits: Mapping[tuple[int, int], Fit], index: int
) -> int:
    """Which label has most right over all predicted templates; of several the first."""
    sums = [
        sum(
            found.worth[0]
            for (i, j), found in fits.items()
            if i == index and preds[j].types[0] == label
        )
        for label in gold.types
    ]
    return sums.index(max(sums))


def _solved(
    rows: Sequence[tuple[int, bool]], columns: Sequence[int], right: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """The solver's choice among equal alignments. A label that is not picked is a row of zeros."""
    from scipy.optimize import linear_sum_assignment

    if not rows or not columns:
        return []
    matrix = [[-right.get((i, j), 0) if on else 0 for j in columns] for i, on in rows]
    chosen = zip(*(found.tolist() for found in linear_sum_assignment(matrix)), strict=True)
    pairs = [(rows[row][0], columns[column]) for row, column in chosen if matrix[row][column]]
    return sorted(pairs)


def _first_hits(gold: Fillers, pred: Fillers) -> Fit:
    """Each predicted entity finds the first gold entity that has the first mention it can."""
    hits = [
        next(
            (
                i
                for mention in filler.mentions
                for i, other in enumerate(gold)
                if other.role == filler.role and mention in other.mentions
            ),
            None,
        )
        for filler in pred
    ]
    found = set(hits)
    return Fit(
        gold,
        pred,
        [],
        [int(i in found) for i in range(len(gold))],
        [int(hit is not None) for hit in hits],
    )


def _copied(gold: Fillers, pred: Fillers) -> Fit:
    """One to one; a pair is worth the predicted mentions that gold has, copies too."""
    return best_fit(gold, pred, lambda g, p: sum(mention in g.mentions for mention in p.mentions))


SUBSET = Phi(subset, _first_hits, "first-hit", lambda filler: 1)
PHI3 = Phi(phi3, _copied, "mention-copies", lambda filler: len(filler.mentions))
