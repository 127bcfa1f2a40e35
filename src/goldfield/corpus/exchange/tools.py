"""The annotation tools that gold can be given to, and taken back from.

To add a tool, write the functions of its row (see `contract`) and list it in `TOOLS`.
"""

from __future__ import annotations

from goldfield.corpus.exchange import (
    brat,
    docbin,
    doccano,
    iob,
    label_studio,
    prodigy,
    xmi,
)
from goldfield.corpus.exchange.contract import Tool
from goldfield.errors import UnknownName

__all__ = ["TOOLS", "tool_named"]

TOOLS: dict[str, Tool] = {
    "label-studio": Tool(
        "Label Studio's JSON with its labelling config: everything",
        label_studio.write,
        label_studio.read,
    ),
    "brat": Tool("brat's standoff, with its config and side files", brat.write, brat.read),
    "xmi": Tool("UIMA CAS as XMI, with its types, for INCEpTION", xmi.write, xmi.read),
    "doccano": Tool(
        "doccano's JSONL: every span and the relations between them",
        doccano.write,
        doccano.read,
        doccano.drops,
    ),
    "prodigy": Tool("Prodigy's JSONL: every span", prodigy.write, None, prodigy.drops),
    "docbin": Tool(
        "spaCy's DocBin: names as entities, everything as span groups",
        docbin.write,
        None,
        docbin.drops,
    ),
    "iob": Tool("IOB2 tags of names, a token a line", iob.write, None, iob.drops),
}


def tool_named(name: str) -> Tool:
    """The row of a tool.

    Raises:
        UnknownName: there is none of that name.
    """
    if name not in TOOLS:
        raise UnknownName("annotation tool", name, TOOLS)
    return TOOLS[name]
