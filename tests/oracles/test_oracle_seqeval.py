"""The suite `iob` against seqeval, default (lenient) and strict, on tags that make sense or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args

import pytest
from oracles.counting import outcomes_of
from oracles.structures import Tagging, make_taggings

from goldfield.scoring.counts import Counts, total
from goldfield.scoring.generic.iob import DECODINGS, Decoding, Scheme
from goldfield.scoring.suites import Suite

metrics = pytest.importorskip("seqeval.metrics", reason="seqeval is not installed")
v1 = pytest.importorskip("seqeval.metrics.v1", reason="seqeval is not installed")
lenient = pytest.importorskip("seqeval.metrics.sequence_labeling")
schemes = pytest.importorskip("seqeval.scheme", reason="seqeval is not installed")

NAMES: tuple[Scheme, ...] = get_args(Scheme)
CLASSES = {name: getattr(schemes, {"BIOES": "IOBES"}.get(name, name)) for name in NAMES}
Count = Callable[[Sequence[Tagging], Scheme], list[Counts]]


def goldfield_counts(
    documents: Sequence[Tagging], scheme: Scheme, decoding: Decoding
) -> list[Counts]:
    suite = Suite(
        name="tags", record="iob", measures=("iob@strict",), scheme=scheme, decoding=decoding
    )
    golds = [{"id": index, "tags": document.gold} for index, document in enumerate(documents)]
    preds = [{"id": index, "tags": document.pred} for index, document in enumerate(documents)]
    return [found["iob@strict"].counts for found in outcomes_of(suite, golds, preds)]


@pytest.fixture
def default(monkeypatch: pytest.MonkeyPatch) -> Count:
    """seqeval's counts in its default mode, one a document."""
    monkeypatch.setattr(lenient, "_precision_recall_fscore_support", _sums)
    score = lenient.precision_recall_fscore_support
    return lambda documents, _: [_counts(score([d.gold], [d.pred])) for d in documents]


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Count:
    """seqeval's counts in strict mode, one a document."""
    monkeypatch.setattr(v1, "_precision_recall_fscore_support", _sums)
    score = v1.precision_recall_fscore_support
    return lambda documents, scheme: [
        _counts(score([d.gold], [d.pred], scheme=CLASSES[scheme])) for d in documents
    ]


def _sums(
    gold: Any, pred: Any, *, extract_tp_actual_correct: Any, **options: Any
) -> tuple[Any, ...]:
    """Stands where seqeval divides its counts, and gives them back undivided."""
    found = extract_tp_actual_correct(gold, pred, options["suffix"], options["scheme"])
    return *(int(column.sum()) for column in found), None


def _counts(sums: tuple[int, int, int, None]) -> Counts:
    pred, correct, gold, _ = sums
    return Counts.of(correct, pred, gold)


def documents_of(scheme: Scheme) -> list[Tagging]:
    """Well-formed sentences, then ones of any tags of the scheme."""
    written = make_taggings(51, scheme, 1000, legal=True)
    return written + make_taggings(52, scheme, 1500, legal=False)


def respelt(
    documents: Sequence[Tagging], change: Callable[[list[str]], list[str]]
) -> list[Tagging]:
    return [Tagging(change(document.gold), change(document.pred)) for document in documents]


@pytest.mark.parametrize("scheme", [name for name in NAMES if name != "BILOU"])
def test_lenient_is_the_default(scheme: Scheme, default: Count) -> None:
    documents = documents_of(scheme)
    assert goldfield_counts(documents, scheme, "lenient") == default(documents, scheme)


def test_the_default_cannot_read_last_and_unit(default: Count) -> None:
    """L and U are no prefixes there; spelt E and S they are read as here."""
    documents = documents_of("BILOU")
    mine = goldfield_counts(documents, "BILOU", "lenient")
    with pytest.warns(UserWarning, match="seems not to be NE tag"):
        assert mine != default(documents, "BILOU")
    known = respelt(documents, lambda tags: [_with_e_and_s(tag) for tag in tags])
    assert mine == default(known, "BIOES") == goldfield_counts(known, "BIOES", "lenient")


def _with_e_and_s(tag: str) -> str:
    return {"L": "E", "U": "S"}.get(tag[0], tag[0]) + tag[1:]


@pytest.mark.parametrize("scheme", ["IOB2", "IOE2", "BIOES", "BILOU"])
def test_strict_is_strict(scheme: Scheme, strict: Count) -> None:
    documents = documents_of(scheme)
    mine = goldfield_counts(documents, scheme, "strict")
    assert mine == strict(documents, scheme)
    assert mine != goldfield_counts(documents, scheme, "lenient")


def test_a_wrong_b_loses_the_chunk_before_it_there(strict: Count) -> None:
    """IOB1 has B only after a chunk of the same label. After B-X the peer trips over B-Y.

    Written as the scheme has it, I-Y, both read the same.
    """
    documents = documents_of("IOB1")
    mine, peers = goldfield_counts(documents, "IOB1", "strict"), strict(documents, "IOB1")
    right = respelt(documents, _right_b)
    differing = [
        doc != new for doc, new, a, b in zip(documents, right, mine, peers, strict=True) if a != b
    ]
    assert differing
    assert all(differing)
    assert goldfield_counts(right, "IOB1", "strict") == strict(right, "IOB1")


def _right_b(tags: list[str]) -> list[str]:
    found: list[str] = []
    for tag in tags:
        wrong = tag[0] == "B" and found and found[-1][0] == "B" and found[-1][2:] != tag[2:]
        found.append(f"I{tag[1:]}" if wrong else tag)
    return found


def test_the_peer_does_not_begin_a_chunk_with_e(strict: Count) -> None:
    """IOE1 writes a lone token E if the next chunk has its label; the peer finds no such chunk.

    Its source says that it cannot handle some cases of IOE1; this is the one.
    """
    documents = make_taggings(53, "IOE1", 4000, legal=True)
    documents += make_taggings(54, "IOE1", 4000, legal=False)
    mine, peers = goldfield_counts(documents, "IOE1", "strict"), strict(documents, "IOE1")
    equal = [a == b for a, b in zip(mine, peers, strict=True)]
    lone = [_has_lone_e(document.gold) or _has_lone_e(document.pred) for document in documents]
    assert all(same for same, has in zip(equal, lone, strict=True) if not has)
    assert lone.count(False) >= 2000
    assert not all(equal)


def _has_lone_e(tags: list[str]) -> bool:
    return any(
        tag[0] == "E" and before != f"I{tag[1:]}"
        for before, tag in zip(["O", *tags], tags, strict=False)
    )


@pytest.mark.parametrize("scheme", NAMES)
def test_decodings_agree_on_what_is_well_formed(scheme: Scheme) -> None:
    documents = make_taggings(55, scheme, 2000, legal=True)
    assert goldfield_counts(documents, scheme, "lenient") == goldfield_counts(
        documents, scheme, "strict"
    )


@pytest.mark.parametrize("decoding", DECODINGS)
def test_ratios_of_the_corpus_are_equal(decoding: Decoding) -> None:
    documents = documents_of("IOB2")
    golds, preds = zip(*documents, strict=True)
    options = {"mode": "strict", "scheme": schemes.IOB2} if decoding == "strict" else {}
    own = total(goldfield_counts(documents, "IOB2", decoding))
    for name in ("precision", "recall", "f1"):
        score = getattr(metrics, f"{name}_score")(list(golds), list(preds), **options)
        assert score == pytest.approx(getattr(own, name), abs=1e-15)


def test_nothing_is_null_here_and_0_there() -> None:
    nothing = Tagging(["O", "O"], ["O", "O"])
    assert goldfield_counts([nothing], "IOB2", "lenient")[0].f1 is None
    assert metrics.f1_score([nothing.gold], [nothing.pred], zero_division=0) == 0


def test_worked_example(strict: Count) -> None:
    touching = Tagging(["E-PER", "I-PER"], ["E-PER", "I-PER"])
    assert goldfield_counts([touching], "IOE1", "strict") == [Counts.of(2, 2, 2)]
    assert strict([touching], "IOE1") == [Counts.of(1, 1, 1)]
