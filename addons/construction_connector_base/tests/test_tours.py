# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .common import PING, IntegrationCase
from .correction_contract import use_two_words


def stop_wrong(_handler, items):
    """A gate that lets what is wrong stop."""
    for item in items:
        if "wrong" in item.data.text:
            item.stop("connection.wrong", "It is wrong.", 1250)


@tagged("post_install", "-at_install")
class TestTours(IntegrationCase, HttpCase):
    """The way of a first message, as the people concerned see it in their browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the desk of this company alone, whatever else the database holds
        everybody = cls.env["res.company"].search([])
        cls.manager = cls._create_user("group_manager", cls.acme)
        cls.operator = cls._create_user("group_operator", cls.acme)
        cls.auditor = cls._create_user("group_auditor", cls.acme | everybody)

    def test_connect_send_fail_correct_and_prove(self):
        use_two_words(self)
        self.start_tour(
            "/odoo/integration-systems", "integration_connect_and_send", login=self.manager.login
        )
        system = self.env["integration.system"].search([("code", "=", "tourapp")])
        message = self.Message.search([("system_id", "=", system.id)])
        self.assertEqual(
            (message.external_id, message.type, message.state), ("T-1", PING, "received")
        )
        with self.handle(_gate=stop_wrong):
            self.drain()
            self.assertEqual(message.state, "exception")
            self.start_tour(
                "/odoo/integration-exceptions",
                "integration_correct_on_desk",
                login=self.operator.login,
            )
            self.env.invalidate_all()
            self.assertEqual(message.owner_id, self.operator)
            self.drain()
        self.assertEqual(message.state, "done")
        self.assertEqual(message.payload, {"text": "D1 right"})
        self.start_tour(
            "/odoo/integration-messages",
            "integration_audit",
            login=self.auditor.login,
            cookies={"cids": str(self.acme.id)},
        )
        run = self.env["integration.audit.verification"].search([], limit=1)
        self.assertEqual((run.state, run.create_uid), ("sound", self.auditor))
