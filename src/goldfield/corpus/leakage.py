"""What must not reach over from one split into another: texts, invented people, the future."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from goldfield.corpus.duplicates import near_duplicates
from goldfield.errors import Fault
from goldfield.schema.records import Article
from goldfield.schema.text import fold

__all__ = ["find_leaks", "late_training", "shared_people", "shared_texts"]

Splits = Mapping[str, list[Article]]


def find_leaks(splits: Splits) -> list[Fault]:
    """Everything that leaks between splits; `where` is the id of the article to move."""
    return [*shared_texts(splits), *shared_people(splits), *late_training(splits)]


def shared_texts(splits: Splits) -> Iterator[Fault]:
    """Pairs of near-duplicate texts in different splits."""
    split_of = {article.id: split for split, articles in splits.items() for article in articles}
    texts = {article.id: article.text for articles in splits.values() for article in articles}
    for first, second, share in near_duplicates(texts):
        if split_of[first] != split_of[second]:
            problem = (
                f"{share:.0%} of its runs of five words are in {first} ({split_of[first]}) "
                f"or the other way round, and it is in {split_of[second]}"
            )
            yield Fault(second, "$.text", problem, "put both into one split")


def shared_people(splits: Splits) -> Iterator[Fault]:
    """Names of persons that composed articles of different splits share.

    People in composed texts are invented, so one name in two texts is one invention: what is
    learnt of it in one split helps in the other.
    """
    seen = defaultdict[str, list[tuple[str, str, str]]](list)
    for split, articles in splits.items():
        for article in articles:
            for folded, name in _people(article).items():
                seen[folded].append((split, article.id, name))
    for (first, other, _), *rest in seen.values():
        for split, id, name in rest:
            if split != first:
                problem = f"the person {name!r} of split {split} is in {other} ({first}) as well"
                yield Fault(id, "$.entities", problem, "rename one, or put both into one split")


def _people(article: Article) -> dict[str, str]:
    if article.provenance.kind != "composed":
        return {}
    return {fold(e.name).casefold(): e.name for e in article.entities if e.type == "PER" and e.name}


def late_training(splits: Splits) -> Iterator[Fault]:
    """Training articles that may be as late as the earliest of the test split.

    A coarse date such as 2031-05 is taken at its worst. Articles without a date are passed over.
    """
    tests = [(_dated(a), a.id) for a in splits.get("test", []) if _dated(a)]
    if not tests:
        return
    earliest, test = min(tests)
    for article in splits.get("train", []):
        date = _dated(article)
        # As strings: "2031-05" is below "2031-05-14", and a prefix of it may be as late.
        if date and (date >= earliest or earliest.startswith(date)):
            problem = f"it is dated {date}, not before {test} of split test ({earliest})"
            yield Fault(article.id, "$.meta.date_published", problem, "move one of the two")


def _dated(article: Article) -> str:
    published = article.meta.date_published
    return published.value if published else ""
