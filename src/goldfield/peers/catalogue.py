"""Every peer. To add one, give its module a `PEER` and name it here."""

from __future__ import annotations

from goldfield.errors import UnknownName
from goldfield.peers import (
    anls,
    conlleval,
    coval,
    iterx,
    nervaluate,
    seqeval,
    seqeval_strict,
    spacy,
    textee,
)
from goldfield.peers.ladder import Peer

__all__ = ["PEERS", "find_peer"]

PEERS: dict[str, Peer] = {
    peer.name: peer
    for peer in (
        seqeval.PEER,
        seqeval_strict.PEER,
        nervaluate.PEER,
        conlleval.PEER,
        spacy.PEER,
        coval.PEER,
        textee.PEER,
        iterx.PEER,
        anls.PEER,
    )
}


def find_peer(name: str) -> Peer:
    """The peer of a name.

    Raises:
        UnknownName: there is none.
    """
    if name not in PEERS:
        raise UnknownName("peer", name, PEERS)
    return PEERS[name]
