"""IterX on documents of its published outputs, as letters and numbers.

Source: `resources/model_outputs/muc4/iterx/bert-base/comparisons` of the repository at 65fd64c,
which print precision and recall of each document. A letter is a mention; which one is no matter.
The published recall of phi-3 divides by gold entities, that of the code beside it by gold mentions.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from parity.common import counted_as, read_records

from goldfield.peers.iterx import PEER

ROLES = {"I": "PerpInd", "O": "PerpOrg", "T": "Target", "V": "Victim", "W": "Weapon"}


class Case(NamedTuple):
    """A document: each template its type and entities, which are a role and mentions."""

    name: str
    gold: tuple[str, ...]
    pred: tuple[str, ...]
    subset: tuple[float, float]
    phi3: tuple[float, float]


CASES = [
    Case(
        "TST3-0006",
        ("kidnapping: Iab Vc Vd", "attack: Iefgh Vc"),
        ("kidnapping: Vc Vd Ia", "attack: Vc Vd Ie"),
        (0.8333, 1.0), (0.8333, 1.0),
    ),
    Case(
        "TST3-0014",
        ("bombing: Oa Wb Ic", "attack: Oa Id", "forced work stoppage: Oa", "kidnapping: Ief Vg"),
        ("bombing: Wb", "bombing: Wb"),
        (0.5, 0.125), (0.5, 0.125),
    ),
    Case(
        "TST3-0024",
        ("bombing: Tabc Wd Ief", "attack: Tabg", "attack: If Tab", "bombing: Tabg"),
        ("bombing: Wd Th Tc Ta Ie If", "bombing: Tc Wd Ie If"),
        (0.5, 0.4286), (0.4, 0.5714),
    ),
    Case(
        "TST3-0054",
        ("attack: Ta Tb Tc Tde Ofg Ih", "attack: Ti Ofg Ih Vi"),
        ("attack: Og Of Ta Te Tc Tb Ih", "attack: Og Of"),
        (1.0, 0.7), (0.7778, 0.7),
    ),
    Case(
        "TST3-0061",
        ("attack / bombing: Tab Wc", "attack: Td Oef Igh Vi"),
        ("attack: Oe Of Tj", "attack: Oe Of"),
        (0.4, 0.1667), (0.2, 0.1667),
    ),
    Case(
        "TST3-0084",
        ("bombing: Tab Ocd Wef Igh", "arson: Tij Ocd Igh"),
        ("bombing: Oc Od Ta Tb We", "bombing: Oc Od Ik We Ta Tb", "arson: Ti"),
        (0.5, 0.5714), (0.3333, 0.5714),
    ),
    Case(
        "TST3-0088",
        ("kidnapping: Oab Icd", "attack: Te Oab Icfd", "kidnapping: Id Oab Vg"),
        ("kidnapping: Oa Oh Ob", "attack: Oa Ob Te"),
        (0.8333, 0.375), (0.5, 0.375),
    ),
    Case(
        "TST3-0097",
        ("attack: Ta Obc Ode Ifghij Ik", "attack: Tl"),
        ("attack: Tl Ta", "attack: Tl"),
        (0.6667, 0.3333), (0.6667, 0.3333),
    ),
    Case(
        "TST4-0021",
        ("bombing: Ta Wb Icd", "attack: Te Tf Ic"),
        ("attack: Ig Th", "attack: Ta Ig", "bombing: Ta Tf Ii Ij Wb", "bombing: Ii Wb"),
        (0.1818, 0.3333), (0.1818, 0.3333),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_published_document(case: Case) -> None:
    gold, pred = ({"templates": [_template(row) for row in s]} for s in (case.gold, case.pred))
    pairs = read_records(PEER, [gold], [pred]).pairs
    subset, phi3 = (counted_as(number, pairs) for number in PEER.numbers)
    assert (subset.ratios.precision, subset.ratios.recall) == pytest.approx(case.subset, abs=6e-5)
    assert phi3.counts is not None
    entities = sum(len(row.entities) for row in pairs[0].gold.rows)
    seen = phi3.ratios.precision, phi3.counts.tp_gold / entities
    assert seen == pytest.approx(case.phi3, abs=6e-5)


def _template(told: str) -> dict[str, Any]:
    """Letters would be articles or the like: each is a word of its own."""
    kind, _, entities = told.partition(": ")
    roles: dict[str, Any] = {}
    for entity in entities.split():
        roles.setdefault(ROLES[entity[0]], []).append([f"mention-{m}" for m in entity[1:]])
    return {"type": kind, **roles}
