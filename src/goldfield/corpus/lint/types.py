"""Entity types against the words of the mentions and the roles of the entity (E2-E19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goldfield.corpus.lint.finding import Finding
from goldfield.corpus.lint.lexicon import LEXICON
from goldfield.corpus.lint.text import inside, word_before
from goldfield.corpus.lint.views import entities_by_id, mentions, place
from goldfield.schema.labels import EntityType
from goldfield.schema.records import Article, Entity, Mention

__all__ = ["filler_type", "head_type", "meta_type", "name_type", "speaker_type", "unit_type"]

_PEOPLE: tuple[EntityType, ...] = ("PER", "GROUP", "NORP")
_BODIES: tuple[EntityType, ...] = (*_PEOPLE, "ORG", "GPE")
_BY_HEAD: dict[str, set[EntityType]] = {}
for _type, _heads in LEXICON.head_types.items():
    for _head in _heads:
        _BY_HEAD.setdefault(_head, set()).add(_type)
_BY_LAST: dict[str, EntityType] = {
    word: type_ for type_, words in LEXICON.name_words.items() for word in words
}
_DEMONYM = ("ian", "ean", "ese", "ish")


def head_type(article: Article) -> Iterator[Finding]:
    """A NOM whose head is a word for things of another type (E2-E11, E18)."""
    for path, entity, mention in mentions(article, "NOM"):
        head = mention.head.text.lower() if mention.head else ""
        wanted = _BY_HEAD.get(head, set())
        if head == "country" and entity.type == "LOC":
            continue
        # `a group of officials` and `the [Selvik] region` follow the whole phrase or the name.
        named = any(other.kind == "NAM" for other in entity.mentions)
        if not wanted or entity.type in wanted or (named and entity.type in ("GPE", "MISC")):
            continue
        if "PER" in wanted and entity.type == "GROUP" and mention.text.lower().startswith(_MANY):
            continue
        problem = f"{head!r} is said of {'/'.join(sorted(wanted))}, but the entity is {entity.type}"
        yield Finding(path, mention, problem, "correct the type, or the cluster", entity.type)


_MANY = ("every ", "no ", "both ", "each ", "more than one ")


def name_type(article: Article) -> Iterator[Finding]:
    """A name whose words or title show another type (E3-E8, E16)."""
    for path, entity, mention in mentions(article, "NAM"):
        wanted = _named_type(article.text, mention)
        if wanted is None or wanted == entity.type:
            continue
        if wanted == "ORG" and entity.type in ("FAC", "GPE", "MISC") and " " not in mention.text:
            continue
        problem = f"the name {mention.text!r} looks like {wanted}, but is {entity.type}"
        yield Finding(path, mention, problem, "correct the type", entity.type)


def _named_type(text: str, mention: Mention) -> EntityType | None:
    words = mention.text.lower().split()
    title = word_before(text, mention.start)
    if mention.text.lower() in LEXICON.countries and mention.text[0].isupper():
        return "GPE" if mention.text != "us" else None
    if len(words) > 1 and words[-1] in _BY_LAST:
        return _BY_LAST[words[-1]]
    honorific = text[: mention.start].endswith((f"{title} ", f"{title}. "))
    if title.lower() in ("mr", "mrs", "ms", "dr") and honorific:
        return "PER"
    after = text[mention.end : mention.end + 2]
    follows = after[:1] == " " and after[1:].islower()
    single = len(words) == 1 and len(mention.text) > 5 and text[mention.start - 1 :][:1] != "@"
    if single and follows and mention.text.endswith(_DEMONYM) and title.lower() not in ("mr", "dr"):
        return "NORP"
    return None


def speaker_type(article: Article) -> Iterator[Finding]:
    """A speaker or addressee that cannot speak or be spoken to (Q1, Q18)."""
    entities = entities_by_id(article)
    for i, quote in enumerate(article.quotes):
        for name, id, types in (
            ("source.entity", quote.source.entity, (*_BODIES, "DOC")),
            ("addressee", quote.addressee, _BODIES),
        ):
            entity = entities.get(id or "")
            if entity is not None and entity.type not in types:
                span = quote.source.span if name == "source.entity" else None
                problem = (
                    f"the {name.partition('.')[0]} {entity.name or entity.id!r} is {entity.type}"
                )
                fix = "correct the type or the entity"
                where = span or next(iter(quote.content), None)
                yield Finding(f"$.quotes[{i}].{name}", where, problem, fix, entity.type)


def filler_type(article: Article) -> Iterator[Finding]:
    """A role filled by an entity of a type that cannot fill it (R1-R6)."""
    entities = entities_by_id(article)
    for i, event in enumerate(article.events):
        for j, argument in enumerate(event.arguments):
            entity = entities.get(argument.ref or "")
            if entity is None or entity.type in _fillers(event.type, argument.role):
                continue
            problem = f"the {argument.role} of {event.type} is {entity.type}"
            path = f"$.events[{i}].arguments[{j}]"
            where = argument.span or next(iter(entity.mentions), None)
            saw = f"{event.type} {argument.role} {entity.type}"
            yield Finding(path, where, problem, "correct the type, the role or the filler", saw)


_PLACES: tuple[EntityType, ...] = ("GPE", "LOC", "FAC", "ORG", "MISC")
_ALL: Sequence[EntityType] = (*_BODIES, "LOC", "FAC", "DOC", "EVT", "MISC")


def _fillers(event: str, role: str) -> Sequence[EntityType]:
    if role in ("place", "origin", "destination"):
        # A set of places or bodies is GROUP (E7): evacuated from three villages.
        return (*_PLACES, "GROUP", "EVT") if role != "destination" else (*_PLACES, "GROUP")
    if role == "affected" and event in ("DIE", "INJURE"):
        return (*_PEOPLE, "MISC")
    if role == "actor" and event == "DISASTER":  # a natural hazard has nobody who does it
        return ()
    if role == "actor" and event not in ("DISASTER", "ACCIDENT", "DIE", "INJURE"):
        return (*_BODIES, "MISC", "DOC")
    return _ALL


def unit_type(article: Article) -> Iterator[Finding]:
    """A unit that does not go with what is counted: `person` for people only (N5)."""
    entities = entities_by_id(article)
    for i, quantity in enumerate(article.quantities):
        entity = entities.get(quantity.of or "")
        if entity is None or quantity.unit not in ("person", None):
            continue
        whole = quantity.value is None or quantity.value >= 1  # else a fraction
        things = entity.type in ("LOC", "FAC", "DOC", "EVT", "MISC", "GPE")
        if things if quantity.unit == "person" else whole and _are_people(entity):
            problem = f"the unit is {quantity.unit or 'null'}, but what is counted is {entity.type}"
            fix = "correct the unit, the entity or its type"
            saw = f"{quantity.unit} {entity.type}"
            yield Finding(f"$.quantities[{i}]", quantity.span, problem, fix, saw)


def _are_people(entity: Entity) -> bool:
    heads = {m.head.text.lower() for m in entity.mentions if m.head}
    return entity.type == "PER" or bool(heads & _PEOPLE_HEADS)


_PEOPLE_HEADS = LEXICON.head_types["GROUP"] - LEXICON.not_people


def meta_type(article: Article) -> Iterator[Finding]:
    """A name in byline, publisher or dateline with a type that is not what stands there (D4-D6)."""
    meta = article.meta
    line = meta.dateline
    homes = [("byline", meta.byline, ("PER",)), ("publisher", meta.publisher, ("ORG", "MISC"))]
    if line and line.place:
        city: tuple[EntityType, ...] = ("GPE",)
        homes.append(("dateline", line.place, city if line.city else ("GPE", "LOC", "FAC", "MISC")))
    for path, entity, mention in mentions(article, "NAM"):
        filed = line and line.agency == mention.text and inside(*place(mention), [place(line.span)])
        if filed and entity.type != "ORG":
            problem = f"{mention.text!r} is the agency of the dateline, but is {entity.type}"
            yield Finding(path, mention, problem, "correct the type", entity.type)
        for name, span, types in homes:
            filing = word_before(article.text, mention.start) == "in"  # By X in Y
            if not span or filing or not inside(*place(mention), [place(span)]):
                continue
            if entity.type not in types:
                problem = f"{mention.text!r} stands in the {name}, but is {entity.type}"
                yield Finding(path, mention, problem, "correct the type", entity.type)
