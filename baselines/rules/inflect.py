"""Forms of English verbs and nouns, so that lexicons can list base forms only."""

from __future__ import annotations

from .lexicon import mapping, words

__all__ = ["is_adverb", "noun_forms", "verb_forms"]

_VOWELS = "aeiou"


def verb_forms(verb: str) -> dict[str, str]:
    """Each form of the verb with its kind: base, third, past, ing.

    A phrasal verb inflects in its first word: ``call off`` gives ``called off``.
    """
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    past = mapping("verbs", "irregular").get(first, "").split() or [_past(first)]
    forms = {first: "base", _third(first): "third", _ing(first): "ing"}
    forms.update({form: "past" for form in past})
    return {form + tail: kind for form, kind in forms.items()}


def is_adverb(word: str) -> bool:
    """Whether a word in lower case is likely an adverb, by its ending."""
    return len(word) > 4 and word.endswith("ly") and word not in words("grammar", "not_adverbs")


def noun_forms(noun: str) -> set[str]:
    """Singular and plural."""
    return {noun, _third(noun)}


def _third(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _doubles(word: str) -> bool:
    """Whether the last consonant doubles: one vowel before it, in a short word (ban, stop)."""
    return (
        len(word) in (3, 4)
        and word[-1] not in "aeiouwxy"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )


def _past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return word + word[-1] + "ed" if _doubles(word) else word + "ed"


def _ing(word: str) -> str:
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    known = ("admit", "permit", "commit", "expel", "repel", "compel", "patrol", "control", "begin")
    return word + word[-1] + "ing" if _doubles(word) or word in known else word + "ing"
