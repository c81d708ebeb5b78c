# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalWizard(models.TransientModel):
    """Ask for what a decision needs; the document's own method decides and checks the right."""

    _name = "construction.approval.wizard"
    _description = "Decide on a Document"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    step = fields.Selection(
        [
            ("release", "Release over budget"),
            ("reject", "Reject"),
            ("reject_request", "Reject what is asked for"),
            ("close_rest", "Close what is not ordered"),
            ("approve_order", "Approve order"),
            ("approve_bill", "Approve bill"),
        ],
        required=True,
        readonly=True,
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, readonly=True
    )
    amount = fields.Monetary(string="Approve up to", help="Net of tax, in company currency.")
    project_ids = fields.Many2many(
        "project.project", string="Jobs", domain="[('is_job', '=', True)]"
    )
    findings = fields.Text(readonly=True)
    reason = fields.Text()

    def action_confirm(self):
        """Take the step with what was entered."""
        self.ensure_one()
        self._take_step(self.env[self.res_model].browse(self.res_id))
        return {"type": "ir.actions.act_window_close"}

    def _take_step(self, document):
        if self.step == "release":
            document.action_release(self.reason)
        elif self.step == "reject":
            document.action_reject(self.reason)
        elif self.step == "reject_request":
            document._reject_requested(self.reason)
        elif self.step == "close_rest":
            document.action_close_rest(self.reason)
        elif self.step == "approve_order":
            document.action_approve_order(
                amount=self.amount, reason=self.reason, jobs=self.project_ids
            )
        else:
            document.action_approve_bill(self.reason)
