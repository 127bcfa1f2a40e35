"""An OpenAI-compatible endpoint on loopback that answers by rule and fails on command."""

from __future__ import annotations

import json
import re
import socket
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

__all__ = ["FakeEndpoint", "Reply", "failed", "running", "said"]

Body = dict[str, Any]
_ARTICLE = re.compile(r"<article>\n(.*)\n</article>", re.DOTALL)
_NAME = re.compile(r"\b[A-Z]\w+")


class Reply(NamedTuple):
    """What goes back: JSON with a status, or one of the ways not to answer.

    Attributes:
        fault: "stall" keeps the line open and silent, "reset" cuts it.
    """

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = {}
    fault: str = ""


def said(content: str | None, finish: str = "stop", **message: Any) -> Reply:
    """A completion whose model said `content`, by 100 tokens of input and 10 of output."""
    choice = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": content, **message},
    }
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return Reply(body=completion([choice]) | {"usage": usage})


def completion(choices: Sequence[Any]) -> Body:
    return {
        "id": "1", "object": "chat.completion", "created": 0, "model": "fake-1",
        "choices": list(choices),
    }  # fmt: skip


def failed(status: int, message: str = "no luck", **headers: str) -> Reply:
    """An error as endpoints put it; `retry_after` becomes the header of that name."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"error": {"message": message, "code": None}}, named)


class FakeEndpoint:
    """Answers with the first line as headline and every capitalised word below it as a person.

    Attributes:
        url: the base URL.
        requests: the body of each request, in order.
        keys: what each of them had in its header of authorisation.
        rule: looks at each request first.
        plan: for an article that holds the word, what comes before it is answered.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Body] = []
        self.keys: list[str | None] = []
        self.rule: Callable[[Body], Reply | None] = lambda body: None
        self.plan: dict[str, list[Reply]] = {}
        self.closing = Event()
        self._lock = Lock()

    def reply(self, body: Body, key: str | None) -> Reply:
        text = _article(body)
        with self._lock:
            self.requests.append(body)
            self.keys.append(key)
        if found := self.rule(body):
            return found
        with self._lock:
            planned = [replies for word, replies in self.plan.items() if word in text and replies]
            return planned[0].pop(0) if planned else said(json.dumps(answer_to(text)))


def answer_to(text: str) -> Body:
    first, _, rest = text.partition("\n")
    names = [{"name": name, "type": "PER"} for name in _NAME.findall(rest)]
    return {"meta": {"headline": first or None}, "entities": names}


def _article(body: Body) -> str:
    found = _ARTICLE.search(body["messages"][-1]["content"])
    return found[1] if found else ""


@contextmanager
def running() -> Iterator[FakeEndpoint]:
    """A server on a free port, closed at the end of the block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.endpoint
    finally:
        server.endpoint.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.endpoint = FakeEndpoint(f"http://127.0.0.1:{self.server_port}/v1")

    def handle_error(self, *_: Any) -> None:
        """Whoever has stopped waiting is not written to."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        endpoint = self.server.endpoint
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path != "/v1/chat/completions":
            return self._write(failed(404, "no such path"))
        reply = endpoint.reply(body, self.headers["authorization"])
        if reply.fault == "stall":
            endpoint.closing.wait(30)
        if reply.fault:
            return self._cut()
        return self._write(reply)

    def _cut(self) -> None:
        """Close without a word, so that the other side is told of a reset."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def _write(self, reply: Reply) -> None:
        text = isinstance(reply.body, str)
        data = reply.body.encode() if text else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        self.send_header("content-type", "text/html" if text else "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Be silent."""
