# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.projection import Projected


class ConstructionEstimateLine(models.Model):
    _name = "construction.estimate.line"
    _description = "Estimate Line"
    _inherit = ["construction.cost.source", "construction.budget.item"]
    _order = "estimate_id, sequence, id"
    _check_company_auto = True

    estimate_id = fields.Many2one(
        "construction.estimate", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    line_ref = fields.Char(string="Line No.")
    project_id = fields.Many2one(related="estimate_id.project_id")
    company_id = fields.Many2one(related="estimate_id.company_id", store=True)
    currency_id = fields.Many2one(related="estimate_id.currency_id")
    state = fields.Selection(related="estimate_id.state")

    _line_ref_uniq = models.UniqueIndex(
        "(estimate_id, line_ref) WHERE line_ref IS NOT NULL",
        "The line numbers of an estimate have to differ.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_unlocked()
        return lines

    def write(self, vals):
        self._check_unlocked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_unlocked()

    def _check_unlocked(self):
        for estimate in self.estimate_id:
            if estimate.state != "draft":
                raise UserError(estimate._locked_message())

    # Job cost -------------------------------------------------------------------------------

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {
                "estimate_id",
                "cost_code_id",
                "cost_type_id",
                "phase_id",
                "amount",
                "quantity",
                "uom_id",
            }
        )

    def _get_cost_projection(self):
        rules = self.env["construction.cost.rule"]
        buckets = rules._get_buckets("estimate", {line.state for line in self})
        return {
            line.id: line._prepare_cost_projection(buckets[line.state])
            for line in self
            # what was superseded before it was awarded was no budget on any day
            if buckets[line.state]
            and (line.state != "superseded" or line.estimate_id.date_superseded)
        }

    def _prepare_cost_projection(self, bucket):
        estimate = self.estimate_id
        key = self._get_cost_key()
        amount, quantity = Decimal(str(self.amount)), Decimal(str(self.quantity))
        uom_id = self.uom_id.id or 0
        items = [Projected(bucket, key, estimate.date, amount, quantity, uom_id)]
        if ended := estimate.date_superseded:
            items.append(Projected(bucket, key, ended, -amount, -quantity, uom_id))
        return items

    def _get_cost_documents(self):
        return {
            line.id: ("construction.estimate", line.estimate_id.id, line.estimate_id.display_name)
            for line in self
        }
