# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionPaymentSheet(models.AbstractModel):
    """Lines that claim much are backed up by papers, where the company asks for them."""

    _inherit = "construction.payment.sheet"

    def action_submit(self):
        self._check_backup()
        return super().action_submit()

    def _check_backup(self):
        """Raise UserError with the lines that lack back-up documents."""
        lines = self.line_ids.filtered("lacks_backup")
        if lines:
            items = "\n".join(
                f"{line.line_ref or line.sequence} {line.name}: "
                f"{line.currency_id.format(line._get_claimed_total())}"
                for line in lines
            )
            raise UserError(
                self.env._(
                    "These lines claim so much that back-up documents are asked for. Attach them "
                    "to the lines, by their paper clips:\n%(items)s",
                    items=items,
                )
            )


class ConstructionPaymentSheetLine(models.AbstractModel):
    """The back-up documents of a line."""

    _inherit = "construction.payment.sheet.line"

    backup_ids = fields.Many2many(
        "ir.attachment",
        string="Back-up",
        help="Delivery notes, measurements, photographs: what proves the claim.",
    )
    backup_count = fields.Integer(string="Back-up Documents", compute="_compute_backup_count")
    lacks_backup = fields.Boolean(compute="_compute_lacks_backup")

    @api.depends("backup_ids")
    def _compute_backup_count(self):
        for line in self:
            line.backup_count = len(line.backup_ids)

    @api.depends("backup_ids", "claimed_work", "claimed_stored", "claimed_moved")
    def _compute_lacks_backup(self):
        for line in self:
            company = line.company_id
            limit = company.backup_limit
            # the limit is in company currency, at the rate that the contract is billed with
            claimed = line.application_id._in_company_currency(abs(line._get_claimed_total()))
            line.lacks_backup = company.asks_backup and claimed > limit and not line.backup_ids

    def _get_claimed_total(self):
        """Return what the line claims this period (contract's currency)."""
        self.ensure_one()
        return self.claimed_work + self.claimed_stored

    @api.model
    def _fields_of_step(self):
        return {step: names | {"backup_ids"} for step, names in super()._fields_of_step().items()}

    @api.model
    def _fields_beside_approval(self):
        return super()._fields_beside_approval() | {"backup_ids"}

    def action_open_backup(self):
        """Look at the back-up documents of the line, and attach more."""
        self.ensure_one()
        view = f"construction_jobcost.{self._table}_view_form_backup"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Back-up of %(name)s", name=self.name or ""),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
        }
