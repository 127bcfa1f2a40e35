"""Every error of a measure, in exactly one kind.

An error is a gold item that was not found, a predicted item that is wrong, or one of each that
belong together. Each gold item and each predicted item of a measure is right or stands in exactly
one error, so the errors of all kinds add up to gold - tp and pred - tp.

Arguments are judged alone, found or not, so what was missed and what is spurious is paired first:
most wrong roles, then most wrong attachments (those that keep the role before others), then most
overlaps with the right type and role.

Source: the kinds of spans are those of MUC-5 (Chinchor and Sundheim 1993) and of Bolya et al. 2020
(TIDE, ECCV), from whom the repairs of one kind at a time are as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from goldfield.scoring.alignment import best_pairs
from goldfield.scoring.outcome import Item, Verdict

__all__ = ["ARGUMENTS", "DIAGNOSED", "KINDS", "Error", "Kind", "Meaning", "errors_of"]

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
    "hallucinated",
    "wrong speaker",
    "boundary and speaker",
    "wrong role",
    "wrong attachment",
]


class Meaning(NamedTuple):
    """What an error of a kind is, and what repairing it does to the prediction."""

    what: str
    repair: str


KINDS: dict[Kind, Meaning] = {
    "missed": Meaning("nothing was predicted for a gold item", "it is added"),
    "spurious": Meaning("a predicted item answers to nothing in gold", "it is removed"),
    "not in the text": Meaning("the predicted words do not occur in the article", "it is removed"),
    "duplicate": Meaning(
        "the label, place and words of another predicted item, where gold has no second one",
        "it is removed",
    ),
    "boundary": Meaning("the label is right, the place only overlaps", "the place becomes gold's"),
    "wrong type": Meaning("the place is right, the type is not", "the type becomes gold's"),
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
    "hallucinated": Meaning("gold has no such article field", "it is emptied"),
    "wrong speaker": Meaning(
        "the content is matched, the speaker is another", "the speaker becomes gold's"
    ),
    "boundary and speaker": Meaning("content and speaker are wrong", "both become gold's"),
    "wrong role": Meaning(
        "an argument at its place, in an event of the right type, under another role",
        "it takes gold's role",
    ),
    "wrong attachment": Meaning(
        "an argument at its place, in an event where gold lacks it",
        "it moves to gold's event, with gold's role",
    ),
}
ARGUMENTS = "events@arg-c"
_SCALARS = ("date_published", "headline", "deck", "dateline", "byline", "publisher", "lang")
_VALUES = ("times@value", "quantities@value", "quantities@unit")
_REASONS: dict[str, Kind] = {
    "": "boundary",  # in part
    "boundary": "boundary",
    "content": "boundary",
    "speaker": "wrong speaker",
    "content and speaker": "boundary and speaker",
}
DIAGNOSED: tuple[str, ...] = (
    "date_published@value", "headline@text", "headline@strict", "deck@text", "deck@strict",
    "dateline@place", "dateline@strict", "dateline@country", "dateline@date", "dateline@agency",
    "byline@text", "publisher@text", "lang@value",
    "entities@strict", "entities@exact", "entities@partial", "entities@type",
    "mentions@strict", "mentions@exact", "mentions@partial", "mentions@type",
    "times@strict", "times@relaxed", "times@value", "times@type",
    "quantities@strict", "quantities@relaxed", "quantities@value", "quantities@unit",
    "quotes@strict", "quotes@partial", "quotes@speaker",
    "events@tri-i", "events@tri-c", ARGUMENTS,
)  # fmt: skip
"""The measures whose errors have kinds: those that count items which can be repaired one by one.

Those of names under a table of labels, as ``entities@strict:conll4``, are among them.
"""


class Error(Struct, frozen=True):
    """One error: the gold item, the predicted one, or both."""

    id: str
    measure: str
    kind: Kind
    gold: Item | None
    pred: Item | None


def errors_of(verdicts: Sequence[Verdict]) -> list[Error]:
    """The errors of one measure of `DIAGNOSED` in one article.

    Args:
        verdicts: all of that measure and article, right ones as well.
    """
    wrong = [row for row in verdicts if row.verdict != "COR"]
    if not wrong:
        return []
    seen = {row.pred for row in verdicts if row.pred and row.verdict != "SPU"}
    kinds: list[tuple[Verdict, Kind]] = []
    for row in wrong:
        kinds.append((row, _kind(row, seen)))
        if row.pred is not None:
            seen.add(row.pred)
    found = [Error(row.id, row.measure, kind, row.gold, row.pred) for row, kind in kinds]
    return _paired(found) if verdicts[0].measure == ARGUMENTS else found


def _kind(row: Verdict, seen: set[Item]) -> Kind:
    scalar = row.measure.partition("@")[0] in _SCALARS
    if row.pred is None:
        return "missed"
    if row.gold is not None:
        return "wrong value" if scalar else _of_pair(row)
    if scalar:
        return "hallucinated"
    if row.pred in seen:
        return "duplicate"
    return "not in the text" if (row.pred.start or 0) < 0 else "spurious"


def _of_pair(row: Verdict) -> Kind:
    valued = row.measure in _VALUES
    if row.reason == "label":
        return "wrong value" if valued else "wrong type"
    if row.reason == "boundary and label":
        return "boundary and value" if valued else "boundary and type"
    return _REASONS[row.reason]


def _paired(errors: Sequence[Error]) -> list[Error]:
    """Errors of arguments, with what was missed and what is spurious put together."""
    golds = sorted((e.gold for e in errors if e.gold), key=_order)
    preds = sorted((e.pred for e in errors if e.pred and e.kind == "spurious"), key=_order)
    related = {
        (i, j): found
        for i, gold in enumerate(golds)
        for j, pred in enumerate(preds)
        if (found := _related(gold, pred))
    }
    chosen = best_pairs({at: weight for at, (_, weight) in related.items()})
    lefts, rights = {left for left, _ in chosen}, {right for _, right in chosen}
    id, measure = errors[0].id, errors[0].measure
    made = [Error(id, measure, related[i, j][0], golds[i], preds[j]) for i, j in chosen]
    made += [
        Error(id, measure, "missed", item, None) for i, item in enumerate(golds) if i not in lefts
    ]
    made += [
        Error(id, measure, "spurious", None, item)
        for j, item in enumerate(preds)
        if j not in rights
    ]
    return made + [error for error in errors if error.pred and error.kind != "spurious"]


def _related(gold: Item, pred: Item) -> tuple[Kind, tuple[int, ...]] | None:
    """How a missed argument and a spurious one belong together, and how much that counts."""
    (type, _, role), (other, _, as_role) = gold.label.partition("."), pred.label.partition(".")
    shared = min(gold.end or 0, pred.end or 0) - max(gold.start or 0, pred.start or 0)
    if (gold.start, gold.end) == (pred.start, pred.end):
        if type == other and role != as_role:
            return "wrong role", (1, 0, 0, 0, shared)
        return "wrong attachment", (0, int(role == as_role), 1, 0, shared)
    if (type, role) == (other, as_role) and shared > 0:
        return "boundary", (0, 0, 0, 1, shared)
    return None


def _order(item: Item) -> tuple[int, int, str, str]:
    return item.start or 0, item.end or 0, item.label, item.text
