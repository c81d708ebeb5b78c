# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError, ValidationError
from odoo.tests import BaseCase, tagged

from ..core.intercompany import Worked, outstanding
from .intercompany_common import IntercompanyCase

NUMBERS = st.integers(0, 10**6).map(lambda cents: Decimal(cents) / 100)
WORKED = st.dictionaries(st.integers(0, 4), st.builds(Worked, NUMBERS, NUMBERS))


@tagged("post_install", "-at_install")
class TestIntercompanyArithmetic(BaseCase):
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(WORKED, min_size=1, max_size=5))
    def test_whatever_is_corrected_all_is_charged_once(self, states):
        charged: dict = {}
        for worked in states:
            for key, item in outstanding(worked, charged).items():
                known = charged.get(key, Worked())
                charged[key] = Worked(known.hours + item.hours, known.amount + item.amount)
            self.assertEqual(outstanding(worked, charged), {})
            self.assertEqual(
                sum((item.amount for item in charged.values()), Decimal(0)),
                sum((item.amount for item in worked.values()), Decimal(0)),
            )


@tagged("post_install", "-at_install")
class TestIntercompany(IntercompanyCase):
    # Price ------------------------------------------------------------------------------------

    def test_lent_hours_cost_the_job_the_transfer_price(self):
        line = self._hours(10)
        own = self._hours(10, self.own)
        self.assertEqual((line.amount, own.amount), (-480, -500))
        self.assertEqual((line.lending_company_id, own.lending_company_id.ids), (self.lender, []))
        self.assertEqual((line.company_id, self._buckets()["direct_cost"]), (self.company, 980))

    def test_the_rate_of_the_day_counts(self):
        self.agreed.copy({"date_from": "2026-04-01", "factor": 1.5})
        line = self._hours(1, date="2026-03-31")
        self.assertEqual(line.amount, -48)
        line.date = "2026-04-02"
        self.assertEqual(line.amount, -60)
        self.assertEqual(self._hours(1, date="2026-04-01").amount, -60)

    def test_many_at_once_cost_the_same(self):
        self.agreed.copy({"date_from": "2026-04-01", "factor": 1.5})
        values = [
            {
                "project_id": self.job.id,
                "employee_id": employee.id,
                "name": "Pour",
                "unit_amount": 1,
                "date": day,
            }
            for employee in (self.crew, self.own)
            for day in ("2026-03-31", "2026-04-01")
        ]
        lines = self.env["account.analytic.line"]._create_timesheets(values)
        self.assertEqual(lines.mapped("amount"), [-48, -60, -50, -50])
        self.assertEqual(lines.mapped("employee_id.id"), [self.crew.id, self.own.id])

    def test_hours_need_an_agreed_rate(self):
        with self.assertRaisesRegex(ValidationError, "agreed no transfer price"):
            self._hours(1, date="2025-12-31")

    def test_an_employee_who_changes_companies_leaves_history_alone(self):
        line = self._hours(10)
        run = self._entered()
        self.crew.company_id = self.company
        self.assertEqual(line.lending_company_id, self.lender)
        self.assertEqual(run.amount, 480)
        with self.assertRaisesRegex(UserError, "charged already"):
            self._entered()

    # Run --------------------------------------------------------------------------------------

    def test_the_books_of_both_mirror_each_other(self):
        self._hours(10)
        self._hours(5, cost_code_id=self.steel.id)
        self._hours(8, self.own)
        before = self._buckets()
        run = self._entered(user=self.finance)
        self.assertEqual((run.hours, run.amount), (15, 720))
        self.assertEqual(
            self._booked(),
            {
                (self.company, "cost"): 720,
                (self.company, "due"): -720,
                (self.lender, "due"): 720,
                (self.lender, "recovery"): -720,
            },
        )
        moves = run.sudo().move_ids
        self.assertEqual(moves.mapped("state"), ["draft", "draft"])
        self.assertEqual(moves.company_id, self.company | self.lender)
        moves.action_post()
        self.assertEqual(self._buckets(), before, "the job's cost counts once")
        self.assertFalse(self.env["construction.cost.entry"]._sweep())

    def test_over_both_companies_the_cost_is_what_the_people_cost(self):
        self._hours(10)
        self._hours(8, self.own)
        real = 10 * 40 + 8 * 50
        job_cost = self._buckets()["direct_cost"]
        run = self._entered()
        recovered = -self._booked()[self.lender, "recovery"]
        profit_of_lender = recovered - 10 * 40
        self.assertEqual(job_cost - profit_of_lender, real)
        self.assertEqual(sum(self._booked().values()), 0)
        self.assertEqual(run.amount, recovered)

    def test_a_second_run_changes_nothing(self):
        self._hours(10)
        self._entered()
        again = self._run()
        again.action_compute()
        self.assertFalse(again.charge_ids)
        with self.assertRaisesRegex(UserError, "charged already"):
            again.action_enter()

    def test_what_is_corrected_afterwards_is_charged_as_a_difference(self):
        line, moved, gone = self._hours(10), self._hours(5), self._hours(1)
        self._entered()
        line.unit_amount = 12
        moved.cost_code_id = self.steel
        gone.unlink()
        self._hours(100, date="2026-04-02")
        run = self._entered()
        charges = {charge.cost_code_id: (charge.hours, charge.amount) for charge in run.charge_ids}
        self.assertEqual(charges, {self.concrete: (-4, -192), self.steel: (5, 240)})
        self.assertEqual(run.amount, 48)
        self.assertEqual(self._booked()[self.company, "cost"], 816)

    def test_a_cancelled_run_is_charged_by_the_next(self):
        self._hours(10)
        run = self._entered(user=self.finance)
        moves = run.sudo().move_ids
        moves[:1].action_post()
        with self.assertRaisesRegex(UserError, "is posted"):
            run.action_cancel()
        moves[:1].button_draft()
        run.action_cancel()
        self.assertFalse(moves.exists())
        self.assertEqual(self._entered().amount, 480)

    def test_one_side_is_not_taken_back_alone(self):
        self._hours(10)
        run = self._entered()
        with self.assertRaisesRegex(UserError, "Cancel the run instead"):
            run.move_ids[:1].unlink()

    def test_entries_are_not_coded_to_the_job(self):
        self._hours(10)
        run = self._entered()
        cost = run.move_ids.line_ids.filtered(
            lambda line: line.account_id == self.company.intercompany_cost_account_id
        )
        with self.assertRaisesRegex(ValidationError, "a second time"):
            cost.analytic_distribution = self._coding()

    def test_books_in_two_currencies(self):
        euro = self.env.ref("base.EUR")
        euro = self.env.ref("base.USD") if self.company.currency_id == euro else euro
        euro.active = True
        lender = self.lender = self.env["res.company"].create(
            {"name": "Crews GmbH", "currency_id": euro.id}
        )
        self.env.user.company_ids |= lender
        self._create_books(lender)
        self.env["res.currency.rate"].create(
            [
                {
                    "currency_id": currency.id,
                    "company_id": company.id,
                    "name": "2026-01-01",
                    "inverse_company_rate": rate,
                }
                for currency, company, rate in (
                    (euro, self.company, 1.25),
                    (self.company.currency_id, lender, 0.8),
                )
            ]
        )
        self.agreed.copy({"provider_company_id": lender.id, "factor": 1.0})
        crew = self.env["hr.employee"].create(
            {"company_id": lender.id, "hourly_cost": 40, "name": "Uwe"}
        )
        env = self.env(
            context={**self.env.context, "allowed_company_ids": [self.company.id, lender.id]}
        )
        line = env["account.analytic.line"].create(
            {
                "project_id": self.job.id,
                "employee_id": crew.id,
                "name": "Steel",
                "unit_amount": 10,
                "date": "2026-03-05",
            }
        )
        self.assertEqual(line.amount, -500, "400 at 1.25")
        run = self._entered()
        self.assertEqual(run.amount, 500)
        move = run.move_ids.filtered(lambda move: move.company_id == lender)
        self.assertEqual(move.amount_total_signed, 400)
        self.assertEqual(sum(self._booked().values()), 0)

    def test_settings_that_are_missing_are_named(self):
        self._hours(10)
        self.lender.intercompany_due_account_id = False
        with self.assertRaisesRegex(UserError, "Crews Ltd. lacks settings.*Due from and to"):
            self._entered()

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_any_history_is_charged_once(self, data):
        """Hours, corrections and runs in any order: the runs sum up to what the jobs have."""
        with self.env.cr.savepoint() as savepoint:
            self._play(data)
            savepoint.rollback()
        self.env.invalidate_all()

    def _play(self, data):
        lines = self.env["account.analytic.line"]
        for step in data.draw(st.lists(st.sampled_from("hcdr"), min_size=1, max_size=8)):
            if step == "h" or not lines:
                hours = data.draw(st.sampled_from([0.1, 1.3, 7.7]))
                lines |= self._hours(hours, data.draw(st.sampled_from([self.crew, self.own])))
            elif step == "c":
                lines[-1:].unit_amount = data.draw(st.sampled_from([0.3, 2.9]))
            elif step == "d":
                lines[:1].unlink()
                lines = lines.exists()
            else:
                self._run_if_any()
        self._run_if_any()
        lent = lines.filtered("lending_company_id")
        runs = self.env["construction.intercompany.run"].search([("state", "=", "entered")])
        cost = round(-sum(lent.mapped("amount")), 2)
        self.assertAlmostEqual(sum(runs.mapped("amount")), cost, 2)
        self.assertAlmostEqual(self._booked().get((self.company, "cost"), 0), cost, 2)
        self.assertAlmostEqual(self._booked().get((self.lender, "recovery"), 0), -cost, 2)
        self.assertEqual(
            round(self._buckets().get("direct_cost", 0), 2), round(-sum(lines.mapped("amount")), 2)
        )

    def _run_if_any(self):
        run = self._run()
        run.action_compute()
        if run.charge_ids:
            run.action_enter()
