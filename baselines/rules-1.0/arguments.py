"""Participants and places of events by simple grammar: subject, object, agent, prepositions."""

from __future__ import annotations

from bisect import bisect_left

from .circumstances import Argument, Circumstances
from .clusters import Mention
from .coreference import Resolver
from .document import Document
from .lexicon import table, words
from .quantities import Amount
from .timecontext import Timex
from .triggers import Trigger

__all__ = ["ArgumentFinder"]

_PLACES = ("GPE", "LOC", "FAC")
_MOVING = ("EVACUATE", "MOBILIZE", "RETREAT", "AID", "COERCE")
_AUXILIARY = words("grammar", "auxiliary")
_OBJECT_REACH = 70


class ArgumentFinder:
    """Looks for the fillers of one trigger at a time."""

    def __init__(
        self, doc: Document, resolver: Resolver, times: list[Timex], amounts: list[Amount]
    ) -> None:
        self.doc = doc
        self.resolver = resolver
        self.circumstances = Circumstances(doc, times, amounts)
        self.roles = table("events")["roles"]
        unique = {(m.start, m.end): m for m in resolver.mentions}
        self.mentions = sorted(unique.values(), key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self.mentions]

    def of(self, trigger: Trigger, triggers: list[Trigger]) -> list[Argument]:
        """The arguments of a trigger, one per role and filler."""
        sentence = self.doc.sentences[self.doc.sentence_at(trigger.start)]
        found: list[Argument] = []
        if trigger.verb:
            self._of_verb(trigger, sentence, found)
        else:
            self._of_noun(trigger, sentence, found)
        self._circumstances(trigger, sentence, found)
        found += self.circumstances.times_of(trigger, sentence, triggers)
        found += self.circumstances.numbers_of(found)
        found += self.circumstances.topic_of(trigger, sentence, triggers)
        return _unique(found)

    def _type(self, mention: Mention) -> str:
        return self.resolver.clusters[mention.cluster].type

    def _add(self, found: list[Argument], role: str, mention: Mention | None) -> None:
        if mention is not None and self._type(mention) != "NORP":
            found.append(Argument(role, mention.start, mention.end, "entity", mention.cluster))

    def _of_verb(self, trigger: Trigger, sentence: tuple[int, int], found: list[Argument]) -> None:
        subject_role, object_role = self.roles[trigger.type]
        subject = self._subject(trigger, sentence[0])
        if trigger.passive:
            self._add(found, object_role, subject)
            self._add(found, subject_role, self._after_word(trigger, sentence[1], ("by",)))
            return
        self._add(found, object_role if trigger.intransitive else subject_role, subject)
        if not trigger.intransitive:
            thing = self._object(trigger, sentence[1])
            visited = (
                thing is not None and trigger.type == "CONSULT" and self._type(thing) in _PLACES
            )
            self._add(found, "destination" if visited else object_role, thing)

    def _of_noun(self, trigger: Trigger, sentence: tuple[int, int], found: list[Argument]) -> None:
        subject_role, object_role = self.roles[trigger.type]
        self._add(found, subject_role, self._owner(trigger))
        self._add(found, subject_role, self._after_word(trigger, sentence[1], ("by", "between")))
        links = ("of", "on", "against")
        self._add(found, object_role, self._after_word(trigger, sentence[1], links))
        if trigger.type == "CONSULT":
            self._add(found, "actor", self._after_word(trigger, sentence[1], ("with",)))

    def _subject(self, trigger: Trigger, start: int) -> Mention | None:
        """The mention that ends before the verb and its auxiliaries; over a short parenthesis."""
        at = trigger.first - 1
        tokens = self.doc.tokens
        while at >= 0 and tokens[at].start >= start:
            lower = tokens[at].lower
            if lower not in _AUXILIARY and not lower.endswith("ly"):
                break
            at -= 1
        if at < 0 or tokens[at].start < start:
            return None
        relative = tokens[at].lower in ("who", "which", "that")
        end = tokens[at - 1].end if relative and at else tokens[at].end
        if tokens[at].text == ",":
            comma = self.doc.text.rfind(",", max(start, end - 60), tokens[at].start)
            end = comma if comma > 0 else end
        if tokens[at].lower in ("and", "but"):
            return self._opening(start, end)
        candidates = self._ending(start, end)
        return self._outermost(candidates) if candidates else None

    def _opening(self, start: int, end: int) -> Mention | None:
        """The subject that two verbs share: the mention that opens the sentence."""
        low = bisect_left(self._starts, start)
        first = self.mentions[low] if low < len(self.mentions) else None
        if first is None or first.end > end:
            return None
        lead = self.doc.between(start, first.start)
        titles = all(t.text[0].isupper() or t.lower in ("the", "'s", "’s") for t in lead)
        return first if len(lead) < 4 and titles and self._type(first) != "NORP" else None

    def _ending(self, start: int, end: int) -> list[Mention]:
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        text = self.doc.text
        return [
            m for m in self.mentions[low:high] if m.end <= end and not text[m.end : end].strip(" ,")
        ]

    def _outermost(self, mentions: list[Mention]) -> Mention:
        return min(mentions, key=lambda m: (m.start, -m.end))

    def _starting(self, offset: int, limit: int, reach: int) -> Mention | None:
        """The first mention at or soon after the offset, over an article or an adjective."""
        low = bisect_left(self._starts, offset)
        for mention in self.mentions[low : low + 4]:
            gap = self.doc.text[offset : mention.start]
            if mention.end > limit or len(gap) > reach or any(c in gap for c in ',.;:“”"()'):
                return None
            if self._type(mention) == "NORP":
                continue
            words = gap.split()
            return mention if len(words) <= 2 else None
        return None

    def _object(self, trigger: Trigger, limit: int) -> Mention | None:
        return self._starting(trigger.end, limit, _OBJECT_REACH)

    def _after_word(self, trigger: Trigger, limit: int, links: tuple[str, ...]) -> Mention | None:
        """The mention that follows a preposition near the trigger."""
        reach = 90 if trigger.verb else 30
        for token in self.doc.between(trigger.end, min(limit, trigger.end + reach)):
            if token.text in '.;,:“”"':
                return None
            if token.lower in links:
                return self._starting(token.end, limit, 24)
        return None

    def _owner(self, trigger: Trigger) -> Mention | None:
        """``Valdoria's attack``, ``the Valdorian attack`` (no: a demonym), ``US order``."""
        tokens = self.doc.tokens
        at = trigger.first - 1
        while at >= 0 and trigger.first - at < 4:
            if tokens[at].text in ("'s", "’s", "'", "’"):
                at -= 1
                break
            at -= 1
        else:
            at = trigger.first - 1
        if at < 0:
            return None
        found = self._ending(max(0, tokens[at].end - 120), tokens[at].end)
        exact = [m for m in found if m.end == tokens[at].end]
        return self._outermost(exact) if exact else None

    def _circumstances(
        self, trigger: Trigger, sentence: tuple[int, int], found: list[Argument]
    ) -> None:
        """Places after ``in``, ``at``, ``near``; origin and destination of what moves."""
        for token in self.doc.between(trigger.end, min(sentence[1], trigger.end + 140)):
            if token.text in '.;:“”"' or token.lower in ("said", "says", "who", "which", "that"):
                return
            role = {"in": "place", "at": "place", "near": "place", "off": "place"}.get(token.lower)
            if trigger.type in _MOVING:
                role = {"from": "origin", "to": "destination", "into": "destination"}.get(
                    token.lower, role
                )
            if role is None:
                continue
            mention = self._starting(token.end, sentence[1], 24)
            inside = mention and any(a.start <= mention.start < a.end for a in found)
            if mention and not inside and self._type(mention) in _PLACES:
                self._add(found, role, mention)


def _unique(found: list[Argument]) -> list[Argument]:
    seen: set[tuple[str, str, int | None]] = set()
    kept = []
    for argument in found:
        key = (argument.role, argument.kind, argument.ref)
        filler = ("", argument.kind, argument.ref)
        if key not in seen and filler not in seen:
            kept.append(argument)
            seen |= {key, filler}
    return kept
