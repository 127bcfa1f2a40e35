"""GUM and LitBank as published: text, mentions, dates, quotes; on our own lines and on theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from goldfield.cli.corpus import app
from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.catalogue import read_gold, stream
from goldfield.corpus.foreign.gum import gum_article, gum_files, gum_split, read_gum_gold
from goldfield.corpus.foreign.gum_lines import GumMention, read_gum
from goldfield.corpus.foreign.litbank import read_litbank
from goldfield.corpus.gold import load_gold
from goldfield.corpus.loading import Corpus
from goldfield.errors import DataError
from goldfield.evaluation import evaluate
from goldfield.schema.checking import check_article
from goldfield.schema.reading import read_articles
from goldfield.schema.records import Span

DATA = Path(__file__).parents[2] / "shared" / "data"
GUM, LITBANK = DATA / "gum-news", DATA / "litbank-quotes"


def token(number: str, form: str, pos: str = "NOUN", misc: str = "_") -> str:
    return "\t".join([number, form, form, pos, "X", "_", "0", "dep", "_", misc])


# Brim's old mayor left (Monday).
LINES = [
    "# newdoc id = made",
    "# newpar",
    token("1-2", "Brim's", "_", "_"),
    token("1", "Brim", "PROPN", "Entity=(2-person-new-n-cf1-3,4-coref(1-place-new-n-cf2-1-sgl"),
    token("2", "'s", "PART", "Entity=1)"),
    token("3", "old", "ADJ"),
    token("4", "mayor", "NOUN", "Discourse=x|Entity=2)"),
    token("5", "left", "VERB"),
    token("6", "(", "PUNCT", "SpaceAfter=No"),
    token("6.1", "empty"),
    token("7", "Monday", "PROPN", "Entity=(3-time-new-n-cf3-1-sgl)|SpaceAfter=No"),
    token("8", ").", "PUNCT"),
    "",
    "# newpar",
    token("1", "He", "PRON", "Entity=(2-person-giv:act-n-cf1-1-ana)"),
    token("2", "slept", "VERB", "SpaceAfter=No"),
    token("3", ".", "PUNCT"),
    "",
]
XML = """<text>
Brim\tNP
's\tP
old\tJ
mayor\tN
left\tV
(\tP
<date when="2031-06-02">
Monday\tN
</date>
).\tP
He\tP
<date from="x">
slept\tV
</date>
.\tP
</text>
"""


def files(folder: Path, lines: list[str], xml: str = XML) -> tuple[Path, Path]:
    made = folder / "made.conllu", folder / "made.xml"
    made[0].write_text("\n".join(lines), "utf-8")
    made[1].write_text(xml, "utf-8")
    return made


def test_text_mentions_and_dates(tmp_path: Path) -> None:
    document = read_gum(*files(tmp_path, LINES))
    assert document.text == "Brim's old mayor left (Monday).\n\nHe slept."
    assert document.mentions == [
        GumMention("1", "place", (0, 6), (0, 4), "PROPN"),
        GumMention("2", "person", (0, 16), (7, 16), "NOUN"),
        GumMention("3", "time", (23, 29), (23, 29), "PROPN"),
        GumMention("2", "person", (33, 35), (33, 35), "PRON"),
    ]
    assert [(*date.place, date.when) for date in document.dates] == [
        (23, 29, "2031-06-02"),
        (36, 41, None),
    ]


def test_as_gold_records(tmp_path: Path) -> None:
    """A name is its head; what has no counterpart (time) is left out; one cluster, one entity."""
    article = gum_article(read_gum(*files(tmp_path, LINES)), Account())
    told = {
        entity.name or entity.id: (entity.type, [(m.kind, m.text) for m in entity.mentions])
        for entity in article.entities
    }
    assert told == {
        "Brim": ("LOC", [("NAM", "Brim")]),
        "e2": ("PER", [("NOM", "Brim's old mayor"), ("PRO", "He")]),
    }
    assert article.entities[1].mentions[0].head == Span(7, 16, "old mayor")
    assert list(check_article(article)) == []


def test_a_file_of_many_documents_and_one_without_mentions(tmp_path: Path) -> None:
    """As Universal Dependencies has GUM: documents one after the other, ids used again."""
    one, two = ([row.replace("made", name) for row in LINES] for name in ("x", "GUM_news_x"))
    path = files(tmp_path, ["# global.columns = ID", *one, *two])[0]
    first, second = read_gold([path], Corpus(path, "gum")).articles
    assert (first.id, second.id) == ("x", "gum-news-x")
    assert (first.text, first.entities) == (second.text, second.entities)
    assert [a.provenance.licence for a in (first, second)] == ["unstated", "CC-BY-2.5"]
    plain = [line.partition("Entity=")[0] for line in LINES]
    with pytest.raises(DataError, match="no token has Entity="):
        list(read_gum_gold([files(tmp_path, plain)[0]], Account()))


def test_splits_are_those_of_gum() -> None:
    names = ["GUM_news_iodine", "GUM_news_nasa", "GUM_news_afghan", "GUM_bio_byron"]
    names += ["en_gum-ud-train", "en_gum-ud-dev"]
    assert [gum_split(Path(f"{name}.conllu")) for name in names] == [
        *("validation", "test", "train", "other"),
        *("train", "validation"),
    ]


def test_eval_on_the_folder_of_gum(tmp_path: Path) -> None:
    (tmp_path / "dep").mkdir()
    for name in ("GUM_news_nasa", "GUM_news_afghan"):
        files(tmp_path, LINES)[0].rename(tmp_path / "dep" / f"{name}.conllu")
    assert [path.stem for path in gum_files(tmp_path)] == ["GUM_news_afghan", "GUM_news_nasa"]
    gold = load_gold(Corpus(tmp_path, "gum"))
    assert (gold.selection.split, len(gold.articles)) == ("test", 1)
    run = evaluate(lambda text: {"entities": []}, corpus=gold, suite="names")
    assert run.scores.fields["entities@strict:conll4"].gold == 1  # Brim


def test_the_command_tells_what_is_wrong_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "gold.jsonl"
    arguments = ["import", str(tmp_path), "--from", "gum", "--out", str(out)]
    assert "nothing to read" in str(CliRunner().invoke(app, arguments).exception)
    (tmp_path / "conllu").mkdir()
    files(tmp_path / "conllu", LINES)
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert [article.id for article in read_articles([out])] == ["made"]
    (tmp_path / "conllu" / "worse.conllu").write_text("1\tHe\n", "utf-8")
    written = out.read_bytes()
    assert isinstance(CliRunner().invoke(app, arguments).exception, DataError)
    assert out.read_bytes() == written


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            [token("1", "He", "PRON", "Entity=9)"), token("2", "it", "PRON", "Entity=(8-x")],
            ["1: 9) closes what is not open", "2: (8 is never closed"],
        ),
        (["1\tHe", "", "2"], ["1: 2 columns; a token has 10", "3: 1 columns; a token has 10"]),
    ],
)
def test_all_that_is_wrong_is_told_with_its_line(
    tmp_path: Path, lines: list[str], told: list[str]
) -> None:
    path = files(tmp_path, lines)[0]
    with pytest.raises(DataError) as caught:
        read_gum(path)
    assert [f"{fault.where}: {fault.problem}" for fault in caught.value.faults] == [
        f"{path}:{line}" for line in told
    ]


def test_brackets_and_dates_are_told_together(tmp_path: Path) -> None:
    made = files(tmp_path, [token("1", "He", "PRON", "Entity=9)")], "")
    with pytest.raises(DataError) as caught:
        read_gum(*made)
    assert [fault.where for fault in caught.value.faults] == [f"{made[0]}:1", str(made[1])]


@pytest.mark.parametrize("spoilt", ["made.conllu", "made.xml", "made.ann", "made.txt"])
@pytest.mark.parametrize("raw", [b"\n\xff", None])
def test_a_file_that_cannot_be_read_is_a_fault(
    tmp_path: Path, spoilt: str, raw: bytes | None
) -> None:
    made = files(tmp_path, LINES)
    table = tmp_path / "made.ann"
    for path in (table, table.with_suffix(".txt")):
        path.write_bytes(b"")
    path = tmp_path / spoilt
    path.unlink()
    if raw is not None:
        path.write_bytes(raw)
    ours = spoilt in ("made.conllu", "made.xml")
    with pytest.raises(DataError) as caught:
        read_gum(*made) if ours else read_litbank(table)
    (fault,) = caught.value.faults
    assert fault.where == (str(path) if raw is None else f"{path}:2")


def test_files_of_two_documents_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"1 tokens, 11 in"):
        read_gum(*files(tmp_path, LINES, "Brim\tNP\n"))


def test_quotes_of_tokens(tmp_path: Path) -> None:
    table = tmp_path / "made_brat.ann"
    table.with_suffix(".txt").write_text("He woke .\n“ Late , ” she said .\n", "utf-8")
    table.write_text("QUOTE\tQ1\t1\t0\t1\t3\t“ Late , ”\nATTRIB\tQ1\tMa-1\n", "utf-8")
    document = read_litbank(table)
    (quote,) = document.quotes
    assert (document.text[slice(*quote.place)], quote.speaker) == ("“ Late , ”", "Ma-1")
    table.write_text("QUOTE\tQ1\t1\t0\t7\t3\tx\nATTRIB\n", "utf-8")
    with pytest.raises(DataError) as caught:
        read_litbank(table)
    assert [fault.where.rpartition(":")[2] for fault in caught.value.faults] == ["1", "2"]


@pytest.mark.skipif(not GUM.is_dir(), reason="GUM is not part of the project")
def test_gum_as_published() -> None:
    found = [
        read_gum(path, GUM / "xml" / f"{path.stem}.xml")
        for path in sorted((GUM / "conllu").glob("*.conllu"))
    ]
    assert sum(len(document.mentions) for document in found) == 5018
    assert sum(len(document.dates) for document in found) == 194
    for document in found:
        lines = (GUM / "conllu" / f"{document.id}.conllu").read_text("utf-8").split("\n")
        sentences = [line[9:] for line in lines if line.startswith("# text = ")]
        assert [sentence for sentence in sentences if sentence not in document.text] == []
    account = Account()
    articles = list(stream(gum_files(GUM), Corpus(GUM, "gum"), account))
    assert (len(articles), account.faults, account.unexplained()) == (24, [], {})
    assert account.found["mention"] == 5018


@pytest.mark.skipif(not LITBANK.is_dir(), reason="LitBank is not part of the project")
def test_litbank_as_published() -> None:
    quotes = 0
    for table in LITBANK.glob("*.ann"):
        document = read_litbank(table)
        rows = [line.split("\t") for line in table.read_text("utf-8").split("\n")]
        wanted = sorted(" ".join(row[6].split()) for row in rows if row[0] == "QUOTE")
        got = [" ".join(document.text[slice(*q.place)].split()) for q in document.quotes]
        assert sorted(got) == wanted
        quotes += len(got)
    assert quotes == 1765
