"""Entity linking: does each name point to the right Wikidata item, or rightly to none?

Source: the measures of TAC KBP as `strong_link_match`, `strong_nil_match`, `strong_all_match` and
`entity_match` (Hachey, Nothman and Radford 2014). Names are paired by equal boundaries; the type
of an entity plays no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goldfield.schema.records import Annotations
from goldfield.scoring.measures.spans import Labelled, align_spans, read_mode
from goldfield.scoring.outcome import Item, Judgement, Outcome, outcome_of

__all__ = ["LINKING_MODES", "NIL", "linked_names", "score_linking"]

LINKING_MODES = {
    "strong": "names with a Wikidata item: the same boundaries and the same item",
    "nil": "names without an item: the same boundaries",
    "all": "all names: the same boundaries, and the same item or none on either side",
    "entity": "the Wikidata items of the article, each once, wherever it is named",
}
NIL = "NIL"
"""The label of a name that is linked to nothing."""


def score_linking(gold: Annotations, pred: Annotations, modes: Iterable[str]) -> dict[str, Outcome]:
    """Outcomes of several of `LINKING_MODES` on one article."""
    return {
        mode: _items(gold, pred) if mode == "entity" else _names(gold, pred, mode) for mode in modes
    }


def _names(gold: Annotations, pred: Annotations, mode: str) -> Outcome:
    aligned = align_spans(linked_names(gold, mode), linked_names(pred, mode))
    # One row of counts an item would fill the tables; an item is no class of things.
    return read_mode(aligned, "strict")._replace(labels={})


def linked_names(record: Annotations, mode: str) -> Iterator[Labelled]:
    """Named mentions of the entities that `strong`, `nil` or `all` asks for, with their item."""
    for entity in record.entities:
        item = entity.wikidata or NIL
        if mode == "all" or (mode == "nil") == (item == NIL):
            for mention in entity.mentions:
                if mention.kind == "NAM":
                    yield Labelled(mention.start, mention.end, item, mention.text)


def _items(gold: Annotations, pred: Annotations) -> Outcome:
    """Items as a set: an item of two entities of one side is there once."""
    golds = {entity.wikidata for entity in gold.entities if entity.wikidata}
    preds = {entity.wikidata for entity in pred.entities if entity.wikidata}
    rows = [_judge(item, item in golds, item in preds) for item in sorted(golds | preds)]
    return outcome_of(rows)


def _judge(name: str, in_gold: bool, in_pred: bool) -> Judgement:
    item = Item("", name)
    if in_gold and in_pred:
        return Judgement("COR", item, item, credit=1)
    if in_gold:
        return Judgement("MIS", item, None, "not linked to anywhere")
    return Judgement("SPU", None, item, "gold links nothing to it")
