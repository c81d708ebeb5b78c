# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of outbound messages share."""

from typing import Any
from urllib.parse import urlsplit

from odoo.tests.common import _super_send

from ..core import contract as contracts
from ..core.contract import Code, Contract, Moment, Money, Payload
from .common import IntegrationCase
from .fake_system import FakeSystem

LOOPBACK = "127.0.0.0/8"


class ThingChanged(Payload):
    """An event that only tests publish."""

    thing: Code
    amount: Money | None = None
    at: Moment | None = None


THING = contracts.get("construction.test_thing.changed.v1", "outbound") or contracts.register(
    Contract(
        name="test_thing.changed",
        version=1,
        direction="outbound",
        payload=ThingChanged,
        handler="integration.outbox",
        workflow="things",
        document=lambda data: data.thing,
        ordering_key=lambda data: data.thing,
        description="A thing of the tests has changed.",
        example={"thing": "T1"},
    )
)


class OutboxCase(IntegrationCase):
    """A system ``shop`` with a webhook at a fake on loopback, called by a journal in this test's
    transaction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()
        cls.shop = cls._create_system("shop", environment="sandbox", private_networks=LOOPBACK)
        cls.env["integration.signature.key"]._generate(cls.shop, "Test")
        # a transaction sees the time of its beginning, which was before that
        cls.env.cr.execute("UPDATE integration_signature_key SET valid_from = '2026-01-01'")
        cls.Outbox = cls.env["integration.outbox"]

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        # Odoo's own lengthens short time-outs, which these tests are about
        host = urlsplit(request.url).hostname
        assert host == "127.0.0.1", f"{host} is not to be called by a test"
        return _super_send(session, request, **options)

    def setUp(self):
        super().setUp()
        self.fake = self.start_fake()
        self.subscription = self.subscribe()

    def start_fake(self, *plan: str, **values: Any) -> FakeSystem:
        return self.enterContext(FakeSystem(plan or ("ok",), **values))

    def subscribe(self, **values: Any):
        return self.env["integration.subscription"].create(
            {
                "name": "Things",
                "system_id": self.shop.id,
                "endpoint_url": f"{self.fake.url}/events",
                "timeout_seconds": 1,
                "type_ids": [(0, 0, {"type": THING.type})],
            }
            | values
        )

    def publish(self, *things: str, company=None, **values: Any) -> int:
        """Publish a change of each thing, and settle what follows from it at a commit."""
        count = sum(
            self.Outbox._publish(
                THING.type, {"thing": thing}, company=company or self.acme, **values
            )
            for thing in things
        )
        self.env.cr.flush()
        return count

    def outbound(self, system=None):
        """What was published for the system, oldest first."""
        self.env.invalidate_all()
        return self.Message.search(
            [("system_id", "=", (system or self.shop).id), ("direction", "=", "outbound")],
            order="id",
        )

    def sent_states(self) -> list[str]:
        return self.outbound().mapped("state")

    def things(self) -> list[str]:
        """What arrived at the fake, in order, repeats included."""
        return [call.json()["data"]["thing"] for call in self.fake.log]

    def make_due(self) -> None:
        """Let all pauses be over, also that of the breaker."""
        self.env.cr.execute(
            "UPDATE integration_message SET due_at = due_at - interval '1 day' "
            "WHERE direction = 'outbound' AND due_at IS NOT NULL"
        )
        self.env.cr.execute("UPDATE integration_breaker SET until = until - interval '1 day'")
        self.env.invalidate_all()
