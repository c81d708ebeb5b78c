# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Recorded cost on one job, and another job that it may belong to."""

from odoo.fields import Command

from .actuals_common import ActualsCommon

LINE = "construction.cost.reallocation.line"


class ReallocationCommon(ActualsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ana Torres", "hourly_cost": 50, "company_id": cls.company.id}
        )
        cls.other_job.job_team_ids = cls.manager

    def _direct_bill(self, amount=100.0, day="2026-03-10", quantity=1, **coding):
        none = self.env["purchase.order.line"]
        values = {"analytic_distribution": self._coding(**coding)}
        bill = self._bill((none, quantity, amount / quantity, values), date=day, invoice_date=day)
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self.env.cr.flush()
        return bill

    def _entry_of(self, record, **filters):
        """Return the ledger entry of a document line."""
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        domain = [("source_model", "=", record._name), ("source_id", "in", record.ids)]
        domain += [("bucket", "in", ("direct_cost", "invoiced"))]
        domain += [(name, "=", value) for name, value in filters.items()]
        return entries.search(domain, order="id", limit=1)

    def _hours(self, hours=8, **values):
        return self.env["account.analytic.line"].create(
            {
                "project_id": self.job.id,
                "employee_id": self.employee.id,
                "name": "Pour",
                "unit_amount": hours,
                "date": "2026-03-05",
                "cost_code_id": self.concrete.id,
                "cost_type_id": self.material.id,
                **values,
            }
        )

    def _reallocation(self, *lines, user=None, **values):
        """Create a draft as the project manager; a line is a ledger entry plus values."""
        return (
            self.env["construction.cost.reallocation"]
            .with_user(user or self.manager)
            .create(
                {
                    "project_id": self.job.id,
                    "title": "Wrong pier",
                    "reason": "Delivered to pier 8",
                    "line_ids": [Command.create(self._line(*line)) for line in lines],
                    **values,
                }
            )
        )

    def _line(self, entry, values=None):
        return {
            "entry_id": entry.id,
            "target_project_id": self.other_job.id,
            "target_code_id": self.steel.id,
            "target_type_id": self.material.id,
            **(values or {}),
        }

    def _approved(self, *lines, **values):
        document = self._reallocation(*lines, **values)
        document.action_submit()
        document.with_user(self.approver).action_approve()
        self.env.cr.flush()
        return document

    def _days(self, document):
        """Return {(day, job code): amount} of what the document amounts to in the ledger."""
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        found = entries.sudo().search(
            [("source_model", "=", LINE), ("source_id", "in", document.line_ids.ids)]
        )
        result = {}
        for entry in found:
            place = (str(entry.date), entry.project_id.job_code)
            result[place] = round(result.get(place, 0) + entry.amount, 2)
        return {place: amount for place, amount in result.items() if amount}

    def _analytic(self, job):
        """Return what Odoo's own analytic lines say the job cost."""
        lines = self.env["account.analytic.line"].search([("account_id", "=", job.account_id.id)])
        return -round(sum(lines.mapped("amount")), 2)
