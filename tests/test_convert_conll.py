"""Tag columns become spans of the article's own text, and any bytes at all become faults."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from toy import TEXT, toy_article

from goldfield.corpus.formats import FORMATS, Converted, Options, convert
from goldfield.corpus.formats.chunks import Chunk, align, decode_chunks
from goldfield.corpus.formats.jsontext import find_values

ARTICLE = toy_article()
SENTENCES = (
    "😀 Anna Berg said “ we will leave Oslo ” on Monday . She denied it . About 250 people left ."
)
TOKENS = SENTENCES.split()
TAGS = {"Anna": "B-PER", "Berg": "I-PER", "Oslo": "B-GPE"}
WANTED = [{"start": 2, "end": 11, "type": "PER"}, {"start": 32, "end": 36, "type": "GPE"}]


def lines(tokens: list[str] = TOKENS, gap: str = " ") -> str:
    return "".join(f"{token}{gap}{TAGS.get(token, 'O')}\n" for token in tokens)


def run(folder: Path, text: str, **options: Any) -> Converted:
    path = folder / "tags.conll"
    path.write_text(text, encoding="utf-8")
    return convert(path, "conll", {"a1": ARTICLE}, Options(**options))


HEADS = {
    "id": "# id = a1\n",
    "CoNLL-U": "# newdoc id = a1\n# text = whatever\n",
    "CoNLL-2012": "#begin document (a1); part 000\n",
    "start, then id": "-DOCSTART- -X- -X- O\n\n# id = a1\n",
    "id, then start": "# id = a1\n-DOCSTART- O\n\n",
    "id of every sentence": "# id = a1\n😀 O\n\n# id = a1\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("gap", [" ", "\t", "   "], ids=["blank", "tab", "blanks"])
def test_documents_begin_in_several_ways(head: str, gap: str, tmp_path: Path) -> None:
    tokens = TOKENS[1:] if "😀" in head else TOKENS
    found = run(tmp_path, head + lines(tokens, gap))
    assert found.faults == []
    assert found.records == [{"id": "a1", "layers": ["entities"], "entities": WANTED}]
    assert found.notes == []


def test_the_column_of_the_tag_can_be_named(tmp_path: Path) -> None:
    rows = "".join(f"{token}\t{TAGS.get(token, 'O')}\tNN\t_\n" for token in TOKENS)
    assert run(tmp_path, "# id = a1\n" + rows, column=2).records[0]["entities"] == WANTED
    assert run(tmp_path, "# id = a1\n" + rows, column=-3).records[0]["entities"] == WANTED
    for column in (0, 1, 9, -4):
        assert "none is the tag" in run(tmp_path, rows, column=column).faults[0].problem


def test_windows_line_ends_and_stated_order(tmp_path: Path) -> None:
    assert (
        run(tmp_path, lines().replace("\n", "\r\n"), join="order").records[0]["entities"] == WANTED
    )


# B starts, I continues its own label and else starts, a blank line (here: O) ends.
CHUNKS = {
    "O": [],
    "B-PER I-PER O": [Chunk("PER", 0, 1)],
    "I-PER I-PER": [Chunk("PER", 0, 1)],
    "I-PER B-PER": [Chunk("PER", 0, 0), Chunk("PER", 1, 1)],
    "B-PER I-ORG I-ORG": [Chunk("PER", 0, 0), Chunk("ORG", 1, 2)],
    "B-PER O I-PER": [Chunk("PER", 0, 0), Chunk("PER", 2, 2)],
    "B-PER E-PER I-PER": [Chunk("PER", 0, 1), Chunk("PER", 2, 2)],
    "S-PER I-PER": [Chunk("PER", 0, 0), Chunk("PER", 1, 1)],
    "U-PER L-PER _": [Chunk("PER", 0, 0), Chunk("PER", 1, 1)],
    "B-WORK-OF-ART": [Chunk("WORK-OF-ART", 0, 0)],
}


@pytest.mark.parametrize("tags", CHUNKS)
def test_tags_are_decoded(tags: str) -> None:
    assert decode_chunks(tags.split()) == (CHUNKS[tags], [])


def test_a_sentence_ends_a_chunk_and_odd_tags_are_faults(tmp_path: Path) -> None:
    text = "# id = a1\n😀 O\nAnna B-PER\n\nBerg I-PER\nsaid PER\n“ -\n"
    found = run(tmp_path, text)
    told = [(fault.where.rpartition(":")[2], fault.problem.split("'")[1]) for fault in found.faults]
    assert told == [("6", "PER"), ("7", "-")]
    good = run(tmp_path, text.replace("PER\n“ -", "O"))
    assert [item["end"] - item["start"] for item in good.records[0]["entities"]] == [4, 4]
    assert good.notes == ["tokens end before the text does (1 time)"]


# “ is one character, three bytes; folding makes it " as a treebank's quote names do.
SAME = {
    "folded": ("a “b” – c", ["a", '"', "b", '"', "-", "c"], [0, 2, 3, 4, 6, 8]),
    "treebank": ("(a) “b”", ["-LRB-", "a", "-RRB-", "``", "b", "''"], [0, 1, 2, 4, 5, 6]),
    "slash": ("1/2", ["1\\/2"], [0]),
    "decomposed": ("café x", ["cafe\u0301", "x"], [0, 5]),
    "invisible": ("\u200ba\u200b \n b", ["a", "b"], [1, 6]),
    "blank within": ("a\u00a0b", ["a b"], [0]),
    "case": ("İstanbul x", ["i̇stanbul", "x"], [0, 9]),
}


@pytest.mark.parametrize(("text", "tokens", "starts"), SAME.values(), ids=SAME)
def test_tokens_are_found_in_order(text: str, tokens: list[str], starts: list[int]) -> None:
    assert [place and place[0] for place, _ in align(text, tokens)] == starts


def test_misaligned_tokens_are_faults_and_the_rest_is_found_again(tmp_path: Path) -> None:
    tokens = [token for token in TOKENS if token not in ("said", "people")]
    found = run(tmp_path, "# id = a1\n" + lines(tokens))
    assert found.records == []
    # "“" is looked for where "said" stands, "left" where "people" stands: lines 5 and 20.
    assert [fault.where.rpartition(":")[2] for fault in found.faults] == ["5", "20"]
    assert "the token '“' is not at offset 12 of 'a1': 'said “we will leave '" in (
        found.faults[0].problem
    )


def test_faults_of_a_foreign_text_are_few(tmp_path: Path) -> None:
    assert len(run(tmp_path, "# id = a1\n" + "x O\n" * 5000).faults) == 10


def test_unknown_and_repeated_documents_are_faults(tmp_path: Path) -> None:
    found = run(tmp_path, f"{lines()}\n# id = b\n{lines()}\n# id = a1\n{lines()}\n# id = b\nx O\n"
                          f"# id = a1\n{lines()}")  # fmt: skip
    told = [fault.problem for fault in found.faults]
    # 22 tokens, a blank line, the id of b; again for b: the id of a1 is on line 48.
    assert [problem.split(",")[0] for problem in told] == [
        "the record does not say which article it is about",
        "no article is called 'b'",
        "no article is called 'b'",
        f"the article 'a1' has a record at {tmp_path / 'tags.conll'}:48 already",
    ]
    assert len(found.records) == 1


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


@given(st.data())
def test_every_cut_of_a_text_into_tokens_is_found(data: st.DataObject) -> None:
    text = data.draw(words | st.just(TEXT))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text)), max_size=6)) | {0, len(text)})
    pieces = [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]
    bare = [(a, b) for a, b in pieces if text[a:b] == text[a:b].strip()]
    if bare == pieces:
        assert [place for place, _ in align(text, [text[a:b] for a, b in pieces])] == pieces


SCRAPS = [
    b'{"id":"a1",', b'"entities":[', b'{"name":"Oslo","type":"GPE"}', b'"spans":',
    b'[0,1,"PER"]', b'{"start":0,"end":1,"label":"PER"}', b"]}", b"\n", b"[", b"{", b"}",
    b"```json\n", b"# id = a1\n", b"-DOCSTART- O\n", b"Oslo B-GPE\n", "😀 O\n".encode(), b"\xff",
    b"NaN", b"1e999", b'"\\ud800"', b"null", b'"output":', b'"text":', b'"meta":', b",", b":",
    b"9" * 25, b"-1", b"true", b'"quotes":[{}]',
]  # fmt: skip


SPANS = {"from_": "spans", "join": "id", "unit": "utf-8"}
STRINGS = {"from_": "strings", "join": "id", "unit": "utf-16"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    raw=st.lists(st.sampled_from(SCRAPS) | st.binary(max_size=6), max_size=14).map(b"".join),
    from_=st.sampled_from(list(FORMATS)),
    join=st.sampled_from(["id", "order"]),
    unit=st.sampled_from(["codepoint", "utf-16", "utf-8"]),
)
@example(raw=b'{"id":"a1","spans":[[99999999999999999999,1e400,"PER"]]}', **SPANS)
@example(raw=b'{"id":"a1","entities":[{"start":-1,"end":true}]}', **STRINGS)
def test_no_bytes_raise(raw: bytes, from_: str, join: Any, unit: Any, tmp_path: Path) -> None:
    path = tmp_path / "any"
    path.write_bytes(raw)
    for labels in (None, {"PER": "PER", "GPE": ""}):
        options = Options(join=join, offsets=unit, labels=labels)
        found = convert(path, from_, {"a1": ARTICLE}, options)
        assert found.records or found.faults or found.notes
        assert all(fault.where.startswith(str(path)) for fault in found.faults)


def test_many_broken_objects_take_no_quadratic_time() -> None:
    assert len(list(find_values('{"\n' * 100_000))) == 1000
    assert len(list(find_values('{"a": [' * 20_000))) == 1
