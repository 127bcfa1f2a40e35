"""Readers of foreign corpora on any text at all, and on the corpora that are here."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign import DATA, imported, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TIME = '<TIMEX3 tid="t1" type="DATE" value="2031">'
EVENT = "E1\tAttribution:T1 Content:T2 Source:T1"
TOKENS = st.lists(
    st.sampled_from(
        ["<TimeML>", "</TimeML>", "<TEXT>", "</TEXT>", TIME, "</TIMEX3>", "<TLINK/>", "]]>", "<!--",
         '<REUTERS NEWID="1">', "</REUTERS>", "<TITLE>", "</TITLE>", "&#3;", "<D>", "<DATELINE>",
         "</DATELINE>", "OSLO, May 4 - ", "<BODY>", "</BODY>", "&lt;", "&#x0;", "<![CDATA[", "-->",
         "T1\tSource 0 2\tab", "T2\tContent 1 3\tbc", EVENT, "QUOTE\tQ1\t0\t0\t0\t1\tx", "ab",
         "ATTRIB\tQ1\tA-1", "“", '"', "c d", "é", "e\u0301", "😀", "\n", "\r\n", "\t", "\0", "\x1a",
         "\ufeff", "\u2028"]
    ),
    max_size=20,
).map("".join)  # fmt: skip
SUFFIXES = dict.fromkeys(["polnear", "litbank-entities", "litbank-quotes"], "ann")
SUFFIXES |= {"timeml": "tml", "reuters": "sgm"}


@pytest.mark.parametrize("format", SUFFIXES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=TOKENS | st.binary(max_size=40), text=TOKENS)
def test_no_file_breaks_a_reader(
    tmp_path: Path, format: str, content: str | bytes, text: str
) -> None:
    """Whatever stands in the files, there are articles that pass the check, faults, or both."""
    write(tmp_path, {f"a.{SUFFIXES[format]}": content, "a.txt": text})
    articles, account = imported(tmp_path, format)
    assert articles or account.faults or account.skipped


PUBLISHED = {
    "litbank-entities": {"document": (100, 100, 0), "mention": (13912, 13725, 187)},
    "litbank-quotes": {
        "document": (100, 100, 0), "quote": (1765, 1765, 0), "speaker": (1765, 1765, 0),
    },
}  # fmt: skip


@pytest.mark.parametrize("format", PUBLISHED)
def test_litbank_as_published(format: str) -> None:
    if not (DATA / format).is_dir():
        pytest.skip("LitBank is not part of the project")
    _, account = imported(DATA / format, format)
    assert (account.totals(), account.faults) == (PUBLISHED[format], [])
