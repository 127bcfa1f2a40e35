"""Agreement of annotation passes as tables, with what they measure in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from goldfield.corpus.agreement import (
    LEAST_ALPHA,
    LEAST_F1,
    Agreement,
    CategoryAgreement,
    PairAgreement,
    Round,
)
from goldfield.reporting.tables import Table, interval, number, ratio, remark_start, render
from goldfield.scoring.scorer import FieldScore
from goldfield.scoring.statistics import Interval

__all__ = ["agreement_page"]

_WIDTH = 100
_MODEL = "language-model"


def agreement_page(agreement: Agreement, form: str, *, per_article: bool = True) -> str:
    """The whole report; as CSV, one long table without words.

    Args:
        agreement: what to show.
        form: one of `goldfield.reporting.tables.FORMATS`.
        per_article: also a table with a row for each article.
    """
    if form == "csv":
        return render(_long(agreement), form)
    blocks = [*_words(_who(agreement), form)]
    for round in agreement.rounds:
        tables = [*_tables(round), *([_events(round)] if per_article else [])]
        blocks += [render(table, form) for table in tables]
        blocks += _words(_notes(round), form)
    blocks += _words(_left_out(agreement), form)
    return "\n".join(blocks)


def _words(sentences: Iterator[str], form: str) -> list[str]:
    """Sentences as paragraphs, each ending in a line feed; LaTeX gets them as comments."""
    start = remark_start(form)
    then = start if form == "latex" else " " * len(start)
    lines = [
        [f"{start}{told}"]
        if told.startswith("signature")  # one line, whatever its length
        else wrap(f"{start}{told}", _WIDTH, subsequent_indent=then)
        for told in sentences
    ]
    text = "\n".join("\n".join(paragraph) for paragraph in lines)
    return [f"{text}\n"] if text else []


def _who(agreement: Agreement) -> Iterator[str]:
    """What is measured, as far as provenance tells."""
    made = agreement.annotators
    passes = sum(made.values())
    if set(made) == {_MODEL}:
        yield (
            f"Self-agreement of one language-model annotator: by their provenance all {passes} "
            "passes were made by a language model. It tells how firmly the manual guides the "
            "model. It is not agreement among people, and no ceiling for extractors."
        )
    else:
        told = ", ".join(f"{name} {count}" for name, count in made.items())
        yield f"Agreement of {passes} passes, by who made them: {told}."


def _tables(round: Round) -> list[Table]:
    tables = [_f1_table(round), _alpha_table(round)]
    return tables + ([_gold_table(round)] if round.with_gold else [])


def _title(round: Round) -> str:
    count = len(round.articles)
    articles = f"{count} article" if count == 1 else f"{count} articles"
    sides = f"passes {round.passes.first} and {round.passes.second}"
    return f"round {round.number}, {sides}, {articles}"


def _f1_table(round: Round) -> Table:
    both = round.passes
    with_ci = any(field.ci for field in both.scores.fields.values())
    heads = ("measure", "F1", *(["95 % interval"] if with_ci else []), "agreed")
    heads += (f"in {both.first}", f"in {both.second}", "unit", "note")
    rows = [
        (name, ratio(field.f1), *([interval(_ci(field))] if with_ci else []), *_sizes(field),
         _flag(round, name))
        for name, field in both.scores.fields.items()
    ]  # fmt: skip
    return Table(f"F1: {_title(round)}", heads, rows)


def _ci(field: FieldScore) -> Interval | None:
    return field.ci["f1"] if field.ci else None


def _sizes(field: FieldScore) -> tuple[str, ...]:
    if field.unit == "mean":  # of other measures: there is nothing to count
        return "-", "-", "-", "mean"
    agreed = number(field.tp_gold)
    if field.tp_pred != field.tp_gold:
        agreed = f"{agreed} / {number(field.tp_pred)}"
    return agreed, number(field.gold), number(field.pred), field.unit


def _flag(round: Round, name: str) -> str:
    told = [round.flagged[name]] if name in round.flagged else []
    if name in round.passes.exchanged:
        other = round.passes.exchanged[name]
        told.append(f"{ratio(other)} with {round.passes.second} as gold")
    return "; ".join(told)


def _alpha_table(round: Round) -> Table:
    both = round.passes
    with_ci = any(row.ci for row in both.categories.values())
    heads = ("category", "alpha", *(["95 % interval"] if with_ci else []), "agreed", "units")
    heads += (f"in {both.first}", f"in {both.second}", "labels", "note")
    rows = [
        (name, ratio(row.alpha), *([interval(row.ci)] if with_ci else []), *_units(row),
         _flag(round, name) or _undefined(row))
        for name, row in both.categories.items()
    ]  # fmt: skip
    title = f"alpha, for items that both passes mark at the same place: {_title(round)}"
    return Table(title, heads, rows)


def _units(row: CategoryAgreement) -> tuple[str, ...]:
    return tuple(map(str, (row.agreed, row.units, row.first, row.second, row.values)))


def _undefined(row: CategoryAgreement) -> str:
    if row.alpha is not None:
        return ""
    return "undefined: one label only" if row.units else "undefined: no units"


def _gold_table(round: Round) -> Table:
    """F1 and alpha of each pass with what was adjudicated."""
    sides = round.with_gold
    names = tuple(f"pass {side.second}" for side in sides)
    measures = list(dict.fromkeys(name for side in sides for name in side.scores.fields))
    rows = [(name, "F1", *(_f1(side, name) for side in sides)) for name in measures]
    rows += [
        (name, "alpha", *(ratio(side.categories[name].alpha) for side in sides))
        for name in sides[0].categories
    ]
    count = sides[0].scores.documents
    title = f"each pass with adjudicated gold: round {round.number}, {count} of "
    return Table(f"{title}{len(round.articles)} articles", ("what", "", *names), rows, left=2)


def _f1(side: PairAgreement, name: str) -> str:
    return ratio(side.scores.fields[name].f1) if name in side.scores.fields else "-"


def _events(round: Round) -> Table:
    both = round.passes
    rows = [
        (row.id, str(row.a), str(row.b), f"{row.difference:+d}" if row.difference else "0",
         "identical passes" if row.id in round.identical else "")
        for row in round.events
    ]  # fmt: skip
    heads = ("article", both.first, both.second, f"{both.first} - {both.second}", "note")
    return Table(f"events an article: round {round.number}", heads, rows)


def _notes(round: Round) -> Iterator[str]:
    both = round.passes
    yield both.scores.intervals[:1].upper() + both.scores.intervals[1:] + "."
    if any(row.ci for row in both.categories.values()):
        yield "Intervals of alpha are made alike; the coverage told is that of F1's."
    one_way = "the same in both directions"
    if both.exchanged:
        one_way = "another one the other way round where the last column says so: a speaker and a "
        one_way += "coreferent argument are judged by the entities of the side taken as gold, and "
        one_way += "only that side's alternatives count"
    yield f"F1 is the scorer's, with pass {both.first} as gold; it is {one_way}."
    yield (
        "Krippendorff's alpha, nominal, is given agreement on the place: what only one pass marks "
        "is in F1 and not among the units. Mentions and times are at the same place with the same "
        "boundaries, quotes with the same content, events if they share a trigger, arguments with "
        "the same boundaries within such events."
    )
    least = f"F1 under {LEAST_F1}, alpha under {LEAST_ALPHA}"
    yield f"Flagged ({least}): {', '.join(round.flagged) or 'none'}."
    yield _counted(round)
    as_they_are = " They count as they are." if round.identical else ""
    yield f"Passes identical but for ids: {', '.join(round.identical) or 'none'}.{as_they_are}"
    if round.pre_annotated:
        yield f"Started from an extractor's output, not empty: {', '.join(round.pre_annotated)}."
    yield f"signature  {both.scores.signature}"


def _counted(round: Round) -> str:
    apart = [abs(row.difference) for row in round.events]
    if not apart:
        return "Number of events: not annotated by both passes."
    told = f"Number of events: differs in {sum(map(bool, apart))} of {len(apart)} articles"
    return f"{told}, by {sum(apart) / len(apart):.2f} on average and {max(apart)} at most."


def _left_out(agreement: Agreement) -> Iterator[str]:
    for id, names in agreement.alone.items():
        yield f"{id}: {' and '.join(names)} without another pass, left out."
    if agreement.without:
        yield f"Without two passes, left out: {', '.join(agreement.without)}."


def _long(agreement: Agreement) -> Table:
    """Every statistic of every pair of sides in a row of its own."""
    about_it = ("round", "first", "second", "what", "statistic")
    numbers = ("value", "low", "high", "agreed", "in first", "in second", "articles", "note")
    rows: list[tuple[str, ...]] = []
    for round in agreement.rounds:
        for side in (round.passes, *round.with_gold):
            flags = round.flagged if side is round.passes else {}
            about = (str(round.number), side.first, side.second)
            rows += [(*about, *row, flags.get(row[0], "")) for row in _statistics(side)]
    return Table("", (*about_it, *numbers), rows, left=len(about_it))


def _statistics(side: PairAgreement) -> Sequence[tuple[str, ...]]:
    rows = [
        (name, "F1", ratio(field.f1), *_ends(_ci(field)), *_sizes(field)[:3], str(field.documents))
        for name, field in side.scores.fields.items()
    ]
    return rows + [
        (name, "alpha", ratio(row.alpha), *_ends(row.ci),
         str(row.agreed), str(row.first), str(row.second), str(row.documents))
        for name, row in side.categories.items()
    ]  # fmt: skip


def _ends(interval: Interval | None) -> tuple[str, str]:
    return (f"{interval[0]:.3f}", f"{interval[1]:.3f}") if interval else ("-", "-")
