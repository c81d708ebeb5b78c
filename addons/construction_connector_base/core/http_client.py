# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls to outside systems that can neither hang, nor flood, nor go where they must not.

A call ends as a ``Response``, as ``NotSent`` (the receiver certainly does not have it) or as
``Unanswered`` (it may have it).
"""

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError

from .adapter import Request, Response
from .network import ForbiddenAddress, Network, is_allowed

CONNECT_SECONDS = 5.0
CHUNK = 64 * 1024


class CallError(Exception):
    """A call without an answer. ``error_class``: a short stable name for counting."""

    def __init__(self, error_class: str):
        super().__init__(error_class)
        self.error_class = error_class


class NotSent(CallError):
    """No connection came about: the receiver got nothing."""


class Unanswered(CallError):
    """The call went out, and no whole answer came back."""


@dataclass(frozen=True)
class Limits:
    """What a call may take. ``seconds``: for all of it. ``bytes``: of the answer that are read.

    ``networks``: private networks that may be reached.
    """

    seconds: float = 10.0
    bytes: int = 1024 * 1024
    networks: Sequence[Network] = ()


class _Guard:
    """Connection that looks at the address it reached, and ends when the time is up."""

    limits: Limits
    sock: Any

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()  # type: ignore[misc]
        # judged after connecting, so that no second look-up of the name can give another address
        if not is_allowed(sock.getpeername()[0], self.limits.networks):
            sock.close()
            raise NewConnectionError(self, "forbidden address") from ForbiddenAddress()  # type: ignore[arg-type]
        # a receiver that drips its answer byte by byte never runs into a time-out of the socket
        self._watchdog = threading.Timer(self.limits.seconds, self._end)
        self._watchdog.daemon = True
        self._watchdog.start()
        return sock

    def _end(self) -> None:
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if watchdog := getattr(self, "_watchdog", None):
            watchdog.cancel()
        super().close()  # type: ignore[misc]


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, limits: Limits):
        self.limits = limits
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        plain = type("Plain", (_Guard, HTTPConnection), {"limits": self.limits})
        secure = type("Secure", (_Guard, HTTPSConnection), {"limits": self.limits})
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        # not even looked at: requests would read all of the body first
        return None


def call(request: Request, limits: Limits) -> Response:
    """Make the call once; follow no redirect. Raises ``NotSent`` or ``Unanswered``."""
    deadline = time.monotonic() + limits.seconds
    with _Session() as session:
        # neither proxies nor logins from the environment of the server
        session.trust_env = False
        for scheme in ("http://", "https://"):
            session.mount(scheme, _GuardedAdapter(limits))
        try:
            answer = session.request(
                request.method,
                request.url,
                data=request.body,
                headers=dict(request.headers),
                timeout=(min(CONNECT_SECONDS, limits.seconds), limits.seconds),
                allow_redirects=False,
                stream=True,
            )
            return _read(answer, limits, deadline)
        except requests.RequestException as error:
            raise _classify(error) from None
        except (HTTPError, OSError):
            raise Unanswered(_late(deadline) or "closed_early") from None


def _read(answer: requests.Response, limits: Limits, deadline: float) -> Response:
    body = b""
    with answer:
        while chunk := answer.raw.read1(CHUNK, decode_content=False):
            body += chunk
            if len(body) > limits.bytes:
                break
            if time.monotonic() > deadline:
                raise Unanswered("timeout")
        else:
            _check_whole(answer, body, deadline)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Response(answer.status_code, headers, body[: limits.bytes], len(body) > limits.bytes)


def _check_whole(answer: requests.Response, body: bytes, deadline: float) -> None:
    """Raise if the connection ended before the announced length."""
    announced = answer.headers.get("Content-Length", "")
    if announced.isdigit() and len(body) < int(announced) and answer.request.method != "HEAD":
        raise Unanswered(_late(deadline) or "closed_early")


def _late(deadline: float) -> str | None:
    return "timeout" if time.monotonic() > deadline else None


def _classify(error: requests.RequestException) -> CallError:
    if isinstance(error, requests.exceptions.SSLError):
        return NotSent("tls")
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return NotSent("connect_timeout")
    if isinstance(error, requests.Timeout):
        return Unanswered("timeout")
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(reason, NewConnectionError):
        forbidden = isinstance(reason.__cause__, ForbiddenAddress)
        return NotSent("forbidden_address" if forbidden else "connect")
    if isinstance(error, ValueError):
        # a URL or header that cannot be sent at all
        return NotSent("invalid_request")
    return Unanswered("closed_early")


__all__ = ["CallError", "Limits", "NotSent", "Unanswered", "call"]
