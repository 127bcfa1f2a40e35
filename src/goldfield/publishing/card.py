"""`README.md` of a published dataset: what people read below the metadata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec.inspect as mi

from goldfield.corpus.withholding import EXCERPT
from goldfield.publishing.pages import Citation, Pages, mended, section
from goldfield.publishing.plan import Outgoing, Plan
from goldfield.publishing.rows import Record
from goldfield.publishing.tables import CONFIGS, Config, Counts, says

__all__ = ["REPOSITORY", "card", "listed", "machine_made"]

REPOSITORY = "ORG/NAME"
"""Stands for the dataset's name as long as it has none."""

_SECTIONS = (
    "## What keeps the splits apart",
    "## What it holds",
    "## How far the passes agree",
    "## How such passes do against people",
)
_DATASHEET = ("## Uses", "## Distribution", "## Maintenance")


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
        *(f"{_articles(n)}: {kind}, written by: {by}." for (kind, by), n in sorted(wrote.items())),
        *(
            f"{_articles(n)} annotated by: {by}, in {rounds} independent passes, {status}."
            for (by, rounds, status), n in sorted(passes.items())
        ),
        "Where two passes of one language model agree, no people have agreed.",
    ]


def _articles(number: int) -> str:
    return "1 article" if number == 1 else f"{number} articles"


def _made(outgoing: Mapping[str, Outgoing]) -> str:
    lines = "\n".join(f"- {line}" for line in machine_made(outgoing))
    return f"## How it was made\n\nBy the provenance of its records:\n\n{lines}\n"


def _texts(outgoing: Mapping[str, Outgoing], plan: Plan) -> str:
    held = [record["id"] for record in _records(outgoing) if record["text"] is None]
    if not held:
        return ""
    surfaces = (
        f"surfaces over {EXCERPT} characters are null" if plan.policy == "excerpt"
        else "all surfaces are null"
    )  # fmt: skip
    return f"""## Texts that are not here

Without its text, because it may not be passed on or is left out on purpose: {listed(held)}. There
`text` and {surfaces}, while offsets, labels and `text_sha256` are here. In
`raw/` such records stand in `raw/withheld/`. Who has the text gets the full record by its hash:

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
