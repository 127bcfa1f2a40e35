"""Errors by kind, each with what it costs: pencil cases."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from diagnosed import about, kinds_of
from strategies import Json, bare

from goldfield.diagnosis.gains import case_of, field_errors
from goldfield.diagnosis.kinds import KINDS, Kind
from goldfield.diagnosis.repairing import repaired
from goldfield.diagnosis.scored import score_measure
from goldfield.errors import UsageError
from goldfield.release import root
from goldfield.schema.labels import LAYERS
from goldfield.schema.records import Span

#       0         1         2         3         4
#       0123456789012345678901234567890123456789012345
TEXT = "Ann Lee met Bo in Oslo on May 3: “We go,” Ann said"


def at(start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": TEXT[start:end]}


def person(start: int, end: int, type: str = "PER") -> Json:
    mention = {**at(start, end), "kind": "NAM", "head": None, "subword": False}
    return {"id": f"e{start}", "type": type, "name": None, "wikidata": None, "mentions": [mention]}


def said(**layers: Any) -> Json:
    return {"id": "a", "layers": LAYERS, **layers}


ANN, BO, OSLO, MAY, AGAIN = (0, 7), (12, 14), (18, 22), (26, 31), (42, 45)


def test_names_missed_spurious_moved_and_mistyped() -> None:
    gold = bare(TEXT, entities=[person(*ANN), person(*BO), person(*OSLO, "GPE"), person(*AGAIN)])
    guesses = [
        {"start": 0, "end": 3, "type": "PER"},  # boundary of Ann Lee
        {"start": 12, "end": 14, "type": "ORG"},  # type of Bo
        {"start": 15, "end": 22, "type": "ORG"},  # both, of Oslo
        {"start": 42, "end": 45, "type": "PER"},  # right
        {"start": 42, "end": 45, "type": "PER"},  # again
        {"start": 26, "end": 31, "type": "PER"},  # nothing there
        {"text": "Zoe", "type": "PER"},  # nor anywhere
    ]
    found = kinds_of(gold, said(entities=guesses), "entities@strict")
    # 4 gold, 7 predicted, 1 right: F1 = 2 / 11; one more right gives 4 / 11, one fewer 2 / 10.
    right, fewer = pytest.approx(4 / 11), pytest.approx(2 / 10)
    assert {kind: row.f1 for kind, row in found.items()} == {
        "boundary": right, "wrong type": right, "boundary and type": right,
        "duplicate": fewer, "spurious": fewer, "not in the text": fewer,
    }  # fmt: skip
    assert found["boundary"].gain == pytest.approx(2 / 11)
    assert all(row.errors == 1 for row in found.values())

    # Without the first three: 3 gold names are missed, 1 of 4 found by 4 guesses: 2 / 8.
    # All three added are predicted, too: 8 / 11.
    less = kinds_of(gold, said(entities=guesses[3:]), "entities@strict")
    missed = less["missed"]
    assert (missed.errors, missed.gold, missed.pred) == (3, 3, 0)
    assert (missed.f1, missed.gain) == pytest.approx((8 / 11, 8 / 11 - 2 / 8))


def test_what_is_no_error_of_a_measure_is_none_of_its_kinds() -> None:
    gold = bare(TEXT, entities=[person(*ANN), person(*BO)])
    guess = said(entities=[{"start": 0, "end": 3, "type": "ORG"}])
    kinds = {m: sorted(kinds_of(gold, guess, f"entities@{m}")) for m in ("strict", "exact", "type")}
    assert kinds == {
        "strict": ["boundary and type", "missed"],
        "exact": ["boundary", "missed"],
        "type": ["missed", "wrong type"],
    }


def test_values() -> None:
    rest: Json = {"anchor": None, "vague": False, "acceptable": []}
    time = {"id": "t", "span": at(*MAY), "type": "DATE", "value": "2031-05-03"}
    gold = bare(TEXT, times=[time | rest])
    guess = said(times=[{"start": 30, "end": 31, "type": "DATE", "value": "2031-05-04"}])
    assert kinds_of(gold, guess, "times@value")["wrong value"].f1 == 1.0
    assert kinds_of(gold, guess, "times@strict")["boundary"].f1 == 1.0


@pytest.mark.parametrize(
    ("gold", "pred", "kind"),
    [("en", "de", "wrong value"), ("en", None, "missed"), (None, "de", "hallucinated")],
)
def test_a_field_an_article_has_once(gold: str | None, pred: str | None, kind: str) -> None:
    found = kinds_of(bare(TEXT, meta={"lang": gold}), said(meta={"lang": pred}), "lang@value")
    assert list(found) == [kind]
    # Emptied, there is nothing on either side, and no F1.
    assert found[kind].f1 == (None if kind == "hallucinated" else 1.0)


SPEAKER = "quotes@speaker"


def quote(start: int, end: int, speaker: Json | str | None, **more: Any) -> Json:
    return {"content": [at(start, end)], "type": "direct", "speaker": speaker, **more}


def test_quotes_and_speakers() -> None:
    source: Json = {
        "entity": "e0",
        "span": None,
        "name": None,
        "status": "explicit",
        "acceptable": [],
    }
    own: Json = {"id": "q", "type": "direct", "cue": None, "quoted": [], "addressee": None}
    gold_quote = {**own, "source": source, "content": [at(34, 39)], "parent": None}
    gold = bare(TEXT, entities=[person(*ANN), person(*BO)], quotes=[gold_quote])

    def speaker(*quotes: Json) -> dict[str, float | None]:
        found = kinds_of(gold, said(quotes=list(quotes)), "quotes@speaker")
        return {kind: row.f1 for kind, row in found.items()}

    assert speaker(quote(34, 39, {"start": 12, "end": 14})) == {"wrong speaker": 1.0}
    assert speaker(quote(34, 36, {"start": 0, "end": 7})) == {"boundary": 1.0}
    assert speaker(quote(34, 36, {"start": 12, "end": 14})) == {"boundary and speaker": 1.0}
    # The content that was matched stays as it was predicted.
    subject = about(gold, said(quotes=[quote(34, 38, {"start": 12, "end": 14})]))
    scored = score_measure(subject, SPEAKER)
    _, errors = field_errors(subject, scored)
    (fixed,) = repaired(case_of(subject, scored, "a"), errors).quotes
    assert [error.kind for error in errors] == ["wrong speaker"]
    assert (fixed.content[0].end, fixed.source.span) == (38, Span(*ANN, "Ann Lee"))
    right, again = (quote(34, 39, {"start": 0, "end": 7}) for _ in range(2))
    assert speaker(right, again) == {"duplicate": 1.0}
    # 5 characters, of which "We" has 2 and "go" 2: 2 * 2 / (2 + 5); nothing is spurious.
    found = kinds_of(gold, said(quotes=[quote(34, 36, None)]), "quotes@partial")
    assert (found["boundary"].f1, found["boundary"].gain) == pytest.approx((1, 1 - 4 / 7))


def event(type: str, trigger: tuple[int, int], *arguments: tuple[str, tuple[int, int]]) -> Json:
    own: list[Json] = [
        {"role": r, "span": at(*p), "ref": None, "acceptable": []} for r, p in arguments
    ]
    return {"id": f"v{type}", "type": type, "triggers": [at(*trigger)], "arguments": own,
            "factuality": None, "status": None}  # fmt: skip


def test_arguments() -> None:
    met, go = (8, 11), (37, 39)
    gold = bare(TEXT, events=[
        event("CONSULT", met, ("actor", ANN), ("target", BO), ("place", OSLO), ("time", MAY)),
        event("RETREAT", go, ("actor", AGAIN)),
    ])  # fmt: skip
    guess = said(events=[
        event("CONSULT", met, ("actor", ANN), ("actor", BO), ("place", (15, 22)), ("actor", AGAIN)),
        event("RETREAT", go, ("topic", met)),
    ])  # fmt: skip
    found = kinds_of(gold, guess, "events@arg-c")
    # 1 of 5 gold arguments right, of 5 predicted.
    told: dict[str, Any] = {k: (r.errors, r.gold, r.pred, r.f1) for k, r in found.items()}
    assert told == {
        "wrong role": (1, 1, 1, pytest.approx(2 / 5)),  # Bo, of the meeting
        "wrong attachment": (1, 1, 1, pytest.approx(2 / 5)),  # Ann leaves, and does not meet
        "boundary": (1, 1, 1, pytest.approx(2 / 5)),  # in Oslo
        "missed": (1, 1, 0, pytest.approx(4 / 11)),
        "spurious": (1, 0, 1, pytest.approx(2 / 9)),
    }


def test_the_kinds_of_an_argument_are_those_that_explain_most() -> None:
    """One guess could be another role here, or the same role there: most pairs are made."""
    gold = bare(TEXT, events=[
        event("CONSULT", (8, 11), ("target", BO)), event("RETREAT", (37, 39), ("actor", BO)),
    ])  # fmt: skip
    guess = said(events=[event("CONSULT", (8, 11), ("actor", BO))])
    found = kinds_of(gold, guess, "events@arg-c")
    assert {kind: row.errors for kind, row in found.items()} == {"wrong role": 1, "missed": 1}


def test_the_protocol_has_every_kind_as_the_tables_explain_it() -> None:
    page = (root() / "eval" / "PROTOCOL.md").read_text("utf-8")
    rows = [f"| {kind} | {meaning.what} | {meaning.repair} |" for kind, meaning in KINDS.items()]
    assert "\n".join(rows) in page
    assert list(KINDS) == list(get_args(Kind))


def test_runs_on_different_gold_are_refused() -> None:
    from goldfield.diagnosis.diagnosing import diagnose

    one, other = about(bare(TEXT), said()), about(bare("Another."), said())
    with pytest.raises(UsageError, match="different gold"):
        diagnose([one, other])
