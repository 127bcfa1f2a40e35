"""For each peer: documents that it is compared on, and the package that is asked."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple, get_args

from oracles.documents import make_documents
from parity import real_anls, real_nervaluate, real_seqeval, real_spacy, script
from parity.asking import ASKED, documents_of
from parity.common import Real, as_spans, read_records, suite_of
from parity.tag_documents import make_spans, make_tags
from parity.trees import damaged, draw_record

from goldfield.peers.catalogue import PEERS
from goldfield.peers.ladder import Pair
from goldfield.scoring.generic.iob import Scheme

__all__ = ["CASES", "Case"]


class Case(NamedTuple):
    """Seeded documents, the package's name among installed ones, and how to ask it.

    `ask` is None where no package can be installed; its tests hold what it was seen to answer.
    """

    draw: Callable[[], list[Pair]]
    package: str
    ask: Real | None


@cache
def _spans() -> list[Pair]:
    documents = make_documents(seed=21)
    golds, preds = [as_spans(d.gold) for d in documents], [as_spans(d.pred) for d in documents]
    return read_records(PEERS["nervaluate"], golds, preds).pairs


@cache
def _trees() -> list[Pair]:
    chance = random.Random(5)
    golds = [draw_record(chance) for _ in range(3000)]
    preds = [damaged(chance, gold) for gold in golds]
    told = [pred if isinstance(pred, dict) else {} for pred in preds]
    return read_records(PEERS["anls"], golds, told).pairs


@cache
def _tags(peer: str) -> list[Pair]:
    found = read_records(PEERS[peer], *make_spans(600)).pairs
    for scheme in get_args(Scheme):
        suite = suite_of({"scheme": scheme})
        found += read_records(PEERS[peer], *make_tags(scheme, 250), suite).pairs
    return found


@cache
def _texts() -> list[Pair]:
    return read_records(PEERS["spacy"], *make_spans(2000)).pairs


def _asked(peer: str) -> list[Pair]:
    return documents_of(peer).subjects.pairs


CASES = {
    "seqeval": Case(partial(_tags, "seqeval"), "seqeval", real_seqeval.ask_default),
    "seqeval-strict": Case(partial(_tags, "seqeval-strict"), "seqeval", real_seqeval.ask_strict),
    "nervaluate": Case(_spans, "nervaluate", real_nervaluate.ask),
    "conlleval": Case(script.documents, "", None),
    "spacy": Case(_texts, "spacy", real_spacy.ask),
    "anls": Case(_trees, "anls_star", real_anls.ask),
    **{peer: Case(partial(_asked, peer), peer, None) for peer in ASKED},
}
