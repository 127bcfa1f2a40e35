"""`goldfield corpus formats`: what goes in and what goes out."""

from __future__ import annotations

from goldfield.cli.console import Form, FormOption, say
from goldfield.corpus.exchange.tools import TOOLS
from goldfield.corpus.foreign.catalogue import GOLD_FORMATS
from goldfield.corpus.formats import FORMATS
from goldfield.reporting.tables import Table, render
from goldfield.schema.writing import to_json

__all__ = ["formats"]


def formats(form: FormOption = Form.table) -> None:
    """Every format that is read or written, by the command that does it.

    Corpora are read by `corpus import`, and by `--corpus X --format F` of `eval` and others where
    they are articles; annotation tools by `corpus export` and `import`; predictions by `convert`.
    """
    rows = [
        *(("corpus", name, "in", row.suite, row.about) for name, row in GOLD_FORMATS.items()),
        *(
            ("tool", name, "out and in" if tool.read else "out", _kept(tool.drops), tool.about)
            for name, tool in TOOLS.items()
        ),
        *(("predictions", name, "in", "", row.about) for name, row in FORMATS.items()),
    ]
    heads = ("kind", "format", "way", "suite or loss", "what")
    if form is Form.json:
        keys = ("kind", "format", "way", "detail", "about")
        say(to_json([dict(zip(keys, row, strict=True)) for row in rows]))
    else:
        say(render(Table("", heads, rows, left=len(heads)), form.value))


def _kept(drops: object) -> str:
    return "keeps a part" if drops else "keeps all"
