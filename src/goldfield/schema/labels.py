"""The closed label sets of schema 1.x. Adding a value is a minor version of the schema."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "COMPARATORS",
    "LAYERS",
    "AnomalyType",
    "Author",
    "Comparator",
    "EntityType",
    "EventStatus",
    "EventType",
    "Factuality",
    "Kind",
    "Layer",
    "MentionKind",
    "QuoteType",
    "RecordStatus",
    "Role",
    "SourceStatus",
    "TimeType",
]

Layer = Literal[
    "date_published", "headline", "deck", "dateline", "byline", "publisher", "lang",
    "entities", "coref", "times", "quantities", "quotes", "speakers",
    "events", "arguments", "factuality",
]  # fmt: skip
EntityType = Literal["PER", "ORG", "GPE", "LOC", "FAC", "GROUP", "NORP", "DOC", "EVT", "MISC"]
MentionKind = Literal["NAM", "NOM", "PRO"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Comparator = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "between"]
QuoteType = Literal["direct", "mixed", "indirect"]
SourceStatus = Literal["explicit", "implicit"]
# The sixteen event types of PLOVER 2.0 (draft manual), then goldfield's extensions.
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    "EVACUATE", "ADVISE", "DISASTER", "ACCIDENT", "DIE", "INJURE", "ELECT", "OTHER",
]  # fmt: skip
Role = Literal[
    "actor", "target", "affected", "place", "origin", "destination",
    "time", "instrument", "topic", "quantity",
]  # fmt: skip
# FactBank (Sauri and Pustejovsky 2009): certain, probable, possible, unknown x polarity.
Factuality = Literal["CT+", "CT-", "CTu", "PR+", "PR-", "PS+", "PS-", "Uu"]
EventStatus = Literal[
    "occurred", "ongoing", "did_not_occur", "planned", "considered",
    "ordered", "advised", "claimed", "hypothetical",
]  # fmt: skip
AnomalyType = Literal[
    "headline_body_conflict", "deck_body_conflict", "body_conflict",
    "probable_source_error", "header_leak", "partial_dateline",
]  # fmt: skip
Kind = Literal["wire", "open-licence", "composed"]
Author = Literal["human", "language-model", "unknown"]
RecordStatus = Literal["draft", "single", "adjudicated"]

LAYERS: tuple[Layer, ...] = get_args(Layer)
COMPARATORS: tuple[Comparator, ...] = get_args(Comparator)
