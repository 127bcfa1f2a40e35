"""Which split an article is in, and what may not reach over from one split into another."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import corpus_in
from toy import toy_article

from goldfield.corpus.leakage import find_leaks, late_training, shared_people, shared_texts
from goldfield.corpus.loading import load_articles, splits
from goldfield.corpus.splits import check_permitted, read_splits
from goldfield.errors import Fault
from goldfield.schema.labels import Kind
from goldfield.schema.records import Article, PublicationDate

SIXTEEN = "a barge of turf lay across the canal and the lock keeper had gone to sleep"
OTHER = "which nobody on the bank had seen"
WORDS = SIXTEEN.split()


def article(id: str, words: str = "", person: str = "", date: str = "") -> Article:
    made = toy_article()
    made.id, made.text = id, words or f"{id} says nothing that anybody else has said {id}"
    made.entities[0].name = person or f"Person of {id}"
    made.meta.date_published = PublicationDate(date, None, []) if date else None
    return made


def lines(text: str, folder: Path) -> list[Fault]:
    corpus = corpus_in(folder)
    corpus.splits.write_text(text, "utf-8")
    return read_splits(corpus).faults


def test_a_table_is_read_with_its_lines(tmp_path: Path) -> None:
    corpus = corpus_in(tmp_path)
    corpus.splits.write_text('# note\nb-1 = "test"\n"a" = "train"\n', "utf-8")
    table = read_splits(corpus)
    assert table.splits == {"b-1": "test", "a": "train"}
    assert table.places == {"b-1": f"{corpus.splits}:2", "a": f"{corpus.splits}:3"}
    assert table.faults == []


def test_each_wrong_line_is_told(tmp_path: Path) -> None:
    first, second = lines('a = "tset"\nb = 3\nc = "train"\n', tmp_path)
    assert first.where.endswith("splits.toml:1")
    assert "did you mean 'test'" in first.problem
    assert second.where.endswith("splits.toml:2")


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    (fault,) = lines('a = "test"\nb test\n', tmp_path)
    assert fault.where.endswith("splits.toml:2")


@pytest.mark.parametrize(
    ("kind", "licence", "split", "allowed"),
    [
        ("wire", "unstated", "example", True),
        ("wire", "CC-BY-4.0", "train", False),
        ("open-licence", "unstated", "test", False),
        ("open-licence", "CC-BY-4.0", "test", True),
        ("composed", "CC-BY-4.0", "validation", True),
    ],
)
def test_what_others_own_is_only_an_example(
    kind: Kind, licence: str, split: str, allowed: bool
) -> None:
    assert (check_permitted(kind, licence, split) is None) == allowed


def test_texts_of_two_splits_that_share_a_quarter_of_their_runs() -> None:
    # 16 words have 12 runs. With 7 words of their own, 9 are shared: 5 of 12 runs, 42 %.
    near = " ".join([*WORDS[:9], OTHER])
    found = {"train": [article("a", SIXTEEN)], "test": [article("b", near)]}
    (fault,) = shared_texts(found)
    assert fault.where == "b"
    assert "42%" in fault.problem
    # 7 shared words: 3 of 12 runs are a quarter, 6: 2 of 12 are not.
    for shared, number in ((7, 1), (6, 0)):
        other = " ".join([*WORDS[:shared], *(f"w{i}" for i in range(16 - shared))])
        assert len(list(shared_texts(found | {"test": [article("b", other)]}))) == number
    assert list(shared_texts({"train": [article("a", near), article("b", near)]})) == []


def test_a_person_of_composed_articles_is_in_one_split() -> None:
    one, other = article("a", person="Åse Tolk"), article("b", person="ÅSE TOLK")
    (fault,) = shared_people({"train": [one], "validation": [other]})
    assert fault.where == "b"
    assert "a (train)" in fault.problem
    assert list(shared_people({"train": [one, other]})) == []
    other.provenance.kind = "open-licence"  # people in it are real and in the news twice
    assert list(shared_people({"train": [one], "test": [other]})) == []


@pytest.mark.parametrize(
    ("train", "test", "leaks"),
    [
        ("2031-05-13", "2031-05-14", False),
        ("2031-05-14", "2031-05-14", True),
        ("2031-06-01", "2031-05-14", True),
        ("2031-05", "2031-05-14", True),  # may be the 31st
        ("2031-04", "2031-05-14", False),
        ("2031-05-02", "2031-05", True),  # may be before the 2nd
        ("2030-12-31", "2031", False),
        ("", "2031-05-14", False),
        ("2031-05-14", "", False),
    ],
)
def test_training_material_is_older_than_the_test(train: str, test: str, leaks: bool) -> None:
    found = {"train": [article("a", date=train)], "test": [article("b", date=test)]}
    assert bool(list(late_training(found))) == leaks
    assert list(late_training({"train": found["train"]})) == []


def test_the_released_splits_share_nothing() -> None:
    assert find_leaks({name: load_articles(None, name) for name in splits()}) == []
