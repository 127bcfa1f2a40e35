"""TimeML and the SGML of Reuters: made files with their traps, and files that are neither."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign import imported, skipped, write

from goldfield.corpus.foreign.catalogue import GOLD_FORMATS
from goldfield.corpus.foreign.timeml import timeml_split
from goldfield.prediction_files import score
from goldfield.schema.writing import to_line


def timex(id: str, type: str, value: str, words: str, anchor: str = "") -> str:
    more = f' anchorTimeID="{anchor}"' if anchor else ""
    return f'<TIMEX3 tid="{id}" type="{type}" value="{value}"{more}>{words}</TIMEX3>'


CREATED = timex("t0", "DATE", "2031-06-02", "June 2").replace(
    ">", ' functionInDocument="CREATION_TIME">', 1
)
ONCE = timex("t4", "DATE", "2031", "once ")
TML = f"""<?xml version="1.0" ?>
<TimeML xmlns:xsi="x">
<DOCID>made</DOCID>
<DCT>{CREATED}</DCT>
<TEXT>
A &amp; B 😀 <EVENT eid="e1" class="OCCURRENCE">fell</EVENT>
{timex("t1", "DATE", "2031-06-01", "yesterday", "t0")},
<SIGNAL sid="s1">after</SIGNAL> {timex("t2", "DURATION", "PXD", "days")};
{timex("t3", "DATE", "PAST_REF", ONCE, "t0")}
mid{timex("t5", "DATE", "203X", "-2030", "t9")}s &lt;{timex("t6", "TIME", "T9:30", "9:30", "t1")}>
{timex("t7", "SET", "PXM", "months")} {timex("t8", "DATE", "2031", "")}
{timex("t9", "ERA", "BC", "BC")} {timex("t7", "DATE", "2031", "now")}
</TEXT>
<MAKEINSTANCE eiid="ei1" eventID="e1"/>
<TLINK lid="l1" relType="BEFORE" eventInstanceID="ei1" relatedToTime="t1"/>
</TimeML>"""


def test_timeml(tmp_path: Path) -> None:
    """References to entities are characters; an outer time ends after the one inside it.

    `once ` in two elements is one place, so the second to end (t3) is left out; `-2030` cuts the
    word `2030s`; 9:30 without a leading zero is no TIMEX3 value.
    """
    write(tmp_path, {"made.tml": TML, "._made.tml": b"\xff"})
    (article,), account = imported(tmp_path, "timeml")
    assert article.text == (
        "\nA & B 😀 fell\nyesterday,\nafter days;\nonce \nmid-2030s <9:30>\nmonths \nBC now\n"
    )
    assert [(t.id, t.span.text, t.type, t.value, t.anchor, t.vague) for t in article.times] == [
        ("t1", "yesterday", "DATE", "2031-06-01", "DCT", False),
        ("t2", "days", "DURATION", "PXD", None, True),
        ("t4", "once", "DATE", "2031", None, False),
        ("t5", "-2030s", "DATE", "203X", None, False),
        ("t6", "9:30", "TIME", None, "t1", False),
        ("t7", "months", "SET", "PXM", None, False),
    ]
    assert skipped(account) == [
        ("event", "OCCURRENCE", "only times have a layer of ours", 1),
        ("instance", "", "only times have a layer of ours", 1),
        ("link", "BEFORE", "only times have a layer of ours", 1),
        ("signal", "", "only times have a layer of ours", 1),
        ("time", "DATE", "another time has its place", 1),
        ("time", "DATE", "it has no id of its own", 1),
        ("time", "DATE", "it has no words", 1),
        ("time", "DATE", "it stands outside the text", 1),
        ("time", "ERA", "no type of ours", 1),
        ("value", "T9:30", "no TIMEX3 value to our schema; its time has none", 1),
    ]
    (note,) = account.notes
    assert note.startswith("documents whose creation time stands outside the text")
    assert note.endswith(": 1")


def test_timeml_without_an_element_for_the_text(tmp_path: Path) -> None:
    """As TimeBank 1.2: the text is the root's, its creation time among it, its end before links."""
    raw = (
        '\ufeff<TimeML>\r\n <TIMEX3 tid="t1" type="DATE" value="2031-06-02" '
        'functionInDocument="CREATION_TIME">06/02/31</TIMEX3>\r\n\r\nIt fell <TIMEX3 tid="t2" '
        'type="DATE" value="2031-06-02" anchorTimeID="t1">today</TIMEX3>.\r\n\r\n'
        '<TLINK lid="l1" relType="BEFORE"/>\r\n<TLINK lid="l2" relType="AFTER"/>\r\n</TimeML>'
    )
    (article,), account = imported(write(tmp_path, {"a.tml": raw}), "timeml")
    assert article.text == "\n 06/02/31\n\nIt fell today."
    assert [(t.span.start, t.span.text, t.anchor) for t in article.times] == [
        (2, "06/02/31", None),
        (20, "today", "DCT"),
    ]
    assert account.notes == []


LAUGHS = """<?xml version="1.0"?><!DOCTYPE TimeML [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<TimeML>&b;</TimeML>"""


@pytest.mark.parametrize(
    ("raw", "line", "problem"),
    [
        (LAUGHS, 1, "it declares entities, which a corpus has no use for"),
        (
            '<!DOCTYPE TimeML SYSTEM "x.dtd"><TimeML>\n&nbsp;</TimeML>',
            2,
            "an entity that nobody gave",
        ),
        ("<TimeML>&nbsp;</TimeML>", 1, "undefined entity"),
        ("<html/>", 1, "the file is no TimeML"),
        ("<TimeML>\n<TEXT>", 2, "no element found"),
        ("", 1, "no element found"),
        (b"<TimeML>\n\xff</TimeML>", 2, "not well-formed (invalid token)"),
        ('<?xml version="1.0" encoding="klingon"?><TimeML/>', None, "unknown encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?><TimeML/>', None, ""),
    ],
)
def test_what_is_no_timeml_is_told(
    tmp_path: Path, raw: str | bytes, line: int | None, problem: str
) -> None:
    articles, account = imported(write(tmp_path, {"a.tml": raw}), "timeml")
    (fault,) = account.faults
    assert articles == []
    assert problem in fault.problem
    assert line is None or fault.where == f"{tmp_path / 'a.tml'}:{line}"


def test_the_splits_of_tempeval() -> None:
    names = ["TimeBank/x.tml", "te3-platinum/x.tml", "data/dev/x.tml", "timeml/x.tml"]
    assert [timeml_split(Path(name)) for name in names] == ["train", "test", "validation", "all"]


SGML = b"""<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="5" NEWID="1">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS><D>cocoa</D></TOPICS>
<PLACES><D>brazil</D><D>usa</D></PLACES>
<PEOPLE></PEOPLE>
<UNKNOWN>
&#5;&#5;C T</UNKNOWN>
<TEXT>&#2;
<TITLE>&lt;BRIM CO> &amp; SONS</TITLE>
<AUTHOR>    By Ann Lee, Reuters</AUTHOR>
<DATELINE>    SANTA CRUZ, Calif., Feb 26 -
    </DATELINE><BODY>Brim caf\xe9\x92s rose.&#30; R&D &notit;\x1f fell.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS NEWID="2">
<TEXT TYPE="BRIEF">&#2;
******<TITLE>ONE LINE ONLY
</TITLE>Blah blah blah.
&#3;
</TEXT>
</REUTERS>
<REUTERS NEWID="3">
<TEXT TYPE="UNPROC">&#2;
All of it is raw.
&#3;</TEXT>
</REUTERS>
<REUTERS NEWID="4">
<TEXT>
<TITLE>PRICES</TITLE>
<DATELINE> Accumulative total at 1800 gmt - </DATELINE><BODY>8</BODY></TEXT>
</REUTERS>
"""


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_reuters(tmp_path: Path, end: bytes) -> None:
    raw = SGML.rstrip().replace(b"\n", end)
    articles, account = imported(write(tmp_path, {"reut2-000.sgm": raw}), "reuters")
    first, brief, table = articles
    assert [article.id for article in articles] == ["reuters-1", "reuters-2", "reuters-4"]
    assert first.text == (
        "<BRIM CO> & SONS\n\n    By Ann Lee, Reuters\n\n    SANTA CRUZ, Calif., Feb 26 -\n    "
        "Brim café’s rose. R&D &notit; fell.\n Reuter\n"
    )
    assert first.layers == ["headline", "dateline", "byline"]
    meta = first.meta
    assert meta.headline
    assert meta.byline
    assert meta.dateline
    assert meta.dateline.place
    assert (meta.headline.text, meta.byline.text) == ("<BRIM CO> & SONS", "Ann Lee")
    assert meta.dateline.span.text == "SANTA CRUZ, Calif., Feb 26"
    assert (meta.dateline.place.text, meta.dateline.date) == ("SANTA CRUZ, Calif.", None)
    assert (brief.text, brief.meta.dateline) == ("ONE LINE ONLY\n\n", None)
    assert table.layers == ["headline", "byline"]  # its dateline is none, or none that we can read
    assert skipped(account) == [
        ("dateline", "", "its parts cannot be told apart", 1),
        ("document", "", "no title or body is marked in it", 1),
        ("label", "PLACES", "of the document, not of a place in its text", 2),
        ("label", "TOPICS", "of the document, not of a place in its text", 1),
        ("line", "DATE", "it stands outside the text", 1),
        ("line", "UNKNOWN", "it stands outside the text", 1),
    ]


CLOSED = "1: the document is never closed"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", ["1: the file has no document"]),
        (b"\nfoo\nbar\n", ["2: 'foo' is in no document"]),
        (b'<REUTERS NEWID="1">\n<TEXT>', [CLOSED]),
        (
            b'<REUTERS NEWID="1">\n<REUTERS>\n</REUTERS>',
            ["1: the document is never closed", "2: it has no NEWID"],
        ),
    ],
)
def test_what_is_no_reuters_is_told(tmp_path: Path, raw: bytes, told: list[str]) -> None:
    _, account = imported(write(tmp_path, {"a.sgm": raw}), "reuters")
    assert [f"{f.where.rpartition(':')[2]}: {f.problem}" for f in account.faults] == told


@pytest.mark.parametrize("format", ["timeml", "reuters"])
def test_gold_against_itself_is_right(tmp_path: Path, format: str) -> None:
    write(tmp_path, {"a.tml": TML, "a.sgm": SGML})
    articles, _ = imported(tmp_path, format)
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(b"".join(map(to_line, articles)))
    fields = score(gold, gold, suite=GOLD_FORMATS[format].suite).fields
    assert {ratios.f1 for ratios in fields.values()} <= {1.0, None}
    assert any(ratios.f1 for ratios in fields.values())
