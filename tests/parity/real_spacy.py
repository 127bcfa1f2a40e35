"""Asking spaCy itself, on goldfield's words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from unittest.mock import patch

from parity.common import Seen

from goldfield.peers.ladder import Pair, Ratios
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.spans import Labelled
from goldfield.tagging.tokens import words

__all__ = ["ask"]


def ask(pairs: Sequence[Pair]) -> dict[str, Seen]:
    """Entities of a Doc, and spans under the key that spancat has by default."""
    from spacy import scorer
    from spacy.pipeline.spancat import spancat_score
    from spacy.training import Example

    examples = [
        Example(*(_doc(pair.text or "", side) for side in (pair.pred, pair.gold))) for pair in pairs
    ]
    found = {}
    for name, score in (
        ("ents", scorer.get_ner_prf),
        ("spans_sc", lambda rows: spancat_score(rows, spans_key="sc")),
    ):
        made: list[Any] = []
        with patch.object(scorer, "PRFScore", _kept(scorer.PRFScore, made)):
            row = score(examples)
        whole = made[-1] if name == "ents" else made[0]  # the sum over labels
        counts = Counts.of(whole.tp, whole.tp + whole.fp, whole.tp + whole.fn)
        found[name] = Seen(Ratios(*(row[f"{name}_{ratio}"] for ratio in "prf")), counts)
    return found


def _kept(real: Any, made: list[Any]) -> Any:
    """Makes what the real class makes, and keeps it."""

    def make(**counts: int) -> Any:
        made.append(real(**counts))
        return made[-1]

    return make


@cache
def _vocab() -> Any:
    from spacy.vocab import Vocab

    return Vocab()


def _doc(text: str, spans: Sequence[Labelled]) -> Any:
    from spacy.tokens import Doc
    from spacy.util import filter_spans, get_words_and_spaces

    tokens, spaces = get_words_and_spaces([word.text for word in words(text)], text)
    doc = Doc(_vocab(), words=tokens, spaces=spaces)
    drawn = [doc.char_span(span.start, span.end, label=span.label) for span in spans]
    doc.spans["sc"] = [span for span in drawn if span is not None]
    doc.ents = filter_spans(doc.spans["sc"])
    return doc
