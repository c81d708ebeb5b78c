# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.construction_connector_base.core import contract as contracts
from odoo.addons.construction_connector_base.models.integration_message_event import RAISED
from odoo.addons.construction_connector_base.tests.outbox_common import LOOPBACK, OutboxCase

GATE = "construction.gate.changed.v1"


def gate(id_, status, version=1):
    return {
        "id": id_,
        "label": f"Gate {id_}",
        "status": status,
        "version": version,
        "changed_at": "2026-03-02T08:00:00Z",
    }


@tagged("post_install", "-at_install")
class TestGatehouse(OutboxCase):
    """The connector of the guide, from end to end, beside a fake of its product."""

    def setUp(self):
        super().setUp()
        self.gates = [gate("G1", "OP"), gate("G2", "CL")]
        self.notices = set()
        self.fake.answers = self.answer
        self.gatehouse = self._create_system(
            "gatehouse",
            environment="sandbox",
            adapter="integration.adapter.gatehouse",
            base_url=self.fake.url,
            private_networks=LOOPBACK,
            login_ids=[(0, 0, {"secret": "letmein"})],
        )
        self.gatehouse._allow([GATE])
        self.map_states(OP="open", CL="closed")
        self.pull = self.env["integration.pull"].create(
            {"system_id": self.gatehouse.id, "stream": "gates"}
        )

    def answer(self, call):
        path, _, query = call.path.partition("?")
        if call.method == "POST":
            self.notices.add(call.headers["idempotency-key"])
            return {}
        if path == "/gates":
            self.last_query = query
            return {"gates": self.gates, "next": "2026-03-02T09:00:00Z", "more": False}
        return next((one for one in self.gates if path == f"/gates/{one['id']}"), {})

    def map_states(self, **codes):
        """Approve a version of the map that translates the states of gates."""
        maps = self.env["integration.code.map"]
        code_map = maps.create({"domain": "gate_state", "system_id": self.gatehouse.id})
        proposer, approver = (
            self._create_user("group_manager", login=f"{name}.{len(codes)}") for name in "ab"
        )
        version = code_map.with_user(proposer)._new_version()
        version.line_ids = [
            (0, 0, {"external_value": value, "code": code}) for value, code in codes.items()
        ]
        version.action_propose()
        version.with_user(approver).action_approve()

    def run_pull(self):
        result = self.env["integration.pull"]._pull_page(self.pull.id, False)
        self.env.invalidate_all()
        return result

    def found(self):
        return {one.code: one.state for one in self.env["gatehouse.gate"].search([])}

    def test_records_become_gates(self):
        self.assertEqual(self.run_pull(), "2 records, 2 of them new.")
        self.drain()
        self.assertEqual(self.found(), {"G1": "open", "G2": "closed"})
        self.assertEqual(self.fake.log[0].headers["authorization"], "Bearer letmein")

    def test_overlap_brings_nothing_twice(self):
        self.run_pull()
        self.assertEqual(self.run_pull(), "2 records, 0 of them new.")
        self.assertIn("since=2026-03-02T08%3A50%3A00Z", self.last_query)

    def test_new_version_changes_the_gate(self):
        self.run_pull()
        self.gates[0] = gate("G1", "CL", version=2)
        self.run_pull()
        self.drain()
        self.assertEqual(self.found(), {"G1": "closed", "G2": "closed"})

    def test_unknown_state_waits_for_the_map(self):
        self.gates = [gate("G3", "JAMMED")]
        self.run_pull()
        self.drain()
        message = self.Message.search([("external_id", "=", "G3.1")])
        self.assertEqual((message.state, message.reason_code), ("exception", "map.missing"))
        self.assertEqual(message.payload["status"], "JAMMED")

    def test_missing_records_are_asked_for(self):
        self.assertEqual(self.gatehouse._request_missing(GATE, ["G1", "G2"]), 2)
        self.drain()
        self.assertEqual(set(self.found()), {"G1", "G2"})

    def publish_to_it(self):
        self.subscribe(
            name="Notices",
            system_id=self.gatehouse.id,
            channel="adapter",
            endpoint_url=False,
            type_ids=[(0, 0, {"type": RAISED.type})],
        )
        data = contracts.get(RAISED.type, "outbound").example
        self.Outbox._publish(RAISED.type, data, company=self.acme)
        self.env.cr.flush()

    def test_notice_is_sent(self):
        self.publish_to_it()
        self.drain()
        message = self.outbound(self.gatehouse)
        self.assertEqual(message.state, "delivered")
        [call] = self.fake.log
        self.assertEqual((call.method, call.path), ("POST", "/notices"))
        self.assertEqual(call.json(), {"about": message.subject, "text": RAISED.type})

    def test_notice_without_answer_is_looked_up(self):
        self.publish_to_it()
        self.fake.behave("close", "ok")
        self.drain()
        self.assertEqual(self.outbound(self.gatehouse).state, "unknown")
        self.make_due()
        self.drain()
        self.assertEqual(self.outbound(self.gatehouse).state, "delivered")
        self.assertEqual([call.method for call in self.fake.log], ["POST", "GET"])
