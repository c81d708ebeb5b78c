# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionChangeRevision(models.Model):
    """What a change amounted to from a day on, in which state; written by its steps only."""

    _name = "construction.change.revision"
    _description = "Change Revision"
    _order = "change_order_id, id"
    _rec_name = "date"

    change_order_id = fields.Many2one(
        "construction.change.order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="change_order_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    revision = fields.Integer(readonly=True)
    state = fields.Selection(
        lambda self: self.env["construction.change.order"]._fields["state"].selection,
        readonly=True,
        required=True,
    )
    ledger_state = fields.Char(
        required=True, readonly=True, help="The state by which the ledger counts it."
    )
    contingency_line_id = fields.Many2one(
        "construction.budget.line", readonly=True, ondelete="restrict"
    )
    cost_amount = fields.Monetary(string="Cost", readonly=True)
    revenue_amount = fields.Monetary(string="Revenue", readonly=True)
    days = fields.Integer(readonly=True, aggregator=None)
    note = fields.Text(readonly=True)
    line_ids = fields.One2many("construction.change.revision.line", "revision_id", readonly=True)

    def _is_same(self, values):
        """Tell whether a revision of ``values`` would say the same as this one."""
        self.ensure_one()
        names = ("state", "ledger_state", "cost_amount", "revenue_amount", "days")
        if any(self[name] != values[name] for name in names):
            return False
        if self.contingency_line_id.id != values["contingency_line_id"]:
            return False
        known = [line._get_content() for line in self.line_ids]
        return known == [content for _command, _id, content in values["line_ids"]]
