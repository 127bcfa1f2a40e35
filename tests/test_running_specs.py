from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldfield.errors import UnknownName, UsageError
from goldfield.running.specs import GROUP, Spec, baselines, defaults, parse

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT
)
NAMES = st.text(string.ascii_letters + "_é名", min_size=1)


def llm(model: str | int) -> Spec:
    return Spec("baseline", "llm", params=(("model", model),))


@pytest.mark.parametrize(
    ("text", "spec", "canonical"),
    [
        ("null", Spec("baseline", "null"), "null"),
        ("null?", Spec("baseline", "null"), "null"),
        ("a.py", Spec("path", "a.py", "Extractor"), "a.py"),
        ("a.py:Extractor", Spec("path", "a.py", "Extractor"), "a.py"),
        ("./b//a.py:Big", Spec("path", "b/a.py", "Big"), "b/a.py:Big"),
        ("../a.py", Spec("path", "../a.py", "Extractor"), "../a.py"),
        ("x.py/b.py", Spec("path", "x.py/b.py", "Extractor"), "x.py/b.py"),
        ("what?/a b.py?n=1", Spec("path", "what?/a b.py", "Extractor", (("n", 1),)),
         "what?/a b.py?n=1"),
        ("./cmd:a.py", Spec("path", "./cmd:a.py", "Extractor"), "./cmd:a.py"),
        ("./.py", Spec("path", "./.py", "Extractor"), "./.py"),
        ("cmd:jq -c '{id}' a.py?n=1", Spec("cmd", "jq -c '{id}' a.py?n=1"),
         "cmd:jq -c '{id}' a.py?n=1"),
        ("null?z=1&a=x", Spec("baseline", "null", "", (("a", "x"), ("z", 1))), "null?a=x&z=1"),
        ("llm:qwen/qwen3-8b:free", llm("qwen/qwen3-8b:free"), "llm:qwen/qwen3-8b:free"),
        ("llm?model=gpt-5.1", llm("gpt-5.1"), "llm:gpt-5.1"),
        ("llm:7", llm("7"), "llm:7"),  # a name, not a number
        ("llm?model=7", llm(7), "llm?model=7"),
        ("llm", Spec("baseline", "llm"), "llm"),
        ("llm?model=", llm(""), "llm?model="),
        ("llm:a%3Fb%25", llm("a?b%"), "llm:a%3Fb%25"),
        ("llm:x.py", llm("x.py"), "llm:x.py"),
        ("./llm:x.py", Spec("path", "./llm:x.py", "Extractor"), "./llm:x.py"),
        ("llm:m?z=1&base_url=http://localhost:8080/v1/a.py",
         Spec("baseline", "llm", "", (
             ("base_url", "http://localhost:8080/v1/a.py"), ("model", "m"), ("z", 1))),
         "llm:m?base_url=http://localhost:8080/v1/a.py&z=1"),
    ],
)  # fmt: skip
def test_spelling(text: str, spec: Spec, canonical: str) -> None:
    assert parse(text) == spec
    assert str(spec) == canonical


@pytest.mark.parametrize(
    ("spelt", "value"),
    [
        ("3", 3), ("3.0", 3.0), ("-1e3", -1000.0), ("true", True), ("null", None),
        ("True", "True"), ("abc", "abc"), ("", ""), ('"3"', "3"), ("%33", 3),
        ("a%26b%3Dc", "a&b=c"), ("a=b", "a=b"), ("a+b", "a+b"), ("NaN", "NaN"), ("1e999", "1e999"),
        ("007", "007"),
        ("[1]", "[1]"), ("{}", "{}"), ("%C3%A9", "é"), ("é", "é"), ("9" * 5000, "9" * 5000),
    ],
)  # fmt: skip
def test_value_is_a_json_scalar_if_it_reads_as_one(spelt: str, value: Any) -> None:
    spec = parse(f"null?k={spelt}")
    assert spec.params == (("k", value),)
    assert type(spec.params[0][1]) is type(value)
    assert parse(str(spec)) == spec


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("cmd:", "names no command"),
        ("cmd: ", "names no command"),
        ("cmd:sh 'x", "No closing quotation"),
        ("llm:", "names no model"),
        ("llm:?shots=1", "names no model"),
        ("llm:a?model=b", "model is given twice"),
        ("llm:%ff", "not UTF-8"),
        ("null?a", "not key=value"),
        ("null?a=1&a=2", "a is given twice"),
        ("null?a-b=1", "not a parameter name"),
        ("null?a=%ff", "not UTF-8"),
        ("a.py?\ud800=1", "not valid Unicode"),
    ],
)
def test_broken_spelling(text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        parse(text)


@pytest.mark.parametrize("text", ["nul", "", "?a=1", "null:Name", "a.PY", "nul?a=1"])
def test_unknown_name_lists_the_known(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        parse(text)
    assert set(caught.value.known) >= {"lead", "null"}


def test_unknown_name_guesses() -> None:
    with pytest.raises(UnknownName, match="did you mean 'null'"):
        parse("nul")


def test_entry_points_come_after_baselines(installed: Path) -> None:
    assert parse("shouting?n=1") == Spec("entrypoint", "shouting", "", (("n", 1),))
    assert parse("null").kind == "baseline"  # an entry point of that name is there, too
    with pytest.raises(UnknownName, match="shouting"):
        parse("whispering")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    info = tmp_path / "loud-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nshouting = loud:Make\nnull = loud:Make\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@given(
    st.sampled_from(["lead", "llm"]),
    st.dictionaries(NAMES, SCALARS) | st.fixed_dictionaries({"model": SCALARS}),
)
def test_parameters_survive_the_spelling(name: str, params: dict[str, Any]) -> None:
    spec = Spec("baseline", name, params=tuple(sorted(params.items())))
    again = parse(str(spec))
    assert again == spec
    assert [type(value) for _, value in again.params] == [type(value) for _, value in spec.params]


@given(
    st.text("a.py:/?=&%' \\é\n-cmd", max_size=12),
    st.sampled_from(["", ":Name", ":é", "?k=1", ":N?k=v&j=%20"]),
    st.sampled_from(["", "cmd:", "./", "llm:"]),
)
def test_canonical_spelling_parses_back(stem: str, tail: str, head: str) -> None:
    try:
        spec = parse(f"{head}{stem}.py{tail}")
    except UsageError:
        assume(False)
    assert parse(str(spec)) == spec
    assert str(parse(str(spec))) == str(spec)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("null", "null"),
        ("null?model=a/B&n=1.5", "null-model-a-b-n-1-5"),
        ("some/where/extractor.py", "where-extractor"),
        ("some/where/extractor.py:Big?n=1", "where-extractor-big-n-1"),
        ("名/名.py", "extractor"),
        ("cmd:/usr/bin/jq -c .", "cmd-usr-bin-jq-c"),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert parse(text).slug == slug


@given(TEXT)
def test_folder_is_a_safe_name(words: str) -> None:
    folder = Spec("cmd", words).folder()
    assert set(folder) <= set(string.ascii_lowercase + string.digits + "-")
    assert len(folder) <= 49  # 40 of the slug, a dash, 8 of the hash
    assert folder[0] != "-"


def test_folders_tell_specs_apart() -> None:
    assert parse("null?a=1").folder() != parse("null?a=%221%22").folder()
    assert parse("a.py").folder() == parse("./a.py:Extractor").folder()
    splits = {parse("null").folder("1.0", split, "core") for split in ("test", "train", "")}
    assert len(splits) == 3


def test_baselines_are_found() -> None:
    assert {"lead", "llm", "null"} <= set(baselines())
    assert set(baselines()) - set(defaults()) == {"llm"}
