"""`goldfield run`: an extractor over texts without gold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from goldfield.cli import clustering
from goldfield.cli.clustering import (
    AddressOption,
    BatchOption,
    CpusOption,
    Engine,
    EngineOption,
    GpusOption,
    cluster_of,
)
from goldfield.cli.console import TimeoutOption, counted, progress, tell
from goldfield.cli.running import (
    MemoryOption,
    ResumeOption,
    WorkersOption,
    journals,
    tell_problems,
    terms_of,
)
from goldfield.cluster.pool import Cluster
from goldfield.cluster.predicting import Plan
from goldfield.cluster.shards import Keys, find_shards
from goldfield.corpus.documents import Documents
from goldfield.errors import GoldfieldError, UsageError
from goldfield.running import specs
from goldfield.running.answering import CHUNK
from goldfield.running.journal import Journal
from goldfield.running.keeping import Texts, run_kept, texts_of
from goldfield.running.outcome import Outcome, checked
from goldfield.running.terms import TIMEOUT, Terms
from goldfield.schema.writing import remove_parts, writing

__all__ = ["run"]


def run(
    spec: Annotated[str, typer.Argument(help="The extractor.")],
    input: Annotated[
        str, typer.Option(help="JSONL, .txt file, or a glob of them; ray: JSONL or Parquet, URLs.")
    ],
    out: Annotated[str, typer.Option(help="File of the predictions, as JSONL; ray: a folder.")],
    text: Annotated[str, typer.Option(help="Key of the text in JSONL.")] = "text",
    id: Annotated[str, typer.Option(help="Key of the id in JSONL.")] = "id",
    timeout: TimeoutOption = TIMEOUT,
    workers: WorkersOption = None,
    memory_limit: MemoryOption = None,
    resume: ResumeOption = False,
    engine: EngineOption = Engine.local,
    address: AddressOption = None,
    num_cpus: CpusOption = 1.0,
    num_gpus: GpusOption = 0.0,
    batch_size: BatchOption = CHUNK,
) -> None:
    """Predict only; no gold is needed. An article that fails is told and left out.

    Answers are kept in OUT.journal until OUT is whole; see --resume. With --engine ray each file of
    the input is a shard, and OUT a folder that gets one of predictions for each; what is done there
    is not done again by the same command.
    """
    cluster = cluster_of(engine, Cluster(address, workers, num_cpus, num_gpus, batch_size))
    terms = terms_of(timeout, workers, memory_limit)
    if cluster is None:
        _run(specs.parse(spec), Documents(input, text, id), Path(out), terms, resume=resume)
    else:
        clustering.run(Plan(spec, find_shards(input), out, Keys(text, id)), cluster, terms)


def _run(
    parsed: specs.Spec, documents: Documents, out: Path, terms: Terms, *, resume: bool
) -> None:
    with _journal(out, resume=resume) as journal:
        texts = texts_of(documents, documents.checked())
        with run_kept(terms, parsed, texts, journal) as outcome:
            failed = _write(outcome, texts, journal, out)
        tell_problems(str(parsed), outcome.problems)
    tell(f"{counted(texts.number - failed, 'prediction')} in {out}")


def _write(outcome: Outcome, texts: Texts, journal: Journal, out: Path) -> int:
    """Write the predictions; how many articles have failed.

    Raises:
        GoldfieldError: all have.
    """
    failed = 0
    with progress(out.name, texts.number) as bar, writing(out) as stream:
        for result in outcome:
            if bar:
                bar.advance(bar.task_ids[0])
            line, why = checked(result)
            if line is None:
                failed += 1
                tell(f"failed on {result.id}: {why}")
            else:
                stream.write(line)
        journal.whole = True
        if failed and failed == texts.number:
            raise GoldfieldError(f"the extractor failed on every article; {out} is not written")
    return failed


@contextmanager
def _journal(out: Path, *, resume: bool) -> Iterator[Journal]:
    """The journal of a run: beside its file, or where it goes into a pipe, somewhere else."""
    if not out.exists() or out.is_file():
        with journals([out.with_name(f"{out.name}.journal")], resume=resume) as (journal,):
            remove_parts(out)
            yield journal
        return
    if resume:
        raise UsageError(f"{out} is no file, and what went there is gone: nothing can be resumed")
    with TemporaryDirectory() as folder, closing(Journal(Path(folder) / "journal")) as journal:
        yield journal
