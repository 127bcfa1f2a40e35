"""coval: the scorer of CoNLL coreference in Python, with a map from each mention to one cluster.

Source: its repository; the metrics are those of goldfield (Pradhan et al. 2014; Moosavi and Strube
2016), and differ only where a mention stands more than once, or where there is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from math import fsum

from goldfield.peers.clusters import cluster_items, mention_items
from goldfield.peers.coval_metrics import CLUSTER_TALLIES, MENTION_TALLIES
from goldfield.peers.ladder import (
    Counted,
    Number,
    Pair,
    Peer,
    Ratios,
    Rule,
    Step,
    Tally,
    micro,
    zero_if_undefined,
)
from goldfield.scoring.counts import total
from goldfield.scoring.outcome import Item

__all__ = ["PEER"]

MEAN_OF = ("muc", "b3", "ceafe")


def _clusters(name: str, measure: str) -> Number:
    steps = [Step(rule, tally, micro) for rule, tally in CLUSTER_TALLIES[measure].items()]
    last = Step("undefined-is-0", steps[-1].tally, zero_if_undefined)
    return Number(name, measure, cluster_items, (*steps, last))


def _mentions() -> Number:
    steps = [Step(rule, tally, micro) for rule, tally in MENTION_TALLIES.items()]
    last = Step("undefined-is-0", steps[-1].tally, zero_if_undefined)
    return Number("mentions", "ceafm", mention_items, (*steps, last))


def _mean() -> Number:
    """The mean of three F1. An item of it is a cluster in one of the three."""
    rules = CLUSTER_TALLIES["muc"]
    steps = [Step(rule, partial(_three, rule=rule), partial(_f1, zero=False)) for rule in rules]
    last = Step("undefined-is-0", steps[-1].tally, partial(_f1, zero=True))
    return Number("conll", "conll", _three_items, (*steps, last), mean=True)


def _three(pair: Pair, rule: str) -> Tally:
    """CEAF has no last-cluster: it stays as it is."""
    tallies = [CLUSTER_TALLIES[measure] for measure in MEAN_OF]
    found = [known.get(rule, known[""])(pair) for known in tallies]
    return Tally(*(tuple(chain.from_iterable(side)) for side in zip(*found, strict=True)))


def _three_items(pair: Pair) -> tuple[list[Item], list[Item]]:
    gold, pred = cluster_items(pair)
    return _labelled(gold), _labelled(pred)


def _labelled(items: Sequence[Item]) -> list[Item]:
    return [
        Item(f"{measure} {item.label}", item.text, item.start, item.end)
        for measure in MEAN_OF
        for item in items
    ]


def _f1(documents: Sequence[Counted], *, zero: bool) -> Ratios:
    """Where one of the three is undefined it is left out, or 0."""
    scores = [
        total(_third(document.tally, index).counts for document in documents).f1
        for index in range(len(MEAN_OF))
    ]
    known = [score or 0.0 for score in scores if zero or score is not None]
    return Ratios(None, None, fsum(known) / len(known) if known else None)


def _third(tally: Tally, index: int) -> Tally:
    """The items of one of the three."""
    sizes = [len(side) // len(MEAN_OF) for side in tally]
    return Tally(*(side[index * n : (index + 1) * n] for side, n in zip(tally, sizes, strict=True)))


def _record(*clusters: str) -> dict[str, object]:
    """Clusters of one-letter mentions, each a token; `a` is the first."""
    return {"clusters": [[[ord(m) - 97, ord(m) - 96] for m in cluster] for cluster in clusters]}


PEER = Peer(
    name="coval",
    title="coval",
    version="87071a6",
    kind="clusters",
    numbers=(
        _mentions(),
        _clusters("muc", "muc"),
        _clusters("bcub", "b3"),
        _clusters("ceafe", "ceafe"),
        _clusters("lea", "lea"),
        _mean(),
    ),
    rules={
        "any-cluster": Rule(
            "Its mentions are those that both sides have, in whatever clusters.",
            "No measure of coreference sets the clusters aside, though mentions@exact of articles "
            "does; nearest is CEAF by mentions: a mention is right if its clusters are paired.",
            _record("ab", "cd"),
            _record("abcd"),
        ),
        "once": Rule(
            "A mention in two clusters is one mention.",
            "In the second cluster it is a mention that matches nothing.",
            _record("ab"),
            _record("ab", "ac"),
        ),
        "last-cluster": Rule(
            "A mention in two clusters of a side belongs to the one that is read last: the reader "
            "orders clusters by the end of the first mention.",
            "It belongs to the larger one, of equal ones to the first in the text; whatever the "
            "order of the file.",
            _record("abc"),
            _record("abc", "cd"),
        ),
        "each-cluster": Rule(
            "Each cluster that has the mention earns by it.",
            "One cluster earns by it, so that saying it twice cannot pay.",
            _record("abc"),
            _record("abc", "cd"),
        ),
        "copies": Rule(
            "A mention that stands twice in a cluster makes it larger, and links with itself.",
            "A cluster is a set.",
            _record("ab"),
            _record("aab"),
        ),
        "undefined-is-0": Rule(
            "With nothing to count precision, recall and F1 are 0: so is MUC of singletons that "
            "are all right, and the mean takes the 0 in.",
            "What has no denominator is null, and the mean leaves it out.",
            _record("a"),
            _record("a"),
        ),
    },
    notes=(
        "It keeps singletons, as was done here; with its option remove_singletons compare "
        "coref@b3-nosing, ceafe-nosing, lea-nosing and conll-nosing.",
        "Its CoNLL score is a mean, so it has no precision, recall or counts.",
        "Its function ceafm, which its command does not print, divides by clusters.",
        "CoNLL columns cannot hold two mentions of one cluster that cross: its reader pairs the "
        "brackets as if they were nested.",
        "It fails on a document that the system file lacks, and passes over one that only the "
        "system file has.",
    ),
)
