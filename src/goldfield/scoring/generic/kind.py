"""What it takes to score one kind of generic record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from goldfield.errors import Fault
from goldfield.scoring.outcome import Outcome

if TYPE_CHECKING:  # suites know the kinds, and a kind is told its suite
    from goldfield.scoring.suites import Suite

__all__ = ["Plan", "RecordKind"]


class Plan(NamedTuple):
    """How one suite scores records of its kind.

    Args:
        measures: spellings, in the order of the card.
        score: outcomes by measure of a gold record and a prediction, or None where it is missing.
        units: what the counts of a measure count, where it is not items.
        notes: what the user should know about the measures.
    """

    measures: tuple[str, ...]
    score: Callable[[Any, Any], dict[str, Outcome]]
    units: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()


def _no_faults(*_: object) -> Iterator[Fault]:
    return iter(())


def _no_options(_: Suite) -> dict[str, str]:
    return {}


class RecordKind(NamedTuple):
    """A kind of record. Faults are told without their `where`, which the reader knows.

    Args:
        record: the type a line is read as; it has an `id`.
        modes: the measures by their spelling, and what each takes as correct.
        plan: for a suite and the gold records.
        check: what is wrong with a record that its type does not tell.
        agree: what is wrong with a prediction beside its gold record.
        options: the options of a suite that the kind takes, as the signature says them.
    """

    record: Any
    modes: Mapping[str, str]
    plan: Callable[[Suite, Mapping[str, Any]], Plan]
    check: Callable[[Any, Suite], Iterator[Fault]] = _no_faults
    agree: Callable[[Any, Any], Iterator[Fault]] = _no_faults
    options: Callable[[Suite], dict[str, str]] = _no_options
