"""From a template to a page: assets and their hashes, escaping, data for scripts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from goldfield.errors import MissingExtra
from goldfield.release import version
from goldfield.schema.text import escape, visible

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["data", "page"]

_HERE: Final = Path(__file__).with_name("templates")
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def page(template: str, *, assets: Sequence[str] = (), **context: Any) -> str:
    """A page as HTML.

    Templates extend `base.html`, which loads `base.css` and `base.js`. Everything they print is
    escaped, but for `markupsafe.Markup`; what reorders or hides text is written out, see
    `goldfield.schema.text.visible`.

    Args:
        template: the name of a file in `templates/`.
        assets: names of further styles and scripts there: `x` is `x.css` and `x.js`, if there.
        context: what the template prints. A name that it uses and that is not given is an error.

    Raises:
        MissingExtra: Jinja2 is not installed.
    """
    named = ("base", *assets)
    styles = [text for name in named if (text := _asset(f"{name}.css"))]
    scripts = [text for name in named if (text := _asset(f"{name}.js"))]
    shell = {
        "styles": styles,
        "scripts": scripts,
        "policy": _policy(styles, scripts),
        "version": version(),
    }
    return _environment().get_template(template).render(shell | context)


def data(value: object) -> str:
    """A value as JSON for a script element that is not run: nothing in it can end the element.

    Read it with ``JSON.parse(element.textContent)``.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: escape(found[0]), text)


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """A content security policy that allows these inline styles and scripts and nothing else.

    Images may be data, for the icon: without one a browser would ask a server for it.
    """
    allowed = {"style-src": styles, "script-src": scripts}
    hashed = [f"{kind} {' '.join(map(_hash, texts))}" for kind, texts in allowed.items() if texts]
    fixed = ("default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'")
    return "; ".join([*fixed, *hashed])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    """The text of a style or script; empty if there is none of that name."""
    path = _HERE / name
    return path.read_text("utf-8") if path.is_file() else ""


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup
    except ImportError as error:
        raise MissingExtra("jinja2", "report") from error

    def shown(value: object) -> object:
        """Plain text with nothing hidden in it; escaping comes after."""
        if isinstance(value, Markup) or not isinstance(value, str):
            return value
        return visible(value)

    found = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["data"] = lambda value: Markup(data(value))
    return found
