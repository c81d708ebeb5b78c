# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class IntegrationCodeMapRelease(models.TransientModel):
    """Offers to release the messages that stopped for codes which are known by now."""

    _name = "integration.code.map.release"
    _description = "Release Messages That Stopped for a Code"

    message_ids = fields.Many2many("integration.message")
    count = fields.Integer("Messages", compute="_compute_worth")
    worth = fields.Char("At Stake", compute="_compute_worth")

    @api.depends("message_ids")
    def _compute_worth(self):
        for wizard in self:
            totals = self.env["integration.message"]._read_group(
                [("id", "in", wizard.message_ids.ids), ("amount_at_stake", "!=", False)],
                ["company_id"],
                ["amount_at_stake:sum"],
            )
            by_currency = {}
            for company, amount in totals:
                currency = company.currency_id
                by_currency[currency] = by_currency.get(currency, 0.0) + amount
            wizard.count = len(wizard.message_ids)
            wizard.worth = " + ".join(
                currency.format(amount) for currency, amount in by_currency.items()
            )

    def action_release(self):
        """Try the messages of the list again."""
        self.ensure_one()
        self.message_ids.action_retry()
        return {"type": "ir.actions.act_window_close"}

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release Messages"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
