from collections.abc import Callable
from typing import Any

from .words import SIDE


def Extractor(**params: Any) -> Callable[[str], dict[str, Any]]:  # noqa: N802
    return lambda text: {"side": SIDE, "length": len(text), "params": params}
