# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ...core.payment_fill import claim_up_to
from ...core.retention import HUNDRED
from ...core.values import decimal
from ..payment.construction_payment_sheet_line import CERTIFIED, CLAIMED


class ConstructionPaymentSheet(models.AbstractModel):
    """A claim filled in at one stroke."""

    _inherit = "construction.payment.sheet"

    def action_complete(self):
        """Claim the rest of all lines."""
        self._claim_up_to(HUNDRED)
        return True

    def action_claim_certified(self):
        """Claim what was last proposed for certification, after it was sent back."""
        self._check_claim_open()
        for line in self.line_ids:
            values = {claimed: line[CERTIFIED[name]] for name, claimed in CLAIMED.items()}
            line._claim(values)
        return True

    def action_open_fill(self):
        """Ask to which percentage all lines are claimed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_payment_fill_wizard_action"
        )
        context = {"default_res_model": self._name, "default_res_id": self.id}
        return dict(action, context=context)

    def _claim_up_to(self, percent):
        """Claim of each line what brings it to ``percent`` (Decimal); what is further stays."""
        self._check_claim_open()
        for application in self:
            rounding = application._get_rounding()
            for line in application.line_ids:
                claim = claim_up_to(line._get_before(), line._get_claim(), percent, rounding)
                values = {name: float(getattr(claim, key)) for key, name in CLAIMED.items()}
                line._claim(values)

    def _check_claim_open(self):
        """Raise unless the current user may change what these applications claim."""
        self.check_access("write")
        for application in self:
            if application.step != "draft":
                raise UserError(
                    self.env._(
                        "%(application)s is submitted: set it to draft to change the claim.",
                        application=application.display_name,
                    )
                )


class ConstructionPaymentSheetLine(models.AbstractModel):
    """What is claimed of a line."""

    _inherit = "construction.payment.sheet.line"

    item_price = fields.Float(
        compute="_compute_item_price", digits=0, help="Of a unit, where it is billed by quantity."
    )

    is_by_quantity = fields.Boolean(compute="_compute_item_price")

    def _compute_item_price(self):
        for line in self:
            line.item_price = line._get_item_price()
            line.is_by_quantity = line._is_by_quantity()

    def write(self, vals):
        if "claimed_work" in vals:
            # the percentage that goes with an amount is rounded: the amount is what was claimed
            vals = {name: value for name, value in vals.items() if name != "claimed_percent"}
        return super().write(vals)

    def _claim(self, values):
        """Write what is claimed where it differs."""
        self.ensure_one()
        if any(decimal(self[name]) != decimal(value) for name, value in values.items()):
            self.write(values)
