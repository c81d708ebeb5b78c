# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .procurement_common import ProcurementCommon


class CommitmentCommon(ProcurementCommon):
    """Orders, a subcontract, and their changes."""

    def _subcontract(self, *amounts, **values):
        """Create and confirm a subcontract; one lump sum per amount."""
        coding = self._coding(cost_type=self.subcontract)
        product = self.subcontract.product_id
        lines = [
            (product, 1, amount, {"analytic_distribution": coding, "name": f"Part {number}"})
            for number, amount in enumerate(amounts or (10000.0, 5000.0), 1)
        ]
        return self._confirmed_order(*lines, **values)

    def _change(self, order, *lines, user=None, **values):
        """Create a draft change; lines are values, coded to concrete and subcontract if new."""
        commands = []
        for line in lines:
            coding = {}
            if not line.get("order_line_id"):
                coding = {
                    "project_id": self.job.id,
                    "cost_code_id": self.concrete.id,
                    "cost_type_id": self.subcontract.id,
                }
            commands.append(Command.create({"name": "Change", **coding, **line}))
        return (
            self.env["construction.commitment.change"]
            .with_user(user or self.manager)
            .create({"order_id": order.id, "title": "Change", "line_ids": commands, **values})
        )

    def _approved(self, order, *lines, **values):
        """Create, submit and approve a change."""
        change = self._change(order, *lines, **values)
        change.action_submit()
        change.with_user(self.approver).action_approve()
        self.env.cr.flush()
        return change

    def assertSwept(self):
        self.assertFalse(self.env["construction.cost.entry"]._sweep())
