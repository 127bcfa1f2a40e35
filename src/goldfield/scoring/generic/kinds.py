"""Every kind of record that a suite can be about. To add one, name it and give it a row here."""

from __future__ import annotations

from typing import Literal

from goldfield.scoring import values
from goldfield.scoring.generic import coref, iob, spans, templates
from goldfield.scoring.generic.kind import RecordKind

__all__ = ["KINDS", "Record"]

Record = Literal["article", "spans", "iob", "coref", "templates", "values"]

KINDS: dict[Record, RecordKind] = {
    "spans": spans.KIND,
    "iob": iob.KIND,
    "coref": coref.KIND,
    "templates": templates.KIND,
    "values": values.KIND,
}
"""All but articles, which have the schema of goldfield and are read by it."""
