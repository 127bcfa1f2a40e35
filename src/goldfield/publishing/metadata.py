"""The head of a published dataset's `README.md`: what the Hub and `datasets` read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from goldfield.corpus.withholding import is_open
from goldfield.publishing.pages import Citation
from goldfield.publishing.plan import Outgoing
from goldfield.publishing.rows import Record
from goldfield.publishing.tables import CONFIGS, DEFAULT, Config, Counts, data_path

if TYPE_CHECKING:
    from huggingface_hub import DatasetCardData

__all__ = ["metadata"]

_CREATORS = {"language-model": "machine-generated", "human": "expert-generated"}
_TAGS = [
    "information-extraction",
    "news",
    "event-extraction",
    "quotation-attribution",
    "timex",
    "synthetic",
]
_SIZES = ((1000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))


def metadata(outgoing: Mapping[str, Outgoing], counts: Counts, cited: Citation) -> DatasetCardData:
    """The card's metadata: explicit data files and features of every config."""
    from datasets.info import DatasetInfo, DatasetInfosDict
    from huggingface_hub import DatasetCardData

    records = [record for split in outgoing.values() for record in split.records]
    languages = sorted({record["meta"]["lang"] for record in records} - {None})
    data = DatasetCardData(
        pretty_name=f"{cited.title} {cited.version}",
        language=languages or ["en"],
        **_licence(records),
        annotations_creators=_creators(records, "annotated_by", "other"),
        language_creators=_creators(records, "written_by", "found"),
        multilinguality="monolingual",
        size_categories=[next((name for n, name in _SIZES if len(records) < n), "100K<n<1M")],
        source_datasets=["original"],
        task_categories=["token-classification", "text-classification"],
        task_ids=["named-entity-recognition", "coreference-resolution"],
        tags=_TAGS,
        configs=[_config(config, counts[config.name]) for config in CONFIGS if counts[config.name]],
    )
    infos = {
        config.name: DatasetInfo(features=config.features)
        for config in CONFIGS
        if counts[config.name]
    }
    DatasetInfosDict(infos).to_dataset_card_data(data)
    return data


def _creators(records: Sequence[Record], key: str, unknown: str) -> list[str]:
    """Who wrote or annotated the articles, in the Hub's words."""
    said = {record["provenance"][key] for record in records}
    return sorted({_CREATORS.get(author, unknown) for author in said}, reverse=True)


def _config(config: Config, splits: Mapping[str, int]) -> dict[str, Any]:
    files = [{"split": split, "path": data_path(config.name, split)} for split in splits]
    first = {"default": True} if config.name == DEFAULT else {}
    return {"config_name": config.name, **first, "data_files": files}


def _licence(records: Sequence[Record]) -> dict[str, Any]:
    """One licence if every text that goes out has that of the annotations, else `other`."""
    out = {record["provenance"]["licence"] for record in records if record["text"] is not None}
    if out <= {"CC-BY-4.0"}:
        return {"license": "cc-by-4.0"}
    name = "goldfield-content" if all(map(is_open, out)) else "goldfield-content-third-party"
    return {"license": "other", "license_name": name, "license_link": "LICENSE-CONTENT.md"}
