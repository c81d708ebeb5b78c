# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .procurement_common import ProcurementCommon


class BudgetCommon(ProcurementCommon):
    """A job with an awarded budget: concrete 1000, steel 500, both material."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.estimate = cls._estimate((cls.concrete, 1000), (cls.steel, 500))
        cls.estimate.action_award()
        cls.env.cr.flush()

    @classmethod
    def _estimate(cls, *lines, **values):
        """Create a draft estimate; a line is (cost code, amount)."""
        return cls.env["construction.estimate"].create(
            {
                "project_id": cls.job.id,
                "number": "E-1",
                "date": "2026-01-10",
                "line_ids": [cls._line(code, amount) for code, amount in lines],
                **values,
            }
        )

    @classmethod
    def _line(cls, code, amount, **values):
        return Command.create(
            {
                "cost_code_id": code.id,
                "cost_type_id": cls.material.id,
                "amount": amount,
                **values,
            }
        )

    def _change(self, *lines, user=None, **values):
        """Create a draft transfer as the project manager; a line is (cost code, amount, values)."""
        return (
            self.env["construction.budget.change"]
            .with_user(user or self.manager)
            .create(
                {
                    "project_id": self.job.id,
                    "title": "More footings",
                    "date": "2026-02-01",
                    "reason": "Rock below axis C",
                    "line_ids": [
                        self._line(code, amount, **(more[0] if more else {}))
                        for code, amount, *more in lines
                    ],
                    **values,
                }
            )
        )

    def _approved(self, *lines, **values):
        """Create, submit and approve a change."""
        change = self._change(*lines, **values)
        change.action_submit()
        change.with_user(self.approver).action_approve()
        self.env.cr.flush()
        return change

    def _column(self, name, as_of=None):
        """Return {cost code: amount} of a column of the job's cost report, zeros left out."""
        rows = self.job._get_job_cost(as_of=as_of)
        return {row["cost_code"]: float(row[name]) for row in rows if row[name]}

    def assertSwept(self):
        self.assertFalse(self.env["construction.cost.entry"]._sweep())
