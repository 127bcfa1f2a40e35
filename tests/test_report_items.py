"""What a page lays over a text: items that refer to each other, marks that verdicts judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nasty import TEXT, nasty_article, nasty_run
from toy import toy_article

from goldfield.evaluation import Conduct, evaluate
from goldfield.reporting.html.items import LAYERS, items_of
from goldfield.reporting.html.judging import STATUSES, Judges, measure_of_layers
from goldfield.run_reports import browser_of_run
from goldfield.saved_runs import gold_of, read_run
from goldfield.scoring.outcome import Item as Judged
from goldfield.scoring.outcome import Verdict


def test_every_verdict_is_one_error_and_is_seen(tmp_path: Path) -> None:
    made = evaluate("rules", split="validation", conduct=Conduct(timed=False))
    run = read_run(made.save(tmp_path / "rules"))
    browser = browser_of_run(run, gold_of(run).articles)
    heads = browser.overview["articles"]
    for (id, _, _, errors), sides in zip(heads, browser.articles, strict=True):
        rows = [row for row in run.result.verdicts if row.id == id]
        for layer, measure in measure_of_layers(run.scores.fields).items():
            wrong = [row for row in rows if row.measure == measure and row.verdict != "COR"]
            if layer == "speakers":  # at fault only where the quote was found
                wrong = [row for row in wrong if "speaker" in row.reason]
            assert errors[LAYERS.index(layer)] == len(wrong), (id, layer)
            if layer in ("quotes", "speakers"):  # several marks for one verdict, or none
                continue
            for side, shown in zip(("gold", "pred"), sides, strict=True):
                at_fault = [
                    mark
                    for item in shown
                    for mark in item[3]
                    if LAYERS[mark[2]] == layer and mark[4:] and mark[4] > 1
                ]
                assert len(at_fault) == sum(getattr(row, side) is not None for row in wrong)


def statuses_of(side: list[Any]) -> dict[tuple[str, str], str]:
    """By layer and words what became of the marks of one side."""
    found = {}
    for _, _, _, marks in side:
        for start, end, layer, _, *judged in marks:
            words = TEXT[start:end] if start >= 0 else judged[2]
            found[LAYERS[layer], words] = STATUSES[judged[0]] if judged else ""
    return found


def test_marks_are_judged(tmp_path: Path) -> None:
    articles = [nasty_article()]
    [sides] = browser_of_run(nasty_run(tmp_path, articles), articles).articles
    gold, pred = map(statuses_of, sides)
    assert gold["entities", "Zoë Ek"] == pred["entities", "Zoë Ek"] == "wrong"
    assert gold["entities", "Rome"] == "missed"
    assert pred["entities", "nowhere </script>"] == "spurious"
    assert pred["entities", "bank"] == "wrong"
    assert gold["speakers", "Zoë Ek"] == "wrong"
    assert gold["arguments", "Zoë Ek"] == "missed"
    assert gold["quantities", "250"] == ""  # the layer is not predicted


def test_items_of_an_article_refer_to_each_other() -> None:
    items = {item.id: item for item in items_of(toy_article())}
    assert items["q1"].refers == ["anna"]
    assert [(m.layer, m.span.text) for m in items["q1"].marks] == [
        ("quotes", "we will leave Oslo"), ("speakers", "Anna Berg"), ("speakers", "said"),
    ]  # fmt: skip
    assert items["v1"].refers == ["oslo", "anna"]
    assert [m.span.text for m in items["anna"].marks] == ["Anna Berg", "She"]
    assert items["anna"].title == "anna · PER · Anna Berg"


@pytest.mark.parametrize(("entity", "named"), [("anna", True), ("anna", False), (None, True)])
def test_a_speaker_is_known_by_its_id_or_its_place(entity: str | None, named: bool) -> None:
    article = toy_article()
    source = article.quotes[0].source
    source.entity, source.span = entity, source.span if named else None
    [quote] = [item for item in items_of(article) if item.id == "q1"]
    assert quote.refers == ["anna"]


def test_of_two_at_one_place_one_is_right() -> None:
    [item] = [item for item in items_of(toy_article()) if item.id == "oslo"]
    place = Judged("GPE", "Oslo", item.marks[0].span.start, item.marks[0].span.end)
    verdicts = [
        Verdict("a1", "mentions@strict", "COR", place, place, ""),
        Verdict("a1", "mentions@strict", "SPU", None, place, "duplicate"),
    ]
    judges = Judges(verdicts, ["mentions@strict"])
    found = [judges.judge("pred", item, item.marks[0]) for _ in range(2)]
    assert [(STATUSES[one.status], one.why) for one in found] == [
        ("correct", ""), ("spurious", "duplicate"),
    ]  # fmt: skip
