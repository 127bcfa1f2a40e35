"""The scikit-learn baseline: its decoder by hand, its file, its confidences, and a tiny lesson."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldfield.corpus.loading import Corpus, load_articles
from goldfield.errors import GoldfieldError
from goldfield.models import hashes_of
from goldfield.running.loading import load_module
from goldfield.running.specs import baseline_file
from goldfield.training import Lesson, find_trainer

FOLDER = baseline_file("sklearn").parent


def module(name: str) -> Any:
    return load_module(FOLDER / f"{name}.py")


def test_the_best_legal_sequence_by_hand() -> None:
    # Greedy takes B (3) and O (2), which may not follow each other. Legal: O O = 1 + 2,
    # U O = 2 + 2 = 4, B L = 3 + 0 = 3: the second.
    tags = ["B-X", "L-X", "O", "U-X"]
    scores = np.array([[3.0, 0.0, 1.0, 2.0], [0.0, 0.0, 2.0, 1.0]])
    assert [tags[at] for at in module("viterbi").Grammar(tags).best(scores)] == ["U-X", "O"]


@given(st.lists(st.tuples(*[st.floats(-5, 5)] * 5), min_size=1, max_size=4))
def test_the_best_sequence_is_the_best_of_all(rows: list[tuple[float, ...]]) -> None:
    from itertools import product

    from goldfield.tagging.bilou import OUTSIDE, may_follow

    tags = ["B-X", "I-X", "L-X", "O", "U-X"]
    scores = np.array(rows)
    ways = [
        sum(scores[row, at] for row, at in enumerate(way))
        for way in product(range(len(tags)), repeat=len(rows))
        if all(
            may_follow(a, b)
            for a, b in zip(
                [OUTSIDE, *(tags[at] for at in way)], [*(tags[at] for at in way), OUTSIDE],
                strict=True,
            )
        )
    ]  # fmt: skip
    found = module("viterbi").Grammar(tags).best(scores)
    assert sum(scores[row, at] for row, at in enumerate(found)) == pytest.approx(max(ways))


@settings(max_examples=20)
@given(st.lists(st.tuples(st.floats(-8, 0), st.booleans()), min_size=2, max_size=30))
def test_a_higher_score_never_means_less_confidence(told: list[tuple[float, bool]]) -> None:
    calibration = module("calibration")
    scores = sorted(score for score, _ in told)
    model = calibration.calibrate([score for score, _ in told], [right for _, right in told])
    stated = calibration.confidences(model, scores)
    assert stated == sorted(stated)
    assert all(0 <= one <= 1 for one in stated)


def test_a_file_with_other_types_is_refused(tmp_path: Path) -> None:
    import skops.io

    skops.io.dump({"models": print}, tmp_path / "models.skops")
    with pytest.raises(GoldfieldError, match="not trusted"):
        module("store").load(tmp_path / "models.skops")
    (tmp_path / "models.skops").write_bytes(b"PK no zip")
    with pytest.raises(GoldfieldError, match="no models of skops"):
        module("store").load(tmp_path / "models.skops")


def lesson(articles: list[Any], layers: tuple[Any, ...]) -> Lesson:
    return Lesson(articles, [], layers, 0, lambda _: None)


def test_the_same_lesson_gives_the_same_bytes(tmp_path: Path) -> None:
    trainer = find_trainer("sklearn")
    articles = load_articles(split="train")[:4]
    for name in "ab":
        (tmp_path / name).mkdir()
        trainer.fit(lesson(articles, ("entities", "times")), tmp_path / name, {"strength": 1.0})
    assert hashes_of(tmp_path / "a") == hashes_of(tmp_path / "b")


def test_text_that_is_tokenised_already_is_split_at_blanks(tmp_path: Path) -> None:
    rows = [("Dr.", "O"), ("Ida", "B-PER"), ("Ek-Lund", "I-PER"), ("left", "O"), (",", "O")]
    rows += [("so", "O"), ("did", "O"), ("we", "O"), (".", "O")]
    block = "\n".join(f"{word} {tag}" for word, tag in rows)
    (tmp_path / "names.conll").write_text("\n\n".join([block] * 12) + "\n")
    articles = load_articles(Corpus(tmp_path / "names.conll", "conll"))
    (tmp_path / "m").mkdir()
    find_trainer("sklearn").fit(lesson(articles, ("entities",)), tmp_path / "m", {"strength": 1.0})
    assert module("store").load(tmp_path / "m" / "models.skops")["tokeniser"] == "pieces"
