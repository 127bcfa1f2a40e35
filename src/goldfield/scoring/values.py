"""Scoring any nested JSON: fields named by a path, compared by a matcher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct

from goldfield.errors import Fault, UsageError
from goldfield.schema.explaining import MAX_DEPTH, is_deep
from goldfield.scoring.generic.kind import Plan, RecordKind
from goldfield.scoring.matchers import Limits, Matcher, find_matcher
from goldfield.scoring.outcome import Judgement, Outcome, answer_of, outcome_of
from goldfield.scoring.value_lists import score_records, score_set, shown

if TYPE_CHECKING:
    from goldfield.scoring.suites import Suite

__all__ = ["KIND", "ValueField", "guess_fields", "score_values", "values_at"]

Kind = Literal["scalar", "set", "records"]
_KINDS: tuple[Kind, ...] = get_args(Kind)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\*|\d+)\]")


class ValueField(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a user's JSON. Spelled ``name@matcher`` like any other measure.

    Args:
        name: how reports call it.
        path: where it is, such as ``$.items[*].price``.
        kind: `scalar` is one value; `set` a list of values in any order; `records` a list of
            objects, paired so that most of their leaves agree.
        matcher: a name of `MATCHERS`; applied to every leaf of records.
        key: for records, a member that must agree before two records can be paired.
        absolute: for matcher `number`, the largest difference that still matches.
        relative: for matcher `number`, the same as a share of gold's number; the wider counts.
        threshold: for matcher `edit`, the least similarity that matches.
    """

    name: str
    path: str
    kind: Kind = "scalar"
    matcher: str = "exact"
    key: str | None = None
    absolute: float | None = None
    relative: float | None = None
    threshold: float | None = None

    def __str__(self) -> str:
        return f"{self.name}@{self.matcher}"

    def find_matcher(self) -> Matcher:
        """The matcher, with the field's limits.

        Raises:
            UsageError: there is none, or it takes no such limits.
        """
        if self.matcher == "edit" and self.threshold is None:
            raise UsageError("matcher 'edit' needs a threshold, above 0 and at most 1")
        return find_matcher(self.matcher, Limits(self.absolute, self.relative, self.threshold))


def values_at(record: object, path: str) -> list[Any]:
    """The values that a path of ``.name``, ``[n]`` and ``[*]`` steps leads to; nulls are none.

    Raises:
        UsageError: the path is not of that form.
    """
    found = [record]
    for name, index in _steps(path):
        found = [inner for value in found for inner in _step(value, name, index)]
    return [value for value in found if value is not None]


@cache
def _steps(path: str) -> tuple[tuple[str, str], ...]:
    steps = _STEP.findall(path.removeprefix("$"))
    if not path.startswith("$") or "".join(_spell(*step) for step in steps) != path[1:]:
        raise UsageError(f"{path!r} is no path; write one such as $.items[*].price")
    return tuple(steps)


def _spell(name: str, index: str) -> str:
    return f".{name}" if name else f"[{index}]"


def _step(value: Any, name: str, index: str) -> Iterator[Any]:
    if name:
        if isinstance(value, dict) and name in value:
            yield value[name]
    elif isinstance(value, list):
        yield from value if index == "*" else value[int(index) : int(index) + 1]


def score_values(gold: object, pred: object, field: ValueField) -> Outcome:
    """One field of one pair of records."""
    matcher = field.find_matcher()
    if field.kind == "scalar":
        wanted, given = values_at(gold, field.path), values_at(pred, field.path)
        rows = list(_score_scalar(wanted, given, matcher))
        return outcome_of(rows)._replace(answer=answer_of(rows))
    wanted, given = _members(gold, field.path), _members(pred, field.path)
    if field.kind == "records":
        return outcome_of(score_records(wanted, given, matcher, field.key))
    return outcome_of(score_set(wanted, given, matcher))


def _members(record: object, path: str) -> list[Any]:
    """The members of lists: ``$.tags`` and ``$.tags[*]`` name the same set.

    A value where a list should be is its only member, so that it is scored and not lost.
    """
    values = values_at(record, path.removesuffix("[*]"))
    lists = [value if isinstance(value, list) else [value] for value in values]
    return [member for members in lists for member in members if member is not None]


def _score_scalar(wanted: list[Any], given: list[Any], matcher: Matcher) -> Iterator[Judgement]:
    """One value on each side is a pair, right or wrong; anything else is compared as a set."""
    if not len(wanted) == len(given) == 1:
        yield from score_set(wanted, given, matcher)
    elif matcher.same(matcher.key(wanted[0]), matcher.key(given[0])):
        yield Judgement("COR", shown(wanted[0]), shown(given[0]), "", 1)
    else:
        yield Judgement("INC", shown(wanted[0]), shown(given[0]), "value")


def guess_fields(golds: Iterable[object]) -> tuple[ValueField, ...]:
    """A field for each top-level key of gold: objects are records, lists sets, the rest scalars."""
    kinds: dict[str, Kind] = {}
    lists: set[str] = set()
    for gold in golds:
        for name, value in gold.items() if isinstance(gold, dict) else ():
            if name != "id" and value is not None and _STEP.fullmatch(f".{name}"):
                kinds[name] = max(kinds.get(name, "scalar"), _kind(value), key=_KINDS.index)
                lists |= {name} if isinstance(value, list) else set()
    return tuple(
        ValueField(name, f"$.{name}[*]" if name in lists else f"$.{name}", kind)
        for name, kind in sorted(kinds.items())
    )


def _kind(value: object) -> Kind:
    if isinstance(value, dict):
        return "records"
    if not isinstance(value, list):
        return "scalar"
    return "records" if any(isinstance(item, dict | list) for item in value) else "set"


def _plan(suite: Suite, golds: Mapping[str, Any]) -> Plan:
    fields = suite.field or guess_fields(golds.values())

    def score(gold: object, pred: object) -> dict[str, Outcome]:
        return {str(field): score_values(gold, pred, field) for field in fields}

    notes = () if suite.field else tuple(_notes(fields, golds.values()))
    return Plan(tuple(map(str, fields)), score, notes=notes)


def _notes(fields: Iterable[ValueField], golds: Iterable[Any]) -> Iterator[str]:
    """Which keys of gold became fields, and which no path can spell."""
    yield f"fields guessed from gold: {', '.join(map(str, fields))}"
    keys = {name for gold in golds for name in gold if not _STEP.fullmatch(f".{name}")}
    if keys:
        yield f"left out, since no path can spell them: {', '.join(map(repr, sorted(keys)))}"


def _check(record: object, _: Suite) -> Iterator[Fault]:
    """Matchers look into whole values, level by level."""
    if is_deep(record):
        yield Fault("", "$", "nested too deep to score", f"stay within {MAX_DEPTH} levels")


KIND = RecordKind(record=dict[str, Any], modes={}, plan=_plan, check=_check)
