# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..core.reconcile import ControlItem, ControlTotals, ids_digest
from .common_reconciliation import ReconciliationCase


@tagged("post_install", "-at_install")
class TestReconciliation(ReconciliationCase):
    def test_matching_totals(self):
        self.take("A", "B")
        one = self.report(ControlTotals(count=2, digest=ids_digest(["B", "A"])))
        self.assertEqual(one.state, "matched")
        self.assertEqual((one.source_count, one.target_count), (2, 2))
        self.assertFalse(one.drift_ids)

    def test_a_period_ends_at_midnight_of_the_company(self):
        self.acme.partner_id.tz = "America/Denver"
        self.take("before", time="2026-03-01T06:59:59Z")
        self.take("first", time="2026-03-01T07:00:00Z")
        self.take("last", time="2026-04-01T05:59:59Z")
        self.take("after", time="2026-04-01T06:00:00Z")
        one = self.report(self.items("first", "last"))
        self.assertEqual(one.state, "matched")
        self.assertEqual(one.target_count, 2)

    def test_another_company_or_workflow_does_not_count(self):
        self.take("A")
        self.take("B", entity="B")
        self.assertEqual(self.report(self.items("A")).state, "matched")

    def test_scope_by_key(self):
        self.take("A", partitionkey="J1")
        self.take("B", partitionkey="J2")
        self.assertEqual(self.report(self.items("A"), key="J1").state, "matched")
        self.assertEqual(self.report(self.items("A"), key="J2").state, "drift")

    def test_a_document_counts_once_as_its_newest_message_stands(self):
        self.take("A", time="2026-03-02T08:00:00Z")

        def refuse(handler, items):
            items[0].stop("odoo.validation", "no", amount=Decimal(70))

        with self.handle(_gate=refuse):
            self.take("A", time="2026-03-03T08:00:00Z")
        one = self.report(self.items("A"))
        self.assertEqual(one.target_count, 1)
        self.assertEqual(self.drifts(one), [("different_state", "A")])
        self.assertEqual(one.drift_ids.message_id.state, "exception")
        self.assertEqual(one.drift_amount, 70)

    def test_missing_documents_on_both_sides(self):
        self.take("A", "B")
        one = self.report(self.items("B", "C"))
        self.assertEqual(one.state, "drift")
        self.assertEqual(self.drifts(one), [("missing_here", "C"), ("missing_there", "A")])
        self.assertEqual(one.missing_count, 1)

    def test_comparing_again_settles_what_has_come_and_keeps_the_age_of_the_rest(self):
        one = self.report(self.items("A", "B"))
        old = one.drift_ids.filtered(lambda drift: drift.external_id == "B")
        old.found_at = "2026-04-02 00:00:00"
        self.take("A")
        one.with_user(self.operator).action_compare()
        self.assertEqual(self.drifts(one), [("missing_here", "B")])
        self.assertEqual(one.drift_ids, old)
        self.assertEqual(str(one.drift_ids.found_at), "2026-04-02 00:00:00")
        self.take("B")
        one.with_user(self.operator).action_compare()
        self.assertEqual(one.state, "matched")

    def test_figures_stand_side_by_side(self):
        self.take("A")
        table = str(self.report(self.items("A", "B")).table)
        self.assertIn("Documents", table)
        self.assertIn("text-danger", table)

    def test_a_reported_period_is_one_record(self):
        first = self.report(self.items("A"))
        self.assertEqual(self.report(self.items("A", "B")), first)

    def test_a_provider_brings_values(self):
        target = type(self.env["integration.reconciliation.target"])
        ours = ControlTotals.of([ControlItem("A", value=Decimal("9.5"))])
        with patch.object(target, "_totals", lambda self, reconciliation: ours):
            one = self.report(ControlTotals.of([ControlItem("A", value=Decimal(12))]))
        self.assertEqual(self.drifts(one), [("different_value", "A")])
        self.assertEqual((one.source_value, one.target_value, one.drift_amount), (12, 9.5, 2.5))

    def test_missing_ones_are_listed_for_the_sender_of_a_system_that_cannot_be_asked(self):
        one = self.report(self.items("C"))
        action = one.with_user(self.operator).action_request_missing()
        attachment_id = int(action["url"].split("/")[3].split("?")[0])
        text = self.env["ir.attachment"].browse(attachment_id).raw.decode()
        self.assertIn("field,connection,2026-03-01,2026-04-01,C", text)

    def test_nothing_is_requested_when_no_id_is_known(self):
        one = self.report(ControlTotals(count=3))
        self.assertEqual(one.state, "drift")
        with self.assertRaisesRegex(UserError, "report its ids"):
            one.with_user(self.operator).action_request_missing()

    def test_a_signed_period_is_frozen(self):
        self.take("A")
        one = self.report(self.items("A", "B"))
        one.with_user(self.operator)._sign("B was cancelled by the vendor")
        self.assertEqual((one.state, one.signed_by_id), ("signed", self.operator))
        self.take("B")
        self.report(self.items("A", "B", "C"))
        self.assertEqual((one.source_count, one.target_count, one.drift_count), (2, 1, 1))
        self.assertTrue(one.is_changed)
        for call in (
            lambda: one.with_user(self.operator).action_compare(),
            lambda: one.with_user(self.operator)._sign("again"),
            lambda: one.with_user(self.manager).unlink(),
            lambda: one.write({"source_count": 5}),
        ):
            with self.assertRaisesRegex(UserError, "signed off"):
                call()

    def test_reopening_takes_a_manager_and_a_reason(self):
        one = self.report(self.items("A"))
        one.with_user(self.operator)._sign("fine")
        with self.assertRaises(AccessError):
            one.with_user(self.operator)._reopen("no")
        wizard = self.env["integration.reconciliation.decision"].with_user(self.manager)
        blank = wizard.create({"reconciliation_ids": one.ids, "decision": "reopen", "note": "  "})
        with self.assertRaises(UserError):
            blank.action_decide()
        self.take("A")
        blank.note = "A came late"
        blank.action_decide()
        self.assertEqual((one.state, one.reopen_reason), ("matched", "A came late"))
        steps = self.env["integration.audit.entry"].search(
            [("res_model", "=", one._name), ("res_id", "=", one.id)], order="id"
        )
        self.assertEqual(
            steps.mapped("step"),
            [f"reconciliation.{verb}" for verb in ("drift", "signed", "reopened", "matched")],
        )

    def test_what_was_never_compared_is_not_signed(self):
        one = self.Reconciliation.with_user(self.operator).create(self.scope())
        with self.assertRaisesRegex(UserError, "never compared"):
            one._sign("blind")

    def test_rights(self):
        one = self.report(self.items("A"))
        with self.assertRaises(AccessError):
            one.with_user(self.reader)._sign("x")
        with self.assertRaises(AccessError):
            one.with_user(self.reader).action_compare()
        with self.assertRaises(AccessError):
            one.with_user(self.manager).write({"state": "signed"})
        with self.assertRaises(AccessError):
            self.Reconciliation.with_user(self.manager).create(
                self.scope(date_end=date(2026, 5, 1), state="matched")
            )
        with self.assertRaises(AccessError):
            one.with_user(self.system.user_id).read(["state"])
        for model in ("integration.reconciliation", "integration.reconciliation.drift"):
            self.assertTrue(self.env[model].with_user(self.reader).search([]))
            self.assertFalse(self.env[model].with_user(self.foreign).search([]))
        with self.assertRaises(AccessError):
            one.with_user(self.foreign)._sign("x")

    def test_a_company_of_the_system_is_needed(self):
        with self.assertRaises(ValidationError):
            self.Reconciliation.create(self.scope(company_id=self.strange.id))
