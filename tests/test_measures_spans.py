"""Span measures against pencil cases and against a scorer that tries every pairing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldfield.errors import UnknownName
from goldfield.schema.records import QuantityReading
from goldfield.scoring.counts import Counts
from goldfield.scoring.measures import FIELDS, parse_measure
from goldfield.scoring.measures.items import quantity_label
from goldfield.scoring.measures.projections import load_projection, project
from goldfield.scoring.measures.spans import SPAN_MODES, Labelled, align_spans, read_mode

MODES = ("strict", "exact", "partial", "type", "relaxed")


def spans(told: str) -> list[Labelled]:
    """``0-5 PER, 3-8 GPE`` as spans; ``0-5 A|B`` accepts B too; ``? PER x`` is not in the text."""
    found = []
    for item in filter(None, told.split(", ")):
        place, label, *text = item.split(" ")
        start, end = (-1, -1) if place == "?" else map(int, place.split("-"))
        own, *also = label.split("|")
        found.append(Labelled(start, end, own, "".join(text), frozenset(also)))
    return found


def correct(gold: str, pred: str) -> tuple[float, ...]:
    aligned = align_spans(spans(gold), spans(pred))
    return tuple(read_mode(aligned, mode).counts.tp_gold for mode in MODES)


# Gold, predictions, and what is right: strict, exact, partial (in halves), type, relaxed.
CASES = {
    "equal": ("0-4 A", "0-4 A", (1, 1, 2, 1, 1)),
    "boundary": ("0-4 A", "0-5 A", (0, 0, 1, 1, 1)),
    "label": ("0-4 A", "0-4 B", (0, 1, 2, 0, 1)),
    "boundary and label": ("0-4 A", "1-4 B", (0, 0, 1, 0, 1)),
    "touching is not overlapping": ("0-4 A", "4-8 A", (0, 0, 0, 0, 0)),
    "nested, one prediction": ("0-9 A, 2-4 A", "2-4 A", (1, 1, 2, 1, 1)),
    "nested, both": ("0-9 A, 2-4 B", "2-4 B, 0-9 A", (2, 2, 4, 2, 2)),
    "nested, labels crossed": ("0-9 A, 2-4 B", "0-9 B, 2-4 A", (0, 2, 4, 0, 2)),
    "two labels on one span": ("0-4 A, 0-4 B", "0-4 A", (1, 1, 2, 1, 1)),
    "two labels on one span, both": ("0-4 A, 0-4 B", "0-4 B, 0-4 A", (2, 2, 4, 2, 2)),
    "one gold for two predictions": ("0-8 A", "0-3 A, 5-8 A", (0, 0, 1, 1, 1)),
    "one prediction for two gold": ("0-3 A, 5-8 A", "0-8 A", (0, 0, 1, 1, 1)),
    "duplicate": ("0-4 A", "0-4 A, 0-4 A", (1, 1, 2, 1, 1)),
    # The copy must not earn an overlap with the second gold span that the item would not.
    "duplicate beside a neighbour": ("0-4 A, 2-6 A", "0-4 A, 0-4 A", (1, 1, 2, 1, 1)),
    "duplicate on both sides": ("0-4 A, 0-4 A", "0-4 A, 0-4 A", (2, 2, 4, 2, 2)),
    "duplicate in gold": ("0-4 A, 0-4 A", "0-4 A", (1, 1, 2, 1, 1)),
    # An exact pair comes before two overlaps: 0-6 goes to 0-6, and 4-9 finds nobody.
    "exact before overlaps": ("0-6 A, 4-9 A", "0-6 B", (0, 1, 2, 0, 1)),
    # Greed by order would give 0-4 to 2-6 and lose 0-2; both can be had.
    "two overlaps rather than one": ("0-2 A, 3-6 A", "1-4 A, 0-3 A", (0, 0, 2, 2, 2)),
    "label before number of overlaps": ("0-4 A, 5-9 B", "3-6 B", (0, 0, 1, 1, 1)),
    # 2-4 can only meet 3-9, 0-1 only 0-2: a chain, everybody has one partner.
    "chain": ("0-2 A, 2-4 A, 4-6 A", "0-1 A, 3-5 A, 5-7 A", (0, 0, 3, 3, 3)),
    "ties": ("0-4 A, 4-8 A", "2-6 A", (0, 0, 1, 1, 1)),
    "acceptable label": ("0-4 A|B", "0-4 B", (1, 1, 2, 1, 1)),
    "acceptable label, another": ("0-4 A|B", "0-4 C", (0, 1, 2, 0, 1)),
    "both readings of one item": ("0-4 A|B", "0-4 A, 0-4 B", (1, 1, 2, 1, 1)),
    # The second gold item takes A or C, so the first must leave A and take B: two pairs, not one.
    "acceptable leaves the way free": ("0-4 A|B, 0-4 C|A", "0-4 A, 0-4 B", (2, 2, 4, 2, 2)),
    "not in the text": ("0-4 A", "? A Oslo, ? A Oslo", (0, 0, 0, 0, 0)),
    "nothing predicted": ("0-4 A", "", (0, 0, 0, 0, 0)),
    "nothing to find": ("", "0-4 A", (0, 0, 0, 0, 0)),
    "empty against empty": ("", "", (0, 0, 0, 0, 0)),
}


@pytest.mark.parametrize(("gold", "pred", "right"), CASES.values(), ids=CASES)
def test_pencil_cases(gold: str, pred: str, right: tuple[int, ...]) -> None:
    assert correct(gold, pred) == right
    if "|" not in gold and "?" not in pred:
        assert correct(pred, gold) == right
    aligned = align_spans(spans(gold), spans(pred))
    for mode, number in zip(MODES, right, strict=True):
        worth = 2 if mode == "partial" else 1
        wanted = Counts.of(number, worth * len(spans(pred)), worth * len(spans(gold)))
        assert read_mode(aligned, mode).counts == wanted


def test_counts_by_label() -> None:
    # A B wrongly called A is spurious for A and missing for B.
    found = read_mode(align_spans(spans("0-4 A, 5-9 B"), spans("0-4 A, 5-9 A")), "strict")
    assert found.labels == {"A": Counts.of(1, 2, 1), "B": Counts.of(0, 0, 1)}


def test_verdicts() -> None:
    gold, pred = spans("0-4 A, 5-9 B, 20-22 A"), spans("0-4 A, 5-8 A, 5-8 A, ? B x, 30-31 A")
    rows = read_mode(align_spans(gold, pred), "strict").judgements
    told = [(row.category, row.reason) for row in rows]
    assert told == [
        ("COR", ""),
        ("INC", "boundary and label"),
        ("MIS", "nothing predicted here"),
        ("SPU", "not in the text"),
        ("SPU", "nothing in gold here"),
        ("SPU", "duplicate"),
    ]


def test_two_unfound_strings_are_no_duplicates_of_each_other() -> None:
    rows = read_mode(align_spans([], spans("? A Oslo, ? A Rome, ? A Oslo")), "strict").judgements
    told = sorted((row.pred.text, row.reason) for row in rows if row.pred)
    assert told == [("Oslo", "duplicate"), ("Oslo", "not in the text"), ("Rome", "not in the text")]


@given(st.permutations(spans("0-4 A u, 0-4 A v, ? A x, ? A y, 0-4 B, 2-5 A")))
def test_the_order_of_the_input_changes_no_verdict(pred: list[Labelled]) -> None:
    gold = spans("0-4 A, 3-5 A")
    wanted = read_mode(align_spans(gold, sorted(pred)), "strict")
    assert read_mode(align_spans(gold[::-1], pred), "strict") == wanted


# ---- every pairing tried ---------------------------------------------------------------------

Pairing = list[tuple[Labelled, Labelled]]


def aligned_items(items: Sequence[Labelled], other: Sequence[Labelled]) -> list[Labelled]:
    """What may be paired: of equal items as many as the other side has, and at least one."""
    theirs = Counter(item[:3] for item in other)
    found: list[Labelled] = []
    for item in items:
        same = sum(kept[:3] == item[:3] for kept in found)
        if same < max(1, theirs[item[:3]]):
            found.append(item)
    return found


def pairings(golds: Sequence[Labelled], preds: Sequence[Labelled]) -> Iterator[Pairing]:
    if not golds:
        yield []
        return
    yield from pairings(golds[1:], preds)
    for j, pred in enumerate(preds):
        if set(range(*golds[0][:2])) & set(range(*pred[:2])):
            for rest in pairings(golds[1:], [*preds[:j], *preds[j + 1 :]]):
                yield [(golds[0], pred), *rest]


def levels(pairing: Pairing) -> tuple[int, int, int, int]:
    """Pairs that agree in everything, in place, in label, in nothing but an overlap."""
    exact = [gold[:2] == pred[:2] for gold, pred in pairing]
    typed = [pred.label in {gold.label, *gold.also} for gold, pred in pairing]
    both = [place and label for place, label in zip(exact, typed, strict=True)]
    return sum(both), sum(exact), sum(typed), len(pairing)


def naive(golds: Sequence[Labelled], preds: Sequence[Labelled]) -> tuple[int, ...]:
    ours, theirs = aligned_items(golds, preds), aligned_items(preds, golds)
    strict, exact, typed, overlaps = max(map(levels, pairings(ours, theirs)))
    return strict, exact, exact + overlaps, typed, overlaps


PLACES = st.integers(0, 6).flatmap(
    lambda start: st.integers(start + 1, min(8, start + 4)).map(lambda end: (start, end))
)
LABELS = st.sampled_from("AB")
PLAIN = st.builds(lambda place, label: Labelled(place[0], place[1], label, ""), PLACES, LABELS)
ALSO = st.frozensets(st.sampled_from("ABC"), max_size=2)
OPEN = st.builds(lambda item, also: item._replace(also=also), PLAIN, ALSO)


@given(st.lists(PLAIN, max_size=5), st.lists(PLAIN, max_size=5))
@settings(max_examples=250)
def test_against_every_pairing(golds: list[Labelled], preds: list[Labelled]) -> None:
    aligned = align_spans(golds, preds)
    found = tuple(read_mode(aligned, mode).counts.tp_pred for mode in MODES)
    assert found == naive(golds, preds)


@given(
    st.lists(OPEN, max_size=5, unique_by=lambda item: item[:2]),
    st.lists(PLAIN, max_size=5),
)
@settings(max_examples=250)
def test_against_every_pairing_with_alternatives(
    golds: list[Labelled], preds: list[Labelled]
) -> None:
    aligned = align_spans(golds, preds)
    found = tuple(read_mode(aligned, mode).counts.tp_pred for mode in MODES)
    assert found == naive(golds, preds)
    every = [*aligned.missed, *(pair.gold for pair in aligned.pairs)]
    assert sorted(every, key=str) == sorted(golds, key=str)
    every = [*aligned.spurious, *aligned.duplicates, *(pair.pred for pair in aligned.pairs)]
    assert sorted(item[:3] for item in every) == sorted(item[:3] for item in preds)


# ---- labels ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "low", "high", "label"),
    [
        (250.0, None, None, "250.0"),
        (250.0, 200.0, 300.0, "250.0"),  # bounds only where there is no number
        (0.0, None, None, "0.0"),
        (-0.0, None, None, "0.0"),  # one number
        (None, 20000.0, 99999.0, "20000.0..99999.0"),
        (None, 3.0, None, "3.0.."),
        (None, None, 3.0, "..3.0"),
        (None, -0.0, 0.0, "0.0..0.0"),
        (None, None, None, ""),
    ],
)
def test_quantities_are_compared_by_number_or_range(
    value: float | None, low: float | None, high: float | None, label: str
) -> None:
    assert quantity_label(QuantityReading(value, low, high)) == label


def test_projection_maps_or_drops_labels_on_both_sides() -> None:
    # GPE and LOC are one type of CoNLL-2003; GROUP has no counterpart and disappears.
    table = load_projection("conll4")
    kept = list(project(spans("0-4 GPE, 5-9 GROUP, 10-12 FAC"), table))
    assert [item.label for item in kept] == ["LOC", "LOC"]
    aligned = align_spans(kept, project(spans("0-4 LOC, 5-9 GROUP"), table))
    assert read_mode(aligned, "strict").counts == Counts.of(1, 1, 2)


def test_measures_spell_and_parse_back() -> None:
    for name, field in FIELDS.items():
        for mode in field.modes:
            assert str(parse_measure(f"{name}@{mode}")) == f"{name}@{mode}"
    assert str(parse_measure("entities@strict:conll4")) == "entities@strict:conll4"
    assert set(SPAN_MODES) == set(MODES)


@pytest.mark.parametrize(
    "spelled",
    ["", "entities", "entities@", "entitis@strict", "entities@strikt", "entities@strict:",
     "entities@strict:conll9", "times@value:conll4", "@strict"],
)  # fmt: skip
def test_unknown_measures_are_refused(spelled: str) -> None:
    with pytest.raises(UnknownName):
        parse_measure(spelled)
