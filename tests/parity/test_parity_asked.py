"""Peers that no registry has: goldfield's count of each against what the packages answered."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from parity.asking import ASKED, Documents, documents_of, read_table, row_by_goldfield
from parity.common import checkout, counted_as, with_ids
from parity.real_coval import ask_command

from goldfield.peers.catalogue import PEERS
from goldfield.peers.explaining import explain
from goldfield.peers.ladder import Number, Pair
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.scorer import row_of
from goldfield.scoring.tasks import build_task

NUMBERS = [(peer, number) for peer in ASKED for number in PEERS[peer].numbers]
each_peer = pytest.mark.parametrize("peer", ASKED)
each_number = pytest.mark.parametrize(
    ("peer", "number"), NUMBERS, ids=[f"{peer}-{number.name}" for peer, number in NUMBERS]
)
documents = cache(documents_of)


@each_number
def test_documents_and_examples_have_the_answers_of_the_package(peer: str, number: Number) -> None:
    mine = row_by_goldfield(PEERS[peer], number, documents(peer).subjects.pairs)
    assert mine == read_table(peer)[number.name]


@each_peer
def test_the_first_step_is_goldfield(peer: str) -> None:
    made: Documents = documents_of(peer, 600)
    numbers = PEERS[peer].numbers
    parts = {one.name: parts_of(made.subjects.spell(one)) for one in numbers}
    measures = tuple(dict.fromkeys(part for names in parts.values() for part in names))
    suite = replace(made.subjects.suite, measures=measures)
    task = build_task(suite, [with_ids(made.golds)], with_ids(made.preds))
    rows = [row_of(id, task.score(gold, task.preds.get(id))) for id, gold in task.golds.items()]
    for number in numbers:
        for document, row in zip(number.counted(made.subjects.pairs, 0), rows, strict=True):
            counts = total(row.fields[part] for part in parts[number.name])
            assert _told(document.tally.counts) == pytest.approx(_told(counts), abs=1e-9)


@each_number
def test_every_item_that_differs_has_a_rule(peer: str, number: Number) -> None:
    pairs = documents(peer).subjects.pairs[:300]
    found = explain(number, "", pairs)
    assert all(change.rules for change in found.changes)
    points = math.fsum(share.points or 0 for share in found.shares)
    assert found.ours.f1 is not None
    assert found.theirs.f1 is not None
    assert points == pytest.approx(100 * (found.theirs.f1 - found.ours.f1))


@each_peer
def test_every_document_as_the_package_says_now(peer: str) -> None:
    root = checkout(peer)
    if root is None:
        pytest.skip(f"GOLDFIELD_{peer.upper()} does not say where {peer} is")
    ASKED[peer].load(root)
    pairs = documents_of(peer).subjects.pairs
    groups = [pairs, *([pair] for pair in pairs)]
    for group in groups:
        seen = ASKED[peer].ask(group)
        for number in PEERS[peer].numbers:
            mine, theirs = counted_as(number, group), seen[number.name]
            assert mine.ratios == pytest.approx(theirs.ratios, abs=1e-9)
            assert _told(mine.counts) == pytest.approx(_told(theirs.counts), abs=1e-9)


def test_coval_reads_files_in_the_order_that_is_counted_in(tmp_path: Path) -> None:
    """Where the format can hold the clusters."""
    root = checkout("coval")
    if root is None:
        pytest.skip("GOLDFIELD_COVAL does not say where coval is")
    ASKED["coval"].load(root)
    for pair in filter(_nested, documents("coval").subjects.pairs):
        seen = ask_command([pair], tmp_path)
        for number in PEERS["coval"].numbers:
            mine = counted_as(number, [pair])
            assert mine.ratios == pytest.approx(seen[number.name].ratios, abs=1e-9)


def _nested(pair: Pair) -> bool:
    """Whether no two mentions of a cluster cross."""
    return not any(
        a[0] < b[0] < a[1] < b[1]
        for side in (pair.gold, pair.pred)
        for cluster in side
        for a in cluster
        for b in cluster
    )


def _told(counts: Counts | None) -> list[float]:
    return [counts.tp_pred, counts.pred, counts.tp_gold, counts.gold] if counts else []
