"""Attributions: who is said to have said what, with marks and without."""

from __future__ import annotations

from .attribution import Attribution, Unit, ordered, units
from .clusters import Mention
from .content import clause_before, comma_after, complement_after, is_all, trimmed
from .coreference import Resolver
from .cues import Cue, cue_at, is_passive
from .document import Document
from .quotemarks import Quoted, find_quoted, is_title
from .sentences import Stretch
from .speakers import Speakers

__all__ = ["find_quotes"]

_SUBJECT_REACH = 14
_MOST_CUES, _FRAGMENT_WORDS = 24, 3  # a sentence with more cues is no sentence


def find_quotes(doc: Document, resolver: Resolver) -> list[Attribution]:
    """All attributions of the body, in the order of their content."""
    quoted = [q for q in find_quoted(doc) if not doc.in_apparatus(q.start)]
    reader = _Reader(doc, resolver)
    for unit in units(doc, quoted):
        if not doc.in_apparatus(unit.start):
            reader.read(unit)
    found = [a for a in reader.found if a.content and all(s.start < s.end for s in a.content)]
    return ordered(found)


class _Reader:
    """Reads unit after unit and remembers the speaker."""

    def __init__(self, doc: Document, resolver: Resolver) -> None:
        self.doc = doc
        self.speakers = Speakers(doc, resolver)
        self.found: list[Attribution] = []

    def read(self, unit: Unit) -> None:
        """Take the attributions of one unit."""
        before = len(self.found)
        first, last = self.doc.token_at(unit.start), self.doc.token_at(unit.end)
        cues = [
            cue
            for index in range(first, last)
            if unit.outside(self.doc.tokens[index].start) and (cue := cue_at(self.doc, index))
        ]
        for cue in sorted(cues[:_MOST_CUES], key=lambda c: (c.lemma != "according to", c.first)):
            self._attribute(unit, cue, self.found[before:])
        taken = {q.start for a in self.found[before:] for q in a.quoted}
        self._rest(unit, [q for q in unit.quoted if q.start not in taken], before)

    def _attribute(self, unit: Unit, cue: Cue, mine: list[Attribution]) -> None:
        at = self.doc.tokens[cue.first].start
        parent = next(
            (a for a in reversed(mine) if any(s.start <= at < s.end for s in a.content)), None
        )
        if any(a.cue and a.cue.start <= at < a.cue.end for a in mine):
            return
        region = Stretch(unit.start, unit.end)
        if parent is not None:
            region = next(s for s in parent.content if s.start <= at < s.end)
        else:
            ends = [s.end for a in mine for s in a.content if s.end <= at]
            region = Stretch(max([unit.start, *ends]), unit.end)
        made = self._according(unit, cue, region) if cue.lemma == "according to" else (
            self._after_quote(unit, cue, region) or self._before(unit, cue, region, mine)
            or self._closing(unit, cue, region)
        )  # fmt: skip
        if made is not None:
            self._take(made, unit, parent)

    def _take(self, made: Attribution, unit: Unit, parent: Attribution | None) -> None:
        made.index = len(self.found)
        made.paragraph = unit.paragraph
        if parent is not None:
            if made.content[0].start == parent.content[0].start and made.content == parent.content:
                return
            made.parent = parent.index
            theirs = set(made.quoted)
            parent.quoted = [q for q in parent.quoted if q not in theirs]
        owned = {q.start for a in self.found[-8:] for q in a.quoted if a is not parent}
        made.quoted = [q for q in made.quoted if q.start not in owned]
        self.found.append(made)

    def _made(
        self, unit: Unit, cue: Cue, content: list[Stretch], source: Mention | None
    ) -> Attribution:
        """An attribution; quote marks that are all of the content leave it."""
        tokens = self.doc.tokens
        inside = [q for q in unit.quoted for s in content if s.start <= q.start and q.end <= s.end]
        bare = [
            next((Stretch(q.start, q.end) for q in inside if is_all(self.doc.text, q, s)), s)
            for s in content
        ]
        mark = Stretch(tokens[cue.first].start, tokens[cue.last].end)
        entity = source.cluster if source else None
        return Attribution(bare, inside, mark, source, entity)

    def _according(self, unit: Unit, cue: Cue, region: Stretch) -> Attribution | None:
        doc, text = self.doc, self.doc.text
        start, end = doc.tokens[cue.first].start, doc.tokens[cue.last].end
        source = self.speakers.object_after(end)
        lead = trimmed(text, region.start, start)
        if lead.end - lead.start > 12:
            before = [q for q in unit.quoted if region.start <= q.start and q.outer.end <= start]
            content = clause_before(doc, region.start, start, before)
        else:
            comma = comma_after(doc, self.speakers, source.end if source else end, region.end)
            if comma is None:
                return None
            last = unit.quoted[-1] if unit.quoted else None
            content = trimmed(text, comma, region.end)
            if last and last.outer.end >= content.end and last.outer.end <= region.end:
                content = Stretch(content.start, last.outer.end)
        return self._made(unit, cue, [content], source)

    def _after_quote(self, unit: Unit, cue: Cue, region: Stretch) -> Attribution | None:
        """``“…,” she said`` and ``“…,” said Volt, “…”``."""
        doc, at = self.doc, self.doc.tokens[cue.first].start
        before = [q for q in unit.quoted if region.start <= q.start and q.outer.end <= at]
        if not before or cue.form == "noun":
            return None
        last = before[-1]
        between = doc.between(last.outer.end, at)
        closed = doc.text[last.end - 1] in ",.?!…-—" or (between and between[0].text in ",-—–")
        if not closed or len(between) > _SUBJECT_REACH:
            return None
        source = self.speakers.before(cue.first, last.outer.end)
        inverted = source is None and all(t.text == "," or t.lower.endswith("ly") for t in between)
        if inverted:
            source = self.speakers.after(doc.tokens[cue.last].end, region.end)
        if source is None and not inverted and len(between) > 6:
            return None
        content = self._quoted_content(region.start, before)
        made = self._made(unit, cue, content, source)
        if cue.lemma == "tell":
            told = self.speakers.object_after(doc.tokens[cue.last].end)
            made.addressee = told.cluster if told else None
        self._add_second_half(unit, made, at, region)
        return made

    def _quoted_content(self, start: int, before: list[Quoted]) -> list[Stretch]:
        """The quotes alone, or the clause that leads into a fragment."""
        lead = trimmed(self.doc.text, start, before[0].outer.start)
        if lead.end - lead.start > 3:
            return [Stretch(lead.start, before[-1].outer.end)]
        return [Stretch(q.start, q.end) for q in before]

    def _add_second_half(self, unit: Unit, made: Attribution, at: int, region: Stretch) -> None:
        """The rest of a quote that its cue splits."""
        later = [q for q in unit.quoted if q.outer.start > at and q.outer.end <= region.end]
        for q in later[:1]:
            gap = self.doc.text[at : q.outer.start].rstrip()
            if gap.endswith((",", ":", "—", "–", ".")) and len(gap) < 200:
                made.content.append(Stretch(q.start, q.end))
                made.quoted.append(q)

    def _before(
        self, unit: Unit, cue: Cue, region: Stretch, mine: list[Attribution]
    ) -> Attribution | None:
        """``Volt said that …``, ``was told to …``, ``…, adding that …``."""
        found = complement_after(self.doc, unit, cue, region, self.speakers)
        if found is None or found.start >= found.end:
            return None
        first = next((q for q in unit.quoted if q.outer.start == found.start), None)
        if cue.weak and first is not None and is_title(self.doc, first):
            return None
        source = None
        passive = cue.form == "past" and is_passive(self.doc, cue.first)
        if not passive:
            before = self.speakers.before
            source = before(cue.first, region.start) or before(cue.first, unit.start)
        made = self._made(unit, cue, [Stretch(found.start, found.end)], source)
        made.addressee = found.addressee
        if source is None and not passive:
            if cue.form == "ing":
                made.source = self.speakers.understood(unit.start, cue.first, mine)
                made.entity = made.source.cluster if made.source else None
            elif not found.strong:
                return None
        return made

    def _closing(self, unit: Unit, cue: Cue, region: Stretch) -> Attribution | None:
        """``The pier is closed, police said.``"""
        doc, tokens = self.doc, self.doc.tokens
        after = [t for t in doc.between(tokens[cue.last].end, region.end) if t.text not in '."”']
        near = next((i for i, t in enumerate(after) if t.text in ",;"), len(after))
        if cue.form in ("ing", "noun") or cue.weak or (len(after) > 8 and near > 4):
            return None
        source = self.speakers.before(cue.first, region.start)
        start = source.start if source else tokens[cue.first].start
        before = self.speakers.over_titles(doc.token_at(start) - 1)
        if before < 1 or tokens[before].text != ",":
            return None
        if source is None:
            source = self.speakers.after(tokens[cue.last].end, region.end)
        content = trimmed(doc.text, region.start, tokens[before].start)
        if source is None or content.end - content.start < 12:
            return None
        parts = [content]
        if near < len(after) - 2 and len(after) > 8:
            parts.append(trimmed(doc.text, after[near].end, region.end))
        return self._made(unit, cue, parts, source)

    def _rest(self, unit: Unit, left: list[Quoted], before: int) -> None:
        """Quotes that no cue of the unit claimed: continued, or ascribed to nobody named."""
        if not left:
            return
        alone = not self.doc.text[unit.start : left[0].outer.start].strip(" —–-") and (
            not self.doc.text[left[-1].outer.end : unit.end].strip(" .")
        )
        if alone and len(self.found) == before:
            self._continue(unit, left)
            return
        for q in left:
            if len(self.found) == before and _uttered(self.doc, q):
                self._take(Attribution([Stretch(q.start, q.end)], [q]), unit, None)

    def _continue(self, unit: Unit, left: list[Quoted]) -> None:
        """A quote alone: joins the direct quote before it, or goes on with its speaker."""
        last = self.found[-1] if self.found else None
        reopened = last is not None and last.quoted and last.quoted[-1].open
        near = last is not None and last.paragraph == unit.paragraph
        if last is not None and (reopened or (near and last.type == "direct")):
            last.content.extend(Stretch(q.start, q.end) for q in left)
            last.quoted.extend(left)
            last.paragraph = unit.paragraph
            return
        made = Attribution([Stretch(q.start, q.end) for q in left], list(left))
        if last is not None and last.paragraph >= unit.paragraph - 1:
            made.entity = last.entity
        self._take(made, unit, None)


def _uttered(doc: Document, quoted: Quoted) -> bool:
    """Whether a fragment without a cue is long enough for words said, and no title."""
    longer = [token for token in doc.between(quoted.start, quoted.end) if len(token.text) > 3]
    return len(longer) >= _FRAGMENT_WORDS and not is_title(doc, quoted)
