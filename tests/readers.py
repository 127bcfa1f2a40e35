"""Everything that reads what others made, for the tests of hostile input and for `make fuzz`.

`tests/data/readers/NAME/` is a folder that the reader NAME reads without a fault: the seed that is
damaged. A reader gives the faults that it has found, or raises what goldfield raises on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from zlib import crc32

from goldfield import conformance
from goldfield.cluster.shards import Keys, find_shards, read_shard
from goldfield.corpus import splits
from goldfield.corpus.documents import Documents
from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.taking import take
from goldfield.corpus.exchange.tools import TOOLS, tool_named
from goldfield.corpus.folder import CorpusFolder
from goldfield.corpus.foreign import projection
from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.catalogue import GOLD_FORMATS, stream
from goldfield.corpus.formats import FORMATS, Options, convert
from goldfield.corpus.formats.labels import load_labels
from goldfield.corpus.gathering import gather
from goldfield.corpus.lint.linting import lint
from goldfield.corpus.lint.reviewed import read_reviews
from goldfield.corpus.loading import Corpus, select
from goldfield.corpus.sheet import read_sheet
from goldfield.corpus.sheet.editing import with_version
from goldfield.errors import DataError, Fault, GoldfieldError
from goldfield.leaderboard.boards import open_board
from goldfield.leaderboard.shapes import read_kept, read_leaderboard
from goldfield.leaderboard.submissions import read_submission
from goldfield.publishing.results import read_run as read_scores
from goldfield.reporting.card import card
from goldfield.running.benches import read_speeds
from goldfield.running.journal import Journal
from goldfield.running.wire import result_of
from goldfield.saved_runs import read_run
from goldfield.schema.predictions import read_predictions
from goldfield.schema.reading import find_faults, read_articles
from goldfield.schema.records import Article
from goldfield.schema.writing import to_line
from goldfield.scoring.drafting import draft_suite
from goldfield.scoring.fast.files import count_files
from goldfield.scoring.measures import projections
from goldfield.scoring.scorer import score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

__all__ = ["READERS", "SEEDS", "Reader", "faults_of", "is_placed", "seed_of", "store"]

SEEDS = Path(__file__).parent / "data" / "readers"
Reader = Callable[[Path], Iterable[Fault]]


def seed_of(name: str) -> dict[str, bytes]:
    """The files of a reader's seed, by their name in the folder."""
    files = sorted(path for path in (SEEDS / name).rglob("*") if path.is_file())
    return {path.relative_to(SEEDS / name).as_posix(): path.read_bytes() for path in files}


def store(files: dict[str, bytes], folder: Path) -> None:
    """Write files into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def faults_of(name: str, folder: Path) -> list[Fault]:
    """What a reader finds wrong. Any error that is not goldfield's own goes on."""
    try:
        return list(READERS[name](folder))
    except DataError as error:
        return error.faults
    except GoldfieldError as error:
        return [Fault(name, "$", str(error), "as the message says")]


def is_placed(fault: Fault) -> bool:
    """Whether a fault says where it is, what it is, and what to do."""
    return bool(fault.where and fault.path and fault.problem and fault.fix)


@cache
def _golds() -> dict[str, Article]:
    articles = read_articles([SEEDS / "gold" / "gold.jsonl"])
    return {article.id: article for article in articles}


def _gold(folder: Path) -> list[Fault]:
    path = folder / "gold.jsonl"
    _, faults = find_faults([path])
    articles = list(read_articles([path]))
    lint(articles)
    for article in articles:
        to_line(article)
    return faults


def _predictions(folder: Path) -> list[Fault]:
    """Read in each way, then scored: what was accepted may not break the scorer either."""
    path, gold = folder / "pred.jsonl", SEEDS / "gold" / "gold.jsonl"
    for reading in ("best", "worst"):
        read_predictions(path, _golds(), reading)
    found = read_predictions(path, _golds())
    suite = load_suite("full")
    if not found.faults:
        score_task(build_task(suite, [gold], path), suite, {"corpus": "x", "extractor": "y"})
        list(count_files(gold, path, load_suite("core")))
    return found.faults


def _generic(suite: str, folder: Path) -> list[Fault]:
    named = folder / "suite.toml"
    chosen = load_suite(str(named) if named.exists() else suite)
    task = build_task(chosen, [folder / "gold.jsonl"], folder / "pred.jsonl")
    score_task(task, chosen, {"corpus": "x", "extractor": "y"})
    return []


def _sheet(folder: Path) -> list[Fault]:
    path = folder / "sheet.yaml"
    sheet = read_sheet(path)
    sheet.line_of("$.entities[0].mentions[0]")
    with_version(path.read_bytes(), "1.1")
    return []


def _run(folder: Path) -> list[Fault]:
    run = read_run(folder)
    for form in ("table", "csv", "latex", "markdown"):
        card(run.entry, {}, 1, form)
    return []


def _journal(folder: Path) -> list[Fault]:
    """As a run opens it that goes on; then once more with each line's sum put right."""
    path = folder / "pred.jsonl.journal"
    values = [line[9:] for line in path.read_bytes().splitlines()]
    try:
        _resume(path)
    finally:
        path.write_bytes(b"".join(b"%08x %b\n" % (crc32(value), value) for value in values))
        _resume(path)
    return []


def _resume(path: Path) -> None:
    journal = Journal(path, resume=True)
    try:
        for entry, place in list(journal.entries()):
            assert journal.read(place) == result_of(entry.row)
    finally:
        journal.close()


def _shards(folder: Path) -> list[Fault]:
    faults: list[Fault] = []
    for shard in find_shards(str(folder / "*")):
        list(read_shard(shard.path, Keys(), faults))
    return faults


def _leaderboard(folder: Path) -> list[Fault]:
    read_kept(folder / "leaderboard.json")
    read_leaderboard(folder / "leaderboard.json")
    return []


def _convert(from_: str, folder: Path) -> list[Fault]:
    (path,) = folder.iterdir()
    return convert(path, from_, _golds(), Options(labels=load_labels("goldfield"))).faults


def _import(format: str, folder: Path) -> list[Fault]:
    """Every item accounted for, as `corpus import` does it."""
    selection, account = select(Corpus(folder, format), "all"), Account()
    for record in stream(selection.paths, selection.corpus, account):
        to_line(record)
    assert account.unexplained() == {}
    return account.faults


def _take(tool: str, folder: Path) -> list[Fault]:
    account = Account()
    for golds in ({}, _golds()):
        account = Account()
        for taken in take(tool_named(tool), folder, golds, Reading(account)):
            to_line(taken.article)
        assert account.unexplained() == {}
    return account.faults


def _nothing(read: Callable[[Path], object], name: str) -> Reader:
    """A reader of one file that raises whatever it finds."""

    def reader(folder: Path) -> Sequence[Fault]:
        read(folder / name)
        return ()

    return reader


READERS: dict[str, Reader] = {
    "gold": _gold,
    "predictions": _predictions,
    "predictions-full": _predictions,
    **{f"generic-{kind}": partial(_generic, kind) for kind in ("spans", "iob", "coref")},
    "generic-templates": partial(_generic, "templates"),
    "generic-values": partial(_generic, "values"),
    "suite": _nothing(lambda path: load_suite(str(path)), "suite.toml"),
    "suite-templates": _nothing(lambda path: load_suite(str(path)), "suite.toml"),
    "labels": _nothing(lambda path: load_labels(str(path)), "labels.toml"),
    "projection": _nothing(projections.read_projection, "projection.toml"),
    "import-table": _nothing(projection.read_projection, "table.toml"),
    "sheet": _sheet,
    "run": _run,
    "run-results": _nothing(read_scores, "."),
    "speeds": _nothing(read_speeds, "bench.json"),
    "submission": _nothing(read_submission, "one"),
    "board": _nothing(open_board, "."),
    "leaderboard": _leaderboard,
    "corpus": lambda folder: gather(CorpusFolder(folder / "corpus")).faults,
    "splits": lambda folder: splits.read_splits(CorpusFolder(folder / "corpus")).faults,
    "reviewed": _nothing(read_reviews, "reviewed.toml"),
    "documents": _nothing(lambda path: list(Documents(str(path)).checked()), "*"),
    "journal": _journal,
    "shards": _shards,
    "samples": _nothing(draft_suite, "samples.jsonl"),
    "json-schema": _nothing(draft_suite, "schema.json"),
    "conformance": _nothing(lambda path: conformance.find_cases([path]), "cases.jsonl"),
    **{f"convert-{name}": partial(_convert, name) for name in FORMATS if name != "iob"},
    **{f"import-{name}": partial(_import, name) for name in GOLD_FORMATS if name != "goldfield"},
    **{f"import-{name}": partial(_take, name) for name, tool in TOOLS.items() if tool.read},
    "import-brat-plain": partial(_take, "brat"),
}
