"""The configuration of a brat collection, made from the labels: types, roles, arcs, colours.

Format: brat.nlplab.org/configuration.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goldfield.corpus.exchange.graph import ATTRIBUTES, KINDS, LABELS, RELATIONS, TYPES, Kind

__all__ = ["TOOLS_CONF", "annotation_conf", "visual_conf"]

TOOLS_CONF = "[options]\nTokens\ttokenizer:whitespace\nSentences\tsplitter:regex\n"
"""``tools.conf`` with what holds without it: brat would say at every edit that there is none."""

_COLOURS = {
    "mention": "#c6dbef", "time": "#fee391", "quantity": "#d9f0a3", "quote": "#dadaeb",
    "trigger": "#fcbba1", "dateline": "#d9d9d9", "headline": "#d9d9d9",
}  # fmt: skip
_OTHERS = "#f0f0f0"


def annotation_conf() -> str:
    """``annotation.conf``: what may be annotated."""
    sections = {
        "entities": _entities(),
        "relations": _relations(),
        "events": _events(),
        "attributes": _attributes(),
    }
    macros = "".join(f"<{kind}>={'|'.join(TYPES[kind])}\n" for kind in TYPES if kind != "trigger")
    return "\n".join(
        f"[{name}]\n{'' if name == 'entities' else macros}" + "\n".join(lines) + "\n"
        for name, lines in sections.items()
    )


def _entities() -> Iterator[str]:
    """Types under the name of their kind, which nobody can choose; other kinds by themselves."""
    for kind in KINDS:
        if kind == "trigger":
            continue
        if kind in TYPES:
            yield f"!{kind}"
            yield from (f"\t{type}" for type in TYPES[kind])
        else:
            yield kind


def _relations() -> Iterator[str]:
    """One line for the relations from each kind; only coreference has two."""
    yield "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    for label, (sources, targets) in RELATIONS.items():
        if label == "coref":
            for kind in sources:
                ends = f"Arg1:{_types([kind])}, Arg2:{_types([kind])}"
                yield f"{label}\t{ends}, <REL-TYPE>:symmetric-transitive"
        elif "trigger" not in sources:
            yield f"{label}\tArg1:{_types(sources)}, Arg2:{_types(targets)}"


def _events() -> Iterator[str]:
    roles = {
        label: targets for label, (sources, targets) in RELATIONS.items() if sources == ("trigger",)
    }
    arguments = ", ".join(f"{role}*:{_types(targets)}" for role, targets in roles.items())
    yield from (f"{type}\t{arguments}" for type in TYPES["trigger"])


def _attributes() -> Iterator[str]:
    for kind, attributes in ATTRIBUTES.items():
        for name, values in attributes.items():
            if values:
                told = "" if values == ("true",) else f", Value:{'|'.join(values)}"
                yield f"{name}\tArg:{_types([kind])}{told}"


def _types(kinds: Iterable[Kind]) -> str:
    """All types of these kinds; a section begins with what it calls them."""
    named = {kind: "<EVENT>" if kind == "trigger" else f"<{kind}>" for kind in TYPES}
    return "|".join(named.get(kind, kind) for kind in kinds)


def visual_conf() -> str:
    """``visual.conf``: a colour for each kind."""
    drawn = (
        f"{label}\tbgColor:{_COLOURS.get(kind, _OTHERS)}" for label, (kind, _) in LABELS.items()
    )
    return "[labels]\n\n[drawing]\n" + "\n".join(drawn) + "\n"
