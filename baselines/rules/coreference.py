"""Coreference: names by form and alias, nominals by head word, pronouns by recency."""

from __future__ import annotations

from collections.abc import Callable

from . import knowledge
from .clusters import Cluster, Mention
from .document import Document, Token
from .evidence import key_of
from .lexicon import words
from .names import Name
from .nominals import Nominal
from .shapes import is_proper

__all__ = ["Resolver"]

_MEMORY, _FIRST = 150, 12
_GOVERNMENT = {"government", "regime", "country", "nation", "republic", "kingdom"}
_PARTICULAR = ("GROUP", "GPE")
_TOWN = {"city", "town", "village", "capital", "municipality"}


class Resolver:
    """Builds the clusters in one pass over the mentions, in the order of the text."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.clusters: list[Cluster] = []
        self.mentions: list[Mention] = []
        self._by_key: dict[tuple[str, str], Cluster] = {}
        self._surnames: dict[str, Cluster] = {}
        self._groups: dict[str, Cluster] = {}

    def _new(self, kind: str, name: str | None = None) -> Cluster:
        cluster = Cluster(len(self.clusters), kind, name)
        self.clusters.append(cluster)
        return cluster

    def add(
        self, cluster: Cluster, start: int, end: int, kind: str, head: Token | None = None
    ) -> Mention:
        """Add one mention to a cluster."""
        mention = Mention(start, end, kind, cluster.number, head)
        cluster.mentions.append(mention)
        self.mentions.append(mention)
        return mention

    def name(self, name: Name, metonym: bool, beside: Cluster | None = None) -> Mention:
        """Add a name to the cluster of the same thing, or of the nominal it stands beside."""
        surface = self.doc.text[name.start : name.end]
        kind = name.type or "MISC"
        if kind == "PER" and name.entry is None:
            cluster = self._person(surface, name.title, beside)
        else:
            same = beside if beside is not None and beside.type == kind else None
            cluster = self._thing(surface, name, metonym, same)
        return self.add(cluster, name.start, name.end, "NAM")

    def _person(self, surface: str, title: str, beside: Cluster | None) -> Cluster:
        parts = surface.replace("-", " ").split()
        key = " ".join(surface.split())
        cluster = self._by_key.get(("PER", key)) or self._surnames.get(key)
        if cluster is None and len(parts) > 1:
            cluster = self._same_person(surface.split())
        if cluster is None:
            cluster = beside or self._new("PER", surface)
        if len(surface) > len(cluster.name or ""):
            cluster.name = surface
        self._by_key[("PER", key)] = cluster
        for part in surface.split():
            if part[0].isupper() and len(part) > 1:
                self._surnames[part] = cluster
        self._describe(cluster, parts[0] if parts else "", title)
        return cluster

    def _same_person(self, parts: list[str]) -> Cluster | None:
        """A longer form of a name met before by its surname alone."""
        known = self._surnames.get(parts[-1])
        if known is None or known.name is None:
            return None
        return known if known.name == parts[-1] or known.name.split()[0] == parts[0] else None

    def _describe(self, cluster: Cluster, first: str, title: str) -> None:
        posts = set(title.split())
        cluster.titles |= posts
        if posts & words("names", "male"):
            cluster.gender = "m"
        elif posts & words("names", "female"):
            cluster.gender = "f"
        elif cluster.gender is None:
            cluster.gender = knowledge.gender(first)

    def _thing(self, surface: str, name: Name, metonym: bool, beside: Cluster | None) -> Cluster:
        entry, kind = name.entry, name.type or "MISC"
        usual = entry.name if entry else surface
        key = (kind, usual if entry else key_of(usual))
        if metonym and entry and entry.country:
            key = ("GPE", f"={entry.country}")
        elif entry and entry.kind in ("country", "demonym") and entry.country:
            key = (kind, f"={entry.country}")
        elif entry is None and kind == "ORG":
            return self._organisation(surface, beside)
        cluster = self._by_key.get(key) or (beside if entry is None else None)
        if cluster is None:
            cluster = self._new(kind, usual)
        if key not in self._by_key:
            self._by_key[key] = cluster
            cluster.name = cluster.name or usual
            cluster.country = entry.country if entry else None
            cluster.kind = entry.kind if entry else ""
        if metonym and cluster.name == usual and cluster.country:
            cluster.name, cluster.kind = knowledge.country_name(cluster.country), "country"
        if entry and entry.kind == "country":
            cluster.name, cluster.kind = usual, "country"
        return cluster

    def _organisation(self, surface: str, beside: Cluster | None) -> Cluster:
        """By name, by acronym, or by a shorter form that keeps the words."""
        cluster = self._by_key.get(("ORG", surface)) or self._by_key.get(("ORG", surface.upper()))
        capitals = "".join(word[0] for word in surface.split() if word[0].isupper())
        if cluster is None and len(capitals) > 2:
            cluster = self._by_key.get(("ORG", capitals))
        if cluster is None:
            cluster = beside or self._new("ORG", surface)
        self._by_key[("ORG", surface)] = cluster
        if len(capitals) > 2:
            self._by_key.setdefault(("ORG", capitals), cluster)
        if len(surface) > len(cluster.name or ""):
            cluster.name = surface
        short, last = surface.partition(" ")[0], surface.rpartition(" ")[2]
        for form in (short if is_proper(short) else surface, last):
            self._by_key.setdefault(("ORG", form), cluster)
        return cluster

    def nominal(self, nominal: Nominal, appositive: Cluster | None) -> Mention:
        """Add a nominal: to what it stands beside, to what it takes up, or to a new entity."""
        cluster = appositive or self._taken_up(nominal)
        if cluster is None:
            cluster = self._new(nominal.type)
            if nominal.type == "GROUP":
                self._groups[self._bare(nominal.start, nominal.end)] = cluster
        head = nominal.head.lower
        cluster.heads.add(head)
        cluster.particular |= nominal.type == "PER" or (
            nominal.definite and nominal.type in _PARTICULAR
        )
        if cluster.type == "PER":
            self._describe(cluster, "", head)
            cluster.titles |= {t.lower for t in self.doc.between(nominal.start, nominal.head.end)}
        return self.add(cluster, nominal.start, nominal.end, "NOM", nominal.head)

    def _taken_up(self, nominal: Nominal) -> Cluster | None:
        head = nominal.head.lower
        announced = self._of_headline(nominal)
        if announced is not None:
            return announced
        if head in _GOVERNMENT and nominal.type == "GPE":
            return self._country(nominal)
        if nominal.type == "GROUP":
            return self._same_group(nominal)
        if not nominal.definite or nominal.possessor is not None:
            return None
        if head in _TOWN:
            return self._latest("GPE", lambda c: c.kind in ("city", "capital") or head in c.heads)
        known = self._latest(nominal.type, lambda c: head in c.heads | c.titles or _names(c, head))
        if known is None and head in ("company", "firm"):
            known = self._latest("ORG", lambda c: c.name is not None)
        return known

    def _of_headline(self, nominal: Nominal) -> Cluster | None:
        """What only the headline has named: ``Pensioners leave``, then ``312 pensioners``."""
        headline = self.doc.headline
        if headline is None or nominal.start < headline.end:
            return None
        for mention in self.mentions[:_FIRST]:
            cluster = self.clusters[mention.cluster]
            if mention.end > headline.end:
                return None
            alone = cluster.mentions[-1].end <= headline.end and mention.kind == "NOM"
            if alone and cluster.type == nominal.type and nominal.head.lower in cluster.heads:
                return cluster
        return None

    def _country(self, nominal: Nominal) -> Cluster | None:
        """``the Kestrian government``, ``Kestria's government``, ``the country``."""
        for name in self.mentions[-40:]:
            if nominal.start <= name.start and name.end <= nominal.head.start:
                cluster = self.clusters[name.cluster]
                if cluster.country:
                    return self._by_key.get(("GPE", f"={cluster.country}"))
        if not nominal.definite:
            return None
        return self._latest("GPE", lambda c: c.kind == "country") or self._of_dateline()

    def _of_dateline(self) -> Cluster | None:
        """The state behind the place of a dateline, known or not."""
        for mention in self.mentions[:_FIRST]:
            told = self.doc.in_apparatus(mention.start)
            if told and self.doc.text[max(0, mention.start - 2) : mention.start] == ", ":
                cluster = self.clusters[mention.cluster]
                return cluster if cluster.type == "GPE" else None
        return None

    def _same_group(self, nominal: Nominal) -> Cluster | None:
        surface = self._bare(nominal.start, nominal.end)
        known = self._groups.get(surface)
        if known is None and nominal.definite and nominal.possessor is None:
            head = nominal.head.lower
            known = self._latest("GROUP", lambda c: head in c.heads)
        if known is not None:
            self._groups[surface] = known
        return known

    def _bare(self, start: int, end: int) -> str:
        surface = self.doc.text[start:end].lower()
        for article in ("the ", "these ", "those "):
            surface = surface.removeprefix(article)
        return surface

    def _latest(self, kind: str, fits: Callable[[Cluster], bool]) -> Cluster | None:
        """The cluster of that type last mentioned, among those that fit."""
        for mention in reversed(self.mentions[-_MEMORY:]):
            cluster = self.clusters[mention.cluster]
            if cluster.type == kind and fits(cluster):
                return cluster
        return None


def _names(cluster: Cluster, head: str) -> bool:
    return cluster.name is not None and head in cluster.name.lower().split()
