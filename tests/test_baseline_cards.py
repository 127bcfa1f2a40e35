"""What each baseline's page says of its scores is so, and no score has fallen."""

from __future__ import annotations

import re
from functools import cache

import pytest

from goldfield.baseline_cards import (
    SPLIT,
    card_path,
    filled_card,
    floors_path,
    floors_text,
    read_floors,
    run_of,
)
from goldfield.corpus.gold import Gold, load_gold
from goldfield.errors import ExtractorError
from goldfield.evaluation import Run
from goldfield.running.specs import baseline_file, defaults

FLOORS = ("lead", "null")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@cache
def gold() -> Gold:
    return load_gold(None, SPLIT)


@cache
def run(name: str) -> Run:
    try:
        return run_of(name, gold())
    except ExtractorError as error:
        pytest.skip(str(error))


def alike(said: str, made: str) -> bool:
    """Whether two pages differ in nothing but numbers, and in those by little.

    Trained models add up floating-point numbers, in an order that depends on the processor: an
    article here or there may be told otherwise.
    """
    if _NUMBER.sub("", said) != _NUMBER.sub("", made):
        return False
    pairs = zip(_NUMBER.findall(said), _NUMBER.findall(made), strict=True)
    return all(abs(float(a) - float(b)) <= max(0.01, 0.01 * abs(float(b))) for a, b in pairs)


@pytest.mark.parametrize("name", defaults())
def test_the_scores_on_the_card_are_what_the_command_prints(name: str) -> None:
    page = card_path(name).read_text("utf-8")
    made = filled_card(page, run(name))
    if (baseline_file(name).parent / "model").is_dir():
        assert alike(page, made), "run: goldfield baselines card"
    else:
        assert page == made, "run: goldfield baselines card"


@pytest.mark.parametrize("name", defaults())
def test_no_score_is_under_its_floor(name: str) -> None:
    fields = run(name).scores.fields
    floors = read_floors()[name]
    fallen = {
        measure: (fields[measure].f1 if measure in fields else None, floor)
        for measure, floor in floors.items()
        if measure not in fields or (fields[measure].f1 or 0.0) < floor
    }
    assert fallen == {}


@pytest.mark.parametrize("floor", FLOORS)
def test_rules_beat_the_floors_everywhere(floor: str) -> None:
    ours, theirs = run("rules").scores.fields, run(floor).scores.fields
    lost = {name for name, field in theirs.items() if (ours[name].f1 or 0) <= (field.f1 or 0)}
    assert lost == set()


def test_floors_are_raised_and_never_lowered() -> None:
    reached = run("lead").scores.fields["headline@text"].f1 or 0.0
    made = floors_text({"lead": {"headline@text": 0.99}, "x": {"a@b": 0.5}}, {"lead": run("lead")})
    assert '"headline@text" = 0.99' in made
    assert '["x"]\n"a@b" = 0.5' in made
    made = floors_text({}, {"lead": run("lead")})
    (floor,) = (float(x) for x in re.findall(r'"headline@text" = (.+)', made))
    assert reached - 0.006 <= floor <= reached - 0.005 + 1e-9


def test_the_floors_are_those_of_the_command() -> None:
    runs = {name: run(name) for name in ("lead", "null", "rules")}
    assert floors_text(read_floors(), runs) == floors_path().read_text("utf-8")
