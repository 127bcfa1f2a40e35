"""Tag columns as gold: any scheme, any separators; F1 of names is that of the tags; all faults."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seed import needs_seed
from typer.testing import CliRunner, Result

from goldfield.cli import app, corpus_transfer
from goldfield.cli.console import Form, formats_of
from goldfield.corpus.foreign.base import ReadGold
from goldfield.corpus.foreign.catalogue import read_gold
from goldfield.corpus.foreign.conll import conll_files
from goldfield.corpus.formats.labels import known_labels, load_labels
from goldfield.corpus.gold import Gold
from goldfield.corpus.loading import Corpus, Place, load_articles, load_splits, select
from goldfield.errors import DataError, GoldfieldError, UnknownName, UsageError
from goldfield.schema.checking import check_article
from goldfield.schema.labels import EntityType
from goldfield.schema.reading import find_faults
from goldfield.schema.records import Article
from goldfield.schema.writing import to_json
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

DATA = Path(__file__).parents[2] / "shared" / "data"
WNUT = DATA / "wnut17"


def made(folder: Path, text: str | bytes, name: str = "made.conll") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def names(article: Article) -> list[tuple[str, str]]:
    """Type and surface; each entity has one mention, whose surface stands at its place."""
    found: list[tuple[str, str]] = []
    for entity in article.entities:
        (mention,) = entity.mentions
        assert (mention.kind, mention.text) == ("NAM", entity.name)
        assert article.text[mention.start : mention.end] == mention.text
        found.append((entity.type, mention.text))
    return found


def read_conll(paths: list[Path], labels: str | None = None, column: int = -1) -> ReadGold:
    return read_gold(paths, Corpus(paths[0], "conll", labels, column))


def told(caught: pytest.ExceptionInfo[DataError]) -> list[tuple[str, str]]:
    return [(fault.where.rpartition(":")[2], fault.problem) for fault in caught.value.faults]


# As the English files of CoNLL-2003 have it: IOB1, so that B- parts two neighbours of one label.
CONLL03 = """\
-DOCSTART- -X- -X- O

Oslo NNP B-NP I-LOC
Bergen NNP B-NP B-LOC
( ( O O
Ada NNP B-NP I-PER
Lovelace NNP I-NP I-PER
Oslo NNP I-NP I-ORG

Rain NN B-NP I-MISC

-DOCSTART- -X- -X- O

Oslo NNP B-NP I-LOC
"""
NAMES = [("LOC", "Oslo"), ("LOC", "Bergen"), ("PER", "Ada Lovelace"), ("ORG", "Oslo")]


def test_conll_2003(tmp_path: Path) -> None:
    first, second = read_conll([made(tmp_path, CONLL03)]).articles
    assert first.text == "Oslo Bergen ( Ada Lovelace Oslo\nRain"
    assert names(first) == [*NAMES, ("MISC", "Rain")]
    assert [entity.mentions[0].start for entity in first.entities] == [0, 5, 14, 27, 32]
    assert (first.id, first.layers) == ("made-1", ["entities"])
    assert (second.id, second.text, names(second)) == ("made-2", "Oslo", [("LOC", "Oslo")])
    assert check_article(first) == []


TOKENS = ["Oslo", "Bergen", "(", "Ada", "Lovelace", "Oslo"]
SCHEMES = {
    "IOB1": "I-LOC B-LOC O I-PER I-PER I-ORG",
    "IOB2": "B-LOC B-LOC O B-PER I-PER B-ORG",
    "BIOES": "S-LOC S-LOC O B-PER E-PER S-ORG",
    "BILOU": "U-LOC U-LOC O B-PER L-PER U-ORG",
}
FORMS = {
    "tabs": lambda text: text.replace(" ", "\t"),
    "blanks": lambda text: text.replace(" ", "   "),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no final newline": lambda text: text.rstrip("\n"),
    "many blank lines": lambda text: "\n\n" + text.replace("\n\n", "\n \n\t\n") + "\n\n",
    "byte order mark": lambda text: "\ufeff" + text,
    "comments": lambda text: f"# global.columns = A B\n# newpar\n{text}",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_any_scheme_any_separators_the_same_records(scheme: str, form: Any, tmp_path: Path) -> None:
    tags = SCHEMES[scheme].split()
    lines = [f"{token} {tag}\n" for token, tag in zip(TOKENS, tags, strict=True)]
    text = form("".join([*lines, "\n", "Rain O\n", "\n", *lines]))
    # Nothing marks a document, so each sentence is one.
    first, second, third = read_conll([made(tmp_path, text)]).articles
    assert (first.text, names(first)) == (" ".join(TOKENS), NAMES)
    assert (second.text, names(second)) == ("Rain", [])
    assert (third.text, names(third)) == (first.text, NAMES)


MARKS = {
    "# id = {}\n": True,
    "# newdoc id = {}\n# sent_id = 1\n": True,
    "#begin document ({}); part 000\n": True,
    "-DOCSTART- -X- O O\n\n": False,
    "-DOCSTART-\n": False,
    "# newdoc\n": False,
}


@pytest.mark.parametrize("mark", MARKS)
def test_documents_begin_in_several_ways(mark: str, tmp_path: Path) -> None:
    text = "".join(mark.format(id) + f"{id} B-PER\n\nsaw O\n\n" for id in ("Ada", "Bo", "Cy"))
    found = read_conll([made(tmp_path, text, "two words.conll")]).articles
    ids = ["Ada", "Bo", "Cy"] if MARKS[mark] else [f"two_words-{n}" for n in (1, 2, 3)]
    assert [(article.id, article.text) for article in found] == [
        (id, f"{name}\nsaw") for id, name in zip(ids, ("Ada", "Bo", "Cy"), strict=True)
    ]


def test_ids_of_many_documents_sort_as_they_stand(tmp_path: Path) -> None:
    found = read_conll([made(tmp_path, "a O\n\n" * 11)]).articles
    assert [found[0].id, found[10].id] == ["made-01", "made-11"]
    assert sorted(article.id for article in found) == [article.id for article in found]


def test_tokens_are_kept_but_for_what_no_gold_may_have(tmp_path: Path) -> None:
    tokens = ["New York", "no\u00a0break", "\u00a0", "\u200b", "😀", "e\u0301", "#a=b", "x\ufeff"]
    rows = "".join(
        f"{token}\tx\t{'B' if at == 0 else 'I'}-LOC\n" for at, token in enumerate(tokens)
    )
    (article,) = read_conll([made(tmp_path, rows)]).articles
    assert article.text == " ".join(tokens).replace("e\u0301", "é").replace("\ufeff", "")
    assert names(article) == [("LOC", article.text)]


def test_the_column_of_the_tag(tmp_path: Path) -> None:
    path = made(tmp_path, "Oslo B-LOC NNP\nBergen I-LOC NNP\n")
    for column in (2, -2):
        (article,) = read_conll([path], column=column).articles
        assert names(article) == [("LOC", "Oslo Bergen")]
    with pytest.raises(DataError) as caught:
        read_conll([path])
    problem = "the tag 'NNP' is neither O nor XX-LABEL (2 times, first here)"
    assert told(caught) == [("1", problem)]


def test_all_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    bad = "# id = a\nx PERSON\ny B-\nz -X-\nalone\n\tO\n# id = b\n# id = c\nu B-FOO\nv B-BAR\n"
    paths = [
        made(tmp_path, f"{bad}\n# id = a\nw I-FOO\n"),
        made(tmp_path, b"\xff B-LOC\n", "x.conll"),
    ]
    with pytest.raises(DataError) as caught:
        read_conll(paths, labels="conll")
    assert sorted(told(caught)) == [
        ("1", "byte 0 is not UTF-8 (0xff)"),
        ("10", "the label 'BAR' is not in table 'conll' (once)"),
        ("12", "the document 'a' stands at " + f"{paths[0]}:1 already"),
        ("2", "the tag 'PERSON' is neither O nor XX-LABEL (once)"),
        ("3", "the tag 'B-' is neither O nor XX-LABEL (once)"),
        ("4", "the tag '-X-' is neither O nor XX-LABEL (once)"),
        ("5", "1 columns, of which none is the tag of a token"),
        ("6", "2 columns, of which none is the tag of a token"),
        ("7", "a document without a token"),
        ("9", "the label 'FOO' is not in table 'conll' (2 times, first here)"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "-DOCSTART- -X- O O\n\n", "# text = none\n"])
def test_a_file_without_a_token_is_a_fault(text: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_conll([made(tmp_path, text)])
    assert told(caught) == [("1", "the file holds no token")]


def test_an_id_that_is_too_long_is_a_fault_and_a_long_file_name_is_not(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_conll([made(tmp_path, f"# id = {'x' * 129}\na O\n")])
    assert told(caught) == [("1", "an id of over 128 characters")]
    (article,) = read_conll([made(tmp_path, "a O\n", f"{'x' * 200}.conll")]).articles
    assert len(article.id) < 128


# ---- labels


def test_the_table_that_fits_is_taken_and_told(tmp_path: Path) -> None:
    def read(*labels: str) -> tuple[list[str], list[str]]:
        text = "".join(f"x B-{label}\n" for label in labels)
        articles, notes = read_conll([made(tmp_path, text)])
        return [type_ for type_, _ in names(articles[0])], notes

    assert read("PER", "LOC") == (["PER", "LOC"], ["labels are read by the table 'conll'"])
    assert read("person", "creative-work")[0] == ["PER", "DOC"]
    assert read("GROUP") == (["GROUP"], ["labels are read by the table 'goldfield'"])
    assert read("LAW", "PERSON", "DATE", "WORK_OF_ART", "DATE") == (
        ["DOC", "PER", "DOC"],
        [
            "labels are read by the table 'ontonotes': LAW and WORK_OF_ART are DOC; "
            "dropped are DATE 2; so F1 is not that of the file's own labels"
        ],
    )


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    table = made(tmp_path, '[labels]\nGene = "MISC"\n', "genes.toml")
    path = made(tmp_path, "x B-Gene\n")
    (article,) = read_conll([path], labels=str(table)).articles
    assert names(article) == [("MISC", "x")]
    with pytest.raises(DataError, match="'Gene' is not in table"):
        read_conll([path])
    with pytest.raises(UnknownName, match="label map"):
        read_conll([path], labels="genes")


def test_tables_that_keep_labels_apart() -> None:
    for name in ("conll", "goldfield", "wnut"):
        types = list(load_labels(name).values())
        assert len(set(types)) == len(types), name
    assert list(load_labels("goldfield").items()) == [(t, t) for t in get_args(EntityType)]
    assert "wnut" in known_labels()


# ---- F1 is that of the tags

LABELS = list(load_labels("wnut"))


def sentence(chance: random.Random, scheme: str) -> tuple[list[str], list[str]]:
    """Any tags of a scheme, and the same with some changed."""
    tags = ["O", *(f"{prefix}-{label}" for prefix in scheme for label in LABELS)]
    gold = chance.choices(tags, k=chance.randint(1, 8))
    return gold, [chance.choice(tags) if chance.random() < 0.3 else tag for tag in gold]


@pytest.mark.parametrize("scheme", ["I", "BI", "BIES", "BILU"])
def test_seqeval_has_the_same_scores(scheme: str, tmp_path: Path) -> None:
    metrics: Any = pytest.importorskip("seqeval.metrics")
    chance = random.Random(scheme)
    pairs = [sentence(chance, scheme) for _ in range(300)]
    sides = []
    for name in ("gold", "pred"):
        tags = [pair[name == "pred"] for pair in pairs]
        blocks = ["".join(f"t {tag}\n" for tag in row) for row in tags]
        text = "".join(f"# id = {at}\n{block}" for at, block in enumerate(blocks))
        articles = read_conll([made(tmp_path, text, f"{name}.conll")], labels="wnut").articles
        sides.append((tags, [json.loads(to_json(article)) for article in articles]))
    (gold, golds), (pred, preds) = sides
    suite = load_suite("entities")
    found = score_task(build_task(suite, [golds], preds), suite).scores.fields["entities@strict"]
    # Its default mode does not know L and U; E and S mean the same.
    ends = str.maketrans("LU", "ES")
    plain = [
        [[tag[0].translate(ends) + tag[1:] for tag in row] for row in side] for side in (gold, pred)
    ]
    theirs = metrics.precision_score(*plain), metrics.recall_score(*plain), metrics.f1_score(*plain)
    assert (found.precision, found.recall, found.f1) == pytest.approx(theirs)
    assert 0.2 < theirs[2] < 0.9


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.sampled_from("aO# \t\n\r-BIx=\u00a0\ufeff😀"), max_size=60))
def test_any_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    try:
        articles = read_conll([made(tmp_path, text)], labels="wnut").articles
    except DataError:
        return
    for article in articles:
        names(article)
        assert article.text


# ---- folders and commands


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus as CoNLL-2003 names its files, in a folder with other things."""
    for at, name in enumerate(["eng.train", "eng.testa", "eng.testb"], start=1):
        made(tmp_path, "Oslo I-LOC\n\n" * at, name)
    made(tmp_path, "do read\n", "README.txt")
    made(tmp_path, "{}", "notes.json")
    made(tmp_path, "x", ".hidden.conll")
    return tmp_path


def test_splits_have_one_name_in_all_corpora(folder: Path) -> None:
    corpus = Corpus(folder, "conll")
    ids = [article.id for article in load_articles(corpus, "test")]
    assert ids == ["eng.testb-1", "eng.testb-2", "eng.testb-3"]
    sizes = {name: len(articles) for name, articles in load_splits(corpus).items()}
    assert sizes == {"validation": 2, "test": 3, "train": 1}
    for asked, split in [("dev", "validation"), ("testa", "validation"), ("train", "train")]:
        assert select(corpus, asked).split == split
    assert select(corpus).split == "test"
    # So has a file of its own, where its name tells.
    assert select(corpus._replace(path=folder / "eng.testb"))[:2] == ("eng.testb", "test")
    assert len(load_articles(corpus, "all")) == 6
    with pytest.raises(UnknownName, match="known: all, test, train, validation"):
        select(corpus, "other")
    assert select(corpus._replace(path=made(folder, "a O\n"))).split == "all"
    names = ["emerging.dev.conll", "wnut17train.conll", "emerging.test.annotated", "a.txt"]
    for name in names:
        made(folder / "..", "a O\n", name)
    assert {path.name for path in conll_files(folder / "..")} >= set(names)


def test_what_cannot_be_asked(folder: Path) -> None:
    asked: list[tuple[Place, str]] = [
        (Corpus(None, "conll"), "the released corpus is not conll"),
        (Corpus(folder), "nothing to read"),
        (Corpus(folder / "none"), "no file or folder"),
        (Corpus(folder, "iob9"), "no corpus format named 'iob9'"),
        (Corpus(folder, "gum", labels="conll"), "are of conll, not of gum"),
        (made(folder, "a O\n"), "is no JSONL; add --format conll"),
    ]
    for corpus, message in asked:
        with pytest.raises(UsageError, match=message):
            select(corpus)


def goldfield(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_eval_on_tag_columns(folder: Path) -> None:
    out = folder / "runs"
    both = ["--format", "conll", "--format", "json"]
    result = goldfield("eval", "null", "--corpus", folder, *both, "--out", out)
    (run,) = json.loads(result.stdout)["runs"]
    assert list(run["scores"]["fields"]) == list(load_suite("entities").measures)
    assert run["scores"]["fields"]["entities@strict"]["gold"] == 3
    assert f"|corpus:{folder.name}/test#" in run["scores"]["signature"]
    assert "note: labels are read by the table 'conll'" in result.stderr
    assert "3 articles of" in result.stderr


def test_both_formats_in_one_option() -> None:
    assert formats_of(None) == ("goldfield", Form.table)
    assert formats_of(["conll"]) == ("conll", Form.table)
    assert formats_of(["csv"]) == ("goldfield", Form.csv)
    assert formats_of(["csv", "gum", "csv"]) == formats_of(["gum, csv"]) == ("gum", Form.csv)


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (["conll", "gum"], "--format conll and --format gum: give one of them"),
        (["json", "csv"], "--format json and --format csv: give one of them"),
        (["jsn"], "no format named 'jsn'; did you mean 'json'?"),
    ],
)
def test_formats_that_mean_nothing(formats: list[str], message: str, folder: Path) -> None:
    options = [part for name in formats for part in ("--format", name)]
    for command in (["eval", "null"], ["corpus", "stats"], ["corpus", "transfer", folder]):
        error = goldfield(*command, *options).exception
        assert isinstance(error, GoldfieldError)
        assert message in str(error)


def test_import_and_stats(folder: Path) -> None:
    out = folder / "gold.jsonl"
    result = goldfield("corpus", "import", folder, "--from", "conll", "--out", out)
    assert "6 articles in" in result.stderr
    assert find_faults([out]) == (6, [])
    found = json.loads(
        goldfield("corpus", "stats", "--corpus", folder, "--format", "conll,json").stdout
    )
    assert found["total"]["items"]["names"] == 6


@needs_seed
def test_transfer_to_tag_columns(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(_: object, golds: tuple[Gold, Gold], suite: str, run: object) -> None:
        sizes = [(len(gold.articles), gold.selection.split) for gold in golds]
        raise UsageError(f"{sizes} {suite}")  # nothing is run

    monkeypatch.setattr(corpus_transfer, "measure", measure)
    arguments = ["corpus", "transfer", folder, "null", "lead", "--split", "example"]
    error = goldfield(*arguments, "--format", "conll").exception
    assert str(error) == "[(2, 'example'), (6, 'all')] entities"


@pytest.mark.skipif(not WNUT.is_dir(), reason="WNUT-17 is not part of the project")
def test_wnut_as_published() -> None:
    found = load_splits(Corpus(WNUT, "conll"))
    assert {name: len(articles) for name, articles in found.items()} == {
        "validation": 1009,
        "train": 3394,
    }
    # One name for each line of the file that has a B.
    for path, articles in zip(conll_files(WNUT), found.values(), strict=True):
        tags = [line.rpartition("\t")[2] for line in path.read_text("utf-8").splitlines()]
        assert sum(len(article.entities) for article in articles) == sum(t[:1] == "B" for t in tags)
    faults = [fault for rows in found.values() for row in rows for fault in check_article(row)]
    theirs = ("normal form C", "byte order mark")  # what the posts have, and we would not release
    assert [f for f in faults if not any(part in f.problem for part in theirs)] == []
