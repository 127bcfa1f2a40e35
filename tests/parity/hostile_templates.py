"""Seeded templates with all that makes scorers of templates differ."""

from __future__ import annotations

import random
from typing import Any

from parity.common import Record

__all__ = ["make_templates"]

Json = dict[str, Any]

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
"""All that the reader of IterX knows."""
TYPES = (
    "attack",
    "bombing",
    "kidnapping",
    "attack / bombing",
    "bombing/attack",
    "bombing / bombing",
)
NAMES = (
    "guerrillas", "The guerrillas", "FARC", "the F.A.R.C.", "a bomb", "bomb", "mayor",
    "the mayor's", "church", '"church"', "the", "A", "--", "ÉTÉ", "men", "two men", "women",
)  # fmt: skip


def make_templates(seed: int, number: int) -> list[tuple[Record, Record]]:
    """Gold and predicted templates: types with a slash, copies, shared mentions, sides empty."""
    chance = random.Random(seed)
    return [_pair(chance, index) for index in range(number)]


def _pair(chance: random.Random, index: int) -> tuple[Record, Record]:
    few = NAMES[:6] if index % 2 else NAMES  # with few names mentions are shared often
    gold = [_template(chance, few) for _ in range(chance.choice((0, 1, 2, 3, 4)))]
    pred = [_near(chance, one, few) for one in gold if chance.random() < 0.8]
    pred += [_template(chance, few) for _ in range(chance.choice((0, 0, 1, 2)))]
    if gold and index % 5 == 0:
        gold.append(_again(chance, chance.choice(gold)))
    if pred and index % 7 == 0:
        pred.append(chance.choice(pred))
    chance.shuffle(pred)
    return {"templates": gold}, {"templates": pred if index % 11 else []}


def _template(chance: random.Random, names: tuple[str, ...]) -> Json:
    roles = chance.sample(ROLES, chance.choice((0, 1, 1, 2, 3)))
    told = {role: [_entity(chance, names) for _ in range(chance.randint(0, 3))] for role in roles}
    return {"type": chance.choice(TYPES), **told}


def _entity(chance: random.Random, names: tuple[str, ...]) -> list[str]:
    return [chance.choice(names) for _ in range(chance.choice((1, 1, 2, 3)))]


def _near(chance: random.Random, template: Json, names: tuple[str, ...]) -> Json:
    """The template with entities lost, changed or in another role; of one of its types."""
    roles: Json = {}
    for role, entities in template.items():
        if role == "type":
            continue
        where = role if chance.random() < 0.85 else chance.choice(ROLES)
        kept = [entity for entity in entities if chance.random() < 0.85]
        kept = [_entity(chance, names) if chance.random() < 0.25 else entity for entity in kept]
        roles.setdefault(where, []).extend(kept)
    parts = [part.strip() for part in template["type"].split("/")]
    return {"type": chance.choice([*parts, *parts, template["type"], "attack"]), **roles}


def _again(chance: random.Random, template: Json) -> Json:
    """A copy: as it is, with quotes around a mention, or with its roles in another order."""
    roles = [(role, entities) for role, entities in template.items() if role != "type"]
    what = chance.randrange(3)
    if what == 1:
        roles = [(role, [[f"'{m}'" for m in e] for e in entities]) for role, entities in roles]
    if what == 2:
        roles = roles[::-1]
    return {"type": template["type"], **dict(roles)}
