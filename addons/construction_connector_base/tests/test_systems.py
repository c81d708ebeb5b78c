# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PING, IntegrationCase


@tagged("post_install", "-at_install")
class TestSystems(IntegrationCase):
    def test_manager_connects_a_system(self):
        manager = self._create_user("group_manager")
        system = (
            self.env["integration.system"]
            .with_user(manager)
            .create({"name": "Payroll", "code": "payroll"})
        )
        self.assertEqual((system.company_id, system.owner_id), (self.acme, manager))
        self.assertEqual(system.user_id.sudo().login, "integration.payroll")
        self.assertTrue(system.user_id.sudo().share)

    def test_service_user_follows_the_companies(self):
        self.system.company_ids |= self.strange
        self.assertEqual(self.system.user_id.company_ids, self.acme | self.bolt | self.strange)
        self.system.company_id = self.bolt
        self.assertEqual(self.system.user_id.company_id, self.bolt)

    def test_codes(self):
        for code in ("with space", "", "x" * 65, "-dash", "a\nb"):
            with self.subTest(code), self.assertRaises(ValidationError):
                self.system.code = code
        for code in ("procore", "https://field.example/eu", "A.b-1"):
            self.system.code = code

    def test_code_is_taken_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self._create_system("field")

    def test_person_is_no_service_user(self):
        with self.assertRaisesRegex(ValidationError, "person's account"):
            self.system.user_id = self._create_user("group_operator")

    def test_each_system_has_its_own_service_user(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self._create_system("other", user_id=self.system.user_id.id)

    def test_entity_needs_an_allowed_company(self):
        with self.assertRaisesRegex(ValidationError, "Strange"):
            self.env["integration.system.entity"].create(
                {"system_id": self.system.id, "code": "S", "company_id": self.strange.id}
            )

    def test_routed_company_cannot_be_taken_away(self):
        with self.assertRaisesRegex(ValidationError, "Bolt"):
            self.system.company_ids = self.acme

    def test_scope_knows_installed_contracts_only(self):
        with self.assertRaises(ValidationError):
            self.system._allow(["construction.nothing.v1"])

    def test_scope_is_kept(self):
        self.system._allow([PING])
        self.assertEqual(self.system.contract_ids.mapped("type"), [PING])
        self.assertIn("connection", self.system.contract_ids.description)

    def test_current_system(self):
        Systems = self.env["integration.system"]
        self.assertEqual(Systems.with_user(self.system.user_id)._current(), self.system)
        self.assertFalse(Systems._current())

    def test_messages_of_a_system(self):
        action = self.system.action_open_messages()
        self.assertEqual(action["domain"], [("system_id", "=", self.system.id)])
