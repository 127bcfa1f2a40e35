"""CEAF-RME as IterX scores MUC: templates aligned by what is right of the predicted ones.

Source: its repository (`ceaf_rme.py`, `iterx_muc.py`), and Chen et al. 2023 (EACL).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from goldfield.peers.ladder import Number, Peer, Rule, Step, micro, zero_if_undefined, zero_rule
from goldfield.peers.rme import PHI3, SUBSET, Phi, tally_by
from goldfield.peers.templates import template_items

__all__ = ["PEER"]


SUBSET_RULES = ("normalise", "gold-once", "first-hit", "one-label", "solver-ties")
PHI3_RULES = ("normalise", "gold-once", "mention-copies", "one-label", "labels-counted")


def _number(name: str, measure: str, phi: Phi, rules: tuple[str, ...]) -> Number:
    """A ladder of these rules, each added to those before it, and of zeros at its end."""
    tallies = [
        partial(tally_by, phi=phi, taken=frozenset(rules[:taken]))
        for taken in range(len(rules) + 1)
    ]
    steps = [Step(rule, tally, micro) for rule, tally in zip(("", *rules), tallies, strict=True)]
    last = Step("undefined-is-0", tallies[-1], zero_if_undefined)
    return Number(name, measure, template_items, (*steps, last))


def _record(*templates: Mapping[str, object]) -> dict[str, object]:
    return {"templates": list(templates)}


def _attack(type: str = "attack", **roles: list[list[str]]) -> dict[str, object]:
    return {"type": type, **roles}


PEER = Peer(
    name="iterx",
    title="IterX",
    version="65fd64c",
    kind="templates",
    numbers=(
        _number("phi-subset", "rme-subset", SUBSET, SUBSET_RULES),
        _number("phi-3", "rme-phi3", PHI3, PHI3_RULES),
    ),
    rules={
        "normalise": Rule(
            "Mentions lose case, punctuation and articles, even if nothing is left of them; all "
            "that are then empty are equal.",
            "The suite says the steps; one that would leave nothing is not taken.",
            _record(_attack(Victim=[["A"]])),
            _record(_attack(Victim=[["The"]])),
        ),
        "gold-once": Rule(
            "Gold templates that are written alike, in order and case, are one.",
            "Each counts.",
            _record(_attack(Victim=[["Ana"]]), _attack(Victim=[["Ana"]])),
            _record(_attack(Victim=[["Ana"]])),
        ),
        "mention-copies": Rule(
            "Each predicted mention counts that gold has, equal ones again and again: recall can "
            "be above 1.",
            "A string counts as often as both sides have it.",
            _record(_attack(PerpOrg=[["FARC"]])),
            _record(_attack(PerpOrg=[["FARC", "the FARC"]])),
        ),
        "first-hit": Rule(
            "Each predicted entity finds one gold entity: the first that has its first mention "
            "that any has. Gold entities that none so finds are missed.",
            "As many gold entities are found as can each have a predicted one of their own.",
            _record(_attack(Victim=[["Ana", "she"], ["Eva", "she"]])),
            _record(_attack(Victim=[["Ana"], ["she", "Eva"]])),
        ),
        "one-label": Rule(
            "A gold type such as attack / bombing is cut at the slash, and the one label is taken "
            "that has more right over all predicted templates, though only one can be paired.",
            "Any of the labels will do, and the whole string, whichever pairing is best.",
            _record(_attack("attack / bombing", Victim=[["Ana"]])),
            _record(_attack("attack / bombing", Victim=[["Ana"]])),
        ),
        "labels-counted": Rule(
            "The mentions of such a gold template count once for each of its labels.",
            "They count once.",
            _record(_attack("attack / bombing", Victim=[["Ana"]])),
            _record(_attack("attack", Victim=[["Ana"]])),
        ),
        "solver-ties": Rule(
            "Templates are aligned for most right predicted entities alone; of equal alignments "
            "the solver's first, by the order of the file, though another may find more of gold.",
            "Ties go to the alignment that finds most of gold.",
            _record(_attack(Victim=[["Ana", "Eva"]]), _attack(Victim=[["Ana"], ["Eva"]])),
            _record(_attack(Victim=[["Ana"], ["Eva"]])),
        ),
        "undefined-is-0": zero_rule(_record()),
    },
    notes=(
        "Counted as by ceaf-scorer.py with --dataset MUC and its other defaults. It then reads "
        "only the roles PerpInd, PerpOrg, Target, Victim and Weapon of predictions; here all "
        "roles are read.",
        "Its option sanitize_special_chars (on) changes nothing but which gold templates are "
        "written alike: what it removes is punctuation.",
        "Its option ignore_no_template_doc (off) leaves out documents whose gold has no template.",
        "The outputs of phi-3 that its repository publishes divide recall by gold entities; its "
        "code divides by gold mentions, as was done here.",
        "With --dataset SciREX it makes one entity of all that a predicted role holds.",
    ),
)
