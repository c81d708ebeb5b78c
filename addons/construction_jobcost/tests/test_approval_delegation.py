# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from .approval_common import ApprovalCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestApprovalDelegation(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = Date.context_today(cls.company)
        cls.delegations = cls.env["construction.approval.delegation"]

    def _delegate(self, user=None, to=None, giver=None, days=(0, 7), **values):
        user = user or self.approver
        return self.delegations.with_user(giver or user).create(
            {
                "user_id": user.id,
                "delegate_id": (to or self.manager).id,
                "date_from": self.today + timedelta(days[0]),
                "date_to": self.today + timedelta(days[1]),
                "reason": "Holidays",
                "company_id": self.company.id,
                **values,
            }
        )

    def test_both_stand_on_the_approval(self):
        delegation = self._delegate()
        order = self._order()
        self.assertTrue(order.with_user(self.manager).can_approve)
        order.with_user(self.manager).action_approve_order()
        self.assertRecordValues(
            order._get_approvals(),
            [
                {
                    "approver_id": self.manager.id,
                    "on_behalf_of_id": self.approver.id,
                    "delegation_id": delegation.id,
                }
            ],
        )

    def test_own_right_goes_before_a_delegated_one(self):
        director = self._person("pc_director", JOB_COST + "approver", self.company)
        self._delegate(to=director)
        order = self._order()
        order.with_user(director).action_approve_order()
        self.assertFalse(order._get_approvals().on_behalf_of_id)

    def test_only_while_it_lasts_and_for_its_documents(self):
        order = self._order().with_user(self.manager)
        self._delegate(days=(1, 7))
        self._delegate(days=(-7, -1))
        self._delegate(document="bill")
        with self.assertRaises(AccessError):
            order.action_approve_order()
        self._delegate(document="order")
        order.action_approve_order()

    def test_revoked(self):
        delegation = self._delegate()
        with self.assertRaises(AccessError):
            delegation.with_user(self.reader).action_revoke()
        delegation.with_user(self.approver).action_revoke()
        with self.assertRaises(AccessError):
            self._order().with_user(self.manager).action_approve_order()
        self.assertRecordValues(
            delegation, [{"state": "revoked", "revoked_by_id": self.approver.id}]
        )

    def test_nobody_approves_his_own_request_by_delegation(self):
        self._delegate(to=self.buyer)
        with self.assertRaises(AccessError):
            self._order().action_approve_order()

    def test_nobody_has_his_own_request_approved_in_his_name(self):
        self.approver.group_ids |= self.env.ref("purchase.group_purchase_user")
        self._delegate()
        with self.assertRaises(AccessError):
            self._order(user=self.approver).with_user(self.manager).action_approve_order()

    def test_delegated_right_is_not_handed_on(self):
        self._delegate()
        self._delegate(user=self.manager, to=self.reader)
        with self.assertRaises(AccessError):
            self._order().with_user(self.reader).action_approve_order()

    def test_two_steps_are_not_one_person_by_delegation(self):
        rules = self.env["construction.approval.rule"]
        for step, user in ((1, self.manager), (2, self.approver)):
            rules.create({"name": "S", "document": "order", "user_id": user.id, "step": step})
        self._delegate()
        order = self._order()
        order.with_user(self.manager).action_approve_order()
        with self.assertRaises(AccessError):
            order.with_user(self.manager).action_approve_order()

    def test_right_lost_by_the_giver_is_lost_to_the_delegate(self):
        self._delegate()
        self.approver.group_ids -= self.env.ref("construction_jobcost.group_approver")
        with self.assertRaises(AccessError):
            self._order().with_user(self.manager).action_approve_order()

    def test_nobody_takes_a_right(self):
        for taker in (self.manager, self.reader, self.controller):
            with self.assertRaises(AccessError):
                self._delegate(to=taker, giver=taker)
        with self.assertRaises(AccessError):
            self._delegate(to=self.reader, giver=self.manager)
        self.assertTrue(self._delegate(giver=self.controller))

    def test_stands_as_it_was_made(self):
        delegation = self._delegate().with_user(self.approver)
        for values in ({"date_to": "2030-01-01"}, {"delegate_id": self.reader.id}):
            with self.assertRaises(UserError):
                delegation.write(values)
        with self.assertRaises(UserError):
            delegation.sudo().write({"date_to": "2030-01-01"})
        with self.assertRaises(UserError):
            delegation.sudo().unlink()

    def test_impossible_ones(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self._delegate(days=(3, 2))
        stranger = self._stranger(JOB_COST + "approver")
        with self.assertRaises(UserError):
            self._delegate(to=stranger)

    def test_other_company_sees_none(self):
        delegation = self._delegate()
        stranger = self._stranger(JOB_COST + "approver")
        found = self.delegations.with_user(stranger).with_context(
            allowed_company_ids=stranger.company_id.ids
        )
        self.assertNotIn(delegation, found.search([]))
