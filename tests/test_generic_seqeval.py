"""The suite `iob` against seqeval, on any tags; each difference has a rule with a name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain, groupby
from typing import Any

import pytest

from goldfield.scoring.generic.iob import DECODINGS, SCHEMES, Decoding, Scheme, decode_tags
from goldfield.scoring.scorer import FieldScore, score_task
from goldfield.scoring.suites import Suite
from goldfield.scoring.tasks import build_task

Chunk = tuple[int, int, str]
SENTENCES = 400  # for each of 6 schemes and 2 decodings
LABELS = ("A", "B")


def sentence(chance: random.Random, scheme: Scheme) -> tuple[list[str], list[str]]:
    """Any tags of a scheme, and the same with some changed."""
    tags = ["O", *(f"{p}-{label}" for p in SCHEMES[scheme].prefixes for label in LABELS)]
    gold = chance.choices(tags, k=chance.randint(1, 10))
    return gold, [chance.choice(tags) if chance.random() < 0.3 else tag for tag in gold]


def scored(suite: Suite, gold: list[list[str]], pred: list[list[str]]) -> FieldScore:
    golds, preds = (
        [{"id": index, "tags": tags} for index, tags in enumerate(side)] for side in (gold, pred)
    )
    return score_task(build_task(suite, [golds], preds), suite).scores.fields["iob@strict"]


def peer(tags: list[str], scheme: Scheme, decoding: Decoding) -> set[Chunk]:
    labeling: Any = pytest.importorskip("seqeval.metrics.sequence_labeling")
    schemes: Any = pytest.importorskip("seqeval.scheme")
    if decoding == "strict":
        known = getattr(schemes, scheme.replace("BIOES", "IOBES"))
        return {(e.start, e.end, e.tag) for e in schemes.Tokens(tags, known).entities}
    # Its default mode does not know L and U; E and S mean the same.
    plain = [tag.translate(str.maketrans("LU", "ES")) for tag in tags]
    return {(start, last + 1, label) for label, start, last in labeling.get_entities(plain)}


def deviations(tags: list[str], scheme: Scheme) -> Iterator[Chunk]:
    """Well-formed chunks that seqeval's strict mode does not find."""
    runs = [(label, len(list(run))) for label, run in groupby(tag[2:] for tag in tags)]
    start = 0
    for (label, length), (following, _) in zip(runs, [*runs[1:], ("", 0)], strict=True):
        prefixes = "".join(tag[0] for tag in tags[start : start + length])
        end = start + length
        if scheme == "IOE1" and prefixes[0] == "E" and length > 1:
            # IOE1: a chunk of one token that opens a run is not seen to start.
            yield start, start + 1, label
        alone = length > 1 and prefixes[-1] == "B"
        if scheme == "IOB1" and alone and following and tags[end][0] == "B":
            # IOB1: a chunk of one B is not seen to end where a B of another label follows.
            yield end - 1, end, label
        start = end


@pytest.mark.parametrize("decoding", DECODINGS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_seqeval_counts_the_same(scheme: Scheme, decoding: Decoding) -> None:
    pytest.importorskip("seqeval")
    chance = random.Random(f"{scheme} {decoding}")
    pairs = [sentence(chance, scheme) for _ in range(SENTENCES)]
    suite = Suite("iob", "iob", measures=("iob@strict",), scheme=scheme, decoding=decoding)
    right = predicted = wanted = left_out = 0
    for tags in chain(*pairs):
        theirs, ours = (
            peer(tags, scheme, decoding),
            {c[:3] for c in decode_tags(tags, scheme, decoding)},
        )
        known = set(deviations(tags, scheme)) if decoding == "strict" else set()
        assert ours == theirs | known, tags
        assert not theirs & known, tags
        left_out += len(known)
    for gold, pred in pairs:
        sides = [
            peer(tags, scheme, decoding)
            | set(deviations(tags, scheme) if decoding == "strict" else ())
            for tags in (gold, pred)
        ]
        right += len(sides[0] & sides[1])
        predicted += len(sides[1])
        wanted += len(sides[0])
    found = scored(suite, [gold for gold, _ in pairs], [pred for _, pred in pairs])
    assert (found.tp_pred, found.pred, found.gold) == (right, predicted, wanted)
    assert right > SENTENCES / 4
    assert bool(left_out) is (decoding == "strict" and scheme in ("IOB1", "IOE1"))


@pytest.mark.parametrize("scheme", ["IOB2", "IOE2", "BIOES", "BILOU"])
def test_seqeval_has_the_same_f1_in_strict_mode(scheme: Scheme) -> None:
    metrics: Any = pytest.importorskip("seqeval.metrics")
    classes: Any = pytest.importorskip("seqeval.scheme")
    chance = random.Random(scheme)
    pairs = [sentence(chance, scheme) for _ in range(SENTENCES)]
    gold, pred = [gold for gold, _ in pairs], [pred for _, pred in pairs]
    suite = Suite("iob", "iob", measures=("iob@strict",), scheme=scheme, decoding="strict")
    found = scored(suite, gold, pred).f1
    peer_scheme = getattr(classes, scheme.replace("BIOES", "IOBES"))
    assert found == pytest.approx(metrics.f1_score(gold, pred, mode="strict", scheme=peer_scheme))
