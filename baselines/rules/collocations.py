"""Words that evoke an event only beside certain others: ``lifted`` with ``curfew``."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .cues import is_passive
from .document import Document
from .inflect import noun_forms, verb_forms
from .lexicon import table, words

__all__ = ["Trigger", "collocated", "is_bare", "is_barred", "without_objects"]

_REACH = 7
_DETERMINED = words("nominals", "determiners") | words("grammar", "before_noun") | {"no"}
_TELLING = {"told", "tell", "urge", "urged", "advised", "advise", "warned", "asked", "ordered"}
_LEAVING = {"leave", "go", "quit", "depart"}
_BARE = frozenset(table("events")["bare"]["nouns"].split())
_DIRECTIVES = {form: lemma for lemma in ("tell", "ask", "urge", "order")
               for form in verb_forms(lemma)}  # fmt: skip
_UNDERGONE = {form for lemma in table("events")["bare"]["undergone"].split()
              for form in verb_forms(lemma)} | {"left", "went"}  # fmt: skip
_STOPS = {".", ",", ";", ":", "that", "and", "but", "whether", "if"}
_FOR_SAFETY = _LEAVING | {"stay", "avoid", "boil", "keep", "evacuate", "shelter", "remain", "move",
                          "seek", "wear", "wash"}  # fmt: skip
_BARRED = (".", ";", ":", "“", "”", '"')


class Trigger(NamedTuple):
    """A word or phrase that evokes an event; `verb` if it is used as one."""

    start: int
    end: int
    type: str
    first: int
    last: int
    verb: bool
    form: str
    intransitive: bool
    passive: bool


@cache
def _verbs() -> dict[str, tuple[str, dict[str, frozenset[str]]]]:
    """Each form of a verb with its kind, and for each type the nouns that must be near."""
    found: dict[str, tuple[str, dict[str, frozenset[str]]]] = {}
    for lemma, senses in table("events")["collocations"].items():
        beside = {kind: frozenset(nouns.split()) for kind, nouns in senses.items()}
        for form, name in verb_forms(lemma).items():
            found[form] = (name, beside)
    return found


@cache
def _barred() -> dict[str, frozenset[str]]:
    """Each form of a word with the neighbours beside which it means another thing."""
    return {
        form: frozenset(beside.split())
        for lemma, beside in table("events")["unless"].items()
        for form in {*verb_forms(lemma), *noun_forms(lemma)}
    }


@cache
def _needed() -> dict[str, frozenset[str]]:
    """Each form of a noun with the words of which one must be near."""
    return {
        form: frozenset(beside.split())
        for lemma, beside in table("events")["needs"].items()
        for form in noun_forms(lemma)
    }


def is_barred(doc: Document, trigger: Trigger) -> bool:
    """Whether a word near the trigger takes its meaning from it (``released a statement``),
    or none gives it one (``the truce`` in force, ``agreed a truce``)."""
    word = doc.tokens[trigger.first].lower
    barred, needed = _barred().get(word), _needed().get(word)
    if trigger.last > trigger.first or (barred is None and needed is None):
        return False
    if barred is not None:
        near = doc.tokens[max(0, trigger.first - 3) : trigger.first + 5]
        return any(token.lower in barred for token in near)
    following = [token.lower for token in doc.tokens[trigger.last + 1 : trigger.last + 4]]
    around = following if trigger.verb else _around(doc, trigger.first)
    return needed is not None and needed.isdisjoint(around)


def collocated(doc: Document, index: int) -> Trigger | None:
    """The trigger at this token, if one of its nouns stands near in the clause."""
    token = doc.tokens[index]
    sense = _verbs().get(token.lower)
    directive = _directive(doc, index)
    if directive is not None or sense is None:
        return directive or _departure(doc, index)
    form, senses = sense
    before = doc.tokens[index - 1].lower if index else ""
    if form in ("base", "third") and before in _DETERMINED:
        return None
    around = _around(doc, index)
    kind = next((k for w in around for k, beside in senses.items() if w in beside), None)
    if kind is None:
        return _departure(doc, index)
    passive = form == "past" and is_passive(doc, index)
    undergone = token.lower in _UNDERGONE and not passive and kind != "RETREAT"
    return Trigger(token.start, token.end, kind, index, index, True, form, undergone, passive)


def _directive(doc: Document, index: int) -> Trigger | None:
    """``told citizens to leave`` advises, ``asked not to be named`` requests, ``ordered him to
    pay`` penalises: a verb of telling with an infinitive."""
    token = doc.tokens[index]
    lemma = _DIRECTIVES.get(token.lower)
    before = doc.tokens[index - 1].lower if index else ""
    if lemma is None or before in _DETERMINED:
        return None
    following = [t.lower for t in doc.tokens[index + 1 : index + 11]]
    clause = following[: next((i for i, w in enumerate(following) if w in _STOPS), 10)]
    if "to" not in clause:
        return None
    verb = (clause[clause.index("to") + 1 :] or [""])[0]
    kind = "ADVISE" if verb in _FOR_SAFETY and lemma != "order" else "REQUEST"
    if lemma == "order":
        if verb != "pay":
            return None
        kind = "SANCTION"
    past = token.lower in ("told", "asked", "urged", "ordered")
    passive = past and is_passive(doc, index)
    form = "past" if past else "base"
    return Trigger(token.start, token.end, kind, index, index, True, form, False, passive)


def _departure(doc: Document, index: int) -> Trigger | None:
    """``told citizens to leave``: people are sent away from danger."""
    token = doc.tokens[index]
    if token.lower not in _LEAVING:
        return None
    before = [t.lower for t in doc.tokens[max(0, index - 12) : index]]
    if before[-1:] != ["to"] or not _TELLING & set(before):
        return None
    return Trigger(token.start, token.end, "EVACUATE", index, index, True, "base", True, False)


def _around(doc: Document, index: int) -> list[str]:
    """The words of the clause within reach on both sides."""
    found = []
    for step in (-1, 1):
        for at in range(index + step, index + step * (_REACH + 1), step):
            if not 0 <= at < len(doc.tokens) or doc.tokens[at].text in _BARRED:
                break
            found.append(doc.tokens[at].lower)
    return found


def without_objects(doc: Document, found: list[Trigger]) -> list[Trigger]:
    """Without the nouns that a trigger made of a collocation has used up."""
    used: set[int] = set()
    for trigger in found:
        sense = _verbs().get(doc.tokens[trigger.first].lower)
        beside = sense[1].get(trigger.type) if sense is not None else None
        if beside is not None:
            near = range(trigger.first - _REACH, trigger.first + _REACH + 1)
            used |= {at for at in near if at != trigger.first and 0 <= at < len(doc.tokens)
                     and doc.tokens[at].lower in beside}  # fmt: skip
    return [t for t in found if t.verb or t.first not in used]


def is_bare(doc: Document, index: int) -> bool:
    """Whether a noun that needs a determiner to tell of one happening has none."""
    if doc.tokens[index].lower not in _BARE:
        return False
    before = doc.tokens[max(0, index - 4) : index]
    return not any(
        t.lower in _DETERMINED or t.text.isdigit() or t.text[0].isupper() for t in before
    )
