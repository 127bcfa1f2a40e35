"""Short news of invented people and places, from a seed: no text of anybody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

__all__ = ["make_texts", "write_texts"]

_SYLLABLES = ("ka", "lo", "mi", "ren", "sta", "vor", "li", "do", "wa", "bel", "tu", "ser")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_HAPPENED = (
    "{n} people were hurt when a storm hit {place} on {day}.",
    "Police in {place} arrested {n} people after a protest on {day}.",
    "{person} met {other} in {place} on {day}.",
    "The city of {place} will pay ${n} million for the new bridge.",
    "A fire destroyed {n} houses in {place}, {person} said.",
)
_SAID = (
    '"We will {verb} it," {person} said.',
    "{person}, head of the {place} Council, said that {n} % of them would {verb}.",
    '{other} told reporters: "Nobody in {place} has to {verb}."',
)
_VERBS = ("rebuild", "leave", "wait", "pay", "help")


def make_texts(number: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Pairs of id and text of about 280 characters, streamed."""
    for index in range(number):
        yield f"s{index:07d}", _text(random.Random(f"{seed}/{index}"))


def write_texts(path: Path, number: int, seed: int = 7) -> None:
    """The same as JSONL."""
    with path.open("wb") as stream:
        for id, text in make_texts(number, seed):
            stream.write(msgspec.json.encode({"id": id, "text": text}) + b"\n")


def _text(draw: random.Random) -> str:
    place, person, other = _name(draw), _person(draw), _person(draw)

    def filled(pattern: str) -> str:
        return pattern.format(
            n=draw.randint(2, 90),
            place=place,
            person=person,
            other=other,
            day=draw.choice(_DAYS),
            verb=draw.choice(_VERBS),
        )

    headline = f"{place} counts the cost"
    body = [
        filled(draw.choice(_HAPPENED)),
        filled(draw.choice(_SAID)),
        filled(draw.choice(_HAPPENED)),
    ]
    dateline = f"{place.upper()}, March {draw.randint(1, 28)}"
    return f"{headline}\n\n{dateline} - {' '.join(body)}\n\n{filled(draw.choice(_SAID))}\n"


def _name(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=draw.randint(2, 3))).capitalize()


def _person(draw: random.Random) -> str:
    return f"{_name(draw)} {_name(draw)}"
