"""conlleval, the scoring script of CoNLL-2000 and CoNLL-2003, in its version of January 2004.

Sources: Tjong Kim Sang and Buchholz 2000; its documentation and behaviour.
"""

from __future__ import annotations

from functools import partial

from goldfield.peers.chunks import Chunk, Stage, Tagged, make_number, relabelled
from goldfield.peers.ladder import Peer, Rule, zero_if_undefined, zero_rule
from goldfield.peers.prefixes import Table, read_by_table
from goldfield.peers.tags import AS_TAGS, AS_TAGS_RULES, LENIENT, LENIENT_RULE, WORDS_NOTE, tags

__all__ = ["PEER"]

TABLE = Table(
    frozenset(["BB", "BO", "IB", "IO", "EE", "EI", "EO"]),
    frozenset(["BB", "IB", "OB", "OI", "EE", "EI", "OE"]),
)


def _named(label: str) -> str:
    return "" if label == "0" else label


def _label(tag: str) -> str:
    return _named(tag[2:])


def _three(side: Tagged) -> list[Chunk]:
    return read_by_table(side.tags, TABLE)


def _falsy(side: Tagged) -> list[Chunk]:
    return read_by_table(side.tags, TABLE, _label)


STAGES = (
    *AS_TAGS,
    LENIENT,
    Stage("three-prefixes", tags=_three),
    Stage("label-0", partial(relabelled, name=_named), _falsy),
)


PEER = Peer(
    name="conlleval",
    title="conlleval",
    version="2004-01-26",
    kind="tags",
    numbers=(make_number("overall", STAGES, [("undefined-is-0", zero_if_undefined)]),),
    rules={
        **AS_TAGS_RULES,
        "lenient": LENIENT_RULE,
        "three-prefixes": Rule(
            "Only B, I and E say where a chunk begins or ends, and B does so after E of its label "
            "no more: S-X S-X and B-X E-X B-X E-X are one chunk each.",
            "The prefixes of all schemes are known.",
            tags("S-X", "S-X", "O", "B-X", "E-X", "B-X", "E-X"),
            tags("S-X", "O", "O", "B-X", "E-X", "B-X", "E-X"),
            {"scheme": "BIOES"},
        ),
        "label-0": Rule(
            "The label 0 is no label.",
            "A label is what stands after the first dash, as it is written.",
            tags("B"),
            tags("B-0"),
        ),
        "undefined-is-0": zero_rule(tags("O")),
    },
    notes=(
        WORDS_NOTE,
        "It prints per cent, rounded to two places.",
        "In BIOES and BILOU a tag without a label need not end with its sentence there, and what "
        "follows changes; such files are not counted alike.",
        "Ports differ from the script: conlleval 0.2 for Python reads S, and B after E, as "
        "goldfield does, and has precision 1 where nothing is predicted.",
    ),
)
