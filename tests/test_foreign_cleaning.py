"""Foreign texts made clean: what goes, what is composed, and that every offset follows."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from goldfield.corpus.foreign.cleaning import clean

TEXTS = st.text(
    st.sampled_from("aé e\u0301\u0323\r\n\ufeff\0\u2028😀각ᄀ\u1161\u11a8क\u093c"), max_size=12
)


def test_what_becomes_of_a_text() -> None:
    cleaned = clean("\ufeffone\r\ntwo\rcafe\u0301!")
    assert cleaned.text == "one\ntwo\ncafé!"
    assert cleaned.place(0, 4) == (0, 3)  # the mark at the front takes no room
    assert cleaned.place(6, 9) == (4, 7)
    assert cleaned.place(10, 15) == (8, 12)
    assert cleaned.place(10, 14) == (8, 12)  # cut between the e and its accent: the whole letter
    assert cleaned.place(4, 6) is None  # CRLF alone
    assert cleaned.place(3, 2) is cleaned.place(0, 99) is cleaned.place(-1, 2) is None


@given(TEXTS)
def test_clean_text_may_be_released(raw: str) -> None:
    cleaned = clean(raw)
    expected = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\0", "")
    assert cleaned.text == unicodedata.normalize("NFC", expected)
    assert len(cleaned.starts) == len(cleaned.ends) == len(raw)
    assert cleaned.starts == sorted(cleaned.starts)
    assert clean(cleaned.text).text == cleaned.text


@given(TEXTS, st.integers(0, 12), st.integers(1, 12))
def test_a_place_holds_what_it_held(raw: str, start: int, length: int) -> None:
    parts = raw[:start], raw[start : start + length], raw[start + length :]
    if any(part and unicodedata.combining(part[0]) for part in parts):
        return  # a mark that begins a part would be ordered among those of the part before
    before, within, after = (clean(part).text for part in parts)
    if before + within + after == clean(raw).text and start + length <= len(raw):
        span = clean(raw).span(start, start + length)
        assert (span.text if span else "") == within.strip()
