"""Participants and places of events by simple grammar: subject, object, agent, prepositions."""

from __future__ import annotations

from bisect import bisect_left

from .attribution import Attribution
from .chunks import phrase_after, with_modifier
from .circumstances import Argument, Bounds, Circumstances
from .clusters import Mention
from .collocations import Trigger
from .coreference import Resolver
from .document import Document
from .fillers import conjuncts, nearest, unique
from .quantities import Amount
from .roles import object_role, subject_role
from .sentences import Stretch
from .subjects import Subjects
from .timecontext import Timex
from .topics import Topics

__all__ = ["ArgumentFinder"]

_PLACES = ("GPE", "LOC", "FAC")
_MOVING = ("EVACUATE", "MOBILIZE", "RETREAT", "AID", "COERCE")
# Without an object, what the subject of such a verb goes through.
_UNDERGONE = ("DIE", "INJURE", "EVACUATE", "ACCIDENT", "DISASTER")
_PARTICLES = ("home", "back", "away", "out", "off", "up", "down", "over")
_TEXTS = ("topic", "affected", "target", "instrument")
_LEFT, _NOUN_REACH, _PLACE_REACH = 120, 30, 140
_STOPS = {"said", "says", "who", "which", "that", "while", "after", "before", "when", "until", ","}


class ArgumentFinder:
    """Looks for the fillers of one trigger at a time."""

    def __init__(
        self,
        doc: Document,
        resolver: Resolver,
        findings: tuple[list[Timex], list[Amount]],
        quotes: list[Attribution],
    ) -> None:
        self.doc = doc
        self.resolver = resolver
        self.circumstances = Circumstances(doc, *findings)
        self._time_starts = {time.start for time in findings[0]}
        self.topics = Topics(doc, quotes)
        unique = {(m.start, m.end): m for m in resolver.mentions}
        self.mentions = sorted(unique.values(), key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self.mentions]
        time_ends = {time.end: time.start for time in findings[0]}
        self.subjects = Subjects(doc, resolver, self.mentions, time_ends)
        self._by_cluster: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            self._by_cluster.setdefault(mention.cluster, []).append(mention)

    def of(self, trigger: Trigger, triggers: list[Trigger]) -> list[Argument]:
        """The arguments of a trigger, one per role and filler."""
        sentence = self.doc.sentences[self.doc.sentence_at(trigger.start)]
        found: list[Argument] = []
        if trigger.verb:
            self._of_verb(trigger, sentence, triggers, found)
        else:
            self._of_noun(trigger, sentence, found)
        self._circumstances(trigger, sentence, triggers, found)
        found += self.circumstances.times_of(trigger, sentence, triggers)
        found += self.circumstances.lengths_of(trigger, sentence, triggers)
        found += self.circumstances.numbers_of(trigger, found)
        found += self.circumstances.measures_of(trigger, sentence, triggers)
        if not any(a.role == "topic" for a in found):
            topic = self.topics.of(trigger, triggers, found)
            found += topic or self.circumstances.topic_of(trigger, sentence, triggers)
        return unique(
            [nearest(self._known(argument), trigger, sentence, argument) for argument in found]
        )

    def _known(self, argument: Argument) -> list[Mention]:
        """The mentions of the filler, in order; none unless it is an entity."""
        entity = argument.kind == "entity" and argument.ref is not None
        return self._by_cluster.get(argument.ref or 0, []) if entity else []

    def _type(self, filler: Mention | Stretch | Trigger | None) -> str | None:
        return self.subjects.type(filler) if isinstance(filler, Mention) else None

    def _add(
        self,
        found: list[Argument],
        role: str | None,
        filler: Mention | Stretch | Trigger | None,
    ) -> None:
        if filler is None or role is None or self._type(filler) == "NORP":
            return
        if isinstance(filler, Trigger):
            found.append(Argument(role, filler.start, filler.end, "event", filler.first))
            return
        if not isinstance(filler, Mention):
            if role in _TEXTS:
                found.append(Argument(role, filler.start, filler.end, "text", None))
            return
        for each in conjuncts(self.doc, self.resolver, self.mentions, filler):
            found.append(Argument(role, each.start, each.end, "entity", each.cluster))

    def _of_verb(
        self, trigger: Trigger, sentence: Bounds, triggers: list[Trigger], found: list[Argument]
    ) -> None:
        subject = self.subjects.of(trigger, sentence[0])
        kind = self._type(subject)
        if trigger.passive:
            self._add(found, object_role(trigger, kind), subject)
            self._add(found, "actor", self._after_word(trigger, sentence[1], ("by",)))
            return
        thing = self._object(trigger, sentence[1], triggers)
        undergone = trigger.intransitive or (thing is None and trigger.type in _UNDERGONE)
        if undergone:
            self._add(found, object_role(trigger, kind), subject)
        else:
            self._add(found, subject_role(trigger, kind), subject)
        if undergone and self._type(thing) not in _PLACES:
            return
        self._add(found, object_role(trigger, self._type(thing)), thing)

    def _object(
        self, trigger: Trigger, limit: int, triggers: list[Trigger]
    ) -> Mention | Stretch | Trigger | None:
        """The noun phrase behind the verb: as a mention if one is as long, else as it stands."""
        index = trigger.last + 1
        if index < len(self.doc.tokens) and self.doc.tokens[index].lower in _PARTICLES:
            index += 1
        phrase = phrase_after(self.doc, index, limit)
        if index >= len(self.doc.tokens) or self.doc.tokens[index].start in self._time_starts:
            return None
        low = bisect_left(self._starts, self.doc.tokens[index].start)
        here = self.mentions[low] if low < len(self.mentions) else None
        if phrase is None:
            starts = here is not None and here.start == self.doc.tokens[index].start
            return here if starts else None
        return self._within(low, phrase) or self._plain(phrase, limit, triggers)

    def _plain(self, phrase: Stretch, limit: int, triggers: list[Trigger]) -> Stretch | Trigger:
        """The trigger that is the phrase's head, else the phrase with its modifiers."""
        at = bisect_left(triggers, phrase.end, key=lambda t: t.end)
        head = triggers[at] if at < len(triggers) and triggers[at].end == phrase.end else None
        if head is not None:
            return head
        longer = with_modifier(self.doc, phrase, limit)
        timed = any(phrase.end < start < longer.end for start in self._time_starts_in(longer))
        return phrase if timed else longer

    def _time_starts_in(self, stretch: Stretch) -> list[int]:
        return [t.start for t in self.doc.between(*stretch) if t.start in self._time_starts]

    def _within(self, low: int, phrase: Stretch) -> Mention | None:
        """The mention that is the phrase or longer, or the name that ends it."""
        for mention in self.mentions[low : low + 6]:
            if mention.start >= phrase.end:
                break
            if mention.start == phrase.start and mention.end >= phrase.end:
                return mention
            if mention.end >= phrase.end and (mention.kind == "NAM"):
                return mention
        return None

    def _of_noun(self, trigger: Trigger, sentence: Bounds, found: list[Argument]) -> None:
        owner = self._owner(trigger)
        self._add(found, subject_role(trigger, self._type(owner)) if owner else None, owner)
        self._add(found, "actor", self._after_word(trigger, sentence[1], ("by", "between")))
        thing = self._after_word(trigger, sentence[1], ("of", "on", "against"))
        if thing is not None:
            self._add(found, object_role(trigger, self._type(thing)), thing)
        if trigger.type == "CONSULT":
            self._add(found, "actor", self._after_word(trigger, sentence[1], ("with",)))

    def _starting(self, offset: int, limit: int, reach: int) -> Mention | None:
        """The first mention at or soon after the offset, over an article or an adjective."""
        low = bisect_left(self._starts, offset)
        for mention in self.mentions[low : low + 4]:
            gap = self.doc.text[offset : mention.start]
            if mention.end > limit or len(gap) > reach or any(c in gap for c in ',.;:“”"()'):
                return None
            if self._type(mention) == "NORP":
                continue
            return mention if len(gap.split()) <= 2 else None
        return None

    def _after_word(self, trigger: Trigger, limit: int, links: tuple[str, ...]) -> Mention | None:
        """The mention that follows a preposition near the trigger."""
        reach = 90 if trigger.verb else _NOUN_REACH
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
        found = self.subjects.ending(max(0, tokens[at].end - _LEFT), tokens[at].end)
        exact = [m for m in found if m.end == tokens[at].end]
        return min(exact, key=lambda m: (m.start, -m.end)) if exact else None

    def _circumstances(
        self, trigger: Trigger, sentence: Bounds, triggers: list[Trigger], found: list[Argument]
    ) -> None:
        """Places after ``in``, ``at``, ``near``; origin and destination of what moves."""
        at = bisect_left(triggers, trigger.end, key=lambda later: later.start)
        until = triggers[at].start if at < len(triggers) else sentence[1]
        for token in self.doc.between(
            trigger.end, min(sentence[1], until, trigger.end + _PLACE_REACH)
        ):
            if token.text in '.;:“”"' or token.lower in _STOPS:
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
