"""`goldfield corpus export`: gold, or an extractor's answers, for annotation tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from goldfield.cli.console import counted, fail, tell
from goldfield.corpus.exchange.contract import Tool
from goldfield.corpus.exchange.drafts import drafts_of
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.exchange.graph import Graph
from goldfield.corpus.exchange.tools import TOOLS, tool_named
from goldfield.corpus.loading import load_articles
from goldfield.errors import UsageError
from goldfield.schema.folders import writing_folder
from goldfield.schema.records import Article

__all__ = ["export"]

_LISTED = f"{', '.join(TOOLS)}; `goldfield corpus formats` says more"


def export(
    out: Annotated[Path, typer.Option(help="Folder that gets the files; empty, or not there.")],
    format: Annotated[str, typer.Option("--format", "--to", help=f"The tool: {_LISTED}.")],
    corpus: Annotated[
        Path | None, typer.Argument(help="Gold file or folder; default: the released corpus.")
    ] = None,
    split: Annotated[str, typer.Option(help="Of a corpus: only this split, or all.")] = "all",
    predictions: Annotated[
        Path | None, typer.Option(help="JSONL of an extractor's answers, to start from instead.")
    ] = None,
    lossy: Annotated[
        bool, typer.Option("--allow-lossy", help="Write although the tool cannot hold everything.")
    ] = False,
) -> None:
    """Gold as files of an annotation tool; what the tool cannot hold is told, and needs a yes.

    `goldfield corpus import --format TOOL` takes the annotation back.
    """
    tool = tool_named(format)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is there already, and may hold somebody's work; name another")
    if corpus and corpus.is_file() and split != "all":
        raise UsageError(f"{corpus} is one file; a split is of a folder")
    articles: Sequence[Article] = load_articles(corpus, split)
    if predictions:
        articles = _drafts(predictions, articles)
    graphs = [to_graph(article) for article in articles]
    _tell_dropped(format, tool, graphs, lossy)
    with writing_folder(out.absolute()) as folder:
        for name, data in tool.write(graphs):
            (folder / name).write_bytes(data)
    tell(f"{counted(len(articles), 'article')} for {format} in {out}")
    if corpus is None and split in ("all", "test"):
        tell("split test is among them: do not train on it, nor work by it")


def _drafts(predictions: Path, articles: Sequence[Article]) -> list[Article]:
    found = drafts_of(predictions, articles)
    if left_out := sum(len(draft.left_out) for draft in found):
        tell(f"left out of the answers, as gold could not have it: {counted(left_out, 'piece')}")
    missing = {article.id for article in articles} - {draft.article.id for draft in found}
    if missing:
        tell(f"no answer, so left out: {', '.join(sorted(missing))}")
    if not found:
        raise UsageError(f"{predictions} has no answer for any of these articles")
    return [draft.article for draft in found]


def _tell_dropped(name: str, tool: Tool, graphs: Sequence[Graph], lossy: bool) -> None:
    dropped: Counter[str] = Counter()
    if tool.drops:
        for graph in graphs:
            dropped += tool.drops(graph)
    if not dropped:
        return
    lines = (f"  {count:,} {what}" for what, count in sorted(dropped.items()))
    told = "\n".join([f"{name} cannot hold all of {counted(len(graphs), 'article')}:", *lines])
    if not lossy:
        fail(f"{told}\nto write the rest, add --allow-lossy", 1)
    tell(told)
