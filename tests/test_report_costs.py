"""Kinds of errors on the page of a run are those of `goldfield diagnose`."""

from __future__ import annotations

from pathlib import Path

from pages import check_page

from goldfield.diagnosis.diagnosing import diagnose
from goldfield.diagnosis.kinds import KINDS
from goldfield.diagnosis.subjects import read_subject
from goldfield.evaluation import Conduct, evaluate
from goldfield.reporting.tables import ratio
from goldfield.run_reports import write_report
from goldfield.saved_runs import gold_of, read_run


def test_each_kind_of_error_has_its_row(tmp_path: Path) -> None:
    made = evaluate("rules", split="validation", conduct=Conduct(timed=False))
    folder = made.save(tmp_path / "run")
    run = read_run(folder)
    page = check_page(write_report([run], gold_of(run).articles).read_text("utf-8"))
    rows = page.xpath("//table[@id='error-costs']//tbody/tr")
    found = [[cell.text_content().strip() for cell in row.xpath("th|td")] for row in rows]
    (diagnosed,) = diagnose([read_subject(folder)]).runs
    assert found == [
        [field.measure, kind.kind, str(kind.errors), ratio(kind.f1), ratio(kind.gain)]
        for field in diagnosed.fields
        for kind in field.kinds
    ]
    terms = [term.text_content() for term in page.xpath("//*[@id='error-meanings']//dt")]
    assert terms == [kind for kind in KINDS if kind in {row[1] for row in found}]
    bars = page.xpath("//*[@id='chart-costs']//*[contains(@aria-label, 'F1 gains')]")
    gains = [kind.gain for field in diagnosed.fields for kind in field.kinds if kind.gain]
    assert 0 < len(bars) <= len(gains)
