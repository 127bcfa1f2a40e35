"""The suite `iob`: six schemes, read leniently and strictly."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldfield.errors import DataError
from goldfield.scoring.generic.iob import DECODINGS, SCHEMES, Decoding, Scheme, decode_tags
from goldfield.scoring.scorer import Scores, score_task
from goldfield.scoring.suites import Suite, load_suite
from goldfield.scoring.tasks import build_task

Chunk = tuple[int, int, str]


def chunks(tags: str, scheme: Scheme, decoding: Decoding) -> list[Chunk]:
    """``BX IX O`` as tags; the chunks they make."""
    found = decode_tags(
        [f"{tag[0]}-{tag[1:]}" if tag[1:] else tag for tag in tags.split()], scheme, decoding
    )
    return [(chunk.start, chunk.end, chunk.label) for chunk in found]


# Tags, scheme, chunks if read leniently, and if read strictly.
CASES: list[tuple[str, Scheme, list[Chunk], list[Chunk]]] = [
    ("BX IX O", "IOB2", [(0, 2, "X")], [(0, 2, "X")]),
    ("IX IX O", "IOB2", [(0, 2, "X")], []),
    ("BX IY", "IOB2", [(0, 1, "X"), (1, 2, "Y")], [(0, 1, "X")]),
    ("BX BX", "IOB2", [(0, 1, "X"), (1, 2, "X")], [(0, 1, "X"), (1, 2, "X")]),
    ("BX O IX", "IOB2", [(0, 1, "X"), (2, 3, "X")], [(0, 1, "X")]),
    ("IX IX BX IX", "IOB1", [(0, 2, "X"), (2, 4, "X")], [(0, 2, "X"), (2, 4, "X")]),
    ("O BX IX", "IOB1", [(1, 3, "X")], [(2, 3, "X")]),  # nothing of its label touches B before it
    ("IX IY", "IOB1", [(0, 1, "X"), (1, 2, "Y")], [(0, 1, "X"), (1, 2, "Y")]),
    ("IX EX IX", "IOE1", [(0, 2, "X"), (2, 3, "X")], [(0, 2, "X"), (2, 3, "X")]),
    ("EX IX", "IOE1", [(0, 1, "X"), (1, 2, "X")], [(0, 1, "X"), (1, 2, "X")]),
    ("IX EX O", "IOE1", [(0, 2, "X")], []),  # nothing of its label touches E after it
    ("IX IX", "IOE1", [(0, 2, "X")], [(0, 2, "X")]),
    ("IX EX EX", "IOE2", [(0, 2, "X"), (2, 3, "X")], [(0, 2, "X"), (2, 3, "X")]),
    ("IX IX O", "IOE2", [(0, 2, "X")], []),
    ("IX IY EY", "IOE2", [(0, 1, "X"), (1, 3, "Y")], [(1, 3, "Y")]),
    ("BX IX EX SX", "BIOES", [(0, 3, "X"), (3, 4, "X")], [(0, 3, "X"), (3, 4, "X")]),
    ("BX O EX IX", "BIOES", [(0, 1, "X"), (2, 3, "X"), (3, 4, "X")], []),
    ("BX SX", "BIOES", [(0, 1, "X"), (1, 2, "X")], [(1, 2, "X")]),
    ("BX IX LX UX", "BILOU", [(0, 3, "X"), (3, 4, "X")], [(0, 3, "X"), (3, 4, "X")]),
    ("UX IX LX", "BILOU", [(0, 1, "X"), (1, 3, "X")], [(0, 1, "X")]),
    ("O O", "BILOU", [], []),
    ("", "IOB2", [], []),
    ("B I O B", "IOB2", [(0, 2, ""), (3, 4, "")], [(0, 2, ""), (3, 4, "")]),
]


@pytest.mark.parametrize(("tags", "scheme", "lenient", "strict"), CASES)
def test_pencil_cases(tags: str, scheme: Scheme, lenient: list[Chunk], strict: list[Chunk]) -> None:
    assert chunks(tags, scheme, "lenient") == lenient
    assert chunks(tags, scheme, "strict") == strict


def written(runs: list[list[int]], scheme: Scheme) -> tuple[list[str], list[Chunk]]:
    """Runs of chunks by length, each run of another label or after a gap, in a scheme."""
    tags: list[str] = []
    wanted: list[Chunk] = []
    for index, run in enumerate(runs):
        label = "XYZ"[index % 3]
        for place, length in enumerate(run):
            wanted.append((len(tags), len(tags) + length, label))
            first, last = place > 0, place + 1 < len(run)  # touches a chunk of its label
            tags += [f"{p}-{label}" for p in _prefixes(length, scheme, first, last)]
        tags += ["O"] * (not run)
    return tags, wanted


def _prefixes(length: int, scheme: Scheme, before: bool, after: bool) -> str:
    inner = length - 2
    return {
        "IOB1": ("B" if before else "I") + "I" * (length - 1),
        "IOB2": "B" + "I" * (length - 1),
        "IOE1": "I" * (length - 1) + ("E" if after else "I"),
        "IOE2": "I" * (length - 1) + "E",
        "BIOES": "S" if length == 1 else "B" + "I" * inner + "E",
        "BILOU": "U" if length == 1 else "B" + "I" * inner + "L",
    }[scheme]


@given(
    st.lists(st.lists(st.integers(1, 4), max_size=3), max_size=5), st.sampled_from(list(SCHEMES))
)
def test_well_formed_tags_give_their_chunks_back(runs: list[list[int]], scheme: Scheme) -> None:
    tags, wanted = written(runs, scheme)
    for decoding in DECODINGS:
        assert [found[:3] for found in decode_tags(tags, scheme, decoding)] == wanted


# ---- a suite ----------------------------------------------------------------------------------


def scored(suite: Suite, gold: list[list[str]], pred: list[list[str]]) -> Scores:
    records = [
        [{"id": index, "tags": tags} for index, tags in enumerate(side)] for side in (gold, pred)
    ]
    return score_task(build_task(suite, records[:1], records[1]), suite).scores


def cells(scores: Scores) -> dict[str, tuple[float, float, float]]:
    return {name: (f.tp_pred, f.pred, f.gold) for name, f in scores.fields.items()}


def test_all_modes_of_one_sentence() -> None:
    gold = ["B-PER", "I-PER", "O", "B-ORG", "I-ORG", "O"]
    pred = ["B-PER", "I-PER", "O", "O", "I-ORG", "B-PER"]
    # Lenient: 0-2 PER is right; I-ORG at 4 is a chunk that overlaps 3-5 ORG; 5-6 PER is spurious.
    assert cells(scored(load_suite("iob"), [gold], [pred])) == {
        "iob@strict": (1, 3, 2),
        "iob@exact": (1, 3, 2),
        "iob@partial": (3, 6, 4),
        "iob@type": (2, 3, 2),
    }
    # Strict: I-ORG after O is in no chunk.
    assert cells(scored(load_suite("iob-strict"), [gold], [pred])) == {
        "iob@strict": (1, 2, 2),
        "iob@exact": (1, 2, 2),
        "iob@partial": (2, 4, 4),
        "iob@type": (1, 2, 2),
    }


def test_counts_by_label_units_and_words() -> None:
    suite = load_suite("iob")
    gold: list[Any] = [
        {"id": 1, "tokens": ["Anna", "Berg", "left", "Oslo"], "tags": ["B-P", "I-P", "O", "B-L"]}
    ]
    pred: list[Any] = [{"id": "1", "tags": ["B-P", "I-P", "O", "B-P"]}]
    result = score_task(build_task(suite, [gold], pred), suite)
    labels = result.scores.fields["iob@strict"].labels
    assert {name: (f.tp_pred, f.pred, f.gold) for name, f in labels.items()} == {
        "L": (0, 0, 1),
        "P": (1, 2, 1),
    }
    assert result.scores.fields["iob@partial"].unit == "halves"
    shown = [(v.gold and v.gold.text, v.pred and v.pred.text) for v in result.verdicts[:2]]
    assert shown == [("Anna Berg", "Anna Berg"), ("Oslo", "Oslo")]


def test_a_missing_document_is_an_empty_prediction() -> None:
    suite = load_suite("iob")
    scores = scored(suite, [["B-X"], ["B-X", "O"]], [["B-X"]])
    assert cells(scores)["iob@strict"] == (1, 1, 2)
    assert scores.missing == ["1"]


def test_faults_have_a_place_and_a_fix() -> None:
    suite = load_suite("iob")
    gold = [{"id": 1, "tags": ["B-X", "O"]}, {"id": 2, "tags": ["O"], "tokens": ["a", "b"]}]
    pred = [{"id": 1, "tags": ["B-X", "S-X", "BX", "", "O-X", "o"]}]
    with pytest.raises(DataError) as caught:
        build_task(suite, [gold], pred)
    told = [(fault.where, fault.path, fault.problem) for fault in caught.value.faults]
    assert told == [
        ("record:2", "$.tags", "1 tags for 2 tokens"),
        ("record:1", "$.tags[1]", "'S-X' is no tag of IOB2"),
        ("record:1", "$.tags[2]", "'BX' is no tag of IOB2"),
        ("record:1", "$.tags[3]", "'' is no tag of IOB2"),
        ("record:1", "$.tags[4]", "'O-X' is no tag of IOB2"),
        ("record:1", "$.tags[5]", "'o' is no tag of IOB2"),
    ]
    assert "use O, I-LABEL, B-LABEL" in caught.value.faults[1].fix
    with pytest.raises(DataError, match=r"record:1  \$.tags  1 tags, where gold has 2\n  fix: tag"):
        build_task(suite, [gold[:1]], [{"id": 1, "tags": ["O"]}])


def test_options_are_part_of_digest_and_signature() -> None:
    suites = [load_suite("iob"), load_suite("iob-strict")]
    plain = Suite("iob", "iob", measures=suites[0].measures)
    assert plain.parts == suites[0].parts  # IOB2 and lenient are the defaults
    assert suites[0].options == {"scheme": "IOB2", "decoding": "lenient"}
    assert suites[1].options == {"scheme": "IOB2", "decoding": "strict"}
    bilou = Suite("iob", "iob", measures=plain.measures, scheme="BILOU")
    assert len({plain.digest, suites[1].digest, bilou.digest}) == 3
