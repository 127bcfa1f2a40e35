"""Pipelines that others trained: their labels are mapped, their name and hash are told."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from goldfield.corpus.formats.labels import closest_labels, load_labels
from goldfield.errors import GoldfieldError
from goldfield.models import hashes_of

from .answers import Answer, Frame
from .documents import QUANTITY

__all__ = ["ForeignPipeline"]

_VALUES: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("foreign.toml").read_text("utf-8")
)["values"]


class ForeignPipeline:
    """A pipeline that is not goldfield's.

    Args:
        name: its package or its path, as `spacy.load` takes it.
        labels: the name of a label table, or a path that ends in ``.toml``; by default the table
            that lacks the fewest of the pipeline's labels.

    Raises:
        GoldfieldError: it is not installed, or has labels that the table does not know.
    """

    def __init__(self, name: str, labels: str | None) -> None:
        self.nlp = _load(name)
        own = _labels_of(self.nlp)
        table = load_labels(labels or closest_labels(own))
        if strange := [label for label in own if label not in table | _VALUES]:
            told = ", ".join(strange)
            raise GoldfieldError(f"{name} has labels of its own ({told}); give labels=PATH.toml")
        names = {label: type_ for label, type_ in table.items() if type_}
        self._kinds = {label: (_VALUES | names).get(label, "") for label in own}
        self.layers = _layers(self._kinds.values())
        self.version = _version(self.nlp)

    def read(self, doc: Doc, frame: Frame) -> Answer:
        """Names with their types, times and quantities with their values."""
        kinds = [(ent, self._kinds.get(ent.label_, "")) for ent in doc.ents]
        values = [(ent, kind) for ent, kind in kinds if kind in _VALUES.values()]
        names = [(ent, kind) for ent, kind in kinds if kind and kind not in _VALUES.values()]
        entities = [frame.place(ent) | {"type": type_} for ent, type_ in names]
        return {"entities": entities, **frame.values((*value, {}) for value in values)}


def _load(name: str) -> Language:
    try:
        return spacy.load(name)
    except OSError as error:
        get = "python -m spacy download en_core_web_sm"
        raise GoldfieldError(
            f"no spaCy pipeline {name!r}; give a path, or install one: {get}"
        ) from error


def _labels_of(nlp: Language) -> list[str]:
    """The labels of all components that set ``doc.ents``, sorted."""
    setting = [name for name in nlp.pipe_names if "doc.ents" in nlp.get_pipe_meta(name).assigns]
    return sorted({label for name in setting for label in nlp.pipe_labels.get(name, ())})


def _layers(kinds: Iterable[str]) -> list[str]:
    layer = {QUANTITY: "quantities"} | {k: "times" for k in _VALUES.values() if k != QUANTITY}
    found = {layer.get(kind, "entities") for kind in kinds if kind}
    return [name for name in ("entities", "times", "quantities") if name in found]


def _version(nlp: Language) -> str:
    """Name and version of the pipeline, and the first digits of the hash of its folder."""
    told = repr(sorted(hashes_of(Path(nlp.path)).items())) if nlp.path else repr(nlp.to_bytes())
    digest = hashlib.sha256(told.encode()).hexdigest()[:12]
    meta = nlp.meta
    return f"1+{meta['lang']}_{meta['name']}-{meta['version']}-{digest}"
