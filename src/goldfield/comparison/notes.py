"""What has to be said below a comparison: how it was made, what is in it, and what is not."""

from __future__ import annotations

from collections.abc import Sequence

from goldfield.comparison.measured import measured_at
from goldfield.comparison.pairs import Comparison
from goldfield.comparison.systems import System
from goldfield.schema.writing import to_line
from goldfield.scoring.signature import parse_signature

__all__ = ["notes_on"]


def notes_on(systems: Sequence[System], pairs: Sequence[Comparison]) -> list[str]:
    """The notes on a comparison.

    Args:
        systems: all that are compared, at least one article each.
        pairs: what was found.
    """
    single = [system.name for system in systems if len(system.runs) == 1]
    several = [system for system in systems if len(system.runs) > 1]
    notes = list(dict.fromkeys(pair.note for pair in pairs))
    if several:
        named = ", ".join(f"{system.name} ({len(system.runs)})" for system in several)
        notes.append(f"mean of several seeds, whose variance is in: {named}")
    notes += [told for system in several for told in (_alike(system), _mixed(system)) if told]
    if single:
        told = "one run each, so what another seed would change is not in"
        notes.append(f"{told}: {', '.join(single)}")
    return [*notes, measured_at(len(systems[0].runs[0].counts))]


def _alike(system: System) -> str:
    """Runs that are no seeds: they vary less than seeds do, and the interval with them."""
    tables = {b"".join(map(to_line, run.counts)) for run in system.runs}
    runs, different = len(system.runs), len(tables)
    if different == runs:
        return ""
    told = "all are alike" if different == 1 else f"only {different} are different"
    why = "seeds change nothing here, or a run is there twice"
    return f"{system.name}: of {runs} runs {told} in their counts; {why}"


def _mixed(system: System) -> str:
    """Runs of extractors with different names. Prediction files have no version, and any name."""
    said = [parse_signature(run.scores.signature).get("extractor", "") for run in system.runs]
    names = {name.rpartition("@")[0].partition("?")[0]: None for name in said if "@" in name}
    return "" if len(names) < 2 else f"{system.name}: its runs are of {' and '.join(names)}"
