"""Which entries may share the errors of gold's annotator, since both are of one model family."""

from __future__ import annotations

from goldfield.leaderboard.boards import Board
from goldfield.leaderboard.cards import NO_MODEL
from goldfield.leaderboard.shapes import FLOOR
from goldfield.leaderboard.submissions import Submission

__all__ = ["family_line", "flags_of"]


def flags_of(one: Submission, board: Board) -> list[str]:
    """What a reader should know of an entry.

    While the annotator's family is not told, any language model may share it.
    """
    family, annotator = one.card.model_family.casefold(), board.about.annotator_family.casefold()
    flags = [FLOOR] if one.name in board.about.floors else []
    if not board.by_people and family != NO_MODEL and family in (annotator or family,):
        told = "shares" if annotator else "may share"
        flags.append(f"{told} a model family with the annotator of the gold")
    return flags


def family_line(board: Board) -> str:
    """Who annotated the gold, and what that means for entries with a language model."""
    family = board.about.annotator_family
    if board.by_people:
        return "People annotated the gold, so no entry shares a model family with its annotator."
    if family:
        return (
            f"The gold was annotated by a model of family {family}. Entries of the same family are "
            "marked: they may share its errors, which the gold would then call right."
        )
    by = {one.provenance.annotated_by for one in board.golds.values()}
    who = (
        "A language model annotated the gold, of a family that is not told"
        if "language-model" in by
        else "It is not told who annotated the gold"
    )
    return (
        f"{who}. So every entry with a language model in it is marked: it may share the "
        "annotator’s errors, which the gold would then call right."
    )
