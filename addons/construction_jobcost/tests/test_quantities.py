# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..core.quantities import MEASURES, hours, work_quantities
from .procurement_ledger_common import LedgerCase

BUCKETS = [bucket for names in MEASURES.values() for bucket in names]
SUMS = st.dictionaries(
    st.tuples(st.sampled_from([*BUCKETS, "direct_cost"]), st.integers(0, 3)),
    st.decimals(-100, 100, places=2),
)


@tagged("post_install", "-at_install")
class TestQuantityArithmetic(BaseCase):
    def test_a_unit_that_cancels_out_does_not_count(self):
        sums = {
            ("original_budget", 1): Decimal(0),
            ("original_budget", 2): Decimal(40),
            ("received_goods", 2): Decimal(7),
            ("received_services", 2): Decimal(1),
            ("direct_cost", 3): Decimal(5),
        }
        self.assertEqual(
            work_quantities(sums),
            (
                2,
                {
                    "budget_quantity": 40,
                    "committed_quantity": 0,
                    "received_quantity": 8,
                    "invoiced_quantity": 0,
                },
            ),
        )

    def test_two_units_do_not_add_up(self):
        sums = {("original_budget", 1): Decimal(5), ("invoiced", 2): Decimal(5)}
        self.assertEqual(work_quantities(sums), (0, {}))

    def test_hours_of_days(self):
        sums = {("direct_cost", 1): Decimal(3), ("direct_cost", 2): Decimal(2)}
        self.assertEqual(hours(sums, {1: Decimal(1), 2: Decimal(8)}), 19)

    @given(SUMS)
    def test_no_quantity_is_lost_or_mixed(self, sums):
        unit, quantities = work_quantities(sums)
        counted = {
            u: sum(q for (b, v), q in sums.items() if v == u and b in BUCKETS) for u in (1, 2, 3)
        }
        if unit:
            self.assertEqual(sum(quantities.values()), counted[unit])
            self.assertEqual([q for u, q in counted.items() if u != unit and q], [])
        else:
            self.assertFalse(quantities)


@tagged("post_install", "-at_install")
class TestQuantities(LedgerCase):
    def _row(self, cost_type=None, **context):
        rows = self.env["construction.cost.report"].with_context(**context)
        kind = cost_type or self.material
        return rows.search([("project_id", "=", self.job.id), ("cost_type_id", "=", kind.id)])

    def _estimate(self, quantity, unit):
        estimate = self.env["construction.estimate"].create(
            {
                "project_id": self.job.id,
                "number": "E-1",
                "date": "2026-01-10",
                "line_ids": [
                    Command.create(
                        {
                            "cost_code_id": self.concrete.id,
                            "cost_type_id": self.material.id,
                            "quantity": quantity,
                            "uom_id": unit.id,
                            "unit_cost": 100,
                        }
                    )
                ],
            }
        )
        estimate.action_award()

    def _quantities(self, row):
        return [row[name] for name in MEASURES]

    def test_from_budget_to_bill_in_one_unit(self):
        self._estimate(50, self.unit)
        order = self._confirmed_order((self.rebar, 30, 100.0))
        self._receive((order.order_line, 12, None))
        self._approve_bill(self._bill((order.order_line, 5, 100.0)))
        row = self._row()
        self.assertEqual(row.uom_id, self.unit)
        self.assertEqual(self._quantities(row), [50, 30, 12, 5])
        self.assertEqual(row.committed, 3000)
        before = self._row(as_of="2026-01-31")
        self.assertEqual(self._quantities(before), [50, 0, 0, 0])

    def test_no_unit_where_there_are_two(self):
        self._estimate(50, self.env.ref("uom.product_uom_ton"))
        self._confirmed_order((self.rebar, 30, 100.0))
        row = self._row()
        self.assertFalse(row.uom_id)
        self.assertEqual(self._quantities(row), [0, 0, 0, 0])
        self.assertEqual(row.committed, 3000, "the money adds up all the same")

    def test_hours_stand_beside_the_work_done(self):
        employee = self.env["hr.employee"].create(
            {"name": "Ana", "hourly_cost": 50, "company_id": self.company.id}
        )
        self.env["account.analytic.line"].create(
            {
                "project_id": self.job.id,
                "employee_id": employee.id,
                "name": "Pour",
                "unit_amount": 6,
                "cost_code_id": self.concrete.id,
            }
        )
        row = self._row(self.env.ref("construction_jobcost.cost_type_labor"))
        self.assertEqual((row.actual_hours, row.direct_cost), (6, 300))
