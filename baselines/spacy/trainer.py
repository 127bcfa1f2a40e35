"""Training: articles become DocBin files, and spaCy's own command learns from them."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import load_config, load_model_from_config

from goldfield.release import version
from goldfield.schema.records import Article
from goldfield.training import Lesson

from . import arguments, gazetteer, quotes, tokens  # noqa: F401  registers what the config names
from .documents import to_document

LAYERS = ("entities", "times", "quantities", "quotes", "speakers", "events", "arguments")
# Overrides of config.cfg, as `spacy train` takes them.
CANDIDATES = ({"training.dropout": 0.2}, {"training.dropout": 0.3})
PACKAGES = ("spacy", "thinc", "numpy")

_CONFIG = Path(__file__).with_name("config.cfg")
_EPOCHS = 15
_LARGE = 50_000  # tokens of training text, from which on a wider network is worth its size
_WIDER = {
    "components.tok2vec.model.embed.width": 96,
    "components.tok2vec.model.embed.rows": [10_000, 10_000, 5_000, 2_500, 8, 8, 8, 8, 8],
}
_LAYERS_OF = {
    "ner": ("entities",),
    "mentions": ("entities",),
    "values": ("times", "quantities"),
    "triggers": ("events",),
    "quotes": ("quotes",),
    "arguments": ("arguments",),
}


def fit(lesson: Lesson, out: Path, **candidate: Any) -> None:
    """Train a pipeline and write it into `out`, where ``spacy.load`` finds it."""
    blank = blank_pipeline()
    train_docs = _documents(blank, lesson.train, lesson.tell)
    overrides = {
        "nlp.pipeline": _pipeline(blank.pipe_names, train_docs, lesson.layers),
        "system.seed": lesson.seed,
        **_sized(blank.config["training"], sum(map(len, train_docs))),
        **candidate,
    }
    with TemporaryDirectory() as name:
        folder = Path(name)
        sets = {"train": train_docs, "dev": _documents(blank, lesson.validation, lesson.tell)}
        for part, docs in sets.items():
            DocBin(docs=docs).to_disk(folder / f"{part}.spacy")
            overrides[f"paths.{part}"] = str(folder / f"{part}.spacy")
        with redirect_stdout(_Steps(lesson.tell)):
            train(_CONFIG, folder, overrides=overrides)
        _publish(spacy.load(folder / "model-best"), out)


def blank_pipeline() -> Language:
    """The pipeline of `config.cfg` before it has learned anything."""
    return load_model_from_config(load_config(_CONFIG), auto_fill=True)


def _sized(training: Mapping[str, Any], size: int) -> dict[str, Any]:
    """Overrides for much text: at least so many passes over it, and a wider network."""
    steps = max(training["max_steps"], _EPOCHS * size // training["batcher"]["size"])
    often = steps * training["eval_frequency"] // training["max_steps"]
    length = {"training.max_steps": steps, "training.eval_frequency": often}
    return length | (_WIDER if size >= _LARGE else {})


def _documents(
    nlp: Language, articles: Sequence[Article], tell: Callable[[str], object]
) -> list[Doc]:
    """The gold documents; tells what of the gold the tokens cannot show."""
    aligned = [to_document(nlp, article) for article in articles if article.text]
    cut = Counter[str]()
    for one in aligned:
        cut.update(one.cut)
    for group, count in sorted((+cut).items()):
        tell(f"{count} spans of {group} are left out: their borders are not those of tokens")
    return [one.doc for one in aligned]


def _pipeline(names: Sequence[str], docs: Sequence[Doc], layers: Sequence[str]) -> list[str]:
    """The components that have something to learn, with those that they rest on."""
    learned = {
        name
        for name, theirs in _LAYERS_OF.items()
        if not set(layers).isdisjoint(theirs) and any(_gold(doc, name) for doc in docs)
    }
    rest = {"tok2vec", "sentences"} if learned & {"quotes", "arguments"} else {"tok2vec"}
    return [name for name in names if name in learned | rest]


def _gold(doc: Doc, component: str) -> Sequence[Any]:
    return doc.ents if component == "ner" else doc.spans[component]


class _Steps(io.TextIOBase):
    """What spaCy prints, of which the rows of its table are told in short."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell

    def write(self, text: str, /) -> int:
        for row in map(str.split, text.splitlines()):
            if len(row) > 2 and row[0].isdigit():
                self._tell(f"step {row[1]}: score {row[-1]}")
        return len(text)


def _publish(nlp: Language, out: Path) -> None:
    """Save a pipeline without a trace of the machine that trained it."""
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.config["initialize"]["lookups"] = None  # they are in the vocabulary by now
    performance = json.dumps(nlp.meta["performance"], sort_keys=True)  # spaCy's order is a set's
    nlp.meta.update(
        performance=json.loads(performance),
        name="goldfield",
        version=version(),
        description="News in English: names, mentions, values, quotes, events. See CARD.md.",
        license="Apache-2.0",
    )
    nlp.to_disk(out)
