# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestCostCode(JobCostCommon):
    def create_code(self, code, **values):
        return self.env["construction.cost.code"].create({"code": code, "name": code, **values})

    def test_analytic_account_stays_in_step(self):
        account = self.concrete.analytic_account_id
        plan = self.env.ref("construction_jobcost.analytic_plan_cost_code")
        self.assertEqual(
            (account.code, account.name, account.plan_id), ("03-300", "Concrete", plan)
        )
        self.concrete.write({"code": "03-310", "name": "Footings", "active": False})
        self.assertEqual(
            (account.code, account.name, account.active), ("03-310", "Footings", False)
        )

    def test_analytic_account_goes_with_the_code(self):
        code = self.create_code("99")
        account = code.analytic_account_id
        code.unlink()
        self.assertFalse(account.exists())

    def test_copy_owns_another_account(self):
        copy = self.concrete.copy({"code": "03-301"})
        self.assertTrue(copy.analytic_account_id)
        self.assertNotEqual(copy.analytic_account_id, self.concrete.analytic_account_id)

    def test_a_thousand_codes_take_few_queries(self):
        def create(start, count):
            codes = self.env["construction.cost.code"].create(
                [{"code": f"{start + n:06}", "name": "Bulk"} for n in range(count)]
            )
            codes.flush_recordset()
            return codes

        create(0, 2)
        before = self.cr.sql_log_count
        create(1000, 10)
        few = self.cr.sql_log_count - before
        before = self.cr.sql_log_count
        codes = create(2000, 200)
        many = self.cr.sql_log_count - before
        self.assertLess(many, few + 60)
        self.assertEqual(codes[7].code, "002007")

    def test_leading_zeros_tell_codes_apart(self):
        short = self.create_code("31")
        found = self.env["construction.cost.code"]._find_by_code(["31", "0031"], self.company)
        self.assertEqual(found, {"31": short, "0031": self.digging})

    def test_shared_code_is_unique(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.create_code("0031")

    def test_company_code_shadows_nothing(self):
        with self.assertRaises(ValidationError):
            self.create_code("0031", company_id=self.company.id)
        other = self.env["res.company"].create({"name": "Delta Builders"})
        own = self.create_code("A1", company_id=self.company.id)
        self.create_code("A1", company_id=other.id)
        with self.assertRaises(ValidationError):
            self.create_code("A1")
        found = self.env["construction.cost.code"]._find_by_code(["A1"], self.company)
        self.assertEqual(found, {"A1": own})

    def test_tree_has_no_loops(self):
        top = self.create_code("1")
        below = self.create_code("1-1", parent_id=top.id)
        self.assertEqual(
            self.env["construction.cost.code"].search([("id", "child_of", top.id)]), top | below
        )
        with self.assertRaises(UserError):
            top.parent_id = below

    def test_delivered_codes_and_types_stay(self):
        for record in (self.uncoded, self.other, self.labor):
            with self.assertRaises(UserError):
                record.unlink()

    def test_construction_units(self):
        yard, foot = (self.env.ref(f"construction_jobcost.uom_{name}") for name in ("cy", "cf"))
        self.assertAlmostEqual(yard._compute_quantity(2, foot), 54)
        lump = self.env.ref("construction_jobcost.uom_ls")
        self.assertFalse(lump._has_common_reference(foot))
