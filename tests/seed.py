"""The seed article, which packages do not carry: whatever needs it is skipped there."""

from __future__ import annotations

import pytest

from goldfield.release import root

__all__ = ["seed_text"]


def seed_text() -> str:
    """Its text as received; skips the test, or the module, that asks where it is not there."""
    path = root() / "seeds" / "000_99f075d83cde7e46.txt"
    if not path.is_file():
        pytest.skip("the seed is not in packages", allow_module_level=True)
    return path.read_text(encoding="utf-8")
