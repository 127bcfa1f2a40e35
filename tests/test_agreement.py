"""Agreement of passes: what is paired, what is counted, what is told, and what is refused."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from seed import needs_seed
from strategies import pairs
from test_scores import SYMMETRIC
from toy import TEXT, span, toy_article

from goldfield.corpus.agreement import Agreement, agreement_of
from goldfield.corpus.passes import Passes, pass_folders, read_passes
from goldfield.corpus.sheet import decompile
from goldfield.errors import DataError, UnknownName, UsageError
from goldfield.reporting.agreement import agreement_page
from goldfield.schema.records import Argument, Article, Event
from goldfield.scoring.categories import CATEGORIES
from goldfield.scoring.suites import Suite, load_suite

CORE = load_suite("core")
Change = Callable[[Article], None]


def changed(change: Change) -> Article:
    article = toy_article()
    change(article)
    return article


def labels_of(name: str, change: Change) -> Any:
    return CATEGORIES[name].read(toy_article(), changed(change))


def agreement(*sides: Article, suite: Suite = CORE) -> Agreement:
    rounds = {n + 1: (sides[2 * n], sides[2 * n + 1]) for n in range(len(sides) // 2)}
    return agreement_of([Passes("a1", rounds, None, [])], suite)


# ---- what is at the same place --------------------------------------------------------------


def test_mentions_are_paired_by_boundaries() -> None:
    def change(article: Article) -> None:
        article.entities[1].type = "LOC"  # Oslo, which both have
        article.entities[0].mentions.pop()  # She, which only one has now

    found = labels_of("entity type", change)
    assert found == ([("GPE", "LOC"), ("PER", "PER")], 3, 2)
    assert labels_of("mention kind", change).pairs == [("NAM", "NAM"), ("NAM", "NAM")]


def test_of_two_items_at_one_place_equal_labels_come_first() -> None:
    def change(article: Article) -> None:
        article.entities[1].mentions.append(article.entities[0].mentions[0])

    # Anna Berg is PER here, PER and GPE there.
    assert labels_of("entity type", change) == (
        [("GPE", "GPE"), ("PER", "PER"), ("PER", "PER")],
        3,
        4,
    )


def test_events_are_paired_by_a_shared_trigger_whatever_their_type() -> None:
    def change(article: Article) -> None:
        (event,) = article.events
        event.type, event.status, event.factuality = "RETREAT", "considered", None
        event.triggers = [span("left"), span("denied")]
        event.arguments[0].role = "place"

    assert labels_of("event type", change) == ([("EVACUATE", "RETREAT")], 1, 1)
    assert labels_of("event status", change).pairs == [("planned", "considered")]
    assert labels_of("factuality", change) == ([], 1, 0)  # no value is no label
    # `anna` has no span of its own and stands at her name.
    assert labels_of("argument role", change).pairs == [("actor", "actor"), ("origin", "place")]


def test_events_without_a_shared_trigger_have_no_labels() -> None:
    def change(article: Article) -> None:
        article.events[0].triggers = [span("denied")]

    assert labels_of("event type", change) == ([], 1, 1)
    assert labels_of("argument role", change) == ([], 2, 2)


def test_one_event_is_paired_once() -> None:
    def change(article: Article) -> None:
        one = Argument("actor", None, "anna", [])
        article.events = [
            Event("x", "RETREAT", [span("leave")], [one], "CT+", "occurred"),
            Event("y", "EVACUATE", [span("left")], [], "Uu", "planned"),
        ]

    # Both share one trigger with the one event; the labels of y are equal.
    assert labels_of("event type", change) == ([("EVACUATE", "EVACUATE")], 1, 2)


def test_a_quote_is_the_same_however_its_content_is_cut() -> None:
    def change(article: Article) -> None:
        (quote,) = article.quotes
        words = quote.content[0]
        cut = words.start + 8
        quote.content = [
            msgspec.structs.replace(words, end=cut, text=TEXT[words.start : cut]),
            msgspec.structs.replace(words, start=cut, text=TEXT[cut : words.end]),
        ]
        quote.type = "direct"

    assert labels_of("quote type", change).pairs == [("mixed", "direct")]
    assert labels_of("source status", change).pairs == [("explicit", "explicit")]


@given(pairs())
@settings(max_examples=60)
def test_categories_do_not_know_which_side_is_first(both: tuple[Article, Article]) -> None:
    for name, row in CATEGORIES.items():
        there, back = row.read(*both), row.read(*both[::-1])
        assert sorted((b, a) for a, b in there.pairs) == back.pairs, name
        assert (there.first, there.second) == (back.second, back.first)
        assert len(there.pairs) <= min(there.first, there.second)


@given(pairs(plain=True, distinct=True))
@settings(max_examples=30)
def test_swapping_passes_keeps_f1_in_symmetric_modes(both: tuple[Article, Article]) -> None:
    suite = Suite("some", "article", measures=tuple(sorted(SYMMETRIC)))
    assert agreement(*both, suite=suite).rounds[0].passes.exchanged == {}


# ---- what is told ---------------------------------------------------------------------------


def test_identical_passes_are_told_and_counted_as_they_are() -> None:
    found = agreement(toy_article(), toy_article())
    (round,) = found.rounds
    assert round.identical == ["a1"]
    assert {f.f1 for f in round.passes.scores.fields.values()} <= {1.0, None}
    assert round.passes.categories["entity type"].alpha == 1.0
    assert round.passes.categories["event type"].alpha is None  # one label only
    assert round.flagged == {}
    page = agreement_page(found, "table")
    assert "Passes identical but for ids: a1. They count as they are." in page
    assert "undefined: one label only" in page
    assert "No intervals: too few articles to speak of others (1, 6 needed)." in page


def test_ids_make_no_difference_between_passes() -> None:
    def rename(article: Article) -> None:
        article.entities[0].id = "person"
        article.quotes[0].source.entity = "person"
        article.events[0].arguments[1].ref = "person"

    def point_elsewhere(article: Article) -> None:
        rename(article)
        article.events[0].arguments[1].ref = "oslo"

    assert agreement(toy_article(), changed(rename)).rounds[0].identical == ["a1"]
    assert agreement(toy_article(), changed(point_elsewhere)).rounds[0].identical == []


def test_a_pass_that_was_not_empty_at_first_is_told() -> None:
    def change(article: Article) -> None:
        article.provenance.pre_annotated_by = "rules@1.0"

    page = agreement_page(agreement(toy_article(), changed(change)), "table")
    assert "Started from an extractor's output, not empty: a1." in page


def test_low_agreement_is_flagged_in_both_directions() -> None:
    def change(article: Article) -> None:
        article.quotes[0].source.span = span("She")
        article.entities[0].mentions.pop()
        article.entities[1].type = "PER"

    low = agreement(toy_article(), changed(change)).rounds[0]
    # She is a mention of the speaker in the first pass; in the second Anna Berg is one as well.
    assert low.passes.scores.fields["quotes@speaker"].f1 == 1.0
    # Two names, one with another type: 1/2. Types PER PER against GPE PER: De = 6 / 12, alpha 0.
    assert low.flagged["entities@strict"] == "under 0.75"
    assert low.flagged["entity type"] == "under 0.67"


def test_where_the_other_direction_differs_it_is_said() -> None:
    def change(article: Article) -> None:
        article.times[0].value, article.times[0].acceptable = "2022-01-17", []

    # The first pass accepts 2022-01-17 as well; the second does not accept 2022-01-24.
    (round,) = agreement(toy_article(), changed(change)).rounds
    assert round.passes.scores.fields["times@value"].f1 == 1.0
    assert round.passes.exchanged == {"times@value": 0.0}
    assert round.flagged["times@value"] == "under 0.75"
    assert "under 0.75; 0.000 with b as gold" in agreement_page(
        agreement(toy_article(), changed(change)), "table"
    )


def test_number_of_events_and_layers_of_one_side() -> None:
    def change(article: Article) -> None:
        article.events = []

    (round,) = agreement(toy_article(), changed(change)).rounds
    assert (round.events[0].a, round.events[0].b, round.events[0].difference) == (1, 0, 1)

    def drop(article: Article) -> None:
        article.layers = [
            layer for layer in article.layers if layer not in ("events", "arguments", "factuality")
        ]
        article.events = []

    (round,) = agreement(toy_article(), changed(drop)).rounds
    assert round.events == []
    assert round.passes.categories["event type"].first == 0
    assert "events@tri-c" in round.passes.scores.not_annotated


def test_a_layer_that_one_pass_lacks_is_left_out_of_that_article() -> None:
    other = toy_article()
    other.id = "a2"
    half = msgspec.structs.replace(other, layers=["entities", "coref"], events=[])
    rows = [
        Passes("a1", {1: (toy_article(), toy_article())}, None, []),
        Passes("a2", {1: (other, half)}, None, []),
    ]
    both = agreement_of(rows, CORE).rounds[0].passes
    triggers, names = (both.scores.fields[name] for name in ("events@tri-c", "entities@strict"))
    assert (triggers.documents, triggers.f1, names.documents) == (1, 1.0, 2)
    assert both.categories["event status"].documents == 1
    assert both.exchanged == {}


def test_six_articles_have_intervals() -> None:
    def other(id: str) -> Article:
        article = toy_article()
        article.id = id
        return article

    rows = [Passes(id, {1: (other(id), other(id))}, other(id), []) for id in "uvwxyz"]
    found = agreement_of(rows, CORE)
    assert found.rounds[0].passes.scores.fields["entities@strict"].ci is not None
    assert found.rounds[0].passes.categories["entity type"].ci is not None
    page = agreement_page(found, "table")
    assert "95 % interval" in page
    assert "jackknife" in page.lower()
    assert "the coverage told is that of F1's" in page


def test_rounds_are_apart_and_every_form_tells_them() -> None:
    def change(article: Article) -> None:
        article.entities.pop()
        article.events[0].arguments = []

    found = agreement(toy_article(), changed(change), toy_article(), toy_article())
    assert [round.number for round in found.rounds] == [1, 2]
    assert [round.identical for round in found.rounds] == [[], ["a1"]]
    assert (found.rounds[1].passes.first, found.rounds[1].passes.second) == ("a2", "b2")
    for form in ("table", "markdown", "latex"):
        page = agreement_page(found, form)
        assert "round 2, passes a2 and b2, 1 article" in page
    rows = list(csv.DictReader(agreement_page(found, "csv").splitlines()))
    assert {row["round"] for row in rows} == {"1", "2"}
    assert {row["statistic"] for row in rows} == {"F1", "alpha"}
    assert "| a1 |" in agreement_page(found, "markdown")
    assert "| a1 |" not in agreement_page(found, "markdown", per_article=False)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("language-model", "Self-agreement of one language-model annotator"),
        ("human", "Agreement of 2 passes, by who made them: human 1, language-model 1."),
    ],
)
def test_who_annotated_is_told(made: Any, told: str) -> None:
    first, second = toy_article(), toy_article()
    first.provenance.annotated_by, second.provenance.annotated_by = made, "language-model"
    assert told in agreement_page(agreement(first, second), "table")


# ---- files ----------------------------------------------------------------------------------


def keep(folder: Path, name: str, article: Article) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "text.txt").write_text(article.text, "utf-8", newline="")
    path = folder / f"{name}.yaml"
    path.write_text(decompile(article, "text.txt"), "utf-8")
    return path


def test_passes_are_read_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "passes" / "a1"
    for name in ("a", "b", "adjudicated", "b2", "a10", "b10", "c", "draft"):
        keep(folder, name, toy_article())
    folders = pass_folders(tmp_path)
    (found,) = read_passes(folders, ["a1"])
    assert list(found.rounds) == [1, 10]
    assert found.alone == ["c", "b2"]
    assert found.adjudicated is not None
    page = agreement_page(agreement_of([found], CORE, ["a9"]), "table")
    assert "a1: c and b2 without another pass, left out." in page
    assert "Without two passes, left out: a9." in page
    assert "each pass with adjudicated gold: round 1, 1 of 1 articles" in page
    with pytest.raises(UnknownName, match="a2"):
        read_passes(folders, ["a2"])


def test_every_fault_of_every_sheet_has_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "passes" / "a1"
    sheets = [keep(folder, name, toy_article()) for name in ("a", "b", "a1")]
    for path in sheets:
        path.write_text(path.read_text().replace("type: PER", "type: PRE"))
    keep(folder, "b2", changed(lambda article: setattr(article, "id", "other")))
    with pytest.raises(DataError) as caught:
        read_passes(pass_folders(tmp_path), ["a1"])
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 4
    line = next(n for n, text in enumerate(sheets[0].read_text().splitlines(), 1) if "PRE" in text)
    for path in sheets[:2]:
        assert any(fault.startswith(f"{path}:{line}  $.entities[0].type") for fault in told)
    assert any("'a1.yaml' is the name of no pass" in fault for fault in told)
    assert any("the id is 'other', the folder is called 'a1'" in fault for fault in told)


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no annotation passes"):
        pass_folders(tmp_path)
    with pytest.raises(UsageError, match="two passes"):
        agreement_of([Passes("a1", {}, None, ["a"])], CORE)
    with pytest.raises(UsageError, match="not about articles"):
        agreement_of([], load_suite("spans"))


@needs_seed
def test_released_passes_agree_as_the_logs_say() -> None:
    folders = pass_folders()
    found = agreement_of(read_passes(folders, ["gf-0001", "gf-0002"]), CORE)
    first = found.rounds[0]
    # LOG.md of gf-0002: three events with another status, one pump with another role.
    status = first.passes.categories["event status"]
    roles = first.passes.categories["argument role"]
    assert status.units - status.agreed == 3
    assert roles.units - roles.agreed == 1
    assert json.loads(msgspec.json.encode(found))["annotators"] == {"language-model": 4}
