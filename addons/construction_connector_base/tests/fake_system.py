# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An outside system that behaves as badly as one is told to, on loopback, for tests.

Each call takes the next mode of a plan; when that is used up, the last mode stays. What was
received is logged, so that a test can count what arrived and compare the order.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODES = (
    "ok",
    "accepted",
    "refuse",
    "error",
    "throttle",
    "redirect",
    "hang",
    "late",
    "drip",
    "close",
    "close_mid_body",
    "huge",
    "twice",
)


@dataclass(frozen=True)
class Received:
    """One call as it arrived. Names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    mode: str

    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)


@dataclass
class FakeSystem:
    """A server on a free port of loopback; use it as a context manager.

    ``answers``: bodies by path, or a function of the call, for the modes that answer well.
    ``seconds``: how long ``hang`` hangs and ``late`` is late. ``retry_after``: of ``throttle``.
    """

    plan: Sequence[str] = ("ok",)
    answers: dict[str, Any] | Callable[[Received], Any] = field(default_factory=dict)
    seconds: float = 2.0
    retry_after: str = "30"
    log: list[Received] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._taken = 0
        handler = type("Handler", (_Handler,), {"system": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> "FakeSystem":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def behave(self, *plan: str) -> None:
        """Change the plan from the next call on."""
        with self._lock:
            self.plan, self._taken = plan, 0

    def ids(self) -> list[str]:
        """The idempotency keys that arrived, in order, repeats included."""
        return [call.headers.get("idempotency-key", "") for call in self.log]

    def receive(self, call: BaseHTTPRequestHandler, body: bytes) -> Received:
        """Log a call under the mode that is due."""
        headers = {name.lower(): value for name, value in call.headers.items()}
        with self._lock:
            mode = self.plan[min(self._taken, len(self.plan) - 1)]
            self._taken += 1
            received = Received(call.command, call.path, headers, body, mode)
            self.log.append(received)
        return received

    def answer(self, received: Received) -> bytes:
        """The body of a good answer."""
        if callable(self.answers):
            found = self.answers(received)
        else:
            found = self.answers.get(received.path.partition("?")[0], {})
        return json.dumps(found).encode()

    def wait(self, seconds: float) -> None:
        """Pause, but not beyond the end of the test."""
        self._released.wait(seconds)


class _Handler(BaseHTTPRequestHandler):
    system: FakeSystem
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        received = self.system.receive(self, body)
        try:
            getattr(self, f"_{received.mode}")(received)
        except OSError:
            # the caller did not wait for the answer
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def log_message(self, *_args: object) -> None:
        """Tests look at the log of calls instead."""

    def _send(self, status: int, body: bytes = b"{}", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _ok(self, received: Received) -> None:
        self._send(200, self.system.answer(received))

    def _accepted(self, received: Received) -> None:
        self._send(202, self.system.answer(received))

    def _refuse(self, _received: Received) -> None:
        self._send(422, b'{"error": "no such job"}')

    def _error(self, _received: Received) -> None:
        self._send(500, b'{"error": "sorry"}')

    def _throttle(self, _received: Received) -> None:
        self._send(429, Retry_After=self.system.retry_after)

    def _redirect(self, _received: Received) -> None:
        self._send(302, Location=f"{self.system.url}/elsewhere")

    def _hang(self, _received: Received) -> None:
        self.system.wait(self.system.seconds)
        self._close(_received)

    def _late(self, received: Received) -> None:
        self.system.wait(self.system.seconds)
        self._ok(received)

    def _drip(self, _received: Received) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        end = time.monotonic() + self.system.seconds
        while time.monotonic() < end:
            self.wfile.write(b" ")
            self.wfile.flush()
            self.system.wait(0.05)
        self.close_connection = True

    def _close(self, _received: Received) -> None:
        self.close_connection = True

    def _close_mid_body(self, _received: Received) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"half":')
        self.close_connection = True

    def _huge(self, _received: Received) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(1 << 40))
        self.end_headers()
        while True:
            self.wfile.write(b" " * 65536)

    def _twice(self, received: Received) -> None:
        self._ok(received)
        self._ok(received)
        self.close_connection = True
