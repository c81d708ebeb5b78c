# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .close_common import APRIL, MARCH
from .wip_common import WipCommon

COLUMNS = ("percent", "earned", "unearned", "overbilled", "underbilled")


@tagged("post_install", "-at_install")
class TestWipSchedule(WipCommon):
    def _columns(self, schedule, *names, job=None):
        line = self._line(schedule, job)
        return tuple(line[name] for name in names or COLUMNS)

    # Figures ----------------------------------------------------------------------------------

    def test_the_published_example_from_the_ledger(self):
        self._figures(billed=550000)
        schedule = self._schedule()
        self.assertEqual(self._columns(schedule), (50, 500000, 500000, 50000, 0))
        self.assertEqual(
            self._columns(schedule, "contract", "estimate", "cost", "billed", "gross_profit"),
            (1000000, 850000, 425000, 550000, 75000),
        )
        other = self._job("0078", 1000000)
        self._figures(billed=450000, job=other)
        schedule.action_refresh()
        self.assertEqual(self._columns(schedule, job=other), (50, 500000, 500000, 0, 50000))
        # side by side, never netted
        self.assertEqual((schedule.overbilled, schedule.underbilled), (50000, 50000))
        self.assertEqual((schedule.contract, schedule.earned), (2000000, 1000000))
        self.assertEqual(schedule.job_count, 2)

    def test_a_job_in_loss(self):
        self._set_contract(self.job, 1000)
        self._figures(cost=300, estimate=1200, billed=250)
        schedule = self._schedule()
        self.assertEqual(
            self._columns(schedule, "earned", "loss_provision", "gross_profit", "margin"),
            (250, 150, -200, -200),
        )
        self.assertEqual(schedule.loss_count, 1)

    def test_what_counts_later_is_left_out(self):
        self._figures()
        self._record("direct_cost", 100000, day="2026-04-01")
        self._record("billed", 70000, day="2026-04-01")
        self.assertEqual(self._columns(self._schedule(), "cost", "billed"), (425000, 550000))

    def test_a_forecast_is_part_of_the_estimate(self):
        self._figures()
        report = self.env["construction.cost.report"].with_context(as_of=MARCH)
        rows = report.search([("project_id", "=", self.job.id)])
        estimate = sum(rows.mapped("estimate_at_completion"))
        self.assertEqual(self._columns(self._schedule(), "estimate"), (estimate,))

    def test_the_closing_day_of_jobs_that_were_closed_before_it_was_noted(self):
        closed, empty = self._job("0078"), self._job("0079")
        self._figures(job=closed, day="2026-03-11")
        self._figures(job=closed, day="2026-02-11")
        (closed | empty).job_status = "closed"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE project_project SET job_closed_date = NULL WHERE id = ANY(%s)",
            [(closed | empty).ids],
        )
        self.env.invalidate_all()
        self.env["project.project"].init()
        self.assertEqual(str(closed.job_closed_date), "2026-03-11")
        self.assertTrue(empty.job_closed_date)
        self.assertEqual((closed | empty).mapped("is_closed_date_derived"), [True, True])
        # as after an update: the fields are computed, and the day stays
        self.env.add_to_compute(closed._fields["job_closed_date"], closed)
        self.env.add_to_compute(closed._fields["is_closed_date_derived"], closed)
        closed.flush_recordset()
        self.assertEqual(str(closed.job_closed_date), "2026-03-11")
        self.assertTrue(closed.is_closed_date_derived)
        with self.assertRaisesRegex(UserError, "noted when it is"):
            closed.is_closed_date_derived = False
        closed._reopen("active", "A claim came")
        closed.flush_recordset()
        self.assertFalse(closed.job_closed_date)
        with self._known("2026-05-20 12:00:00"):
            closed.job_status = "closed"
            closed.flush_recordset()
        self.assertEqual(str(closed.job_closed_date), "2026-05-20")
        self.assertFalse(closed.is_closed_date_derived)

    def test_jobs_up_to_the_period_they_were_closed_in(self):
        self._figures()
        closed, before, empty = (self._job(code) for code in ("0078", "0079", "0080"))
        self._figures(job=closed)
        self._figures(job=before)
        with self._known("2026-03-20 12:00:00"):
            closed.job_status = "closed"
            closed.flush_recordset()
        with self._known("2026-02-20 12:00:00"):
            before.job_status = "closed"
            before.flush_recordset()
        self.assertEqual(str(closed.job_closed_date), "2026-03-20")
        with self._known("2026-04-20 12:00:00"):
            closed._write({"job_status": "closed"})
            closed.modified(["job_status"])
            closed.flush_recordset()
        self.assertEqual(str(closed.job_closed_date), "2026-03-20")
        with self.assertRaisesRegex(UserError, "noted when it is"):
            before.job_closed_date = "2026-03-01"
        jobs = self._schedule().line_ids.project_id
        self.assertEqual(jobs, self.job | closed)
        self.assertNotIn(empty, jobs)
        self.assertEqual(self._schedule(APRIL).line_ids.project_id, self.job)

    def test_the_number_of_queries_does_not_grow_with_the_jobs(self):
        self._figures()

        def queries():
            schedule = self._schedule()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            schedule.action_refresh()
            self.env.flush_all()
            count = self.cr.sql_log_count - before
            schedule.unlink()
            return count

        queries()
        few = queries()
        for number in range(100, 108):
            self._figures(job=self._job(f"0{number}", 500000))
        self.env.flush_all()
        self.assertLessEqual(queries(), few + 2)

    # Methods and materials --------------------------------------------------------------------

    def test_units_and_percent_by_hand(self):
        self._figures()
        schedule = self._schedule()
        line = self._line(schedule)
        line.write({"method": "units", "units_done": 300, "units_estimated": 1000})
        self.assertEqual(self._columns(schedule, "percent", "earned"), (30, 300000))
        line.write({"method": "manual", "manual_percent": 61.5})
        self.assertEqual(self._columns(schedule, "percent", "earned"), (61.5, 615000))
        with self.assertRaisesRegex(UserError, "needs a note"):
            schedule.action_submit()
        line.method_note = "Surveyed"
        schedule.action_submit()
        self.assertEqual(self._columns(schedule, "earned"), (615000,))

    def test_uninstalled_materials_earn_their_cost_alone(self):
        # IFRS 15, example 19
        self._set_contract(self.job, 5000)
        self._figures(cost=2000, estimate=4000, billed=0)
        schedule = self._schedule()
        line = self._line(schedule)
        line.uninstalled_by_hand = 1500
        self.assertEqual(
            self._columns(schedule, "percent", "earned", "gross_profit"), (20, 2200, 200)
        )
        with self.assertRaisesRegex(UserError, "need a note"):
            schedule.action_submit()
        line.write({"uninstalled_note": "Elevators", "uninstalled_by_hand": 2500})
        with self.assertRaisesRegex(UserError, "more than the cost to date"):
            schedule.action_submit()

    def test_what_was_filled_in_outlives_recomputing(self):
        self._figures()
        schedule = self._schedule()
        self._line(schedule).write({"method": "manual", "manual_percent": 10})
        self._record("billed", 1000)
        schedule.action_refresh()
        self.assertEqual(self._columns(schedule, "percent", "billed"), (10, 551000))

    # The period before ------------------------------------------------------------------------

    def test_the_period_before_and_the_fade(self):
        self._figures()
        first = self._schedule()
        self._line(first).write({"method": "manual", "manual_percent": 40, "method_note": "Seen"})
        first.action_submit()
        first.with_user(self.signer).action_approve()
        self._record("original_budget", 50000, day="2026-04-10")
        second = self._schedule(APRIL)
        self.assertEqual(second.previous_id, first)
        self.assertEqual(
            self._columns(second, "method", "previous_percent", "previous_earned", "margin_fade"),
            ("manual", 40, 400000, -50000),
        )
        self._line(second).manual_percent = 70
        self.assertEqual(self._columns(second, "earned_in_period"), (300000,))
        # a note tells of its own period
        with self.assertRaisesRegex(UserError, "needs a note"):
            second.action_submit()

    def test_the_latest_of_each_job_adds_up(self):
        self._figures()
        first, second = self._signed(), self._schedule(APRIL)
        lines = self.env["construction.wip.line"].with_user(self.manager)
        self.job.user_id = self.manager
        latest = [("next_line_ids", "=", False), ("state", "not in", ("void", "reversed"))]
        self.assertEqual(lines.search(latest), self._line(second))
        second.action_void("Too early")
        self.assertEqual(lines.search(latest), self._line(first))

    # Periods ----------------------------------------------------------------------------------

    def test_a_period_ends_on_the_last_day_of_a_month(self):
        with self.assertRaisesRegex(ValidationError, "last day of a month"):
            self._schedule("2026-03-15")
        with self.assertRaisesRegex(UserError, "not over yet"):
            self._schedule("2099-03-31")

    def test_one_schedule_of_a_company_and_period(self):
        self._figures()
        schedule = self._schedule()
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self._schedule()
        schedule.action_void("Wrong month")
        self.env.flush_all()
        self.assertEqual(self._schedule().state, "draft")

    # Frozen -----------------------------------------------------------------------------------

    def test_signed_figures_stay_and_can_be_had_again(self):
        with self._known("2026-04-02 08:00:00"):
            self._figures()
        with self._known("2026-04-03 08:00:00"):
            schedule = self._signed()
        with self._known("2026-04-05 08:00:00"):
            # both count in March and became known later
            self._record("direct_cost", 10000)
            self._record("billed", -5000)
        self.env.invalidate_all()
        self.assertEqual(self._columns(schedule, "cost", "billed"), (425000, 550000))
        self.assertFalse(schedule._find_differences())
        self.assertEqual(schedule.action_check()["params"]["type"], "success")
        figures = schedule.with_user(self.signer)._get_ledger_figures
        found = figures(self.job, schedule.known_at)[self.job.id]
        self.assertEqual(
            {name: float(amount) for name, amount in found.items()},
            {name: self._line(schedule)[name] for name in found},
        )

    def test_another_figure_of_the_ledger_is_found(self):
        self._figures()
        schedule = self._schedule()
        schedule.action_submit()
        # recorded in the second of the submission, as by a transaction that was under way
        self._record("direct_cost", 1)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "other figures than.*0077"):
            schedule.action_check()
        with self.assertRaisesRegex(UserError, "other figures than"):
            schedule.with_user(self.signer).action_approve()
        schedule.action_draft()
        schedule.action_submit()
        schedule.with_user(self.signer).action_approve()
        self.assertEqual(self._columns(schedule, "cost"), (425001,))
