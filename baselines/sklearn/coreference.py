"""Which mentions are one entity: a classifier of pairs; each mention joins its likeliest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .document import Document
from .groups import grouped
from .linear import binary, hashed
from .mentions import Mention

__all__ = ["Card", "cards_of", "cluster", "pair_rows", "pairs_of"]

_BACK, _AHEAD = 20, 6  # mentions
_FAR = 150  # names are looked for among so many mentions before
_LEAST = 0.5
_MALE, _FEMALE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
_MANY = frozenset("they them their theirs themselves we us our ours both all".split())
_SELF = frozenset("i me my mine myself we us our ours ourselves".split())
_TITLES = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "lady": "f"}
_SMALL = frozenset(("of", "the", "and", "for"))


class Card(NamedTuple):
    """What the pairs of a mention need to know of it."""

    mention: Mention
    words: tuple[str, ...]
    rare: frozenset[str]
    initials: str
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


def pairs_of(cards: Sequence[Card]) -> Iterator[tuple[int, int]]:
    """Numbers of mentions that may be one entity; the first of a pair looks for the second."""
    for number, card in enumerate(cards):
        kind = card.mention.kind
        low = max(0, number - (_FAR if kind == "NAM" else _BACK))
        high = number + 1 + (_AHEAD if kind == "PRO" else 0)
        for other in range(low, min(high, len(cards))):
            if other != number and (kind != "NAM" or _may_be(card, cards[other], number - other)):
                yield number, other


def pair_rows(cards: Sequence[Card]) -> Any:
    """A sparse row of features for each of `pairs_of`."""
    return hashed(list(_told(cards, *pair)) for pair in pairs_of(cards))


def cluster(model: Any, cards: Sequence[Card]) -> list[int]:
    """For each mention the number of its entity, counted in the order of the text."""
    best: dict[int, tuple[float, int]] = {}
    chances = binary(model, pair_rows(cards))
    for (number, other), chance in zip(pairs_of(cards), chances, strict=True):
        if chance > max(_LEAST, best.get(number, (0.0, 0))[0]):
            best[number] = (float(chance), other)
    return grouped(len(cards), ((number, other) for number, (_, other) in best.items()))


def _may_be(card: Card, other: Card, apart: int) -> bool:
    """Whether a name is worth a look: it shares a word or initials, or stands close."""
    if other.mention.kind != "NAM":
        return apart <= _BACK // 2
    return bool(card.rare & other.rare) or _short(card, other) or apart <= 2


def _card(doc: Document, mention: Mention, quoted: set[int], cues: set[int]) -> Card:
    first, last = mention.place
    words = tuple(doc.lower[first : min(last, first + 20)])
    sentence = doc.sentence_of[first]
    return Card(
        mention=mention,
        words=words,
        rare=frozenset(word for word in words if len(word) > 2 and word not in _SMALL),
        initials="".join(word[0] for word in words if word not in _SMALL),
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
    return len(short.words) == 1 and 1 < len(long.initials) and short.words[0] == long.initials


def _rank(cards: Sequence[Card], number: int, other: int) -> int:
    """How many mentions of the other's type stand between."""
    low, high = sorted((number, other))
    kind = cards[other].mention.type
    between = (card.mention for card in cards[low + 1 : high])
    return min(sum(one.type == kind and one.kind != "PRO" for one in between), 4)
