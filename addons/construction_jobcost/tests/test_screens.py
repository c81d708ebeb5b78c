# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .procurement_common import JOB_COST, ProcurementCommon


@tagged("post_install", "-at_install")
class TestScreens(ProcurementCommon):
    """What people without purchasing or accounting rights are shown."""

    def _form_view(self, user):
        orders = self.env["purchase.order"].with_user(user)
        return orders.get_view(view_type="form")["id"]

    def test_order_has_a_form_for_those_who_are_no_buyers(self):
        order = self._confirmed_order()
        for user in (self.reader, self.manager, self.approver, self.controller):
            with self.subTest(user=user.login):
                form = Form(order.with_user(user))
                self.assertEqual(form.partner_id, self.vendor)
                self.assertEqual(form.order_line.edit(0).product_qty, 10)
        own = self.env.ref("construction_jobcost.purchase_order_view_form_job")
        self.assertEqual(self._form_view(self.reader), own.id)
        for user in (self.buyer, self.bookkeeper):
            self.assertNotEqual(self._form_view(user), own.id)

    def test_reading_an_order_is_not_changing_it(self):
        order = self._order().with_user(self.reader)
        with self.assertRaises(AccessError):
            order.write({"partner_ref": "X"})
        with self.assertRaises(AccessError):
            order.order_line.write({"price_unit": 1.0})

    def test_orders_of_another_company_stay_hidden(self):
        order = self._confirmed_order()
        stranger = self._stranger(JOB_COST + "job_cost_user")
        with self.assertRaises(AccessError):
            order.with_user(stranger).with_context(
                allowed_company_ids=stranger.company_id.ids
            ).read(["name"])

    def test_orders_of_a_requisition(self):
        self._budget(5000)
        requisition = self._requisition((1, 100.0, self.vendor), (2, 100.0, self.other_vendor))
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        action = requisition.with_user(self.manager).action_view_orders()
        orders = self.env["purchase.order"].with_user(self.manager).search(action["domain"])
        self.assertEqual(orders.partner_id, self.vendor | self.other_vendor)
        views = orders.get_views(action["views"])["views"]
        self.assertEqual(
            views["list"]["id"],
            self.env.ref("construction_jobcost.purchase_order_view_list_job").id,
        )

    def test_entry_says_when_its_document_may_not_be_opened(self):
        bill = self._bill((self._confirmed_order().order_line, 10, 100.0))
        bill.with_user(self.approver).action_approve_bill(reason="Delivered to site B")
        self.env.cr.flush()
        domain = [("document_model", "=", "account.move"), ("project_id", "=", self.job.id)]
        entry = self.env["construction.cost.entry"].search(domain, limit=1)
        with self.assertRaisesRegex(UserError, "no right to open"):
            entry.with_user(self.reader).action_open_document()
        auditor = self._person("pc_auditor", JOB_COST + "auditor", self.company)
        for user in (auditor, self.controller):
            action = entry.with_user(user).action_open_document()
            self.assertEqual((action["res_model"], action["res_id"]), ("account.move", bill.id))
            self.assertEqual(Form(bill.with_user(user)).partner_id, self.vendor)

    def test_approval_is_known_by_the_vendors_number_and_opens_its_document(self):
        empty = self.env["purchase.order.line"]
        line = (empty, 1, 500.0, {"analytic_distribution": self._coding()})
        bill = self._bill(line, ref="INV-7")
        bill.with_user(self.approver).action_approve_bill()
        approval = bill._get_approvals()
        self.assertEqual(approval.document_name, "Bill INV-7")
        action = approval.with_user(self.approver).action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", bill.id))

    def test_job_shows_its_cost_by_code(self):
        self._budget(1500)
        self._budget(700, code=self.steel)
        rows = self.job.with_user(self.reader).job_cost_ids
        self.assertEqual(
            {row.cost_code_id: row.revised_budget for row in rows},
            {self.concrete: 1500, self.steel: 700},
        )

    def test_report_of_one_job_is_not_grouped_by_job(self):
        report = self.env["construction.cost.report"].with_user(self.reader)
        flat = self.env.ref("construction_jobcost.construction_cost_report_view_list")
        grouped = self.env.ref("construction_jobcost.construction_cost_report_view_list_jobs")
        one = report._get_action("One", self.job)
        all_jobs = report._get_action("All", self.env["project.project"])
        self.assertEqual(one["views"][0], (flat.id, "list"))
        self.assertEqual(one["domain"], [("project_id", "in", self.job.ids)])
        self.assertEqual(all_jobs["views"][0], (grouped.id, "list"))
        self.assertEqual(all_jobs["domain"], [])

    def test_board_shows_what_waits_for_somebody(self):
        requisitions = self.env["construction.requisition"]
        self.assertEqual(
            requisitions._expand_states(["rejected", "draft"], []),
            ["draft", "submitted", "budget_check", "approved", "rejected"],
        )
