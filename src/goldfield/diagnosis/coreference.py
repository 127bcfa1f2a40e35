"""Errors of coreference: every mention of gold and of the prediction is right, or wrong in one way.

Entities are paired one to one, so that most mentions are shared, then most that overlap. A mention
is right if both sides have it, in entities that are a pair: as many are as CEAF-m counts. So the
errors are those of all measures of coreference alike; what each kind costs is not.

The kinds are after Kummerfeld and Klein 2013 (EMNLP), who count the operations that turn a
prediction into gold; here each mention that such an operation would touch is one error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from goldfield.diagnosis.kinds import Case, Error, Kind
from goldfield.schema.records import Annotations, Entity, Mention
from goldfield.schema.walk import clearest_first
from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.measures.clusters import Place, cluster_order, owners_of
from goldfield.scoring.outcome import Item, Judgement

__all__ = ["coref_errors", "coref_rows", "with_entities_repaired"]

_IOU_STEPS = 1000
Spot = tuple[int, Place]  # the position of an entity, and a mention in it


class _Group(NamedTuple):
    """An entity with its mentions by place; those that are not in the text stay apart."""

    entity: Entity
    mentions: dict[Place, Mention]

    @property
    def name(self) -> str:
        """What it is called, or its clearest words, and how many mentions it has."""
        clearest = min(self.mentions.values(), key=clearest_first)
        name = self.entity.name or " ".join(clearest.text.split())
        return f"{name} ({len(self.mentions)})"

    def shown(self, place: Place) -> Item:
        mention = self.mentions[place]
        return Item(self.entity.type, mention.text, mention.start, mention.end)


class _Slip(NamedTuple):
    """One mention, or one of each side; it is right where `kind` is None."""

    kind: Kind | None
    gold: Spot | None
    pred: Spot | None


class _Match(NamedTuple):
    """The entities of both sides, and which are a pair."""

    golds: list[_Group]
    preds: list[_Group]
    shared: dict[Place, tuple[int, int]]
    near: list[tuple[Spot, Spot]]
    partners: dict[int, int]


def coref_rows(case: Case) -> list[Judgement]:
    """The mentions of both sides as judgements, whose reasons are kinds of errors."""
    match = _match(case)
    return [_row(match, slip) for slip in _slips(match)]


def coref_errors(case: Case) -> list[Error]:
    """The errors of any measure of coreference in one article."""
    match = _match(case)
    return [_error(case, match, slip, slip.kind) for slip in _slips(match) if slip.kind]


def _row(match: _Match, slip: _Slip) -> Judgement:
    gold = match.golds[slip.gold[0]].shown(slip.gold[1]) if slip.gold else None
    pred = match.preds[slip.pred[0]].shown(slip.pred[1]) if slip.pred else None
    if slip.kind is None:
        return Judgement("COR", gold, pred, "", 1)
    category: Literal["INC", "MIS", "SPU"] = "INC" if gold and pred else "MIS" if gold else "SPU"
    return Judgement(category, gold, pred, slip.kind)


def _error(case: Case, match: _Match, slip: _Slip, kind: Kind) -> Error:
    row = _row(match, slip)
    within = (
        match.golds[slip.gold[0]].name if slip.gold else None,
        match.preds[slip.pred[0]].name if slip.pred else None,
    )
    return Error(case.id, case.measure, kind, row.gold, row.pred, within)


def _groups(record: Annotations, measure: str) -> list[_Group]:
    """The entities in the order in which a mention of two of them is given to the first."""
    found: list[_Group] = []
    for entity in record.entities:
        mentions: dict[Place, Mention] = {}
        for index, mention in enumerate(entity.mentions):
            end = mention.end if mention.start >= 0 else index
            mentions.setdefault((mention.start, end), mention)
        if len(mentions) > measure.endswith("-nosing"):
            found.append(_Group(entity, mentions))
    return sorted(found, key=lambda group: cluster_order(frozenset(group.mentions)))


def _match(case: Case) -> _Match:
    golds, preds = _groups(case.gold, case.measure), _groups(case.pred, case.measure)
    owners, theirs = (owners_of([frozenset(g.mentions) for g in side]) for side in (golds, preds))
    shared = {place: (i, theirs[place]) for place, i in sorted(owners.items()) if place in theirs}
    alone = [(i, place) for place, i in sorted(owners.items()) if place not in shared]
    others = [(j, place) for place, j in sorted(theirs.items()) if place not in shared]
    exact = Counter(shared.values())
    near = _near(alone, others, exact)
    overlaps = Counter((one[0], other[0]) for one, other in near)
    edges = {at: (exact[at], overlaps[at]) for at in sorted({*exact, *overlaps})}
    return _Match(golds, preds, shared, near, dict(best_pairs(edges)))


def _near(
    golds: Sequence[Spot], preds: Sequence[Spot], exact: Mapping[tuple[int, int], int]
) -> list[tuple[Spot, Spot]]:
    """Mentions that overlap, one to one: most, then most in entities that share some already."""
    edges: dict[tuple[int, int], tuple[int, ...]] = {}
    for left, (i, (start, end)) in enumerate(golds):
        for right, (j, (first, last)) in enumerate(preds):
            if first >= end:
                break  # they are sorted
            both = min(end, last) - max(start, first)
            if both > 0:
                union = max(end, last) - min(start, first)
                edges[left, right] = 1, int((i, j) in exact), _IOU_STEPS * both // union
    return [(golds[left], preds[right]) for left, right in best_pairs(edges)]


def _slips(match: _Match) -> Iterator[_Slip]:
    """All mentions, right and wrong, each once on its side."""
    hosts = {j: i for i, j in match.partners.items()}
    for place, (i, j) in match.shared.items():
        yield _Slip(_displaced(i, j, match.partners, hosts), (i, place), (j, place))
    for gold, pred in match.near:
        inside = match.partners.get(gold[0]) == pred[0]
        yield _Slip("boundary" if inside else "boundary and entity", gold, pred)
    found = {i for i, _ in match.shared.values()} | {gold[0] for gold, _ in match.near}
    known = {j for _, j in match.shared.values()} | {pred[0] for _, pred in match.near}
    golds = {(i, place) for place, (i, _) in match.shared.items()} | {g for g, _ in match.near}
    preds = {(j, place) for place, (_, j) in match.shared.items()} | {p for _, p in match.near}
    taken = {place for _, place in preds}
    for spot in _others(match.golds, golds):
        yield _Slip("missing mention" if spot[0] in found else "missing entity", spot, None)
    for spot in _others(match.preds, preds):
        kind: Kind = "extra mention" if spot[0] in known else "extra entity"
        if spot[1][0] < 0:
            kind = "not in the text"
        elif spot[1] in taken:
            kind = "duplicate"
        taken.add(spot[1])
        yield _Slip(kind, None, spot)


def _displaced(
    i: int, j: int, partners: Mapping[int, int], hosts: Mapping[int, int]
) -> Kind | None:
    """What is wrong with a mention that both sides have, in entities i and j."""
    if partners.get(i) == j:
        return None
    if j not in hosts:
        return "divided entity"
    return "wrong entity" if i in partners else "conflated entities"


def _others(groups: Sequence[_Group], seen: set[Spot]) -> Iterator[Spot]:
    for i, group in enumerate(groups):
        yield from ((i, place) for place in sorted(group.mentions) if (i, place) not in seen)


def with_entities_repaired(case: Case, errors: Sequence[Error]) -> Annotations:
    """The prediction with errors of coreference repaired, and nothing but its entities.

    A mention goes to the entity that is paired with its own; failing that, to one made for it if
    its entity was missed or is taken out of another; or else to the one that has most of it.
    """
    match, wanted = _match(case), set(errors)
    chosen = [s for s in _slips(match) if s.kind and _error(case, match, s, s.kind) in wanted]
    homes = _homes(match, chosen)
    groups = [dict(group.mentions) for group in match.preds]
    groups += [{} for _ in range(len(groups), max(homes.values(), default=-1) + 1)]
    for slip in chosen:
        if slip.pred:
            del groups[slip.pred[0]][slip.pred[1]]
    for slip in chosen:
        if slip.gold:
            i, place = slip.gold
            groups[homes[i]][place] = match.golds[i].mentions[place]
    made = {j: match.golds[i].entity for i, j in homes.items()}
    made |= {j: group.entity for j, group in enumerate(match.preds)}
    entities = [
        replace(made[j], id="", mentions=list(group.values()))
        for j, group in enumerate(groups)
        if group
    ]
    return replace(case.pred, entities=entities)


def _homes(match: _Match, chosen: Sequence[_Slip]) -> dict[int, int]:
    """Where mentions of each gold entity go; positions beyond those of the prediction are new."""
    apart = {
        s.gold[0] for s in chosen if s.gold and s.kind in ("missing entity", "conflated entities")
    }
    most: dict[int, tuple[int, int]] = {}
    for (i, j), n in sorted(Counter(match.shared.values()).items()):
        most[i] = max(most.get(i, (0, 0)), (n, -j))
    homes, free = dict(match.partners), len(match.preds)
    for i in range(len(match.golds)):
        if i not in homes and i in most and i not in apart:
            homes[i] = -most[i][1]
        elif i not in homes:
            homes[i], free = free, free + 1
    return homes
