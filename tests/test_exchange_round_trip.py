"""What a tool that holds everything is given comes back as it was: a thousand hostile articles."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from graphs import full_articles
from hypothesis import HealthCheck, given, settings
from test_exchange_graph import back, plain

from goldfield.corpus.exchange.contract import Reading, Tool
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.exchange.tools import TOOLS
from goldfield.corpus.foreign.account import Account
from goldfield.schema.records import Article

LOSSLESS = {name: tool for name, tool in TOOLS.items() if tool.read and not tool.drops}


def through(tool: Tool, article: Article) -> Article:
    """The article, written to a folder of the tool and read back."""
    folder, account = Path(tempfile.mkdtemp()), Account()
    try:
        for name, data in tool.write([to_graph(article)]):
            (folder / name).write_bytes(data)
        assert tool.read is not None
        (graph,) = tool.read(folder, Reading(account))
    finally:
        shutil.rmtree(folder)
    assert account.faults == []
    return back(graph)


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(full_articles())
def test_import_of_export_is_the_same(article: Article) -> None:
    for tool in LOSSLESS.values():
        assert plain(through(tool, article)) == plain(article)
    assert {*LOSSLESS} == {"label-studio", "brat", "xmi"}
