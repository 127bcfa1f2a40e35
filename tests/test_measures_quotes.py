"""Quotes and speakers: pencil cases, and a scorer on sets of characters with every pairing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from strategies import Json, as_prediction, bare, counts_of, outcomes, pairs

from goldfield.schema.labels import LAYERS
from goldfield.schema.predictions import read_predictions
from goldfield.schema.records import Annotations, Article, Quote
from goldfield.schema.text import fold
from goldfield.scoring.counts import Counts

#       0         1         2         3         4
#       01234567890123456789012345678901234567890123456789
TEXT = "😀 Ann Lee: “we go,” she told Bo, “and stay.” Bo left"
MODES = ("strict", "partial", "speaker", "speaker-matched", "speaker-given")


def at(start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": TEXT[start:end]}


def mention(start: int, end: int, kind: str = "NAM") -> Json:
    return {**at(start, end), "kind": kind, "head": None, "subword": False}


ANN = {"id": "ann", "type": "PER", "name": "Dr. Ann Lee", "wikidata": None,
       "mentions": [mention(2, 9), mention(20, 23, "PRO")]}  # fmt: skip
BO = {"id": "bo", "type": "PER", "name": None, "wikidata": None, "mentions": [mention(29, 31)]}


def source(**parts: Any) -> Json:
    nobody: Json = {"entity": None, "span": None, "name": None, "acceptable": []}
    status = "explicit" if parts.keys() - {"acceptable"} else "implicit"
    return {**nobody, "status": status, **parts}


def quote(
    *content: tuple[int, int], speaker: Json | None = None, id: str = "q", **more: Any
) -> Json:
    spans = [at(*place) for place in content]
    own = speaker or source(entity="ann", span=at(20, 23))
    return {"id": id, "type": "direct", "source": own, "cue": None, "content": spans,
            "quoted": [], "addressee": None, "parent": None, **more}  # fmt: skip


def right(golds: list[Json], preds: list[Any]) -> dict[str, Counts]:
    gold = bare(TEXT, entities=[ANN, BO], quotes=golds)
    said = {"id": "a", "layers": LAYERS, "entities": [ANN, BO], "quotes": preds}
    found = counts_of(gold, said, "quotes")
    return {mode: found[f"quotes@{mode}"] for mode in (*MODES, "quoted", "cue")}


FIRST, SECOND = (12, 17), (34, 42)  # "we go" and "and stay": 5 and 8 characters


def test_places_of_this_file() -> None:
    assert [TEXT[slice(*place)] for place in (FIRST, SECOND, (2, 9), (20, 23), (29, 31))] == [
        "we go", "and stay", " Ann Lee"[1:], "she", "Bo",
    ]  # fmt: skip


def pred(*content: Any, speaker: Any = "she") -> Json:
    return {"content": [{"start": c[0], "end": c[1]} for c in content], "source": speaker}


BOTH = [quote(FIRST, SECOND)]
CONTENT = {
    # what: gold, predictions, (right, said) of strict and partial; gold has 13 characters in all
    "discontinuous": (BOTH, [pred(FIRST, SECOND)], (1, 1), (13, 13)),
    "pieces in another order": (BOTH, [pred(SECOND, FIRST)], (1, 1), (13, 13)),
    "one half": (BOTH, [pred(SECOND)], (0, 1), (8, 8)),
    "both halves apart": (BOTH, [pred(FIRST), pred(SECOND)], (0, 2), (8, 13)),  # one-to-one
    "with the gap": (BOTH, [pred((12, 42))], (0, 1), (13, 30)),
    "a piece within another": (BOTH, [pred(FIRST, (13, 15), SECOND)], (1, 1), (13, 13)),
    "a piece twice": (BOTH, [pred(FIRST, FIRST, SECOND)], (1, 1), (13, 13)),
    "pieces that touch": (BOTH, [pred((12, 14), (14, 17), SECOND)], (1, 1), (13, 13)),
    "pieces that overlap": (BOTH, [pred((12, 16), (14, 17), SECOND)], (1, 1), (13, 13)),
    "duplicate": (BOTH, [pred(FIRST, SECOND)] * 2, (1, 2), (13, 26)),
    "touching only": (BOTH, [pred((17, 34))], (0, 1), (0, 17)),
    "nothing": (BOTH, [], (0, 0), (0, 0)),
    "unfound": (BOTH, ["never said so"], (0, 1), (0, 13)),  # counts with its own length
    "half unfound": (BOTH, [{"content": ["we go", "never"]}], (0, 1), (5, 10)),
}


@pytest.mark.parametrize(("golds", "preds", "strict", "partial"), CONTENT.values(), ids=CONTENT)
def test_content(
    golds: list[Json], preds: list[Any], strict: tuple[int, int], partial: tuple[int, int]
) -> None:
    found = right(golds, preds)
    assert found["strict"] == Counts.of(*strict, 1)
    assert found["partial"] == Counts.of(*partial, 13)


def test_nothing_in_gold() -> None:
    found = right([], [pred(FIRST)])
    assert found["partial"] == Counts.of(0, 5, 0)
    assert found["speaker"] == Counts.of(0, 1, 0)
    assert found["speaker-matched"] == found["speaker-given"] == Counts()
    assert set(right([], []).values()) == {Counts()}


def test_nested_quotes_find_their_own() -> None:
    # The outer holds the inner; each prediction equals one, so both are strict.
    golds = [quote((2, 42)), quote(FIRST, id="r")]
    found = right(golds, [pred(FIRST), pred((2, 42))])
    assert found["strict"] == Counts.of(2, 2, 2)
    assert found["partial"] == Counts.of(45, 45, 45)
    # The inner alone goes to the inner, though the outer has all its characters too.
    assert right(golds, [pred(FIRST)])["strict"] == Counts.of(1, 1, 2)
    # A copy of the inner may not take the outer: 5 characters, not 10.
    assert right(golds, [pred(FIRST), pred(FIRST)])["partial"] == Counts.of(5, 10, 45)


@pytest.mark.parametrize(
    ("start", "matched"),
    [
        (34, True),
        (35, True),
        (30, True),
        (29, True),
        (28, True),
        (27, True),
        (26, True),
        (25, False),
    ],
)
def test_content_is_matched_from_half_of_the_union_on(start: int, matched: bool) -> None:
    # Gold [34, 42) has 8 characters; the union with [start, 42) has 42 - start, at most 16.
    # start 35: 7 of 8. start 26: 8 of 16, just enough. start 25: 8 of 17.
    found = right([quote(SECOND)], [pred((start, 42))])
    assert found["speaker-matched"].pred == matched
    assert found["speaker"] == Counts.of(matched, 1, 1)


IMPLICIT = source()
SPEAKERS: dict[str, tuple[Json, Any, bool]] = {
    # what: gold source, predicted source, right?
    "same mention": (source(entity="ann", span=at(20, 23)), {"start": 20, "end": 23}, True),
    "another mention": (source(entity="ann", span=at(20, 23)), {"start": 2, "end": 9}, True),
    "another person": (source(entity="ann", span=at(20, 23)), {"start": 29, "end": 31}, False),
    "within the mention": (source(entity="ann"), {"start": 6, "end": 9}, False),
    "span beside the cluster": (
        source(entity="ann", span=at(2, 10)),
        {"start": 2, "end": 10},
        True,
    ),
    "own id": (source(entity="ann"), {"entity": "ann"}, True),
    "own id of another": (source(entity="ann"), "bo", False),
    "cluster's name": (source(entity="ann"), {"name": "dr.  ANN lee"}, True),
    "named surface": (source(entity="ann"), {"name": "ann lee"}, True),
    "pronoun is no name": (source(entity="ann"), {"name": "she"}, False),
    "another name": (source(entity="ann"), {"name": "Bo"}, False),
    "name-only speaker": (source(name="The Crew"), {"name": "the crew"}, True),
    "name-only speaker, null": (source(name="The Crew"), None, False),
    "string in the text": (source(entity="ann"), "Ann Lee", True),
    "string not in the text": (source(entity="ann"), "Dr. Ann Lee", True),
    "string of nobody": (source(entity="ann"), "Dr. Who", False),
    "offsets beat a name": (
        source(entity="ann"),
        {"start": 29, "end": 31, "name": "Ann Lee"},
        False,
    ),
    "implicit, null": (IMPLICIT, None, True),
    "implicit, empty name": (IMPLICIT, {"name": ""}, True),
    "implicit, somebody": (IMPLICIT, "Ann Lee", False),
    "explicit, null": (source(entity="ann"), None, False),
    "alternative": (source(entity="ann", acceptable=["bo"]), {"start": 29, "end": 31}, True),
    "implicit, likely speaker": (source(acceptable=["bo"]), {"start": 29, "end": 31}, True),
    "implicit, likely speaker left out": (source(acceptable=["bo"]), None, True),
    "implicit, unlikely speaker": (source(acceptable=["bo"]), "Ann Lee", False),
}


@pytest.mark.parametrize(("gold", "given", "wanted"), SPEAKERS.values(), ids=SPEAKERS)
def test_speakers(gold: Json, given: Any, wanted: bool) -> None:
    found = right([quote(FIRST, speaker=gold)], [pred(FIRST, speaker=given)])
    for mode in ("speaker", "speaker-matched", "speaker-given"):
        assert found[mode] == Counts.of(wanted, 1, 1), mode


def test_modes_of_speakers_differ_in_what_they_divide_by() -> None:
    # Gold: two quotes. Predicted: one matched but not equal, speaker right; one beside them all.
    found = right([quote(SECOND), quote(FIRST, id="r")], [pred((33, 42)), pred((43, 46))])
    assert found["speaker"] == Counts.of(1, 2, 2)
    assert found["speaker-matched"] == Counts.of(1, 1, 1)
    assert found["speaker-given"] == Counts.of(0, 0, 2)


def test_of_two_equal_contents_the_one_with_the_right_speaker_is_paired() -> None:
    for preds in (
        [pred(FIRST, speaker="Bo"), pred(FIRST)],
        [pred(FIRST), pred(FIRST, speaker="Bo")],
    ):
        assert right([quote(FIRST)], preds)["speaker"] == Counts.of(1, 2, 1)


TIES: dict[str, tuple[list[tuple[int, int]], list[list[tuple[int, int]]]]] = {
    # [10, 18) is matched with either gold quote, the other prediction with neither; both pairings
    # share 6 characters. Only the speakers tell which of the two is to have the match.
    "speaker": ([(10, 14), (14, 18)], [[(10, 18)], [(12, 16), (20, 30)]]),
    # Two gold quotes of the same words; one of them is predicted exactly, the other nearly so.
    "speaker-given": ([FIRST, FIRST], [[FIRST], [(12, 18)]]),
}


@pytest.mark.parametrize("mode", TIES)
@pytest.mark.parametrize("speakers", [("ann", "bo"), ("bo", "ann")])
@pytest.mark.parametrize("said", ["ann", "bo"])
def test_of_pairings_that_share_as_much_that_with_most_right_speakers_is_taken(
    mode: str, speakers: tuple[str, str], said: str
) -> None:
    contents, predicted = TIES[mode]
    quotes = [
        quote(place, speaker=source(entity=speaker), id=f"q{i}")
        for i, (place, speaker) in enumerate(zip(contents, speakers, strict=True))
    ]
    preds = [pred(*content, speaker=said) for content in predicted]
    assert right(quotes, preds)[mode].tp_gold == 1


def test_quoted_and_cue_are_spans_of_their_own() -> None:
    gold = quote(FIRST, quoted=[at(*FIRST), at(*SECOND)], cue=at(24, 28))
    found = right([gold], [{"content": "we go", "quoted": ["“we go”", "never"], "cue": "told"}])
    assert found["quoted"] == Counts.of(1, 2, 2)
    assert found["cue"] == Counts.of(1, 1, 1)


def test_verdicts() -> None:
    gold = bare(TEXT, entities=[ANN, BO], quotes=[quote(SECOND, FIRST)])
    said = {"id": "a", "quotes": [pred((33, 42), (11, 17), speaker="Bo"), "never"]}
    found = {name: o.judgements for name, o in outcomes(gold, said, "quotes").items()}
    told = [(j.category, j.reason) for j in found["quotes@speaker"]]
    assert told == [("INC", "speaker"), ("SPU", "not in the text")]
    shown = found["quotes@partial"][0]
    assert shown.gold
    assert shown.gold.text == "we go ... and stay"
    assert (shown.category, shown.gold.start, shown.gold.end, shown.credit) == ("PAR", 12, 42, 13)
    assert [j.reason for j in found["quotes@speaker-given"]] == ["content not the same"]


# ---- every pairing tried ---------------------------------------------------------------------

Chars = frozenset[int]


def chars(quote: Quote) -> Chars:
    return frozenset(at for span in quote.content for at in range(span.start, span.end))


def speaks(gold: Annotations, quote: Quote, pred: Quote) -> bool:
    """Whether the predicted speaker is right; predictions here have spans, names, or nothing."""
    span, name = pred.source.span, pred.source.name
    if not span and not name:
        return quote.source.status == "implicit"
    ids = {quote.source.entity, *quote.source.acceptable}
    people = [entity for entity in gold.entities if entity.id in ids]
    mentions = [mention for entity in people for mention in entity.mentions]
    places = [(m.start, m.end) for m in [*mentions, *filter(None, [quote.source.span])]]
    if span and (span.start, span.end) in places:
        return True
    names = [m.text for m in mentions if m.kind == "NAM"] + [entity.name for entity in people]
    known = {fold(text).casefold() for text in [*names, quote.source.name] if text}
    return name is not None and fold(name).casefold() in known


def pairings(golds: Sequence[Quote], preds: Sequence[Quote]) -> Iterator[list[tuple[Quote, Quote]]]:
    if not golds:
        yield []
        return
    yield from pairings(golds[1:], preds)
    for j, pred in enumerate(preds):
        if chars(golds[0]) & chars(pred):
            for rest in pairings(golds[1:], [*preds[:j], *preds[j + 1 :]]):
                yield [(golds[0], pred), *rest]


def naive(gold: Annotations, pred: Annotations) -> tuple[int, ...]:
    """Equal contents, matched ones, shared characters, right speakers of matched and of equal."""

    def levels(pairing: list[tuple[Quote, Quote]]) -> tuple[int, ...]:
        rows = [(chars(g), chars(p), speaks(gold, g, p)) for g, p in pairing]
        same = [a == b for a, b, _ in rows]
        matched = [2 * len(a & b) >= len(a | b) for a, b, _ in rows]
        spoken = [speaker for _, _, speaker in rows]
        both = [sum(map(min, kind, spoken)) for kind in (matched, same)]
        return sum(same), sum(matched), sum(len(a & b) for a, b, _ in rows), *both

    return max(map(levels, pairings(gold.quotes, pred.quotes)))


@given(pairs(distinct=True))
@settings(max_examples=100)
def test_against_every_pairing(both: tuple[Article, Article]) -> None:
    gold, other = both
    said = as_prediction(other)
    contents = [chars(quote) for quote in other.quotes]
    said["quotes"] = [q for i, q in enumerate(said["quotes"]) if contents[i] not in contents[:i]]
    read = read_predictions([said], {gold.id: gold}).records[gold.id]
    same, matched, shared, spoken, given_gold = naive(gold, read)
    sizes = [sum(map(len, map(chars, record.quotes))) for record in (read, gold)]
    numbers = len(read.quotes), len(gold.quotes)
    wanted = {
        "strict": Counts.of(same, *numbers),
        "partial": Counts.of(shared, *sizes),
        "speaker": Counts.of(spoken, *numbers),
        "speaker-matched": Counts.of(spoken, matched, matched),
        "speaker-given": Counts.of(given_gold, same, len(gold.quotes)),
    }
    found = counts_of(gold, said, "quotes")
    assert {mode: found[f"quotes@{mode}"] for mode in MODES} == wanted


def test_copies_are_the_same_on_both_sides() -> None:
    # "we go" is said twice at the words "she": once of Ann, once of nobody that has an id. That is
    # one quote and its copy, whichever side says it: against a single quote of 5 characters, 5 of
    # 10 are right, and 5 of 5 the other way round.
    once = [quote(FIRST)]
    twice = [quote(FIRST, id="q1"), quote(FIRST, id="q2", speaker=source(span=at(20, 23)))]
    assert right(once, twice)["partial"] == Counts.of(5, 10, 5)
    assert right(twice, once)["partial"] == Counts.of(5, 5, 10)
    # A second quote on the other side that shares a part of it may not take the copy either.
    partly = [quote(FIRST, id="p1"), quote((12, 15), id="p2")]
    assert right(partly, twice)["partial"] == Counts.of(5, 10, 8)
    assert right(twice, partly)["partial"] == Counts.of(5, 8, 10)
