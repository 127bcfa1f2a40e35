"""An extractor's answers as records, for people to correct in a tool."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from goldfield.corpus.drafting import Draft, draft_of, with_provenance
from goldfield.errors import DataError
from goldfield.schema.lines import read_lines
from goldfield.schema.predictions import read_predictions
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of

__all__ = ["drafts_of"]


def drafts_of(predictions: Path, articles: Iterable[Article]) -> list[Draft]:
    """The answers of a prediction file as drafts, in the order of the articles.

    Articles without an answer are left out. The provenance says where a draft comes from by the
    name and the hash of the file.

    Raises:
        DataError: with every fault of the predictions.
    """
    golds = {article.id: article for article in articles}
    read = read_predictions(predictions, golds)
    if read.faults:
        raise DataError(read.faults)
    answers = {}
    for _, line in read_lines(predictions):
        answer = msgspec.json.decode(line or b"{}")
        answers[answer.get("id") or answer.get("text_sha256")] = answer
    made_by = f"{predictions.stem}@{sha256_of(predictions.read_text('utf-8'))[:12]}"
    drafts = []
    for id, gold in golds.items():
        if id in read.records:
            said = replace(
                gold.provenance, passes=0, status="draft", annotated_by="unknown",
                pre_annotated_by=made_by.replace(" ", "_"),
            )  # fmt: skip
            found = with_provenance(read.records[id], said)
            found.text = gold.text
            drafts.append(draft_of(found, answers.get(id) or answers[gold.text_sha256]))
    return drafts
