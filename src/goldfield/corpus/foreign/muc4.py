"""MUC-4 as GRIT and GTT have it, JSON lines with fillers of roles, as generic templates.

Du et al. 2021, GRIT: Generative Role-filler Transformers, EACL: one set of ``extracts`` a text.
Du et al. 2021, Template Filling with Generative Transformers, NAACL: ``templates`` with types.
An entity is a list of mentions, each a string with where it begins in ``doctext``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.base import id_of
from goldfield.corpus.foreign.json_records import json_records, problem_of, split_files
from goldfield.corpus.foreign.tokens import Item

__all__ = ["muc4_files", "read_muc4"]

_Mention = tuple[str, int] | str
_TYPE = "incident_type"
_UNTYPED = "incident"


class _Document(Struct, gc=False):
    docid: str
    doctext: str
    extracts: dict[str, Any] | None = None
    templates: list[dict[str, Any]] | None = None


def muc4_files(folder: Path) -> list[Path]:
    """The files of the splits; not those indented for reading (``pretty_dev.json``)."""
    found = split_files(folder, ".json", ".jsonl")
    return [path for path in found if not path.name.startswith("pretty_")]


def read_muc4(paths: Sequence[Path], account: Account) -> Iterator[dict[str, Any]]:
    """The documents of files, one by one, as records of the suite `templates`.

    All that GRIT extracts from a text is one template, of type ``incident``, if there is any.

    Raises:
        DataError: a file is not of JSON.
    """
    for where, document in json_records(paths, _Document, account):
        account.found["document"] += 1
        extracts, templates = document.extracts, document.templates
        if (extracts is None) == (templates is None):
            problem = "it must have either extracts (GRIT) or templates (GTT)"
            account.fault(where, "document", problem)
            continue
        if extracts is not None:
            templates = [{**extracts, _TYPE: _UNTYPED}] if any(extracts.values()) else []
        read = [_template(row, document.doctext, where, account) for row in templates or []]
        yield {"id": id_of(document.docid), "templates": [row for row in read if row]}


def _template(
    row: Mapping[str, Any], text: str, where: str, account: Account
) -> dict[str, Any] | None:
    account.found["template"] += 1
    type_ = row.get(_TYPE)
    if not isinstance(type_, str):
        account.fault(where, "template", f"{_TYPE} is no string")
        return None
    roles = {role: value for role, value in row.items() if role not in (_TYPE, "type")}
    return {"type": type_} | {
        role: _fillers(value, text, Item(where, "filler", role), account)
        for role, value in roles.items()
    }


def _fillers(value: Any, text: str, item: Item, account: Account) -> list[list[str]]:
    """The entities of a role as strings; what is damaged is left out."""
    try:
        entities = msgspec.convert(value, list[Any])
    except msgspec.ValidationError as error:
        entities = []
        account.found["filler"] += 1
        account.fault(item.where, "filler", f"{item.label}: {problem_of(error)}")
    read = [_filler(entity, text, item, account) for entity in entities]
    return [names for names in read if names]


def _filler(value: Any, text: str, item: Item, account: Account) -> list[str]:
    account.found["filler"] += 1
    try:
        mentions = msgspec.convert(value, list[_Mention])
    except msgspec.ValidationError as error:
        account.fault(item.where, "filler", f"{item.label}: {problem_of(error)}")
        return []
    account.found["mention"] += len(mentions)
    names: list[str] = []
    for mention in mentions:
        name, start = mention if isinstance(mention, tuple) else (mention, None)
        if not name.strip():
            account.skip(item.where, "mention", item.label, "it has no visible character")
        elif start is not None and (start < 0 or not text.startswith(name, start)):
            problem = f"{item.label}: {name!r} does not stand at {start} of doctext"
            account.fault(item.where, "mention", problem)
        else:
            names.append(name)
    if not names:
        account.skip(*item, "none of its mentions is kept")
    return names
