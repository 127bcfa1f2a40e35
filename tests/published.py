"""A small corpus as it is published, with what readers of datasets stumble over."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from toy import span, toy_article

from goldfield.publishing.build import Built, files_of
from goldfield.publishing.pages import citation, read_pages
from goldfield.publishing.plan import Plan, unlabelled
from goldfield.schema.records import Anomaly, Article, PublicationDate

__all__ = ["article", "built", "corpus"]


def article(id: str, licence: str = "CC-BY-4.0", **parts: Any) -> Article:
    plain = toy_article()
    said = replace(plain.provenance, licence=licence)
    return replace(plain, id=id, provenance=said, **parts)


def corpus() -> dict[str, list[Article]]:
    """Splits with only dates, with nothing at all, and with closed texts."""
    plain = toy_article()
    dated = replace(plain.meta, date_published=PublicationDate("2022-01-24", None, []))
    place = span("Oslo")
    odd = Anomaly("n1", "probable_source_error", place, "Oslo", "Bergen", "why")
    return {
        "example": [article("x1", "unstated", anomalies=[odd]), article("x2")],
        "test": [article("t2", meta=dated), article("t1", meta=dated)],
        "train": [unlabelled(article("r1"))],
    }


def built(wanted: Plan = Plan()) -> Built:  # noqa: B008 (a tuple)
    return files_of(corpus(), wanted, (citation(), read_pages()), "some/corpus")
