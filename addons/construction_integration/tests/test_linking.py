# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestLinking(HandlerCase):
    def test_each_entity_names_fields_that_exist(self):
        for entity, target in self.env["integration.link"]._link_targets().items():
            with self.subTest(entity):
                self.assertLessEqual(
                    set(target.fields.values()), set(self.env[target.model]._fields)
                )

    def test_vendor_that_is_there_already(self):
        """A requisition for a vendor that Odoo knows under another number goes on."""
        self.set_up_job()
        vendor = self.env["res.partner"].create({"name": "Bay Concrete", "vat": "94-7770001"})
        line = self.requisition_line(vendor_id="B-77", quantity="2")
        message = self.send_requisition(lines=[line])
        self.assertState(message, "waiting", "waiting.vendor")
        link = (
            self.env["integration.link"]
            .with_user(self._create_user("group_manager"))
            .create(
                {
                    "system_id": self.system.id,
                    "company_id": self.acme.id,
                    "entity": "vendor",
                    "table": "external_id,name,tax_id\nB-77,BAY CONCRETE CO,947770001\n",
                }
            )
        )
        link.action_match()
        self.assertEqual((link.line_ids.res_id, link.line_ids.state), (vendor.id, "open"))
        link.line_ids.action_confirm()
        link.action_link()
        self.drain()
        self.assertState(message, "done")
        self.assertEqual(self.requisition().line_ids.vendor_id, vendor)
