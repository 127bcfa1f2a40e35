"""seqeval with `mode="strict"` and the scheme of the suite: well-formed chunks only.

Source: its documentation and behaviour.
"""

from __future__ import annotations

from functools import partial

from goldfield.peers.chunks import Chunk, Stage, Tagged, own_chunks, relabelled
from goldfield.peers.ladder import Peer, Rule
from goldfield.peers.seqeval import MEANS, ZERO, averages
from goldfield.peers.tags import AS_TAGS, AS_TAGS_RULES, WORDS_NOTE, tags

__all__ = ["PEER"]


def _named(label: str) -> str:
    return label.strip("-") or "_"


def _well_formed(side: Tagged) -> list[Chunk]:
    return own_chunks(side._replace(decoding="strict"))


def _renamed(side: Tagged) -> Tagged:
    return side._replace(
        tags=tuple(tag if tag == "O" else f"{tag[0]}-{_named(tag[2:])}" for tag in side.tags)
    )


def _stripped(side: Tagged) -> list[Chunk]:
    return _well_formed(_renamed(side))


def _without_wrong_b(side: Tagged) -> list[Chunk]:
    """IOB1 without the chunks of one B that a B of another label follows."""
    found, tags = _stripped(side), (*_renamed(side).tags, "O")
    if side.scheme != "IOB1":
        return found
    return [chunk for chunk in found if not _wrong_b(*tags[chunk[1] - 1 : chunk[1] + 1])]


def _wrong_b(last: str, following: str) -> bool:
    return last[0] == following[0] == "B" and last != following


def _without_lone_e(side: Tagged) -> list[Chunk]:
    """IOE1 without a chunk of one E, unless an E of its label precedes it."""
    found, tags = _without_wrong_b(side), _renamed(side).tags
    if side.scheme != "IOE1":
        return found
    return [
        (first, after, label)
        for first, after, label in found
        if tags[first][0] != "E" or (first and tags[first - 1] == f"E-{label}")
    ]


STAGES = (
    *AS_TAGS,
    Stage("well-formed", tags=_well_formed),
    Stage("dashes", partial(relabelled, name=_named), _stripped),
    Stage("iob1-b-after-b", tags=_without_wrong_b),
    Stage("ioe1-lone-e", tags=_without_lone_e),
)

PEER = Peer(
    name="seqeval-strict",
    title="seqeval (strict)",
    version="1.2.2",
    kind="tags",
    numbers=averages(STAGES, _named),
    rules={
        **AS_TAGS_RULES,
        "well-formed": Rule(
            "A chunk is what the scheme writes as one; all else is in no chunk, in gold too.",
            "The suite says how ill-formed tags are read; this one takes any run of one label.",
            tags("B-X", "O", "B-X"),
            tags("B-X", "O", "I-X"),
        ),
        "dashes": Rule(
            "Dashes around a label are taken off, and what is then empty is `_`: -X, X- and X are "
            "one label, so are _ and no label.",
            "A label is what stands after the first dash, as it is written.",
            tags("B-X"),
            tags("B--X"),
        ),
        "iob1-b-after-b": Rule(
            "IOB1: in B-X B-Y the second B should be an I, since B follows its own label only. "
            "The chunk of the first B is lost with it.",
            "What follows a well-formed chunk does not undo it.",
            tags("I-X", "B-X", "B-Y"),
            tags("I-X", "O", "O"),
            {"scheme": "IOB1"},
        ),
        "ioe1-lone-e": Rule(
            "IOE1: a chunk of one token is written E where the next chunk has its label; it is "
            "not found, unless an E of its label precedes it.",
            "It is a chunk, as the scheme has it.",
            tags("E-X", "I-X"),
            tags("O", "I-X"),
            {"scheme": "IOE1"},
        ),
        "undefined-is-0": ZERO,
        **MEANS,
    },
    notes=(
        WORDS_NOTE,
        "Give it the scheme: without one `f1_score` reads leniently, and `classification_report` "
        "guesses from the prefixes of gold.",
    ),
)
