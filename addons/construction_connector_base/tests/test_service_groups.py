# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo.tests import tagged

from ..core.contract import get
from .common import GROUPS, PING, IntegrationCase, registered

NEEDED, OTHER = "base.group_partner_manager", "base.group_system"


@tagged("post_install", "-at_install")
class TestServiceGroups(IntegrationCase):
    def setUp(self):
        super().setUp()
        needy = replace(get(PING), groups=(NEEDED, "not_installed.group"))
        patch = registered(needy)
        patch.__enter__()
        self.addCleanup(patch.__exit__, None, None, None)
        self.fresh = self._create_system("fresh")

    def groups(self, system=None):
        return (system or self.fresh).user_id.group_ids

    def test_service_user_has_what_its_contracts_need(self):
        service = self.env.ref(f"{GROUPS}.group_service")
        needed = self.env.ref(NEEDED)
        multi = self.env.ref("base.group_multi_company")
        self.assertEqual(self.groups() - multi, service | needed)
        self.fresh.contract_ids.unlink()
        self.assertEqual(self.groups() - multi, service)
        self.fresh._allow([PING])
        self.assertIn(needed, self.groups())

    def test_groups_of_no_contract_are_left(self):
        other = self.env.ref(OTHER)
        self.fresh.user_id.group_ids += other
        self.fresh.contract_ids.unlink()
        self.assertIn(other, self.groups())

    def test_nobody_else_is_touched(self):
        person = self._create_user("group_manager")
        person.group_ids += self.env.ref(NEEDED)
        before = person.group_ids
        self.fresh.contract_ids.unlink()
        self.assertEqual(person.group_ids, before)

    def test_after_an_update(self):
        self.assertNotIn(self.env.ref(NEEDED), self.groups(self.system))
        self.env["integration.system"]._sync_all_service_groups()
        self.assertIn(self.env.ref(NEEDED), self.groups(self.system))

    def test_manager_needs_no_right_on_users(self):
        manager = self._create_user("group_manager")
        self.fresh.with_user(manager).contract_ids.unlink()
        self.assertNotIn(self.env.ref(NEEDED), self.groups())

    def test_audit_tells_it(self):
        self.fresh.contract_ids.unlink()
        entry = self.env["integration.audit.entry"].search(
            [("step", "=", "service_user.changed")], limit=1
        )
        self.assertEqual(entry.system_id, self.fresh)
        self.assertIn(self.env.ref(NEEDED).full_name, entry.data)
