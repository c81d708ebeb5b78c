# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError

from ..core.config import dump
from .common import PING, IntegrationCase


class ConfigCase(IntegrationCase):
    """A manager of Acme and Bolt exports and imports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("group_manager", cls.acme | cls.bolt)
        cls.Config = cls.env["integration.config"].with_user(cls.manager)
        cls.system.owner_id = cls.manager

    def file(self, **rows):
        return dump(rows)

    def take(self, text):
        """Import the text as a manager who confirms what is shown; return the preview."""
        preview = self.Config._preview(text)
        self.Config._import(text, preview.digest)
        self.env.invalidate_all()
        return preview

    def kinds(self, text):
        return {change.path: change.kind for change in self.Config._preview(text).changes}

    def assertRefused(self, text, message):
        with self.assertRaises(UserError) as caught:
            self.take(text)
        self.assertEqual(str(caught.exception), message)

    def make_everything(self):
        """One entry of each section at least."""
        self.system.id_source_ids = self._create_system("erp")
        self.env["integration.contract.policy"].create(
            {
                "type": PING,
                "system_id": self.system.id,
                "window": "0 18 * * 1-5",
                "window_zone": "America/Denver",
                "approval_group_id": self.env.ref("construction_connector_base.group_manager").id,
                "retention_class_id": self.env.ref(
                    "construction_connector_base.retention_payroll"
                ).id,
            }
        )
        self.env["integration.desk.rule"].create(
            {
                "name": "Big ones",
                "amount_from": 1000,
                "owner_kind": "user",
                "user_id": self.manager.id,
            }
        )
        self.env["integration.reconciliation.plan"].create(
            {
                "system_id": self.system.id,
                "company_id": self.acme.id,
                "workflow": "connection",
                "date_first": "2026-01-01",
            }
        )
        self.env["integration.subscription"].create(
            {
                "name": "Payroll",
                "system_id": self.system.id,
                "channel": "stored",
                "company_ids": [(6, 0, self.bolt.ids)],
            }
        )
        # past the adapter, which would have to know the stream
        self.env.cr.execute(
            """
            INSERT INTO integration_pull (system_id, stream, active, interval_minutes, page_size,
                                          overlap_minutes)
            VALUES (%s, 'invoices', TRUE, 15, 200, 10)
            """,
            [self.system.id],
        )
        self.env["integration.ownership"].create(
            {
                "name": "address",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "field_ids": [(6, 0, self.env["ir.model.fields"]._get("res.partner", "city").ids)],
                "system_id": self.system.id,
            }
        )
        self.env["integration.alert.rule"].create(
            {"name": "Too many", "metric": "dead", "threshold": 5, "owner_id": self.manager.id}
        )
        self.make_map({"0012": "01-100", "A": "02-200"})

    def make_map(self, pairs):
        code_map = self.env["integration.code.map"].create(
            {"domain": "cost_code", "system_id": self.system.id}
        )
        version = code_map.with_user(self.manager)._new_version()
        version.line_ids = [
            (0, 0, {"external_value": external, "code": code}) for external, code in pairs.items()
        ]
        self.approve(version)
        return code_map

    def approve(self, version):
        version.with_user(self.manager).action_propose()
        second = self.env["res.users"].search([("login", "=", "second")]) or self._create_user(
            "group_manager", self.acme | self.bolt, "second"
        )
        version.with_user(second).action_approve()
