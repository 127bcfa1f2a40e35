"""Clusters of mentions: ``{"id", "clusters": [[[start, end], ...], ...]}``.

Offsets may count characters or tokens; a mention matches by equal boundaries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from goldfield.errors import Fault
from goldfield.scoring.generic.kind import Plan, RecordKind
from goldfield.scoring.generic.spans import bad_place
from goldfield.scoring.measures import FIELDS
from goldfield.scoring.measures.clusters import Cluster
from goldfield.scoring.measures.coreference import score_coref
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.outcome import Outcome

if TYPE_CHECKING:
    from goldfield.scoring.suites import Suite

__all__ = ["KIND"]

_FIELD = "coref@"
_MODES = {f"{_FIELD}{mode}": row for mode, row in FIELDS["coref"].modes.items()}


class CorefRecord(Struct, gc=False):
    """The clusters of one text."""

    id: str | int
    clusters: list[list[list[int]]]


def _check(record: CorefRecord, _: Suite) -> Iterator[Fault]:
    for index, cluster in enumerate(record.clusters):
        path = f"$.clusters[{index}]"
        if not cluster:
            yield Fault("", path, "a cluster has no mention", "leave the cluster out")
        for position, place in enumerate(cluster):
            if len(place) == 2:
                yield from bad_place(place[0], place[1], f"{path}[{position}]")
            else:
                problem = f"a mention has {len(place)} offsets"
                yield Fault("", f"{path}[{position}]", problem, "write it as [start, end]")


def _plan(suite: Suite, _: Mapping[str, CorefRecord]) -> Plan:
    counted = [part for name in suite.measures for part in parts_of(name)]
    modes = {name: name.removeprefix(_FIELD) for name in counted}

    def score(gold: CorefRecord, pred: CorefRecord | None) -> dict[str, Outcome]:
        found = score_coref(_clusters(gold), _clusters(pred), modes.values())
        return {name: found[mode] for name, mode in modes.items()}

    return Plan(suite.measures, score, {name: _MODES[name].unit for name in suite.measures})


def _clusters(record: CorefRecord | None) -> list[Cluster]:
    clusters = record.clusters if record else []
    return [frozenset((start, end) for start, end in cluster) for cluster in clusters]


KIND = RecordKind(
    record=CorefRecord,
    modes={name: row.why for name, row in _MODES.items()},
    plan=_plan,
    check=_check,
)
