# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..core.budget_template import Line, on_job
from .common import MODULE, JobCostCommon

numbers = st.decimals(0, 10_000, places=4)


@tagged("post_install", "-at_install")
class TestBudgetTemplateCore(BaseCase):
    @given(numbers, numbers, numbers, numbers)
    def test_size_counts_for_lines_per_unit_only(self, quantity, cost, amount, size):
        lump = Line(quantity, cost, amount, False)
        self.assertEqual(on_job(lump, size), lump)
        each = on_job(Line(quantity, cost, amount, True), size)
        self.assertAlmostEqual(each.quantity, quantity * size, 6)
        self.assertEqual((each.unit_cost, each.amount), (cost, amount * size))

    def test_amount_that_follows_from_the_price_is_left_open(self):
        line = on_job(Line(Decimal("0.333"), Decimal("1.2345"), None, True), Decimal(10000))
        self.assertEqual((line.quantity, line.amount), (3330, None))


@tagged("post_install", "-at_install")
class TestBudgetTemplate(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controller = cls.create_user("bt_controller", f"{MODULE}.group_cost_controller")
        cls.manager = cls.create_user("bt_manager", f"{MODULE}.group_project_manager")
        cls.meter = cls.env.ref("uom.product_uom_meter")
        cls.template = cls._as(cls.controller, "construction.budget.template").create(
            {
                "name": "School",
                "company_id": cls.company.id,
                "size_name": "Floor area",
                "size_uom_id": cls.meter.id,
                "line_ids": [
                    Command.create(cls._line(cls.digging, cls.labor, amount=1500)),
                    Command.create(
                        cls._line(
                            cls.concrete,
                            cls.material,
                            quantity=0.333,
                            unit_cost=1.2345,
                            is_per_unit=True,
                        )
                    ),
                    Command.create(
                        cls._line(
                            cls.concrete, cls.labor, amount=2.5, phase_code="01", is_per_unit=True
                        )
                    ),
                ],
            }
        )
        cls.phase = cls.env["construction.job.phase"].create(
            {"project_id": cls.job.id, "code": "01", "name": "Ground"}
        )

    @classmethod
    def _as(cls, user, model):
        return cls.env[model].with_user(user).with_context(allowed_company_ids=cls.company.ids)

    @classmethod
    def _line(cls, code, kind, **values):
        return {"cost_code_id": code.id, "cost_type_id": kind.id, **values}

    def _apply(self, user=None, **values):
        wizard = self._as(user or self.controller, "construction.budget.template.wizard").create(
            {"project_id": self.job.id, "template_id": self.template.id, "size": 1000, **values}
        )
        return self.env["construction.estimate"].browse(wizard.action_apply()["res_id"])

    def _rows(self, estimate):
        return [
            (line.cost_code_id, line.phase_id, round(line.quantity, 6), line.amount)
            for line in estimate.line_ids
        ]

    def test_lines_become_a_draft_budget(self):
        estimate = self._apply()
        none = self.env["construction.job.phase"]
        self.assertEqual(estimate.state, "draft")
        self.assertEqual(
            self._rows(estimate),
            [
                (self.digging, none, 0, 1500),
                (self.concrete, none, 333, 411.09),
                (self.concrete, self.phase, 0, 2500),
            ],
        )
        self.assertEqual((self.template.amount_fixed, self.template.amount_per_unit), (1500, 2.91))
        self.assertFalse(self.held("original_budget"))
        estimate.with_user(self.controller).action_award()
        self.assertEqual(self.held("original_budget")[self.concrete, self.material], (411.09, 333))

    def test_lines_are_added_to_a_draft(self):
        draft = self.create_estimate()
        estimate = self._apply(estimate_id=draft.id)
        self.assertEqual(estimate, draft)
        self.assertEqual(len(draft.line_ids), 4)
        draft.action_award()
        with self.assertRaisesRegex(UserError, "locked"):
            self._apply(estimate_id=draft.id)

    def test_again_is_another_revision(self):
        self.assertEqual([self._apply().revision, self._apply().revision], [0, 1])

    def test_what_is_missing_is_said(self):
        with self.assertRaisesRegex(UserError, "Floor area"):
            self._apply(size=0)
        self.phase.code = "02"
        with self.assertRaisesRegex(UserError, "no phase 01"):
            self._apply()

    def test_save_as_template_and_back(self):
        estimate = self._apply()
        estimate.line_ids[:1].amount = 1700
        action = estimate.with_user(self.controller).action_save_as_template()
        copy = self.env["construction.budget.template"].browse(action["res_id"])
        again = copy.with_user(self.controller)._create_estimate(self.job)
        self.assertEqual(self._rows(again), self._rows(estimate))
        self.assertEqual(copy.amount_fixed, estimate.amount_total)

    def test_job_from_template_begins_with_the_budget(self):
        kind = self.create_job(
            "T-1",
            is_template=True,
            user_id=self.manager.id,
            budget_template_id=self.template.id,
            phase_ids=[Command.create({"code": "01", "name": "Ground"})],
        )
        wizard = self._as(self.manager, "construction.job.template.wizard").create(
            {"template_id": kind.id, "job_code": "0101", "name": "School 1", "size": 100}
        )
        self.assertEqual(wizard.budget_template_id, self.template)
        job = self.env["project.project"].browse(wizard.action_create_job()["res_id"])
        estimate = self.env["construction.estimate"].search([("project_id", "=", job.id)])
        self.assertEqual(estimate.state, "draft")
        self.assertEqual(estimate.line_ids.mapped("amount"), [1500, 41.11, 250])
        self.assertEqual(estimate.line_ids[-1].phase_id, job.phase_ids)

    def test_who_may(self):
        self.assertEqual(self.template.with_user(self.manager).name, "School")
        with self.assertRaises(AccessError):
            self.template.with_user(self.manager).name = "Mine"
        with self.assertRaises(AccessError):
            self.template.line_ids[:1].with_user(self.manager).amount = 1
        with self.assertRaises(AccessError):
            self._apply(self.manager)
        foreign = self.env["res.company"].create({"name": "Strangers"})
        stranger = self.create_user("bt_stranger", f"{MODULE}.group_cost_controller")
        stranger.write({"company_ids": [Command.set(foreign.ids)], "company_id": foreign.id})
        for record in (self.template, self.template.line_ids[:1]):
            with self.assertRaises(AccessError):
                record.with_user(stranger).with_company(foreign).read(["display_name"])

    def test_another_companys_template_is_refused(self):
        foreign = self.env["res.company"].create({"name": "Strangers"})
        theirs = self.env["construction.budget.template"].create(
            {"name": "Theirs", "company_id": foreign.id}
        )
        with self.assertRaisesRegex(UserError, "Strangers"):
            self.job.budget_template_id = theirs
        with self.assertRaises(UserError):
            self._apply(template_id=theirs.id)
        with self.assertRaisesRegex(UserError, "Strangers"):
            theirs._create_estimate(self.job)
