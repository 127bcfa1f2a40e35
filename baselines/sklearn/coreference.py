"""Which mentions are one entity: a classifier of pairs; each mention joins its likeliest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .document import Document
from .groups import grouped
from .linear import binary, hashed
from .mentions import Mention

__all__ = ["Card", "cards_of", "cluster", "pair_rows", "pairs_of"]

_BACK, _AHEAD, _BESIDE = 14, 5, 8  # mentions
_ALIKE = 6  # names with a word in common that are looked at
_LEAST = 0.5
_MALE = frozenset(("he", "him", "his", "himself"))
_FEMALE = frozenset(("she", "her", "hers", "herself"))
_OURS = frozenset(("we", "us", "our", "ours", "ourselves"))
_MANY = _OURS | {"they", "them", "their", "theirs", "themselves", "both", "all"}
_SELF = _OURS | {"i", "me", "my", "mine", "myself"}
_TITLES = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "lady": "f"}
_SMALL = frozenset(("of", "the", "and", "for"))


class Card(NamedTuple):
    """What the pairs of a mention need to know of it."""

    mention: Mention
    words: tuple[str, ...]
    rare: frozenset[str]
    initials: str
    keys: tuple[str, ...]
    head: str
    sex: str
    sentence: int
    line: int
    opens: bool
    quoted: bool
    cued: bool


def cards_of(doc: Document, mentions: Sequence[Mention]) -> list[Card]:
    """The mentions with what their pairs are told of them."""
    quoted = {i for one in doc.layers.get("contents", []) for i in range(one.first, one.last)}
    cues = {edge for one in doc.layers.get("cues", []) for edge in (one.first, one.last)}
    return [_card(doc, mention, quoted, cues) for mention in mentions]


def pairs_of(cards: Sequence[Card]) -> list[tuple[int, int]]:
    """Numbers of mentions that may be one entity; the first of a pair looks for the second.

    A name looks for names with a word of it, and acronyms for what they stand for; everything
    looks at what stands close.
    """
    pairs: list[tuple[int, int]] = []
    known: dict[str, list[int]] = {}  # names so far by their words and initials
    for number, card in enumerate(cards):
        kind = card.mention.kind
        near = range(max(0, number - _BACK), min(number, len(cards)))
        if kind == "PRO":
            near = range(near.start, min(number + 1 + _AHEAD, len(cards)))
        others = {other for other in near if other != number}
        if kind != "PRO":
            others = {n for n in others if cards[n].mention.kind != "PRO" or number - n <= 3}
        if kind == "NAM":
            others = {n for n in others if cards[n].mention.kind != "NAM" and number - n <= _BESIDE}
            others |= {n for key in card.keys for n in known.get(key, [])[-_ALIKE:]}
            others |= set(range(max(0, number - 2), number))
            for key in card.keys:
                known.setdefault(key, []).append(number)
        pairs += ((number, other) for other in sorted(others))
    return pairs


def pair_rows(cards: Sequence[Card], pairs: Sequence[tuple[int, int]]) -> Any:
    """A sparse row of features for each of `pairs_of`."""
    return hashed(list(_told(cards, *pair)) for pair in pairs)


def cluster(model: Any, cards: Sequence[Card]) -> list[int]:
    """For each mention the number of its entity, counted in the order of the text."""
    best: dict[int, tuple[float, int]] = {}
    pairs = pairs_of(cards)
    for (number, other), chance in zip(pairs, binary(model, pair_rows(cards, pairs)), strict=True):
        if chance > max(_LEAST, best.get(number, (0.0, 0))[0]):
            best[number] = (float(chance), other)
    return grouped(len(cards), ((number, other) for number, (_, other) in best.items()))


def _card(doc: Document, mention: Mention, quoted: set[int], cues: set[int]) -> Card:
    first, last = mention.place
    words = tuple(doc.lower[first : min(last, first + 20)])
    rare = frozenset(word for word in words if len(word) > 2 and word not in _SMALL)
    initials = "".join(word[0] for word in words if word not in _SMALL)
    sentence = doc.sentence_of[first]
    return Card(
        mention=mention,
        words=words,
        rare=rare,
        initials=initials,
        keys=(*sorted(rare), *([initials] if len(initials) > 1 else [])),
        head=doc.lower[mention.head],
        sex=_sex(doc, mention),
        sentence=sentence,
        line=doc.line_of[first],
        opens=first == doc.sentences[sentence].start,
        quoted=first in quoted,
        cued=first in cues or last in cues,
    )


def _sex(doc: Document, mention: Mention) -> str:
    word = doc.lower[mention.first]
    if mention.kind == "PRO":
        return "m" if word in _MALE else "f" if word in _FEMALE else ""
    given = [name[-1] for name in doc.names[mention.first : mention.last] if "given-" in name]
    return _TITLES.get(doc.at(mention.first - 1).rstrip("."), given[0] if given else "")


def _told(cards: Sequence[Card], number: int, other: int) -> Iterator[str]:
    here, there = cards[number], cards[other]
    one, two = here.mention, there.mention
    kinds, agree = one.kind + two.kind, one.type == two.type
    yield f"types={kinds} {one.type} {two.type}"
    yield f"agree={kinds} {agree}"
    yield f"sex={kinds} {here.sex} {there.sex}"
    yield from (f"{kinds} {told}" for told in _distance(here, there, number - other))
    if one.kind == "PRO":
        rank, ahead, word = _rank(cards, number, other), other > number, here.head
        yield f"pro={word} {two.type} {two.kind}"
        yield f"pro rank={word} {rank} {ahead}"
        yield f"rank={rank} {two.type} {ahead}"
        yield f"self={word in _SELF} {here.quoted} {there.quoted} {there.cued} {ahead}"
        yield f"pro head={word} {there.head}"
        yield f"many={word in _MANY} {two.type} {there.head[-1] == 's'}"
    else:
        yield from (f"{kinds} {told} {agree}" for told in _likeness(here, there))
        yield f"heads={here.head} {there.head}"
        yield f"det={kinds} {here.words[0]}"


def _distance(here: Card, there: Card, apart: int) -> Iterator[str]:
    one, two = here.mention, there.mention
    sentences = max(-1, min(here.sentence - there.sentence, 5))
    nested = two.first <= one.first < two.last or one.first <= two.first < one.last
    yield f"sentences={sentences} {nested}"
    yield f"mentions={apart.bit_length() if apart > 0 else -1}"
    yield f"line={here.line == there.line}"
    gap = one.first - two.last
    if not nested and 0 <= gap <= 3 and not sentences:
        yield f"gap={gap}"
    yield f"opens={there.opens} {sentences}"


def _likeness(here: Card, there: Card) -> Iterator[str]:
    shared = here.rare & there.rare
    yield f"same={here.words == there.words}"
    yield f"head={here.head == there.head} {bool(shared)}"
    yield f"shared={min(len(shared), 2)}"
    yield f"part={set(here.words) <= set(there.words)} {set(there.words) <= set(here.words)}"
    yield f"initials={_short(here, there)}"
    yield f"plural={here.head[-1] == 's'} {there.head[-1] == 's'}"


def _short(here: Card, there: Card) -> bool:
    """Whether one is an acronym of the other."""
    short, long = sorted((here, there), key=lambda card: len(card.words))
    return len(short.words) == 1 and len(long.initials) > 1 and short.words[0] == long.initials


def _rank(cards: Sequence[Card], number: int, other: int) -> int:
    """How many mentions of the other's type stand between."""
    low, high = sorted((number, other))
    kind = cards[other].mention.type
    between = (card.mention for card in cards[low + 1 : high])
    return min(sum(one.type == kind and one.kind != "PRO" for one in between), 4)
