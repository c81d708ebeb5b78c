# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestCodeMaps(HandlerCase):
    """Codes of the sender's own scheme, from the stop to the release."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("group_manager")

    def test_map_a_cost_code(self):
        self.set_up_job()
        line = self.requisition_line(cost_code="3300", uom="CUYD", quantity="2")
        message = self.send_requisition(lines=[line])
        self.assertState(message, "exception", "cost_code.unknown")
        self.assertEqual(message.amount_at_stake, 100)
        self.map_code(message, "03-300", best="03-300")
        self.assertState(message, "exception", "uom.unknown")
        self.map_code(message, "CY")
        self.assertState(message, "done")
        line = self.requisition().line_ids
        self.assertEqual((line.cost_code_id.code, line.uom_id.name), ("03-300", "CY"))
        self.assertEqual(set(message.map_versions), {"cost_code", "uom"})

    def map_code(self, message, code, best=None):
        """Propose what a code means, approve it and release the message."""
        wizard = self.open_wizard(message.with_user(self.operator).action_open_code())
        if best:
            self.assertEqual(wizard.suggestion_ids[0].code, best)
        wizard.code = code
        self.assertTrue(wizard.label)
        wizard.action_propose()
        version = self.env["integration.code.map.version"].search(
            [("state", "=", "proposed"), ("map_id.system_id", "=", self.system.id)]
        )
        action = version.with_user(self.manager).action_approve()
        release = self.open_wizard(action, self.manager)
        self.assertEqual(release.message_ids.ids, message.ids)
        release.action_release()
        self.drain()

    def open_wizard(self, action, user=None):
        user = user or self.operator
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def test_mapped_item_and_type(self):
        self.set_up_job()
        for domain, value, code in (("item", "CONC4K", "RM-4000"), ("cost_type", "MAT", "M")):
            code_map = self.env["integration.code.map"].create({"domain": domain})
            version = code_map.with_user(self.operator)._new_version()
            version.line_ids = [(0, 0, {"external_value": value, "code": code})]
            version.action_propose()
            version.with_user(self.manager).action_approve()
        message = self.send_requisition(
            lines=[self.requisition_line(item_code="CONC4K", cost_type="MAT", quantity="2")]
        )
        self.assertState(message, "done")
        line = self.requisition().line_ids
        self.assertEqual((line.product_id.default_code, line.cost_type_id.code), ("RM-4000", "M"))

    def test_state_map_knows_its_codes(self):
        maps = self.env["integration.code.map"]
        self.assertIn("on_hold", maps._fixed_codes("job_status"))
        self.assertIsNone(maps._fixed_codes("cost_code"))
