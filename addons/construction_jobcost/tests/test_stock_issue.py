# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CodingError
from .actuals_common import ActualsCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestStockIssue(ActualsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock(cls.rebar, 100)

    def _in_real_time(self):
        """Let issues of rebar be posted at once."""
        stock = self.env["account.account"].create(
            {
                "code": "140000",
                "name": "Materials on Stock",
                "account_type": "asset_current",
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        category = self.env["product.category"].create(
            {
                "name": "Steel",
                "property_valuation": "real_time",
                "property_cost_method": "standard",
                "property_stock_valuation_account_id": stock.id,
            }
        )
        self.rebar.categ_id = category
        self.company.account_stock_journal_id = self.general
        self.site_location.valuation_account_id = self.expense

    def test_an_issue_costs_the_job_its_value(self):
        picking = self._issue((self.rebar, 10), (self.rebar, 4, {"cost_code_id": self.steel.id}))
        self.assertEqual(self._cost(), {("03-100", "M"): (70, 10), ("05-200", "M"): (28, 4)})
        entry = self.env["construction.cost.entry"].search(
            [("project_id", "=", self.job.id), ("amount", "=", 28)]
        )
        self.assertEqual((entry.document_model, entry.document_name), (picking._name, picking.name))
        self.assertEqual(self._books(), {"issue": (0, 98)})
        self.assertSwept()

    def test_what_is_merely_picked_costs_nothing(self):
        picking = self._issue(done=False)
        picking.move_ids.quantity = 10
        picking.move_ids.picked = True
        self.assertEqual(self._cost(), {})
        self.assertFalse(picking.move_ids.analytic_account_line_ids)

    def test_what_comes_back_is_a_credit(self):
        picking = self._issue()
        self.rebar.standard_price = 9
        self._bring_back(picking, 4)
        self.assertEqual(self._cost(), {("03-100", "M"): (42, 6)})
        self._bring_back(picking, 6)
        self.assertEqual(self._cost(), {})
        self.assertSwept()

    def test_a_code_that_closed_since_takes_what_comes_back(self):
        picking = self._issue()
        self.concrete.active = False
        self._bring_back(picking, 10)
        self.assertEqual(self._cost(), {})

    def test_a_corrected_quantity_or_coding_corrects_the_cost(self):
        picking = self._issue()
        picking.move_ids.move_line_ids.quantity = 6
        self.assertEqual(self._cost(), {("03-100", "M"): (42, 6)})
        picking.move_ids.cost_code_id = self.steel
        self.assertEqual(self._cost(), {("05-200", "M"): (42, 6)})
        picking.sudo().project_id = self.other_job
        self.assertEqual(
            (self._cost(), self._cost(self.other_job)), ({}, {("05-200", "M"): (42, 6)})
        )
        picking.move_ids.date = "2026-02-03 12:00:00"
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        days = entries.search([("project_id", "=", self.other_job.id)], order="id desc", limit=1)
        self.assertEqual(str(days.date), "2026-02-03")
        self.assertSwept()

    def test_issued_in_real_time_it_counts_once_in_books_and_ledger(self):
        self._in_real_time()
        picking = self._issue((self.rebar, 10), (self.rebar, 4, {"cost_code_id": self.steel.id}))
        self.assertFalse(picking.move_ids.analytic_account_line_ids)
        self.assertEqual(self._cost(), {("03-100", "M"): (70, 10), ("05-200", "M"): (28, 4)})
        self.assertEqual(self._books(), {"agreed": (98, 98)})
        lines = self.env["account.analytic.line"].search(
            [("account_id", "=", self.job.account_id.id)]
        )
        self.assertEqual(sum(lines.mapped("amount")), -98)
        picking.move_ids[0].cost_code_id = self.steel
        self.assertEqual(self._cost(), {("05-200", "M"): (98, 14)})
        self._bring_back(picking, 4)
        self.assertEqual(self._cost(), {("05-200", "M"): (42, 6)})
        self.assertEqual(self._books(), {"agreed": (42, 42)})
        self.assertSwept()

    def test_the_entry_of_an_issue_needs_no_approval_others_that_claim_to_be_one_do(self):
        self.company.approval_entries = True
        self._in_real_time()
        picking = self._issue()
        entry = picking.move_ids.account_move_id
        self.assertEqual(entry.state, "posted")
        forged = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-03-20",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.expense.id,
                            "debit": 70,
                            "analytic_distribution": self._coding(),
                            "issue_move_id": picking.move_ids.id,
                        }
                    ),
                    Command.create({"account_id": self.cash.id, "credit": 70}),
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "approv"), self.env.cr.savepoint():
            forged.action_post()
        with self.assertRaisesRegex(UserError, "cannot be exchanged"), self.env.cr.savepoint():
            picking.move_ids.account_move_id = forged
        self.site_location.valuation_account_id = False
        periodic = self._issue()
        forged.line_ids[0].issue_move_id = periodic.move_ids
        periodic.move_ids.account_move_id = forged
        with self.assertRaisesRegex(UserError, "approv"), self.env.cr.savepoint():
            forged.action_post()

    def test_goods_ordered_for_the_job_cost_it_by_their_order(self):
        order = self._confirmed_order()
        order.picking_ids.project_id = self.job
        order.picking_ids.picking_type_id.sudo().analytic_costs = True
        self._validate(order.picking_ids)
        self.assertEqual(self._cost(), {})
        onward = self._issue(done=False)
        onward.move_ids.sudo().move_orig_ids = order.picking_ids.move_ids
        self._validate(onward)
        self.assertEqual(self._cost(), {})
        self.assertEqual(self._cost(bucket="accrued"), {("03-100", "M"): (1000, 0)})

    def test_the_job_has_to_take_it(self):
        self.job.job_status = "complete"
        with self.assertRaises(CodingError) as refusal:
            self._issue()
        self.assertEqual(refusal.exception.code, "coding.closed")
        self.assertRegex(str(refusal.exception), r"Transfer .*OUT.*job 0077 is Complete")
        self.job.job_status = "active"
        self.concrete.cost_type_ids = self.subcontract
        with self.assertRaises(CodingError) as refusal:
            self._issue()
        self.assertEqual(refusal.exception.code, "coding.not_allowed")

    def test_without_a_code_it_is_collected_as_uncoded(self):
        self._issue((self.rebar, 1, {"cost_code_id": False}))
        uncoded = self.env.ref("construction_jobcost.cost_code_uncoded")
        self.assertEqual(self._cost(), {(uncoded.code, "M"): (7, 1)})
        self.job.cost_code_policy = "opened"
        with self.assertRaises(CodingError) as refusal:
            self._issue((self.rebar, 1, {"cost_code_id": False}))
        self.assertEqual(refusal.exception.code, "coding.missing")

    def test_a_project_that_is_no_job_is_left_to_odoo(self):
        project = self.env["project.project"].create(
            {"name": "Office", "company_id": self.company.id}
        )
        account = self.env["account.analytic.account"].create(
            {"name": "Office", "plan_id": self.job.account_id.plan_id.id}
        )
        project.account_id = account
        self.warehouse.out_type_id.analytic_costs = True
        self._issue(job=project, user=self.env.user)
        lines = self.env["account.analytic.line"].search([("account_id", "=", account.id)])
        self.assertEqual(lines.mapped("amount"), [-70])
        self.assertSwept()

    def test_only_the_own_jobs(self):
        picking = self._issue()
        with self.assertRaises(AccessError):
            self._issue(job=self.other_job)
        mate = self._person("ma_mate", JOB_COST + "site", self.company)
        self.assertEqual(picking.with_user(mate).move_ids.product_id, self.rebar)
        self.job.job_team_ids -= mate
        stranger = self._stranger(JOB_COST + "site")
        for user in (mate, stranger):
            with self.assertRaises(AccessError):
                picking.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).read(
                    ["name"]
                )

    def test_from_the_job_to_its_issues(self):
        picking = self._issue()
        action = self.job.with_user(self.storekeeper).action_view_issues()
        self.assertEqual(self.env["stock.picking"].search(action["domain"]), picking)
        self.assertEqual(action["context"]["default_project_id"], self.job.id)


@tagged("post_install", "-at_install")
class TestWorkInProgress(ActualsCommon):
    """A company that keeps the cost of its jobs on an asset account until it is earned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wip = cls.env["account.account"].create(
            {
                "code": "130000",
                "name": "Work in Progress",
                "account_type": "asset_current",
                "company_ids": [Command.set(cls.company.ids)],
            }
        )

    def _wip_bill(self):
        none = self.env["purchase.order.line"]
        coding = {"analytic_distribution": self._coding(), "account_id": self.wip.id}
        bill = self._bill((none, 1, 80.0, coding))
        bill.with_user(self.approver).action_approve_bill()
        self.env.cr.flush()

    def _entry(self, debit, credit, amount, coded):
        coding = {"analytic_distribution": self._coding()}
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-03-31",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": balance,
                            **(coding if account in coded else {}),
                        }
                    )
                    for account, balance in ((debit, amount), (credit, -amount))
                ],
            }
        )
        entry.action_post()
        self.env.cr.flush()
        return entry

    def test_an_asset_account_is_named_as_the_reason(self):
        self._wip_bill()
        self.assertEqual(self._books(), {"balance_sheet": (0, 80)})

    def test_work_in_progress_is_part_of_the_books(self):
        self._wip_bill()
        self.wip.is_job_wip = True
        self.assertEqual(self._books(), {"agreed": (80, 80)})
        self._entry(self.wip, self.cash, 20, self.wip)
        self.assertEqual(self._cost(), {("03-100", "M"): (100, 1)})
        self._entry(self.expense, self.wip, 60, self.wip | self.expense)
        self.assertEqual(self._cost(), {("03-100", "M"): (100, 1)})
        self.assertEqual(self._books(), {"agreed": (100, 100)})
        self.assertSwept()

    def test_marking_the_account_counts_what_was_posted_before(self):
        self._entry(self.wip, self.cash, 20, self.wip)
        self.assertEqual(self._cost(), {})
        self.wip.is_job_wip = True
        self.assertEqual(self._cost(), {("03-100", "M"): (20, 0)})
        self.wip.is_job_wip = False
        self.assertEqual(self._cost(), {})
        self.assertSwept()

    def test_its_entries_are_approved_as_those_on_expense_accounts(self):
        self.wip.is_job_wip = True
        self.company.approval_entries = True
        with self.assertRaisesRegex(UserError, "approv"):
            self._entry(self.wip, self.cash, 20, self.wip)

    def test_a_reversed_entry_leaves_no_cost(self):
        entry = self._entry(self.expense, self.cash, 45, self.expense)
        self.concrete.active = False
        entry._reverse_moves([{"date": "2026-04-02"}], cancel=True)
        self.env.cr.flush()
        self.assertEqual(self._cost(), {})
        self.assertEqual(self._books("2026-03-31"), {"agreed": (45, 45)})
        self.assertEqual(self._books(), {})
        self.assertSwept()
