"""The subject of a verb: the mention, or the plain noun phrase, that stands before it."""

from __future__ import annotations

from bisect import bisect_left

from .chunks import phrase_before
from .clusters import Mention
from .collocations import Trigger
from .coreference import Resolver
from .document import Document
from .inflect import is_adverb, verb_forms
from .lexicon import words
from .sentences import Stretch

__all__ = ["Subjects"]

_AUXILIARY = words("grammar", "auxiliary") | words("grammar", "catenative")
_GOVERNING = {form for lemma in ("deny", "admit", "consider", "stop", "begin", "start", "suggest")
              for form in verb_forms(lemma)}  # fmt: skip
_REMOTE, _CANDIDATES = 160, 6
_OPENING = words("grammar", "clause_openers")
_ACTING = ("PER", "GROUP", "ORG", "GPE")


class Subjects:
    """Looks before verbs; `mentions` are in the order of the text, the longest first."""

    def __init__(
        self, doc: Document, resolver: Resolver, mentions: list[Mention], time_ends: dict[int, int]
    ) -> None:
        self.doc = doc
        self.resolver = resolver
        self.mentions = mentions
        self._starts = [m.start for m in mentions]
        self._longest = max((m.end - m.start for m in mentions), default=0)
        self._time_ends = time_ends

    def of(self, trigger: Trigger, start: int) -> Mention | Stretch | None:
        """The subject of the verb in a sentence that begins at `start`."""
        tokens = self.doc.tokens
        at = self._before_auxiliaries(trigger.first - 1, start)
        if trigger.form == "ing" and at == trigger.first - 1:
            at = self._of_participle(at)
        if at < 0 or tokens[at].start < start:
            return None
        relative = tokens[at].lower in ("who", "which", "that")
        end = tokens[at - 1].end if relative and at else tokens[at].end
        if tokens[at].text == ",":
            comma = self.doc.text.rfind(",", max(start, end - 60), tokens[at].start)
            end = comma if comma > 0 else end
        if tokens[at].lower in ("and", "but"):
            return self._opening(start, end)
        candidates = self.ending(start, end)
        if candidates:
            return self._whole(candidates, start)
        plain = None if relative else phrase_before(self.doc, at, start)
        return plain or self._remote(start, end)

    def _of_participle(self, at: int) -> int:
        """``accused him of shelling``, ``denied shelling``; -1 for ``…, wounding three``."""
        before = self.doc.tokens[at].lower if at >= 0 else ","
        if before == ",":
            return -1
        governed = before in ("of", "from", "for") or before in _GOVERNING
        return at - 1 if governed else at

    def _before_auxiliaries(self, at: int, start: int) -> int:
        """Back over auxiliaries, adverbs and times."""
        tokens = self.doc.tokens
        while at >= 0 and tokens[at].start >= start:
            lower = tokens[at].lower
            if tokens[at].end in self._time_ends:
                at = self.doc.token_at(self._time_ends[tokens[at].end]) - 1
                at -= tokens[max(at, 0)].lower in ("on", "at", "in")
                continue
            if lower not in _AUXILIARY and not is_adverb(lower):
                break
            at -= 1
        return at

    def _whole(self, candidates: list[Mention], start: int) -> Mention:
        """The longest phrase; from the object of a preposition up to the noun it belongs to."""
        subject = min(candidates, key=lambda m: (m.start, -m.end))
        for _ in range(2):
            index = self.doc.token_at(subject.start) - 1
            if index < 1 or self.doc.tokens[index].lower not in words("grammar", "prepositions"):
                break
            owners = self.ending(start, self.doc.tokens[index - 1].end)
            owners = [m for m in owners if m.kind == "NOM"]
            if not owners:
                break
            subject = min(owners, key=lambda m: (m.start, -m.end))
        return subject

    def _remote(self, start: int, end: int) -> Mention | None:
        """The last mention that opens a clause before the verb: no preposition governs it."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for mention in reversed(self.mentions[max(low, high - _CANDIDATES) : high]):
            gap = self.doc.text[mention.end : end]
            if any(mark in gap for mark in '.;:“”"') or len(gap) > _REMOTE:
                return None
            index = self.doc.token_at(mention.start) - 1
            before = self.doc.tokens[index] if index >= 0 else None
            opens = before is None or before.start < start or before.lower in _OPENING
            if opens and mention.end <= end and self.type(mention) in _ACTING:
                return mention
        return None

    def _opening(self, start: int, end: int) -> Mention | None:
        """The subject that two verbs share: the mention that opens the sentence."""
        low = bisect_left(self._starts, start)
        first = self.mentions[low] if low < len(self.mentions) else None
        if first is None or first.end > end:
            return None
        lead = self.doc.between(start, first.start)
        titles = all(t.text[0].isupper() or t.lower in ("the", "'s", "’s") for t in lead)
        return first if len(lead) < 4 and titles and self.type(first) != "NORP" else None

    def ending(self, start: int, end: int) -> list[Mention]:
        """The mentions that end here."""
        last = end
        while last > start and self.doc.text[last - 1] in " ,":
            last -= 1
        low = bisect_left(self._starts, max(start, last - self._longest))
        high = bisect_left(self._starts, end)
        return [m for m in self.mentions[low:high] if last <= m.end <= end]

    def type(self, mention: Mention) -> str:
        """The type of its entity."""
        return self.resolver.clusters[mention.cluster].type
