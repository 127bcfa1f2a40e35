"""The cards of the baselines, the frozen one, and what the two floors say."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from seed import seed_text

from goldfield import release
from goldfield.running.loading import load
from goldfield.running.specs import baselines, parse
from goldfield.schema.labels import LAYERS

SEED = seed_text()


@pytest.mark.parametrize("baseline", baselines())
def test_card_says_how_to_get_the_scores(baseline: str) -> None:
    card = (release.root() / "baselines" / baseline / "CARD.md").read_text(encoding="utf-8")
    assert card.startswith(f"# {baseline}\n")
    assert f"goldfield eval {baseline}" in card


def test_a_frozen_version_is_not_touched() -> None:
    folder = release.root() / "baselines" / "rules-1.0"
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    digest = hashlib.sha256()
    for path in files:
        if path.name != "CARD.md" and "__pycache__" not in path.parts:
            name = path.relative_to(folder).as_posix().encode()
            digest.update(name + b"\0" + path.read_bytes() + b"\0")
    assert digest.hexdigest() in (folder / "CARD.md").read_text("utf-8")


def test_null_predicts_every_layer_empty() -> None:
    answer = load(parse("null"))(SEED)
    assert tuple(answer.pop("layers")) == LAYERS
    assert set(answer.pop("meta").values()) == {None}
    assert list(answer.values()) == [[]] * 5


def lead(text: str) -> dict[str, Any]:
    meta: dict[str, Any] = load(parse("lead"))(text)["meta"]
    return meta


def test_lead_on_the_seed() -> None:
    # The text begins with a blank; the header has leaked into the line of the headline.
    headline = SEED.splitlines()[0].strip()
    meta = lead(SEED)
    assert meta["headline"] == {"start": 1, "end": 1 + len(headline), "text": headline}
    assert meta["date_published"] == {
        "value": "2022-01-24", "span": {"start": 6, "end": 16, "text": "2022-01-24"}
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "surface"),
    [
        ("On 2022-01-24T10:00Z", "2022-01-24", "2022-01-24"),
        ("on 4 January 2022,", "2022-01-04", "4 January 2022"),
        ("on January 24, 2022.", "2022-01-24", "January 24, 2022"),
        ("on 03/04/2022", "2022-04-03", "03/04/2022"),  # day first
        ("on 01/24/2022, or 2022-02-03", "2022-02-03", "2022-02-03"),  # no month 24
        ("1 May 2021 and 2020-01-01", "2021-05-01", "1 May 2021"),  # first in the text
        ("31/02/2022 then 28/02/2022", "2022-02-28", "28/02/2022"),  # no 31st of February
        ("in January 2022", None, ""),
        ("call 555-2022-01-24", None, ""),
        ("12022-01-24 2022-01-245", None, ""),
        ("24.01.2022", None, ""),
        ("0000-01-01", None, ""),
    ],
)
def test_lead_dates(text: str, value: str | None, surface: str) -> None:
    found = lead(text)["date_published"]
    if value is None:
        assert found is None
        return
    span = found["span"]
    assert (found["value"], span["text"]) == (value, surface)
    assert text[span["start"] : span["end"]] == surface


@pytest.mark.parametrize("text", ["", " \n\t\u2003\n"])
def test_lead_on_nothing(text: str) -> None:
    assert set(lead(text).values()) == {None}


def test_lead_headline_is_trimmed() -> None:
    assert lead("\n \u00a0\n\t A  b \u2003\r\nc")["headline"] == {
        "start": 6, "end": 10, "text": "A  b"
    }  # fmt: skip
