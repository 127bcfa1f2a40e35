"""Taking a text into a corpus, as a user types it: all of it is there afterwards, or nothing."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_up import TEXTS, corpus_in, put_article, snapshot
from msgspec.structs import replace
from test_cli import Done
from test_cli import Typed as InProcess
from toy import TEXT, as_dict, toy_article

from goldfield.corpus.drafting import draft_of, with_provenance
from goldfield.corpus.folder import CorpusFolder
from goldfield.corpus.sheet import compile_sheet
from goldfield.schema.checking import check_article
from goldfield.schema.labels import LAYERS
from goldfield.schema.normalising import empty_annotations

NEWS = """Quarry blast halts trains near Ghent

Ghent, 3 March 2023 (Leie Wire) – A blast at a gravel quarry outside Ghent stopped trains for
four hours on Friday, the operator Zandrivier said. Two workers were slightly injured.

“We heard the windows sing,” said Marieke Dhoore, 41. “Then nothing moved.”
"""
CLAIMS = ("--licence", "CC-BY-4.0", "--source", "composed for a test", "--written-by", "human")


Typed = Callable[..., Done]


@pytest.fixture
def goldfield(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    return InProcess(capsys, monkeypatch)


@pytest.fixture
def corpus(tmp_path: Path) -> CorpusFolder:
    found = corpus_in(tmp_path)
    put_article(found, "m-1")
    return found


@pytest.fixture
def add(goldfield: Typed, corpus: CorpusFolder, tmp_path: Path) -> Typed:
    """`goldfield corpus add news.txt --id m-9`: an empty sheet, or what the test asks for."""

    def typed(*args: str, text: bytes = NEWS.encode(), id: str = "m-9") -> Done:
        (tmp_path / "news.txt").write_bytes(text)
        own = ("--id", id, "--corpus", corpus.path, *CLAIMS, "--extractor", "none")
        return goldfield("corpus", "add", tmp_path / "news.txt", *own, *args)

    return typed


def test_a_text_is_kept_hashed_placed_and_drafted(add: Typed, corpus: CorpusFolder) -> None:
    raw = NEWS.replace("\n", "\r\n").encode()
    done = add("--split", "test", "--extractor", "rules", text=raw)
    assert done.status == 0
    seed, draft = corpus.seeds / "m-9.txt", corpus.passes / "m-9" / "draft.yaml"
    assert done.out.split() == [str(p) for p in (seed, corpus.sums, corpus.splits, draft)]
    assert seed.read_bytes() == raw
    digest = hashlib.sha256(raw).hexdigest()
    assert corpus.sums.read_text().splitlines()[-1] == f"{digest}  m-9.txt"
    assert corpus.splits.read_text() == 'm-1 = "train"\nm-9 = "test"\n'
    article = compile_sheet(draft)
    assert check_article(article) == []
    assert (article.id, article.text) == ("m-9", NEWS)
    said = article.provenance
    assert (said.kind, said.licence, said.written_by) == ("composed", "CC-BY-4.0", "human")
    assert (said.annotated_by, said.passes, said.status) == ("unknown", 0, "draft")
    assert said.pre_annotated_by == "rules@1.2"
    assert "Marieke Dhoore" in {entity.name for entity in article.entities}
    assert len(article.quantities) > 0
    first, second, third, fourth = draft.read_text("utf-8").splitlines()[:4]
    assert first == "# canary 0c0c: evaluation data, keep it out of training"
    assert second == "# Draft of m-9 by rules@1.2; nobody has checked it."
    assert "test material" in third
    assert "W2" in fourth


def test_an_empty_sheet_holds_the_text_and_nothing_else(add: Typed, corpus: CorpusFolder) -> None:
    assert add().status == 0
    article = compile_sheet(corpus.passes / "m-9" / "draft.yaml")
    assert article.layers == list(LAYERS)
    assert (article.entities, article.quotes, article.events) == ([], [], [])
    assert article.meta.headline is None
    assert article.provenance.pre_annotated_by is None


def test_the_build_lists_it_until_its_sheets_are_there(
    add: Typed, goldfield: Typed, corpus: CorpusFolder
) -> None:
    add()
    done = goldfield("corpus", "build", "--corpus", corpus.path)
    assert done.status == 0
    assert "m-9  train  a.yaml, b.yaml, adjudicated.yaml, LOG.md" in done.out
    assert goldfield("corpus", "build", "--corpus", corpus.path, "--strict").status == 1
    in_json = goldfield("corpus", "build", "--corpus", corpus.path, "--format", "json")
    assert '"missing": [' in in_json.out
    folder = corpus.passes / "m-9"
    sheet = (folder / "draft.yaml").read_text("utf-8").replace("status: draft", "status: single")
    one = sheet.replace("passes: 0", "passes: 1")
    (folder / "a.yaml").write_text(one, "utf-8")
    (folder / "b.yaml").write_text(f"# second\n{one}", "utf-8")
    gold = sheet.replace("passes: 0", "passes: 2").replace("single", "adjudicated")
    (folder / "adjudicated.yaml").write_text(gold, "utf-8")
    (folder / "LOG.md").write_text("No differences.\n")
    done = goldfield("corpus", "build", "--corpus", corpus.path, "--strict")
    assert done.status == 0
    assert goldfield("corpus", "validate", corpus.data / "train.jsonl").status == 0


BAD = {
    "Raising": "raise ValueError('no luck')",
    "Exiting": "import os; os._exit(3)",
    "Listing": "return [1]",
    "Reaching": "return {'entities': [{'start': 0, 'end': 99999, 'type': 'GPE'}]}",
}


def not_nfc() -> bytes:
    return unicodedata.normalize("NFD", "one line\nA café burns\n").encode()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (b"\xef\xbb\xbfNews\n", 1, "byte order mark"),
        (b"\xff\xfeN\0", 1, "UTF-16"),
        (b"one\nCaf\xe9\n", 2, "byte 7 is not UTF-8"),
        (not_nfc(), 2, "normal form C"),
        (b"", 1, "empty"),
        (b" \n\t\n", 1, "empty"),
        (b"a\nb\0c\n", 2, "NUL"),
        ("a\nb\ufeffc\n".encode(), 2, "byte order mark"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(
    add: Typed, corpus: CorpusFolder, text: bytes, line: int, says: str
) -> None:
    before = snapshot(corpus.path.parent)
    done = add(text=text)
    assert done.status == 1
    assert f"news.txt:{line}  $  " in done.err
    assert says in done.err
    assert "fix: " in done.err
    assert snapshot(corpus.path.parent) == before | {"news.txt": text}


def test_the_command_that_normalises_works(add: Typed, tmp_path: Path) -> None:
    fix = add(text=not_nfc()).err.partition("normalise it: python3 ")[2].splitlines()[0]
    assert os.system(f"'{sys.executable}' {fix.replace('new.txt', str(tmp_path / 'new.txt'))}") == 0
    assert (tmp_path / "new.txt").read_bytes() == "one line\nA café burns\n".encode()
    assert add(text=(tmp_path / "new.txt").read_bytes()).status == 0


@pytest.mark.parametrize(
    ("args", "ends"),
    [
        (("--split", "tset"), (2, "did you mean 'test'")),
        (("--kind", "wir"), (2, "did you mean 'wire'")),
        (("--kind", "wire"), (2, "--split example")),
        (("--licence", "unstated"), (2, "--split example")),
        (("--licence", "CC BY"), (2, "SPDX")),
        (("--source", " "), (2, "--source")),
        (("--written-by", "me"), (2, "no author named 'me'")),
        (("--extractor", "rulez"), (2, "did you mean 'rules'")),
        (("--corpus", "nowhere"), (2, "mkdir -p nowhere")),
        *(
            (("--id", id), (2, "cannot name a file"))
            for id in ("../x", "a/b", "..", "", "é", "a.b")
        ),
        (("--id", "m-1"), (2, "is taken")),
        (("--id", "M-1"), (2, "is taken")),
        *((("--extractor", f"bad.py:{name}"), (1, "bad.py")) for name in (*BAD, "Absent")),
    ],
)
def test_a_request_that_fails_leaves_no_trace(
    add: Typed,
    corpus: CorpusFolder,
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    ends: tuple[int, str],
) -> None:
    monkeypatch.chdir(corpus.path.parent)
    factories = (f"class {n}:\n    def __call__(self, text): {does}\n" for n, does in BAD.items())
    Path("bad.py").write_text("".join(factories))
    Path("news.txt").write_bytes(NEWS.encode())
    before = {name: data for name, data in snapshot(Path()).items() if "__pycache__" not in name}
    done = add(*args)
    assert (done.status, done.out) == (ends[0], "")
    assert ends[1] in done.err
    after = {name: data for name, data in snapshot(Path()).items() if "__pycache__" not in name}
    assert after == before


def test_a_folder_or_a_missing_file_is_no_text(goldfield: Typed, corpus: CorpusFolder) -> None:
    for path in (corpus.path, corpus.path / "absent.txt"):
        own = ("--id", "m-9", "--corpus", corpus.path, *CLAIMS)
        assert goldfield("corpus", "add", path, *own).status == 2


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_disk_that_fails_leaves_no_trace(
    add: Typed, corpus: CorpusFolder, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before = snapshot(corpus.path.parent)
    real, calls = os.replace, []

    def failing(old: Any, new: Any) -> None:
        calls.append(new)
        if len(calls) == number:
            raise OSError(30, "Read-only file system", str(new))
        real(old, new)

    monkeypatch.setattr(os, "replace", failing)
    done = add()
    assert done.status == 1
    assert "Read-only file system" in done.err
    assert snapshot(corpus.path.parent) == before | {"news.txt": NEWS.encode()}


def test_an_id_is_taken_once(add: Typed, corpus: CorpusFolder) -> None:
    assert add().status == 0
    before = snapshot(corpus.path)
    done = add()
    assert done.status == 2
    assert "is taken" in done.err
    assert f"remove {corpus.passes / 'm-9'} first" in done.err  # nothing but the draft is there
    assert snapshot(corpus.path) == before


def test_an_addition_that_was_cut_short_is_finished(add: Typed, corpus: CorpusFolder) -> None:
    add()
    whole = snapshot(corpus.path.parent)
    (corpus.passes / "m-9" / "draft.yaml").unlink()
    (corpus.passes / "m-9").rmdir()
    assert "is another text" in add(text=b"A text of quite other words.\n").err
    assert "in split train already" in add("--split", "test").err
    assert add().status == 0
    assert snapshot(corpus.path.parent) == whole


def test_the_same_text_is_refused_in_any_dress(add: Typed, corpus: CorpusFolder) -> None:
    done = add("--allow-near-duplicate", text=TEXTS["m-1"].replace("\r\n", "\n").encode())
    assert done.status == 1
    assert f"in the corpus already: {corpus.seeds / 'm-1.txt'}" in done.err


def test_nearly_the_same_text_needs_a_word(add: Typed) -> None:
    near = TEXTS["m-1"].replace("Monday", "Tuesday").encode()
    done = add(text=near)
    assert done.status == 1
    assert "runs of five words" in done.err
    assert add("--allow-near-duplicate", text=near).status == 0


def test_what_no_sheet_may_hold_is_kept_as_a_comment(
    add: Typed, corpus: CorpusFolder, tmp_path: Path
) -> None:
    """A loose answer: strings, no types, no ids, half of it not to be found."""
    (tmp_path / "loose.py").write_text(
        """
def extract(text):
    return {
        "entities": ["Ghent", "Paris", {"text": "hent", "type": "GPE"},
                     {"text": "Marieke Dhoore", "type": "PER"}],
        "times": ["Friday"],
        "quantities": ["Two", {"text": "four", "value": 4}],
        "quotes": [{"content": "We heard the windows sing,", "speaker": "Marieke Dhoore"},
                   {"content": "Then nothing moved.", "source": {"text": "Nobody", "name": ""}}],
        "events": [{"type": "INJURE", "trigger": "injured", "factuality": "CT+",
                    "arguments": [{"role": "affected", "text": "workers"},
                                  {"role": "place", "text": "Rome"}]},
                   {"type": "DISASTER", "trigger": "blast"}],
    }
"""
    )
    done = add("--extractor", str(tmp_path / "loose.py:extract"))
    assert done.status == 0
    draft = corpus.passes / "m-9" / "draft.yaml"
    article = compile_sheet(draft)
    assert check_article(article) == []
    assert [(e.name, e.type) for e in article.entities] == [
        ("Ghent", "MISC"), ("Marieke Dhoore", "PER"),
    ]  # fmt: skip
    assert [quantity.value for quantity in article.quantities] == [4.0]
    first, second = article.quotes
    assert (first.source.entity, first.source.status) == (article.entities[1].id, "explicit")
    assert (second.source.span, second.source.name) == (None, "Nobody")
    (affected,) = article.events[0].arguments
    assert affected.span is not None
    assert affected.span.text == "workers"
    assert [event.factuality for event in article.events] == [None, None]
    assert "factuality" not in article.layers
    text = draft.read_text("utf-8")
    tail = text.partition("# Left out, since no sheet may hold it:\n")[2]
    for words in ("'hent' is cut inside a word", '"Paris"', '"Rome"', '"Two"'):
        assert words in tail
    assert str(tmp_path) not in text  # a draft is committed: it names no folder of one machine


def test_a_part_of_gold_shape_keeps_what_scoring_drops() -> None:
    """Heads, anchors and speakers' ids survive; a speaker that is nobody becomes implicit."""
    answer = as_dict()
    answer["entities"][0]["mentions"][1]["head"] = answer["entities"][0]["mentions"][1].copy()
    for key in ("kind", "head", "subword"):
        del answer["entities"][0]["mentions"][1]["head"][key]
    nobody: dict[str, object] = {
        "entity": None,
        "span": None,
        "name": None,
        "status": "explicit",
        "acceptable": [],
    }
    answer["quotes"].append({**answer["quotes"][0], "id": "q2", "source": nobody})
    empty = empty_annotations("a1", TEXT, list(LAYERS))
    said = replace(toy_article().provenance, pre_annotated_by=None)
    article, left_out = draft_of(with_provenance(empty, said), answer)
    head = article.entities[0].mentions[1].head
    assert head is not None
    assert head.text == "She"
    assert article.times[0].anchor == "DCT"
    assert [quote.source.entity for quote in article.quotes] == ["anna", None]
    assert [quote.source.status for quote in article.quotes] == ["explicit", "implicit"]
    assert [item.fault.path for item in left_out] == ["$.quotes[1].source"]
    assert check_article(article) == []
