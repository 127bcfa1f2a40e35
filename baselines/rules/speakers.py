"""Who speaks: the mention that is the subject of a cue, before or after it."""

from __future__ import annotations

from bisect import bisect_left

from .attribution import Attribution
from .clusters import Mention
from .coreference import Resolver
from .document import Document
from .inflect import is_adverb
from .lexicon import words

__all__ = ["Speakers"]

_SPEAKING = ("PER", "GROUP", "ORG", "GPE", "DOC", "NORP")
_PREPOSITIONS = words("grammar", "prepositions")
_REACH, _DESCRIBED = 160, 6


class Speakers:
    """Finds subjects among the mentions of a text."""

    def __init__(self, doc: Document, resolver: Resolver) -> None:
        self.doc = doc
        self.resolver = resolver
        self.mentions = sorted(resolver.mentions, key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self.mentions]

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions of what can speak that lie in the stretch."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self.mentions[low:high] if m.end <= end and self._speaks(m)]

    def _speaks(self, mention: Mention) -> bool:
        return self.resolver.clusters[mention.cluster].type in _SPEAKING

    def before(self, cue: int, limit: int) -> Mention | None:
        """The subject that stands before the cue, not before `limit`."""
        tokens = self.doc.tokens
        at = cue - 1
        while at >= 0 and self._skips(tokens[at].lower):
            at -= 1
        if at < 0 or tokens[at].end <= limit:
            return None
        if tokens[at].lower in ("who", "which") and at:
            at -= 2 if tokens[at - 1].text == "," else 1
            comma = False
        else:
            comma = tokens[at].text == ","
        if at < 0 or tokens[at].end <= limit:
            return None
        end = tokens[at].end
        found = self.within(max(limit, end - _REACH), end)
        if not found:
            return None
        if comma:
            return self._appositive_subject(found, end)
        if tokens[at].lower in ("and", "but"):
            return self._shared_subject(found, limit)
        adjacent = [m for m in found if m.end == end]
        return self._whole_subject(found, adjacent[0]) if adjacent else None

    def _skips(self, lower: str) -> bool:
        return (
            lower in words("quotes", "auxiliaries")
            or lower in words("quotes", "adverbs")
            or is_adverb(lower)
        )

    def _shared_subject(self, found: list[Mention], limit: int) -> Mention | None:
        """``Volt left and said``: the mention that opens the sentence serves both verbs."""
        first = next((m for m in found if not self._governed(m)), found[0])
        sentence = self.doc.sentences[self.doc.sentence_at(first.start)]
        lead = self.doc.between(max(sentence.start, limit), first.start)
        if first is not found[0]:
            return first
        return first if len(lead) < 4 and all(t.text[0].isupper() for t in lead) else None

    def _governed(self, mention: Mention) -> bool:
        """Whether a preposition stands before the mention."""
        index = self.doc.token_at(mention.start) - 1
        return index >= 0 and self.doc.tokens[index].lower in _PREPOSITIONS

    def _appositive_subject(self, found: list[Mention], comma_end: int) -> Mention | None:
        """``Hanne Volt, the spokeswoman, said``: the first mention that a comma follows."""
        for mention in found:
            if self.doc.text[mention.end : mention.end + 1] == "," and mention.end + 1 < comma_end:
                return mention
        return None

    def _whole_subject(self, found: list[Mention], subject: Mention) -> Mention:
        """From the object of a preposition up to the noun it belongs to."""
        for _ in range(3):
            index = self.doc.token_at(subject.start) - 1
            if index >= 0 and self.doc.tokens[index].lower == "the":
                index -= 1
            if index < 1 or self.doc.tokens[index].lower not in _PREPOSITIONS:
                break
            end = self.doc.tokens[index - 1].end
            owner = next((m for m in found if m.end == end), None)
            if owner is None:
                break
            subject = owner
        return subject

    def understood(self, start: int, cue: int, mine: list[Attribution]) -> Mention | None:
        """The subject of a participle: the sentence's last speaker, or its first mention."""
        found = self.within(start, self.doc.tokens[cue].start)
        known = [quote.entity for quote in mine if quote.entity is not None]
        if known:
            found = [m for m in found if m.cluster == known[-1]]
            return found[-1] if found else None
        return found[0] if found else None

    def after(self, cue_end: int, limit: int) -> Mention | None:
        """The subject that follows an inverted cue: ``said Hanne Volt``."""
        tokens = self.doc.between(cue_end, min(limit, cue_end + _REACH))
        stop = cue_end
        for token in tokens:
            if token.text in ',.;:“”"—–(' or token.lower in (
                "in",
                "on",
                "at",
                "during",
                "when",
                "as",
            ):
                break
            stop = token.end
        found = self.within(cue_end, stop)
        named = [m for m in found if m.kind == "NAM" and self._type(m) == "PER"]
        return next(iter(named or found), None)

    def _type(self, mention: Mention) -> str:
        return self.resolver.clusters[mention.cluster].type

    def over_titles(self, index: int) -> int:
        """Back over a post or a description that runs into a name: ``the grid operator``."""
        tokens, at = self.doc.tokens, index
        while at > 0 and index - at < _DESCRIBED and tokens[at].text.islower():
            if tokens[at].lower in ("the", "a", "an", "its", "their", "his", "her"):
                return at - 1
            at -= 1
        while index > 0 and tokens[index].lower in words("names", "titles"):
            index -= 1
        return index

    def object_after(self, end: int) -> Mention | None:
        """The mention that follows directly: to whom something is told, according to whom."""
        low = bisect_left(self._starts, end)
        for mention in self.mentions[low : low + 6]:
            between = self.doc.text[end : mention.start]
            if len(between) > 60 or any(c in between for c in ',.;:“"”'):
                return None
            if self._speaks(mention) and self._only_titles(end, mention):
                return self._possessed(mention)
        return None

    def _possessed(self, owner: Mention) -> Mention:
        """From a possessor to what it possesses: ``Kestria's navy``."""
        index = self.doc.token_at(owner.end)
        tokens = self.doc.tokens
        if index + 1 >= len(tokens) or tokens[index].text not in ("'s", "’s", "'", "’"):
            return owner
        low = bisect_left(self._starts, tokens[index + 1].start)
        following = self.mentions[low] if low < len(self.mentions) else None
        near = following is not None and following.start - tokens[index].end < 24
        return following if following is not None and near and self._speaks(following) else owner

    def _only_titles(self, end: int, mention: Mention) -> bool:
        """Whether only an article and titles lie between, as in ``told minister Volt``."""
        between = self.doc.between(end, mention.start)
        titles = words("names", "titles") | words("names", "honorifics")
        titles |= words("nominals", "modifiers") | {"the", "a", "an", "."}
        return all(t.lower in titles or t.text[0].isupper() for t in between)
