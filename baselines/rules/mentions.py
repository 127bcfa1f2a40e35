"""All mentions of a text in one pass: names, nominals and pronouns, with their clusters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .clusters import Cluster
from .coreference import Resolver
from .document import Document
from .headless import find_headless, find_peoples, find_regions
from .lexicon import words
from .names import Name
from .nominals import Nominal, find_nominals
from .pronouns import add_pronoun, is_pronoun
from .quantities import Amount

__all__ = ["resolve"]


_COMMA = re.compile(r", (?:the )?")
_APPOSED = re.compile(r", (?:\d\d?, )?$")


def resolve(doc: Document, names: list[Name], amounts: list[Amount]) -> Resolver:
    """Read the mentions from left to right and cluster them."""
    resolver = Resolver(doc)
    phrases = find_nominals(doc, names, amounts)
    phrases += find_headless(doc, amounts, phrases)
    phrases += [*find_regions(doc, names), *find_peoples(doc, names)]
    nominals = [n for n in phrases if not doc.in_apparatus(n.start)]
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
    items += [(n.end if n.type == "GPE" else n.head.end, 1, n) for n in nominals]
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
        ends = {name.end: name for name in names}
        starts = {name.start: name for name in names}
        nominals = [_of_name(doc, nominal, ends) for nominal in nominals]
        self.nominals = nominals
        self.after: dict[tuple[int, int], Name] = {}
        self.before: dict[int, Nominal] = {}
        for nominal in nominals:
            lead = _APPOSED.search(doc.text, max(0, nominal.start - 8), nominal.start)
            name = ends.get(lead.start()) if lead else ends.get(nominal.head.start - 1)
            if name is not None and name.type == nominal.type:
                self.after[nominal.start, nominal.end] = name
            named = starts.get(nominal.head.end + len(" of "))
            if named and nominal.type == "GPE" == named.type and named.end == nominal.end:
                self.after[nominal.start, nominal.end] = named
            comma = _COMMA.match(doc.text, nominal.end)
            follower = starts.get(comma.end()) if comma else None
            if follower and follower.type == nominal.type:
                closed = doc.text[follower.end : follower.end + 1] == ","
                if nominal.definite or closed:
                    self.before[follower.start] = nominal


def _of_name(doc: Document, nominal: Nominal, ends: dict[int, Name]) -> Nominal:
    """An apposition is of the type of its name, if its head can be of that type."""
    name = ends.get(nominal.start - len(", "))
    kind = name.type if name and doc.text[name.end : nominal.start] == ", " else None
    fits = kind in ("PER", "ORG", "GPE", "FAC") and nominal.head.lower in words("nominals", kind)
    return nominal._replace(type=kind) if fits and kind else nominal


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
