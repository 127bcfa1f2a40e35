"""Corpora that people annotated, taken in: makes the table of IMPORTS.md from copies of them.

    python eval/imports.py FORMAT=PATH "FORMAT (PART)=PATH" ... [--write]

The corpora are no part of goldfield. Every record is validated and scored against itself; an item
that is neither kept nor skipped ends the script. Rows of formats that are not named stay.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goldfield.corpus.foreign.account import Account
from goldfield.corpus.foreign.catalogue import GOLD_FORMATS, stream
from goldfield.corpus.loading import Corpus, select
from goldfield.prediction_files import score
from goldfield.reporting.pages import fill
from goldfield.schema.writing import to_line, write_text

PAGE = Path(__file__).parent / "IMPORTS.md"
HEAD = [
    "| what | records | kept of what it has | skipped, and damaged |",
    "| --- | ---: | --- | --- |",
]


class Row(NamedTuple):
    name: str
    cells: str


def main(arguments: Sequence[str]) -> int:
    named = [argument.split("=", 1) for argument in arguments if "=" in argument]
    rows = {row.name: row for row in old_rows(PAGE.read_text("utf-8"))}
    for name, path in named:
        rows[name] = row_of(name, Path(path))
        print(rows[name].cells)
    if "--write" in arguments:
        order = {format: index for index, format in enumerate(GOLD_FORMATS)}
        names = sorted(rows, key=lambda name: (order[name.partition(" ")[0]], name))
        table = "".join(f"{line}\n" for line in (*HEAD, *(rows[name].cells for name in names)))
        write_text(PAGE, fill(PAGE.read_text("utf-8"), {"counts": table}, str(PAGE)))
    return 0


def old_rows(page: str) -> list[Row]:
    lines = page.partition("<!-- counts -->")[2].partition("<!-- /counts -->")[0].split("\n")
    cells = [line for line in lines if line.startswith("| ") and line not in HEAD]
    return [Row(line.split(" | ")[0].removeprefix("| "), line) for line in cells]


def row_of(name: str, path: Path) -> Row:
    """Take a corpus in, and score it against itself."""
    format = name.partition(" ")[0]
    account = Account()
    chosen = select(Corpus(path, format), "all")
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        records = 0
        for record in stream(chosen.paths, chosen.corpus, account):
            file.write(to_line(record))
            records += 1
        file.flush()
        scores = score(Path(file.name), Path(file.name), GOLD_FORMATS[format].suite)
    wrong = {n: f.f1 for n, f in scores.fields.items() if f.f1 is not None and f.f1 < 1}
    if account.unexplained() or wrong:
        raise SystemExit(f"{name}: unexplained {account.unexplained()}, below 1: {wrong}")
    kept = ", ".join(
        f"{kind}s {kept:,} of {found:,}".replace("entitys", "entities")
        for kind, (found, kept, _) in account.totals().items()
        if kept and kind != "document"
    )
    told = [re.sub(r" [(].*?[)]: ", ": ", reason) for reason in account.reasons()]
    reasons = "; ".join(reason.replace("|", "/") for reason in told[:3])
    more = f"; and {len(told) - 3} more" if len(told) > 3 else ""
    damaged = f"; damaged: {len(account.faults)}" if account.faults else ""
    return Row(name, f"| {name} | {records:,} | {kept} | {reasons or 'none'}{more}{damaged} |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
