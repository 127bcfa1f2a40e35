"""The linter: each rule on a record that it suspects and on one beside it; reviews; no crash."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from strategies import articles, shuffled
from test_cli import Typed

from goldfield.corpus.lint import ACROSS, RULES, lint
from goldfield.corpus.lint.numerals import read_quantity
from goldfield.corpus.lint.reviewed import Review, read_reviews, reviews_to_toml, sift
from goldfield.corpus.lint.text import quote_marks, sentences, untouchable
from goldfield.corpus.loading import load_articles
from goldfield.corpus.sheet import compile_sheet
from goldfield.errors import DataError
from goldfield.release import root
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line

HEAD = {
    "schema_version": "1.0", "guidelines_version": "1.0", "layers": "all", "text": "a.txt",
    "provenance": {
        "kind": "composed", "licence": "CC0-1.0", "source": "test", "written_by": "human",
        "annotated_by": "human", "passes": "1", "status": "single",
    },
}  # fmt: skip


class Case(NamedTuple):
    rule: str
    text: str
    bad: dict[str, Any]
    good: dict[str, Any]
    good_text: str = ""


def _cases() -> list[Case]:
    files = sorted((Path(__file__).parent / "lint").glob("*.yaml"))
    return [Case(**case) for f in files for case in yaml.load(f.read_text(), yaml.BaseLoader)]


CASES = _cases()


@pytest.fixture
def goldfield(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    return Typed(capsys, monkeypatch)


def _mention(written: str) -> dict[str, str]:
    """`NOM the crew / crew` as a sheet writes it."""
    kind, _, words = written.partition(" ")
    surface, _, head = words.partition(" / ")
    return {kind: surface} | ({"head": head} if head else {})


def _article(folder: Path, text: str, layers: dict[str, Any], id: str = "a") -> Article:
    """The record of a text and what a case writes of its sheet."""
    record = msgspec.json.decode(msgspec.json.encode(HEAD | layers | {"id": id}))
    for entity in record.get("entities", {}).values():
        entity["mentions"] = [_mention(written) for written in entity["mentions"]]
    (folder / "a.txt").write_text(text)
    (folder / "a.yaml").write_text(yaml.dump(record, allow_unicode=True, width=9999))
    return compile_sheet(folder / "a.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_suspects_one_record_and_not_the_other(case: Case, tmp_path: Path) -> None:
    bad = lint([_article(tmp_path, case.text, case.bad)])
    good = lint([_article(tmp_path, case.good_text or case.text, case.good)])
    assert case.rule in {suspicion.rule for suspicion in bad}
    assert case.rule not in {suspicion.rule for suspicion in good}


def test_every_rule_has_a_case_and_a_rule_of_the_manual() -> None:
    names = [rule.name for rule in RULES]
    assert {case.rule for case in CASES} == set(names)
    assert len(set(names)) == len(names)
    manual = (root() / "schema" / "GUIDELINES.md").read_text("utf-8")
    rows = [*(rule.manual for rule in RULES), *(rule.manual for rule in ACROSS)]
    cited = {part.strip() for row in rows for part in row.split(",")}
    assert {c for part in cited for c in part.split("-") if f"**{c}" not in manual} == set()


def _pair(folder: Path, first: dict[str, Any], second: dict[str, Any]) -> list[Article]:
    text = "OSLO — Norway sent 12 km of hose."
    return [_article(folder, text, first, "a"), _article(folder, text, second, "b")]


def _norway(**fields: str) -> dict[str, Any]:
    return {"entities": {"n": {"name": "Norway", "mentions": ["NAM Norway"], **fields}}}


def _oslo(country: str) -> dict[str, Any]:
    line = {"span": "OSLO", "place": "OSLO", "city": "Oslo", "country": country}
    return {"meta": {"dateline": line}}


def _hose(unit: str) -> dict[str, Any]:
    number = {"span": "12 km", "value": "12", "comparator": "exact", "unit": unit}
    return {"quantities": {"n": number}}


ACROSS_CASES: list[tuple[str, Callable[[str], dict[str, Any]], str, str]] = [
    ("name-type-across", lambda x: _norway(type=x), "GPE", "LOC"),
    ("name-item-across", lambda x: _norway(type="GPE", wikidata=x), "Q20", "Q21"),
    ("city-country-across", _oslo, "NOR", "SWE"),
    ("unit-spelling-across", _hose, "km", "KM"),
]


@pytest.mark.parametrize("case", ACROSS_CASES, ids=lambda case: case[0])
def test_articles_that_differ_and_that_agree(case: Any, tmp_path: Path) -> None:
    rule, make, one, other = case
    for values, wanted in (((one, other), ["b"]), ((one, one), [])):
        found = lint(_pair(tmp_path, *map(make, values)))
        assert [s.article for s in found if s.rule == rule] == wanted
    assert {case[0] for case in ACROSS_CASES} == {rule.name for rule in ACROSS}


@given(articles())
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_lint_never_fails_and_keys_survive_reordering(article: Article) -> None:
    found = lint([article])
    record = msgspec.json.decode(msgspec.json.encode(article))
    keep = frozenset({"mentions", "content", "quoted", "triggers", "arguments", "layers"})
    mixed = msgspec.convert(shuffled(record, random.Random(1), keep=keep), Article)
    assert {s.key for s in found} == {s.key for s in lint([mixed])}


def test_a_layer_that_is_not_listed_is_not_suspected(tmp_path: Path) -> None:
    text = "40 ships left Lute on Monday, “as we had been told to”, police said."
    bare = _article(tmp_path, text, {"layers": ["lang"]})
    assert lint([bare]) == []
    full = {s.rule for s in lint([_article(tmp_path, text, {})])}
    assert full >= {"unmarked-number", "unmarked-time", "unmarked-cue", "uncovered-marks"}


@pytest.mark.parametrize(
    ("words", "reading"),
    [
        ("around 250", (250, None, None, "about", None)),
        ("€2.4\u00a0million", (2.4e6, None, None, "exact", "EUR")),
        ("3–4 metres", (None, 3, 4, "between", "m")),
        ("10 to 15 million", (None, 10e6, 15e6, "between", None)),
        ("tens of thousands", (None, 20000, 99999, "between", None)),
        ("several hundred", (None, 200, 999, "between", None)),
        ("two hundred and five", (205, None, None, "exact", None)),
        ("up to 20%", (20, None, None, "at_most", "percent")),
        ("40 or more", (40, None, None, "at_least", None)),
        ("1,200.5", (1200.5, None, None, "exact", None)),
        ("half", (0.5, None, None, "exact", None)),
        ("nobody", None),
        ("12 of 40", None),
    ],
)
def test_numbers_are_read(words: str, reading: tuple[Any, ...] | None) -> None:
    found = read_quantity(words)
    assert (found if reading is None else tuple(found or ())) == reading


def test_marks_sentences_and_places_of_nothing() -> None:
    text = "“We’ve a ‘plan’,” Mr. Volt (@volt) said at 9 a.m. He left.\n“It runs on"
    marks = [(text[m.start : m.end], m.closed, m.depth) for m in quote_marks(text)]
    assert marks == [("We’ve a ‘plan’,", True, 0), ("plan", True, 1), ("It runs on", False, 0)]
    found = [text[start:end].strip() for start, end in sentences(text)]
    assert found == [text.splitlines()[0], "“It runs on"]  # `a.m.` never ends one: too few do
    assert [text[start:end] for start, end in untouchable(text)] == ["@volt"]


# ---- reviews ----------------------------------------------------------------------------------


def _two_errors(folder: Path) -> Article:
    return _article(folder, "Crews waited. He left. She left.", {})


def _reviewed(folder: Path, text: str) -> Path:
    path = folder / "reviewed.toml"
    path.write_text(text)
    return path


def test_what_review_prints_is_what_hides_the_suspicion(tmp_path: Path) -> None:
    found = lint([_two_errors(tmp_path)])
    assert [s.at for s in found] == ["He", "She"]
    lines = reviews_to_toml(found[:1]).replace('reason = ""', 'reason = "a dog (M2)"')
    left = sift(found, read_reviews(_reviewed(tmp_path, lines)), None)
    assert (left.open, left.reviewed, left.stale) == (found[1:], 1, [])


def test_a_review_that_meets_nothing_is_stale_for_what_was_linted(tmp_path: Path) -> None:
    found = lint([_two_errors(tmp_path)])
    old = [Review(id, "unmarked-pronoun", "They", "why") for id in ("a", "b")]
    assert sift(found, old, None).stale == old
    assert sift(found, old, {"a"}).stale == old[:1]
    assert sift(found, old, set()).stale == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[[reviewed]]\narticle="a"\nrule="odd-rol"\nat="x"\nreason="y"', "$.reviewed[0].rule"),
        ('[[reviewed]]\narticle="a"\nrule="odd-role"\nat="x"\nreason=" "', "$.reviewed[0].reason"),
        ('[[reviewed]]\narticle="a"\nrule="odd-role"\nat="x"', "$.reviewed[0]"),
        ("[[reviewed", "$"),
    ],
)
def test_reviews_are_checked(text: str, path: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        read_reviews(_reviewed(tmp_path, text))
    assert [fault.path for fault in error.value.faults] == [path]


def test_the_command_tells_reviews_and_forgets_nothing(goldfield: Typed, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "data").mkdir(parents=True)
    (corpus / "data" / "train.jsonl").write_bytes(to_line(_two_errors(tmp_path)))
    done = goldfield("corpus", "lint", "--corpus", corpus)
    assert done.status == 1
    assert "a  $.entities  unmarked-pronoun (M2, M9)" in done.out
    assert "1 article" in done.err
    assert "2 suspicions" in done.err
    paste = goldfield("corpus", "lint", "--corpus", corpus, "--review").out
    _reviewed(corpus, paste.replace('reason = ""', 'reason = "a dog"'))
    done = goldfield("corpus", "lint", "--corpus", corpus / "data")
    assert (done.status, done.out) == (0, "")
    assert "2 reviewed" in done.err
    _reviewed(corpus, paste.replace('""', '"a dog"').replace('"She"', '"They"'))
    done = goldfield("corpus", "lint", "--corpus", corpus)
    assert done.status == 1
    assert "the review of unmarked-pronoun at 'They' in a meets nothing" in done.out
    assert "at 'He'" not in done.out


def test_a_sheet_is_told_with_its_lines(goldfield: Typed, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.rule == "odd-head")
    _article(tmp_path, case.text, case.bad)
    done = goldfield("corpus", "lint", tmp_path / "a.yaml", "--format", "json")
    found = msgspec.json.decode(done.out)["suspicions"]
    where = {s["where"] for s in found if s["rule"] == "odd-head"}
    lines = (tmp_path / "a.yaml").read_text().splitlines()
    line = next(i for i, text in enumerate(lines, 1) if "NOM: The crews" in text)
    assert where == {f"{tmp_path / 'a.yaml'}:{line}"}
    assert done.status == 1
    twice = goldfield("corpus", "lint", tmp_path / "a.yaml", tmp_path / "a.yaml")
    assert (twice.status, twice.out) == (1, "")
    both = goldfield("corpus", "lint", tmp_path / "a.yaml", "--split", "test")
    assert both.status == 2


def test_the_released_corpus_is_clean() -> None:
    reviews = read_reviews(root() / "corpus" / "reviewed.toml")
    found = sift(lint(load_articles(None, "all")), reviews, None)
    assert found.open == []
    assert found.stale == []
