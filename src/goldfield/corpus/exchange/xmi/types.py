"""The layers of a CAS: one for each kind of region, and one for the document.

INCEpTION takes them in under Settings, Layers, Import, before the documents. ``layers.json``
brings all: lists of the labels to choose from, the layer of the document, and what is shown. From
``TypeSystem.xml`` it makes the span layers only, with the widest settings (any characters, any
overlap, across sentences) and labels as free text; a layer must extend ``uima.tcas.Annotation``
itself, a link feature is an FSArray of a type ``<layer><Feature>Link`` under TOP with just role and
target. Both were read off its source (August 2026), and not tried on a server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from goldfield.corpus.exchange.graph import (
    ATTRIBUTES,
    FIELDS,
    KINDS,
    RELATIONS,
    TYPES,
    Kind,
    Values,
)
from goldfield.errors import MissingExtra

__all__ = [
    "ARTICLE", "ID", "LABEL", "LAYERS", "METADATA", "RELATED",
    "Structure", "TypeSystem", "cassis", "layers_json", "type_system",
]  # fmt: skip

TypeSystem = Any
Structure = Any
"""A feature structure of cassis: an object with ``type``, ``xmiID``, and its features."""

METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
ARTICLE = "webanno.custom.Article"
ID, LABEL, RELATED = "goldfield_id", "label", "relations"
_STRING = "uima.cas.String"
_DOCUMENT = (*FIELDS, "side")

LAYERS: Mapping[str, Kind] = {
    f"webanno.custom.{kind.title().replace('_', '')}": kind for kind in KINDS
}
"""The kind of region that each layer holds."""


def cassis() -> Any:
    """The module dkpro-cassis, which has no types.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import cassis as module  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra("dkpro-cassis", "interop") from error
    return module


def type_system() -> TypeSystem:
    """The type system of all that is written."""
    types = cassis().TypeSystem()
    types.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId"):
        types.create_feature(METADATA, name, _STRING)
    types.create_type(ARTICLE, "uima.cas.AnnotationBase")
    for name in _DOCUMENT:
        types.create_feature(ARTICLE, name, _STRING)
    for layer, kind in LAYERS.items():
        types.create_type(layer, "uima.tcas.Annotation")
        for name in _features(kind):
            types.create_feature(layer, name, _STRING)
        if _has_relations(kind):
            link = types.create_type(_link_of(layer), "uima.cas.TOP")
            types.create_feature(link, "role", _STRING)
            types.create_feature(link, "target", "uima.tcas.Annotation")
            types.create_feature(layer, RELATED, "uima.cas.FSArray", elementType=link)
    return types


def _features(kind: Kind) -> dict[str, Values]:
    """The features of a layer that hold text, each with its values if they are closed."""
    label = {LABEL: TYPES[kind]} if kind in TYPES else {}
    return {**label, **ATTRIBUTES.get(kind, {}), ID: None}


def _has_relations(kind: Kind) -> bool:
    return any(kind in sources for sources, _ in RELATIONS.values())


def _link_of(layer: str) -> str:
    return f"{layer}{RELATED.title()}Link"


def layers_json() -> str:
    """The layers as INCEpTION exports and imports them, with a list of tags for closed values."""
    document = [_feature(name, None, visible=name != "side") for name in _DOCUMENT]
    layers = [_layer(ARTICLE, "document-metadata", document)]
    for layer, kind in LAYERS.items():
        features = [
            _feature(name, _tags(f"{kind} {name}", values) if values else None, visible=name != ID)
            for name, values in _features(kind).items()
        ]
        if _has_relations(kind):
            roles = tuple(name for name, (sources, _) in RELATIONS.items() if kind in sources)
            features.append(_link_feature(layer, _tags(f"{kind} {RELATED}", roles)))
        layers.append(_layer(layer, "span", features))
    return json.dumps(layers, indent=1) + "\n"


def _layer(name: str, type: str, features: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "uiName": name.rpartition(".")[2],
        "type": type,
        "description": "",
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "allow_stacking": True,
        "cross_sentence": True,
        "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP",
        "validation_mode": "NEVER",
        "features": features,
    }


def _feature(name: str, tags: dict[str, Any] | None, *, visible: bool) -> dict[str, Any]:
    return {
        "name": name,
        "uiName": name,
        "type": _STRING,
        "description": "",
        "enabled": True,
        "visible": visible,
        "tag_set": tags,
        "multi_value_mode": "NONE",
        "link_mode": "NONE",
    }


def _link_feature(layer: str, tags: dict[str, Any]) -> dict[str, Any]:
    return _feature(RELATED, tags, visible=True) | {
        "type": "uima.tcas.Annotation",
        "multi_value_mode": "ARRAY",
        "link_mode": "WITH_ROLE",
        "link_type_name": _link_of(layer),
        "link_type_role_feature_name": "role",
        "link_type_target_feature_name": "target",
    }


def _tags(name: str, values: tuple[str, ...]) -> dict[str, Any]:
    tags = [{"tag_name": value, "tag_description": ""} for value in values]
    described = {"description": "", "language": "en", "tags": tags, "create_tag": False}
    return {"name": f"goldfield {name}", **described}
