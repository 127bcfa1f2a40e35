"""The world knowledge of the rule baseline: complete, consistent, and right on known samples."""

from __future__ import annotations

import csv
import importlib.util
import sys
import unicodedata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

RULES = Path(__file__).parents[1] / "baselines" / "rules"
TABLES = ("countries", "regions", "organisations", "names")
# A holy see has no people of its own name.
NO_DEMONYM = {"VAT"}
FORMS = ("adjective", "singular", "plural")


def _module(stem: str) -> ModuleType:
    name = f"goldfield_test_rules_{stem}"
    spec = importlib.util.spec_from_file_location(name, RULES / f"{stem}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


gazetteer: Any = _module("gazetteer")


def _rows(table: str) -> list[dict[str, str]]:
    with (RULES / "data" / f"{table}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _cell(row: dict[str, str], column: str) -> list[str]:
    return row[column].split("|") if row.get(column) else []


def _surfaces(row: dict[str, str]) -> list[str]:
    capitals = [name for names in _cell(row, "capitals") for name in names.split("/")]
    named = [row["name"], *_cell(row, "cldr"), *_cell(row, "aliases"), *capitals]
    return named + [surface for form in FORMS for surface in _cell(row, form)]


@pytest.mark.parametrize("table", TABLES)
def test_cells_are_clean(table: str) -> None:
    lines = (RULES / "data" / f"{table}.tsv").read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    width = lines[0].count("\t")
    for line in lines:
        assert line.count("\t") == width, line
        assert unicodedata.is_normalized("NFC", line), line
        for item in line.replace("\t", "|").split("|"):
            assert item == " ".join(item.split()), line


@pytest.mark.parametrize("table", TABLES)
def test_rows_and_lists_hold_nothing_twice(table: str) -> None:
    rows = _rows(table)
    keys = [(row["name"], row.get("alpha3"), row.get("kind")) for row in rows]
    assert len(keys) == len(set(keys))
    for row in rows:
        for column in ("aliases", "caution", *FORMS):
            items = _cell(row, column)
            assert len(items) == len(set(items)), row
        assert row["name"] not in _cell(row, "aliases"), row


def test_labels_are_the_documented_ones() -> None:
    countries, regions = _rows("countries"), _rows("regions")
    assert {row["type"] for row in countries + regions} == {"GPE", "LOC"}
    assert {row["type"] for row in _rows("organisations")} == {"ORG"}
    assert {row["agency"] for row in _rows("organisations")} == {"yes", "no"}
    assert {row["gender"] for row in _rows("names")} == {"m", "f", "u"}
    assert {row["caution"] for row in _rows("names")} == {"yes", "no"}
    codes = {row["alpha3"] for row in countries}
    assert {row["alpha3"] for row in regions} <= codes | {""}
    assert sum(row["kind"] == "city" for row in regions) >= 350


def test_every_iso_code_and_every_state_is_there() -> None:
    rows = _rows("countries")
    # ISO 3166-1 has 249 codes; Kosovo's is user-assigned.
    assert len({row["alpha2"] for row in rows}) == len({row["alpha3"] for row in rows}) == 249 + 1
    status = [row["status"] for row in rows]
    # The United Nations has 193 members and 2 observer states.
    assert (status.count("member"), status.count("observer")) == (193, 2)
    for row in rows:
        if row["status"] != "territory" and row["alpha3"] != "ESH":
            assert row["capitals"], row["name"]
        if row["status"] != "territory" and row["alpha3"] not in NO_DEMONYM:
            assert all(row[form] for form in FORMS), row["name"]


def test_two_meanings_are_listed_as_cautions() -> None:
    belonging = gazetteer.places().keys() | gazetteer.demonyms().keys()
    names, organisations = gazetteer.given_names().keys(), gazetteer.organisations().keys()
    clashes = (belonging & names) | (belonging & organisations) | (names & organisations)
    for surface in gazetteer.places():
        if len({(place.type, place.alpha3) for place in gazetteer.readings(surface)}) > 1:
            clashes.add(surface)
    assert clashes - gazetteer.cautions() == set()


def test_shared_demonyms_and_acronyms_are_listed_as_cautions() -> None:
    owners: dict[str, set[str]] = {}
    for row in _rows("countries") + _rows("regions"):
        for demonym in (name for form in FORMS for name in _cell(row, form)):
            owners.setdefault(demonym, set()).add(row["alpha3"])
    for row in _rows("organisations"):
        for surface in (row["name"], *_cell(row, "aliases")):
            owners.setdefault(surface, set()).add(row["name"])
    shared = {surface for surface, names in owners.items() if len(names) > 1}
    assert {"Korean", "Congolese", "AFP"} <= shared <= gazetteer.cautions()


@pytest.mark.parametrize("table", ["countries", "regions", "organisations"])
def test_cautions_are_surfaces_of_their_row(table: str) -> None:
    for row in _rows(table):
        assert set(_cell(row, "caution")) <= set(_surfaces(row)), row["name"]


@pytest.mark.parametrize(
    ("surface", "type_", "name", "alpha3"),
    [
        ("U.S.", "GPE", "United States", "USA"), ("Britain", "GPE", "United Kingdom", "GBR"),
        ("Turkey", "GPE", "Türkiye", "TUR"), ("Turkiye", "GPE", "Türkiye", "TUR"),
        ("Russian Federation", "GPE", "Russia", "RUS"), ("Georgia", "GPE", "Georgia", "GEO"),
        ("DR Congo", "GPE", "Democratic Republic of the Congo", "COD"),
        ("Cote d'Ivoire", "GPE", "Côte d’Ivoire", "CIV"),
        ("Côte d'Ivoire", "GPE", "Côte d’Ivoire", "CIV"), ("Kiev", "GPE", "Kyiv", "UKR"),
        ("Washington", "GPE", "Washington", "USA"), ("The Hague", "GPE", "The Hague", "NLD"),
        ("Bogota", "GPE", "Bogotá", "COL"), ("N’Djamena", "GPE", "N'Djamena", "TCD"),
        ("Istanbul", "GPE", "Istanbul", "TUR"), ("Geneva", "GPE", "Geneva", "CHE"),
        ("Bombay", "GPE", "Mumbai", "IND"), ("Lagos", "GPE", "Lagos", "NGA"),
        ("Lodz", "GPE", "Łódź", "POL"), ("Birmingham", "GPE", "Birmingham", "GBR"),
        ("Texas", "GPE", "Texas", "USA"), ("Scotland", "GPE", "Scotland", "GBR"),
        ("Crimea", "LOC", "Crimea", "UKR"), ("Donbass", "LOC", "Donbas", "UKR"),
        ("Eastern Europe", "LOC", "Eastern Europe", ""), ("Gulf", "LOC", "Persian Gulf", ""),
        ("Middle East", "LOC", "Middle East", ""), ("Black Sea", "LOC", "Black Sea", ""),
        ("Horn of Africa", "LOC", "Horn of Africa", ""), ("Sahel", "LOC", "Sahel", ""),
        ("Antarctica", "LOC", "Antarctica", "ATA"),
    ],
)  # fmt: skip
def test_place_samples(surface: str, type_: str, name: str, alpha3: str) -> None:
    place = gazetteer.places()[surface]
    assert (place.type, place.name, place.alpha3) == (type_, name, alpha3)


@pytest.mark.parametrize(
    ("surface", "alpha3", "forms"),
    [
        ("Japanese", "JPN", "asp"), ("Ukrainian", "UKR", "as"), ("Ukrainians", "UKR", "p"),
        ("Spanish", "ESP", "a"), ("Spaniards", "ESP", "p"), ("Briton", "GBR", "s"),
        ("British", "GBR", "a"), ("Nigerien", "NER", "as"), ("Nigerian", "NGA", "as"),
        ("Basotho", "LSO", "ap"), ("Filipino", "PHL", "as"), ("Georgian", "GEO", "as"),
        ("Dominican", "DOM", "as"), ("Korean", "KOR", "as"), ("Congolese", "COD", "asp"),
        ("Scottish", "GBR", "a"), ("Chechen", "RUS", "as"), ("European", "", "as"),
        ("Kurds", "", "p"), ("Western", "", "a"),
    ],
)  # fmt: skip
def test_demonym_samples(surface: str, alpha3: str, forms: str) -> None:
    assert gazetteer.demonyms()[surface] == alpha3
    assert {form[0] for form in gazetteer.demonym_forms()[surface]} == set(forms)


@pytest.mark.parametrize(
    ("surface", "name", "agency"),
    [
        ("UN", "United Nations", False), ("Nato", "North Atlantic Treaty Organization", False),
        ("AU", "African Union", False), ("ICRC", "International Committee of the Red Cross", False),
        ("AP", "Associated Press", True), ("AFP", "Agence France-Presse", True),
        ("Kyodo", "Kyodo News", True), ("Xinhua News Agency", "Xinhua", True),
    ],
)  # fmt: skip
def test_organisation_samples(surface: str, name: str, agency: bool) -> None:
    organisation = gazetteer.organisations()[surface]
    assert (organisation.name, organisation.agency) == (name, agency)


@pytest.mark.parametrize(
    ("gender", "names"),
    [
        ("f", ["Mary", "Fatima", "Olena", "Ayse", "Yuriko", "Ngozi", "Priya"]),
        ("m", ["John", "José", "Jose", "Volodymyr", "Kenji", "Kwame", "Mehmet"]),
        ("u", ["Andrea", "Alex", "Jean"]),
    ],
)
def test_given_name_samples(gender: str, names: list[str]) -> None:
    assert {gazetteer.given_names()[name] for name in names} == {gender}


def test_capital_of() -> None:
    capitals = {"Moscow": "RUS", "Kiev": "UKR", "La Paz": "BOL", "Istanbul": None}
    assert {name: gazetteer.capital_of(name) for name in capitals} == capitals
    for country in gazetteer.countries().values():
        for capital in country.capitals:
            assert country.alpha3 in {place.alpha3 for place in gazetteer.readings(capital)}


def test_shared_names_give_every_reading() -> None:
    assert [place.alpha3 for place in gazetteer.readings("Georgia")] == ["GEO", "USA"]
    assert [place.alpha3 for place in gazetteer.readings("Congo")] == ["COD", "COG"]
    assert [place.kind for place in gazetteer.readings("New York")] == ["subdivision", "city"]
    assert gazetteer.readings("Nowhereland") == ()
    assert {"Georgia", "Congo", "Jordan", "Male", "Nice", "Will"} <= gazetteer.cautions()
    assert not {"Japan", "Guinea", "Paris", "Istanbul"} & gazetteer.cautions()


def test_datelines_are_found_in_capitals() -> None:
    assert gazetteer.dateline_place("ISTANBUL") == gazetteer.places()["Istanbul"]
    assert gazetteer.dateline_place("PORT-AU-PRINCE").alpha3 == "HTI"
    assert gazetteer.dateline_place("BOGOTÁ").alpha3 == gazetteer.dateline_place("BOGOTA").alpha3
    assert gazetteer.dateline_place("Istanbul").alpha3 == "TUR"
    assert gazetteer.dateline_place("istanbul") is None


@given(st.text())
def test_spellings_begin_with_the_surface_and_are_stable(surface: str) -> None:
    spelled = gazetteer.spellings(surface)
    assert spelled[0] == surface
    assert len(spelled) == len(set(spelled))


def test_cldr_names_are_current() -> None:
    pytest.importorskip("babel")
    build = _module("build_countries")
    rows = _rows("countries")
    assert build.refresh(rows, *build.cldr_names()) == rows
    assert build.render(rows) == (RULES / "data" / "countries.tsv").read_text(encoding="utf-8")


def test_the_build_refuses_gaps_and_wrong_codes() -> None:
    build = _module("build_countries")
    names, codes = {"AA": "Aland", "BB": "Beland"}, {"AAA": "AA", "BBB": "BB"}
    row = {"alpha2": "AA", "alpha3": "BBB", "cldr": ""}
    with pytest.raises(build.DataError) as caught:
        build.refresh([row], names, codes)
    assert [fault.path for fault in caught.value.faults] == ["BB", "BBB"]
    fixed = build.refresh([row | {"alpha3": "AAA"}], {"AA": "Aland"}, codes)
    assert fixed == [{"alpha2": "AA", "alpha3": "AAA", "cldr": "Aland"}]
