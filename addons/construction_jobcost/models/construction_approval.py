# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.approval import Grant
from ..core.values import decimal


class ConstructionApproval(models.Model):
    """What a person approved, as it was approved.

    Nobody has the right to create one: the approval mixin does, after it has checked the
    person's right. The latest approval of a document is the one in force.
    """

    _name = "construction.approval"
    _description = "Approvals"
    _inherit = ["construction.append.only"]
    _order = "id desc"
    _rec_name = "document_name"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char(string="Document", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    amount = fields.Monetary(
        required=True, readonly=True, help="Approved up to this amount, net of tax."
    )
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True, ondelete="restrict")
    project_ids = fields.Many2many("project.project", string="Jobs", readonly=True)
    approver_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    on_behalf_of_id = fields.Many2one(
        "res.users",
        string="In the Name of",
        readonly=True,
        ondelete="restrict",
        help="Whose right the approver used by delegation.",
    )
    delegation_id = fields.Many2one(
        "construction.approval.delegation", readonly=True, ondelete="restrict"
    )
    decision = fields.Selection(
        [
            ("approved", "Approved"),
            ("step", "Step approved"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        readonly=True,
        help="A step has no effect: others have to approve after it.",
    )
    step = fields.Integer(readonly=True)
    steps = fields.Integer(string="Of Steps", readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    origin_id = fields.Many2one(
        "construction.approval",
        string="Follows From",
        readonly=True,
        ondelete="restrict",
        help="The requisition's approval that this one was derived from.",
    )
    reason = fields.Text(readonly=True)

    _document_idx = models.Index("(res_model, res_id, id)")

    def _get_grant(self):
        """Return what the approval covers as plain values."""
        self.ensure_one()
        return Grant(decimal(self.amount), self.partner_id.id or 0, frozenset(self.project_ids.ids))

    def action_open_document(self):
        """Open what was approved."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(
                self.env._("%(document)s was deleted since.", document=self.document_name)
            )
        return document.get_formview_action()
