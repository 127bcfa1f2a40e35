"""Names as IOB2 tags: a token, its place and its tag a line, an empty line between sentences.

The projection: named mentions (NAM) with their types; of names inside names the longest. Tokens
are words, cut where a name begins or ends inside one. Places are in code points of the text, so
that nobody has to align tokens to find them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from goldfield.corpus.exchange.graph import Graph
from goldfield.corpus.exchange.projecting import dropped_of, named_spans, outermost
from goldfield.schema.text import sha256_of
from goldfield.tagging.tokens import Token, sentences, words

__all__ = ["drops", "write"]


def write(graphs: Iterable[Graph]) -> Iterator[tuple[str, bytes]]:
    """One file of all articles, each after ``# id = X``."""
    yield "names.conll", "".join(map(_document, graphs)).encode()


def _document(graph: Graph) -> str:
    names = outermost(named_spans(graph))
    inside = {at: name for name in names for at in range(name.start, name.end)}
    edges = {name.start for name in names} | {name.end for name in names}
    lines = [f"# id = {graph.id}", f"# text_sha256 = {sha256_of(graph.text)}"]
    last = None
    for sentence in sentences(graph.text, list(_cut(words(graph.text), edges))):
        for token in sentence:
            name = inside.get(token.start)
            tag = f"{'I' if name is last else 'B'}-{name.type}" if name else "O"
            lines.append(f"{token.text}\t{token.start}\t{token.end}\t{tag}")
            last = name
        lines.append("")
    return "\n".join(lines) + "\n"


def _cut(tokens: Iterable[Token], edges: set[int]) -> Iterator[Token]:
    for start, end, text in tokens:
        cuts = [start, *(at for at in range(start + 1, end) if at in edges), end]
        for first, last in pairwise(cuts):
            yield Token(first, last, text[first - start : last - start])


def drops(graph: Graph) -> Counter[str]:
    """Everything but names that lie in no other name, and their types."""
    return dropped_of(graph, outermost(named_spans(graph)), (), attributes=True)
