"""TextEE: events as sets of triggers and arguments, pooled over the corpus.

Source: its repository, and Huang et al. 2024 (Findings of ACL). It reads offsets of tokens; equal
places stay equal in those of characters.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from goldfield.peers.events import (
    Argument,
    Keys,
    argument_items,
    arguments_by_goldfield,
    for_each_trigger,
    in_bags,
    in_sets,
    of_arguments,
    of_triggers,
    own_span_alone,
    trigger_items,
    triggers_by_goldfield,
)
from goldfield.peers.ladder import (
    Number,
    Pair,
    Peer,
    Rule,
    Step,
    Tally,
    micro,
    zero_if_undefined,
    zero_rule,
)
from goldfield.peers.sample_articles import playing, said, sample
from goldfield.scoring.measures.spans import Labelled

__all__ = ["PEER"]


def _trigger_number(name: str, measure: str, base: str, told: Callable[[Labelled], Keys]) -> Number:
    def sets(pair: Pair) -> Tally:
        return in_sets(*of_triggers(pair, told))

    steps = (
        Step("", partial(triggers_by_goldfield, mode=base), micro),
        Step("sets", sets, micro),
        Step("undefined-is-0", sets, zero_if_undefined),
    )
    return Number(name, measure, trigger_items, steps)


def _place(trigger: Labelled) -> Keys:
    return ((trigger.start, trigger.end, trigger.text if trigger.start < 0 else ""),)


def _typed_place(trigger: Labelled) -> Keys:
    return ((trigger.label, *_place(trigger)),)


def _argument_number(name: str, measure: str, say: Say) -> Number:
    """Arguments by themselves, whatever the trigger."""
    return _ladder(name, measure, lambda argument: (say(argument),), ())


def _attached_number(name: str, say: Say) -> Number:
    """Arguments with their triggers."""
    own = [
        Step("one-trigger", lambda pair: for_each_trigger(own_span_alone(pair), "arg-c+"), micro),
        Step("by-trigger", _bags(_attached(_span_and_role)), micro),
    ]
    if say is _span:
        own.append(Step("no-role", _bags(_attached(say)), micro))
    return _ladder(name, "arg-c+", _attached(say), tuple(own))


Said = tuple[object, ...]
Say = Callable[[Argument], Said]
Told = Callable[[Argument], Keys]
Count = Callable[[Pair], Tally]


def _span(argument: Argument) -> Said:
    return argument.type, argument.place


def _span_and_role(argument: Argument) -> Said:
    return argument.type, argument.place, argument.role


def _attached(say: Say) -> Told:
    return lambda argument: tuple((say(argument), t) for t in argument.triggers or (None,))


def _if_triggered(told: Told) -> Told:
    return lambda argument: told(argument) if argument.triggers else ()


def _sets(told: Told) -> Count:
    return lambda pair: in_sets(*of_arguments(pair, told))


def _bags(told: Told) -> Count:
    return lambda pair: in_bags(*of_arguments(pair, told))


def _ladder(name: str, measure: str, told: Told, own: tuple[Step, ...]) -> Number:
    """The steps of all arguments; `own` are those of a number before the sets."""
    first, last = partial(arguments_by_goldfield, mode=measure), _sets(_if_triggered(told))
    steps = (
        Step("", first, micro),
        Step("own-span", lambda pair: first(own_span_alone(pair)), micro),
        *own,
        Step("sets", _sets(told), micro),
        Step("untriggered", last, micro),
        Step("undefined-is-0", last, zero_if_undefined),
    )
    return Number(name, measure, argument_items, steps)


SHOT = said("ASSAULT", "shot", playing("target", "two guards"))

PEER = Peer(
    name="textee",
    title="TextEE",
    version="25d5dca",
    kind="events",
    numbers=(
        _trigger_number("Tri-I", "tri-i", "exact", _place),
        _trigger_number("Tri-C", "tri-c", "strict", _typed_place),
        _argument_number("Arg-I", "arg-i", _span),
        _argument_number("Arg-C", "arg-c", _span_and_role),
        _attached_number("Arg-I+", _span),
        _attached_number("Arg-C+", _span_and_role),
    ),
    rules={
        "own-span": Rule(
            "An argument has one span, and only that is right.",
            "What gold accepts beside it is right as well.",
            sample(said("ASSAULT", "shot", playing("target", "guards", "e1"))),
            sample(SHOT),
        ),
        "one-trigger": Rule(
            "An event has one trigger: one of several is told as that many events, each with all "
            "of the arguments, which count as often.",
            "An event has any number of triggers, and an argument of it counts once.",
            sample(said("ASSAULT", "shot|killed", playing("target", "two guards"))),
            sample(SHOT),
        ),
        "by-trigger": Rule(
            "An attached argument goes with the exact place of its trigger, and events are not "
            "paired: any event of its type at that place will do.",
            "Events are paired one to one; their triggers need only overlap.",
            sample(SHOT),
            sample(said("ASSAULT", "shot and killed", playing("target", "two guards"))),
        ),
        "no-role": Rule(
            "Arg-I+ asks for no role.",
            "No measure of attached arguments sets the role aside; nearest is arg-c+.",
            sample(SHOT),
            sample(said("ASSAULT", "shot", playing("actor", "two guards"))),
        ),
        "sets": Rule(
            "Each number is of a set: what says the same to it counts once. A copy is free, and so "
            "is an argument that another event of the type has.",
            "Every item counts; a surplus copy is spurious.",
            sample(SHOT, said("ASSAULT", "killed", playing("target", "two guards"))),
            sample(SHOT),
        ),
        "untriggered": Rule(
            "An event without a trigger cannot be told, nor can its arguments.",
            "An event need not have a trigger.",
            sample(said("ASSAULT", "", playing("target", "two guards"))),
            sample(said("ASSAULT", "", playing("target", "two guards"))),
        ),
        "undefined-is-0": zero_rule(sample()),
    },
    notes=(
        "A string that is not in the text is a place of its own, which matches nothing.",
        "A document is one window here: splitting it into several (wnd_id) changes a number only "
        "if equal offsets mean different places in them.",
        "Its other tasks (ED, EAE, EARL) count likewise, with gold triggers given.",
    ),
)
