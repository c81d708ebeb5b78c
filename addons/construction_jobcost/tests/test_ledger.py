# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

import psycopg2

from odoo.exceptions import UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.keys import CostKey
from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestLedger(JobCostCommon):
    def setUp(self):
        super().setUp()
        self.create_estimate().action_award()
        self.entries._project_stale()
        self.entry = self.entries.search([("project_id", "=", self.job.id)])

    def test_database_refuses_every_change(self):
        for statement in (
            "UPDATE construction_cost_entry SET amount = 0",
            "DELETE FROM construction_cost_entry",
            "TRUNCATE construction_cost_entry CASCADE",
        ):
            with (
                self.subTest(statement),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(psycopg2.Error, "append-only"),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement)
        self.assertEqual(self.entry.amount, 1000)

    def test_superuser_cannot_create_write_or_unlink(self):
        for attempt in (
            lambda: self.entry.sudo().write({"amount": 1}),
            lambda: self.entry.sudo().unlink(),
            lambda: self.entry.sudo().copy(),
            lambda: self.entries.sudo().create({"amount": 1}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_entry_names_its_document(self):
        estimate = self.env["construction.estimate"].search([("project_id", "=", self.job.id)])
        self.assertEqual(self.entry.document_name, "E-1 Rev. 0")
        action = self.entry.action_open_document()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("construction.estimate", estimate.id)
        )

    def test_timesheet_entry_opens_the_timesheet_form(self):
        line = self.create_timesheet()
        entry = self.entries.search([("source_model", "=", line._name)])
        action = entry.action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), (line._name, line.id))
        view = self.env.ref("hr_timesheet.timesheet_view_form_user")
        self.assertEqual(action["views"], [(view.id, "form")])

    def test_entry_of_a_deleted_document_says_so(self):
        line = self.create_timesheet()
        self.entries._project_stale()
        line.unlink()
        self.entries._project_stale()
        entries = self.entries.search([("source_model", "=", "account.analytic.line")])
        self.assertEqual(sum(entries.mapped("amount")), 0)
        self.assertEqual(set(entries.mapped("document_name")), {"Pour"})
        with self.assertRaisesRegex(UserError, "deleted"):
            entries[0].action_open_document()

    def test_projecting_twice_appends_nothing(self):
        count = self.entries.search_count([])
        lines = self.env["construction.estimate.line"].search([])
        self.entries._project("construction.estimate.line", lines.ids * 2)
        self.entries._mark_stale(lines)
        self.entries._project_stale()
        self.assertEqual(self.entries.search_count([]), count)

    def test_marks_are_projected_before_commit(self):
        self.create_timesheet(hours=2)
        self.cr.flush()
        self.cr.execute(
            "SELECT SUM(amount) FROM construction_cost_entry WHERE bucket = 'direct_cost' "
            "AND project_id = %s",
            [self.job.id],
        )
        self.assertEqual(self.cr.fetchone()[0], 100)

    def test_marks_of_a_rolled_back_savepoint_are_gone(self):
        class Undo(Exception):
            pass

        with self.assertRaises(Undo), self.cr.savepoint():
            self.create_timesheet()
            raise Undo
        self.assertEqual(self.held("direct_cost"), {})
        self.create_timesheet(hours=1)
        self.assertEqual(self.held("direct_cost"), {(self.concrete, self.labor): (50, 1)})

    def test_sweep_finds_and_heals_a_drift(self):
        line = self.create_timesheet(hours=8)
        self.entries._project_stale()
        # behind the ORM's back, so nothing marks the line
        self.cr.execute(
            "UPDATE account_analytic_line SET amount = -500, unit_amount = 10 WHERE id = %s",
            [line.id],
        )
        self.env.invalidate_all()
        (drift,) = self.entries._sweep()
        self.assertEqual((drift.source_model, drift.source_id), ("account.analytic.line", line.id))
        (item,) = drift.missing
        self.assertEqual((item.amount, item.quantity), (Decimal(100), Decimal(2)))
        self.assertEqual(len(self.entries._sweep(heal=True)), 1)
        self.assertLedgerAgrees()
        self.assertEqual(self.held("direct_cost"), {(self.concrete, self.labor): (500, 10)})

    def test_sweep_finds_what_a_vanished_document_left(self):
        line = self.create_timesheet()
        self.entries._project_stale()
        self.cr.execute("DELETE FROM account_analytic_line WHERE id = %s", [line.id])
        self.env.invalidate_all()
        self.assertEqual(
            [drift.source_id for drift in self.entries._sweep(["account.analytic.line"])],
            [line.id],
        )
        self.entries._sweep(heal=True)
        self.assertEqual(self.held("direct_cost"), {})

    def test_budget_lines_are_made_once(self):
        lines = self.env["construction.budget.line"]
        key = CostKey(*self.key(self.digging, self.labor))
        first = lines._ensure([key, key])
        self.assertEqual(lines._ensure([key]), first)
        self.assertEqual(lines.browse(first[key]).company_id, self.company)

    def test_two_transactions_cannot_project_one_source_side_by_side(self):
        source = ("construction.estimate.line", 2**31 - 1)
        bump = type(self.env["construction.cost.source.version"])._bump
        first, second = (db_connect(self.cr.dbname).cursor() for _ in range(2))
        try:
            for cr in (first, second):
                cr.execute("SELECT 1")
            bump(self.env(cr=first)["construction.cost.source.version"], source[0], [source[1]])
            first.commit()
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.SerializationFailure),
            ):
                bump(
                    self.env(cr=second)["construction.cost.source.version"],
                    source[0],
                    [source[1]],
                )
        finally:
            second.close()
            first.execute(
                "DELETE FROM construction_cost_source_version WHERE source_id = %s", [source[1]]
            )
            first.commit()
            first.close()

    def test_ledger_keeps_exact_decimals(self):
        self.create_estimate(
            number="E-2", lines=[(self.digging, self.labor, 0.1)] * 3
        ).action_award()
        self.entries._project_stale()
        key = CostKey(*self.key(self.digging, self.labor))
        buckets = self.entries._get_buckets([key])
        self.assertEqual(buckets[key]["original_budget"], Decimal("0.30"))
        day = self.entries.search([("cost_code_id", "=", self.digging.id)]).mapped("date")
        self.assertEqual(set(day), {date(2026, 1, 10)})
