# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .procurement_common import JOB_COST, ProcurementCommon

BUDGET = ("pending_budget_changes", "approved_changes", "budget_changes")
EXPECTED = "pending_cost_changes"


class ChangesCommon(ProcurementCommon):
    """A job in two tiers with a budget, and the people who ask for and decide changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.requester = cls._person("pc_requester", JOB_COST + "project_manager", cls.company)
        cls.job.write({"contract_amount": 10000, "contract_date": "2026-01-05"})

    def _event(self, *lines, **values):
        """Create a change event; a line is (cost, revenue) plus values."""
        commands = [
            Command.create(
                {**self._line(), "cost_estimate": cost, "revenue_estimate": revenue, **v}
            )
            for cost, revenue, v in self._padded(lines or [(1000, 1200)])
        ]
        return (
            self.env["construction.change.event"]
            .with_user(self.requester)
            .create(
                {
                    "title": "Rock in the trench",
                    "project_id": self.job.id,
                    "date": "2026-02-01",
                    "days": 5,
                    "line_ids": commands,
                    **values,
                }
            )
        )

    def _change(self, *lines, user=None, **values):
        """Create a change on the lowest tier; a line is (cost, revenue) plus values."""
        commands = [
            Command.create({**self._line(), "cost_amount": cost, "revenue_amount": revenue, **v})
            for cost, revenue, v in self._padded(lines or [(1000, 1200)])
        ]
        return (
            self.env["construction.change.order"]
            .with_user(user or self.requester)
            .create(
                {
                    "title": "Rock excavation",
                    "project_id": self.job.id,
                    "days_own": 5,
                    "line_ids": commands,
                    **values,
                }
            )
        )

    def _package(self, changes, tier="pcco", user=None, **values):
        return (
            self.env["construction.change.order"]
            .with_user(user or self.requester)
            .create(
                {
                    "title": "Package",
                    "project_id": self.job.id,
                    "tier": tier,
                    "part_ids": [Command.set(changes.ids)],
                    "owner_signed_date": "2026-03-20",
                    "owner_reference": "OWN-1",
                    **values,
                }
            )
        )

    def _line(self):
        return {"cost_code_id": self.concrete.id, "cost_type_id": self.material.id}

    def _padded(self, lines):
        return [(cost, revenue, more[0] if more else {}) for cost, revenue, *more in lines]

    def _figures(self, *buckets):
        """Return the sums of these buckets on the job, in order."""
        held = self._buckets()
        return tuple(round(held.get(bucket, 0), 2) for bucket in buckets)

    def assertLedgerAgrees(self):
        self.env.cr.flush()
        self.assertEqual(self.env["construction.cost.entry"]._sweep(), [])
