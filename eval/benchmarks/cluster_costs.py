"""What an article costs on a cluster, by baseline, and what a hundred million would.

    OMP_NUM_THREADS=1 python eval/benchmarks/cluster_costs.py [BASELINE...] [--write]

Seconds are of a processor and not of the clock, so that what else the machine does matters little.
--write puts the tables into eval/CLUSTER.md. What is projected is computed from what is measured,
nothing else. A worker is timed in this process: its extractor lives in another, as always.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

import msgspec

from goldfield.cluster.messages import Predict, Predicted, Score, encode
from goldfield.cluster.shards import Keys
from goldfield.cluster.worker import Worker
from goldfield.corpus.loading import load_articles
from goldfield.evaluation import Conduct, evaluate
from goldfield.reporting.pages import fill
from goldfield.reporting.tables import Table, render
from goldfield.running.machine import load_average, machine
from goldfield.running.specs import defaults, parse
from goldfield.running.terms import Terms
from goldfield.running.throughput import measure
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line, write_text
from goldfield.scoring.suites import load_suite

PAGE = Path(__file__).parent.parent / "CLUSTER.md"
SPLIT = "train"
SHARD = 256
"""Articles of the shard that a worker is timed on: those of the split over and over."""
MANY, CORES = 100_000_000, 1_000


class Cost(NamedTuple):
    """What an article costs: seconds of a core, and bytes.

    Attributes:
        extractor: seconds in the extractor's process.
        worker: seconds in the worker above it, which reads, checks and writes.
        load: seconds until the extractor is there, once a worker.
        memory: bytes that it held at most.
        predictions: bytes of them in a shard's output.
        report: bytes that a shard of gold sends back: predictions, counts and verdicts of `core`.
        counts: bytes in counts.jsonl of a run.
    """

    extractor: float
    worker: float
    load: float
    memory: float
    predictions: float
    report: float
    counts: float


def cost_of(name: str, articles: Sequence[Article]) -> Cost:
    """Measure one baseline."""
    documents = [(article.id, article.text) for article in articles]
    timing = measure(parse(name), documents)
    run = evaluate(name, corpus=articles, conduct=Conduct(timed=False))
    with tempfile.TemporaryDirectory() as folder:
        report, seconds = shard_done(name, documents, Path(folder))
    golds = [msgspec.Raw(to_line(article)) for article in articles]
    return Cost(
        timing.cpu_seconds_per_article or 0.0,
        seconds / report.articles,
        timing.load_seconds or 0.0,
        timing.peak_rss_bytes or 0.0,
        report.written / report.articles,
        len(worked(name, encode(Score(golds, load_suite("core"), 32)))[0]) / len(articles),
        sum(len(to_line(row)) for row in run.result.counts) / len(articles),
    )


def shard_done(
    name: str, documents: Sequence[tuple[str, str]], folder: Path
) -> tuple[Predicted, float]:
    """What a worker says of a shard, and its own seconds."""
    repeated = (documents[n % len(documents)][1] for n in range(SHARD))
    with (folder / "in.jsonl").open("wb") as stream:
        stream.writelines(
            to_line({"id": f"{number:08}", "text": text}) for number, text in enumerate(repeated)
        )
    task = Predict(str(folder / "in.jsonl"), str(folder / "out.jsonl"), Keys(), 32)
    answer, seconds = worked(name, encode(task))
    return msgspec.json.decode(answer, type=Predicted), seconds


def worked(name: str, task: bytes) -> tuple[bytes, float]:
    """A worker's answer to a task, and its own seconds for it, loading apart."""
    worker = Worker(name, encode(Terms()), os.getcwd())
    try:
        worker.load()
        before = process_time()
        return worker.do(task), process_time() - before
    finally:
        worker.close()


def measured(costs: dict[str, Cost], articles: Sequence[Article]) -> str:
    """The table of what was measured."""
    heads = (
        "baseline", "articles/s and core", "CPU ms: extractor", "worker", "load s", "MB",
        "predictions, bytes", "counts, bytes", "gold's report, bytes",
    )  # fmt: skip
    rows = [
        (
            name,
            f"{1 / (cost.extractor + cost.worker):,.0f}",
            f"{cost.extractor * 1e3:.2f}",
            f"{cost.worker * 1e3:.2f}",
            f"{cost.load:.2f}",
            f"{cost.memory / 1e6:.0f}",
            *(f"{size:,.0f}" for size in (cost.predictions, cost.counts, cost.report)),
        )
        for name, cost in costs.items()
    ]
    length = sum(len(article.text) for article in articles) / len(articles)
    told = f"{len(articles)} articles of split {SPLIT}, {length:,.0f} characters each on average"
    busy = f"{load_average() or 0:.0f} programs wanted a core at the end"
    return f"\n{told}; {machine()}; {busy}.\n\n{render(Table('', heads, rows), 'markdown')}\n"


def projected(costs: dict[str, Cost]) -> str:
    """The table of what follows for `MANY` articles like these."""
    heads = ("baseline", "core-hours", f"hours on {CORES:,} cores", "predictions, GB")
    rows = []
    for name, cost in costs.items():
        hours = MANY * (cost.extractor + cost.worker) / 3600
        written = MANY * cost.predictions / 1e9
        rows.append((name, f"{hours:,.0f}", f"{hours / CORES:,.2f}", f"{written:,.0f}"))
    return f"\n{render(Table('', heads, rows), 'markdown')}\n"


def main() -> None:
    """Measure and print; with --write put the tables into the page."""
    named = [argument for argument in sys.argv[1:] if argument != "--write"]
    articles = load_articles(split=SPLIT)
    costs = {name: cost_of(name, articles) for name in named or defaults()}
    parts = {"measured": measured(costs, articles), "projected": projected(costs)}
    if "--write" in sys.argv[1:]:
        write_text(PAGE, fill(PAGE.read_text("utf-8"), parts, str(PAGE)))
    print("\n".join(parts.values()))


if __name__ == "__main__":
    main()
