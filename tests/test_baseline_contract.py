"""One contract for every extractor that goldfield names: any text, anywhere, always the same.

Registered are the baselines, the examples for strangers, and installed entry points.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import typer
from seed import seed_text
from typer.testing import CliRunner

from goldfield import release
from goldfield.cli.evaluating import evaluate
from goldfield.errors import ExtractorError
from goldfield.running.contract import BatchExtractor, Extractor
from goldfield.running.encoding import as_prediction
from goldfield.running.loading import describe, load
from goldfield.running.specs import GROUP, defaults, parse
from goldfield.schema.labels import LAYERS
from goldfield.schema.predictions import decode

ROOT = release.root()
SEED = seed_text()
EXAMPLES = [str(path) for path in sorted((ROOT / "eval" / "examples").glob("*.py"))]
REGISTERED = [*defaults(), *sorted(entry_points(group=GROUP).names), *EXAMPLES]
TEXTS = {
    "empty": "",
    "one character": "K",
    "blank": " \n\t\n",
    "seed": SEED,
    "cut": SEED[:777],
    "carriage returns": SEED.replace("\n", "\r\n"),
    "emoji": "🙂 PARÍS, 3 de abril de 2022 — «Ça va», said Zoë 🙂🙂.\n\n" * 3,
    "emoji alone": "👩‍👩‍👧‍👦🇯🇵🙂",
    "right to left": "القاهرة، 24 يناير 2022 — قال الوزير: «سنعود غدا».\nירושלים: 3 הרוגים, אמר.",
    "both ways": "Cairo القاهرة said “שלום” on 24 January 2022 \u202eabc\u202c.",
    "other scripts": "東京で会議が開かれた。2022年1月24日\n\nΜόσχα, Київ и Москва — 24/01/2022",
    "quotes alone": '“‘"\'»„”’"«' * 40,
    "one quote": "“We will go,” she said. “We will.”",
    "marks": "“‘\"'»”—–…%$€()[]{}\\ \u00a0\u200b\u2028\u0301",
    "one word": "Kyiv",
    "long line": "word " * 2000,
    "deep": "(" * 500 + "a" + ")" * 500,
}
MEGABYTE = (SEED + "\n\n") * (10**6 // len(SEED) + 1)


@cache
def made(spec: str) -> Extractor:
    try:
        return load(parse(spec))
    except ExtractorError as error:
        pytest.skip(str(error))


@pytest.fixture(params=REGISTERED, ids=lambda spec: Path(spec).name)
def extractor(request: pytest.FixtureRequest) -> Extractor:
    return made(str(request.param))


def answer(extractor: Extractor, text: str) -> bytes:
    """The prediction as the runner would write it."""
    return as_prediction("x", extractor(text))


def spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "start" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from spans(item)


def check(line: bytes, text: str) -> None:
    """A prediction that can be scored, with every span inside the text."""
    assert decode(line)[1] == []
    for span in spans(json.loads(line)):
        assert 0 <= span["start"] < span["end"] <= len(text), span
        assert span.get("text") in (None, text[span["start"] : span["end"]])


def test_answers_any_text_with_spans_inside_it(extractor: Extractor) -> None:
    for text in TEXTS.values():
        check(answer(extractor, text), text)


def test_says_the_same_twice_and_in_any_order(extractor: Extractor) -> None:
    first = {name: answer(extractor, text) for name, text in TEXTS.items()}
    again = {name: answer(extractor, text) for name, text in reversed(TEXTS.items())}
    assert first == again


def test_says_the_same_in_batches_of_any_size(extractor: Extractor) -> None:
    if not isinstance(extractor, BatchExtractor):
        pytest.skip("answers one by one")
    alone = {name: answer(extractor, text) for name, text in TEXTS.items()}
    names = list(TEXTS)
    for size, order in ((1, names), (3, names[::-1]), (len(names), names[1::2] + names[::2])):
        for first in range(0, len(order), size):
            some = order[first : first + size]
            said = list(extractor.batch([TEXTS[name] for name in some]))
            lines = {name: as_prediction("x", one) for name, one in zip(some, said, strict=True)}
            assert lines == {name: alone[name] for name in some}
    assert list(extractor.batch([])) == []


def test_a_megabyte_is_no_matter(extractor: Extractor) -> None:
    check(answer(extractor, MEGABYTE), MEGABYTE)


def test_layers_are_known_and_stated(extractor: Extractor) -> None:
    layers = describe("x", extractor).layers
    assert layers
    assert set(layers) <= set(LAYERS)
    assert set(json.loads(answer(extractor, SEED)).get("layers", layers)) <= set(layers)


_UNWANTED = frozenset(
    {
        *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink"),
        *("socket.connect", "socket.getaddrinfo", "socket.sendto"),
        *("subprocess.Popen", "os.system", "os.posix_spawn", "os.fork"),
    }
)


class Watch:
    """Notes every file opened to be written, every change of a folder, and every connection.

    An audit hook cannot be taken away again; outside `with` it does nothing.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.on = False
        sys.addaudithook(self._hear)

    def __enter__(self) -> list[str]:
        self.seen, self.on = [], True
        return self.seen

    def __exit__(self, *_: object) -> None:
        self.on = False

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.on:
            return
        writes = event == "open" and bool(args[2] & (os.O_WRONLY | os.O_RDWR))
        if writes or event in _UNWANTED:
            self.seen.append(f"{event} {args}"[:200])


WATCH = Watch()


def test_neither_writes_nor_connects_nor_starts_a_program(extractor: Extractor) -> None:
    with WATCH as seen:
        for text in TEXTS.values():
            extractor(text)
    assert seen == []


def test_the_watch_sees(tmp_path: Path) -> None:
    with WATCH as seen:
        (tmp_path / "f").write_text("x")
        (tmp_path / "d").mkdir()
    assert len(seen) == 2


def test_strangers_get_onto_the_same_card(tmp_path: Path) -> None:
    script = ROOT / "eval" / "examples" / "stranger.sh"
    specs = [*EXAMPLES, f"cmd:sh {script}", "rules"]
    app = typer.Typer()
    app.command()(evaluate)
    printed = CliRunner().invoke(app, [*specs, "--split", "example", "--out", str(tmp_path)])
    assert printed.exit_code == 0, printed.output
    (heads,) = [line for line in printed.stdout.splitlines() if "self-agreement" in line][:1]
    assert all(Path(spec).name in heads for spec in specs)
    (row,) = re.findall(r"^entities@strict +(\S+) +(\S+) +(\S+) +(\S+)$", printed.stdout, re.M)
    assert [float(cell) > 0 for cell in row[:3]] == [True] * 3
