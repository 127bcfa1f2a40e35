"""How near passes of gold's own annotator are to gold, on the splits other than test.

Gold was adjudicated from these passes. The board refuses what is nearer to its gold than they are:
`goldfield.leaderboard.checking` has the limits.

    python eval/benchmarks/copies.py
"""

from __future__ import annotations

import sys

from goldfield.corpus.loading import load_splits
from goldfield.corpus.passes import pass_folders, read_passes
from goldfield.leaderboard.checking import copied, perfect
from goldfield.schema.records import Article
from goldfield.scoring.scorer import Result, score_task
from goldfield.scoring.suites import load_suite
from goldfield.scoring.tasks import build_task

__all__ = ["as_submitted"]


def as_submitted(golds: list[Article]) -> list[Result]:
    """The first two passes over some articles, each scored as if it had been submitted."""
    passes = read_passes(pass_folders(), [gold.id for gold in golds])
    suite = load_suite("core")
    return [
        score_task(build_task(suite, [golds], [row.rounds[1][side] for row in passes]), suite)
        for side in (0, 1)
    ]


if __name__ == "__main__":
    by_split = load_splits(None, "all")
    chosen = [one for name in ("train", "validation") for one in by_split[name]]
    for name, result in zip("ab", as_submitted(chosen), strict=True):
        told, right = copied(result.counts)
        fields = ", ".join(perfect(result)) or "none"
        sys.stdout.write(
            f"pass {name}: right throughout in {right} of {told} articles ({right / told:.0%}); "
            f"hard fields without an error: {fields}\n"
        )
