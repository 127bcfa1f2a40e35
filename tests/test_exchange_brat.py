"""brat both ways: nothing is lost, edits change records, damage is told."""

from __future__ import annotations

import tempfile
from pathlib import Path

from graphs import full_articles
from hypothesis import HealthCheck, given, settings

from goldfield.corpus.exchange.assemble import from_graph
from goldfield.corpus.exchange.brat import read, write
from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.foreign.account import Account
from goldfield.schema.records import Article

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def put(folder: Path, *articles: Article) -> Path:
    for name, content in write(map(to_graph, articles)):
        (folder / name).write_bytes(content)
    return folder


def taken(path: Path, account: Account | None = None) -> list[Article]:
    account = account or Account()
    graphs = list(read(path, Reading(account)))
    assert account.faults == []
    found = [from_graph(graph) for graph in graphs]
    assert [faults for _, faults in found if faults] == []
    return [article for article, _ in found if article]


@RELAXED
@given(full_articles())
def test_nothing_is_lost(article: Article) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert taken(put(Path(folder), article)) == [article]
