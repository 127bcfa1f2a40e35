"""`make label-studio`: gold to Label Studio's own server and back, with an annotator's edits.

    python eval/label_studio.py PROGRAM

PROGRAM is the command label-studio. Its server runs on this machine, out of a folder that is
removed afterwards. Exit status 1 if anything comes back that was not sent, but for the edits.
"""

from __future__ import annotations

import json
import os
import secrets
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from msgspec.structs import replace

from goldfield.corpus.exchange.difference import changes
from goldfield.corpus.loading import load_articles
from goldfield.errors import GoldfieldError
from goldfield.running.signals import exit_on_signals
from goldfield.schema.records import Article
from goldfield.schema.writing import write_lines

SPLITS = ("example", "train")
PATIENCE = 300  # seconds for the server to make its database
DRAFT = "rules@1.0"  # who is said to have made the one prediction
NEW = "Zr_ZN7h-9q"  # an id as the editor gives them
Json = Any
_ask = build_opener(ProxyHandler({})).open


class Server(NamedTuple):
    """A running Label Studio."""

    address: str
    token: str

    def call(self, method: str, path: str, data: Json = None) -> Json:
        """The answer of its API.

        Raises:
            GoldfieldError: it refuses; the message has its words.
        """
        body = None if data is None else json.dumps(data).encode()
        headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        request = Request(self.address + path, body, headers, method=method)
        try:
            with _ask(request, timeout=PATIENCE) as answer:
                return json.loads(answer.read() or b"null")
        except HTTPError as error:
            said = error.read()[:500].decode(errors="replace")
            raise GoldfieldError(f"{method} {path}: {error.code}: {said}") from error


def main(program: str) -> int:
    exit_on_signals()  # or the server would stay
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "server").mkdir()
        with open(folder / "log", "w+b") as log, serving(program, folder / "server", log) as server:
            version = server.call("GET", "/api/version")["release"]
            print(f"Label Studio {version}, ready in {time.monotonic() - began:.0f} s", flush=True)
            wrong = trial(server, folder)
    print(f"{'WRONG' if wrong else 'as it should be'}; {time.monotonic() - began:.0f} s in all")
    return int(wrong)


def trial(server: Server, folder: Path) -> bool:
    """Whether anything comes back otherwise than sent, before an annotator's edits or after."""
    sent = [article for split in SPLITS for article in load_articles(None, split)]
    write_lines(folder / "gold.jsonl", [as_draft(sent[0]), *sent[1:]])
    goldfield(folder, "export", "gold.jsonl", "--format", "label-studio", "--out", "tasks")
    project = upload(server, folder / "tasks")
    submit_predictions(server, project)
    wanted = [f"{sent[0].id} ~ record/provenance"]  # it was a draft
    wrong = told(fetched(server, project, folder), folder) != wanted
    wanted += edit(server, project)
    return told(fetched(server, project, folder), folder) != wanted or wrong


def as_draft(article: Article) -> Article:
    """The article as if only an extractor had seen it: it goes as a prediction."""
    said = replace(article.provenance, passes=0, status="draft", pre_annotated_by=DRAFT)
    return replace(article, provenance=said, schema_version="1.1")


def goldfield(folder: Path, *words: str) -> None:
    command = ["goldfield", "corpus", *words]
    print(f"$ {shlex.join(command)}", flush=True)
    command[0] = str(Path(sys.executable).parent / "goldfield")
    if subprocess.run(command, cwd=folder, check=False).returncode:
        raise GoldfieldError(f"{shlex.join(command)} failed")


# ---- what people do in the tool ---------------------------------------------------------------


def upload(server: Server, tasks: Path) -> int:
    """A project with the config, and the tasks in it; its number."""
    config = (tasks / "label-studio.xml").read_text("utf-8")
    server.call("POST", "/api/projects/validate/", {"label_config": config})
    made = server.call("POST", "/api/projects/", {"title": "goldfield", "label_config": config})
    rows = json.loads((tasks / "label-studio.json").read_bytes())
    told = server.call("POST", f"/api/projects/{made['id']}/import", rows)
    counts = {name: told[f"{name}_count"] for name in ("task", "annotation", "prediction")}
    print(f"uploaded: {', '.join(f'{count} {name}s' for name, count in counts.items())}")
    return int(made["id"])


def export(server: Server, project: int) -> list[Json]:
    path = f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true"
    rows: list[Json] = server.call("GET", path)
    return rows


def submit_predictions(server: Server, project: int) -> None:
    """As an annotator who finds nothing to correct in a prediction."""
    for made in server.call("GET", f"/api/predictions?project={project}"):
        data = {"result": made["result"], "parent_prediction": made["id"]}
        server.call("POST", f"/api/tasks/{made['task']}/annotations/", data)


def edit(server: Server, project: int) -> list[str]:
    """In the last task a new name and another language; what has to be told of it."""
    row = max(export(server, project), key=lambda row: row["id"])
    text, annotation = row["data"]["text"], row["annotations"][0]
    start = next(at for at, char in enumerate(text) if not char.isspace())
    word = text[start:].split()[0]
    place = {"start": start, "end": start + len(word), "text": word, "labels": ["MISC"]}
    common = {"to_name": "text", "origin": "manual"}
    result = [item for item in annotation["result"] if item.get("from_name") != "lang"]
    result += [
        {"id": NEW, "from_name": "label", "type": "labels", "value": place, **common},
        {"id": "Zl", "from_name": "lang", "type": "textarea", "value": {"text": ["nn"]}, **common},
    ]
    server.call("PATCH", f"/api/annotations/{annotation['id']}/", {"result": result})
    id = row["data"]["id"]
    return [f"{id} ~ meta/lang", f"{id} + entities/{NEW}"]


# ---- what comes back --------------------------------------------------------------------------


def fetched(server: Server, project: int, folder: Path) -> Path:
    """The records of an export, as the command makes them."""
    (folder / "export.json").write_text(json.dumps(export(server, project)), "utf-8")
    words = ("import", "export.json", "--format", "label-studio", "--out", "back.jsonl")
    goldfield(folder, *words)
    return folder / "back.jsonl"


def told(back: Path, folder: Path) -> list[str]:
    """Each item that is not as it was sent, printed with what changed."""
    read = {article.id: article for article in load_articles(back)}
    sent = load_articles(folder / "gold.jsonl")
    found = []
    for article in sent:
        if article.id not in read:
            found.append((f"{article.id} - record", "did not come back"))
        else:
            rows = changes(article, read[article.id])
            found += [(f"{article.id} {sign} {path}", what) for sign, path, what in rows]
    print(f"{len(read)} of {len(sent)} articles came back; changes: {len(found)}", flush=True)
    for place, what in found:
        print(f"  {place}: {what}")
    return [place for place, _ in found]


# ---- the server -------------------------------------------------------------------------------


@contextmanager
def serving(program: str, home: Path, log: IO[bytes]) -> Iterator[Server]:
    """A server that answers; it is ended after the block."""
    server = Server(f"http://127.0.0.1:{free_port()}", secrets.token_hex(20))
    port = server.address.rpartition(":")[2]
    words = ["start", "--no-browser", "--internal-host", "127.0.0.1", "--port", port]
    command = [program, *words]
    process = subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, cwd=home, env=settings(home, server.token)
    )
    try:
        wait(process, server, log)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def settings(home: Path, token: str) -> dict[str, str]:
    """All it keeps stays in `home`, and it speaks to nobody else."""
    own = {
        "BASE_DATA_DIR": str(home), "USERNAME": "annotator@example.org", "USER_TOKEN": token,
        "PASSWORD": secrets.token_hex(20), "ENABLE_LEGACY_API_TOKEN": "true",
        "DISABLE_SIGNUP_WITHOUT_LINK": "true", "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "",
    }  # fmt: skip
    return os.environ | {"HOME": str(home)} | {f"LABEL_STUDIO_{key}": own[key] for key in own}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(process: subprocess.Popen[bytes], server: Server, log: IO[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            server.call("GET", "/health")
            return
        except OSError:
            time.sleep(0.2)
    log.seek(0)
    said = log.read().decode(errors="replace").strip().splitlines()
    raise GoldfieldError("the server did not start:\n" + "\n".join(said[-5:]))


def run(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        raise GoldfieldError("name the command label-studio; run it by: make label-studio")
    return main(str(Path(arguments[0]).absolute()))


if __name__ == "__main__":
    try:
        sys.exit(run(sys.argv[1:]))
    except GoldfieldError as error:
        sys.exit(str(error))
