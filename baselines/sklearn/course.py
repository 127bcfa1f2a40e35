"""What is taught in which order: spans first, then how they hang together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from goldfield.training import Lesson

from . import extents, finder, lessons, segments
from .contents import CONTENTS
from .document import Document, Found, guess_tokeniser
from .extractor import prepare
from .folds import Example, Setting, fit_all
from .gazetteer import Surfaces, phrases_of
from .gold import Gold, gold_of
from .header import HEADER
from .labeller import stems_of
from .manual import words_of_types
from .reading import FINDERS

__all__ = ["teach"]

_MANY = 60_000  # tokens, from which two folds are enough
_RARE = 5.0  # how much less models of stretches are held back: few of their rows are right
Models: TypeAlias = dict[str, Any]


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


def _mentions(course: Course, wanted: Sequence[str]) -> Models:
    models = _find(course, "names", "heads", "pronouns")
    if models["heads"] is not None:
        pairs = [gold.extents for gold in course.gold]
        models["extents"] = extents.learn(course.docs, pairs, course.setting)
    return models


def _times(course: Course, wanted: Sequence[str]) -> Models:
    return _find(course, "times") | _fit(course, program=lessons.programs)


def _quantities(course: Course, wanted: Sequence[str]) -> Models:
    models = _find(course, "quantities")
    return models | _fit(course, unit=lessons.units, comparator=lessons.comparators)


def _header(course: Course, wanted: Sequence[str]) -> Models:
    fields = {"date" if layer == "date_published" else layer for layer in wanted}
    gold = [[one for one in some if one.label in fields] for some in course.spans("header")]
    return {HEADER.name: segments.learn(HEADER, course.docs, gold, _freer(course.setting))}


def _quotes(course: Course, wanted: Sequence[str]) -> Models:
    models = _find(course, "cues")
    gold, setting = course.spans("contents"), _freer(course.setting)
    models[CONTENTS.name] = segments.learn(CONTENTS, course.docs, gold, setting)
    return models | _fit(course, join=lessons.joints)


def _events(course: Course, wanted: Sequence[str]) -> Models:
    examples = [(list(stems_of(words)), name) for words, name in words_of_types()]
    return _find(course, "triggers", examples=examples) | _fit(course, same=lessons.same)


def _coref(course: Course, wanted: Sequence[str]) -> Models:
    return _fit(course, coref=lessons.entities)


def _speakers(course: Course, wanted: Sequence[str]) -> Models:
    return _fit(course, speaker=lessons.speakers)


def _arguments(course: Course, wanted: Sequence[str]) -> Models:
    return _fit(course, role=lessons.roles)


_SUBJECTS: tuple[tuple[tuple[str, ...], Callable[[Course, Sequence[str]], Models]], ...] = (
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


def _find(course: Course, *layers: str, examples: Sequence[Example] = ()) -> Models:
    return {
        name: finder.learn(
            FINDERS[name], course.docs, course.spans(name), course.setting, examples
        )
        for name in layers
    }  # fmt: skip


def _fit(course: Course, **models: Callable[[Gold], lessons.Rows]) -> Models:
    fitted: Models = {}
    for name, lesson in models.items():
        rows, labels = zip(*map(lesson, course.gold), strict=True)
        fitted[name] = fit_all(rows, labels, course.setting)
    return fitted


def _freer(setting: Setting) -> Setting:
    return setting._replace(strength=setting.strength * _RARE)
