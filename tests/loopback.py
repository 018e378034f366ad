"""A service on loopback that takes requests, remembers them, and answers as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_plus


@dataclass
class Request:
    """What arrived."""

    method: str
    path: str
    body: str

    @property
    def text(self) -> str:
        """Everything that was said, however it was encoded."""
        try:
            return json.dumps(json.loads(self.body), ensure_ascii=False)
        except ValueError:
            plain = unquote_plus(self.body)
            return plain + plain.encode().decode("unicode_escape", errors="ignore")


@dataclass
class Service:
    """The service: what it got, the statuses that it answers first, what it answers after, and with an error."""

    url: str
    requests: list[Request] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    answer: Callable[[Request], object] = lambda _: {}
    error: object = field(default_factory=lambda: {"error": {}})

    @property
    def messages(self) -> list[Request]:
        """What arrived and may have reached people."""
        return [request for request in self.requests if request.method != "GET"]


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(errors="replace")
            request = Request(self.command, self.path, body)
            service.requests.append(request)
            status = service.statuses.pop(0) if service.statuses else 200
            content = json.dumps(service.answer(request) if status == 200 else service.error).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _take

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that were killed."""


@contextmanager
def serve() -> Iterator[Service]:
    """Serve on a free port while the context lasts."""
    service = Service("")
    server = _Server(("127.0.0.1", 0), _handler(service))
    service.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
