# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import config

from .common import IntegrationCase, event

HEALTH = "/construction/v1/health"


@tagged("post_install", "-at_install")
class TestHealth(IntegrationCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.cron = self.env.ref("construction_connector_base.ir_cron_wake")
        self.cron.nextcall = fields.Datetime.now()

    def alive(self, **values):
        """A runner lives, and the rest of the lanes' health is as it is."""
        true = type(self.env["integration.lane"])._health
        return patch.object(
            self.env.registry["integration.lane"],
            "_health",
            lambda lane: true(lane) | {"runner": True, "ready": True} | values,
        )

    def checks(self):
        return self.env["integration.health"]._ready()["checks"]

    def test_live(self):
        response = self.url_open(f"{HEALTH}/live")
        self.assertEqual((response.status_code, response.json()), (200, {"live": True}))

    def test_ready(self):
        with self.alive():
            response = self.url_open(f"{HEALTH}/ready")
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(set(response.json()["checks"].values()), {True})

    def test_no_runner(self):
        with self.alive(runner=False):
            response = self.url_open(f"{HEALTH}/ready")
        self.assertEqual(response.status_code, 503)
        self.assertEqual(
            [name for name, good in response.json()["checks"].items() if not good], ["runner"]
        )

    def test_lane_due_for_too_long(self):
        self.accept(event("1"))
        self.env.cr.execute("UPDATE integration_message SET due_at = due_at - interval '1 hour'")
        self.assertFalse(self.checks()["lanes"])

    def test_cron_that_does_not_run(self):
        self.assertTrue(self.checks()["cron"])
        self.cron.nextcall = fields.Datetime.now() - timedelta(minutes=11)
        self.assertFalse(self.checks()["cron"])

    def test_switched_off_cron(self):
        self.cron.active = False
        self.assertFalse(self.checks()["cron"])

    def test_secrets_without_a_master_key(self):
        vault = self.env.registry["integration.vault"]
        with (
            patch.dict(config.options, construction_master_keys=""),
            patch.dict("os.environ", CONSTRUCTION_MASTER_KEYS=""),
            patch.object(vault, "_encrypted_fields", lambda vault: [("res.partner", "name")]),
        ):
            self.assertFalse(self.checks()["master_key"])
            with patch.object(vault, "_encrypted_fields", lambda vault: [("res.partner", "vat")]):
                self.env.cr.execute("UPDATE res_partner SET vat = NULL")
                self.assertTrue(self.checks()["master_key"])
