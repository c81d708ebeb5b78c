# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .code_map_case import CodeMapCase
from .common import PING

KNOWN = {"gelb-1": "Yellow", "rot-1": "Red"}


def candidates(_maps, domain, _company, codes=None):
    """The colors there are."""
    if domain != "color":
        return {}
    return {code: name for code, name in KNOWN.items() if codes is None or code in codes}


def stop_unknown(_handler, items):
    """A resolving step that knows these colors only."""
    for item in items:
        if item.data.text not in KNOWN:
            item.stop_unmapped("color", item.data.text, "No such color.", amount=1250)


@tagged("post_install", "-at_install")
class TestCodeMapTour(CodeMapCase, HttpCase):
    """A code that nobody knows: two people teach it, and the message goes through."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._create_user("group_auditor")

    def setUp(self):
        super().setUp()
        self.enterContext(self.handle(_resolve=stop_unknown))
        self.enterContext(patch.object(type(self.Map), "_code_candidates", candidates))

    def test_connect_send_fail_map_release_and_prove(self):
        self.start_tour(
            "/odoo/integration-systems",
            "integration_connect_and_send_code",
            login=self.manager.login,
        )
        system = self.env["integration.system"].search([("code", "=", "tourapp")])
        message = self.Message.search([("system_id", "=", system.id)])
        self.assertEqual((message.type, message.state), (PING, "received"))
        self.drain()
        self.assertEqual((message.state, message.reason_code), ("exception", "color.unknown"))
        self.start_tour(
            "/odoo/integration-exceptions", "integration_propose_code", login=self.operator.login
        )
        version = self.Map.search([("domain", "=", "color")]).version_ids
        self.assertEqual((version.state, version.proposed_by_id), ("proposed", self.operator))
        self.start_tour(
            "/odoo/integration-maps-to-approve",
            "integration_approve_code",
            login=self.other_manager.login,
        )
        self.env.invalidate_all()
        self.assertEqual((version.state, version.approved_by_id), ("approved", self.other_manager))
        self.assertEqual(message.state, "received")
        self.drain()
        self.assertEqual((message.state, message.map_version_ids), ("done", version))
        self.start_tour(
            "/odoo/integration-messages", "integration_audit_code", login=self.auditor.login
        )
