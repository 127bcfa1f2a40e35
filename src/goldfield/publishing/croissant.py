"""`croissant.json`: the dataset for machines, by the Croissant vocabulary with its RAI extension.

Source: MLCommons Croissant Format Specification 1.1 and Croissant RAI 1.0. Written by hand, so
that no private part of a library is needed; `check` validates it with `mlcroissant`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec.inspect as mi

from goldfield.publishing.pages import Citation, corpus_work
from goldfield.publishing.tables import CONFIGS, Config, data_path, says

__all__ = ["About", "croissant"]

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES: dict[type[mi.Type], str] = {
    mi.IntType: "sc:Integer",
    mi.FloatType: "sc:Float",
    mi.StrType: "sc:Text",
    mi.BoolType: "sc:Boolean",
}


class About(NamedTuple):
    """What the document says beside the data: of the dataset, its licence and its making."""

    cited: Citation
    licence: str
    url: str
    made: str
    manual: str


def croissant(
    about: About, counts: Mapping[str, Mapping[str, int]], hashes: Mapping[str, str]
) -> dict[str, Any]:
    """The document.

    Each flat config and split is a record set whose fields are the columns; the nested config is
    listed as files only, for its columns hold structures that readers differ on.

    Args:
        about: see `About`.
        counts: rows by config and split.
        hashes: SHA-256 of the published files by path.
    """
    cited = about.cited
    pairs = [(config, split) for config in CONFIGS for split in counts[config.name]]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.1",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "name": "goldfield",
        "description": cited.abstract,
        "url": about.url,
        "license": about.licence,
        "version": f"{cited.version}.0" if cited.version.count(".") == 1 else cited.version,
        "datePublished": cited.released,
        "creator": [{"@type": "sc:Organization", "name": name} for name in cited.authors],
        "citeAs": corpus_work(cited).bibtex(", "),
        "inLanguage": "en",
        "isLiveDataset": False,
        **_rai(about),
        "distribution": [_file(data_path(c.name, split), hashes) for c, split in pairs],
        "recordSet": [_record_set(c, split) for c, split in pairs if c.rows is not None],
    }


def _rai(about: About) -> dict[str, Any]:
    """The fields of responsible AI; the datasheet has the long form."""
    return {
        "rai:dataCollection": "Texts composed for the corpus by a language model, each from a "
        "brief; one news report received without author, publisher or address.",
        "rai:dataCollectionType": ["Synthetic data", "Others"],
        "rai:dataAnnotationProtocol": f"{about.manual}: two passes that could not see each other, "
        "then an adjudicated sheet with a log; all by a language model, no person has checked "
        f"them. {about.made}",
        "rai:dataAnnotationPlatform": "Plain text sheets, compiled and validated by goldfield.",
        "rai:annotationsPerItem": "2 passes and an adjudication",
        "rai:annotatorDemographics": "None: the annotator is a language model.",
        "rai:machineAnnotationTools": ["language model"],
        "rai:dataBiases": "Frequencies in composed texts are their author's choice. The gold may "
        "favour systems akin to the model that annotated it. What it gets wrong by nature, both "
        "passes have wrong alike.",
        "rai:dataLimitations": "English only, one family of genres, one manual; events and "
        "arguments are the softest layers. It estimates nothing about news at large.",
        "rai:dataUseCases": "Scoring extractors field by field; testing readers and scorers.",
        "rai:dataSocialImpact": "Scores may be taken for agreement with people, which they are "
        "not: say in a paper that the gold is machine-generated.",
        "rai:personalSensitiveInformation": "People and organisations of composed articles are "
        "invented; one report names public officials in their office, as published.",
        "rai:dataReleaseMaintenancePlan": "Named releases; ERRATA.md lists corrected records, "
        "and a released text never changes.",
    }


def _file(path: str, hashes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "encodingFormat": "application/x-parquet",
        "sha256": hashes[path],
    }


def _record_set(config: Config, split: str) -> dict[str, Any]:
    name, path = f"{config.name}-{split}", data_path(config.name, split)
    info = mi.type_info(config.struct)
    columns: Iterable[mi.Field] = info.fields if isinstance(info, mi.StructType) else ()
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{says(config)} Split {split}.",
        "field": [_field(f"{name}/{column.name}", column, path) for column in columns],
    }


def _field(id: str, column: mi.Field, path: str) -> dict[str, Any]:
    node = column.type
    said = ""
    if isinstance(node, mi.Metadata):
        said = (node.extra_json_schema or {}).get("description", "")
        node = node.type
    array = isinstance(node, mi.ListType)
    inner = node.item_type if isinstance(node, mi.ListType) else node
    if isinstance(inner, mi.UnionType):
        inner = next(part for part in inner.types if not isinstance(part, mi.NoneType))
    return {
        "@type": "cr:Field",
        "@id": id,
        "name": column.name,
        "description": said,
        "dataType": _TYPES[type(inner)],
        **({"isArray": True, "arrayShape": "-1"} if array else {}),
        "source": {"fileObject": {"@id": path}, "extract": {"column": column.name}},
    }
