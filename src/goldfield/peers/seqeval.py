"""seqeval in its default mode: tags read as conlleval reads them, whatever the scheme.

Source: its documentation and behaviour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from goldfield.peers.averages import macro, weighted
from goldfield.peers.chunks import Chunk, Ending, Stage, Tagged, make_number, relabelled
from goldfield.peers.ladder import Number, Peer, Rule, zero_if_undefined
from goldfield.peers.prefixes import Table, read_by_table
from goldfield.peers.tags import AS_TAGS, AS_TAGS_RULES, LENIENT, LENIENT_RULE, WORDS_NOTE, tags

__all__ = ["MEANS", "PEER", "ZERO", "averages"]

PREFIXES = "OBIESLU"
TABLE = Table(
    frozenset(
        [f"{before}{after}" for before in "ES" for after in PREFIXES]
        + ["BB", "BS", "BO", "IB", "IS", "IO"]
    ),
    frozenset(
        [f"{before}{after}" for before in PREFIXES for after in "BS"]
        + ["EE", "EI", "SE", "SI", "OE", "OI"]
    ),
)


def _named(label: str) -> str:
    return label or "_"


def _label(tag: str) -> str:
    """O has a label as well: that of tags without one."""
    return _named(tag[2:])


def _four(side: Tagged) -> list[Chunk]:
    return read_by_table(side.tags, TABLE)


def _default(side: Tagged) -> list[Chunk]:
    return read_by_table(side.tags, TABLE, _label)


STAGES = (
    *AS_TAGS,
    LENIENT,
    Stage("four-prefixes", tags=_four),
    Stage("no-label", partial(relabelled, name=_named), _default),
)


ZERO = Rule(
    "With nothing predicted precision is 0, with nothing in gold recall, with neither F1, unless "
    "`zero_division` says otherwise.",
    "What has no denominator is null, and is no error.",
    tags("O"),
    tags("O"),
)
MEANS = {
    "macro": Rule(
        "The mean over labels, however rare; F1 is the mean of their F1, not that of mean "
        "precision and mean recall. A label that only predictions have counts as 0. Without any "
        "label it is not a number.",
        "Counts are summed over labels, so that each item weighs the same.",
        tags("B-X", "B-X", "B-X", "B-Y"),
        tags("B-X", "B-X", "B-X", "O"),
    ),
    "weighted": Rule(
        "The mean over labels, each weighing as many items as gold has of it, so that a label "
        "that only predictions have weighs nothing. F1 need not lie between precision and recall.",
        "Counts are summed over labels, so that each item weighs the same.",
        tags("B-X", "B-X", "B-Y"),
        tags("B-X", "B-Z", "B-Y"),
    ),
}


def averages(stages: Sequence[Stage], name: Callable[[str], str]) -> tuple[Number, ...]:
    """The three last rows of its report; `name` gives the label that stands for a label."""
    zero: Ending = ("undefined-is-0", zero_if_undefined)
    return (
        make_number("micro avg", stages, [zero]),
        make_number("macro avg", stages, [zero, ("macro", partial(macro, name=name))]),
        make_number("weighted avg", stages, [zero, ("weighted", partial(weighted, name=name))]),
    )


PEER = Peer(
    name="seqeval",
    title="seqeval",
    version="1.2.2",
    kind="tags",
    numbers=averages(STAGES, _named),
    rules={
        **AS_TAGS_RULES,
        "lenient": LENIENT_RULE,
        "four-prefixes": Rule(
            "Only B, I, E and S say where a chunk begins or ends. L and U are warned of and then "
            "read by their label alone: U-X U-X is one chunk, and of B-X L-X B-X L-X the first "
            "is lost.",
            "The prefixes of all schemes are known.",
            tags("U-X", "U-X", "O", "B-X", "L-X", "B-X", "L-X"),
            tags("U-X", "O", "O", "B-X", "L-X", "O", "O"),
            {"scheme": "BILOU"},
        ),
        "no-label": Rule(
            "A tag without a label has the label `_`, as if it were written so.",
            "No label is not the label `_`.",
            tags("B"),
            tags("B-_"),
        ),
        "undefined-is-0": ZERO,
        **MEANS,
    },
    notes=(
        WORDS_NOTE,
        "`mode='strict'` without a scheme is this mode in `f1_score`, `precision_score` and "
        "`recall_score`, while `classification_report` then guesses a scheme.",
    ),
)
