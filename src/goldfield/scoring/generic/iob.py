"""Tags of tokens: ``{"id", "tokens", "tags"}``, read as chunks and scored as spans of tokens.

Sources: Ramshaw and Marcus 1995 (IOB1); Tjong Kim Sang and Veenstra 1999 (IOB2, IOE1, IOE2);
Tjong Kim Sang and Buchholz 2000, whose scoring script conlleval is the lenient decoding.

A run of tokens with one label is taken apart by its prefixes alone, so that a scheme is a pattern
of prefixes. What the pattern does not cover is in no chunk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

from goldfield.errors import Fault
from goldfield.scoring.generic.kind import Plan, RecordKind
from goldfield.scoring.generic.spans import half_units
from goldfield.scoring.measures.spans import SPAN_MODES, Labelled, align_spans, read_modes
from goldfield.scoring.outcome import Outcome

if TYPE_CHECKING:
    from goldfield.scoring.suites import Suite

__all__ = ["DECODINGS", "KIND", "SCHEMES", "Decoding", "Scheme", "decode_tags"]

Scheme = Literal["IOB1", "IOB2", "IOE1", "IOE2", "BIOES", "BILOU"]
Decoding = Literal["lenient", "strict"]
DECODINGS: tuple[Decoding, ...] = ("lenient", "strict")


class Tagging(NamedTuple):
    """A scheme: the prefixes it has beside O, and its well-formed chunks."""

    prefixes: str
    chunk: re.Pattern[str]


SCHEMES: dict[Scheme, Tagging] = {
    # B only where a chunk touches another of its label before it
    "IOB1": Tagging("IB", re.compile(r"I+|(?<=[IB])BI*")),
    "IOB2": Tagging("IB", re.compile(r"BI*")),
    # E only where a chunk touches another of its label after it
    "IOE1": Tagging("IE", re.compile(r"(?<!I)(?:I*+E(?=[IE])|I++(?!E))")),
    "IOE2": Tagging("IE", re.compile(r"(?<!I)I*+E")),
    "BIOES": Tagging("BIES", re.compile(r"S|BI*E")),
    "BILOU": Tagging("BILU", re.compile(r"U|BI*L")),
}
# conlleval: a chunk ends before B, S and U, and after E, L, S and U; any prefix can start one.
_LENIENT = re.compile(r"[SU]|[BI]I*[EL]?|[EL]")


class TagRecord(Struct, gc=False):
    """The tags of one text; tokens are only shown."""

    id: str | int
    tags: list[str]
    tokens: list[str] | None = None


def decode_tags(tags: Sequence[str], scheme: Scheme, decoding: Decoding) -> list[Labelled]:
    """The chunks of a text, as half-open spans of tokens.

    Args:
        tags: each ``O``, ``X-LABEL`` or ``X`` alone, X a prefix of the scheme.
        scheme: how chunks are written.
        decoding: `strict` takes well-formed chunks only; `lenient` any run of one label, cut
            where a prefix says so.
    """
    pattern = SCHEMES[scheme].chunk if decoding == "strict" else _LENIENT
    found: list[Labelled] = []
    first = 0
    for label, group in groupby(tags, key=_label):
        prefixes = "".join(tag[:1] for tag in group)
        if label is not None:
            for chunk in pattern.finditer(prefixes):
                found.append(Labelled(first + chunk.start(), first + chunk.end(), label, ""))
        first += len(prefixes)
    return found


def _label(tag: str) -> str | None:
    return None if tag == "O" else tag[2:]


def _chosen(suite: Suite) -> tuple[Scheme, Decoding]:
    return suite.scheme or "IOB2", suite.decoding or "lenient"


def _options(suite: Suite) -> dict[str, str]:
    scheme, decoding = _chosen(suite)
    return {"scheme": scheme, "decoding": decoding}


def _check(record: TagRecord, suite: Suite) -> Iterator[Fault]:
    scheme, _ = _chosen(suite)
    if record.tokens is not None and len(record.tokens) != len(record.tags):
        problem = f"{len(record.tags)} tags for {len(record.tokens)} tokens"
        yield Fault("", "$.tags", problem, "give each token one tag")
    prefixes = SCHEMES[scheme].prefixes
    for index, tag in enumerate(record.tags):
        if tag != "O" and (tag[:1] not in prefixes or not tag or tag[1:2] not in ("", "-")):
            shapes = ", ".join(f"{prefix}-LABEL" for prefix in prefixes)
            fix = f"use O, {shapes}; or name the scheme of these tags in the suite file"
            yield Fault("", f"$.tags[{index}]", f"{tag!r} is no tag of {scheme}", fix)


def _agree(gold: TagRecord, pred: TagRecord) -> Iterator[Fault]:
    if len(gold.tags) != len(pred.tags):
        problem = f"{len(pred.tags)} tags, where gold has {len(gold.tags)}"
        yield Fault("", "$.tags", problem, "tag the tokens of gold, one tag each")


def _plan(suite: Suite, _: Mapping[str, TagRecord]) -> Plan:
    scheme, decoding = _chosen(suite)

    modes = {name: name.partition("@")[2] for name in suite.measures}

    def score(gold: TagRecord, pred: TagRecord | None) -> dict[str, Outcome]:
        sides = (
            _shown(decode_tags(tags, scheme, decoding), gold.tokens)
            for tags in (gold.tags, pred.tags if pred else ())
        )
        aligned = align_spans(*sides)
        outcomes = read_modes(aligned, modes.values())
        return {name: outcomes[mode] for name, mode in modes.items()}

    return Plan(suite.measures, score, half_units(suite.measures))


def _shown(chunks: list[Labelled], tokens: list[str] | None) -> list[Labelled]:
    """The chunks with their words, for verdicts."""
    if tokens is None:
        return chunks
    return [chunk._replace(text=" ".join(tokens[chunk.start : chunk.end])) for chunk in chunks]


KIND = RecordKind(
    record=TagRecord,
    modes={f"iob@{mode}": why for mode, why in SPAN_MODES.items()},
    plan=_plan,
    check=_check,
    agree=_agree,
    options=_options,
)
