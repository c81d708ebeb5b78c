# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Messages whose application leaves a row each, so that a lost or a doubled one shows."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from construction_setup.server import Server

MESSAGES = 10_000
KEYS = 40
SENDERS = 4
CALL = 50
PATIENCE = 240.0
BATCH_TYPE = "application/cloudevents-batch+json"
BIG = "construction.probe.sent.v1"
SMALL = "construction.probe.noted.v1"


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until something holds; what fails meanwhile counts as not holding."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if holds():
                return True
        except Exception:
            # a server that is just being killed answers as it likes
            time.sleep(0.5)
        time.sleep(0.3)
    return holds()


class Probes:
    """What one test sends.

    :param name: the test's name, part of all ids and keys
    """

    def __init__(
        self,
        server: Server,
        key: str,
        name: str,
        *,
        amount: int = MESSAGES,
        keys: int = KEYS,
        type_: str = BIG,
    ) -> None:
        self._server = server
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": BATCH_TYPE}
        self._name = name
        self._type = type_
        self.amount = amount
        self._keys = keys
        self.statuses: dict[str, int] = {}

    def send(self) -> None:
        """Send all messages, those of a key in order; repeat a call whose answer did not come."""
        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(self._send_share, range(SENDERS)))

    def _send_share(self, share: int) -> None:
        keys = [key for key in range(self._keys) if key % SENDERS == share]
        numbers = range(self.amount // self._keys)
        events = [self._event(key, number) for number in numbers for key in keys]
        session = requests.Session()
        session.headers.update(self._headers)
        for begin in range(0, len(events), CALL):
            self._post(session, events[begin : begin + CALL])

    def _post(self, session: requests.Session, events: list[dict[str, Any]]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer = session.post(
                    f"{self._server.url}/construction/v1/messages", json=events, timeout=30
                )
                if answer.status_code == 202:
                    self._count(answer.json()["results"])
                    return
            except requests.RequestException:
                # the worker died with our call; the next one answers
                pass
            time.sleep(0.05)
        raise AssertionError(f"{self._name}: no answer within {PATIENCE} s")

    def _count(self, results: list[dict[str, Any]]) -> None:
        for result in results:
            self.statuses[result["status"]] = self.statuses.get(result["status"], 0) + 1

    def _event(self, key: int, number: int) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": f"{self._name}-{key}-{number}",
            "source": "probe",
            "type": self._type,
            "time": "2026-05-04T09:00:00Z",
            "data": {"key": f"{self._name}-{key}", "number": number},
        }

    def left(self) -> int:
        """How many of the messages are not done."""
        return self.amount - self.states().get("done", 0)

    def assert_each_once_in_order(self) -> None:
        """All are done, each was applied once, those of a key in the order they were sent."""
        assert eventually(lambda: self.left() == 0, PATIENCE), self.states()
        with self._server.postgres.connect(self._server.database) as cursor:
            cursor.execute(
                "SELECT key, array_agg(number ORDER BY id) FROM construction_test_probe"
                " WHERE starts_with(key, %s) GROUP BY key",
                [f"{self._name}-"],
            )
            applied = dict(cursor.fetchall())
        assert applied == self.expected()
        assert set(self.statuses) <= {"accepted", "duplicate"}

    def expected(self) -> dict[str, list[int]]:
        """The numbers of each key, in order."""
        numbers = list(range(self.amount // self._keys))
        return {f"{self._name}-{key}": numbers for key in range(self._keys)}

    def undelivered(self) -> int:
        """How many of the events that follow from the messages have not been delivered."""
        return self.amount - self.outbound_states().get("delivered", 0)

    def outbound_states(self) -> dict[str, int]:
        """How many of those events are in which state."""
        return self._count_states("direction = 'outbound' AND starts_with(ordering_key, %s)")

    def states(self) -> dict[str, int]:
        """How many are in which state, for whoever reads the failure."""
        return self._count_states("direction = 'inbound' AND starts_with(external_id, %s)")

    def _count_states(self, condition: str) -> dict[str, int]:
        with self._server.postgres.connect(self._server.database) as cursor:
            cursor.execute(
                f"SELECT state, count(*) FROM integration_message WHERE {condition} GROUP BY state",
                [f"{self._name}-"],
            )
            return dict(cursor.fetchall())
