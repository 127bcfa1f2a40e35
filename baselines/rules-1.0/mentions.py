"""All mentions of a text in one pass: names, nominals and pronouns, with their clusters."""

from __future__ import annotations

from collections.abc import Iterator

from .clusters import Cluster
from .coreference import Resolver
from .document import Document
from .lexicon import words
from .names import Name
from .nominals import Nominal, find_nominals
from .pronouns import add_pronoun, is_pronoun
from .quantities import Amount

__all__ = ["resolve"]


def resolve(doc: Document, names: list[Name], amounts: list[Amount]) -> Resolver:
    """Read the mentions from left to right and cluster them."""
    resolver = Resolver(doc)
    nominals = [n for n in find_nominals(doc, names, amounts) if not doc.in_apparatus(n.start)]
    taken = {(name.start, name.end) for name in names}
    beside = _Beside(doc, names, [n for n in nominals if (n.start, n.end) not in taken])
    clusters: dict[int, Cluster] = {}
    for item in _ordered(doc, names, beside.nominals):
        if isinstance(item, int):
            add_pronoun(resolver, doc, item)
        elif isinstance(item, Name):
            nominal = beside.before.get(item.start)
            known = clusters.get(nominal.head.start) if nominal else None
            mention = resolver.name(item, _is_metonym(doc, item), known)
            clusters[item.start] = resolver.clusters[mention.cluster]
        else:
            name = beside.after.get((item.start, item.end))
            mention = resolver.nominal(item, clusters.get(name.start) if name else None)
            clusters[item.head.start] = resolver.clusters[mention.cluster]
    return resolver


def _ordered(
    doc: Document, names: list[Name], nominals: list[Nominal]
) -> Iterator[Name | Nominal | int]:
    """Everything that can be a mention, by where its head ends."""
    items: list[tuple[int, int, Name | Nominal | int]] = [(n.end, 0, n) for n in names]
    items += [(n.head.end, 1, n) for n in nominals]
    items += [
        (t.end, 2, i)
        for i, t in enumerate(doc.tokens)
        if is_pronoun(t) and not doc.in_apparatus(t.start)
    ]
    for _, _, item in sorted(items, key=lambda entry: entry[:2]):
        yield item


class _Beside:
    """Which names and nominals stand in apposition."""

    def __init__(self, doc: Document, names: list[Name], nominals: list[Nominal]) -> None:
        persons = {name.start: name for name in names if name.type == "PER"}
        ends = {name.end: name for name in persons.values()}
        self.nominals = nominals
        self.after: dict[tuple[int, int], Name] = {}
        self.before: dict[int, Nominal] = {}
        for nominal in nominals:
            if nominal.type != "PER":
                continue
            if doc.text[max(0, nominal.start - 2) : nominal.start] == ", ":
                name = ends.get(nominal.start - 2)
                if name is not None:
                    self.after[nominal.start, nominal.end] = name
            follower = persons.get(nominal.end + 2)
            if follower and doc.text[nominal.end : nominal.end + 2] == ", " and nominal.definite:
                self.before[follower.start] = nominal


def _is_metonym(doc: Document, name: Name) -> bool:
    """Whether a capital stands for its government: the subject of what governments do."""
    if name.entry is None or name.entry.kind != "capital" or name.entry.name == "Brussels":
        return False  # Brussels stands for the European Union more often than for Belgium
    index = doc.token_at(name.start)
    before = doc.tokens[index - 1].lower if index else ""
    if before in words("names", "place_leads"):
        return False
    if before in ("between", "and") and _pair(doc, index, before):
        return True
    after = doc.token_at(name.end)
    verbs = [t.lower for t in doc.tokens[after : after + 5] if not _adverb(t.lower)][:2]
    if not verbs:
        return False
    if verbs[0] in words("names", "state_verbs"):
        return True
    helped = verbs[0] in ("has", "had", "is", "will", "would", "may", "could", "must", "should")
    following = verbs[1] if len(verbs) > 1 else ""
    return helped and (following in words("names", "state_verbs") or following.endswith("ing"))


def _adverb(lower: str) -> bool:
    return lower.endswith("ly") or lower in ("also", "again", "now", "not", "never", "then")


def _pair(doc: Document, index: int, before: str) -> bool:
    """``between Oslo and Lisbon``."""
    window = [token.lower for token in doc.tokens[max(0, index - 5) : index + 4]]
    return "between" in window and "and" in window
