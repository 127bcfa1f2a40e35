"""What extractor and trainer share, to be imported relatively."""

from __future__ import annotations

FILE = "names.json"
