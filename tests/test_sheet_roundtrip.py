"""A record that is written as a sheet and compiled again is the same record, to the byte."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from goldfield.corpus.sheet import compile_sheet, decompile, surface_at
from goldfield.corpus.sheet.locating import locate
from goldfield.schema import labels, records
from goldfield.schema.checking import check_article
from goldfield.schema.migrations import VERSIONS
from goldfield.schema.text import cuts_word, sha256_of
from goldfield.schema.writing import to_line

PIECES = [
    "no", "~", "1e3", "null", "2022-01-24", "@3", "a@3", "x@~1", "- ", "# ", ": ", "a: b", "“So”",
    "’s", "don't", '"', "🚨", "👩‍🚒", "𝔸larm", "\u2028", "\x85", "\u00a0", "é", "東京", "  ", "\n",
    "\t", "{a}", "[b]", "&c", "*d", "!e", "%f", "|", ">", "?", "<<", "---", "...", "the", "he",
    "her", " ", " ", " ", ",", ".", "\\", "\\n", "`", "\x1f", "\x7f", "\ue000", "\uffff", "all",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)
STRINGS = st.sampled_from([*PIECES, "", "true", "-0", "long " * 400]) | TEXTS
IDS = st.sampled_from(["null", "<<", "=", "@3", "a:b", "-", "~", "#x", "{a}", "''", "x\n", "DCT"])
LETTERS = st.characters(exclude_categories=["Z", "C"])
ANY_ID = IDS | st.text(LETTERS, min_size=1, max_size=6) | st.just("i" * 128)
REALS = st.floats(allow_nan=False, allow_infinity=False)
FLOATS = st.none() | REALS


def _clean(text: str) -> str:
    kept = "".join(c for c in text if c not in "\r\0\ufeff" and not 0xD800 <= ord(c) < 0xE000)
    return unicodedata.normalize("NFC", kept)


def _label(type_: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(type_))


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _some(strategy: st.SearchStrategy[Any], limit: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=limit)


# Values that the validator accepts and YAML would read as something else than a string.
DATES = st.sampled_from(["2022", "2022-01", "2022-01-24"])
TIMES = st.sampled_from(["2022", "2022-01-24", "T09:30", "P3D", "PAST_REF", "199", "2022-W04-WE"])
JUDGED: list[tuple[labels.Factuality, labels.EventStatus]] = [
    ("CT+", "occurred"), ("CT-", "did_not_occur"), ("Uu", "claimed"), ("PS+", "considered"),
]  # fmt: skip


class Maker:
    """Draws the parts of one valid article."""

    def __init__(self, draw: Any, text: str) -> None:
        self.draw, self.text, self.used = draw, text, {"DCT"}
        stops = [i for i in range(len(text) + 1)]
        pairs = [(s, e) for s in stops for e in stops[s + 1 : s + 9] + stops[-1:] if s < e]
        fit = [(s, e) for s, e in pairs if text[s:e] == text[s:e].strip() and text[s:e]]
        cut = {i for i in stops if cuts_word(text, i)}
        self.raw = [records.Span(s, e, text[s:e]) for s, e in fit]
        self.whole = [span for span in self.raw if not {span.start, span.end} & cut]

    def span(self) -> records.Span:
        span: records.Span = self.draw(st.sampled_from(self.whole))
        return span

    def spans(self, least: int = 0) -> list[records.Span]:
        spans = st.lists(st.sampled_from(self.whole), min_size=least, max_size=3)
        return self.draw(spans) if self.whole else []

    def maybe(self) -> records.Span | None:
        return self.draw(_maybe(st.sampled_from(self.whole))) if self.whole else None

    def distinct(self, pool: list[records.Span], limit: int) -> list[records.Span]:
        return (
            self.draw(st.lists(st.sampled_from(pool), unique=True, max_size=limit)) if pool else []
        )

    def id(self) -> str:
        name = _clean(self.draw(ANY_ID))
        name = name if name.strip() and name not in self.used else f"e{len(self.used)}"
        self.used.add(name)
        return name

    def string(self) -> str:
        return _clean(self.draw(STRINGS))

    def maybe_string(self) -> str | None:
        return self.string() if self.draw(st.booleans()) else None

    def strings(self) -> list[str]:
        return [self.string() for _ in range(self.draw(st.integers(0, 2)))]

    def pick(self, names: list[str], *more: str) -> str | None:
        return self.draw(_maybe(st.sampled_from([*names, *more]))) if names or more else None

    def picks(self, names: list[str]) -> list[str]:
        return self.draw(_some(st.sampled_from(names), 2)) if names else []

    def mention(self, span: records.Span) -> records.Mention:
        cut = cuts_word(self.text, span.start) or cuts_word(self.text, span.end)
        heads = [s for s in self.whole if span.start <= s.start and s.end <= span.end]
        head = self.draw(_maybe(st.sampled_from(heads))) if heads else None
        subword = cut or self.draw(st.booleans())
        kind = self.draw(_label(labels.MentionKind))
        return records.Mention(span.start, span.end, span.text, kind, head, subword)

    def meta(self) -> records.DocumentFields:
        stated = records.PublicationDate("2022-01", self.maybe(), self.draw(_some(DATES, 2)))
        line = None
        if self.whole:
            city, country = self.maybe_string(), self.draw(st.sampled_from([None, "NOR"]))
            place, agency = self.maybe(), self.maybe_string()
            line = records.Dateline(self.span(), place, city, country, None, agency)
        first = self.draw(_maybe(st.just(stated)))
        dated = self.draw(_maybe(st.just(line)))
        head, deck, byline, publisher = (self.maybe() for _ in range(4))
        lang = self.draw(st.sampled_from(["no", "on", "y", "sr-Latn", None]))
        return records.DocumentFields(first, head, deck, dated, byline, publisher, lang)

    def quantity(self, span: records.Span, entities: list[str]) -> records.Quantity:
        low, high = sorted([self.draw(REALS) for _ in "ab"])
        readings = self.draw(_some(st.builds(records.QuantityReading, FLOATS, FLOATS, FLOATS), 2))
        label = self.draw(_label(labels.Comparator))
        unit, of = self.maybe_string(), self.pick(entities)
        value = self.draw(FLOATS)
        return records.Quantity(self.id(), span, value, low, high, label, unit, of, readings)

    def quote(self, entities: list[str], quotes: list[str]) -> records.Quote:
        status = self.draw(_label(labels.SourceStatus))
        source = records.Source(
            self.pick(entities), self.span(), self.maybe_string(), status, self.picks(entities)
        )
        found = records.Quote(
            self.id(), self.draw(_label(labels.QuoteType)), source, self.maybe(), self.spans(1),
            self.spans(), self.pick(entities), self.pick(quotes),
        )  # fmt: skip
        quotes.append(found.id)
        return found

    def event(self, ids: list[str]) -> records.Event:
        arguments = [
            records.Argument(
                self.draw(_label(labels.Role)), self.span(), self.pick(ids), self.picks(ids)
            )
            for _ in range(self.draw(st.integers(0, 3 if self.whole else 0)))
        ]
        label, status = self.draw(st.sampled_from(JUDGED))
        kind = self.draw(_label(labels.EventType))
        return records.Event(self.id(), kind, self.spans(), arguments, label, status)

    def anomaly(self) -> records.Anomaly:
        kind = self.draw(_label(labels.AnomalyType))
        return records.Anomaly(
            self.id(), kind, self.maybe(), self.string(), self.maybe_string(), self.string()
        )

    def times(self) -> list[records.Time]:
        names = ["DCT"]
        found = []
        for span in self.distinct(self.whole, 3):
            anchor, kind = self.pick(names), self.draw(_label(labels.TimeType))
            vague = self.draw(st.booleans())
            made = records.Time(
                self.id(),
                span,
                kind,
                self.draw(_maybe(TIMES)),
                anchor,
                vague,
                self.draw(_some(TIMES, 2)),
            )
            names.append(made.id)
            found.append(made)
        return found


@st.composite
def articles(draw: Any) -> records.Article:
    text = _clean(draw(TEXTS))
    make = Maker(draw, text)
    mentions = [make.mention(span) for span in make.distinct(make.raw, 6)]
    entities = []
    for part in filter(None, (mentions[:4], mentions[4:])):
        name, type_ = make.maybe_string(), draw(_label(labels.EntityType))
        item = draw(st.sampled_from([None, "Q17"]))
        entities.append(records.Entity(make.id(), type_, name, item, part))
    known = [entity.id for entity in entities]
    times = make.times()
    quantities = [make.quantity(span, known) for span in make.distinct(make.whole, 2)]
    named: list[str] = []
    quotes = [make.quote(known, named) for _ in range(draw(st.integers(0, 2 if make.whole else 0)))]
    ids = [*known, *(time.id for time in times), *(quantity.id for quantity in quantities)]
    events = [make.event(ids) for _ in range(draw(st.integers(0, 2)))]
    layers = draw(st.permutations(labels.LAYERS))
    version = draw(st.sampled_from(VERSIONS))
    extractor = draw(st.sampled_from([None, "rules@1.0", "cmd:a b: #c@0"]))
    provenance = records.Provenance(
        draw(_label(labels.Kind)), make.string(), make.string(), draw(_label(labels.Author)),
        draw(_label(labels.Author)), draw(st.integers(0, 99)), draw(_label(labels.RecordStatus)),
        UNSET if version == "1.0" else extractor,
    )  # fmt: skip
    return records.Article(
        make.id(), sha256_of(text), text, layers, make.meta(), entities, times, quantities, quotes,
        events, version, make.string(),
        [make.anomaly() for _ in range(draw(st.integers(0, 2)))], provenance,
    )  # fmt: skip


def _again(article: records.Article, name: str = "a.txt") -> tuple[records.Article, str]:
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "sheet.yaml"
        written = decompile(article, name)
        sheet.write_bytes(written.encode())
        (Path(folder) / name).write_bytes(article.text.encode())
        return compile_sheet(sheet), written


@given(articles())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_valid_record_survives_the_sheet(article: records.Article) -> None:
    assume(not check_article(article))
    again, written = _again(article)
    assert to_line(again) == to_line(article)
    assert decompile(again, "a.txt") == written


@given(TEXTS.map(_clean), st.data())
@settings(max_examples=200, deadline=None)
def test_a_surface_leads_back_to_its_span(text: str, data: st.DataObject) -> None:
    make = Maker(data.draw, text)
    assume(make.raw)
    span = data.draw(st.sampled_from(make.raw))
    assert locate(text, surface_at(text, span), may_cut=True) == span


@pytest.mark.parametrize("name", ["no", "~", "null", "a: b #c", "@3", "{x}.txt", "é 🚨.txt"])
def test_the_path_of_the_text_may_be_any_name(name: str) -> None:
    provenance = records.Provenance("composed", "CC0-1.0", "", "human", "unknown", 0, "draft")
    meta = records.DocumentFields(None, None, None, None, None, None, "no")
    article = records.Article(
        "x", sha256_of(""), "", ["lang"], meta, [], [], [], [], [], "1.0", "1.0", [], provenance
    )
    again, written = _again(article, name)
    assert to_line(again) == to_line(article)
    assert "lang: no\n" in written
    assert 'source: ""' in written
