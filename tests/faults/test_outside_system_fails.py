# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An outside system fails in all the ways there are; it gets each event, and can tell repeats."""

from collections.abc import Iterator

import pytest

from construction_setup.fake_system import FakeSystem
from construction_setup.server import Server

from .probes import PATIENCE, Probes, eventually

#: How often it fails, and how many calls it answers well in between.
FAILURES, BETWEEN = 25, 60
#: What it does with the event before it fails to say so.
APPLIED = {"ok", "late", "twice", "close_mid_body"}
SUBSCRIBE = """
system = env["integration.system"].create({{
    "name": "Receiver {name}", "code": "receiver-{name}", "environment": "sandbox",
    "private_networks": "127.0.0.0/8"}})
env["integration.signature.key"]._generate(system, "Test")
env["integration.subscription"].create({{
    "name": "Probes", "system_id": system.id, "endpoint_url": "{url}/events",
    "timeout_seconds": 1, "type_ids": [(0, 0, {{"type": "construction.probe.recorded.v1"}})]}})
"""
UNSUBSCRIBE = """
env["integration.system"].search([("code", "=", "receiver-{name}")]).active = False
"""


@pytest.fixture(params=["hang", "error", "twice", "late", "close_mid_body"])
def outside(server: Server, key: str, request: pytest.FixtureRequest) -> Iterator[FakeSystem]:
    """A subscribed system that fails in one way, now and then."""
    mode = request.param
    plan = [*[mode, *["ok"] * BETWEEN] * FAILURES, "ok"]
    with FakeSystem(plan, seconds=1.5) as fake:
        server.run_code(SUBSCRIBE.format(name=mode, url=fake.url))
        yield fake
        server.run_code(UNSUBSCRIBE.format(name=mode))


def test_each_event_arrives_and_repeats_can_be_told(outside: FakeSystem, probes: Probes) -> None:
    probes.send()
    probes.assert_each_once_in_order()
    assert eventually(lambda: probes.undelivered() == 0, PATIENCE), probes.outbound_states()
    assert sum(call.mode not in ("ok",) for call in outside.log) == FAILURES
    arrived: dict[str, tuple[str, int]] = {}
    for call in outside.log:
        if call.mode in APPLIED:
            data = call.json()["data"]
            # a receiver that keeps to the id applies a repeat once
            arrived.setdefault(call.headers["idempotency-key"], (data["key"], data["number"]))
    by_key: dict[str, list[int]] = {}
    for key, number in arrived.values():
        by_key.setdefault(key, []).append(number)
    assert by_key == probes.expected()
