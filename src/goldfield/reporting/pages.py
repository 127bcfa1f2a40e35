"""Pages with parts that a command makes: each stands between markers.

A page holds ``<!-- NAME -->`` and ``<!-- /NAME -->`` on lines of their own; what is between them
is replaced, the rest is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from goldfield.errors import DataError, Fault

__all__ = ["fill"]

_MARKED = re.compile(r"^<!-- (\w+) -->\n.*?^<!-- /\1 -->$", re.MULTILINE | re.DOTALL)
_OPENED = re.compile(r"^<!-- (\w+) -->$", re.MULTILINE)


def fill(page: str, parts: Mapping[str, str], where: str = "the page") -> str:
    """The page with each marked part made anew.

    Raises:
        DataError: a marker has an unknown name or no end.
    """
    whole = {found.start(): found[1] for found in _MARKED.finditer(page)}
    faults = []
    for found in _OPENED.finditer(page):
        line = f"{where}:{page.count(chr(10), 0, found.start()) + 1}"
        if found.start() not in whole:
            fix = f"add <!-- /{found[1]} --> on a line of its own"
            faults.append(Fault(line, "$", f"the part {found[1]!r} has no end", fix))
        elif found[1] not in parts:
            fix = f"known parts: {', '.join(parts)}"
            faults.append(Fault(line, "$", f"no part is called {found[1]!r}", fix))
    if faults:
        raise DataError(faults)
    return _MARKED.sub(lambda m: f"<!-- {m[1]} -->\n{parts[m[1]]}<!-- /{m[1]} -->", page)
