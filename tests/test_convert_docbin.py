"""DocBin files of spaCy as predictions."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import TEXT, toy_article

from goldfield.corpus.formats import Converted, Options, convert, docbin, load_labels
from goldfield.corpus.formats.base import Log

spacy = pytest.importorskip("spacy")
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, DocBin, Span  # noqa: E402

ARTICLE = toy_article()
NLP: Language = spacy.blank("en")


def doc_of(*places: tuple[str, str], text: str = TEXT) -> Doc:
    """A document with entities, by surface and label."""
    doc = NLP(text)
    doc.ents = [at(doc, surface, label) for surface, label in places]
    return doc


def at(doc: Doc, surface: str, label: str) -> Span:
    start = doc.text.index(surface)
    span = doc.char_span(start, start + len(surface), label=label)
    assert span is not None
    return span


def run(folder: Path, *docs: Doc, **options: object) -> Converted:
    path = folder / "docs.spacy"
    DocBin(docs=docs).to_disk(path)
    return convert(path, "docbin", {"a1": ARTICLE}, Options(**options))  # type: ignore[arg-type]


def test_entities_are_read_at_their_places(tmp_path: Path) -> None:
    # An emoji stands first: two bytes more and one UTF-16 unit more than code points.
    found = run(tmp_path, doc_of(("Anna Berg", "PER"), ("Oslo", "GPE")))
    assert (found.faults, found.notes) == ([], [])
    assert found.records == [
        {
            "id": "a1",
            "layers": ["entities"],
            "entities": [
                {"start": 2, "end": 11, "type": "PER"},
                {"start": 32, "end": 36, "type": "GPE"},
            ],
        }
    ]


def test_labels_are_mapped_and_what_is_dropped_is_told(tmp_path: Path) -> None:
    doc = doc_of(("Anna Berg", "PERSON"), ("Monday", "DATE"))
    found = run(tmp_path, doc, labels=load_labels("ontonotes"))
    assert [entity["type"] for entity in found.records[0]["entities"]] == ["PER"]
    assert found.notes == ["dropped as the label map says: DATE 1"]
    assert "is not a goldfield entity type" in run(tmp_path, doc).faults[0].problem


def test_groups_are_read_with_scores_where_nobody_looked_for_entities(tmp_path: Path) -> None:
    doc = NLP(TEXT)
    doc.spans["sc"] = [at(doc, "Oslo", "GPE")]
    doc.spans["sc"].attrs["scores"] = numpy.array([[0.75]], dtype="float32")
    assert run(tmp_path, doc).records[0]["entities"] == [
        {"start": 32, "end": 36, "confidence": 0.75, "type": "GPE"}
    ]
    doc.ents = []
    found = run(tmp_path, doc)
    assert found.records[0]["entities"] == []
    assert found.notes == ["spans in groups are left out beside entities (1 time)"]


def test_documents_find_their_article_by_text_or_in_order(tmp_path: Path) -> None:
    (fault,) = run(tmp_path, doc_of(text=TEXT.strip() + " ")).faults
    assert fault.problem == "no article has this text"
    (fault,) = run(tmp_path, doc_of(text=TEXT + "!"), join="order").faults
    assert "differ at offset" in fault.problem
    assert run(tmp_path, doc_of(), join="order").records[0]["entities"] == []


@pytest.mark.parametrize(
    "raw", [b"", b"no", zlib.compress(b"x"), zlib.compress(b"\x81\xa1a\x01")], ids=repr
)
def test_what_is_no_docbin_is_a_fault(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.spacy"
    path.write_bytes(raw)
    (fault,) = convert(path, "docbin", {"a1": ARTICLE}).faults
    assert fault.problem.startswith("no DocBin: ")
    assert "\n" not in fault.problem


@given(st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_never_raises(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(zlib.decompress(DocBin(docs=[doc_of(("Oslo", "GPE"))]).to_bytes()))
    for position, byte in changes:
        raw[position % len(raw)] = byte
    docbin.parse(zlib.compress(raw), "x", Log(Options()))
