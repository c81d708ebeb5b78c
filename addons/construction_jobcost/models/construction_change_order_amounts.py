# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.approval import Facts
from ..core.changes import weight
from ..core.values import decimal


class ConstructionChangeOrder(models.Model):
    """What a change amounts to, and by what it is approved."""

    _inherit = "construction.change.order"

    contingency_line_id = fields.Many2one(
        "construction.budget.line",
        string="Cost from Contingency",
        domain="[('project_id', '=', project_id), ('cost_code_id.is_contingency', '=', True)]",
        ondelete="restrict",
        tracking=True,
        help="Budget line that the cost is moved from; empty: the owner pays or the job bears it.",
    )
    days_own = fields.Integer(string="Extension Days", help="Calendar days.", tracking=True)
    days = fields.Integer(compute="_compute_amounts", store=True, recursive=True)
    cost_amount = fields.Monetary(
        string="Cost", compute="_compute_amounts", store=True, recursive=True
    )
    revenue_amount = fields.Monetary(
        string="Revenue", compute="_compute_amounts", store=True, recursive=True
    )
    margin_amount = fields.Monetary(
        string="Margin", compute="_compute_amounts", store=True, recursive=True
    )

    @api.depends(
        "days_own",
        "line_ids.cost_amount",
        "line_ids.revenue_amount",
        "part_ids.cost_amount",
        "part_ids.revenue_amount",
        "part_ids.days",
        "state",
    )
    def _compute_amounts(self):
        for change in self:
            figures = change._get_figures()
            change.cost_amount = figures["cost_amount"]
            change.revenue_amount = figures["revenue_amount"]
            change.days = figures["days"]
            change.margin_amount = change.revenue_amount - change.cost_amount

    def _get_figures(self):
        """Return what the change amounts to: of its lines, or of its parts."""
        self.ensure_one()
        names = ("cost_amount", "revenue_amount", "days")
        if self.part_tier and not self.part_ids and self.state in ("rejected", "void"):
            # its parts are free for another package; it shows what it was decided on with
            last = self.sudo().revision_ids[-1:]  # Sudo: figures of the change itself.
            return {name: last[name] for name in names}
        if self.part_tier:
            return {name: sum(self.part_ids.mapped(name)) for name in names}
        return {
            "cost_amount": sum(self.line_ids.mapped("cost_amount")),
            "revenue_amount": sum(self.line_ids.mapped("revenue_amount")),
            "days": self.days_own,
        }

    @api.constrains("contingency_line_id", "project_id")
    def _check_contingency_line_id(self):
        for change in self.filtered("contingency_line_id"):
            line = change.contingency_line_id
            if line.project_id != change.project_id or not line.cost_code_id.is_contingency:
                raise ValidationError(
                    self.env._(
                        "%(line)s is no contingency of %(job)s. Choose a budget line of the job "
                        "whose cost code is a contingency.",
                        line=line.display_name,
                        job=change.project_id.display_name,
                    )
                )

    # Approval ---------------------------------------------------------------------------------

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {
            "cost_amount",
            "revenue_amount",
            "margin_amount",
            "days",
        }

    @api.model
    def _approval_content_fields(self):
        return frozenset({"line_ids", "part_ids", "project_id", "contingency_line_id", "days_own"})

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "project_id", "cost_amount", "revenue_amount"})

    @api.model
    def _approval_depends(self):
        return ["state", "project_id", "cost_amount", "revenue_amount"]

    def _get_approval_facts(self):
        return {
            change.id: Facts(
                weight(decimal(change.cost_amount), decimal(change.revenue_amount)),
                0,
                frozenset(change.project_id.ids),
            )
            for change in self
        }

    def _get_requesters(self):
        # whoever entered or submitted a part asks with the package too
        users = super()._get_requesters() | self.submitted_by_id
        for part in self.part_ids:
            users |= part._get_requesters()
        return users
