# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.reconcile import ControlItem, ControlTotals
from .common_reconciliation import ReconciliationCase


@tagged("post_install", "-at_install")
class TestReconciliationPlan(ReconciliationCase):
    def plan(self, **values):
        return self.env["integration.reconciliation.plan"].create(
            {
                "system_id": self.system.id,
                "company_id": self.acme.id,
                "workflow": "connection",
                "interval": "day",
                "delay_days": 1,
                "date_first": date(2026, 3, 2),
            }
            | values
        )

    def run_plans(self):
        with self.enter_registry_test_mode():
            self.env.ref("construction_connector_base.ir_cron_reconcile").method_direct_trigger()
        self.env.invalidate_all()

    def planned(self, plan):
        return self.Reconciliation.search([("plan_id", "=", plan.id)], order="date_start")

    def test_a_plan_makes_each_period_once_when_its_delay_is_over(self):
        self.take("A", "B")
        plan = self.plan()
        with freeze_time("2026-03-05 12:00:00"):
            self.run_plans()
            self.run_plans()
        days = self.planned(plan).mapped("date_start")
        self.assertEqual(days, [date(2026, 3, 2), date(2026, 3, 3)])
        self.assertEqual(self.planned(plan).mapped("target_count"), [2, 0])
        with freeze_time("2026-03-06 12:00:00"):
            self.run_plans()
        self.assertEqual(len(self.planned(plan)), 3)

    def test_a_plan_asks_the_system_and_requests_what_is_missing(self):
        self.take("A")
        asked = []
        model = type(self.Reconciliation)
        with (
            freeze_time("2026-03-04 12:00:00"),
            patch.object(model, "_source_totals", lambda one: self.items("A", "B")),
            patch.object(model, "_request_missing", lambda one, ids: asked.append(ids) or True),
        ):
            plan = self.plan()
            self.run_plans()
        self.assertEqual(self.planned(plan).state, "drift")
        self.assertEqual(asked, [["B"]])

    def test_a_system_is_not_asked_for_a_part_of_a_workflow(self):
        model = type(self.Reconciliation)
        self.take("A", partitionkey="J1")
        one = self.report(self.items("A"), key="J1")
        with patch.object(model, "_source_totals", lambda one: self.items("A", "B")):
            one.with_user(self.operator).action_compare()
        self.assertEqual(one.state, "matched")

    def test_a_system_that_cannot_be_asked_does_not_hold_up_the_others(self):
        def fail(one):
            raise ConnectionError("down")

        plan = self.plan()
        with (
            freeze_time("2026-03-05 12:00:00"),
            patch.object(type(self.Reconciliation), "_source_totals", fail),
            mute_logger("odoo.addons.construction_connector_base.models.integration_reconciliation_compare"),
        ):  # fmt: skip
            self.run_plans()
        self.assertEqual(len(self.planned(plan).filtered("compared_at")), 2)

    def test_late_messages_change_what_was_matched_and_mark_what_was_signed(self):
        self.take("A")
        march = self.report(self.items("A"))
        day = self.report(self.items("A"), (date(2026, 3, 2), date(2026, 3, 3)))
        other = self.report(ControlTotals(count=0), (date(2026, 2, 1), date(2026, 3, 1)))
        march.with_user(self.operator)._sign("fine")
        self.take("late")
        self.assertEqual(self.Reconciliation._find_outdated(march.create_date), march | day)
        self.run_plans()
        self.assertTrue(march.is_changed)
        self.assertEqual((march.state, day.state, other.state), ("signed", "drift", "matched"))

    def test_dollars_at_risk(self):
        def stop(handler, items):
            for item in items:
                item.stop("odoo.validation", "no", amount=Decimal(100))

        with self.handle(_gate=stop):
            self.take("A", "B")
        self.env.cr.execute(
            """
            UPDATE integration_message SET received_at = received_at - interval '8 days'
             WHERE document_key = 'A'
            """
        )
        one = self.report(ControlTotals.of([ControlItem("C", value=Decimal(7))]))
        one.drift_ids.filtered(lambda d: d.kind == "missing_here").found_at = "2026-03-02 00:00:00"
        Risk = self.env["integration.risk.report"].with_user(self.reader)
        figures = Risk._read_group(
            [("kind", "in", ["exception", "missing_here"])], ["age", "kind"], ["amount:sum"]
        )
        self.assertEqual(
            figures, [("a", "exception", 100), ("d", "exception", 100), ("e", "missing_here", 7)]
        )
        self.assertFalse(self.env["integration.risk.report"].with_user(self.foreign).search([]))
        stuck = Risk.search([("document", "=", "A"), ("kind", "=", "exception")])
        self.assertEqual(stuck.action_open()["res_model"], "integration.message")
