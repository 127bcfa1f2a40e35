"""How to cite a run: corpus, tool, the works behind its measures, and a sentence on methods."""

from __future__ import annotations

from typing import NamedTuple

import yaml

from goldfield.corpus.loading import Place, Selection
from goldfield.errors import UsageError
from goldfield.publishing.pages import citation, corpus_work
from goldfield.references import TOOL, Work, load_sources, sources_of
from goldfield.release import root
from goldfield.saved_runs import SavedRun, gold_of
from goldfield.scoring.signature import parse_signature

__all__ = ["Cited", "cite", "tool_work"]


class Cited(NamedTuple):
    """What a paper that reports a run should say.

    Attributes:
        methods: a sentence with the signature.
        measures: the keys of the works behind each measure.
        works: corpus first, then tool, then the others, each once.
        note: what is left to the author; empty if nothing is.
    """

    methods: str
    measures: dict[str, list[str]]
    works: list[Work]
    note: str = ""


def cite(run: SavedRun) -> Cited:
    """What to cite for a run.

    Raises:
        UsageError: `CITATION.cff` is not there.
        DataError: a measure has no source.
    """
    sources, scores = load_sources(), run.scores
    names = [*scores.fields, *scores.not_predicted, *scores.not_annotated]
    measures = {name: sources_of(name) for name in names}
    released = _released(run)
    method = parse_signature(scores.signature).get("intervals", "none").partition(",")[0]
    keys = [key for found in measures.values() for key in found]
    keys += [*sources.methods["ratios"], *sources.methods.get(method, [])]
    others = [sources.work(key) for key in dict.fromkeys(keys) if key != TOOL]
    corpus = [corpus_work(citation())] if released else []
    note = "" if released else f"corpus {run.manifest.corpus}: cite it as its authors ask"
    works = [*corpus, tool_work(), *sorted(others, key=lambda work: work.key)]
    return Cited(_methods(run, method, released), measures, works, note)


def _released(run: SavedRun, corpus: Place = None) -> Selection | None:
    """The part of the release that the gold of a run is, whatever the run calls it."""
    try:
        return gold_of(run, corpus).selection
    except UsageError:
        return None


def _methods(run: SavedRun, method: str, released: Selection | None) -> str:
    about, scores = run.manifest, run.scores
    split = released.split if released else about.split
    named = (
        f"the goldfield corpus, release {released.name}" if released else f"corpus {about.corpus}"
    )
    where = f"{named} (split {split})" if split != "all" else named
    ends = {"jackknife-t": "95 % jackknife-t", "bootstrap": "95 % bootstrap"}.get(method)
    with_ends = f", with {ends} intervals over documents" if ends else ""
    return (
        f"Precision, recall and F1 are micro-averaged over {scores.documents} documents of "
        f"{where}, by suite {about.suite} of goldfield {about.goldfield}{with_ends}; "
        f"signature: {scores.signature}"
    )


def tool_work() -> Work:
    """The tool as `CITATION.cff` has it.

    Raises:
        UsageError: the file is not there, or lacks something.
    """
    path = root() / "CITATION.cff"
    try:
        said = yaml.safe_load(path.read_text("utf-8"))
        fields = {
            "title": str(said["title"]),
            "author": " and ".join(f"{{{author['name']}}}" for author in said["authors"]),
            "note": f"version {said['version']}",
        }
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: no whole citation of the tool ({error})") from error
    released = {"year": str(said["date-released"])[:4]} if "date-released" in said else {}
    return Work(TOOL, "misc", fields | released)
