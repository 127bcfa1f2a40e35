"""`goldfield verify`: an untouched run passes, and every kind of tampering is named."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from goldfield.cli import app
from goldfield.corpus.loading import Corpus
from goldfield.errors import DataError, UsageError
from goldfield.evaluation import Conduct, evaluate
from goldfield.prediction_files import score_file
from goldfield.running.timing import Timing
from goldfield.schema.differing import json_differences
from goldfield.schema.records import Annotations
from goldfield.verifying import verify

VALIDATION = Path(__file__).parent.parent / "corpus" / "data" / "validation.jsonl"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = evaluate("rules", split="validation", conduct=Conduct(timed=False))
    return run._replace(timing=Timing(rounds=3)).save(tmp_path_factory.mktemp("runs") / "rules")


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "rules"))


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Replace what the pattern `old` finds first in a file."""

    def edit(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        changed = re.sub(old, new, text, count=1)
        assert changed != text, f"{old!r} is not in {name}"
        (folder / name).write_text(changed, "utf-8")

    return edit


def reverse(name: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        (folder / name).write_bytes(b"".join(reversed(lines)))

    return edit


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def drop_line(name: str) -> Callable[[Path], None]:
    return change(name, r"\A.*\n", "")


def test_an_untouched_run_is_what_it_says(kept: Path) -> None:
    found = verify(kept)
    assert (found.name, found.documents, found.strange) == ("rules", 8, [])


def test_files_that_are_not_looked_at_are_named(folder: Path) -> None:
    (folder / "report.html").write_text("F1 1.000")
    (folder / "a.csv").touch()
    done = CliRunner().invoke(app, ["verify", str(folder)])
    assert done.exit_code == 0
    assert f"not looked at in {folder}: a.csv, report.html" in done.stderr


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (change("counts.jsonl", r"\[\d+,", "[99,"),
         r'counts\.jsonl:1  \$\.fields\["[a-z_]+@\w+"\]\[0\]  is kept as 99, and .* \d'),
        (change("counts.jsonl", r'^\{"id":"[\w-]+"', '{"id":"nobody"'),
         r"counts\.jsonl:1  \$  scoring it again makes no such row"),
        (drop_line("counts.jsonl"), r"counts\.jsonl  \$  no row of gf-0015"),
        (change("counts.jsonl", r"\A\{", "{ "), r"counts\.jsonl:1  \$  the same values, written"),
        (change("counts.jsonl", r"\A\{", "["), r"counts\.jsonl:1  \$  this file is one JSON array"),
        (reverse("counts.jsonl"), r"counts\.jsonl  \$  the same rows, in another order"),
        (change("verdicts.jsonl", r'"verdict":"(MIS|SPU|INC)"', '"verdict":"COR"'),
         r'verdicts\.jsonl:\d+  \$\.verdict  is kept as "COR", and .* "(MIS|SPU|INC)"'),
        (drop_line("verdicts.jsonl"), r"verdicts\.jsonl  \$  no row of gf-0015, "),
        (change("scores.json", r'"f1": 0\.\d+', '"f1": 0.999'),
         r'scores\.json  \$\.fields\["\w+@\w+"\].*\.f1  is kept as 0\.999, and .* 0\.\d+'),
        (change("scores.json", r'"documents": 8', '"documents": 9'),
         r"scores\.json  \$\.documents  is kept as 9, and scoring it again gives 8"),
        (change("scores.json", r"\n", "\n\n"), r"scores\.json  \$  the same values, written oth"),
        (change("scores.json", r"avg:micro", "avg:macro"),
         r"scores\.json  \$\.signature  says avg:macro, and .* avg:micro"),
        (change("scores.json", r"#[0-9a-f]{12}", "#0123456789ab"),
         r"scores\.json  \$\.signature  says corpus:1\.0/validation#0123456789ab, and .*corpus:1"),
        (change("manifest.json", r"avg:micro", "avg:macro"),
         r"manifest\.json  \$\.signature  says avg:macro, and .* avg:micro"),
        (change("manifest.json", r"\|#?documents:8", "|documents:7"),
         r"manifest\.json  \$\.signature  says documents:7, and .* documents:8"),
        (change("manifest.json", r"#[0-9a-f]{12}", "#0123456789ab"),
         r"manifest\.json  \$\.signature  says corpus:1\.0/validation#0123456789ab"),
        (change("manifest.json", r"\"signature\": \"[^\"]+\"", '"signature": "none"'),
         r"manifest\.json  \$\.signature  not a signature: 'none'"),
        (change("manifest.json", r'"name": "rules"', '"name": "ours"'),
         r'manifest\.json  \$\.name  says "ours@1.2", and its signature "rules@1.2"'),
        (change("manifest.json", r'"split": "validation"', '"split": "test"'),
         r'manifest\.json  \$\.corpus  says "1.0/test", and its signature "1.0/validation"'),
        (change("predictions.jsonl", r'"lang":"en"', '"lang":"de"'),
         r"predictions\.jsonl  \$  its SHA-256 is \w{64}, and manifest\.json keeps \w{64}"),
        (change("predictions.jsonl", r'"type":"(PER|ORG|GPE)"', '"type":"EVT"'),
         r"predictions\.jsonl:\d  \$  gf-00\d\d gives other counts: \$\..* is kept as \d+, and"),
        (drop_line("predictions.jsonl"), r"predictions\.jsonl:gone  \$  gf-0015 gives other"),
        (change("predictions.jsonl", r"\A\{", "["), r"predictions\.jsonl  \$  its SHA-256"),
        (change("timing.json", r'"rounds": \d+', '"rounds": 0'),
         r"timing\.json  \$  its SHA-256 is"),
        (remove("timing.json"), r"timing\.json  \$  its SHA-256 is none"),
        (remove("scores.json"), r"scores\.json  \$  .*No such file"),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_named(
    folder: Path, tamper: Callable[[Path], None], told: str
) -> None:
    tamper(folder)
    with pytest.raises(DataError) as caught:
        verify(folder)
    assert any(re.search(told, str(fault)) for fault in caught.value.faults), str(caught.value)
    other = re.match(r"(\w+)\\\.", told)
    assert other is not None
    assert {Path(fault.where.partition(":")[0]).stem for fault in caught.value.faults} == {other[1]}


def test_single_verdicts_of_split_test_are_not_shown(tmp_path: Path) -> None:
    folder = evaluate("lead", split="test", conduct=Conduct(timed=False)).save(tmp_path / "lead")
    verify(folder)
    change("verdicts.jsonl", r'"verdict":"COR"', '"verdict":"MIS"')(folder)
    with pytest.raises(DataError) as caught:
        verify(folder)
    (fault,) = caught.value.faults
    assert re.search(r"verdicts\.jsonl:\d+$", fault.where)
    assert (fault.path, fault.problem) == ("$.verdict", "(values of split test are not shown)")


def test_a_prediction_file_that_was_scored(kept: Path, tmp_path: Path) -> None:
    scored = score_file(VALIDATION, kept / "predictions.jsonl", "core", "mine", bounds=True)
    folder = scored.save(tmp_path / "run")
    assert verify(folder).name == "mine"
    assert verify(folder, str(VALIDATION)).name == "mine"
    with pytest.raises(UsageError, match="is other gold; give it with --corpus"):
        verify(folder, str(VALIDATION.with_name("train.jsonl")))


def test_gold_in_a_folder_of_ones_own_and_in_another_format(tmp_path: Path) -> None:
    data = tmp_path / "mine" / "data"
    data.mkdir(parents=True)
    lines = VALIDATION.read_bytes().splitlines(keepends=True)
    (data / "train.jsonl").write_bytes(b"".join(lines[:3]))
    (data / "dev.jsonl").write_bytes(b"".join(lines[3:]))
    how = Conduct(timed=False)
    own = evaluate("lead", corpus=tmp_path / "mine", split="train", conduct=how)
    assert verify(own.save(tmp_path / "own"), str(tmp_path / "mine")).documents == 3
    conll = tmp_path / "names.conll"
    conll.write_text("Anna B-PER\nleft O\nOslo B-LOC\n\n")
    place = Corpus(conll, "conll")
    foreign = evaluate("rules", corpus=place, suite="entities", conduct=how)
    folder = foreign.save(tmp_path / "foreign")
    assert verify(folder, place).documents == 1
    done = CliRunner().invoke(
        app, ["verify", str(folder), "--corpus", str(conll), "--format", "conll"]
    )
    assert done.exit_code == 0, done.output


def test_articles_that_failed_are_scored_as_failed_again(tmp_path: Path) -> None:
    class Half:
        version, layers = "1", ("lang",)

        def __call__(self, text: str) -> Annotations | dict[str, object]:
            if len(text) % 2:
                raise ValueError("odd")
            return {"entities": 7}

    run = evaluate(Half(), split="validation", conduct=Conduct(timed=False))
    assert len(run.scores.failures) == 8
    assert verify(run.save(tmp_path / "half")).documents == 8


def test_generic_suites_and_suites_of_ones_own(tmp_path: Path) -> None:
    gold, pred, suite = (tmp_path / name for name in ("gold.jsonl", "pred.jsonl", "mine.toml"))
    gold.write_text('{"id": 1, "total": 3}\n{"id": 2, "total": 4}\n')
    pred.write_text('{"id": 1, "total": 3}\n{"id": 2, "total": 5}\n')
    suite.write_text(
        'name = "mine"\nrecord = "values"\n'
        '[[field]]\nname = "total"\npath = "$.total"\nkind = "scalar"\nmatcher = "number"\n'
    )
    folder = score_file(gold, pred, str(suite), "bills").save(tmp_path / "run")
    assert verify(folder, str(gold), str(suite)).name == "bills"
    with pytest.raises(UsageError, match="give its gold with --corpus"):
        verify(folder, None, str(suite))
    with pytest.raises(UsageError, match="no suite named 'mine'"):
        verify(folder, str(gold))
    change("counts.jsonl", r"\[0,", "[1,")(folder)
    told = r'counts\.jsonl:2  \$\.fields\["total@number"\]\[0\]  is kept as 1, and .* gives 0'
    with pytest.raises(DataError, match=told):
        verify(folder, str(gold), str(suite))


def test_a_run_without_hashes_is_held_to_its_predictions(folder: Path) -> None:
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes())
    manifest["sha256"] = None
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    assert verify(folder).name == "rules"


JSON = st.recursive(
    st.none() | st.text(max_size=2) | st.integers(0, 3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
)


@given(JSON, JSON)
def test_values_differ_where_they_are_told_to(left: object, right: object) -> None:
    assert bool([*json_differences(left, right)]) is (left != right)
    assert [*json_differences(left, left)] == []


def test_differences_of_json() -> None:
    left, right = {"a": [1, {"b c": True}], "d": 1, "e": [1]}, {"a": [1, {"b c": 1}], "e": []}
    assert [*json_differences(left, right)] == [
        ('$.a[1]["b c"]', "true", "1"),
        ("$.d", "1", "nothing"),
        ("$.e", "[1]", "[]"),
    ]
