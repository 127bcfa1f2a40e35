"""Rounds: gold that is hidden and cannot be changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from boards import CARD, GOLD, enter
from made_up import put_sheets
from msgspec.structs import replace
from pages import check_page
from toy import toy_article
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.corpus.folder import CorpusFolder
from goldfield.errors import DataError, UnknownName, UsageError
from goldfield.leaderboard.boards import Hidden, open_board
from goldfield.leaderboard.keeping import rescore
from goldfield.leaderboard.rounds import Round, open_round
from goldfield.leaderboard.site import site_files
from goldfield.publishing.plan import unlabelled
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of
from goldfield.schema.writing import to_line

Lines = list[dict[str, Any]]


SALT = b"\1" * 32


def own(count: int = 8, **parts: Any) -> list[Article]:
    plain = toy_article()
    texts = [f"{plain.text} It was day {n}." for n in range(count)]
    return [
        replace(plain, id=f"h{n}", text=text, text_sha256=sha256_of(text), **parts)
        for n, text in enumerate(texts)
    ]


def gold_file(path: Path, articles: list[Article]) -> Path:
    path.write_bytes(b"".join(map(to_line, articles)))
    return path


def test_a_round_from_texts_to_aggregates(tmp_path: Path) -> None:
    gold = gold_file(tmp_path / "gold.jsonl", own())
    out, salt = tmp_path / "round-1", tmp_path / "salt"
    run = CliRunner().invoke
    args = ["leaderboard", "round", str(out), "--gold", str(gold), "--salt", str(salt)]
    done = run(app, [*args, "--title", "Round one"])
    assert done.exit_code == 0, done.output
    public = b"".join(path.read_bytes() for path in sorted(out.iterdir()))
    assert b'"entities":[]' in public
    assert b"Anna Berg" in public, "in the text"
    assert b'"name":"Anna Berg"' not in public
    assert salt.read_text().strip().encode() not in public
    board = open_board(out)
    assert board.hidden
    assert not board.labelled
    enter(board, "all", b"".join(map(to_line, own())), "all")
    enter(board, "none", b"".join(to_line({"id": f"h{n}", "times": []}) for n in range(8)), "none")
    with pytest.raises(UsageError, match="is a round; give its gold and its salt"):
        rescore(board)
    found = rescore(open_board(out, Hidden(str(gold), bytes.fromhex(salt.read_text().strip()))))
    assert found.split == "hidden"
    assert found.entries[0].fields["times@value"].f1 == 1
    kept = (out / "leaderboard.json").read_text("utf-8")
    assert not re.search(r'"h\d"', kept), "nothing of a single article"
    site = site_files(open_board(out))
    page = " ".join(check_page(site["index.html"].decode()).text_content().split())
    assert "This is a round with hidden gold." in page
    assert "can be downloaded" not in page
    assert [name for name in site if name.startswith("data/")] == [
        "data/leaderboard.json", "data/leaderboard.csv"
    ]  # fmt: skip


DID = ("rode", "ran", "slept", "sang", "wept", "sat")
NAMES = ("Ada Tolk", "Ben Oster", "Cy Lund", "Dora Venn", "Eli Marr", "Fay Quill")
BODY = """\
entities:
  e1: {{type: PER, name: {name}, mentions: [{{NAM: {name}}}]}}
"""


def typed(*words: str | Path) -> str:
    """What a command prints on either stream."""
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_round_of_a_corpus_of_ones_own(tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "round"
    corpus.mkdir()
    for n, name in enumerate(NAMES):
        text = tmp_path / f"own-{n}.txt"
        text.write_text(f"{name} {DID[n]} on day {n}.\n")
        typed("corpus", "add", text, "--id", text.stem, "--licence", "CC-BY-4.0", "--source",
              "own", "--split", "test", "--corpus", corpus)  # fmt: skip
    to_open = ("leaderboard", "round", out, "--gold", corpus, "--salt", tmp_path / "salt")
    with pytest.raises(UsageError, match="compiled by: goldfield corpus build --corpus"):
        typed(*to_open, "--title", "R")
    for n, name in enumerate(NAMES):
        put_sheets(CorpusFolder(corpus), f"own-{n}", body=BODY.format(name=name))
    typed("corpus", "build", "--corpus", corpus)
    assert "6 articles in" in typed(*to_open, "--title", "R")

    predicted = [
        {"id": f"own-{n}", "entities": [{"name": name, "type": "PER" if n else "ORG"}]}
        for n, name in enumerate(NAMES)
    ]
    (tmp_path / "p.jsonl").write_bytes(b"".join(map(to_line, predicted)))
    (tmp_path / "card.toml").write_text(CARD.format(system="mine", family="some-llm"))
    entry, at = ("--name", "mine-1", "--card", tmp_path / "card.toml"), ("--board", out)
    typed("leaderboard", "submit", tmp_path / "p.jsonl", *entry, *at)
    secret = ("--gold", corpus, "--salt", tmp_path / "salt")
    typed("leaderboard", "rescore", *at, *secret)
    typed("leaderboard", "rescore", "--check", *at, *secret)
    board = msgspec.json.decode((out / "leaderboard.json").read_bytes())
    assert board["entries"][0]["fields"]["entities@strict"]["f1"] == pytest.approx(5 / 6)
    typed("leaderboard", "site", "--out", tmp_path / "site", *at)
    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert "mine" in page
    assert "People annotated the gold" in page
    assert board["entries"][0]["flags"] == [], "a model cannot be of the annotators' family"


def test_gold_that_was_changed_after_the_commitment_is_refused(tmp_path: Path) -> None:
    gold = gold_file(tmp_path / "gold.jsonl", own())
    out = tmp_path / "round"
    open_round(out, str(gold), Round("R", SALT))
    open_board(out, Hidden(str(gold), SALT))
    with pytest.raises(DataError, match="or the salt is another"):
        open_board(out, Hidden(str(gold), b"\2" * 32))
    late = own()
    late[3] = replace(late[3], times=[])
    with pytest.raises(DataError, match="h3  the gold given is not what was committed to"):
        open_board(out, Hidden(str(gold_file(tmp_path / "late.jsonl", late)), SALT))
    with pytest.raises(DataError, match="h7  the gold given lacks it"):
        open_board(out, Hidden(str(gold_file(tmp_path / "few.jsonl", own(7))), SALT))


def test_rounds_that_cannot_be(tmp_path: Path) -> None:
    out, about = tmp_path / "round", Round("R", SALT)
    with pytest.raises(UsageError, match="too few articles: 5; a round has 6"):
        open_round(out, str(gold_file(tmp_path / "a.jsonl", own(5))), about)
    with pytest.raises(DataError, match="its gold is public: it is gf-0015"):
        open_round(out, str(GOLD), about)
    closed = replace(toy_article().provenance, licence="unstated")
    with pytest.raises(DataError, match="'unstated' does not let anyone pass the text on"):
        open_round(out, str(gold_file(tmp_path / "b.jsonl", own(provenance=closed))), about)
    assert not out.exists()
    with pytest.raises(UsageError, match="is there already"):
        open_round(tmp_path, str(GOLD), about)
    for title in ('"', "", "x" * 121, "two\nlines", "a\ttab"):
        with pytest.raises(UsageError, match="a title has 1 to 120 characters"):
            open_round(out, str(GOLD), Round(title, SALT))
    with pytest.raises(UnknownName, match="no suite named 'cores'; did you mean 'core'"):
        open_round(out, str(GOLD), Round("R", SALT, "cores"))
    with pytest.raises(UsageError, match="suite 'spans' is not about articles"):
        open_round(out, str(GOLD), Round("R", SALT, "spans"))
    assert all(not unlabelled(one).entities for one in own())
    assert msgspec.json.decode(to_line(own()[0]))["id"] == "h0"
