"""What is taught in which order: spans first, then how they hang together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from goldfield.training import Lesson

from . import attribution, coreference, extents, finder, happenings, quantities, segments, whens
from .contents import CONTENTS
from .dates import day_in
from .document import Document, Found, guess_tokeniser
from .extractor import prepare
from .folds import Example, Setting, fit_all
from .gazetteer import Surfaces, phrases_of
from .gold import Gold, gold_of, places_of
from .header import HEADER
from .labeller import stems_of
from .linear import stacked
from .manual import words_of_types
from .mentions import mentions_of
from .reading import FINDERS
from .segments import NONE

__all__ = ["teach"]

_MANY = 60_000  # tokens, from which two folds are enough
_RARE = 5.0  # how much less models of stretches are held back: few of their rows are right
Models = dict[str, Any]


class Course(NamedTuple):
    """Articles as they are to be read (`docs`), and as they should be (`gold`)."""

    docs: list[Document]
    gold: list[Gold]
    setting: Setting

    def spans(self, layer: str) -> list[list[Found]]:
        """Gold's spans of a layer, article by article."""
        return [gold.doc.layers[layer] for gold in self.gold]


def teach(lesson: Lesson, surfaces: Surfaces, strength: float) -> Models:
    """Fit every model that the layers of the lesson need."""
    tokeniser = guess_tokeniser(article.text for article in lesson.train)
    phrases = phrases_of(surfaces, tokeniser)
    docs = [prepare(article.text, tokeniser, phrases) for article in lesson.train]
    gold = [gold_of(*one) for one in zip(lesson.train, docs, strict=True)]
    folds = 2 if sum(len(doc.tokens) for doc in docs) > _MANY else 8
    course = Course(docs, gold, Setting(strength, folds, lesson.seed))
    models: Models = {"tokeniser": tokeniser}
    for layers, subject in _SUBJECTS:
        if wanted := [layer for layer in layers if layer in lesson.layers]:
            lesson.tell(f"learning {', '.join(wanted)}")
            models |= subject(course, wanted)
    return models


def _find(course: Course, *layers: str, examples: Sequence[Example] = ()) -> Models:
    return {
        layer: finder.learn(
            FINDERS[layer], course.docs, course.spans(layer), course.setting, examples
        )
        for layer in layers
    }


def _mentions(course: Course, wanted: list[str]) -> Models:
    models = _find(course, "names", "heads", "pronouns")
    if models["heads"] is not None:
        pairs = [gold.extents for gold in course.gold]
        models["extents"] = extents.learn(course.docs, pairs, course.setting)
    return models


def _header(course: Course, wanted: list[str]) -> Models:
    fields = {"date" if layer == "date_published" else layer for layer in wanted}
    gold = [[one for one in some if one.label in fields] for some in course.spans("header")]
    return {"header": segments.learn(HEADER, course.docs, gold, _freer(course.setting))}


def _quotes(course: Course, wanted: list[str]) -> Models:
    models = _find(course, "cues")
    gold = course.spans("contents")
    models["contents"] = segments.learn(CONTENTS, course.docs, gold, _freer(course.setting))
    rows, labels = [], []
    for one in course.gold:
        contents = one.doc.layers["contents"]
        owner = {place: n for n, quote in enumerate(one.quotes) for place in quote.contents}
        rows.append(attribution.join_rows(one.doc, contents))
        labels.append([_yes(owner[a[:2]] == owner[b[:2]]) for a, b in zip(contents, contents[1:], strict=False)])
    return models | {"join": fit_all(rows, labels, course.setting)}


def _times(course: Course, wanted: list[str]) -> Models:
    rows, labels = [], []
    for one in course.gold:
        meta, found = one.article.meta, one.doc.layers["times"]
        line = meta.dateline and meta.dateline.date
        now = day_in(meta.date_published and meta.date_published.value) or day_in(line)
        times = places_of(one.doc, one.article.times)
        told = [times[part[:2]] for part in found]
        days = whens.anchors(one.doc, found, [time.value for time in told])
        names = [
            whens.program_of(one.doc, part, now, day, [time.value, *time.acceptable])
            for part, day, time in zip(found, days, told, strict=True)
        ]
        kept = [n for n, name in enumerate(names) if name is not None]
        rows.append(whens.rows_of(one.doc, found)[kept])
        labels.append([str(names[n]) for n in kept])
    return _find(course, "times") | {"program": fit_all(rows, labels, course.setting)}


def _quantities(course: Course, wanted: list[str]) -> Models:
    models = _find(course, "quantities")
    for name, label in (("unit", quantities.unit), ("comparator", quantities.comparator)):
        rows, labels = [], []
        for one in course.gold:
            found = one.doc.layers["quantities"]
            told = places_of(one.doc, one.article.quantities)
            rows.append(quantities.rows_of(one.doc, found))
            labels.append([label(one.doc, part, told[part[:2]]) for part in found])
        models[name] = fit_all(rows, labels, course.setting)
    return models


def _events(course: Course, wanted: list[str]) -> Models:
    examples = [(list(stems_of(words)), name) for words, name in words_of_types()]
    models = _find(course, "triggers", examples=examples)
    rows, labels = [], []
    for one in course.gold:
        triggers = one.doc.layers["triggers"]
        owner = {place: n for n, event in enumerate(one.events) for place in event.triggers}
        rows.append(happenings.same_rows(one.doc, triggers))
        pairs = happenings.same_pairs(triggers)
        labels.append([_yes(owner[triggers[a][:2]] == owner[triggers[b][:2]]) for a, b in pairs])
    return models | {"same": fit_all(rows, labels, course.setting)}


def _coref(course: Course, wanted: list[str]) -> Models:
    rows, labels = [], []
    for one in course.gold:
        cards = coreference.cards_of(one.doc, mentions_of(one.doc))
        entity = [one.entities[card.mention.place] for card in cards]
        pairs = coreference.pairs_of(cards)
        rows.append(coreference.pair_rows(cards, pairs))
        labels.append([_yes(entity[a] == entity[b]) for a, b in pairs])
    return {"coref": fit_all(rows, labels, course.setting)}


def _speakers(course: Course, wanted: list[str]) -> Models:
    rows, labels = [], []
    for one in course.gold:
        mentions = mentions_of(one.doc)
        parts, answers = [], []
        for quote in one.quotes:
            if group := [Found(*place, "said") for place in sorted(quote.contents)]:
                chosen = attribution.candidates(one.doc, group, mentions)
                parts.append(attribution.speaker_rows(one.doc, group, mentions, chosen))
                answers += [_yes(mentions[n].place == quote.speaker) for n in chosen]
        rows.append(stacked(parts))
        labels.append(answers)
    return {"speaker": fit_all(rows, labels, course.setting)}


def _arguments(course: Course, wanted: list[str]) -> Models:
    rows, labels = [], []
    for one in course.gold:
        fillers = happenings.fillers_of(one.doc, mentions_of(one.doc))
        roles = {place: event.arguments for event in one.events for place in event.triggers}
        parts, answers = [], []
        for trigger in one.doc.layers["triggers"]:
            chosen = happenings.near(one.doc, trigger, fillers)
            parts.append(happenings.argument_rows(one.doc, trigger, fillers, chosen))
            answers += [roles[trigger[:2]].get(fillers[n][:2], NONE) for n in chosen]
        rows.append(stacked(parts))
        labels.append(answers)
    return {"role": fit_all(rows, labels, course.setting)}


_SUBJECTS: tuple[tuple[tuple[str, ...], Callable[[Course, list[str]], Models]], ...] = (
    (("entities",), _mentions),
    (("times",), _times),
    (("quantities",), _quantities),
    (("date_published", "headline", "deck", "dateline", "byline", "publisher"), _header),
    (("quotes",), _quotes),
    (("events",), _events),
    (("coref",), _coref),
    (("speakers",), _speakers),
    (("arguments",), _arguments),
)


def _freer(setting: Setting) -> Setting:
    return setting._replace(strength=setting.strength * _RARE)


def _yes(right: bool) -> str:
    return "yes" if right else "no"
