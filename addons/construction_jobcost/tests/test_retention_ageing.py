# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .retention_common import RetentionCommon

AGES = ("amount_30", "amount_60", "amount_90", "amount_more", "amount")


@tagged("post_install", "-at_install")
class TestRetentionAgeing(RetentionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_held_by_the_age_of_its_certificate")
        cls.company.retention_release_days = 30
        cls.order = case._subcontract(10000.0, retention_work_percent=10)
        cls.order.sudo().finish_date = "2026-05-31"
        cls.applications = [
            case._certified_on(day, work)
            for day, work in (("2026-03-31", 4000.0), ("2026-04-30", 3000.0), ("2026-06-01", 500.0))
        ]

    def _certified_on(self, day, work):
        with freeze_time(datetime.fromisoformat(f"{day}T12:00:00")):
            application = self._certified(
                self.order, work, period_start=f"{day[:8]}01", period_end=day
            )
            self._billed(application)
        return application

    def _rows(self, as_of="2026-07-05", user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        user = user or self.manager
        ageing = self.env["construction.retention.ageing"].with_user(user)
        context = {"as_of": as_of, "allowed_company_ids": user.company_ids.ids}
        domain = [("company_id", "=", self.company.id)]
        return ageing.with_context(**context).search(domain)

    def _ages(self, as_of="2026-07-05"):
        rows = self._rows(as_of)
        return tuple(round(sum(rows.mapped(name)), 2) for name in AGES)

    def test_held_by_the_age_of_its_certificate(self):
        # 96, 66 and 34 days old
        self.assertEqual(self._ages(), (0, 50, 300, 400, 750))
        self.assertEqual(self._ages("2026-05-01"), (300, 400, 0, 0, 700))
        self.assertEqual(self._ages("2026-03-30"), (0, 0, 0, 0, 0))
        self.assertEqual(self._rows().mapped("age_group"), ["more", "90", "60"])
        row = self._rows()[0]
        self.assertEqual(
            (row.partner_id, row.project_id, row.order_id, row.side),
            (self.vendor, self.job, self.order, "payable"),
        )
        self.assertEqual(row.action_open_document()["res_id"], self.applications[0].id)

    def test_releases_take_the_oldest(self):
        release = self._approved_release(self.order, amount=450, date="2026-06-20")
        self._billed(release)
        self.assertEqual(self._ages(), (0, 50, 250, 0, 300))
        # before the release it was all there
        self.assertEqual(self._ages("2026-06-19"), (50, 300, 400, 0, 750))
        self.assertEqual(self._ages()[-1], self._retention("2026-07-05")[0])

    def test_a_release_with_an_application_takes_the_oldest_too(self):
        with freeze_time(datetime(2026, 6, 30, 12)):
            final = self._certified(
                self.order,
                {"claimed_work": 2500.0, "released_amount": 500.0},
                period_start="2026-06-01",
                period_end="2026-06-30",
            )
            self._billed(final)
        # 250 new; the first certificate is given back, and 100 of the second
        self.assertEqual(self._ages(), (250, 50, 200, 0, 500))

    def test_overdue_after_the_expected_day(self):
        row = self._rows("2026-06-30")[0]
        self.assertEqual((str(row.expected_date), row.is_overdue), ("2026-06-30", False))
        rows = self._rows("2026-07-01")
        self.assertEqual(sum(rows.mapped("overdue_amount")), 750)
        self.assertTrue(all(rows.mapped("is_overdue")))

    def test_drill_down_and_picker(self):
        row = self._rows()[0]
        action = row.action_view_entries()
        entries = self.env["construction.cost.entry"].search(action["domain"])
        self.assertEqual(sum(entries.mapped("amount")), 750)
        wizard = (
            self.env["construction.cost.report.wizard"]
            .with_user(self.manager)
            .create({"report": "retention", "as_of": "2026-05-01", "project_ids": self.job.ids})
        )
        action = wizard.action_open_report()
        ageing = self.env["construction.retention.ageing"].with_context(**action["context"])
        self.assertEqual(sum(ageing.search(action["domain"]).mapped("amount")), 700)

    def test_groups_sum_up(self):
        ageing = self.env["construction.retention.ageing"].with_context(as_of="2026-07-05")
        self.env.flush_all()
        groups = ageing._read_group(
            [("project_id", "=", self.job.id)], ["partner_id", "age_group"], ["amount:sum"]
        )
        self.assertEqual(
            sorted((age, amount) for _partner, age, amount in groups),
            [("60", 50), ("90", 300), ("more", 400)],
        )

    def test_strangers_see_nothing(self):
        stranger = self._stranger("construction_jobcost.group_cost_controller")
        self.assertFalse(self._rows(user=stranger))
        outsider = self._person(
            "ra_outsider", "construction_jobcost.group_job_cost_user", self.company
        )
        self.job.sudo().job_team_ids -= outsider
        self.assertFalse(self._rows(user=outsider))
