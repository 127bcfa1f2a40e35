"""The suite `templates`: four measures on paper, strings made comparable, and faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from goldfield.errors import DataError
from goldfield.scoring.generic.strings import Step, normalise
from goldfield.scoring.scorer import Result, Scores, score_task
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task

Json = dict[str, Any]
Cells = tuple[float, float, float, float]

MODES = ("ree", "rme-subset", "rme-phi3", "entity")
PLAIN = Suite("mine", "templates", measures=tuple(f"templates@{mode}" for mode in MODES))


def result(gold: list[Json], pred: list[Json], suite: Suite | None = None) -> Result:
    chosen = suite or load_suite("templates")
    records = [[{"id": 1, "templates": side}] for side in (gold, pred)]
    return score_task(build_task(chosen, [records[0]], records[1]), chosen)


def scored(gold: list[Json], pred: list[Json], suite: Suite | None = None) -> Scores:
    return result(gold, pred, suite).scores


def cells(gold: list[Json], pred: list[Json], suite: Suite | None = None) -> dict[str, Cells]:
    """Correct and all of the prediction, correct and all of gold, by mode."""
    return {
        name.partition("@")[2]: (f.tp_pred, f.pred, f.tp_gold, f.gold)
        for name, f in scored(gold, pred, suite).fields.items()
    }


def attack(*victims: str, by: Sequence[str] = (), type: str = "attack") -> Json:
    """A template; ``"ab"`` is an entity that has the mentions a and b."""
    return {
        "type": type,
        "victim": [list(v) for v in victims],
        "perpetrator": [list(p) for p in by],
    }


# Gold, one template throughout: the victim has mentions a and b, the perpetrator c.
GOLD = [attack("ab", by="c")]
CASES: dict[str, tuple[list[Json], Cells, Cells, Cells, Cells]] = {
    # ree, rme-subset, rme-phi3 (of mentions), entity
    "the same": (GOLD, (2, 2, 2, 2), (2, 2, 2, 2), (3, 3, 3, 3), (2, 2, 2, 2)),
    # phi-3 asks for each name of the victim: P 2/2, R 2/3, F .8
    "one mention each": (
        [attack("b", by="c")], (2, 2, 2, 2), (2, 2, 2, 2), (2, 2, 2, 3), (2, 2, 2, 2),
    ),
    # phi-subset takes a and b apart for two right entities: P 3/3, R 2/2; phi-3 2/3 and 2/3
    "one entity as two": (
        [attack("a", "b", by="c")], (2, 3, 2, 2), (3, 3, 2, 2), (2, 3, 2, 3), (2, 3, 2, 2),
    ),
    # only one of the two can be paired: phi-subset .5, phi-3 1/2 and 1/3, F .4
    "template split in two": (
        [attack("b"), attack(by="c")], (2, 2, 2, 2), (1, 2, 1, 2), (1, 2, 1, 3), (1, 2, 1, 2),
    ),
    "near miss": ([attack("x")], (0, 1, 0, 2), (0, 1, 0, 2), (0, 1, 0, 3), (0, 1, 0, 2)),
    # a wrong type costs all fillers, but of the whole text types are set aside
    "wrong type": (
        [attack("a", by="c", type="arson")],
        (2, 2, 2, 2), (0, 2, 0, 2), (0, 2, 0, 3), (0, 2, 0, 2),
    ),
    "wrong role": ([attack("c", by="a")], (0, 2, 0, 2), (0, 2, 0, 2), (0, 2, 0, 3), (0, 2, 0, 2)),
    # a mention that gold lacks: in ree the entity is wrong
    "one mention too many": (
        [attack("ax", by="c")], (1, 2, 1, 2), (2, 2, 2, 2), (2, 3, 2, 3), (2, 2, 2, 2),
    ),
    "template twice": (
        GOLD * 2, (2, 2, 2, 2), (2, 4, 2, 2), (3, 6, 3, 3), (2, 4, 2, 2),
    ),
    "nothing": ([], (0, 0, 0, 2), (0, 0, 0, 2), (0, 0, 0, 3), (0, 0, 0, 2)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_pencil_cases(case: str) -> None:
    pred, *wanted = CASES[case]
    assert cells(GOLD, pred) == dict(zip(MODES, wanted, strict=True))


@pytest.mark.parametrize(
    ("case", "subset", "phi3"),
    [
        ("one mention each", 1.0, 0.8),
        ("one entity as two", 1.0, 2 / 3),
        ("template split in two", 0.5, 0.4),
        ("near miss", 0, 0),
        ("wrong type", 0, 0),
    ],
)
def test_measured_f1_of_the_published_scorer(case: str, subset: float, phi3: float) -> None:
    fields = scored(GOLD, CASES[case][0]).fields
    assert fields["templates@rme-subset"].f1 == pytest.approx(subset)
    assert fields["templates@rme-phi3"].f1 == pytest.approx(phi3)


# Du et al. 2021: gold of one role has abc, d, e, f; right, predicted and gold of CEAF-REE.
@pytest.mark.parametrize(
    ("pred", "wanted"),
    [
        ("d a e f c", (4, 5, 4, 4)),  # abc twice, each time by one mention: one of them is wrong
        ("ab d e f", (4, 4, 4, 4)),
        ("abcd e f", (2, 3, 2, 4)),  # two entities in one: no gold entity has all of its mentions
        ("a e", (2, 2, 2, 4)),
    ],
)
def test_role_fillers_of_a_text(pred: str, wanted: Cells) -> None:
    assert cells([attack("abc", "d", "e", "f")], [attack(*pred.split())])["ree"] == wanted


def test_fillers_of_a_text_are_pooled_over_templates() -> None:
    # ab fills the role in both gold templates and stands once; a twice in one template twice.
    gold = [attack("ab"), attack("ab", "c")]
    assert cells(gold, [attack("a", "a"), attack("a")])["ree"] == (1, 2, 1, 2)


def test_templates_are_paired_for_most_right_fillers_not_in_their_order() -> None:
    gold = [attack("a", by="b"), attack("a", by="c")]
    pred = [attack("a", by="c"), attack("a")]  # crosswise: a and c, then a
    assert cells(gold, pred)["entity"] == (3, 3, 3, 4)
    assert cells(gold, pred)["rme-phi3"] == (3, 3, 3, 4)


def test_a_predicted_entity_that_mixes_two_of_gold_finds_one() -> None:
    assert cells([attack("a", "b")], [attack("ab")])["rme-subset"] == (1, 1, 1, 2)
    assert cells([attack("a", "b")], [attack("ab", "ac")])["rme-subset"] == (2, 2, 2, 2)


def test_a_copy_can_be_paired_by_the_published_measures_only() -> None:
    # Of gold two entities are called a; one prediction of a, given twice, is one entity.
    cases: list[tuple[list[Json], list[Json]]] = [
        ([attack("ab", "ac")], [attack("a", "a")]),
        ([attack("ab"), attack("ac")], [attack("a")] * 2),
    ]
    for gold, pred in cases:
        found = cells(gold, pred)
        assert [found["entity"], found["rme-phi3"]] == [(1, 2, 1, 2), (2, 2, 2, 4)]


def test_phi3_counts_a_mention_as_often_as_both_have_it() -> None:
    gold, pred = [attack("aab")], [attack("aaab")]
    assert cells(gold, pred)["rme-phi3"] == (3, 4, 3, 3)


def test_types_that_gold_accepts() -> None:
    gold = [attack("a", type="attack / bombing")]
    for type in ("attack", "bombing", "attack / bombing"):
        assert cells(gold, [attack("a", type=type)])["entity"] == (1, 1, 1, 1)
        right = int(type == "attack / bombing")
        assert cells(gold, [attack("a", type=type)], PLAIN)["entity"] == (right, 1, right, 1)
    # Only gold has alternatives.
    assert cells([attack("a")], gold)["entity"] == (0, 1, 0, 1)


def test_counts_by_role_units_and_verdicts() -> None:
    found = result(GOLD, [attack("a", "b", "x")])
    field = found.scores.fields["templates@rme-subset"]
    assert {role: (f.tp_pred, f.pred, f.tp_gold, f.gold) for role, f in field.labels.items()} == {
        "perpetrator": (0, 0, 0, 1),
        "victim": (2, 3, 1, 1),
    }
    assert found.scores.fields["templates@rme-phi3"].unit == "mentions"
    told = [
        (v.verdict, v.gold and v.gold.text, v.pred and v.pred.text)
        for v in found.verdicts
        if v.measure == "templates@rme-subset"
    ]
    assert told == [
        ("COR", "a", "a"),
        ("MIS", "c", None),
        ("COR", None, "b"),
        ("SPU", None, "x"),
    ]


# ---- strings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "steps", "wanted"),
    [
        ("The  U.S. Army", ("case", "punctuation", "articles"), "us army"),
        ("The  U.S. Army", (), "The U.S. Army"),
        ("The U.S. Army", ("articles",), "U.S. Army"),
        ("The U.S. Army", ("case",), "the u.s. army"),
        ("the", ("articles",), "the"),  # a step that would leave nothing is skipped
        ("?!", ("punctuation",), "?!"),
        ("Theatre of a man", ("articles",), "Theatre of man"),
        ("l’eau", ("punctuation",), "l’eau"),  # ASCII punctuation only
    ],
)
def test_normalising(text: str, steps: tuple[Step, ...], wanted: str) -> None:
    assert normalise(text, steps) == wanted


def test_normalising_is_an_option_of_the_suite() -> None:
    gold = [{"type": "t", "who": [["The FMLN's men"]]}]
    pred = [{"type": "t", "who": [["FMLNs men"]]}]
    assert cells(gold, pred)["entity"] == (1, 1, 1, 1)
    assert cells(gold, pred, PLAIN)["entity"] == (0, 1, 0, 1)
    suite = load_suite("templates")
    assert suite.options == {"normalise": "case+punctuation+articles", "alternatives": "/"}
    assert PLAIN.options == {"normalise": "none", "alternatives": "none"}
    turned = msgspec.structs.replace(suite, normalise=suite.normalise and suite.normalise[::-1])
    assert turned.digest == suite.digest  # steps are taken in their own order
    assert msgspec.structs.replace(suite, normalise=("case",)).digest != suite.digest


def test_faults_have_a_place_and_a_fix() -> None:
    gold: list[Json] = [
        {"who": []},
        {"type": 3},
        {"type": "t", "who": "Ann"},
        {"type": "t", "who": ["Ann"]},
    ]
    pred: list[Json] = [{"type": "t", "who": [[], ["a", 1], [""]]}]
    with pytest.raises(DataError) as caught:
        scored(gold, pred)
    told = [(fault.path, fault.problem) for fault in caught.value.faults]
    assert told == [
        ("$.templates[0].type", "the template has no type"),
        ("$.templates[1].type", "the template has no type"),
        ("$.templates[2].who", "a role holds a list of entities"),
        ("$.templates[3].who[0]", "an entity is a list of one or more strings"),
        ("$.templates[0].who[0]", "an entity is a list of one or more strings"),
        ("$.templates[0].who[1]", "an entity is a list of one or more strings"),
        ("$.templates[0].who[2]", "an entity is a list of one or more strings"),
    ]
    assert all(fault.fix for fault in caught.value.faults)
