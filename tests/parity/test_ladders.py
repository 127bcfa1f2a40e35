"""What holds of every peer: the ladder starts at goldfield, and its steps add up."""

from __future__ import annotations

import math
from typing import NamedTuple

import pytest
from parity.common import read_records, suite_of, with_ids

from goldfield.peers.catalogue import PEERS
from goldfield.peers.explaining import explain
from goldfield.peers.ladder import Peer, Rule
from goldfield.peers.subjects import Subjects
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.measures.derived import parts_of
from goldfield.scoring.scorer import row_of
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task


class Case(NamedTuple):
    """A rule of a peer."""

    peer: Peer
    rule: str


class Together(NamedTuple):
    """Rules of a peer whose examples are records of one kind, read by one suite."""

    peer: Peer
    rules: list[Rule]


def _grouped(peer: Peer) -> list[Together]:
    found: dict[object, list[Rule]] = {}
    for rule in peer.rules.values():
        found.setdefault(("tags" in rule.gold, tuple(rule.options.items())), []).append(rule)
    return [Together(peer, rules) for rules in found.values()]


def _subjects(together: Together) -> Subjects:
    peer, rules = together
    suite = suite_of(rules[0].options)
    return read_records(peer, [r.gold for r in rules], [r.pred for r in rules], suite)


RULES = [Case(peer, rule) for peer in PEERS.values() for rule in peer.rules]
GROUPS = [group for peer in PEERS.values() for group in _grouped(peer)]
GROUPED = pytest.mark.parametrize("together", GROUPS, ids=lambda group: group.peer.name)


@pytest.mark.parametrize("peer", PEERS.values(), ids=list(PEERS))
def test_each_step_has_a_rule_that_is_told(peer: Peer) -> None:
    for number in peer.numbers:
        first, *rest = number.steps
        assert first.rule == ""
        assert [step.rule for step in rest] == [
            n for n in peer.rules if n in {s.rule for s in rest}
        ]
    used = {step.rule for number in peer.numbers for step in number.steps[1:]}
    assert used == set(peer.rules)


@pytest.mark.parametrize("case", RULES, ids=lambda case: f"{case.peer.name}-{case.rule}")
def test_the_example_of_a_rule_shows_it(case: Case) -> None:
    """Some number of the peer changes at that rule, in an item or in its ratios."""
    pairs = _subjects(Together(case.peer, [case.peer.rules[case.rule]])).pairs
    shares = [
        share
        for number in case.peer.numbers
        for share in explain(number, "", pairs).shares
        if share.rule == case.rule
    ]
    assert any(share.matters for share in shares)


@GROUPED
def test_points_of_all_rules_add_up_to_the_difference(together: Together) -> None:
    pairs = _subjects(together).pairs
    for number in together.peer.numbers:
        found = explain(number, "", pairs)
        points = math.fsum(share.points or 0 for share in found.shares)
        assert found.ours.f1 is not None, "the examples together have something to count"
        assert found.theirs.f1 is not None
        assert points == pytest.approx(100 * (found.theirs.f1 - found.ours.f1))
        assert all(change.rules for change in found.changes)


@GROUPED
def test_the_first_step_is_goldfield(together: Together) -> None:
    peer, rules = together
    subjects = _subjects(together)
    golds, preds = with_ids([r.gold for r in rules]), with_ids([r.pred for r in rules])
    suite = load_suite("full") if subjects.suite.record == "article" else subjects.suite
    task = build_task(suite, [golds], preds)
    for number in peer.numbers:
        name = subjects.spell(number)
        for document in number.counted(subjects.pairs, 0):
            gold, pred = task.golds[document.id], task.preds.get(document.id)
            fields = row_of(document.id, task.score(gold, pred)).fields
            counts = document.tally.counts
            if name == "all fields":  # one ratio has no two sides: both are in one
                own = total(fields.values())
                assert counts == Counts(0, 0, own.tp_pred + own.tp_gold, own.pred + own.gold)
            else:
                assert counts == total(fields[part] for part in parts_of(name))
