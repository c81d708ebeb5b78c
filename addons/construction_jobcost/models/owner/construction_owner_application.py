# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.approval import Facts
from ...core.values import decimal


class ConstructionOwnerApplication(models.Model):
    """What the owner is asked to pay for a period, and what is certified of it."""

    _name = "construction.owner.application"
    _description = "Owner Application"
    _inherit = ["construction.payment.sheet"]
    _order = "contract_id desc, number desc, id desc"
    _rec_names_search = ["name", "contract_id", "project_id"]
    _approval_document = "owner_application"
    _contract_field = "contract_id"
    _bill_field = "invoice_ids"

    contract_id = fields.Many2one(
        "construction.owner.contract",
        string="Owner Contract",
        required=True,
        index=True,
        domain="[('state', '=', 'in_force')]",
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Owner", store=True, index="btree_not_null"
    )
    project_id = fields.Many2one(
        related="contract_id.project_id", string="Job", store=True, index="btree_not_null"
    )
    line_ids = fields.One2many(
        "construction.owner.application.line", "application_id", string="Continuation Sheet"
    )
    part_ids = fields.One2many("construction.owner.part", "application_id", string="Payers")
    invoice_ids = fields.One2many(
        "account.move", "owner_application_id", string="Invoices", readonly=True, copy=False
    )
    invoice_count = fields.Integer(compute="_compute_invoice_count")

    # one contract has one application in work: the next starts from what it leaves
    _open_uniq = models.UniqueIndex(
        "(contract_id) WHERE step IN ('draft', 'submitted')",
        "The contract has an application that is not certified yet. Finish or void it first.",
    )
    _number_uniq = models.UniqueIndex(
        "(contract_id, number) WHERE step <> 'void'",
        "Another application of the contract has this number.",
    )

    @api.depends("invoice_ids")
    def _compute_invoice_count(self):
        for application in self:
            # Sudo: how many there are shows to whoever sees the application.
            application.invoice_count = len(application.sudo().invoice_ids)

    def _get_state(self, bills):
        # it is billed when each payer has an invoice; sudo: as where the bills are read
        lacks = self.sudo().part_ids.payer_id - bills.owner_payer_id
        return self.step if lacks else super()._get_state(bills)

    def _get_approval_facts(self):
        return {
            application.id: Facts(
                decimal(application._in_company_currency(application._get_exposed())),
                application.partner_id.commercial_partner_id.id or 0,
                frozenset(application.project_id.ids),
            )
            for application in self
        }

    def _fault_texts(self):
        texts = super()._fault_texts()
        return texts | {
            "application.due_negative": self.env._(
                "The payment due is below zero: that takes a credit note to the owner."
            )
        }

    # Steps ------------------------------------------------------------------------------------

    def action_submit(self):
        """Put the application up for certification, with what each payer is to pay."""
        result = super().action_submit()
        self._split()
        return result

    def action_certify(self):
        """Certify as the current user; UserError while field and finance differ unresolved."""
        self.check_access("read")
        for application in self:
            # Sudo: the right to approve, checked with the step, replaces the right to edit.
            sheet = application.sudo()
            sheet._check_disputes()
            sheet._split()
            sheet._check_payers()
        return super().action_certify()

    def write(self, vals):
        result = super().write(vals)
        if {"line_ids", "part_ids"} & vals.keys():
            self.filtered(lambda application: application.step == "submitted")._split()
        return result
