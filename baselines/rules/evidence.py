"""What a text tells of the type of an unknown name, wherever it stands in it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable

from .document import Document, Token
from .lexicon import words
from .names import Name

__all__ = ["Votes", "by_context", "key_of"]

Votes = dict[str, Counter[str]]
_KINDS = ("PER", "ORG", "GPE", "LOC", "FAC", "EVT", "MISC", "DOC")
_HEAD_OF: dict[str, str] = {
    word: kind for kind in reversed(_KINDS) for word in words("evidence", kind.lower())
}
_REACH = 8
_DEMONYM_ENDS = ("ian", "ean", "an", "ese", "ish", "i", "n", "er")
_SURE, _LIKELY, _WEAK = 4, 2, 1


def key_of(surface: str) -> str:
    """One key for a name in capitals and in lower case."""
    return " ".join(surface.split()).casefold()


def by_context(doc: Document, names: list[Name]) -> Votes:
    """Votes for the type of each unknown surface, by the words beside its mentions."""
    votes: Votes = {}
    unknown = [name for name in names if name.entry is None]
    for name in unknown:
        counter = votes.setdefault(key_of(doc.text[name.start : name.end]), Counter())
        _read_before(doc, name, counter)
        _read_after(doc, name, counter)
    _read_short_forms(doc, unknown, votes)
    _read_demonyms(doc, unknown, votes)
    _read_lists(doc, names, votes)
    return votes


def _lower(doc: Document, index: int) -> str:
    return doc.tokens[index].lower if 0 <= index < len(doc.tokens) else ""


def _read_before(doc: Document, name: Name, counter: Counter[str]) -> None:
    """``mayor of X``, ``border with X``, ``an analyst at X``, ``the ferry X``, ``in X``."""
    index = doc.token_at(name.start) - 1
    before, second = _lower(doc, index), _lower(doc, index - 1)
    article = before == "the"
    if article:
        before, second = second, _lower(doc, index - 2)
    if before == ",":
        kind = _HEAD_OF.get(second)
        if kind in (("MISC", "FAC", "LOC") if article else ("GPE", "LOC", "FAC")):
            counter[kind] += _SURE
    elif not article:
        kind, weight = _led_by(before, second)
        counter[kind] += weight
    elif name.weak and not _describes(doc, name):
        counter["ORG"] += _LIKELY


def _led_by(before: str, second: str) -> tuple[str, int]:
    """What the preposition or the noun before a name says of it; weight 0 for nothing."""
    if before == "of" and second in words("evidence", "loc"):
        return "LOC", _SURE
    if before in ("of", "with") and second in words("evidence", "place_of") | {"border"}:
        return "GPE", _SURE
    if before in ("of", "at", "for") and second in words("evidence", "body_of"):
        return "ORG", _LIKELY
    if before == "by" and second in words("evidence", "made_by"):
        return "ORG", _LIKELY
    weight = _LIKELY if before in words("evidence", "in") else _WEAK
    if weight == _LIKELY or before in words("evidence", "to"):
        return "GPE", weight
    kind = _HEAD_OF.get(before, "DOC")
    return kind, _SURE if kind != "DOC" else 0


def _read_after(doc: Document, name: Name, counter: Counter[str]) -> None:
    """``X's capital``, ``X, a village``, ``X, 54,``, ``the X government``, ``X accuses``."""
    index = doc.token_at(name.end)
    after, second = _lower(doc, index), _lower(doc, index + 1)
    if after in ("'s", "’s"):
        if second in words("evidence", "of_states"):
            counter["GPE"] += _LIKELY
        elif second in words("evidence", "of_bodies"):
            counter["ORG"] += _LIKELY
    elif after == "," and second in ("who", "whose", "which"):
        counter["ORG" if second == "which" else "PER"] += _LIKELY if second == "which" else _SURE
    elif after in (",", "(", "—", "–"):
        if second.isdigit() and _lower(doc, index + 2) in (",", ".", ")"):
            counter["PER"] += _SURE
        kind = _apposed(doc.tokens[index + 1 : index + _REACH])
        if kind is not None:
            counter[kind] += _SURE
    else:
        kind, weight = _followed_by(after, second, single=name.type is None)
        counter[kind] += weight


def _followed_by(after: str, second: str, single: bool) -> tuple[str, int]:
    """What the word after a name says of it; weight 0 for nothing."""
    if after in words("evidence", "state_parts"):
        return "GPE", _LIKELY
    kind = _HEAD_OF.get(after)
    if kind in ("LOC", "GPE"):
        return kind, _LIKELY
    built = second if after in words("nominals", "modifiers") else after
    if built in words("nominals", "FAC") and not single:
        return "FAC", _LIKELY
    if kind == "ORG" or after in words("evidence", "body_verbs"):
        return "ORG", _WEAK
    if after in words("names", "said_verbs"):
        return "PER", _WEAK
    stated = after in words("names", "state_verbs") or (after == ":" and second.isdigit())
    return "GPE", _WEAK if single and stated else 0


def _apposed(tokens: list[Token]) -> str | None:
    """The kind of the head of an apposition: the last known noun before a link or a mark."""
    if not tokens or tokens[0].lower not in ("a", "an", "the", "another", "one"):
        return None
    kind = None
    for token in tokens[1:]:
        if token.lower in ("of", "in", "at", "for", "who", "which", "that", "with", "on", "where"):
            break
        if not token.text[0].isalnum() and token.text not in "-’'":
            break
        kind = _HEAD_OF.get(token.lower, kind)
    return kind


def _read_short_forms(doc: Document, unknown: list[Name], votes: Votes) -> None:
    """A person is later called by the last word of the name, a body by the first."""
    single = {key for key in votes if " " not in key}
    for name in unknown:
        parts = key_of(doc.text[name.start : name.end]).split()
        if name.weak and len(parts) > 1 and (parts[0] in single) != (parts[-1] in single):
            kind = "ORG" if parts[0] in single else "PER"
            votes[" ".join(parts)][kind] += _LIKELY


def _read_demonyms(doc: Document, unknown: list[Name], votes: Votes) -> None:
    """``Kestrian`` beside ``Kestria``: the one is a people, the other its place."""
    for name in unknown:
        surface = doc.text[name.start : name.end]
        key = key_of(surface)
        if " " in key or len(key) < 5:
            continue
        place = _place_of(key, votes)
        if place is not None:
            votes[key]["NORP"] += 2 * _SURE
            votes[place]["GPE"] += _SURE
        elif key.endswith(("ian", "ese", "ish", "ean")) and _describes(doc, name):
            votes[key]["NORP"] += _LIKELY


def _place_of(key: str, votes: Votes) -> str | None:
    """The other surface from which the word is derived, if the text has it."""
    for end in _DEMONYM_ENDS:
        stem = key.removesuffix(end)
        if stem == key or len(stem) < 3:
            continue
        for tail in ("", "a", "ia", "e", "y", "o", "land", "stan", "us"):
            place = stem + tail
            if place in votes and place != key and len(place) > 3:
                return place
    return None


def _describes(doc: Document, name: Name) -> bool:
    """Whether a lower-case noun follows, as after an adjective."""
    index = doc.token_at(name.end)
    if index >= len(doc.tokens):
        return False
    following = doc.tokens[index]
    noun = following.text.islower() and following.text.isalpha()
    verb = following.lower in words("names", "said_verbs") | words("names", "state_verbs")
    return noun and not verb and following.lower not in words("names", "function")


def _read_lists(doc: Document, names: list[Name], votes: Votes) -> None:
    """``Norway, Kestria and Japan``: a neighbour in a list tells the type."""
    for left, right in _pairs(names):
        if doc.text[left.end : right.start] not in (", ", " and ", ", and ", " or "):
            continue
        for name, other in ((left, right), (right, left)):
            if name.entry is None and other.entry is not None and other.type == "GPE":
                votes[key_of(doc.text[name.start : name.end])]["GPE"] += _WEAK


def _pairs(names: list[Name]) -> Iterable[tuple[Name, Name]]:
    return ((a, b) for a, b in itertools.pairwise(names) if is_near(a, b))


def is_near(left: Name, right: Name) -> bool:
    """Whether two names can be neighbours in a list."""
    return 0 < right.start - left.end < len(", and x")
