# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import CodingError
from .equipment_common import EquipmentCommon


@tagged("post_install", "-at_install")
class TestEquipmentUsage(EquipmentCommon):
    """Use of equipment: priced by the rate of the day, cost of the job once approved."""

    def _agrees(self):
        self.assertEqual(self.env["construction.cost.entry"]._sweep(), [])

    # Price and ledger -------------------------------------------------------------------------

    def test_approved_use_is_cost_of_the_job(self):
        usage = self._use(7.5)
        self.assertEqual((usage.rate, usage.amount, usage.unit), (80, 600, "hour"))
        self.assertFalse(self._direct_cost())
        usage.with_user(self.manager).action_approve()
        self.assertEqual(self._direct_cost(), {(self.concrete, self.kind): (600, 7.5)})
        entry = self.env["construction.cost.entry"].search([("source_id", "=", usage.id)])
        self.assertEqual(str(entry.date), "2026-03-05")
        self.assertEqual(entry.uom_id, self.env.ref("uom.product_uom_hour"))
        self.assertEqual(entry.action_open_document()["res_id"], usage.id)
        self._agrees()

    def test_taken_back_and_changed(self):
        usage = self._used()
        usage.with_user(self.manager).action_draft()
        self.assertFalse(self._direct_cost())
        usage.write({"quantity": 2, "cost_code_id": self.steel.id})
        usage.with_user(self.manager).action_approve()
        self.assertEqual(self._direct_cost(), {(self.steel, self.kind): (160, 2)})
        self._agrees()

    def test_the_rate_of_the_day_and_the_equipments_own(self):
        self._create_rate("2026-03-10", category_id=self.category.id, rate=85)
        self._create_rate("2026-03-20", equipment_id=self.excavator.id, rate=99)
        self.assertEqual(
            [self._use(1, day).amount for day in ("2026-03-09", "2026-03-10", "2026-03-20")],
            [80, 85, 99],
        )

    def test_a_draft_takes_the_rate_of_its_approval_and_keeps_it(self):
        usage = self._use()
        self.rate.rate = 90
        usage.with_user(self.manager).action_approve()
        self.assertEqual(usage.amount, 720)
        self.rate.rate = 100
        self.env.flush_all()
        self.assertEqual(usage.amount, 720)
        self._agrees()

    def test_by_the_day(self):
        self._create_rate(equipment_id=self.excavator.id, unit="day", rate=500)
        usage = self._used(2, unit="day")
        self.assertEqual(usage.amount, 1000)
        entry = self.env["construction.cost.entry"].search([("source_id", "=", usage.id)])
        self.assertEqual(entry.uom_id, self.env.ref("uom.product_uom_day"))

    def test_rented_by_share_counts_days_and_no_money(self):
        usage = self._used(3, equipment_id=self.crane.id, cost_code_id=self.steel.id)
        self.assertEqual((usage.unit, usage.amount), ("day", 0))
        self.assertEqual(self._direct_cost(), {(self.steel, self.kind): (0, 3)})

    def test_without_a_rate_it_is_not_approved(self):
        usage = self._use(day="2025-12-31")
        with self.assertRaisesRegex(UserError, "no rate by hours"):
            usage.with_user(self.manager).action_approve()

    def test_a_closed_code_is_refused(self):
        usage = self._use()
        self.concrete.active = False
        with self.assertRaises(CodingError):
            usage.with_user(self.manager).action_approve()

    # Guard and rights -------------------------------------------------------------------------

    def test_approved_use_is_not_changed(self):
        usage = self._used()
        for vals in ({"quantity": 1}, {"state": "draft"}, {"amount": 1}, {"rate": 1}):
            with self.assertRaises(UserError):
                usage.with_user(self.manager).write(vals)
        with self.assertRaises(UserError):
            usage.with_user(self.manager).unlink()
        told = self._use(state="approved", amount=1, approved_by_id=self.env.uid)
        self.assertEqual((told.state, told.amount), ("draft", 640))

    def test_who_enters_on_site_does_not_approve(self):
        usage = self._use()
        with self.assertRaises(AccessError):
            usage.action_approve()
        with self.assertRaises(AccessError):
            self._use(user=self.reader)
        with self.assertRaises(AccessError):
            usage.with_user(self.buyer).action_approve()

    def test_other_jobs_are_out_of_reach(self):
        other = self.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": self.company.id}
        )
        with self.assertRaises(AccessError):
            self._use(project_id=other.id)
        usage = self._use(project_id=other.id, user=self.controller)
        for person in (self.site, self.manager):
            with self.assertRaises(AccessError):
                usage.with_user(person).read(["amount"])
        mine = self._use()
        with self.assertRaises(AccessError):
            mine.project_id = other
        usage.with_user(self.controller).action_approve()

    def test_another_company(self):
        usage = self._used()
        stranger = self._stranger("construction_jobcost.group_cost_controller")
        for record in (usage, self.rate, self.excavator):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read([])
        with self.assertRaises(UserError):
            self.env["construction.equipment.usage"].create(
                {
                    "equipment_id": self.env["maintenance.equipment"]
                    .create({"name": "Foreign", "company_id": stranger.company_id.id})
                    .id,
                    "project_id": self.job.id,
                    "quantity": 1,
                }
            )

    def test_equipment_is_found_by_who_works_on_jobs_and_kept_by_controllers(self):
        self.assertEqual(self.excavator.with_user(self.site).name, "Excavator 20t")
        with self.assertRaises(AccessError):
            self.excavator.with_user(self.site).write({"job_id": self.job.id})
        self.excavator.with_user(self.controller).write({"job_id": self.job.id})
        with self.assertRaises(AccessError):
            self.rate.with_user(self.manager).rate = 1

    @mute_logger("odoo.sql_db")
    def test_what_cannot_be(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._use(0)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_rate(rate=1)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.excavator.charged_by = "rental"
            self.env.flush_all()
