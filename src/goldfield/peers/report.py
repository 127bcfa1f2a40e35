"""The numbers of a peer beside goldfield's, and the reasons why they differ."""

from __future__ import annotations

from msgspec import Struct

from goldfield.peers.explaining import Explanation, Score, explain, score_of
from goldfield.peers.ladder import Peer
from goldfield.peers.subjects import Subjects
from goldfield.scoring.signature import make_signature

__all__ = ["PeerScore", "PeerScores", "WhyReport", "explain_peer", "score_as"]


class PeerScore(Struct, frozen=True):
    """A number of a peer, with goldfield's measure that comes nearest."""

    name: str
    theirs: Score
    measure: str
    ours: Score


class PeerScores(Struct, frozen=True):
    """All numbers of a peer on one pair of files."""

    peer: str
    version: str
    signature: str
    documents: int
    missing: list[str]
    numbers: list[PeerScore]


class WhyReport(Struct, frozen=True):
    """Why each number of a peer differs from goldfield's; `rules` says what each rule is."""

    peer: str
    version: str
    signature: str
    documents: int
    numbers: list[Explanation]
    rules: dict[str, tuple[str, str]]


def score_as(peer: Peer, subjects: Subjects) -> PeerScores:
    """The numbers that a peer would give."""
    numbers = [
        PeerScore(
            one.name,
            score_of(one, one.counted(subjects.pairs)),
            subjects.spell(one),
            score_of(one, one.counted(subjects.pairs, 0), 0),
        )
        for one in peer.numbers
    ]
    signature = _signature(peer, subjects)
    documents = len(subjects.pairs)
    return PeerScores(peer.name, peer.version, signature, documents, subjects.missing, numbers)


def explain_peer(peer: Peer, subjects: Subjects) -> WhyReport:
    """Why the numbers of a peer differ from goldfield's."""
    numbers = [explain(one, subjects.spell(one), subjects.pairs) for one in peer.numbers]
    rules = {name: (rule.there, rule.here) for name, rule in peer.rules.items()}
    signature = _signature(peer, subjects)
    return WhyReport(peer.name, peer.version, signature, len(subjects.pairs), numbers, rules)


def _signature(peer: Peer, subjects: Subjects) -> str:
    parts = {
        "corpus": f"#{subjects.corpus}",
        **subjects.suite.parts,
        "documents": str(len(subjects.pairs)),
        "as": f"{peer.name}-{peer.version}",
    }
    return make_signature(parts)
