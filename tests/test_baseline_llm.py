"""The baseline `llm` against an endpoint that fails in every way an endpoint can."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier
from typing import Any

import fake_endpoint
import pytest
from fake_endpoint import FakeEndpoint, Reply, failed, said
from toy import TEXT, toy_article

from goldfield import cli
from goldfield.errors import ExtractorError
from goldfield.running.answering import Result
from goldfield.running.loading import load
from goldfield.running.runner import run_in_process, run_on
from goldfield.running.specs import Spec, parse
from goldfield.running.terms import Terms
from goldfield.schema.writing import to_line

KEY = "sk-none-of-your-business"
GOOD = {"meta": {"headline": "Bad day"}, "entities": [{"name": "Rain", "type": "EVT"}]}


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEndpoint]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with fake_endpoint.running() as found:
        yield found


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were slept through, none of them in truth."""
    found = list[float]()
    monkeypatch.setattr("time.sleep", found.append)
    return found


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of answers."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "goldfield" / "llm"


def make(endpoint: FakeEndpoint, **params: Any) -> Any:
    settled = {
        "model": "fake", "base_url": endpoint.url, "layers": "headline,entities",
        "shots": 0, "retries": 2, **params,
    }  # fmt: skip
    return load(Spec("baseline", "llm", params=tuple(sorted(settled.items()))))


def answers(extractor: Any, *texts: str) -> list[Result]:
    return list(run_in_process(extractor, [(f"a{n}", text) for n, text in enumerate(texts)]))


def record(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.prediction or b"null")
    return found


# ---- an answer -------------------------------------------------------------------------------


def test_an_article_becomes_strings(endpoint: FakeEndpoint) -> None:
    extractor = make(endpoint, price_in=2.0, price_out=8.0)
    (found,) = answers(extractor, "Rain stops\nIn Oslo.")
    assert record(found) == {
        "id": "a0",
        "layers": ["headline", "entities"],
        "meta": {"headline": "Rain stops"},
        "entities": [{"name": "In", "type": "PER"}, {"name": "Oslo", "type": "PER"}],
    }
    usage = extractor.usage
    assert (usage.requests, usage.cached, usage.input_tokens, usage.output_tokens) == (
        1,
        0,
        100,
        10,
    )
    assert usage.cost == pytest.approx((100 * 2 + 10 * 8) / 1e6)


def test_what_is_sent(endpoint: FakeEndpoint) -> None:
    answers(make(endpoint, seed=None, shots=1), "Rain")
    (body,) = endpoint.requests
    assert endpoint.keys == [f"Bearer {KEY}"]
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("fake", 0.0, 8192)
    assert "seed" not in body
    schema = body["response_format"]["json_schema"]
    assert schema["strict"]
    assert list(schema["schema"]["properties"]) == ["meta", "entities"]
    assert [message["role"] for message in body["messages"]] == [
        "system", "user", "assistant", "user"
    ]  # fmt: skip
    assert (
        json.dumps(schema["schema"], separators=(",", ":"), ensure_ascii=False)
        in (body["messages"][0]["content"])
    )


def test_parts_bring_the_layer_they_belong_to(endpoint: FakeEndpoint) -> None:
    assert make(endpoint, layers="speakers,lang").layers == ["lang", "quotes", "speakers"]


# ---- faults: each costs its own article at most ----------------------------------------------

STALL, RESET = Reply(fault="stall"), Reply(fault="reset")
PROSE = "Here it is, {{as}} asked:\n```json\n{}\n```\nAnything [else]?"
CUT = '{"meta": {"headline": "Bad day"}, "entities": [{"name": "Rain", "type": "EVT"}, {"name": "Sn'


@pytest.mark.parametrize(
    ("replies", "requests"),
    [
        ([failed(429, retry_after="7")], 2),
        ([failed(500), failed(503)], 3),
        ([STALL], 2),
        ([RESET, RESET], 3),
        ([said(PROSE.format(json.dumps(GOOD, indent=1)))], 1),
        ([said("<think>{'a': 1}\n{\"meta\": {}}</think>" + json.dumps(GOOD))], 1),
        ([said(f"As {{you}} asked: {CUT}", "length")], 1),
        ([said(json.dumps(GOOD | {"id": "x", "quotes": "none"}))], 1),
    ],
)
def test_what_is_overcome(
    replies: list[Reply], requests: int, endpoint: FakeEndpoint, slept: list[float]
) -> None:
    endpoint.plan["bad"] = [*replies, said(json.dumps(GOOD))]
    found = answers(make(endpoint, timeout=0.3), "One\nOslo", "bad", "Two\nBergen")
    assert [result.error for result in found] == [None] * 3
    assert record(found[1]) == {"id": "a1", "layers": ["headline", "entities"]} | GOOD
    assert [record(found[n])["meta"]["headline"] for n in (0, 2)] == ["One", "Two"]
    assert len(endpoint.requests) == 2 + requests
    assert len(slept) == requests - 1
    if replies[0].headers:
        assert slept == [7.0]


@pytest.mark.parametrize(
    ("reply", "requests", "error"),
    [
        (failed(429, "slow down"), 3, "the endpoint answered HTTP 429: slow down"),
        (failed(500), 3, "the endpoint answered HTTP 500: no luck"),
        (failed(404, "no model fake"), 1, "the endpoint answered HTTP 404: no model fake"),
        (failed(401, f"wrong key {KEY}"), 1, "the endpoint refuses the key (HTTP 401)"),
        (failed(400, f"{KEY} is too hot"), 4, "the endpoint answered HTTP 400: ... is too hot"),
        (failed(400, "maximum context length is 5"), 1, "longer than the model can read"),
        (STALL, 3, "no answer within 0.3 s, 3 tries"),
        (RESET, 3, "no connection to the endpoint, 3 tries"),
        (Reply(body=fake_endpoint.completion([])), 1, "gave no choice"),
        (Reply(body="<html>Welcome</html>"), 1, "gave no choice"),
        (said(None), 1, "holds no JSON object of the schema (finish stop)"),
        (said(None, refusal="I must not"), 1, "the model refuses: I must not"),
        (said("I find {no} events."), 1, "'I find {no} events.'"),
        (said('[{"name": "Rain"}]'), 1, "holds no JSON object of the schema"),
        (said('{"answer": 42}'), 1, "holds no JSON object of the schema"),
        (said("Well, the", "length"), 1, "raise max_tokens"),
        (said("{'meta': None}"), 1, "the answer cannot be read: not JSON: "),
        (said('{"answer": }'), 1, "the answer cannot be read: not JSON: "),
    ],
)
@pytest.mark.usefixtures("slept")
def test_what_costs_the_article(
    reply: Reply, requests: int, error: str, endpoint: FakeEndpoint, kept: Path
) -> None:
    endpoint.plan["bad"] = [reply] * requests
    found = answers(make(endpoint, timeout=0.3), "One\nOslo", "bad", "Two\nBergen")
    assert [result.error is None for result in found] == [True, False, True]
    assert error in (found[1].error or "")
    assert KEY not in (found[1].error or "")
    assert "\n" not in (found[1].error or "")
    assert len(endpoint.requests) == 2 + requests
    assert len(list(kept.iterdir())) == 2  # no failure is kept


@pytest.mark.parametrize("tail", ["", "\n```\nDone.", ',"entities":[{"name":"Ra'])
def test_line_breaks_within_strings(tail: str, endpoint: FakeEndpoint) -> None:
    whole = '{"meta": {"headline": "Bad\nday"}' + ("" if tail[:1] == "," else "}")
    endpoint.plan["bad"] = [said(whole + tail)]
    (found,) = answers(make(endpoint), "bad")
    assert record(found)["meta"]["headline"].split() == ["Bad", "day"]


def test_labels_that_there_are_not_cost_the_item(
    endpoint: FakeEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [{"name": "Rain", "type": "EVT"}, {"name": "Oslo", "type": "CITY"}, {"name": "x"}]
    endpoint.plan["bad"] = [said(json.dumps({"entities": names}))]
    (found,) = answers(make(endpoint), "bad")
    assert record(found)["entities"] == names[:1]
    assert record(found)["meta"] == {"headline": None}
    assert capsys.readouterr().err == "llm: 2 values outside the schema dropped\n"


@pytest.mark.usefixtures("slept")
@pytest.mark.parametrize(
    ("takes", "status"),
    [("json_object_schema", 500), ("json_object", 400), ("text", 422)],
)
def test_a_format_that_is_refused(
    takes: str, status: int, endpoint: FakeEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    def rule(body: dict[str, Any]) -> Reply | None:
        asked = body.get("response_format", {"type": "text"})
        name = asked["type"] + ("_schema" if "schema" in asked else "")
        return None if name == takes else failed(status, "response_format: not here")

    endpoint.rule = rule
    extractor = make(endpoint, retries=0, concurrency=1)
    assert [r.error for r in answers(extractor, "One", "Two")] == [None, None]
    assert (
        capsys.readouterr().err
        == f"llm: the endpoint refuses format=json_schema; say format={takes}\n"
    )
    endpoint.requests.clear()
    assert answers(make(endpoint, format=takes), "One")[0].error is None
    assert len(endpoint.requests) == 1


# ---- answers that are kept -------------------------------------------------------------------


def test_a_second_run_is_free_and_exact(endpoint: FakeEndpoint, kept: Path) -> None:
    texts = ["One\nOslo", "", "Two\n東京 and “Київ” 🙂", "One\nOslo"]
    first = answers(make(endpoint), *texts)
    assert len(endpoint.requests) == 3  # the same text once
    again = make(endpoint, retries=0, concurrency=1, timeout=1.0, price_in=1.0)
    assert [r.prediction for r in answers(again, *texts)] == [r.prediction for r in first]
    assert len(endpoint.requests) == 3
    assert (again.usage.requests, again.usage.cached, again.usage.input_tokens) == (0, 3, 300)
    assert again.usage.cost == pytest.approx(300 / 1e6)
    assert all(KEY.encode() not in file.read_bytes() for file in kept.iterdir())


@pytest.mark.parametrize(
    "changed",
    [{"model": "other"}, {"temperature": 0.5}, {"seed": 1}, {"max_tokens": 9}, {"shots": 1},
     {"layers": "headline"}, {"format": "json_object"}],
)  # fmt: skip
def test_another_question_is_asked_and_is_another_version(
    changed: dict[str, Any], endpoint: FakeEndpoint
) -> None:
    extractors = [make(endpoint), make(endpoint, **changed), make(endpoint, concurrency=1)]
    for extractor in extractors:
        extractor("One")
    assert len(endpoint.requests) == 2
    one, other, same = (extractor.version for extractor in extractors)
    assert one == same != other


def test_another_endpoint_is_another_question(endpoint: FakeEndpoint) -> None:
    with fake_endpoint.running() as other:
        assert make(endpoint)("One") == make(other)("One")
        assert (len(endpoint.requests), len(other.requests)) == (1, 1)


def test_a_spoilt_file_is_asked_for_again(endpoint: FakeEndpoint, kept: Path) -> None:
    make(endpoint)("One")
    (file,) = kept.iterdir()
    good = json.loads(file.read_bytes())
    file.write_bytes(file.read_bytes()[:-9])
    make(endpoint)("One")
    assert len(endpoint.requests) == 2
    assert {**json.loads(file.read_bytes()), "seconds": 0} == {**good, "seconds": 0}


def test_nothing_is_kept_if_so_asked(endpoint: FakeEndpoint, tmp_path: Path) -> None:
    make(endpoint, cache=False)("One")
    assert not (tmp_path / "cache").exists()
    make(endpoint, cache=str(tmp_path / "mine"))("One")
    assert len(list((tmp_path / "mine").iterdir())) == 1


def test_a_folder_that_takes_nothing_costs_no_article(
    endpoint: FakeEndpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert make(endpoint, cache=str(tmp_path / "file" / "below"))("One")
    assert "the answer is not kept" in capsys.readouterr().err


# ---- side by side ----------------------------------------------------------------------------


def test_several_are_asked_at_once_and_keep_their_order(endpoint: FakeEndpoint) -> None:
    meeting = Barrier(3)

    def wait(_body: dict[str, Any]) -> None:
        meeting.wait(timeout=20)

    endpoint.rule = wait
    texts = [f"Title {n}" for n in range(9)]
    found = answers(make(endpoint, concurrency=3), *texts)
    assert [record(result)["meta"]["headline"] for result in found] == texts


def test_several_workers_ask_each_article_once_and_their_spending_is_summed(
    endpoint: FakeEndpoint,
) -> None:
    query = f"base_url={endpoint.url}&layers=headline&shots=0&concurrency=3"
    documents = [(f"a{n}", f"Title {n}") for n in range(20)]
    outcome = run_on(Terms(2), parse(f"llm:fake?{query}"), documents)
    found = {result.id: record(result)["meta"]["headline"] for result in outcome}
    assert found == dict(documents)
    assert outcome.notes.usage is not None
    assert outcome.notes.usage.requests == len(endpoint.requests) == 20


def test_the_same_in_any_batch_and_order(endpoint: FakeEndpoint) -> None:
    texts = ["", "K", "🙂 Zoë\nsaid “Ça va”", "a\r\nb", "שלום\nעולם", "Rain" * 50_000]
    alone = [make(endpoint, cache=False)(text) for text in texts]
    assert make(endpoint, cache=False).batch(texts[::-1]) == alone[::-1]


# ---- what cannot be ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        ("llm", "needs a model: llm:MODEL"),
        ("llm?model=", "needs a model: llm:MODEL"),
        ("llm:m", "set OPENAI_API_KEY, or base_url"),
        ("llm:m?base_url=http://localhost&model_name=x", "no parameter named 'model_name'"),
        ("llm:m?base_url=http://localhost&shots=-1", "Expected `int` >= 0 - at `$.shots`"),
        ("llm:m?base_url=http://localhost&layers=names", "no layer named 'names'"),
        ("llm:m?base_url=localhost:8080", "base_url must begin with http"),
        ("llm:m?base_url=http://me:pw@host/v1", "takes no user, password or query"),
        ("llm:m?cache=", "name a folder"),
    ],
)
def test_senseless_parameters(spec: str, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ExtractorError) as caught:
        load(parse(spec))
    assert problem in str(caught.value)


def test_without_the_client(endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(ExtractorError, match=r'pip install "goldfield\[llm\]"'):
        make(endpoint)


def test_the_endpoint_may_come_from_the_environment(
    endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
    load(parse("llm:fake?shots=0&layers=headline"))("One")
    assert endpoint.keys == ["Bearer none"]


# ---- from end to end --------------------------------------------------------------------------


def test_a_card_counts_what_is_not_in_the_text(
    endpoint: FakeEndpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(to_line(toy_article()))
    names = [{"name": name, "type": "GPE"} for name in ("Oslo", "Atlantis", "oslo")]
    endpoint.plan[TEXT] = [said(json.dumps({"meta": {"headline": None}, "entities": names}))]
    spec = f"llm:fake?base_url={endpoint.url}&shots=0&layers=headline,entities"
    command = ["goldfield", "eval", spec, "--corpus", str(gold), "--out", str(tmp_path / "runs")]
    monkeypatch.setattr(sys, "argv", command)
    cards = []
    for _ in range(2):
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert not left.value.code
        cards.append(capsys.readouterr())
    assert len(endpoint.requests) == 1
    assert "strings found in the text: " in cards[0].out
    assert "1 unfound" in cards[0].out
    assert all("100 input tokens" in card.out for card in cards)
    assert "1 request, 0 answers from a cache" in cards[0].out
    assert "0 requests, 1 answer from a cache" in cards[1].out
    (run,) = (tmp_path / "runs").iterdir()
    assert all(KEY.encode() not in file.read_bytes() for file in run.iterdir())
    assert KEY not in "".join(card.out + card.err for card in cards)
