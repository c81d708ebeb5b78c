# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo.tests import tagged
from odoo.tools import file_open

from .common import IntegrationCase


@tagged("post_install", "-at_install")
class TestNeutralize(IntegrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.env["integration.api.key"]._generate(cls.system, "gateway", 30)
        cls.env["integration.signature.key"]._generate(cls.system, "hook")

    def neutralize(self):
        self.env.flush_all()
        with file_open("construction_connector_base/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env["ir.config_parameter"].set_param("database.is_neutralized", True)
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_copy_is_disarmed(self):
        headers = self.system._sign_webhook("id", int(time.time()), b"x")
        self.neutralize()
        self.assertIsNone(self.env["integration.api.key"]._authenticate(self.key))
        self.assertFalse(self.system._verify_webhook(headers, b"x"))
        self.assertFalse(self.system.signature_key_ids.sudo().encrypted_secret)
        self.assertEqual((self.system.environment, self.system.maintenance), ("sandbox", "refuse"))
        self.assertFalse(self.system._may_send())

    def test_no_outside_address_is_left(self):
        addresses = [
            name
            for name in ("endpoint_url", "base_url", "folder")
            if name in self.env["integration.system"]._fields
        ]
        self.system.write(dict.fromkeys(addresses, "https://outside.example"))
        self.neutralize()
        for name in addresses:
            self.assertFalse(self.system[name], name)

    def test_nothing_calls_out_by_itself(self):
        self.neutralize()
        crons = self.env["ir.model.data"].search(
            [("module", "=", "construction_connector_base"), ("model", "=", "ir.cron")]
        )
        outgoing = [
            data.res_id
            for data in crons
            if data.name.startswith(
                ("ir_cron_pull", "ir_cron_deliver", "ir_cron_outbox", "ir_cron_alert")
            )
        ]
        self.assertFalse(self.env["ir.cron"].browse(outgoing).filtered("active"))
        self.assertTrue(self.env.ref("construction_connector_base.ir_cron_wake").active)

    def test_production_stays_shut_in_a_copy(self):
        self.neutralize()
        self.system.write({"environment": "production", "maintenance": "off"})
        self.assertIn("copy", self.system._refusal_text())
        self.assertFalse(self.system._may_send())
        self.system.environment = "sandbox"
        self.assertIsNone(self.system._refusal_text())
        self.assertTrue(self.system._may_send())

    def test_original_is_open(self):
        self.assertIsNone(self.system._refusal_text())
        self.assertTrue(self.system._may_send())
