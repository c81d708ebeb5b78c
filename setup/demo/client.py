# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Outside systems (bearer key, message API) and people (web client session) over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import requests

PREFIX = "/construction/v1"
BATCH_TYPE = "application/cloudevents-batch+json"
#: states in which a message stays until somebody or something else acts
SETTLED = {"done", "waiting", "exception", "dead", "rejected", "superseded"}


class DemoError(Exception):
    """The demo met an answer that it did not expect."""


def _persistent(call: Callable[[], requests.Response]) -> requests.Response:
    """Repeat a call that is safe to repeat until the server answers it."""
    for pause in (0.2, 0.5, 1, 2, 5, 10):
        try:
            response = call()
        except requests.ConnectionError:
            time.sleep(pause)
            continue
        if response.status_code not in (502, 503):
            return response
        time.sleep(pause)
    return call()


@dataclass
class OutsideSystem:
    """One outside system as its programmer sees it: an address and a key."""

    base_url: str
    code: str
    key: str
    entity: str | None = None
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.headers["Authorization"] = f"Bearer {self.key}"

    def event(
        self, id_: str, name: str, data: dict, when: str = "2026-03-02T08:00:00Z", **extra: str
    ) -> dict[str, Any]:
        """A CloudEvents 1.0 envelope around a contract's payload."""
        event = {
            "specversion": "1.0",
            "id": id_,
            "source": self.code,
            "type": f"construction.{name}.v1",
            "time": when,
            "data": data,
            **extra,
        }
        return {**event, "entity": self.entity} if self.entity else event

    def send(self, events: list[dict]) -> list[dict]:
        """Post a batch; the results come in the order of the events.

        A broken connection is no reason to worry: the same ids may be sent again.
        """
        response = _persistent(
            lambda: self.session.post(
                f"{self.base_url}{PREFIX}/messages",
                json=events,
                headers={"Content-Type": BATCH_TYPE},
                timeout=120,
            )
        )
        if response.status_code != 202:
            raise DemoError(f"{self.code}: HTTP {response.status_code} {response.text[:500]}")
        return response.json()["results"]

    def message(self, uuid: str) -> dict:
        """The state of one message of this system."""
        response = _persistent(
            lambda: self.session.get(f"{self.base_url}{PREFIX}/messages/{uuid}", timeout=30)
        )
        response.raise_for_status()
        return response.json()

    def settle(self, uuids: Iterable[str], timeout: float = 180, until: Iterable[str] = SETTLED):
        """Wait until each message reached one of the states; the answers by uuid."""
        wanted = set(until)
        pending, settled = list(dict.fromkeys(uuids)), {}
        deadline = time.monotonic() + timeout
        while pending:
            for uuid in list(pending):
                answer = self.message(uuid)
                if answer["state"] in wanted:
                    settled[uuid] = answer
                    pending.remove(uuid)
            if pending and time.monotonic() > deadline:
                states = {uuid: self.message(uuid)["state"] for uuid in pending}
                raise DemoError(f"{self.code}: not settled after {timeout:.0f} s: {states}")
            if pending:
                time.sleep(0.25)
        return settled

    def job_cost(self, job_code: str) -> dict:
        """The job cost report of one job."""
        response = self.session.get(f"{self.base_url}{PREFIX}/jobs/{job_code}/cost", timeout=60)
        if response.status_code != 200:
            raise DemoError(f"job cost {job_code}: HTTP {response.status_code} {response.text}")
        return response.json()


class Person:
    """Somebody at the web client: logs in and presses buttons with the own rights."""

    def __init__(self, base_url: str, database: str, login: str, password: str) -> None:
        self.base_url, self.login = base_url, login
        self.session = requests.Session()
        for pause in (0.2, 1, 5):
            try:
                self._log_in(database, password)
                return
            except requests.ConnectionError:
                time.sleep(pause)
        self._log_in(database, password)

    def _log_in(self, database: str, password: str) -> None:
        self._post(
            "/web/session/authenticate",
            {"db": database, "login": self.login, "password": password},
        )

    def _post(self, path: str, params: dict) -> Any:
        response = self.session.post(
            self.base_url + path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=120,
        )
        answer = response.json()
        if "error" in answer:
            error = answer["error"]
            raise DemoError(f"{self.login}: {error.get('data', {}).get('message', error)}")
        return answer["result"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a public method, as the web client does."""
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def search(self, model: str, domain: list) -> list[int]:
        return self.call(model, "search", domain)
