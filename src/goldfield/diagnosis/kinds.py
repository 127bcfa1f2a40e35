"""The kinds of errors: what each is, and what repairing it does to a prediction.

An error is a gold item that was not found, a predicted item that is wrong, or one of each that
belong together. Each gold item and each predicted item of a measure is right or stands in exactly
one error, so the errors of all kinds add up to gold - right and pred - right.

Sources: the kinds of spans are those of MUC-5 (Chinchor and Sundheim 1993) and of Bolya et al. 2020
(TIDE, ECCV), from whom the repairs of one kind at a time are as well; those of coreference are
after Kummerfeld and Klein 2013 (EMNLP).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from goldfield.schema.records import Annotations
from goldfield.scoring.outcome import Item, Judgement

__all__ = ["KINDS", "Case", "Error", "Kind", "Meaning"]

Kind = Literal[
    "missed",
    "spurious",
    "not in the text",
    "duplicate",
    "boundary",
    "wrong type",
    "wrong value",
    "boundary and type",
    "boundary and value",
    "type and value",
    "granularity",
    "hallucinated",
    "wrong speaker",
    "boundary and speaker",
    "wrong parent",
    "wrong role",
    "wrong attachment",
    "event missed",
    "event spurious",
    "wrong link",
    "missed link",
    "spurious link",
    "boundary and link",
    "missing mention",
    "missing entity",
    "extra mention",
    "extra entity",
    "divided entity",
    "conflated entities",
    "wrong entity",
    "boundary and entity",
]


class Meaning(NamedTuple):
    """What an error of a kind is, and what repairing it does to the prediction."""

    what: str
    repair: str


KINDS: dict[Kind, Meaning] = {
    "missed": Meaning("no predicted item answers to a gold item", "it is added"),
    "spurious": Meaning("a predicted item answers to nothing in gold", "it is removed"),
    "not in the text": Meaning("the predicted words do not occur in the article", "it is removed"),
    "duplicate": Meaning(
        "the label, place and words of another predicted item, where gold has no second one",
        "it is removed",
    ),
    "boundary": Meaning("the label is right, the place only overlaps", "the place becomes gold's"),
    "wrong type": Meaning(
        "the place is right, the type is not; an event under another type, or an argument of it",
        "the type becomes gold's",
    ),
    "wrong value": Meaning(
        "the place is right, the value or unit is not; another value of an article field",
        "the value becomes gold's",
    ),
    "boundary and type": Meaning(
        "the place only overlaps, and the type is wrong", "both become gold's"
    ),
    "boundary and value": Meaning(
        "the place only overlaps, and the value is wrong", "both become gold's"
    ),
    "type and value": Meaning(
        "an event under another type, with another factuality", "both become gold's"
    ),
    "granularity": Meaning("a date that agrees, coarser or finer", "the date becomes gold's"),
    "hallucinated": Meaning("gold has no such article field", "it is emptied"),
    "wrong speaker": Meaning(
        "the content is matched, the speaker is another", "the speaker becomes gold's"
    ),
    "boundary and speaker": Meaning("content and speaker are wrong", "both become gold's"),
    "wrong parent": Meaning(
        "the content is matched, the quote around it is another", "that becomes gold's"
    ),
    "wrong role": Meaning(
        "an argument at its place, in an event of the right type, under another role",
        "it takes gold's role",
    ),
    "wrong attachment": Meaning(
        "an argument at its place, in an event where gold lacks it",
        "it moves to gold's event, with gold's role",
    ),
    "event missed": Meaning(
        "an event that was not found, or what it holds", "it is added, in gold's event"
    ),
    "event spurious": Meaning("an event that gold lacks, or what it holds", "it is removed"),
    "wrong link": Meaning("a name is linked to another item", "the link becomes gold's"),
    "missed link": Meaning("a name that gold links is found, and not linked", "it is linked"),
    "spurious link": Meaning("a name that gold does not link is linked", "the link is removed"),
    "boundary and link": Meaning(
        "the place only overlaps, and the link is wrong", "both become gold's"
    ),
    "missing mention": Meaning(
        "a mention that was not found, of an entity that was", "it joins the entity"
    ),
    "missing entity": Meaning(
        "a mention of an entity of which nothing was found", "it is added, with the others"
    ),
    "extra mention": Meaning(
        "a mention that gold lacks, in an entity that gold has", "it is removed"
    ),
    "extra entity": Meaning("a mention of an entity that gold lacks", "it is removed"),
    "divided entity": Meaning(
        "a mention in a part that was split off its entity", "it joins the entity"
    ),
    "conflated entities": Meaning(
        "a mention of an entity that exists only within another",
        "it gets an entity of its own, with the others",
    ),
    "wrong entity": Meaning(
        "a mention in another entity than its own, which was found as well", "it moves to its own"
    ),
    "boundary and entity": Meaning(
        "the place only overlaps, in another entity than the mention's own", "both become gold's"
    ),
}


class Case(NamedTuple):
    """One measure on one article; `rows` are its judgements, right ones as well."""

    id: str
    measure: str
    gold: Annotations
    pred: Annotations
    rows: Sequence[Judgement]


class Error(Struct, frozen=True, omit_defaults=True):
    """One error: the gold item, the predicted one, or both.

    Attributes:
        within: gold's and the predicted event, quote or entity that the items are of, where a
            measure compares inside these: by its id, or an entity by its name or clearest words,
            and how many mentions it has.
    """

    id: str
    measure: str
    kind: Kind
    gold: Item | None
    pred: Item | None
    within: tuple[str | None, str | None] = (None, None)
