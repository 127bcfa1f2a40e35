"""What the benchmarks and the speed gates share: cases, files, and ratios of CPU time.

A ratio is CPU time over the CPU time of the base, taken alternately in one process, median of the
rounds: times of different runs or machines cannot be compared, ratios can.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import generator
import msgspec

from goldfield.schema.loose import Prediction
from goldfield.schema.records import Article
from goldfield.scoring.fast.files import count_files
from goldfield.scoring.suites import Suite, load_suite

__all__ = ["SUITES", "Case", "Files", "count", "cpu", "make", "parse", "ratio"]

ROUNDS = 9
_CORE = load_suite("core")
_APART = ("mentions@strict", "coref@lea")


def _suite(name: str, *measures: str) -> Suite:
    return msgspec.structs.replace(_CORE, name=name, measures=measures)


SUITES = {
    "core": _CORE,
    # What the contract's first two rows speak of: without all mentions and their coreference.
    "plain": _suite("plain", *(name for name in _CORE.measures if name not in _APART)),
    "entities": _suite("entities", "entities@strict"),
    "full": load_suite("full"),
}


class Case(NamedTuple):
    """What is measured; the mentions and events are those of one document."""

    documents: int = 200
    mentions: int = 40
    events: int = 6
    profile: generator.Profile = "ordinary"
    suite: str = "core"


class Files(NamedTuple):
    """Gold and predictions of a case."""

    gold: Path
    pred: Path


def make(folder: Path, case: Case) -> Files:
    """Gold and predictions, written as they are made."""
    files = Files(folder / "gold.jsonl", folder / "pred.jsonl")
    articles = generator.make_articles(case.documents, mentions=case.mentions, events=case.events)
    with files.gold.open("wb") as golds, files.pred.open("wb") as preds:
        for article in articles:
            golds.write(msgspec.json.encode(article) + b"\n")
            preds.write(msgspec.json.encode(generator.perturb(article, case.profile)) + b"\n")
    return files


def parse(files: Files) -> None:
    """The base of ratios: both files decoded into their full types, nothing kept."""
    kinds: tuple[type[Any], ...] = (Article, Prediction)
    for path, kind in zip(files, kinds, strict=True):
        decoder = msgspec.json.Decoder(kind)
        with path.open("rb") as lines:
            for line in lines:
                decoder.decode(line)


def count(files: Files, suite: Suite) -> None:
    """The counts of two files, streamed."""
    for _ in count_files(*files, suite):
        pass


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process, as if it held nothing else.

    What is alive already is frozen, or the collector would go through it on `work`'s account: more
    often for what allocates than for its base, and the more the longer a test process has run.
    """
    gc.collect()
    gc.freeze()
    try:
        start = process_time()
        work()
        return process_time() - start
    finally:
        gc.unfreeze()


def ratio(work: Callable[[], object], base: Callable[[], object], rounds: int = ROUNDS) -> float:
    """How many times as long `work` takes as `base`."""
    return statistics.median(cpu(work) / cpu(base) for _ in range(rounds))
