# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..core.keys import CostKey
from ..core.values import decimal


class ConstructionCommitmentChangeLine(models.Model):
    """What a change line is coded to, and what it has to name."""

    _inherit = "construction.commitment.change.line"

    @api.constrains("order_line_id", "change_id", "basis")
    def _check_order_line(self):
        for line in self:
            if line.order_line_id and line.order_line_id.order_id != line.order_id:
                raise ValidationError(
                    self.env._(
                        "%(line)s names a line of another order. Choose a line of %(order)s.",
                        line=line.name,
                        order=line.order_id.display_name,
                    )
                )
            if line.basis == "price" and not line.order_line_id:
                raise ValidationError(
                    self.env._(
                        "%(line)s changes a price, so it needs the order line whose price it is.",
                        line=line.name,
                    )
                )

    @api.constrains("order_line_id", "project_id", "cost_code_id", "cost_type_id", "phase_id")
    def _check_coding(self):
        codings = self._get_codings()
        for line in self:
            given = line._get_cost_key()
            coding = codings[line]
            if not line.order_line_id and not all(given[:3]):
                raise ValidationError(
                    self.env._(
                        "%(line)s is added to the order, so it needs a job, a cost code and a "
                        "cost type.",
                        line=line.name,
                    )
                )
            if len(coding) == 1 and given[1] and given != coding[0][0]:
                raise ValidationError(
                    self.env._(
                        "%(line)s is coded otherwise than the order line it changes. Leave the "
                        "coding to the order line, or add a new line.",
                        line=line.name,
                    )
                )

    @api.constrains("phase_id", "project_id")
    def _check_phase(self):
        for line in self:
            if line.phase_id and line.phase_id.project_id != line.project_id:
                raise ValidationError(
                    self.env._(
                        "Phase %(phase)s belongs to another job. Choose a phase of %(job)s.",
                        phase=line.phase_id.display_name,
                        job=line.project_id.display_name,
                    )
                )

    def _check_complete(self):
        """Raise UserError unless the lines say all that an approver has to know."""
        if not self:
            raise UserError(self.env._("A change needs lines. Add what changes first."))
        for line in self:
            if not line.amount:
                raise UserError(
                    self.env._(
                        "%(line)s changes nothing. Give a quantity, a price or an amount.",
                        line=line.name,
                    )
                )
            if line.change_id.reason_code != "backcharge":
                continue
            if line.amount > 0 or not (line.charged_entry_id or line.charged_ref):
                raise UserError(
                    self.env._(
                        "%(line)s: a backcharge takes money off the order and names the cost it "
                        "charges back. Enter a negative amount and the cost or its reference.",
                        line=line.name,
                    )
                )

    # Coding -----------------------------------------------------------------------------------

    def _get_cost_key(self):
        self.ensure_one()
        return CostKey(
            self.project_id.id or 0,
            self.cost_code_id.id or 0,
            self.cost_type_id.id or 0,
            self.phase_id.id or 0,
        )

    def _get_codings(self):
        """Return {line: [(CostKey, percent)]}: of the order line, or of the line itself."""
        # Sudo: the coding of the line itself.
        bearers = {line: line.sudo().applied_line_id or line.sudo().order_line_id for line in self}
        order_lines = self.env["purchase.order.line"].sudo().union(*bearers.values())
        parts = self.env["construction.cost.key"]._parse(
            order_lines.mapped("analytic_distribution")
        )
        codings = dict(zip(order_lines, parts, strict=True))
        whole = decimal(100)
        return {
            line: codings[bearers[line]] if bearers[line] else [(line._get_cost_key(), whole)]
            for line in self
        }
