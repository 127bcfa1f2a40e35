"""A board of systems: submissions that are checked, recomputed by one scorer, and shown.

A board is a folder: ``board.toml``, ``submissions/NAME/`` (predictions and a system card, never
scores), ``measured/`` (speeds that a maintainer took), ``history/`` and ``leaderboard.json``, which
follows from all of them. The open board is ``eval/leaderboard`` and has the gold of a released
split; a round is a board whose gold is hidden.
"""
