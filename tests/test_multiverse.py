"""Scores under other conventions, counted with a pencil and by goldfield's own other modes."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
import typer
from compared import Record, gold_of, preds_of, spans, write
from typer.testing import CliRunner

import goldfield
from goldfield.cli.scoring import score
from goldfield.comparison import System
from goldfield.comparison.conventions import CONVENTIONS, DEFAULT
from goldfield.comparison.multiverse import Multiverse, multiverse
from goldfield.comparison.recounting import Kept
from goldfield.errors import UsageError
from goldfield.release import root
from goldfield.schema.writing import to_line
from goldfield.scoring.outcome import Verdict
from goldfield.scoring.scorer import Result, score_task
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task

SPANS = load_suite("spans")


def scored(gold: list[Record], preds: list[Record]) -> Result:
    return score_task(build_task(SPANS, [gold], preds), SPANS, {"extractor": "x"})


def kept(result: Result, name: str = "spans@strict") -> Kept:
    verdicts: dict[str, list[Verdict]] = {}
    for row in result.verdicts:
        if row.measure == name:
            verdicts.setdefault(row.id, []).append(row)
    return Kept(name, result, verdicts)


def f1(result: Result, **chosen: str) -> float | None:
    return kept(result).f1({**DEFAULT, **chosen})


def test_copies_on_paper() -> None:
    # Gold has two; one is found and said three times, one wrong is said twice. 1 of 5 and of 2;
    # without copies 1 of 2 and of 2; with copies as right as the first 3 of 5 and 1 of 2.
    good, wrong = spans(0, 1), spans(100, 1)
    result = scored(gold_of([2]), [{"id": "d0", "spans": [*good * 3, *wrong * 2]}])
    assert f1(result) == pytest.approx(2 / 7)
    assert f1(result, duplicates="dropped") == pytest.approx(1 / 2)
    assert f1(result, duplicates="right") == pytest.approx(2 * 0.6 * 0.5 / 1.1)


def test_averages_and_empty_articles_on_paper() -> None:
    # Right, predicted, gold: 4 4 4, 0 2 2, nothing. Micro 8/12; articles 1 and 0; with the empty
    # one as right 10/14, and 1, 0, 1.
    gold = gold_of([4, 2, 0])
    result = scored(gold, preds_of(gold, [(4, 0), (0, 2), (0, 0)]))
    assert f1(result) == pytest.approx(8 / 12)
    assert f1(result, average="macro over articles") == pytest.approx(1 / 2)
    assert f1(result, empty="right") == pytest.approx(10 / 14)
    assert f1(result, empty="right", average="macro over articles") == pytest.approx(2 / 3)


def test_labels_on_paper() -> None:
    # A: 3 of 3 found. B: none of 1, and one invented. Labels 1 and 0.
    gold: list[Record] = [{"id": "d", "spans": spans(0, 3) + spans(50, 1, "B")}]
    result = scored(gold, [{"id": "d", "spans": spans(0, 3) + spans(100, 1, "B")}])
    assert f1(result, average="macro over labels") == pytest.approx(1 / 2)


def test_missing_articles_on_paper() -> None:
    gold = gold_of([2, 2])
    result = scored(gold, preds_of(gold[:1], [(2, 0)]))
    assert f1(result) == pytest.approx(4 / 6)
    assert f1(result, missing="skip") == 1.0


def test_boundaries_on_paper() -> None:
    # Of two one is found, the other begins one early: 1, 1.5 or 2 of 2.
    gold: list[Record] = [{"id": "d", "spans": [
        {"start": 0, "end": 4, "label": "A"}, {"start": 10, "end": 14, "label": "A"}]}]  # fmt: skip
    pred: list[Record] = [{"id": "d", "spans": [
        {"start": 0, "end": 4, "label": "A"}, {"start": 9, "end": 14, "label": "A"}]}]  # fmt: skip
    result = scored(gold, pred)
    found = [f1(result, boundaries=b) for b in CONVENTIONS["boundaries"]]
    assert found == pytest.approx([0.5, 0.75, 1.0])


def real(measures: tuple[str, ...]) -> Result:
    """The kept predictions of the rules on the example articles."""
    suite = Suite("mine", "article", measures=measures)
    gold = root() / "corpus" / "data" / "example.jsonl"
    return score_task(
        build_task(suite, [gold], root() / "eval" / "examples" / "rules.jsonl"), suite
    )


@pytest.mark.parametrize("field", ["entities", "mentions"])
def test_right_whatever_the_boundary_is_the_mode_type(field: str) -> None:
    result = real((f"{field}@strict", f"{field}@type"))
    found = kept(result, f"{field}@strict").f1({**DEFAULT, "boundaries": "right"})
    assert found == pytest.approx(result.scores.fields[f"{field}@type"].f1)
    assert found != result.scores.fields[f"{field}@strict"].f1


def test_the_default_is_the_score() -> None:
    names = ("entities@strict", "coref@lea", "coref@conll", "times@value", "quotes@partial",
             "quotes@speaker", "events@arg-c", "headline@text")  # fmt: skip
    result = real(names)
    for name in names:
        assert kept(result, name).f1(DEFAULT) == pytest.approx(result.scores.fields[name].f1)


def system(name: str, result: Result) -> System:
    return System(name, (result,))


def test_a_verdict_that_flips() -> None:
    # A has the long article right, B the two short ones. Micro A 16/20, B 4/20; of articles A 1/3,
    # B 2/3.
    gold = gold_of([8, 1, 1])
    a = scored(gold, preds_of(gold, [(8, 0), (0, 1), (0, 1)]))
    b = scored(gold, preds_of(gold, [(0, 8), (1, 0), (1, 0)]))
    found = multiverse([system("a", a), system("b", b)], ["spans@strict"])
    (sides,) = found.sides
    assert sides.difference == pytest.approx(-0.6)
    assert sides.flipped_by == "average: macro over articles"
    assert sides.high == pytest.approx(1 / 3)
    assert 0 < sides.flips < sides.universes
    first = next(row for row in found.ranges if row.system == "a")
    assert (first.f1, first.low) == pytest.approx((0.8, 1 / 3))
    assert first.low_by == "average: macro over articles"
    same = multiverse([system("a", a), system("b", a)], ["spans@strict"]).sides[0]
    assert (same.flips, same.flipped_by) == (0, None)


def test_one_file_by_all_conventions(tmp_path: Path) -> None:
    # As A above. Told beside the scores, and told in JSON as one document.
    gold = gold_of([8, 1, 1])
    told = write(tmp_path / "a.jsonl", preds_of(gold, [(8, 0), (0, 1), (0, 1)]))
    words = [str(write(tmp_path / "gold.jsonl", gold)), str(told), "--suite", "spans"]
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(score)

    def printed(form: str, *more: str) -> str:
        asked = [*words, "--format", form, *more]
        return CliRunner().invoke(app, asked, catch_exceptions=False).stdout

    shown = printed("table", "--multiverse")
    rows = [line.split() for line in shown.splitlines()]
    assert ["spans@strict", "a", "0.800", "0.333", "0.800"] in [row[:5] for row in rows]
    assert "order" not in shown
    assert "not recomputed: acceptable" in shown
    plain, more = json.loads(printed("json")), json.loads(printed("json", "--multiverse"))
    assert more.pop("multiverse")["ranges"][0]["low"] == pytest.approx(1 / 3)
    assert more == plain
    assert printed("csv", "--multiverse") == printed("csv")


def test_a_file_without_a_measure_has_no_universe() -> None:
    result = score_task(build_task(SPANS, [gold_of([1])], []), SPANS, {"extractor": "x"})
    bare = result._replace(scores=msgspec.structs.replace(result.scores, fields={}))
    with pytest.raises(UsageError, match="no measure is predicted"):
        multiverse([system("a", bare)])


def article_universes(measures: tuple[str, ...]) -> Multiverse:
    result = real(measures)
    return multiverse([system("a", result), system("b", result)])


def test_speakers_by_mention_and_by_name_where_they_were_scored() -> None:
    # Speakers are told by their names alone, so none is the mention at the quote.
    names = ("quotes@speaker", "quotes@speaker-mention", "quotes@speaker-name")
    golds = goldfield.load("example")
    preds = [json.loads(to_line(article)) for article in golds]
    for quote in (quote for pred in preds for quote in pred["quotes"]):
        if quote["source"]:
            quote["source"] |= {"entity": None, "span": None}
    suite = Suite("mine", "article", measures=names)
    result = score_task(build_task(suite, [golds], preds), suite)
    fields = {name: result.scores.fields[name].f1 or 0.0 for name in names}
    assert fields["quotes@speaker-mention"] < 0.5 < fields["quotes@speaker"]
    found = multiverse([system("a", result), system("b", result)], ["quotes@speaker"])
    assert "speaker" in found.conventions["quotes@speaker"]
    assert found.ranges[0].low <= fields["quotes@speaker-mention"]
    assert "speaker: mention" in found.ranges[0].low_by
    assert not any(line.startswith("speaker") for line in found.not_recomputed)


def test_what_cannot_be_recomputed_is_listed() -> None:
    found = article_universes(("quotes@speaker", "coref@lea"))
    told = "\n".join(found.not_recomputed)
    assert "quotes@speaker-mention and quotes@speaker-name are not in these runs" in told
    assert "verdicts do not say it of coref@lea" in told
    assert "acceptable" in told
    assert "speaker" not in found.conventions["quotes@speaker"]


def test_conventions_are_those_of_the_signature(tmp_path: Path) -> None:
    said = dict(part.split(":", 1) for part in real(("lang@value",)).scores.signature.split("|"))
    assert said["avg"] == DEFAULT["average"]
    for name in ("duplicates", "empty", "missing"):
        assert said[name] == DEFAULT[name]
