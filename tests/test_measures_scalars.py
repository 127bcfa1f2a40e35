"""Document-level fields, times and quantities: values against pencil cases, through the readers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Json, bare, counts_of, outcomes

from goldfield.scoring.counts import Counts
from goldfield.scoring.measures.scalars import SCALARS

RIGHT, WRONG = Counts.of(1, 1, 1), Counts.of(0, 1, 1)
MISSING, SPURIOUS, NOTHING = Counts.of(0, 0, 1), Counts.of(0, 1, 0), Counts()

#       0         1         2         3         4         5         6
#       0123456789012345678901234567890123456789012345678901234567890123
TEXT = "😀 Crews “end” strike\nBERGEN, Norway, May 14 (ﬁnpress) — By J. Ek"


def at(surface: str) -> Json:
    start = TEXT.index(surface)
    return {"start": start, "end": start + len(surface), "text": surface}


def line(**parts: Any) -> Json:
    empty = dict.fromkeys(("place", "city", "country", "date", "agency"))
    return {"span": at("BERGEN, Norway, May 14 (ﬁnpress)"), **empty, **parts}


HEAD = at("Crews “end” strike")
CASES: list[tuple[str, str, Any, Any, Counts]] = [
    # measure, field, gold, prediction, counts
    ("date_published@value", "date_published", "2031-05-14", "2031-05-14", RIGHT),
    ("date_published@value", "date_published", "2031-05-14", "2031-05", WRONG),
    ("date_published@value", "date_published", "2031-05-14", None, MISSING),
    ("date_published@value", "date_published", None, "2031-05-14", SPURIOUS),
    ("date_published@value", "date_published", None, None, NOTHING),
    ("date_published@value", "date_published", ("2031-04-03", "2031-03-04"), "2031-03-04", RIGHT),
    ("headline@text", "headline", HEAD, HEAD, RIGHT),
    ("headline@text", "headline", HEAD, 'Crews "end"  strike', RIGHT),  # plain marks, blanks
    ("headline@text", "headline", HEAD, 'crews "end" strike', WRONG),  # letter case counts
    ("headline@text", "headline", HEAD, "never written", WRONG),
    ("headline@strict", "headline", HEAD, HEAD, RIGHT),
    ("headline@strict", "headline", HEAD, 'Crews "end" strike', RIGHT),  # anchored to the span
    ("headline@strict", "headline", HEAD, at("Crews “end”"), WRONG),
    ("headline@strict", "headline", HEAD, "never written", WRONG),
    ("headline@strict", "headline", None, HEAD, SPURIOUS),
    ("deck@text", "deck", None, None, NOTHING),
    ("dateline@place", "dateline", line(city="Bergen"), {"city": "BERGEN"}, RIGHT),
    ("dateline@place", "dateline", line(place=at("BERGEN")), {"city": "Bergen"}, RIGHT),
    ("dateline@place", "dateline", line(city="Bergen"), {"place": at("BERGEN")}, RIGHT),
    ("dateline@place", "dateline", line(city="Bergen"), "BERGEN", RIGHT),
    ("dateline@place", "dateline", line(city="Bergen"), {"city": "Oslo"}, WRONG),
    ("dateline@place", "dateline", line(city="Bergen"), {"country": "NOR"}, MISSING),
    ("dateline@place", "dateline", line(), {"country": "NOR"}, NOTHING),
    ("dateline@place", "dateline", None, {"city": "Oslo"}, SPURIOUS),
    ("dateline@country", "dateline", line(country="NOR"), {"country": "nor"}, RIGHT),
    ("dateline@country", "dateline", line(country="NOR"), {"country": ""}, MISSING),
    ("dateline@date", "dateline", line(date="2031-05-14"), {"date": "2031-05-14"}, RIGHT),
    ("dateline@agency", "dateline", line(agency="ﬁnpress"), {"agency": "Finpress"}, RIGHT),
    ("dateline@strict", "dateline", line(), {"city": "Bergen"}, WRONG),  # has no place
    ("byline@text", "byline", at("J. Ek"), "J. Ek", RIGHT),
    ("publisher@text", "publisher", None, "", NOTHING),
    ("lang@value", "lang", "pt-BR", "PT-br", RIGHT),
    ("lang@value", "lang", "en", "", MISSING),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "field", "gold", "pred", "wanted"), CASES)
def test_pencil_cases(measure: str, field: str, gold: Any, pred: Any, wanted: Counts) -> None:
    if field == "date_published" and gold is not None:
        value, *also = [gold] if isinstance(gold, str) else gold
        gold = {"value": value, "span": None, "acceptable": also}
    found = counts_of(bare(TEXT, meta={field: gold}), {"id": "a", "meta": {field: pred}})
    assert found[measure] == wanted


def test_every_document_field_is_scored() -> None:
    fields = {measure.partition("@")[0] for measure in SCALARS}
    assert fields == bare("x")["meta"].keys()


def test_verdicts_say_which() -> None:
    gold = bare(TEXT, meta={"lang": "en", "byline": at("J. Ek")})
    found = outcomes(gold, {"id": "a", "meta": {"lang": "de", "byline": None, "deck": "strike"}})
    told = {name: [(j.category, j.reason) for j in o.judgements] for name, o in found.items()}
    assert told["lang@value"] == [("INC", "value")]
    assert told["byline@text"] == [("MIS", "no value predicted")]
    assert told["deck@text"] == [("SPU", "gold has no value")]


# ---- times and quantities --------------------------------------------------------------------


def time(value: str | None, *also: str, surface: str = "May 14") -> Json:
    return {
        "id": "t", "span": at(surface), "type": "DATE", "value": value,
        "anchor": None, "vague": False, "acceptable": list(also),
    }  # fmt: skip


TIMES: list[tuple[str, Json, Any, tuple[int, int, int]]] = [
    # what, gold, prediction, right: strict, relaxed, value
    ("same", time("2031-05-14"), {"value": "2031-05-14", **at("May 14")}, (1, 1, 1)),
    ("coarser", time("2031-05-14"), {"value": "2031-05", **at("May 14")}, (1, 1, 0)),
    ("extent", time("2031-05-14"), {"value": "2031-05-14", **at("14")}, (0, 1, 1)),
    ("alternative", time("2031-05-14", "2030-05-14"),
     {"value": "2030-05-14", "span": "May 14"}, (1, 1, 1)),
    ("both null", time(None), {"span": "May 14"}, (1, 1, 1)),
    ("null in gold", time(None), {"value": "2031", "span": "May 14"}, (1, 1, 0)),
    ("null predicted", time("2031-05-14"), "May 14", (1, 1, 0)),
    ("duration", time("P3D"), {"value": "P3D", **at("May 14")}, (1, 1, 1)),
    ("other writing of one duration", time("P1W"), {"value": "P7D", **at("May 14")}, (1, 1, 0)),
    ("elsewhere", time("2031"), {"value": "2031", **at("BERGEN")}, (0, 0, 0)),
    ("not in the text", time("2031"), {"value": "2031", "text": "June"}, (0, 0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "gold", "pred", "right"), TIMES)
def test_times(what: str, gold: Json, pred: Any, right: tuple[int, int, int]) -> None:
    found = counts_of(bare(TEXT, times=[gold]), {"id": "a", "times": [pred]})
    wanted = {
        mode: Counts.of(n, 1, 1)
        for mode, n in zip(("strict", "relaxed", "value"), right, strict=True)
    }
    assert {mode: found[f"times@{mode}"] for mode in wanted} == wanted


def quantity(value: Any, low: Any, high: Any, *also: Json) -> Json:
    return {
        "id": "n", "span": at("14"), "value": value, "min": low, "max": high,
        "comparator": "exact", "unit": None, "of": None, "acceptable": list(also),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "pred", "right"),
    [
        (quantity(250, None, None), {"value": 250.0}, 1),
        (quantity(0, None, None), {"value": -0.0}, 1),
        (quantity(250, None, None), {"value": 251}, 0),
        (quantity(250, None, None), {}, 0),
        (quantity(250, None, None), {"min": 250, "max": 250}, 0),  # a range is no number
        (quantity(None, 20000, 99999), {"min": 20000, "max": 99999}, 1),
        (quantity(None, 20000, 99999), {"min": 20000}, 0),
        (quantity(None, 20000, None), {"min": 20000}, 1),
        (quantity(None, None, 20000), {"min": 20000}, 0),
        (quantity(None, 20000, 99999), {"value": 20000}, 0),
        (quantity(6, None, None, {"value": 8, "min": None, "max": None}), {"value": 8}, 1),
        (quantity(6, None, None, {"value": None, "min": 6, "max": 8}), {"min": 6, "max": 8}, 1),
    ],
)
def test_quantities(gold: Json, pred: Json, right: int) -> None:
    found = counts_of(
        bare(TEXT, quantities=[gold]), {"id": "a", "quantities": [{**pred, **at("14")}]}
    )
    assert found["quantities@value"] == Counts.of(right, 1, 1)
    assert found["quantities@strict"] == Counts.of(1, 1, 1)


# ---- the same rule for every field -------------------------------------------------------------

VALUES = st.none() | st.sampled_from(["en", "EN", "pt", "ﬁ"])


@given(VALUES, VALUES)
def test_one_error_on_each_side(gold: str | None, pred: str | None) -> None:
    found = counts_of(bare("x", meta={"lang": gold}), {"id": "a", "meta": {"lang": pred}})
    same = gold is not None and pred is not None and gold.casefold() == pred.casefold()
    assert found["lang@value"] == Counts.of(same, pred is not None, gold is not None)
