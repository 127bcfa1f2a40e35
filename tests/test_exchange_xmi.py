"""UIMA CAS as XMI both ways: nothing is lost, edits change records, nothing hostile is obeyed."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cassis import Cas, load_cas_from_xmi, load_typesystem  # type: ignore[import-untyped]
from graphs import full_articles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import convert
from test_exchange_graph import article, plain

from goldfield.corpus.exchange.assemble import from_graph
from goldfield.corpus.exchange.contract import Reading
from goldfield.corpus.exchange.flatten import to_graph
from goldfield.corpus.exchange.graph import ATTRIBUTES, RELATIONS, TYPES, Graph
from goldfield.corpus.exchange.xmi import read, write
from goldfield.corpus.exchange.xmi.types import LAYERS, type_system
from goldfield.corpus.foreign.account import Account
from goldfield.corpus.loading import load_articles
from goldfield.errors import DataError
from goldfield.schema.records import Article
from goldfield.schema.text import sha256_of

RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck))
EMOJI = "😀 Brim "


def put(folder: Path, *articles: Article) -> Path:
    for name, content in write(map(to_graph, articles)):
        (folder / name).write_bytes(content)
    return folder


def graphs_of(path: Path, account: Account | None = None) -> list[Graph]:
    account = account or Account()
    graphs = list(read(path, Reading(account)))
    assert account.faults == []
    return graphs


def taken(path: Path) -> list[Article]:
    found = [from_graph(graph) for graph in graphs_of(path)]
    assert [faults for _, faults in found if faults] == []
    return [article for article, _ in found if article]


def told(path: Path) -> list[str]:
    account = Account()
    assert list(read(path, Reading(account))) == []
    return [f"{Path(fault.where).name} {fault.problem}" for fault in account.faults]


def loaded(folder: Path) -> Any:
    types = load_typesystem(folder / "TypeSystem.xml")
    return load_cas_from_xmi(folder / "a.xmi", typesystem=types)


def edited(folder: Path, change: Callable[[Any, dict[str, Any]], None]) -> Path:
    """The folder of the article after a change to its CAS, by cassis."""
    cas = loaded(put(folder, article()))
    regions = {one.goldfield_id: one for one in cas.select_all_fs() if hasattr(one, "goldfield_id")}
    change(cas, regions)
    cas.to_xmi(folder / "a.xmi")
    return folder


def astral() -> Article:
    """The article with an astral character before everything."""
    found = article()
    raw, by = json.dumps(plain(found)), len(EMOJI)
    moved = re.sub(r'"(start|end)": (\d+)', lambda m: f'"{m[1]}": {int(m[2]) + by}', raw)
    text = EMOJI + found.text
    return convert({**json.loads(moved), "text": text, "text_sha256": sha256_of(text)}, Article)


# ---- what is written ----


def test_the_types_are_what_inception_takes_for_layers() -> None:
    """Span layers extend Annotation; a link type is under TOP, with role and target alone."""
    root = ET.fromstring(dict(write([]))["TypeSystem.xml"])
    ns = "{http://uima.apache.org/resourceSpecifier}"
    types = {
        one.findtext(f"{ns}name"): (
            one.findtext(f"{ns}supertypeName"),
            {
                feature.findtext(f"{ns}name"): (
                    feature.findtext(f"{ns}rangeTypeName"), feature.findtext(f"{ns}elementType"),
                )
                for feature in one.iter(f"{ns}featureDescription")
            },
        )
        for one in root.iter(f"{ns}typeDescription")
    }  # fmt: skip
    text = ("uima.cas.String", None)
    link = "webanno.custom.TriggerRelationsLink"
    assert types["webanno.custom.Trigger"] == (
        "uima.tcas.Annotation",
        dict.fromkeys(("label", "factuality", "status", "goldfield_id"), text)
        | {"relations": ("uima.cas.FSArray", link)},
    )
    assert types[link] == (
        "uima.cas.TOP",
        {"role": text, "target": ("uima.tcas.Annotation", None)},
    )
    assert types["webanno.custom.Cue"] == ("uima.tcas.Annotation", {"goldfield_id": text})
    assert types["webanno.custom.Article"][0] == "uima.cas.AnnotationBase"


def test_the_layers_of_inception_are_those_of_the_types() -> None:
    layers = {layer["name"]: layer for layer in json.loads(dict(write([]))["layers.json"])}
    types = type_system()
    assert set(layers) == {*LAYERS, "webanno.custom.Article"}
    for name, layer in layers.items():
        features = {feature["name"]: feature for feature in layer["features"]}
        assert set(features) == {one.name for one in types.get_type(name).features}
        kind = LAYERS.get(name)
        closed = {
            key: [tag["tag_name"] for tag in feature["tag_set"]["tags"]]
            for key, feature in features.items()
            if feature["tag_set"]
        }
        if kind is None:
            assert (layer["type"], closed) == ("document-metadata", {})
            continue
        roles = [role for role, (sources, _) in RELATIONS.items() if kind in sources]
        known = {"label": TYPES.get(kind), **ATTRIBUTES.get(kind, {}), "relations": roles}
        assert closed == {key: list(values) for key, values in known.items() if values}


def test_offsets_in_the_file_count_utf16(tmp_path: Path) -> None:
    lines = (put(tmp_path, astral()) / "a.xmi").read_text()
    found = re.search(r'<custom:Mention [^>]*begin="(\d+)" end="(\d+)" label="GPE"', lines)
    assert found
    assert (int(found[1]), int(found[2])) == (18 + 7 + 1, 22 + 7 + 1)
    assert 'documentId="a"' in lines
    assert taken(tmp_path) == [astral()]


def test_files_are_the_same_twice() -> None:
    graphs = [to_graph(article()), to_graph(astral())]
    assert list(write(graphs)) == list(write(graphs))


@pytest.mark.parametrize("char", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_refused_before_anything_is_written(char: str) -> None:
    found = article()
    found.entities[0].name = f"Ada{char}"
    found.text = found.text.replace(" left", f"{char}left")
    written: list[str] = []
    with pytest.raises(DataError) as caught:
        written.extend(name for name, _ in write([to_graph(article()), to_graph(found)]))
    assert written == []
    code = f"U+{ord(char):04X}"
    assert [(one.where, one.path, one.problem) for one in caught.value.faults] == [
        ("a", "text", f"holds {code} at 58, which XML cannot"),
        ("a", "'ada' name", f"holds {code} at 3, which XML cannot"),
    ]


# ---- there and back ----


# Several at a time: cassis makes its classes anew for every type system, which takes the longest.
SOME = st.lists(full_articles(), min_size=1, max_size=5, unique_by=lambda article: article.id)


@settings(RELAXED, max_examples=50)
@given(SOME)
def test_nothing_is_lost(articles: list[Article]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = taken(put(Path(folder), *articles))
        assert {one.id: one for one in found} == {one.id: one for one in articles}


def test_the_released_gold_comes_back(tmp_path: Path) -> None:
    articles = [one for split in ("example", "train") for one in load_articles(None, split)]
    assert taken(put(tmp_path, *articles)) == sorted(articles, key=lambda one: one.id)


def test_one_file_can_be_read_without_the_types_beside_it(tmp_path: Path) -> None:
    (put(tmp_path, article()) / "TypeSystem.xml").unlink()
    assert taken(tmp_path / "a.xmi") == [article()]


def test_offsets_that_count_code_points_are_proved_by_surfaces(tmp_path: Path) -> None:
    """Not every program that writes XMI knows what its offsets count."""
    file = put(tmp_path, astral()) / "a.xmi"
    file.write_text(
        re.sub(
            r'begin="([1-9]\d*)" end="(\d+)"',
            lambda one: f'begin="{int(one[1]) - 1}" end="{int(one[2]) - 1}"',
            file.read_text(),
        )
    )
    assert taken(tmp_path) == [astral()]


# ---- edits ----


def test_edits_change_what_was_edited(tmp_path: Path) -> None:
    def change(cas: Any, regions: dict[str, Any]) -> None:
        regions["brim"].end += 3
        regions["v"].status = "planned"
        regions["n"].value = "31"
        mention = cas.typesystem.get_type("webanno.custom.Mention")
        link = cas.typesystem.get_type("webanno.custom.MentionRelationsLink")
        array = cas.typesystem.get_type("uima.cas.FSArray")
        joined = array(elements=[link(role="coref", target=regions["ada"])])
        cas.add(mention(begin=24, end=25, label="PER", kind="PRO", relations=joined))
        cas.remove(regions["q#quoted"])
        regions["q"].relations.elements = regions["q"].relations.elements[:-1]

    (found,) = taken(edited(tmp_path, change))
    assert [one.text for one in found.entities[1].mentions] == ["Brim on"]
    assert [one.text for one in found.entities[0].mentions] == ["Ada Lind", "the mayor", "n"]
    assert (found.events[0].status, found.quantities[0].value) == ("planned", 31.0)
    assert found.quotes[0].quoted == []
    assert plain(found)["times"] == plain(article())["times"]


def test_a_copied_annotation_is_a_new_one(tmp_path: Path) -> None:
    def change(cas: Any, regions: dict[str, Any]) -> None:
        mention = cas.typesystem.get_type("webanno.custom.Mention")
        cas.add(mention(begin=59, end=63, label="GPE", goldfield_id="brim"))

    brim, left = taken(edited(tmp_path, change))[0].entities[1:]
    assert (brim.id, brim.mentions[0].text, left.mentions[0].text) == ("brim", "Brim", "left")
    assert left.id != "brim"


def test_an_empty_link_and_an_unknown_type_are_skipped_and_told(tmp_path: Path) -> None:
    def change(cas: Any, regions: dict[str, Any]) -> None:
        regions["v"].relations.elements[0].target = None
        cas.typesystem.create_type("webanno.custom.Own", "uima.tcas.Annotation")
        cas.add(cas.typesystem.get_type("webanno.custom.Own")(begin=0, end=3))

    account = Account()
    (graph,) = graphs_of(edited(tmp_path, change), account)
    assert account.totals() == {
        "annotation": (1, 0, 1), "link": (1, 0, 1), "region": (len(graph.regions), 0, 0),
    }  # fmt: skip
    assert "1 link (actor 1): it leads nowhere" in account.reasons()


# ---- what strangers make ----


def test_a_cas_made_by_hand(tmp_path: Path) -> None:
    types = type_system()
    cas = Cas(typesystem=types)
    cas.sofa_string = "😀 Ada Lind\r\nspoke. “Go,” she said."
    cas.sofa_mime = "text/plain"

    def add(layer: str, surface: str, **features: Any) -> Any:
        start = cas.sofa_string.index(surface)
        made = types.get_type(f"webanno.custom.{layer}")(
            begin=start, end=start + len(surface), **features
        )
        cas.add(made)
        return made

    def links(layer: str, **targets: Any) -> Any:
        link = types.get_type(f"webanno.custom.{layer}RelationsLink")
        return types.get_type("uima.cas.FSArray")(
            elements=[link(role=role, target=target) for role, target in targets.items()]
        )

    ada = add("Mention", "Ada Lind", label="PER")
    she = add("Mention", "she", label="PER", kind="PRO", relations=links("Mention", coref=ada))
    add("Quote", "Go", label="direct", relations=links("Quote", speaker=she))
    add("Trigger", "spoke", label="CONSULT", relations=links("Trigger", actor=ada))
    cas.to_xmi(tmp_path / "b c.xmi")
    (graph,) = graphs_of(tmp_path)
    head = {key: value for key, value in plain(article()).items() if key not in ("id", "text")}
    found, faults = from_graph(graph, head)
    assert faults == []
    assert found is not None
    assert (found.id, found.text) == ("b_c", "😀 Ada Lind\nspoke. “Go,” she said.")
    assert [one.text for one in found.entities[0].mentions] == ["Ada Lind", "she"]
    assert [one.text for one in found.quotes[0].content] == ["Go"]
    assert found.quotes[0].source.entity == found.events[0].arguments[0].ref


UIMA = """<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" \
xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore" \
xmlns:type4="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" \
xmi:version="2.0"><cas:NULL xmi:id="0"/>\
<type4:Sentence xmi:id="9" sofa="1" begin="0" end="8"/>\
<custom:Mention xmi:id="12" sofa="1" begin="3" end="7" label="GPE" relations=""/>\
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="😀&#10;Brim."/>\
<cas:View sofa="1" members="9 12"/></xmi:XMI>"""


def test_a_file_as_uima_writes_it(tmp_path: Path) -> None:
    (tmp_path / "a.xmi").write_text(UIMA)
    account = Account()
    (graph,) = graphs_of(tmp_path, account)
    assert [(one.label, graph.surface(one)) for one in graph.regions] == [("GPE", "Brim")]
    assert account.totals()["annotation"] == (1, 0, 1)


# ---- damage ----


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('label="GPE"', 'label="CITY"', "a.xmi#12 a mention is labelled 'CITY'"),
        ('label="GPE"', "", "a.xmi#12 a mention is labelled ''"),
        ('begin="3"', 'begin="1"', "a.xmi#12 [1, 7) is empty or outside the text"),
        ('begin="3"', 'begin="7"', "a.xmi#12 [7, 7) is empty or outside the text"),
        ('end="7"', 'end="99"', "a.xmi#12 [3, 99) is empty or outside the text"),
        ('begin="3"', "", "a.xmi#12 begin or end is missing"),
        ('begin="3"', 'begin="x"', "a.xmi no CAS that cassis can read"),
        ('members="9 12"', 'members="9 12 13"', "a.xmi no CAS that cassis can read: KeyError"),
        ("</xmi:XMI>", "", "a.xmi:1 it is no XML: no element found"),
        ('sofaString="😀&#10;Brim."', "", "a.xmi it has no text"),
        ('"UTF-8"', '"utf-16"', "a.xmi:1 it is "),
        ('"UTF-8"', '"cp037"', "a.xmi:1 it is in cp037, not UTF-8"),
        ("?><xmi", "?><!DOCTYPE x><xmi", "a.xmi:1 it declares a document type"),
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert UIMA.count(old) == 1
    (tmp_path / "a.xmi").write_text(UIMA.replace(old, new))
    assert problem in told(tmp_path)[0]


def test_a_folder_and_a_file_that_are_not_there_are_told(tmp_path: Path) -> None:
    assert told(tmp_path)[0].endswith(" no file of it ends in .xmi")
    assert told(tmp_path / "b.xmi") == ["b.xmi cannot be read: No such file or directory"]


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "entities", [f'<!ENTITY a0 "x">{BOMB}', '<!ENTITY a9 SYSTEM "file:///etc/passwd">']
)
@pytest.mark.parametrize("name", ["a.xmi", "TypeSystem.xml"])
def test_entities_are_refused_unread(tmp_path: Path, name: str, entities: str) -> None:
    put(tmp_path, article())
    raw = (tmp_path / name).read_text()
    at = raw.index("?>") + 2
    doctype = f"<!DOCTYPE x [{entities}]>"
    hostile = raw[:at] + doctype + raw[at:].replace("Ada Lind spoke", "&a9;", 1)
    (tmp_path / name).write_text(hostile)
    assert told(tmp_path) == [f"{name}:1 it declares a document type, or entities"]


def test_another_text_and_other_side_data_are_told(tmp_path: Path) -> None:
    raw = (put(tmp_path, article()) / "a.xmi").read_text()
    (tmp_path / "a.xmi").write_text(raw.replace('30 left."', '30 gone."'))
    assert told(tmp_path) == ["a.xmi the text is not the one that was exported"]
    (tmp_path / "a.xmi").write_text(raw.replace('side="{', 'side="'))
    assert "a.xmi no side data of goldfield" in told(tmp_path)[0]


NEW = ("", "9 ", "1", '"', " x=", "<", "&#0;", "]]>")
CUTS = sorted({0, *(found.end() for found in re.finditer(r'[ ">=]', UIMA))})


@settings(RELAXED, max_examples=100)
@given(st.binary(max_size=60) | st.tuples(*map(st.sampled_from, (CUTS, CUTS, NEW))))
def test_any_file_gives_a_graph_or_faults(change: bytes | tuple[int, int, str]) -> None:
    if isinstance(change, bytes):
        raw = change
    else:
        start, end, new = change
        raw = (UIMA[:start] + new + UIMA[end:]).encode()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.xmi").write_bytes(raw)
        account = Account()
        graphs = list(read(Path(folder), Reading(account)))
        assert bool(graphs) != bool(account.faults)
        for graph in graphs:
            from_graph(graph)
