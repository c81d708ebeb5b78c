# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tricks with contexts, copies, imports, currency, tax, units and people: none passes."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalAttacks(ApprovalCommon):
    def _approved(self, *lines, amount=None, **values):
        order = self._order(*lines, **values)
        order.with_user(self.approver).action_approve_order(amount=amount)
        return order

    # Getting in -----------------------------------------------------------------------------------

    def test_defaults_of_the_context(self):
        orders = self.env["purchase.order"].with_user(self.buyer)
        line = {
            "product_id": self.rebar.id,
            "product_qty": 1,
            "price_unit": 5,
            "analytic_distribution": self._coding(),
        }
        context = {"default_state": "purchase", "default_approval_author_id": self.reader.id}
        self.assertGuarded(
            orders.with_context(**context).create,
            {"partner_id": self.vendor.id, "order_line": [Command.create(line)]},
        )

    def test_copy_in_state(self):
        order = self._confirmed_order()
        self.assertGuarded(order.copy, {"state": "purchase"})
        copied = order.copy()
        self.assertFalse(copied._get_approvals())
        self.assertGuarded(copied.button_confirm)

    def test_import(self):
        order = self._order()
        self.env.cr.flush()
        header, row = [".id", "state"], [str(order.id), "purchase"]
        try:
            result = self.env["purchase.order"].with_user(self.buyer).load(header, [row])
            self.env.cr.flush()
            self.assertFalse(result["ids"])
        except UserError as refusal:
            self.assertIn("approv", str(refusal))
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")

    def test_onchange_changes_nothing(self):
        order = self._order()
        order.onchange({"state": "purchase"}, ["state"], {"state": {}, "approval_state": {}})
        self.env.cr.flush()
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")

    def test_one_without_approval_among_others(self):
        orders = self._approved() | self._order() | self._approved()
        self.assertGuarded(orders.button_confirm)
        self.assertEqual(set(orders.mapped("state")), {"draft"})

    def test_merged_into_an_approved_one(self):
        first = self._approved(date_order="2026-01-01 08:00:00")
        (first | self._order()).with_user(self.buyer).action_merge()
        self.assertEqual(first.amount_untaxed, 2000)
        self.assertGuarded(first.button_confirm)

    def test_locked_order_grows_as_little(self):
        order = self._confirmed_order()
        order.button_lock()
        self.assertGuarded(order.order_line.write, {"product_qty": 11})

    # Hiding what it costs -------------------------------------------------------------------------

    def test_credit_without_a_job_beside_it(self):
        self.env["construction.approval.rule"].create(
            [
                {"name": "Small", "document": "order", "user_id": self.manager.id},
                {
                    "name": "Large",
                    "document": "order",
                    "minimum_amount": 5000,
                    "user_id": self.approver.id,
                },
            ]
        )
        order = self._order(
            (self.rebar, 100, 100.0), (self.rebar, -99, 100.0, {"analytic_distribution": False})
        )
        self.assertEqual(order.amount_untaxed, 100)
        self.assertEqual(order.approval_amount, 10000)
        with self.assertRaises(AccessError):
            order.with_user(self.manager).action_approve_order()

    def test_credit_taken_away_after_the_approval(self):
        order = self._approved((self.rebar, 10, 100.0), (self.rebar, -2, 100.0))
        order.button_confirm()
        self.env.cr.flush()
        for command in (
            Command.update(order.order_line[1].id, {"product_qty": 0}),
            Command.update(order.order_line[1].id, {"price_unit": 0}),
            Command.update(order.order_line[1].id, {"analytic_distribution": False}),
        ):
            self.assertGuarded(order.write, {"order_line": [command]})

    def test_shares_beyond_the_line(self):
        order = self._confirmed_order()
        (key,) = self._coding()
        self.assertGuarded(order.order_line.write, {"analytic_distribution": {key: 300}})
        twice = {key: 100, ",".join(reversed(key.split(","))): 100}
        self.assertGuarded(order.order_line.write, {"analytic_distribution": twice})

    def test_discount_tax_and_unit(self):
        order = self._confirmed_order((self.rebar, 10, 100.0, {"discount": 10.0}))
        line = order.order_line
        self.assertGuarded(line.write, {"discount": 9.0})
        self.assertGuarded(line.write, {"discount": -50.0})
        dozen = self.env.ref("uom.product_uom_dozen")
        self.assertGuarded(line.write, {"product_uom_id": dozen.id, "price_unit": 1200.0})
        self.assertGuarded(line.write, {"product_uom_id": dozen.id})

    def test_rate_changed_after_the_approval(self):
        euro = self._euro(("2026-01-01", 1.0))
        order = self._approved(currency_id=euro.id, date_order="2026-01-15 12:00:00")
        self.assertEqual(order.approved_amount, 1000)
        euro.rate_ids.filtered(lambda r: r.company_id == self.company).rate = 0.5
        order.date_order = "2026-01-16 12:00:00"
        self.assertEqual(order.approval_amount, 2000)
        self.assertGuarded(order.button_confirm)

    # Another vendor, job, company -----------------------------------------------------------------

    def test_vendor_of_a_confirmed_order(self):
        order = self._confirmed_order()
        self.assertGuarded(order.write, {"partner_id": self.other_vendor.id})
        child = self.env["res.partner"].create({"name": "Sales desk", "parent_id": self.vendor.id})
        order.partner_id = child
        self.env.cr.flush()
        self.assertEqual(order.partner_id, child, "another contact of the same vendor is fine")

    def test_company_of_an_order(self):
        order = self._confirmed_order()
        company = self.env["res.company"].create({"name": "Other Contractors"})
        self.env.user.company_ids |= company
        with self.assertRaises(UserError):
            order.sudo().with_context(allowed_company_ids=(self.company | company).ids).write(
                {"company_id": company.id}
            )
            self.env.cr.flush()

    def test_project_that_becomes_a_job_afterwards(self):
        account = self.env["account.analytic.account"].create(
            {
                "name": "Yard",
                "plan_id": self.env["account.analytic.plan"].search([], limit=1).id,
                "company_id": self.company.id,
            }
        )
        project = self.env["project.project"].create(
            {"name": "Yard", "company_id": self.company.id, "account_id": account.id}
        )
        project.user_id = self.manager
        order = self._order((self.rebar, 10, 100.0, {"analytic_distribution": {account.id: 100}}))
        order.button_confirm()
        self.env.cr.flush()
        self.assertGuarded(project.with_user(self.manager).write, {"job_code": "0500"})
        project.with_user(self.controller).write({"job_code": "0500"})
        self.env.cr.flush()
        self.assertEqual(self._buckets(project)["original_commitments"], 1000)

    # People ---------------------------------------------------------------------------------------

    def test_group_edit(self):
        group = self.env.ref("construction_jobcost.group_approver")
        own = self.buyer.with_user(self.buyer)
        for attempt in (
            lambda: own.write({"group_ids": [Command.link(group.id)]}),
            lambda: group.with_user(self.buyer).write({"user_ids": [Command.link(self.buyer.id)]}),
            lambda: (
                self.env.ref("base.group_user")
                .with_user(self.buyer)
                .write({"implied_ids": [Command.link(group.id)]})
            ),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertFalse(self.buyer.has_group("construction_jobcost.group_approver"))

    def test_rules_made_archived_or_changed_by_others(self):
        rule = self.env["construction.approval.rule"].create(
            {"name": "All", "document": "order", "user_id": self.controller.id}
        )
        for values in ({"active": False}, {"user_id": self.buyer.id}, {"minimum_amount": 10**9}):
            for user in (self.buyer, self.manager, self.approver):
                with self.assertRaises(AccessError):
                    rule.with_user(user).write(values)

    def test_creator_does_not_get_rid_of_his_own_order(self):
        self.buyer.group_ids |= self.env.ref("construction_jobcost.group_approver")
        order = self._order(create_uid=self.reader.id)
        # a colleague changes a price: now both had a hand in it
        colleague = self._person("pc_colleague", "purchase.group_purchase_user", self.company)
        order.with_user(colleague).order_line.price_unit = 99
        self.env.cr.flush()
        self.assertEqual(order.approval_author_id, colleague)
        with self.assertRaises(AccessError):
            order.with_user(self.buyer).action_approve_order()
        requisition = self._requisition()
        order.with_user(self.buyer).write({"requisition_id": requisition.id})
        with self.assertRaises(AccessError):
            order.with_user(self.buyer).action_approve_order()

    # Requisitions ---------------------------------------------------------------------------------

    def test_requisition_steps_by_context(self):
        context = {
            "default_state": "submitted",
            "default_release_reason": "x",
            "default_submitted_by_id": self.reader.id,
        }
        requisitions = self.env["construction.requisition"].with_user(self.manager)
        requisition = requisitions.with_context(**context).create({"project_id": self.job.id})
        self.assertRecordValues(
            requisition,
            [{"state": "draft", "release_reason": False, "submitted_by_id": False}],
        )

    def test_requisition_line_on_the_budget_of_another_job(self):
        rich = self.env["project.project"].create(
            {"name": "Rich", "job_code": "0099", "company_id": self.company.id}
        )
        requisition = self._requisition()
        requisition.line_ids.write({"project_id": rich.id})
        requisition.write(
            {"line_ids": [Command.update(requisition.line_ids.id, {"project_id": rich.id})]}
        )
        self.assertEqual(requisition.line_ids.project_id, self.job)
        requisition.action_submit()
        self.assertEqual(requisition.state, "budget_check")
