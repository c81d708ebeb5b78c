# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_date


class ConstructionPaymentSheet(models.AbstractModel):
    """The application that a contract begins with which was billed elsewhere so far.

    It says where the lines stand and what was held back and given back of them; the bills or
    invoices for it exist. So none is made of it, and it counts as paid.
    """

    _inherit = "construction.payment.sheet"

    is_opening = fields.Boolean(
        string="Opening Balances",
        readonly=True,
        copy=False,
        help="Billed elsewhere: no bill or invoice is made of it.",
    )

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"is_opening"}

    @api.model
    def _get_state_depends(self):
        return [*super()._get_state_depends(), "is_opening"]

    def _counts_as_opening(self):
        """Tell whether these are opening balances in force."""
        self.ensure_one()
        return self.is_opening and self.step == "certified"

    def _get_opening_facts(self):
        """Return [(label, text)] that tells a reader that it was billed elsewhere."""
        self.ensure_one()
        if not self.is_opening:
            return []
        day = format_date(self.env, self.period_end)
        return [(self.env._("Opening balances"), self.env._("billed elsewhere until %s", day))]

    def _get_document_mark(self):
        mark = super()._get_document_mark()
        return self.env._("OPENING BALANCES") if self._counts_as_opening() else mark
