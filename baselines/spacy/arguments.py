"""The component that gives events their arguments, by counts of the examples."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example

__all__ = ["ArgumentFinder"]

_NONE = "-"
_PRIOR = 2.0
_PASSIVE = frozenset(["was", "were", "is", "are", "be", "been", "being"])


class Candidate(NamedTuple):
    """A span in the sentence of a trigger, and its descriptions from the most general on."""

    trigger: Span
    span: Span
    keys: list[str]

    @property
    def id(self) -> tuple[str, int, int]:
        """What an argument that it is would be known by."""
        return str(self.trigger.start), self.span.start, self.span.end


@Language.factory("goldfield_arguments")
def make_arguments(nlp: Language, name: str, threshold: float) -> ArgumentFinder:
    """See `ArgumentFinder`."""
    return ArgumentFinder(threshold)


class ArgumentFinder:
    """Gives what stands in the sentence of a trigger its role.

    A candidate has several descriptions. The shares of the roles among the examples of one are
    smoothed by those of the more general one before it (Jelinek and Mercer 1980). A role is
    given if it has the largest share of all, and at least `threshold`.
    """

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self.table: dict[str, dict[str, int]] = {}

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None
    ) -> None:
        """Count the roles."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for doc in (example.reference for example in get_examples()):
            arguments = doc.spans.get("arguments", [])
            roles = {(span.id_, span.start, span.end): span.label_ for span in arguments}
            for candidate in _candidates(doc):
                for key in candidate.keys:
                    counts[key][roles.get(candidate.id, _NONE)] += 1
        self.table = {key: dict(sorted(counts[key].items())) for key in sorted(counts)}

    def __call__(self, doc: Doc) -> Doc:
        """Put arguments into the group of that name."""
        found: dict[tuple[str, int, int], Span] = {}
        for candidate in _candidates(doc):
            role, share = self._role(candidate.keys)
            if share >= self.threshold:
                id, start, end = candidate.id
                # Of two readings of one span, a name and a noun, the first has the role.
                span = Span(doc, start, end, label=role, span_id=id)
                found.setdefault(candidate.id, span)
        doc.spans["arguments"] = SpanGroup(doc, name="arguments", spans=list(found.values()))
        return doc

    def _role(self, keys: Iterable[str]) -> tuple[str, float]:
        """The role with the largest share, and that share."""
        shares: dict[str, float] = {}
        for counts in (self.table.get(key, {}) for key in keys):
            prior = _PRIOR if shares else 0.0
            total = sum(counts.values()) + prior
            if total:
                shares = {
                    role: (counts.get(role, 0) + prior * shares.get(role, 0.0)) / total
                    for role in sorted(shares.keys() | counts)
                }
        shares.pop(_NONE, None)
        return max(shares.items(), key=lambda item: item[1], default=(_NONE, 0.0))

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write what was learned."""
        path.mkdir(exist_ok=True)
        (path / "counts.json").write_text(json.dumps(self.table, indent=0), encoding="utf-8")

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Read what was learned."""
        self.table = json.loads((path / "counts.json").read_text(encoding="utf-8"))


def _candidates(doc: Doc) -> Iterator[Candidate]:
    """Each trigger with each mention, value and other trigger of its sentence."""
    triggers = list(doc.spans.get("triggers", []))
    spans = [*doc.ents, *doc.spans.get("mentions", []), *doc.spans.get("values", [])]
    kinds = [(span, span.label_.rpartition(".")[2]) for span in spans]
    sentence = [number for number, tokens in enumerate(doc.sents) for _ in tokens]
    beside: dict[int, list[tuple[Span, str]]] = defaultdict(list)
    for span, kind in [*kinds, *((trigger, "EVENT") for trigger in triggers)]:
        beside[sentence[span.start]].append((span, kind))
    for trigger in triggers:
        ranks = Counter[tuple[str, str]]()
        near = beside[sentence[trigger.start]]
        near.sort(key=lambda item: (_distance(trigger, item[0]), item[0].start, -item[0].end))
        for span, kind in near:
            if _distance(trigger, span) >= 0:
                side = "before" if span.start < trigger.start else "after"
                keys = _keys(trigger, span, (kind, side, min(ranks[kind, side], 2)))
                ranks[kind, side] += 1
                yield Candidate(trigger, span, keys)


def _distance(trigger: Span, span: Span) -> int:
    """The tokens between; negative if the spans overlap."""
    return max(span.start - trigger.end, trigger.start - span.end)


def _keys(trigger: Span, span: Span, place: tuple[str, str, int]) -> list[str]:
    """By place alone, with the words before the two, with the event's type, with all."""
    kind, side, rank = place
    doc = span.doc
    lead = doc[span.start - 1].lower_ if span.start else ""
    voice = "passive" if trigger.start and doc[trigger.start - 1].lower_ in _PASSIVE else "active"
    where = f"{kind} {side} {rank}"
    words = f"{lead if lead in STOP_WORDS else _NONE} {voice}"
    event = trigger.label_
    return [where, f"{where} {words}", f"{event} {where}", f"{event} {where} {words}"]
