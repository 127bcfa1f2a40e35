"""GUM's mentions as gold records: names, nominal mentions and pronouns with their coreference.

GUM has other types than goldfield, and extents of whole noun phrases. So only the three types that
both know are kept, a name is reduced to its head, and scores of extractors are best compared by
`entities@strict:conll4`, `mentions@partial` and coreference (suite `names`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import Content, imported_article, named_split, provenance_of
from goldfield.corpus.foreign.gum_lines import TYPES, GumDocument, GumMention, Place, read_gum_file
from goldfield.errors import DataError, Fault
from goldfield.schema.labels import MentionKind
from goldfield.schema.records import Article, Entity, Mention, Span

__all__ = ["gum_article", "gum_files", "gum_split", "read_gum_gold"]

_NEWS = "GUM_news_"
# splits.md of github.com/amir-zeldes/gum, at 51578a3; the other documents of news are for training.
_HELD_OUT = {
    "GUM_news_homeopathic": "validation",
    "GUM_news_iodine": "validation",
    "GUM_news_nasa": "test",
    "GUM_news_sensitive": "test",
}
_KINDS: dict[str, MentionKind] = {"PROPN": "NAM", "PRON": "PRO", "DET": "PRO"}


def gum_files(folder: Path) -> list[Path]:
    """The CoNLL-U files of a folder: those in `conllu` or `dep`, as GUM has it, else its own."""
    for place in (folder / "conllu", folder / "dep", folder):
        if paths := sorted(place.glob("*.conllu")):
            return paths
    return []


def gum_split(path: Path) -> str:
    """The split of GUM's own partition that a file belongs to.

    One document of news is known by its name, a file of many, as Universal Dependencies has them,
    by a word of it. Documents of other genres are split `other`.
    """
    if path.stem in _HELD_OUT:
        return _HELD_OUT[path.stem]
    return "train" if path.stem.startswith(_NEWS) else named_split(path.name) or "other"


def read_gum_gold(paths: Iterable[Path], account: Account) -> Iterator[Article]:
    """The documents of CoNLL-U files, those of a file at a time.

    Raises:
        DataError: with every document that cannot be read, and every file without mentions.
    """
    faults: list[Fault] = []
    for path in paths:
        try:
            read = read_gum_file(path)
        except DataError as error:
            faults += error.faults
            continue
        if not any(document.mentions for document in read):
            problem = "no token has Entity= in its last column"
            faults.append(Fault(str(path), "$", problem, "give CoNLL-U of GUM, or of its format"))
        if not faults:
            yield from (gum_article(document, account) for document in read)
    if faults:
        raise DataError(faults)


def gum_article(document: GumDocument, account: Account) -> Article:
    """The gold record of a document, with the layers `entities` and `coref`."""
    clusters: dict[str, list[GumMention]] = defaultdict(list)
    taken: set[Place] = set()
    for mention in document.mentions:
        place = _place(mention)
        account.found["mention"] += 1
        if mention.type not in TYPES:
            account.skip(document.id, "mention", mention.type, "no entity type of ours")
        elif place in taken:
            account.skip(document.id, "mention", mention.type, "another mention has its place")
        else:
            taken.add(place)
            clusters[mention.cluster].append(mention)
    news = document.id.startswith(_NEWS)
    entities = [_entity(document.text, name, rows) for name, rows in clusters.items()]
    return imported_article(
        document.id.lower().replace("_", "-"),
        document.text,
        Content(layers=["entities", "coref"], entities=entities),
        provenance_of(f"GUM, {document.id}", "CC-BY-2.5" if news else "unstated"),
    )


def _entity(text: str, cluster: str, mentions: Iterable[GumMention]) -> Entity:
    rows = [(_kind(mention), _place(mention), mention) for mention in mentions]
    names = [text[slice(*place)] for kind, place, _ in rows if kind == "NAM"]
    return Entity(
        id=f"e{cluster}",
        type=TYPES[rows[0][2].type],
        name=names[0] if names else None,
        wikidata=None,
        mentions=[
            Mention(*place, text[slice(*place)], kind, _head(text, kind, mention), False)
            for kind, place, mention in sorted(rows, key=lambda row: row[1])
        ],
    )


def _kind(mention: GumMention) -> MentionKind:
    return _KINDS.get(mention.part_of_speech, "NOM")


def _place(mention: GumMention) -> Place:
    return mention.head if _kind(mention) == "NAM" else mention.place


def _head(text: str, kind: MentionKind, mention: GumMention) -> Span | None:
    return Span(*mention.head, text[slice(*mention.head)]) if kind == "NOM" else None
