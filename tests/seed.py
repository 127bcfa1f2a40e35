"""The seed article, which packages do not carry: whatever needs it is skipped there."""

from __future__ import annotations

import pytest

from goldfield.release import root

__all__ = ["needs_seed", "seed_text"]

_SEED = root() / "seeds" / "000_99f075d83cde7e46.txt"
_WHY = "packages do not carry the seed"

needs_seed = pytest.mark.skipif(not _SEED.is_file(), reason=_WHY)


def seed_text() -> str:
    """Its text as received; skips the test, or the module, that asks where it is not there."""
    if not _SEED.is_file():
        pytest.skip(_WHY, allow_module_level=True)
    return _SEED.read_text(encoding="utf-8")
