"""How large a report of 1,000 articles is, and how long a headless Chromium takes with it.

    PYTHONPATH=tests python eval/benchmarks/opening.py

The articles are those of train, validation and example over and over, with what `rules` says of
them. Times are medians by the wall clock; those of a reaction include drawing it.
"""

from __future__ import annotations

import itertools
import json
import tempfile
import time
from pathlib import Path
from statistics import median

from chrome import Chrome, running_chrome

from goldfield.corpus.loading import load_articles
from goldfield.evaluation import Conduct, evaluate
from goldfield.prediction_files import score_file
from goldfield.run_reports import write_report
from goldfield.saved_runs import read_run
from goldfield.schema.reading import read_articles
from goldfield.schema.writing import to_line

ARTICLES, ROUNDS = 1_000, 7
SPLITS = ("train", "validation", "example")
_FIND = "const f = document.getElementById('browser-find'); f.value = 'minister said';"
REACTIONS = {
    "the next article": "document.getElementById('browser-next').click()",
    "a layer on": "document.querySelector('#browser-layers input:not(:checked)').click()",
    "only errors": "document.getElementById('browser-errors').click()",
    "find two words": f"{_FIND} f.dispatchEvent(new Event('input', {{bubbles: true}}))",
}


def write_files(folder: Path) -> tuple[Path, Path]:
    """Gold and predictions, each article under many ids."""
    articles = [article for split in SPLITS for article in load_articles(split=split)]
    said = evaluate("rules", corpus=articles, conduct=Conduct(timed=False)).predictions
    gold, pred = folder / "gold.jsonl", folder / "pred.jsonl"
    with open(gold, "wb") as golds, open(pred, "wb") as preds:
        for number, article in zip(range(ARTICLES), itertools.cycle(articles), strict=False):
            id = {"id": f"x-{number:04}"}
            golds.write(to_line(json.loads(to_line(article)) | id))
            preds.write(to_line(json.loads(said[article.id]) | id))
    return gold, pred


def make_report(folder: Path) -> Path:
    """The report; says how large it is and how long it took to write."""
    gold, pred = write_files(folder)
    score_file(gold, pred, "core", "rules").save(folder / "run")
    run, articles = read_run(folder / "run"), list(read_articles([gold]))
    began = time.perf_counter()
    path = write_report([run], articles)
    print(f"{len(articles):,} articles, {sum(len(a.text) for a in articles):,} characters")
    print(f"written in {time.perf_counter() - began:.1f} s, {path.stat().st_size / 1e6:.1f} MB")
    return path


def opening(chrome: Chrome, path: Path) -> tuple[float, float]:
    """Milliseconds to the first paint, and until everything is there."""
    chrome.open(path)
    paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    chrome.wait("performance.getEntriesByName('first-contentful-paint').length")
    end = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    return chrome.run(paint), chrome.run(end)


def reaction(chrome: Chrome, script: str) -> float:
    """Milliseconds until the frame after the next is drawn."""
    drawn = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    timed = f"const t = performance.now(); {script}; await {drawn}; return performance.now() - t;"
    found: float = chrome.run(f"(async () => {{ {timed} }})()")
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as name, running_chrome(Path(name) / "profile") as chrome:
        path = make_report(Path(name))
        chrome.look(1280)
        paints, ends = zip(*(opening(chrome, path) for _ in range(ROUNDS)), strict=True)
        print(f"first paint {median(paints):.0f} ms, loaded {median(ends):.0f} ms")
        for what, script in REACTIONS.items():
            times = []
            for _ in range(3):
                chrome.open(path)
                times.append(reaction(chrome, script))
            print(f"{what}: {median(times):.0f} ms")
        print(f"memory of scripts: {chrome.run('performance.memory.usedJSHeapSize') / 1e6:.0f} MB")
        print(*chrome.problems or ["no request, nothing on the console"], sep="\n")


if __name__ == "__main__":
    main()
