# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.cost_rule import RuleRow, overlaid
from .common import MODULE, JobCostCommon


@tagged("post_install", "-at_install")
class TestCostRule(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["construction.cost.rule"]
        cls.versions = cls.env["construction.cost.rule.version"]
        cls.controller = cls.create_user("controller", f"{MODULE}.group_cost_controller")
        cls.reader = cls.create_user("reader", f"{MODULE}.group_job_cost_user")

    def draft(self, bucket=False):
        """Draft a version in which timesheets count in another bucket."""
        action = self.versions.with_user(self.controller).action_new()
        version = self.versions.with_user(self.controller).browse(action["res_id"])
        row = version.rule_ids.filtered(lambda rule: rule.document == "analytic.line")
        row.bucket = bucket
        return version

    def test_later_versions_lie_over_earlier_ones(self):
        rules = overlaid(
            [
                RuleRow(2, "order", "done", ""),
                RuleRow(1, "order", "done", "invoiced"),
                RuleRow(1, "order", "sent", "accrued"),
            ]
        )
        self.assertIs(rules.bucket("order", "done"), False)
        self.assertEqual(rules.states("order"), ["sent"])

    def test_delivered_table_and_unknown_states(self):
        states = ["purchase", "to approve", "draft", "invented"]
        self.assertEqual(
            self.rules._get_buckets("purchase.order.line", states),
            {
                "purchase": "original_commitments",
                "to approve": "pending_commitments",
                "draft": False,
                "invented": False,
            },
        )
        self.assertEqual(self.rules._get_buckets("no such document", ["draft"]), {"draft": False})

    def test_a_version_is_tried_and_then_put_in_force(self):
        with self.known("2026-02-10 12:00:00"):
            self.create_timesheet(hours=8)
            self.entries._project_stale()
        with self.known("2026-03-10 12:00:00"):
            version = self.draft(bucket="accrued")
            with self.assertRaisesRegex(UserError, "before it is put in force"):
                version.action_activate()
            version.action_try()
            self.assertEqual((version.trial_source_count, version.trial_entry_count), (1, 2))
            self.assertEqual(self.held("accrued"), {})
            version.action_activate()
        self.assertEqual(self.held("direct_cost"), {})
        self.assertEqual(self.held("accrued"), {(self.concrete, self.labor): (400, 8)})
        moved = self.entries.search([("bucket", "=", "accrued")])
        self.assertEqual(str(moved.date), "2026-02-02")
        before = self.job._get_job_cost(known_at="2026-03-01 00:00:00")
        self.assertEqual([row["direct_cost"] for row in before], [400])
        self.assertEqual(version.rule_ids.mapped("document"), ["analytic.line"])
        self.assertEqual(version.activated_by_id, self.controller)
        self.assertLedgerAgrees()

    def test_new_documents_follow_the_version_in_force(self):
        version = self.draft()
        version.action_try()
        version.action_activate()
        self.create_timesheet()
        self.assertEqual(self.held("direct_cost"), {})
        self.assertIn(version.rule_ids, self.rules.search([("is_in_force", "=", True)]))
        replaced = self.env.ref(f"{MODULE}.cost_rule_analytic_line_recorded")
        self.assertFalse(replaced.is_in_force)

    def test_a_trial_cannot_be_smuggled_in(self):
        self.draft()
        trial = {"cost_rules_trial": {"buckets": {}}}
        self.create_timesheet()
        self.entries.with_context(**trial)._project_stale()
        self.assertEqual(self.held("direct_cost"), {(self.concrete, self.labor): (400, 8)})

    def test_a_change_after_the_trial_asks_for_another(self):
        version = self.draft()
        version.action_try()
        row = version.rule_ids.filtered(lambda rule: rule.document == "estimate")[:1]
        version.write({"rule_ids": [(1, row.id, {"bucket": "accrued"})]})
        self.assertFalse(version.date_tried)
        version.action_try()
        row.bucket = "invoiced"
        self.assertFalse(version.date_tried)

    def test_rows_in_force_are_never_changed(self):
        row = self.env.ref(f"{MODULE}.cost_rule_analytic_line_recorded")
        version = row.version_id
        for attempt in (
            lambda: row.write({"bucket": "accrued"}),
            lambda: row.unlink(),
            lambda: version.unlink(),
            lambda: version.write({"note": "Other"}),
            lambda: row.with_user(self.controller).write({"bucket": "accrued"}),
            lambda: self.rules.with_user(self.controller).create(
                {
                    "version_id": version.id,
                    "document": "analytic.line",
                    "document_name": "Timesheet",
                    "state": "more",
                    "state_name": "More",
                }
            ),
            lambda: self.draft().rule_ids[0].write({"version_id": version.id}),
        ):
            with self.assertRaisesRegex(UserError, "in force"):
                attempt()

    def test_only_cost_controllers_change_the_table(self):
        version = self.draft()
        self.assertTrue(version.with_user(self.reader).rule_ids[0].document_name)
        for attempt in (
            lambda: version.with_user(self.reader).action_activate(),
            lambda: version.with_user(self.reader).action_try(),
            lambda: self.versions.with_user(self.reader).action_new(),
            lambda: version.rule_ids[0].with_user(self.reader).write({"bucket": "accrued"}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        forged = self.versions.with_user(self.controller).create({"note": "x", "state": "active"})
        self.assertEqual(forged.state, "draft")
        with self.assertRaisesRegex(UserError, "Put the version in force"):
            forged.write({"state": "active"})
