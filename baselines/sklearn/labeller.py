"""What spans are: one label a span, by its words, its neighbours, and its like in the article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from .document import Document, Found
from .features import shape
from .linear import hashed, log_probabilities

__all__ = ["Peers", "Told", "company", "label", "peers_of", "rows_of", "stems", "stems_of"]

Peers: TypeAlias = dict[str, list[Found]]
"""The spans of an article that hold a word, by the word."""
Told: TypeAlias = Callable[[Document, Found, Peers], Iterable[str]]
"""What a labeller is told of a span, as strings."""

_PEERS = 8  # spans with a word in common whose company is looked at
_COMMON = frozenset(("the", "of", "and", "for", "in", "de", "la", "a", "'s", "’s", "-", ",", "."))


def rows_of(doc: Document, found: Sequence[Found], told: Told) -> Any:
    """A sparse row of features a span."""
    peers = peers_of(doc, found)
    return hashed(list(told(doc, one, peers)) for one in found)


def label(model: Any, doc: Document, found: Sequence[Found], told: Told) -> list[Found]:
    """The spans with their likeliest labels; their confidence takes that of the label in.

    Spans of the same surface get one label, the one that is likeliest for all of them.
    """
    if not found:
        return []
    scores = log_probabilities(model, rows_of(doc, found, told))
    groups: dict[str, list[int]] = {}
    for index, one in enumerate(found):
        groups.setdefault(doc.surface(one.first, one.last), []).append(index)
    labelled = list(found)
    for members in groups.values():
        best = int(scores[members].sum(axis=0).argmax())
        sure = float(scores[members, best].mean())
        for index in members:
            one = found[index]
            name = str(model.classes_[best])
            labelled[index] = one._replace(label=name, confidence=one.confidence + sure)
    return labelled


def company(doc: Document, one: Found, peers: Peers) -> Iterator[str]:
    """What is told of a name: its words and neighbours, and those of names with a word of it."""
    yield from _inside(doc, one, "")
    yield from _company(doc, one)
    seen = {one[:2]}
    for word in doc.lower[one.first : one.last]:
        for peer in peers.get(word, ())[:_PEERS]:
            if peer[:2] not in seen:
                seen.add(peer[:2])
                yield from _company(doc, peer)
                if peer.last - peer.first > one.last - one.first:
                    yield from _inside(doc, peer, "peer ")


def stems(doc: Document, one: Found, peers: Peers) -> Iterator[str]:
    """What is told of a trigger: its words and their stems, and the words of its sentence."""
    yield from stems_of(doc.lower[one.first : one.last])
    sentence = doc.sentences[doc.sentence_of[one.first]]
    start, stop = max(sentence.start, one.first - 40), min(sentence.stop, one.last + 40)
    yield from (f"b={word}" for word in doc.lower[start:stop] if len(word) > 3 and word.isalpha())


def stems_of(words: Sequence[str]) -> Iterator[str]:
    """Words by themselves, and the beginnings and ends of the first of them."""
    yield f"all={' '.join(words)}"
    yield f"first={words[0]}"
    yield f"last={words[-1]}"
    yield from (f"p{n}={words[0][:n]}" for n in (3, 4, 5, 6))
    yield from (f"s{n}={words[0][-n:]}" for n in (2, 3))


def _inside(doc: Document, one: Found, prefix: str) -> Iterator[str]:
    words = doc.lower[one.first : one.last]
    names = doc.names[one.first : one.last]
    yield f"{prefix}n={min(len(words), 5)}"
    yield f"{prefix}all={' '.join(words[:8])}"
    yield f"{prefix}first={words[0]}"
    yield f"{prefix}last={words[-1]}"
    yield f"{prefix}g={'/'.join(name[2:] for name in names[:6])}"
    yield from (f"{prefix}in={word}" for word in words[:12])
    yield from (f"{prefix}h={shape(t.text)}" for t in doc.tokens[one.first : one.last][:12])
    yield from (f"{prefix}g1={name}" for name in names[:12] if name)
    for n in (2, 3, 4):
        yield f"{prefix}ls{n}={words[-1][-n:]}"
        yield f"{prefix}fs{n}={words[0][-n:]}"


def _company(doc: Document, one: Found) -> Iterator[str]:
    left, right = one.first, one.last
    for at in (1, 2, 3):
        yield f"w-{at}={doc.at(left - at)}"
        yield f"w+{at}={doc.at(right + at - 1)}"
    yield f"w-2,-1={doc.at(left - 2)} {doc.at(left - 1)}"
    yield f"w+1,+2={doc.at(right)} {doc.at(right + 1)}"
    yield f"s-1={doc.at(left - 1)[-3:]}"
    yield f"s+1={doc.at(right)[-3:]}"
    start = doc.lines[doc.line_of[left]].start
    yield f"line={min(doc.line_of[left], 2)} {left == start}"


def peers_of(doc: Document, found: Sequence[Found]) -> Peers:
    """The spans that hold a word, by the word; common words tell nothing."""
    peers: Peers = {}
    for one in found:
        for word in dict.fromkeys(doc.lower[one.first : one.last]):
            if word not in _COMMON:
                peers.setdefault(word, []).append(one)
    return peers
