# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

#: A hold that names one of these speaks of certain messages.
NARROW = ("type", "document_key", "res_id")


class IntegrationLegalHold(models.Model):
    """Holds on all that a system or a company has to do with keep its calls, too."""

    _inherit = "integration.legal.hold"

    @api.model
    def _sql_calls_held(self) -> SQL:
        """Condition on ``a``: the call is under a hold that was not released.

        It is about calls that speak of no message; the others are kept with their message.
        """
        # sudo: holds bind whoever runs retention
        holds = self.sudo().search([("released_at", "=", False)])
        wide = holds.filtered(lambda hold: not any(hold[name] for name in NARROW))
        if not wide:
            return SQL("FALSE")
        return SQL("(%s)", SQL(" OR ").join(hold._sql_calls_scope() for hold in wide))

    def _sql_calls_scope(self) -> SQL:
        """Condition on ``a``: the hold speaks of the call."""
        self.ensure_one()
        systems = self.system_id or self.env["integration.system"].with_context(
            active_test=False
        ).search([("company_ids", "in", self.company_id.ids)] if self.company_id else [])
        parts = [SQL("a.system_id = ANY(%s)", systems.ids)]
        if self.date_from:
            parts.append(SQL("a.started_at >= %s", self.date_from))
        if self.date_to:
            parts.append(SQL("a.started_at < %s::date + 1", self.date_to))
        return SQL("(%s)", SQL(" AND ").join(parts))
