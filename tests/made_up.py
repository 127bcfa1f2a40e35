"""A small corpus of our own in a folder: seeds, sheets, splits; nothing in it is news."""

from __future__ import annotations

import hashlib
from pathlib import Path

from goldfield.corpus.folder import CorpusFolder

__all__ = ["SHEET", "TEXTS", "corpus_in", "put_article", "put_seed", "put_sheets", "snapshot"]

TEXTS = {
    "m-1": "Ada Tolk left the ferry at Brim on Monday.\r\nNobody else did, she said.\r\n",
    "m-2": "Prices of slate fell in the hills above Corve for a third week, and carts stood.\n",
}
SHEET = """\
id: {id}
text: ../../../seeds/{id}.txt
schema_version: 1.0
guidelines_version: 1.0
layers: [date_published, entities, coref]
{body}provenance:
  kind: {kind}
  licence: {licence}
  source: seeds/{id}.txt
  written_by: human
  annotated_by: human
  passes: {passes}
  status: {status}
"""


def corpus_in(folder: Path) -> CorpusFolder:
    """An empty corpus folder, with an empty folder of seeds beside it."""
    (folder / "seeds").mkdir()
    (folder / "corpus").mkdir()
    (folder / "corpus" / "RELEASE").write_text("1\n")
    (folder / "corpus" / "CANARY").write_text("0c0c\n")
    return CorpusFolder(folder / "corpus")


def put_seed(corpus: CorpusFolder, id: str, text: str) -> None:
    raw = text.encode()
    (corpus.seeds / f"{id}.txt").write_bytes(raw)
    with open(corpus.sums, "a", encoding="utf-8") as sums:
        sums.write(f"{hashlib.sha256(raw).hexdigest()}  {id}.txt\n")


def put_article(
    corpus: CorpusFolder, id: str, split: str = "train", text: str = "", **said: str
) -> Path:
    """An article that is gold; the folder of its sheets."""
    put_seed(corpus, id, text or TEXTS[id])
    with open(corpus.splits, "a", encoding="utf-8") as table:
        table.write(f'{id} = "{split}"\n')
    return put_sheets(corpus, id, **said)


def put_sheets(corpus: CorpusFolder, id: str, **said: str) -> Path:
    """The sheets of an article whose text is there, made gold; a draft goes. Their folder."""
    folder = corpus.passes / id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "draft.yaml").unlink(missing_ok=True)
    own = {"id": id, "kind": "composed", "licence": "CC-BY-4.0", "body": "", **said}
    one = SHEET.format(**own, passes=1, status="single")
    (folder / "a.yaml").write_text(one, "utf-8")
    (folder / "b.yaml").write_text(f"# the other\n{one}", "utf-8")
    (folder / "adjudicated.yaml").write_text(
        SHEET.format(**own, passes=2, status="adjudicated"), "utf-8"
    )
    (folder / "LOG.md").write_text("No differences.\n")
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and every folder as an empty one."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }
