"""Factuality and status of an event, from the operator nearest before its trigger."""

from __future__ import annotations

from .document import Document
from .lexicon import table, words
from .triggers import Trigger

__all__ = ["judge"]

_WINDOW = 9
# What a denial governs was said: the allegations were made, the threats uttered.
_ILLOCUTIONS = ("ACCUSE", "REQUEST", "THREATEN", "ADVISE")
_BARRIERS = words("grammar", "barriers")
_KINDS = ("negation", "failed", "future", "possible", "chance", "would", "planned", "considered",
          "hypothetical", "ordered", "advised", "claimed", "probable", "unlikely")  # fmt: skip
_OPERATORS: dict[str, str] = {
    word: kind for kind in reversed(_KINDS) for word in table("events")["operators"][kind].split()
}
_VALUES: dict[str, tuple[str, str]] = {
    "negation": ("CT-", "did_not_occur"),
    "failed": ("CT-", "did_not_occur"),
    "future": ("PR+", "planned"),
    "would": ("Uu", "planned"),
    "possible": ("PS+", "considered"),
    "chance": ("PS+", "hypothetical"),
    "planned": ("Uu", "planned"),
    "considered": ("Uu", "considered"),
    "hypothetical": ("Uu", "hypothetical"),
    "ordered": ("Uu", "ordered"),
    "advised": ("Uu", "advised"),
    "claimed": ("Uu", "claimed"),
    "probable": ("PR+", "hypothetical"),
    "unlikely": ("PR-", "hypothetical"),
}


def judge(doc: Document, trigger: Trigger, ascribed: bool) -> tuple[str, str]:
    """The author's factuality value and the status; `ascribed` if within an attribution."""
    operator = _operator(doc, trigger)
    if operator is None and _bare_infinitive(doc, trigger):
        operator = "hypothetical"
    if operator is not None:
        value, status = _VALUES[operator]
        if ascribed:
            return "Uu", "claimed" if status == "did_not_occur" else status
        return value, status
    if ascribed:
        return "Uu", "claimed"
    return "CT+", "ongoing" if _under_way(doc, trigger) else "occurred"


def _operator(doc: Document, trigger: Trigger) -> str | None:
    """The nearest operator before the trigger within its clause."""
    lowest = max(0, trigger.first - _WINDOW)
    for at in range(trigger.first - 1, lowest - 1, -1):
        token = doc.tokens[at]
        if token.lower in ("and", "but", "or") and _own_auxiliary(doc, at, trigger.first):
            return None
        if token.lower in _BARRIERS or (token.text == "," and trigger.first - at > 4):
            return None
        kind = "negation" if token.lower.endswith(("n't", "n’t")) else _OPERATORS.get(token.lower)
        joined = doc.text[token.end : token.end + 1] == "-"
        made = kind == "claimed" and not trigger.verb and trigger.type in _ILLOCUTIONS
        if kind is None or joined or made:
            continue
        if kind in ("planned", "ordered", "failed", "advised") and not _governs(
            doc, at, trigger.first
        ):
            continue
        if trigger.verb or kind not in ("future", "would") or trigger.first - at < 5:
            return kind
    return None


def _own_auxiliary(doc: Document, at: int, index: int) -> bool:
    """Whether the second conjunct has an auxiliary of its own: is denied and has been condemned."""
    return any(
        t.lower in ("has", "have", "had", "is", "are", "was", "were") for t in doc.tokens[at:index]
    )


def _governs(doc: Document, at: int, index: int) -> bool:
    """Whether the operator governs an infinitive, a noun or an -ing form up to the trigger."""
    between = [token.lower for token in doc.tokens[at + 1 : index]]
    return "to" in between or len(between) < 4 or doc.tokens[index].lower.endswith("ing")


def _bare_infinitive(doc: Document, trigger: Trigger) -> bool:
    before = doc.tokens[trigger.first - 1].lower if trigger.first else ""
    return trigger.verb and trigger.form == "base" and before == "to"


def _under_way(doc: Document, trigger: Trigger) -> bool:
    before = doc.tokens[trigger.first - 1].lower if trigger.first else ""
    return trigger.verb and trigger.form == "ing" and before in ("is", "are", "was", "were", "been")
