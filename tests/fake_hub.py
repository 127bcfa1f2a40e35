"""A Hugging Face Hub on loopback, as far as `huggingface_hub` and `datasets` talk to it.

It keeps commits, tags and large files in memory, logs every request, and can fail or wait at one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

__all__ = ["Hub", "running"]


@dataclass
class Repo:
    """The commits of one dataset, the newest last, and what its tags point to."""

    commits: list[tuple[str, dict[str, bytes]]] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def at(self, revision: str) -> tuple[str, dict[str, bytes]] | None:
        wanted = self.tags.get(revision, revision)
        if wanted == "main":
            return self.commits[-1]
        return next((commit for commit in self.commits if commit[0] == wanted), None)

    def commit(self, files: dict[str, bytes]) -> str:
        said = json.dumps([len(self.commits), {n: _sha1(d) for n, d in sorted(files.items())}])
        self.commits.append((_sha1(said.encode()), files))
        return self.commits[-1][0]


@dataclass
class Hub:
    """The state of the hub. `fail` maps a pattern of ``METHOD /path`` to a status.

    Requests that match `hold` wait for `release`, but for the first `passing` of them.
    """

    url: str = ""
    repos: dict[str, Repo] = field(default_factory=dict)
    large: dict[str, bytes] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    fail: dict[str, int] = field(default_factory=dict)
    hold: str | None = None
    passing: int = 0
    held: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    def count(self, pattern: str) -> int:
        """Requests whose ``METHOD /path`` matches."""
        return sum(re.search(pattern, line) is not None for line in self.log)


@contextmanager
def running() -> Iterator[Hub]:
    """A hub that answers at `url` until the block ends."""
    hub = Hub()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.hub = hub
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Refused(Exception):
    def __init__(self, status: int, code: str = "") -> None:
        self.status, self.code = status, code


NONE: Mapping[str, str] = {}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hub: Hub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed hangs up, and that is no error of the hub."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    do_HEAD = do_POST = do_PUT = do_GET  # noqa: N815

    def _serve(self) -> None:
        hub = self.server.hub
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        line = f"{self.command} {unquote(urlsplit(self.path).path)}"
        hub.log.append(line)
        if token := self.headers.get("Authorization"):
            hub.tokens.add(token)
        if hub.hold and re.search(hub.hold, line) and hub.count(hub.hold) > hub.passing:
            hub.held.set()
            hub.release.wait(60)
        try:
            failed = next((s for p, s in hub.fail.items() if re.search(p, line)), None)
            if failed is not None:
                raise _Refused(failed)
            self._answer(line, body)
        except _Refused as refused:
            code = {"X-Error-Code": refused.code} if refused.code else {}
            self._send(json.dumps({"error": "refused"}).encode(), code, refused.status)
        except ConnectionError:
            pass  # the client was killed

    def _answer(self, line: str, body: bytes) -> None:
        for pattern, answer in _ROUTES:
            if match := re.fullmatch(pattern, line):
                result = answer(self.server.hub, body, *match.groups())
                if isinstance(result, tuple):
                    self._send_file(*result)
                else:
                    self._send(json.dumps(result).encode())
                return
        raise _Refused(404, "EntryNotFound")

    def _send_file(self, commit: str, data: bytes) -> None:
        headers = {
            "ETag": f'"{hashlib.sha256(data).hexdigest()}"',
            "X-Repo-Commit": commit,
            "Accept-Ranges": "bytes",
        }
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted is None:
            self._send(data, headers)
            return
        start, end = int(wanted[1]), int(wanted[2] or len(data) - 1)
        headers["Content-Range"] = f"bytes {start}-{min(end, len(data) - 1)}/{len(data)}"
        self._send(data[start : end + 1], headers, 206)

    def _send(self, data: bytes, headers: dict[str, str] | None = None, status: int = 200) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def _repo(hub: Hub, name: str) -> Repo:
    if name not in hub.repos:
        raise _Refused(404, "RepoNotFound")
    return hub.repos[name]


def _at(hub: Hub, name: str, revision: str) -> tuple[str, dict[str, bytes]]:
    found = _repo(hub, name).at(revision)
    if found is None:
        raise _Refused(404, "RevisionNotFound")
    return found


def _create(hub: Hub, body: bytes) -> Any:
    said = json.loads(body)
    name = f"{said['organization']}/{said['name']}" if said.get("organization") else said["name"]
    if name in hub.repos:
        raise _Refused(409)
    hub.repos[name] = Repo()
    hub.repos[name].commit({".gitattributes": b"*.parquet filter=lfs\n"})
    return {"url": f"{hub.url}/datasets/{name}", "name": name}


def _refs(hub: Hub, _: bytes, name: str) -> Any:
    repo = _repo(hub, name)
    head = {"name": "main", "ref": "refs/heads/main", "targetCommit": repo.commits[-1][0]}
    tags = [
        {"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid}
        for tag, oid in repo.tags.items()
    ]
    return {"branches": [head], "tags": tags, "converts": []}


def _preupload(_hub: Hub, body: bytes, _name: str) -> Any:
    return {
        "files": [
            {
                "path": file["path"],
                "uploadMode": "lfs" if file["path"].endswith(".parquet") else "regular",
                "shouldIgnore": False,
                "oid": None,
            }
            for file in json.loads(body)["files"]
        ]
    }


def _batch(hub: Hub, body: bytes, _name: str) -> Any:
    objects = json.loads(body)["objects"]
    upload = {item["oid"]: {"href": f"{hub.url}/large/{item['oid']}"} for item in objects}
    return {
        "transfer": "basic",
        "objects": [{**item, "actions": {"upload": upload[item["oid"]]}} for item in objects],
    }


def _put(hub: Hub, body: bytes, oid: str) -> Any:
    if hashlib.sha256(body).hexdigest() != oid:
        raise _Refused(400)
    hub.large[oid] = body
    return {}


def _commit(hub: Hub, body: bytes, name: str) -> Any:
    repo = _repo(hub, name)
    lines = [json.loads(line) for line in body.splitlines()]
    files = dict(repo.commits[-1][1])
    for line in lines:
        value = line["value"]
        if line["key"] == "header" and value.get("parentCommit") not in (None, repo.commits[-1][0]):
            raise _Refused(412)
        if line["key"] == "deletedFile":
            del files[value["path"]]
        elif line["key"] == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif line["key"] == "lfsFile":
            files[value["path"]] = hub.large[value["oid"]]
    oid = repo.commit(files)
    return {"commitOid": oid, "commitUrl": f"{hub.url}/datasets/{name}/commit/{oid}"}


def _tag(hub: Hub, body: bytes, name: str, revision: str) -> Any:
    tag = json.loads(body)["tag"]
    if tag in _repo(hub, name).tags:
        raise _Refused(409)
    _repo(hub, name).tags[tag] = _at(hub, name, revision)[0]
    return {}


def _info(hub: Hub, _: bytes, name: str, revision: str = "main") -> Any:
    oid, files = _at(hub, name, revision)
    return {
        "_id": "0", "id": name, "sha": oid, "private": False, "gated": False, "disabled": False,
        "tags": [], "downloads": 0, "likes": 0, "siblings": [{"rfilename": n} for n in files],
    }  # fmt: skip


def _tree(hub: Hub, _: bytes, name: str, revision: str, folder: str | None) -> Any:
    start = f"{folder.strip('/')}/" if folder else ""
    found: dict[str, Any] = {}
    for path, data in sorted(_at(hub, name, revision)[1].items()):
        if path.startswith(start):
            file = {"type": "file", "oid": _sha1(data), "size": len(data), "path": path}
            if path.endswith(".parquet"):
                oid = hashlib.sha256(data).hexdigest()
                file["lfs"] = {"oid": oid, "size": len(data), "pointerSize": 1}
            found[path] = file
            for at in (i for i, char in enumerate(path) if char == "/"):
                found.setdefault(path[:at], {"type": "directory", "oid": "0", "path": path[:at]})
    return list(found.values())


def _resolve(hub: Hub, _: bytes, name: str, revision: str, path: str) -> tuple[str, bytes]:
    oid, files = _at(hub, name, revision)
    if path not in files:
        raise _Refused(404, "EntryNotFound")
    return oid, files[path]


def _sha1(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


_NAME = r"([\w.-]+/[\w.-]+)"
_ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"POST /api/repos/create", _create),
    (r"POST /api/validate-yaml", lambda *_: {"errors": [], "warnings": []}),
    (rf"GET /api/datasets/{_NAME}/refs", _refs),
    (rf"POST /api/datasets/{_NAME}/preupload/main", _preupload),
    (rf"POST /datasets/{_NAME}\.git/info/lfs/objects/batch", _batch),
    (r"PUT /large/(\w+)", _put),
    (rf"POST /api/datasets/{_NAME}/commit/main", _commit),
    (rf"POST /api/datasets/{_NAME}/tag/([^/]+)", _tag),
    (rf"GET /api/datasets/{_NAME}/revision/([^/]+)", _info),
    (rf"GET /api/datasets/{_NAME}", _info),
    (rf"GET /api/datasets/{_NAME}/tree/([^/]+)(/.*)?", _tree),
    (rf"(?:GET|HEAD) /datasets/{_NAME}/resolve/([^/]+)/(.+)", _resolve),
]
