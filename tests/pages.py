"""What every page that goldfield makes must be: closed to the network, escaped, labelled."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from typing import Any

from lxml import html  # type: ignore[import-untyped]

__all__ = ["check_page", "parse"]

_LOADS = ("src", "srcset", "data", "poster", "background", "action", "formaction", "ping")
_REFERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


def parse(page: str) -> Any:
    """The page as a tree; whatever was not escaped stands in it as an element."""
    return html.document_fromstring(page)


def check_page(page: str) -> Any:
    """Assert what holds of every page, and give its tree."""
    tree = parse(page)
    _check_policy(tree)
    _check_sources(tree)
    _check_labels(tree)
    return tree


def _check_policy(tree: Any) -> None:
    """The policy names exactly the styles and scripts that are there."""
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert len(policy) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policy[0].split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    for rule, path in (("style-src", "//style"), ("script-src", "//script[not(@type)]")):
        texts = [element.text or "" for element in tree.xpath(path)]
        assert rules.get(rule, "").split() == [_hash(text) for text in texts]
    assert tree.xpath("//script[@type and @type != 'application/json']") == []
    before = tree.xpath("//meta[@http-equiv]/preceding-sibling::*")
    assert [element.tag for element in before] == ["meta"], "only the charset may come before it"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _check_sources(tree: Any) -> None:
    """Nothing is loaded, nothing runs or is styled by an attribute."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            assert not name.startswith("on"), f"{name} of {element.tag}"
            assert name not in ("style", *_LOADS), f"{name}={value!r} of {element.tag}"
            if name.endswith("href"):
                allowed = "data:" if element.tag == "link" else "#"
                assert value.startswith(allowed) or element.tag == "a", value
            assert not value.strip().lower().startswith("javascript:")
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert not tags & {"iframe", "object", "embed", "base", "img", "video", "audio", "form"}
    for style in tree.xpath("//style/text()"):
        assert not re.search(r"@import|url\(|//", style)


def _check_labels(tree: Any) -> None:
    """Landmarks, one first heading, unique ids, and a name for whatever needs one."""
    assert tree.get("lang")
    assert tree.xpath("//title/text()")
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
    ids = Counter(tree.xpath("//@id"))
    assert [id for id, times in ids.items() if times > 1] == []
    for name in _REFERS:
        for value in tree.xpath(f"//@{name}"):
            assert set(value.split()) <= set(ids), f"{name} of {value!r}"
    for target in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        assert target[1:] in ids, target
    for table in tree.xpath("//table"):
        assert "".join(table.xpath("./caption//text()")).strip()
        assert table.xpath("./thead//th[not(@scope)]") == []
    for field in tree.xpath("//input | //select"):
        assert field.xpath("ancestor::label | @aria-label"), html.tostring(field)
