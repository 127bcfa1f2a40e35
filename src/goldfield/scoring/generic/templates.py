"""Templates: ``{"id", "templates": [{"type", "<role>": [["mention", ...], ...]}]}``.

Sources: CEAF-REE (Du et al. 2021, EACL), on the fillers of the whole document; CEAF-RME (Chen et
al. 2023, EACL), on templates paired one to one for most right fillers, with phi-subset or phi-3.
Templates of two types are never paired, so a wrong type costs all fillers of its template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from goldfield.errors import Fault
from goldfield.scoring.alignment import best_pairs, split_copies
from goldfield.scoring.counts import Counts, total
from goldfield.scoring.generic.fitting import Filler, Fit, contained, one_to_one, phi3, subset
from goldfield.scoring.generic.kind import Plan, RecordKind
from goldfield.scoring.generic.strings import STEPS, Step, normalise
from goldfield.scoring.outcome import Item, Judgement, Outcome

if TYPE_CHECKING:
    from goldfield.scoring.suites import Suite

__all__ = ["KIND", "TEMPLATE_MODES"]

_FIELD = "templates@"


class TemplateRecord(Struct, gc=False):
    """The templates of one text; what a template holds beside its type are roles."""

    id: str | int
    templates: list[dict[str, Any]]


class Template(NamedTuple):
    """A type and the fillers of all roles, in an order that the input does not decide."""

    type: str
    fillers: tuple[Filler, ...]


class Mode(NamedTuple):
    """What a mode takes as correct, and how it pairs fillers.

    Args:
        why: one line.
        fit: of the fillers of two templates.
        whole: whether the fillers of all templates of a text are pooled, and types set aside.
        mentions: whether mentions are counted, and not entities.
        distinct: whether surplus copies of a template are left unpaired.
    """

    why: str
    fit: Callable[[Sequence[Filler], Sequence[Filler]], Fit]
    whole: bool = False
    mentions: bool = False
    distinct: bool = False

    def worth(self, filler: Filler) -> int:
        """What a filler counts in a denominator."""
        return len(filler.mentions) if self.mentions else 1


TEMPLATE_MODES = {
    "ree": Mode("all mentions are mentions of one gold entity, in any template", contained, True),
    "rme-subset": Mode("a mention of some gold entity of the paired template", subset),
    "rme-phi3": Mode("mentions shared with the paired entity", phi3, mentions=True),
    "entity": Mode("a mention of the paired entity", one_to_one, distinct=True),
}


def _check(record: TemplateRecord, _: Suite) -> Iterator[Fault]:
    for index, template in enumerate(record.templates):
        path = f"$.templates[{index}]"
        if not isinstance(template.get("type"), str):
            yield Fault("", f"{path}.type", "the template has no type", "give its type, a string")
        for role, entities in template.items():
            if role != "type":
                yield from _check_role(entities, f"{path}.{role}")


def _check_role(entities: Any, path: str) -> Iterator[Fault]:
    if not isinstance(entities, list):
        yield Fault("", path, "a role holds a list of entities", "give [] if nothing fills it")
        return
    for index, entity in enumerate(entities):
        mentions = entity if isinstance(entity, list) else []
        if not mentions or not all(isinstance(mention, str) and mention for mention in mentions):
            problem = "an entity is a list of one or more strings"
            yield Fault("", f"{path}[{index}]", problem, 'write it as ["mention", ...]')


def _options(suite: Suite) -> dict[str, str]:
    steps = [step for step in STEPS if step in (suite.normalise or ())]
    return {"normalise": "+".join(steps) or "none", "alternatives": suite.alternatives or "none"}


def _plan(suite: Suite, _: Mapping[str, TemplateRecord]) -> Plan:
    modes = {name: TEMPLATE_MODES[name.removeprefix(_FIELD)] for name in suite.measures}
    steps = suite.normalise or ()

    def score(gold: TemplateRecord, pred: TemplateRecord | None) -> dict[str, Outcome]:
        golds, preds = _read(gold, steps), _read(pred, steps)
        return {
            name: _outcome(_fits(golds, preds, mode, suite.alternatives), mode)
            for name, mode in modes.items()
        }

    units = {name: "mentions" for name, mode in modes.items() if mode.mentions}
    return Plan(suite.measures, score, units)


def _read(record: TemplateRecord | None, steps: Sequence[Step]) -> list[Template]:
    templates = record.templates if record else []
    return sorted(Template(row["type"], tuple(sorted(_fillers(row, steps)))) for row in templates)


def _fillers(template: Mapping[str, Any], steps: Sequence[Step]) -> Iterator[Filler]:
    for role, entities in template.items():
        for mentions in entities if role != "type" else ():
            names = sorted(normalise(mention, steps) for mention in mentions)
            yield Filler(role, tuple(names), mentions[0])


def _fits(
    golds: Sequence[Template], preds: Sequence[Template], mode: Mode, alternatives: str | None
) -> list[Fit]:
    """The pairs of templates, and those without one fitted with nothing."""
    if mode.whole:
        return [mode.fit(_pooled(golds), _pooled(preds))]
    lefts, rights = _open(golds, preds, mode)
    fits = {
        (i, j): mode.fit(golds[i].fillers, preds[j].fillers)
        for i in lefts
        for j in rights
        if preds[j].type in _types(golds[i], alternatives)
    }
    pairs = best_pairs({pair: fit.worth for pair, fit in fits.items() if any(fit.worth)})
    paired = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *(fits[pair] for pair in pairs),
        *(mode.fit(gold.fillers, ()) for i, gold in enumerate(golds) if i not in paired[0]),
        *(mode.fit((), pred.fillers) for j, pred in enumerate(preds) if j not in paired[1]),
    ]


def _open(
    golds: Sequence[Template], preds: Sequence[Template], mode: Mode
) -> tuple[Sequence[int], Sequence[int]]:
    """Places of the templates that may be paired."""
    lefts, rights = range(len(golds)), range(len(preds))
    if not mode.distinct:
        return lefts, rights
    counted = Counter[object](map(_copy, golds)), Counter[object](map(_copy, preds))
    return (
        split_copies(lefts, lambda i: _copy(golds[i]), counted[1])[0],
        split_copies(rights, lambda j: _copy(preds[j]), counted[0])[0],
    )


def _copy(template: Template) -> object:
    return template.type, tuple(filler[:2] for filler in template.fillers)


def _types(gold: Template, alternatives: str | None) -> set[str]:
    """The types that a predicted template may have."""
    others = gold.type.split(alternatives) if alternatives else []
    return {gold.type, *(other.strip() for other in others)}


def _pooled(templates: Sequence[Template]) -> list[Filler]:
    """The fillers of a whole text; one that several templates have alike stands once."""
    pooled: list[Filler] = []
    most: Counter[object] = Counter()
    for template in templates:
        here: Counter[object] = Counter()
        for filler in template.fillers:
            key = filler[:2]
            here[key] += 1
            if here[key] > most[key]:
                most[key] += 1
                pooled.append(filler)
    return sorted(pooled)


def _outcome(fits: Sequence[Fit], mode: Mode) -> Outcome:
    labels: dict[str, list[Counts]] = {}
    for fit in fits:
        for filler, credit in zip(fit.gold, fit.gold_credit, strict=True):
            counts = Counts(tp_gold=credit, gold=mode.worth(filler))
            labels.setdefault(filler.role, []).append(counts)
        for filler, credit in zip(fit.pred, fit.pred_credit, strict=True):
            counts = Counts(tp_pred=credit, pred=mode.worth(filler))
            labels.setdefault(filler.role, []).append(counts)
    by_role = {role: total(labels[role]) for role in sorted(labels)}
    rows = [row for fit in fits for row in _judge(fit, mode)]
    return Outcome(total(by_role.values()), by_role, rows)


def _judge(fit: Fit, mode: Mode) -> Iterator[Judgement]:
    for i, j in fit.pairs:
        gold, pred, credit = fit.gold[i], fit.pred[j], fit.pred_credit[j]
        full = credit == mode.worth(gold) == mode.worth(pred)
        reason = "" if full else "mentions"
        yield Judgement("COR" if full else "PAR", _shown(gold), _shown(pred), reason, credit)
    paired = {i for i, _ in fit.pairs}, {j for _, j in fit.pairs}
    for i, gold in enumerate(fit.gold):
        if i not in paired[0]:
            yield Judgement("MIS", _shown(gold), None, "no such entity predicted")
    for j, pred in enumerate(fit.pred):
        if j not in paired[1] and fit.pred_credit[j]:
            yield Judgement("COR", None, _shown(pred), "an entity that is already found", 1)
        elif j not in paired[1]:
            yield Judgement("SPU", None, _shown(pred), "no such entity in gold")


def _shown(filler: Filler) -> Item:
    return Item(filler.role, filler.text)


KIND = RecordKind(
    record=TemplateRecord,
    modes={f"{_FIELD}{mode}": row.why for mode, row in TEMPLATE_MODES.items()},
    plan=_plan,
    check=_check,
    options=_options,
)
