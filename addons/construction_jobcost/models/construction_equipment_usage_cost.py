# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..core.coding import Operation
from ..core.keys import CostKey
from ..core.projection import Projected
from ..core.values import decimal
from .construction_cost_key_check import CodedLine


class ConstructionEquipmentUsage(models.Model):
    """What use of equipment amounts to in the ledger."""

    _inherit = "construction.equipment.usage"

    def _check_coding(self):
        """Raise CodingError naming what cannot be coded so."""
        lines = [
            CodedLine(usage, [usage._get_accounts()], usage.company_id.id, usage.date)
            for usage in self
        ]
        self.env["construction.cost.key"]._check_coding(
            lines, Operation.WORK, lambda usage: self.env._("Equipment use")
        )

    def _get_accounts(self):
        # Sudo: coding is a fact of the document; who approves it need not read the structure.
        usage = self.sudo()
        dimensions = (usage.cost_code_id, usage.cost_type_id, usage.phase_id)
        accounts = [record.analytic_account_id.id for record in dimensions if record]
        return [usage.project_id.account_id.id, *accounts]

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {
                "state",
                "date",
                "project_id",
                "cost_code_id",
                "cost_type_id",
                "phase_id",
                "amount",
                "quantity",
                "unit",
            }
        )

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("equipment.usage")
        return [("state", "in", sorted(states))]

    def _get_cost_projection(self):
        rules = self.env["construction.cost.rule"]
        buckets = rules._get_buckets("equipment.usage", {usage.state for usage in self})
        return {
            usage.id: [usage._project(buckets[usage.state])]
            for usage in self
            if buckets[usage.state]
        }

    def _project(self, bucket):
        unit = self.env["ir.model.data"]._xmlid_to_res_id(f"uom.product_uom_{self.unit}")
        amount, quantity = decimal(self.amount), decimal(self.quantity)
        return Projected(bucket, self._get_cost_key(), self.date, amount, quantity, unit)

    def _get_cost_key(self):
        self.ensure_one()
        _job, uncoded, _type, _phase = self.env["construction.cost.key"]._fallback()
        return CostKey(
            self.project_id.id,
            self.cost_code_id.id or uncoded,
            self.cost_type_id.id,
            self.phase_id.id or 0,
        )
