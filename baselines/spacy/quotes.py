"""The component that finds quotes and their speakers, on spaCy's matchers."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example
from spacy.util import filter_spans
from spacy.vocab import Vocab

__all__ = ["QuoteFinder"]

_MARKS = {"“": "”", "‘": "’", '"': '"'}
_EDGES = frozenset(".?!,")
_SPEAKERS = frozenset(["PER", "ORG", "GPE", "GROUP", "NORP", "DOC"])
_TITLE = 3  # tokens in marks that are more often a title or a term than words of somebody


class Habits(NamedTuple):
    """How a cue is used: shares of its occurrences.

    Attributes:
        after: the speaker stands after it.
        told: its content is apart from it, as in *told crews to wait*.
    """

    after: float
    told: float


@Language.factory("goldfield_quotes")
def make_quotes(nlp: Language, name: str, precision: float) -> QuoteFinder:
    """See `QuoteFinder`."""
    return QuoteFinder(nlp.vocab, precision)


class QuoteFinder:
    """Finds quotes: what stands in marks, and what follows a cue; with their speakers.

    The cues and their habits are those of the examples. A phrase is a cue if it is one in at
    least the share `precision` of its occurrences.
    """

    def __init__(self, vocab: Vocab, precision: float) -> None:
        self.vocab, self.precision = vocab, precision
        self.habits: dict[str, Habits] = {}
        self._marked = Matcher(vocab)
        for mark, closer in _MARKS.items():
            inner = {"ORTH": {"NOT_IN": [mark, closer]}, "IS_SPACE": False, "OP": "+"}
            # A quote that goes on in the next paragraph is closed there.
            last = {"TEXT": {"REGEX": f"{closer}|\n"}} if mark == "“" else {"ORTH": closer}
            self._marked.add(mark, [[{"ORTH": mark}, inner, last]])

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None
    ) -> None:
        """Learn the cues and their habits."""
        docs = [example.reference for example in get_examples()]
        seen: dict[str, list[Habits]] = defaultdict(list)
        for doc in docs:
            for cue, habits in _examples(doc):
                seen[cue].append(habits)
        self.habits = dict.fromkeys(seen, Habits(0.0, 0.0))
        everywhere = Counter(cue.text.lower() for doc in docs for cue in self.cues(doc))
        self.habits = {
            cue: Habits(*(sum(column) / len(column) for column in zip(*seen[cue], strict=True)))
            for cue in sorted(seen)
            if len(seen[cue]) >= self.precision * everywhere[cue]
        }

    def cues(self, doc: Doc) -> list[Span]:
        """The phrases that may be cues, none within another."""
        matcher = PhraseMatcher(self.vocab, attr="LOWER")
        matcher.add("cue", [Doc(self.vocab, cue.split(" ")) for cue in self.habits])
        return filter_spans(matcher(doc, as_spans=True))

    def __call__(self, doc: Doc) -> Doc:
        """Put the parts of each quote into the group ``quotes``."""
        marked = filter_spans([match[1:-1] for match in self._marked(doc, as_spans=True)])
        parts = _Reader(doc, self.cues(doc), marked, self.habits).parts()
        doc.spans["quotes"] = SpanGroup(doc, name="quotes", spans=list(parts))
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write what was learned."""
        path.mkdir(exist_ok=True)
        table = {cue: habits._asdict() for cue, habits in self.habits.items()}
        (path / "cues.json").write_text(json.dumps(table, indent=0), encoding="utf-8")

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Read what was learned."""
        table = json.loads((path / "cues.json").read_text(encoding="utf-8"))
        self.habits = {cue: Habits(**habits) for cue, habits in table.items()}


def _examples(doc: Doc) -> Iterator[tuple[str, Habits]]:
    """Each cue of the gold quotes with what it does there."""
    quotes: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for span in doc.spans.get("quotes", []):
        quotes[span.id_][span.label_].append(span)
    for parts in quotes.values():
        for cue in parts["cue"]:
            after = any(source.start >= cue.end for source in parts["source"])
            indirect = parts["content"] if not parts["quoted"] else ()
            told = any(content.start > cue.end + 1 for content in indirect)
            yield cue.text.lower(), Habits(after, told and not after)


class _Reader:
    """The quotes of one document.

    What is in marks belongs to the cue after it, else to the last cue before it in its sentence,
    else to the quote before it in its paragraph. Other cues have the words that follow them, or
    those before them if none follow.
    """

    def __init__(
        self, doc: Doc, cues: list[Span], marked: list[Span], habits: dict[str, Habits]
    ) -> None:
        self.doc, self.marked, self.habits = doc, marked, habits
        self.sentence = [sentence for sentence in doc.sents for _ in sentence]
        within = {i for span in marked for i in range(span.start, span.end)}
        self.cues = [cue for cue in cues if cue.start not in within]
        self.speakers: dict[int, list[Span]] = defaultdict(list)  # of each sentence
        mentions = [*doc.ents, *doc.spans.get("mentions", [])]
        for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
            if mention.label_.rpartition(".")[2] in _SPEAKERS and mention.start not in within:
                self.speakers[self.sentence[mention.start].start].append(mention)

    def parts(self) -> Iterator[Span]:
        """The parts of all quotes, labelled, with the first token of the quote as id."""
        taken: dict[int, Span] = {}  # the first content of each cue
        last: Span | None = None
        for span in self.marked:
            cue = self._cue_of(span)
            if cue is None and len(span) <= _TITLE and span[-1].text not in _EDGES:
                continue
            if cue is None:
                goes_on = last is not None and "\n" not in self.doc[last.end : span.start].text
                first = last if last is not None and goes_on else span
                content = span
            else:
                content = span if cue.start in taken else self._around(span, cue)
                first = taken.setdefault(cue.start, content)
            if first is content:
                yield from self._said(first, cue)
            if first is content or span.end > first.end:
                yield self._part(content, "content", first)
            yield self._part(span, "quoted", first)
            last = first
        for cue in self.cues:
            if cue.start not in taken and (content := self._reported(cue)):
                yield from self._said(content, cue)
                yield self._part(content, "content", content)

    def _said(self, first: Span, cue: Span | None) -> Iterator[Span]:
        if cue is not None:
            yield self._part(cue, "cue", first)
            if (source := self._speaker(cue)) is not None:
                yield self._part(source, "source", first)

    def _part(self, span: Span, label: str, first: Span) -> Span:
        return Span(self.doc, span.start, span.end, label=label, span_id=str(first.start))

    def _cue_of(self, marked: Span) -> Span | None:
        rest = self.doc[marked.end + 1 : marked.end + 12]
        if marked[-1].text == "." and not (rest and rest[0].is_lower):
            rest = rest[:0]
        over = next((t.i for t in rest if t.text in ".?!" or "\n" in t.text), rest.end)
        sentence = self.sentence[marked.start].start
        before = [cue for cue in self.cues if sentence <= cue.start < marked.start]
        after = (cue for cue in self.cues if rest.start <= cue.start < over)
        return next(after, before[-1] if before else None)

    def _around(self, marked: Span, cue: Span) -> Span:
        """All the ascribed words of the clause in which words are marked."""
        sentence = self.sentence[marked.start]
        before = cue.start < marked.start
        begin = self._begin(cue) if before else sentence.start
        if not any(token.is_alpha for token in self.doc[begin : marked.start]):
            return marked
        end = _trimmed(sentence).end if before else self._before(cue).end
        words = any(token.is_alpha for token in self.doc[marked.end + 1 : end])
        return self.doc[begin : end if words else marked.end + 1]

    def _begin(self, cue: Span) -> int:
        """Where words that follow a cue begin."""
        rest = self.doc[cue.end : self.sentence[cue.start].end]
        if self.habits[cue.text.lower()].told > 0.5:
            joint = next((t for t in rest[:10] if t.lower_ in ("that", "to", "of")), None)
            return rest.end if joint is None else joint.i + (joint.lower_ != "to")
        return next((t.i for t in rest if t.lower_ not in ("that", ",", ":")), rest.end)

    def _before(self, cue: Span) -> Span:
        """The words of the sentence before a cue and its speaker."""
        source, sentence = self._speaker(cue), self.sentence[cue.start]
        starts = [cue.start] if source is None else [cue.start, source.start]
        return _trimmed(self.doc[sentence.start : max(min(starts), sentence.start)])

    def _reported(self, cue: Span) -> Span:
        """The words that a cue reports without marks."""
        source, sentence = self._speaker(cue), _trimmed(self.sentence[cue.start])
        content = self.doc[min(self._begin(cue), sentence.end) : sentence.end]
        inverted = (
            source is not None
            and source.start == cue.end
            and (source.end >= sentence.end or self.doc[source.end].text == ",")
        )
        if len(content) > 1 and not inverted:
            return content
        return self._before(cue)

    def _speaker(self, cue: Span) -> Span | None:
        """The mention beside a cue, on the side where speakers of this cue are wont to stand."""
        near = self.speakers[self.sentence[cue.start].start]
        before: Span | None = max(
            (m for m in near if m.end <= cue.start), key=lambda m: m.end, default=None
        )
        after: Span | None = next((m for m in near if m.start >= cue.end), None)
        if after is not None and (before is None or self.habits[cue.text.lower()].after > 0.5):
            return after
        beside = after is not None and after.start == cue.end
        far = before is not None and cue.start - before.end > 4
        return after if beside and far else self._head(before, near)

    def _head(self, mention: Span | None, near: list[Span]) -> Span | None:
        """The mention that another one follows in apposition, between commas."""
        if mention is None or not mention.start or self.doc[mention.start - 1].text != ",":
            return mention
        return next((m for m in near if m.end == mention.start - 1), mention)


def _trimmed(span: Span) -> Span:
    """A span without blanks, marks of the end and commas at its edges."""
    kept = [t.i for t in span if not t.is_space and t.text not in _EDGES]
    return span.doc[kept[0] : kept[-1] + 1] if kept else span.doc[span.start : span.start]
