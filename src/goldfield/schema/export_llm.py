"""The JSON Schema that holds a language model to the loose shape: strings only, no offsets.

It keeps to what strict structured-output endpoints share, see `goldfield.schema.nodes`. The
descriptions are the instructions to the model, after schema/GUIDELINES.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from goldfield.errors import UnknownName, UsageError
from goldfield.schema import labels
from goldfield.schema.labels import LAYERS, Layer
from goldfield.schema.nodes import (
    Node,
    label,
    list_of,
    number_or_null,
    object_of,
    or_null,
    string,
    string_or_null,
)

__all__ = ["llm_schema"]

_PART_OF: dict[Layer, Layer] = {
    "coref": "entities",
    "speakers": "quotes",
    "arguments": "events",
    "factuality": "events",
}


def llm_schema(layers: Sequence[Layer]) -> Node:
    """The schema of one answer: a prediction of `layers` that lacks only the article's id.

    `coref`, `speakers`, `arguments` and `factuality` bring the layer that they are a part of.

    Raises:
        UnknownName: there is no such layer.
        UsageError: no layer is asked for.
    """
    for layer in layers:
        if layer not in LAYERS:
            raise UnknownName("layer", layer, LAYERS)
    if not layers:
        raise UsageError("name at least one layer")
    asked = {*layers, *(_PART_OF[layer] for layer in layers if layer in _PART_OF)}
    parts: Node = {name: make(asked) for name, make in _ITEMS.items() if name in asked}
    fields: Node = {name: make() for name, make in _FIELDS.items() if name in asked}
    if fields:
        parts = {"meta": object_of(fields, "Fields an article has at most once."), **parts}
    return object_of(
        parts,
        "What the article says. A string that is called a quotation is copied from the article "
        "character for character. Lists are in the order of the text; what the article does not "
        "hold is an empty list or null. Nothing but codes and usual names comes from elsewhere.",
    )


def _dateline() -> Node:
    parts = {
        "span": string(
            "Quotation: the whole dateline, from the place to the last word or closing bracket, "
            "without the dash or colon after it."
        ),
        "place": string("Quotation: the first, most specific place name in it, without region."),
        "city": string("Usual English name of that place."),
        "country": string_or_null("ISO 3166-1 alpha-3 code of its country, such as NOR."),
        "date": string_or_null("Filing date in it, as YYYY-MM-DD."),
        "agency": string_or_null("Quotation: the news agency in it, without brackets."),
    }
    return or_null(
        object_of(
            parts,
            "The words before the first sentence that say where the report was filed; null if "
            "there are none.",
        )
    )


_FIELDS: dict[Layer, Callable[[], Node]] = {
    "date_published": lambda: string_or_null(
        "The publication date that the article states, as YYYY-MM-DD (shorter if the article is "
        "less exact), never the date of an update; null if none is stated."
    ),
    "headline": lambda: string_or_null(
        "Quotation: the article's title, with its final mark if any."
    ),
    "deck": lambda: string_or_null(
        "Quotation: the line between headline and body that sums the article up; null if none."
    ),
    "dateline": _dateline,
    "byline": lambda: string_or_null("Quotation: the writer's name, without 'by'; null if none."),
    "publisher": lambda: string_or_null(
        "Quotation: who published it, as the article says; null if none."
    ),
    "lang": lambda: string("Language of the article, a BCP 47 subtag such as en."),
}

_TYPES = (
    "PER one human being; ORG organised body; GPE state, province or city with its government and "
    "people; LOC natural or non-political area; FAC something built that stays in place; GROUP set "
    "of people or bodies that is no organisation; NORP word for belonging to a people, place, "
    "religion or party; DOC document, law, work of art; EVT happening with a name; MISC any other "
    "name."
)


def _entities(asked: Collection[Layer]) -> Node:
    if "coref" not in asked:
        name = {
            "name": string("Quotation: the name."),
            "type": label(labels.EntityType, _TYPES),
        }
        return list_of(
            object_of(name, "One place where an entity is named."),
            "Every name in the article, once for each place where it stands: a name that stands "
            "three times is listed three times. No pronouns, no descriptions.",
        )
    mention = {
        "text": string("Quotation: the mention."),
        "kind": label(labels.MentionKind, "NAM a name; NOM a description; PRO a pronoun."),
    }
    cluster = {
        "type": label(labels.EntityType, _TYPES),
        "name": string("Usual English name; if the article names none, its first mention."),
        "mentions": list_of(
            object_of(mention, "One mention."),
            "Every mention in the order of the text, once for each place where it stands.",
        ),
    }
    return list_of(
        object_of(cluster, "One entity with all its mentions."),
        "Every entity of the article; mentions that mean the same thing belong to one entity.",
    )


def _times(_asked: Collection[Layer]) -> Node:
    time = {
        "text": string("Quotation: the time phrase, without a preposition before it."),
        "type": label(
            labels.TimeType,
            "DATE a day or more on the calendar; TIME less than a day; DURATION a length; SET "
            "something repeated.",
        ),
        "value": string_or_null(
            "TIMEX3 value, reckoned from the publication date where needed: 2031-05-14, 2031-05, "
            "2031-W20, 2031-05-14T09:00, P3D, PAST_REF; null if it cannot be told."
        ),
    }
    return list_of(
        object_of(time, "One time expression."),
        "Every expression of a calendar or clock time, a length of time or a repetition in the "
        "body of the article, not in its date lines.",
    )


def _quantities(_asked: Collection[Layer]) -> Node:
    quantity = {
        "text": string(
            "Quotation: the number with its approximator and unit of measure, without the noun "
            "that is counted."
        ),
        "value": number_or_null("The number written out: 3000000 for 3 million; null for a range."),
        "min": number_or_null("Lower bound, inclusive, of a range; else null."),
        "max": number_or_null("Upper bound, inclusive, of a range; else null."),
        "comparator": label(
            labels.Comparator, "How the text relates to the number; between only for a range."
        ),
        "unit": string_or_null(
            "person for people, percent, an ISO 4217 code for money, a UCUM code for measures; "
            "null for other things that are counted."
        ),
    }
    return list_of(
        object_of(quantity, "One quantity."),
        "Every number that counts or measures something: no dates, durations, ordinals or numbers "
        "within names.",
    )


def _quotes(asked: Collection[Layer]) -> Node:
    quote = {
        "type": label(
            labels.QuoteType, "direct: all in quote marks; mixed: in part; indirect: none of it."
        ),
        "content": list_of(
            string("Quotation: one unbroken stretch of the ascribed words."),
            "All the ascribed words without outer quote marks, at least one stretch; several if "
            "other words stand between.",
        ),
        "cue": string_or_null(
            "Quotation: the word that ascribes, such as said; null if there is none."
        ),
    }
    if "speakers" in asked:
        quote["speaker"] = string_or_null(
            "Quotation: the words that name the speaker at this quote; null if none is given."
        )
    return list_of(
        object_of(
            quote, "One attribution: words or a claim that one source is said to have uttered."
        ),
        "Everything that the article ascribes to somebody other than its author, with or without "
        "quote marks.",
    )


def _events(asked: Collection[Layer]) -> Node:
    event = {
        "type": label(
            labels.EventType,
            "What happens; OTHER only for a happening of no other type that the headline reports.",
        ),
        "triggers": list_of(
            string("Quotation: the word that evokes it."),
            "The words that evoke this happening, first the clearest.",
        ),
    }
    if "arguments" in asked:
        argument = {
            "role": label(labels.Role, "Who or what plays which part."),
            "text": string("Quotation: the words nearest to the trigger that say who or what."),
        }
        event["arguments"] = list_of(
            object_of(argument, "One participant or circumstance."),
            "Its participants and circumstances, as far as the article tells them.",
        )
    if "factuality" in asked:
        event["factuality"] = label(
            labels.Factuality,
            "What the author, not a source, commits to: CT certain, PR probable, PS possible; + it "
            "happens, - it does not; CTu settled but not told; Uu takes no stand, also whenever "
            "only a source says so.",
        )
    return list_of(
        object_of(event, "One happening, however often it is told."),
        "The happenings of the listed types that the article tells.",
    )


_ITEMS: dict[Layer, Callable[[Collection[Layer]], Node]] = {
    "entities": _entities,
    "times": _times,
    "quantities": _quantities,
    "quotes": _quotes,
    "events": _events,
}
