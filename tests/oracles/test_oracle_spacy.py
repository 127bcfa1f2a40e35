"""Strict spans against spaCy's Scorer, which compares sets of (label, first token, last token).

A set holds a copy once; a span that cuts a token is no span of the document; a document without
gold annotation is passed over. Apart from that the counts are goldfield's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from oracles.counting import pooled, pooled_labels, span_outcomes, strict
from oracles.documents import Document, Mark, disjoint, distinct, make_documents, repeated

from goldfield.scoring.counts import Counts, total

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
scorer = pytest.importorskip("spacy.scorer", reason="spaCy is not installed")
tokens = pytest.importorskip("spacy.tokens", reason="spaCy is not installed")
training = pytest.importorskip("spacy.training", reason="spaCy is not installed")

DOCUMENTS = make_documents(seed=21)
VOCAB = spacy.blank("xx").vocab
KEY = "sc"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every PRFScore that spaCy makes, oldest first: the first of a call is the total."""
    found: list[Any] = []
    real = scorer.PRFScore

    def record(**counts: int) -> Any:
        found.append(real(**counts))
        return found[-1]

    monkeypatch.setattr(scorer, "PRFScore", record)
    return found


def words_of(document: Document, marks: Sequence[Mark]) -> Any:
    """A spaCy document of the given tokens; spans that cut a token are left out."""
    places = document.tokens
    following = [start for start, _ in places[1:]] + [places[-1][1]]
    words = [document.text[start:end] for start, end in places]
    spaces = [end < start for (_, end), start in zip(places, following, strict=True)]
    return _with_spans(tokens.Doc(VOCAB, words=words, spaces=spaces), document, marks)


def characters_of(document: Document, marks: Sequence[Mark]) -> Any:
    """A spaCy document in which every character is a token."""
    following = zip(document.text, f"{document.text[1:]}x", strict=True)
    pairs = [(char, after == " ") for char, after in following if char != " "]
    words, spaces = zip(*pairs, strict=True)
    return _with_spans(tokens.Doc(VOCAB, words=words, spaces=spaces), document, marks)


def _with_spans(doc: Any, document: Document, marks: Sequence[Mark]) -> Any:
    assert doc.text == document.text
    spans = [doc.char_span(start, end, label=label) for start, end, label in marks]
    doc.spans[KEY] = [span for span in spans if span is not None]
    return doc


def example(document: Document, predicted: Callable[..., Any] = words_of) -> Any:
    return training.Example(predicted(document, document.pred), words_of(document, document.gold))


def score(examples: Sequence[Any], **options: Any) -> Any:
    options = {"getter": lambda doc, key: doc.spans[key], "allow_overlap": True, **options}
    return scorer.Scorer.score_spans(examples, KEY, **options)


def counts_of(made: list[Any], examples: Sequence[Any], **options: Any) -> list[Counts]:
    """spaCy's counts, one a document."""
    found = []
    for one in examples:
        made.clear()
        score([one], **options)
        found.append(_counts(made[0]))
    return found


def _counts(prf: Any) -> Counts:
    return Counts.of(prf.tp, prf.tp + prf.fp, prf.tp + prf.fn)


def test_strict_is_equal_without_copies(made: list[Any]) -> None:
    documents = [distinct(document) for document in DOCUMENTS]
    assert counts_of(made, map_examples(documents)) == strict(documents)


def map_examples(documents: Sequence[Document]) -> list[Any]:
    return [example(document) for document in documents]


def test_ratios_of_the_corpus_and_of_each_label_are_equal() -> None:
    documents = [distinct(document) for document in DOCUMENTS]
    outcomes = [outcome["spans@strict"] for outcome in span_outcomes(documents)]
    found = score(map_examples(documents))
    rows = {"all": pooled(outcomes), **pooled_labels(outcomes)}
    theirs = {
        "all": {name: found[f"{KEY}_{name}"] for name in "prf"}, **found[f"{KEY}_per_type"]
    }  # fmt: skip
    assert rows.keys() == theirs.keys()
    for name, counts in rows.items():
        expected = {"p": counts.precision, "r": counts.recall, "f": counts.f1}
        assert theirs[name] == pytest.approx(expected, abs=1e-15)


def test_exact_is_equal_to_unlabelled_where_a_span_has_one_label(made: list[Any]) -> None:
    documents = [one_label(document) for document in DOCUMENTS]
    mine = [outcomes["spans@exact"].counts for outcomes in span_outcomes(documents)]
    assert counts_of(made, map_examples(documents), labeled=False) == mine


def one_label(document: Document) -> Document:
    gold = {mark[:2]: mark for mark in document.gold}
    pred = {mark[:2]: mark for mark in document.pred}
    return document._replace(gold=tuple(gold.values()), pred=tuple(pred.values()))


def test_copies_are_all_that_differs(made: list[Any]) -> None:
    """A copy that gold has as well counts twice here and once there; any other is spurious here."""
    copies = 0
    for document, mine, peer in zip(
        DOCUMENTS, strict(DOCUMENTS), counts_of(made, map_examples(DOCUMENTS)), strict=True
    ):
        assert mine.pred - peer.pred == repeated(document.pred)
        assert mine.gold - peer.gold == repeated(document.gold)
        both = [min(document.gold.count(m), document.pred.count(m)) for m in set(document.gold)]
        assert mine.tp_gold - peer.tp_gold == sum(number - 1 for number in both if number)
        copies += repeated(document.pred) + repeated(document.gold)
    assert copies


def cut(document: Document) -> Document:
    """Every other mark begins a character later, inside its first token where that is longer."""

    def moved(marks: Sequence[Mark]) -> Iterator[Mark]:
        for index, (start, end, label) in enumerate(marks):
            yield start + (index % 2 and end - start > 1), end, label

    return document._replace(gold=tuple(moved(document.gold)), pred=tuple(moved(document.pred)))


def fits(document: Document) -> Document:
    """The document without the marks that cut a token."""
    starts, ends = zip(*document.tokens, strict=True)
    gold, pred = (
        tuple(mark for mark in marks if mark[0] in starts and mark[1] in ends)
        for marks in (document.gold, document.pred)
    )
    return document._replace(gold=gold, pred=pred)


def test_spans_that_cut_a_token_vanish_there(made: list[Any]) -> None:
    documents = [distinct(cut(document)) for document in DOCUMENTS]
    peers = counts_of(made, map_examples(documents))
    assert peers == strict([fits(document) for document in documents])
    dropped = sum(len(d.pred) - p.pred for d, p in zip(documents, peers, strict=True))
    assert dropped
    assert total(strict(documents)).pred - total(peers).pred == dropped


def test_predictions_on_other_tokens_vanish_there(made: list[Any]) -> None:
    """Predicted on characters, scored on words: what cuts a word of gold is not even spurious."""
    documents = [distinct(cut(document)) for document in DOCUMENTS]
    documents = [document._replace(gold=fits(document).gold) for document in documents]
    peers = counts_of(made, [example(document, characters_of) for document in documents])
    assert peers == strict([fits(document) for document in documents])
    assert total(peers).pred < total(strict(documents)).pred


def test_documents_without_gold_annotation_are_skipped_there(made: list[Any]) -> None:
    documents = [distinct(document) for document in DOCUMENTS]
    annotated = {"has_annotation": lambda doc: len(doc.spans[KEY]) > 0}
    peers = counts_of(made, map_examples(documents), **annotated)
    for document, mine, peer in zip(documents, strict(documents), peers, strict=True):
        assert peer == (mine if document.gold else Counts())
    assert any(document.pred for document in documents if not document.gold)


def test_default_entity_scores_are_equal_without_overlaps() -> None:
    """`Doc.ents` hold no overlaps; a gold document with no entities set is skipped."""
    documents = [disjoint(document) for document in DOCUMENTS]
    examples = []
    for document in documents:
        both = [words_of(document, marks) for marks in (document.pred, document.gold)]
        for doc in both:
            doc.set_ents(list(doc.spans[KEY]))
        examples.append(training.Example(*both))
    found, mine = scorer.get_ner_prf(examples), total(strict(documents))
    assert [found[f"ents_{name}"] for name in "prf"] == pytest.approx(
        [mine.precision, mine.recall, mine.f1], abs=1e-15
    )
    bare = words_of(documents[0], documents[0].gold)
    unset = training.Example(examples[0].predicted, bare)
    assert scorer.get_ner_prf([*examples, unset]) == found


def test_nothing_is_null_on_both_sides_and_one_empty_side_is_0_there() -> None:
    nothing = next(document for document in DOCUMENTS if document.shape == "nothing")
    silent = next(document for document in DOCUMENTS if document.shape == "no prediction")
    found = [score([example(document)]) for document in (nothing, silent)]
    assert [row[f"{KEY}_p"] for row in found] == [None, 0]
    mine = strict([nothing, silent])
    assert [counts.precision for counts in mine] == [None, None]
    assert [row[f"{KEY}_f"] for row in found] == [counts.f1 for counts in mine] == [None, 0]


def test_worked_example(made: list[Any]) -> None:
    mark = (0, 4, "PER")
    twice = Document("copies", "Oslo", ((0, 4),), (mark,), (mark, mark))
    assert counts_of(made, [example(twice)]) == [Counts.of(1, 1, 1)]
    assert strict([twice]) == [Counts.of(1, 2, 1)]
