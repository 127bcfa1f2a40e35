"""Tables in every format, and errors with their context."""

from __future__ import annotations

from goldfield.reporting.errors import commonest_errors, describe
from goldfield.reporting.tables import Table, render
from goldfield.scoring.outcome import Item, Verdict

TABLE = Table("A | B", ("field", "F1"), [("a_b|c", "1.000"), ("50 %", "-")])


def test_formats() -> None:
    assert render(TABLE, "csv") == "field,F1\na_b|c,1.000\n50 %,-\n"
    assert "| a_b\\|c | 1.000 |" in render(TABLE, "markdown")
    assert r"a\_b|c & 1.000 \\" in render(TABLE, "latex")
    assert r"50 \% & - \\" in render(TABLE, "latex")
    assert render(TABLE, "table").splitlines()[1].split() == ["field", "F1"]


def verdict(category: str, gold: Item | None, pred: Item | None, reason: str = "") -> Verdict:
    return Verdict("d1", "entities@strict", category, gold, pred, reason)  # type: ignore[arg-type]


def test_commonest_error_comes_with_an_example_in_context() -> None:
    oslo, bern = Item("GPE", "Oslo", 5, 9), Item("GPE", "Bern", 14, 18)
    verdicts = [
        verdict("COR", oslo, oslo),
        verdict("MIS", bern, None),
        verdict("INC", oslo, Item("ORG", "Oslo", 5, 9), "label"),
        verdict("MIS", oslo, None),
    ]
    (error,) = commonest_errors(verdicts, ["entities@strict"])
    assert (error.kind, error.times) == ("missed GPE", 2)
    told = describe(error, {"d1": "From Oslo and Bern."})
    head, case = told.splitlines()
    assert head == "entities@strict  2 x missed GPE"
    assert case == "    d1: gold 'Bern' GPE, in ...From Oslo and [Bern]...."
    assert len(commonest_errors(verdicts, ["entities@strict"], most=9)) == 2
