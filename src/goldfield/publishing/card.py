"""`README.md` of a published dataset: the metadata that the Hub reads, and what people read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec.inspect as mi

from goldfield.corpus.withholding import EXCERPT, is_open
from goldfield.publishing.pages import Citation, Pages, mended, section
from goldfield.publishing.plan import Outgoing, Plan
from goldfield.publishing.rows import Record
from goldfield.publishing.tables import CONFIGS, DEFAULT, Config, data_path, says

if TYPE_CHECKING:
    from huggingface_hub import DatasetCardData

__all__ = ["REPOSITORY", "Counts", "card", "listed", "machine_made", "metadata"]

REPOSITORY = "ORG/NAME"
"""Stands for the dataset's name as long as it has none."""

Counts = Mapping[str, Mapping[str, int]]
"""Rows by config and split; a split without rows is not there."""

_SIZES = ((1000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))
_SECTIONS = (
    "## What keeps the splits apart",
    "## What it holds",
    "## How far the passes agree",
    "## How such passes do against people",
)
_DATASHEET = ("## Uses", "## Distribution", "## Maintenance")


def metadata(
    outgoing: Mapping[str, Outgoing], counts: Counts, cited: Citation, plan: Plan
) -> DatasetCardData:
    """The card's metadata: explicit data files and features of every config."""
    from datasets.info import DatasetInfo, DatasetInfosDict
    from huggingface_hub import DatasetCardData

    records = _records(outgoing)
    languages = sorted({record["meta"]["lang"] for record in records} - {None})
    authors = {record["provenance"]["written_by"] for record in records}
    made = "machine-generated"
    data = DatasetCardData(
        pretty_name=f"{cited.title} {cited.version}",
        language=languages or ["en"],
        **_licence(records, plan),
        annotations_creators=[made],
        language_creators=[made, *(["found"] if authors - {"language-model"} else [])],
        multilinguality="monolingual",
        size_categories=[next((name for n, name in _SIZES if len(records) < n), "100K<n<1M")],
        source_datasets=["original"],
        task_categories=["token-classification", "text-classification"],
        task_ids=["named-entity-recognition", "coreference-resolution"],
        tags=[
            "information-extraction", "news", "event-extraction", "quotation-attribution",
            "timex", "synthetic",
        ],
        configs=[_config(config, counts[config.name]) for config in CONFIGS if counts[config.name]],
    )  # fmt: skip
    infos = {
        config.name: DatasetInfo(features=config.features)
        for config in CONFIGS
        if counts[config.name]
    }
    DatasetInfosDict(infos).to_dataset_card_data(data)
    return data


def _config(config: Config, splits: Mapping[str, int]) -> dict[str, Any]:
    files = [{"split": split, "path": data_path(config.name, split)} for split in splits]
    first = {"default": True} if config.name == DEFAULT else {}
    return {"config_name": config.name, **first, "data_files": files}


def _licence(records: Sequence[Record], plan: Plan) -> dict[str, Any]:
    """One licence if every text that goes out has that of the annotations, else `other`."""
    out = {record["provenance"]["licence"] for record in records if record["text"] is not None}
    if out <= {"CC-BY-4.0"}:
        return {"license": "cc-by-4.0"}
    name = "goldfield-content" if all(map(is_open, out)) else "goldfield-content-third-party"
    return {"license": "other", "license_name": name, "license_link": "LICENSE-CONTENT.md"}


def card(
    data: str, outgoing: Mapping[str, Outgoing], counts: Counts, told: tuple[Citation, Plan, Pages],
    repo_id: str | None,
) -> str:  # fmt: skip
    """The whole page.

    Args:
        data: the metadata as YAML.
        outgoing: what goes out of each split.
        counts: rows by config and split.
        told: the citation, the publisher's plan, and the committed pages.
        repo_id: ``ORG/NAME`` on the Hub, if it has a name.
    """
    cited, plan, pages = told
    home = pages["corpus/README.md"]
    parts = [
        f"---\n{data.strip()}\n---\n",
        f"# {cited.title} {cited.version}\n\n{cited.abstract}\n",
        _loading(repo_id or REPOSITORY, cited),
        _made(outgoing),
        _texts(outgoing, plan),
        _labels(outgoing, plan),
        _configs(outgoing, counts),
        _columns(),
        *(mended(section(home, heading), pages, "corpus/") for heading in _SECTIONS),
        *(
            mended(section(pages["DATASHEET.md"], heading), pages, "corpus/")
            for heading in _DATASHEET
        ),
    ]
    return "\n".join(part for part in parts if part)


def _loading(repo_id: str, cited: Citation) -> str:
    tag = f"v{cited.version}"
    return f"""## To load it

```python
from datasets import load_dataset

articles = load_dataset("{repo_id}", split="test", revision="{tag}")  # nested, one row an article
mentions = load_dataset("{repo_id}", "mentions", split="test", revision="{tag}")  # flat

import goldfield

records = goldfield.load("test", "hf://datasets/{repo_id}@{tag}")  # typed records, to score with
```

Offsets are half-open and count Unicode code points of `text`. `raw/` holds the same records as JSON
lines, in no config: `datasets` turns ISO dates of JSON into time stamps, so read them with
goldfield or any JSON parser. `MANIFEST.json` has the SHA-256 of every file;
[the datasheet](DATASHEET.md), [the fields](schema/FIELDS.md) and
[the annotation manual](schema/GUIDELINES.md) say the rest.
"""


def machine_made(outgoing: Mapping[str, Outgoing]) -> list[str]:
    """Who wrote and annotated the articles, counted from their provenance, a sentence each."""
    said = [record["provenance"] for record in _records(outgoing)]
    wrote = Counter((item["kind"], item["written_by"]) for item in said)
    passes = Counter((item["annotated_by"], item["passes"], item["status"]) for item in said)
    return [
        *(f"{n} articles: {kind}, written by: {by}." for (kind, by), n in sorted(wrote.items())),
        *(
            f"{n} articles annotated by: {by}, in {rounds} independent passes, {status}."
            for (by, rounds, status), n in sorted(passes.items())
        ),
        "Where two passes of one language model agree, no people have agreed.",
    ]


def _made(outgoing: Mapping[str, Outgoing]) -> str:
    lines = "\n".join(f"- {line}" for line in machine_made(outgoing))
    return f"## How it was made\n\nBy the provenance of its records:\n\n{lines}\n"


def _texts(outgoing: Mapping[str, Outgoing], plan: Plan) -> str:
    held = [record["id"] for record in _records(outgoing) if record["text"] is None]
    if not held:
        return ""
    surfaces = (
        f"surfaces over {EXCERPT} characters are null" if plan.policy == "excerpt"
        else "their surfaces are null"
    )  # fmt: skip
    return f"""## Texts that are not here

Without its text, because it may not be passed on or is left out on purpose: {listed(held)}.
There `text` and {surfaces},
while offsets, labels and `text_sha256` are here. In `raw/` such records stand in `raw/withheld/`.
Who has the text gets the full record, found by the text's hash:

```
goldfield corpus restore --text FILE --corpus FOLDER --out FULL.jsonl
```
"""


def listed(ids: Sequence[str]) -> str:
    """A few ids by name, many by their number."""
    return ", ".join(ids) if len(ids) <= 5 else f"{len(ids)} articles"


def _labels(outgoing: Mapping[str, Outgoing], plan: Plan) -> str:
    split = plan.withheld_labels
    if split is None:
        return ""
    return f"""## Labels that are not here

The gold of the {len(outgoing[split].commitments)} articles of split `{split}` is withheld: their
`layers` are empty. `COMMITMENTS.json` holds the SHA-256 of a secret salt followed by each gold
record, so that the gold can be shown, later, to be what it was at this release.
"""


def _configs(outgoing: Mapping[str, Outgoing], counts: Counts) -> str:
    heads = ["config", "a row is", *outgoing]
    lines = [heads, ["---", "---", *("---:" for _ in outgoing)]]
    for config in CONFIGS:
        numbers = (str(counts[config.name].get(split, 0)) for split in outgoing)
        lines.append([f"`{config.name}`", says(config), *numbers])
    note = "A split in which a config has no rows has no file there.\n"
    return f"## Configs\n\n{_table(lines)}\n{note}"


def _columns() -> str:
    parts = ["## Columns of the flat configs\n"]
    for config in CONFIGS:
        if config.rows is not None:
            lines = [["column", "type", "what it is"], ["---", "---", "---"]]
            lines += [_column(field) for field in _fields(config)]
            parts.append(f"### {config.name}\n\n{says(config)}\n\n{_table(lines)}")
    return "\n".join(parts)


def _fields(config: Config) -> Sequence[mi.Field]:
    info = mi.type_info(config.struct)
    return info.fields if isinstance(info, mi.StructType) else ()


def _column(field: mi.Field) -> list[str]:
    said = (field.type.extra_json_schema or {}) if isinstance(field.type, mi.Metadata) else {}
    inner = field.type.type if isinstance(field.type, mi.Metadata) else field.type
    return [f"`{field.name}`", _spelled(inner), said.get("description", "")]


def _spelled(node: mi.Type) -> str:
    if isinstance(node, mi.UnionType):
        return " or ".join(_spelled(part) for part in node.types)
    if isinstance(node, mi.ListType):
        return f"list of {_spelled(node.item_type)}"
    names = {mi.IntType: "int", mi.StrType: "string", mi.BoolType: "bool", mi.FloatType: "float"}
    return names.get(type(node), "null")


def _table(lines: Sequence[Sequence[str]]) -> str:
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _records(outgoing: Mapping[str, Outgoing]) -> list[Record]:
    return [record for split in outgoing.values() for record in split.records]
