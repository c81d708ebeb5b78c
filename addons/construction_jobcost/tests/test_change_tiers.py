# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .changes_common import EXPECTED, ChangesCommon
from .procurement_common import JOB_COST

COST = ("pending_budget_changes", "approved_changes", EXPECTED)
REVENUE = ("pending_contract_changes", "approved_contract_changes")
STRANGER = (
    "construction.change.event",
    "construction.change.event.line",
    "construction.change.order",
    "construction.change.line",
    "construction.change.revision",
    "construction.change.revision.line",
)


@tagged("post_install", "-at_install")
class TestChangeTiers(ChangesCommon):
    def _three(self):
        """Two PCOs in one COR in one PCCO, submitted."""
        self.job.change_tiers = "3"
        parts = self._change() | self._change((500, 700), (100, 50))
        request = self._package(parts, "cor")
        package = self._package(request)
        package.action_submit()
        return package, request, parts

    def test_one_tier_goes_from_the_event_to_the_contract(self):
        self.job.change_tiers = "1"
        event = self._event()
        event.action_create_change()
        change = event.change_order_ids
        self.assertEqual((change.tier, change.name, change.part_tier), ("pcco", "PCCO-001", ""))
        change.write({"owner_signed_date": "2026-03-20", "owner_reference": "A"})
        change.action_submit()
        change.with_user(self.approver).action_approve()
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 1000, 0, 0, 1200))
        self.assertLedgerAgrees()

    def test_three_tiers_sum_up_and_are_decided_together(self):
        package, request, parts = self._three()
        self.assertEqual(parts.mapped("state"), ["pending"] * 2)
        for change in (package, request):
            self.assertEqual(
                (change.cost_amount, change.revenue_amount, change.days), (1600, 1950, 10)
            )
        request.with_user(self.approver).action_approve()
        self.assertEqual((parts | request).mapped("state"), ["approved"] * 3)
        self.assertEqual(self._figures(*COST, *REVENUE), (1600, 0, 1600, 1950, 0))
        package.with_user(self.approver).action_approve()
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 1600, 0, 0, 1950))
        self.assertEqual(self.job.with_user(self.reader).extension_days, 10)
        package.with_user(self.approver).action_void("Cancelled by the owner")
        self.assertEqual((request | parts).mapped("state"), ["approved"] * 3)
        self.assertFalse(request.parent_id)
        self.assertEqual(self._figures(*COST, *REVENUE), (1600, 0, 1600, 1950, 0))
        request.with_user(self.approver).action_void("Not this way")
        self.assertEqual(parts.mapped("state"), ["pending"] * 2)
        self.assertFalse(parts.parent_id)
        self.assertEqual((request.cost_amount, request.revenue_amount), (1600, 1950))
        for part in parts:
            part.action_void("Dropped")
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 0, 0, 0, 0))
        self.assertLedgerAgrees()

    def test_void_takes_the_whole_cascade_back(self):
        package, request, parts = self._three()
        package.with_user(self.approver).action_approve()
        self.assertEqual((parts | request).mapped("state"), ["approved"] * 3)
        package.with_user(self.approver).action_void("Signed for the wrong job")
        self.assertEqual((parts | request).mapped("state"), ["pending"] * 3)
        self.assertEqual(parts.parent_id, request)
        self.assertEqual(self._figures(*COST, *REVENUE), (1600, 0, 1600, 1950, 0))
        again = self._package(request)
        again.action_submit()
        with self.assertRaisesRegex(UserError, "approved for"):
            # the earlier approval of a part does not cover it any more
            parts[:1]._check_approved()
        again.with_user(self.approver).action_approve()
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 1600, 0, 0, 1950))
        self.assertLedgerAgrees()

    def test_rejected_package_leaves_its_parts_free(self):
        package, request, parts = self._three()
        package.action_reject("Too dear")
        self.assertEqual((package.state, request.state), ("rejected", "pending"))
        self.assertEqual((package.cost_amount, package.revenue_amount), (1600, 1950))
        self.assertFalse(request.parent_id)
        request.action_reject("Too dear")
        self.assertEqual(parts.mapped("state"), ["pending"] * 2)
        parts[1].action_void("Dropped")
        parts[0].action_bundle()
        self.assertEqual(parts[0].parent_id.tier, "cor")
        self.assertEqual(self._figures(*COST), (1000, 0, 1000))

    def test_no_charge_of_a_package_goes_down(self):
        package, request, parts = self._three()
        package.with_user(self.approver).action_no_charge("Goodwill")
        self.assertEqual((parts | request).mapped("state"), ["no_charge"] * 3)
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 0, 1600, 0, 0))
        package.action_work_done()
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 0, 0, 0, 0))
        self.assertLedgerAgrees()

    def test_voided_part_leaves_its_package(self):
        package, request, parts = self._three()
        parts[0].action_void("Done by others")
        self.assertEqual((package.cost_amount, package.revenue_amount), (600, 750))
        self.assertEqual(request.part_ids, parts[1])

    def test_only_what_fits_is_bundled(self):
        first = self._change()
        package = self._package(first)
        other = self.job.copy({"job_code": "0079", "job_team_ids": [(6, 0, self.requester.ids)]})
        foreign = self._change(project_id=other.id)
        for attempt in (
            lambda: foreign.write({"parent_id": package.id}),
            lambda: self._package(package),
            lambda: self._package(self._change(), tier="cor"),
            lambda: self._change(parent_id=package.id, tier="pcco"),
            lambda: self._change((1, 1), tier="pcco"),
            lambda: (first | foreign).action_bundle(),
            lambda: package.action_bundle(),
            lambda: self.job.write({"change_tiers": "3"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()

    # Who may ----------------------------------------------------------------------------------

    def test_who_asked_for_a_part_cannot_approve_the_package(self):
        both = self._person(
            "pc_both", f"{JOB_COST}project_manager,{JOB_COST}approver", self.company
        )
        change = self._change(user=both)
        package = self._package(change)
        package.action_submit()
        for user in (both, self.requester, self.reader):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                package.with_user(user).action_approve()
        package.with_user(self.approver).action_approve()
        approval = change._get_approvals()
        self.assertEqual(approval.origin_id, package._get_approvals())
        self.assertEqual(approval.approver_id, self.approver)

    def test_rule_by_the_larger_of_cost_and_revenue(self):
        self.env["construction.approval.rule"].create(
            {
                "name": "Large changes",
                "company_id": self.company.id,
                "document": "change",
                "minimum_amount": 1100,
                "user_id": self.controller.id,
            }
        )
        change = self._change((-100, -1200))
        change.action_submit()
        self.assertEqual(change.approval_amount, 1200)
        with self.assertRaisesRegex(AccessError, "pc_controller"):
            change.with_user(self.approver).action_approve()
        change.with_user(self.controller).action_approve()
        self.assertEqual(change.state, "approved")

    def test_reader_changes_nothing(self):
        change = self._change()
        for attempt in (
            lambda: change.with_user(self.reader).action_submit(),
            lambda: change.with_user(self.reader).write({"title": "x"}),
            lambda: change.line_ids.with_user(self.reader).write({"cost_amount": 1}),
            lambda: self._change(user=self.reader),
            lambda: change.with_user(self.reader).action_void("x"),
        ):
            with self.assertRaises(AccessError):
                attempt()
        change.action_submit()
        rows = change.revision_ids.with_user(self.requester)
        with self.assertRaises(AccessError):
            rows.write({"cost_amount": 1})
        with self.assertRaises(AccessError):
            rows.line_ids.write({"date_end": "2026-01-01"})

    def test_other_company_and_other_team_see_nothing(self):
        self._event().action_create_change()
        change = self.env["construction.change.order"].search([("project_id", "=", self.job.id)])
        change.action_submit()
        stranger = self._stranger(JOB_COST + "cost_controller")
        outsider = self._person("pc_outsider", JOB_COST + "project_manager", self.company)
        self.job.job_team_ids -= outsider
        for user in (stranger, outsider):
            own = {"allowed_company_ids": user.company_id.ids}
            for model in STRANGER:
                records = self.env[model].with_user(user).with_context(**own)
                self.assertFalse(records.search([("company_id", "=", self.company.id)]), model)
            with self.assertRaises(AccessError):
                change.with_user(user).with_context(**own).read(["title"])
