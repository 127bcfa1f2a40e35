"""Refresh what ``data/countries.tsv`` takes from Unicode CLDR; all other columns are our own.

Run by hand after a new CLDR release, with the package babel installed:
``python -m baselines.rules.build_countries`` in the checkout writes the file, ``--check`` only
compares. Row order is kept, since it says which reading of a shared name is preferred. Babel
carries one English name a territory, so official names are hand-made aliases.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from goldfield.errors import DataError, Fault, GoldfieldError, MissingExtra

__all__ = ["cldr_names", "main", "refresh", "render"]

TABLE = Path(__file__).parent / "data" / "countries.tsv"
# Codes that CLDR names but ISO 3166-1 only reserves, and CLDR's own groupings and test locales.
NOT_ISO = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
# Kosovo has no official code; this one is user-assigned and in wide use (CLDR writes XKK).
USER_ASSIGNED = {"XKX": "XK"}

Row = dict[str, str]


def cldr_names() -> tuple[dict[str, str], dict[str, str]]:
    """CLDR's English name by alpha-2 code, and the alpha-2 code by alpha-3 code.

    Raises:
        MissingExtra: babel is not installed.
    """
    try:
        from babel import Locale
        from babel.core import get_global
    except ModuleNotFoundError as absent:
        raise MissingExtra("babel", "dev") from absent
    territories = Locale("en").territories
    names = {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_ISO
    }
    aliases = get_global("territory_aliases").items()
    codes = {long: short[0] for long, short in aliases if len(long) == 3 and long.isalpha()}
    return names, codes | USER_ASSIGNED


def refresh(rows: Sequence[Row], names: Mapping[str, str], codes: Mapping[str, str]) -> list[Row]:
    """The rows with CLDR's names put in.

    Raises:
        DataError: a territory of CLDR has no row, or a row's codes are not a pair of CLDR's.
    """
    faults = [
        Fault(TABLE.name, code, f"no row for {names[code]}", "add a row by hand")
        for code in sorted(names.keys() - {row["alpha2"] for row in rows})
    ]
    faults += [
        Fault(TABLE.name, row["alpha3"], f"is not {row['alpha2']} in CLDR", "correct the codes")
        for row in rows
        if row["alpha2"] not in names or codes.get(row["alpha3"]) != row["alpha2"]
    ]
    if faults:
        raise DataError(faults)
    return [row | {"cldr": names[row["alpha2"]]} for row in rows]


def render(rows: Sequence[Row]) -> str:
    """The rows as the text of the file."""
    out = StringIO()
    writer = csv.DictWriter(
        out, rows[0].keys(), delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main() -> int:
    """Refresh or check the table; the exit status is 1 if it is stale or at fault."""
    parser = argparse.ArgumentParser(description="Refresh the CLDR names of countries.tsv.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check = parser.parse_args().check
    written = TABLE.read_text(encoding="utf-8")
    rows = list(csv.DictReader(StringIO(written), delimiter="\t", quoting=csv.QUOTE_NONE))
    try:
        fresh = render(refresh(rows, *cldr_names()))
    except GoldfieldError as error:
        print(error, file=sys.stderr)
        return 1
    if check:
        return int(fresh != written)
    TABLE.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
