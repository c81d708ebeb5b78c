# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionApprovalBilled(models.AbstractModel):
    """A document that is approved and then paid by bills.

    People take it along its ``step``; its ``state`` says besides how far its bills are. Sent
    back, it is a draft again. A model that inherits this names its bills in ``_bill_field``
    and the step that bills follow from in ``_billed_step``, and declares ``step`` and ``state``.
    """

    _name = "construction.approval.billed"
    _description = "Approved Document that is Billed"
    _inherit = "construction.approval.void"
    _step_field = "step"
    _refused_step = "draft"
    _approval_closed_states = ("void",)

    #: The field of the bills, or the bill, that pay the document.
    _bill_field = ""
    #: The step in which it may be billed.
    _billed_step = "approved"

    void_reason = fields.Text(readonly=True, copy=False, tracking=True)

    @api.depends(lambda self: self._get_state_depends())
    def _compute_state(self):
        for document in self:
            # Sudo: how far a bill is shows on its document to whoever sees that.
            bills = document.sudo()[self._bill_field]
            document.state = document._get_state(bills.filtered(lambda bill: bill._is_standing()))

    @api.model
    def _get_state_depends(self):
        bill = self._bill_field
        return ["step", f"{bill}.state", f"{bill}.payment_state"]

    def _get_state(self, bills):
        """Return how far the document is with these bills of it that stand."""
        if self.step != self._billed_step or set(bills.mapped("state")) != {"posted"}:
            return self.step
        return "paid" if all(bill._is_settled() for bill in bills) else "billed"

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"state", "void_reason", self._bill_field}

    def _prepare_refused_values(self, reason):
        # the reason stands in the history: the document is worked on again
        return {}

    def _check_may_revert(self):
        """Raise AccessError or UserError where the user may not take back an approval."""
        super()._check_may_revert()
        # Sudo: that there is a bill matters to whoever voids.
        if self.sudo()[self._bill_field].filtered(lambda bill: bill._is_standing()):
            raise UserError(
                self.env._(
                    "%(document)s has a bill. Cancel or reverse the bill first.",
                    document=self.display_name,
                )
            )
