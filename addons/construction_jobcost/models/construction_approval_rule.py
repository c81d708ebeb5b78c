# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.approval import Rule
from ..core.values import decimal


class ConstructionApprovalRule(models.Model):
    _name = "construction.approval.rule"
    _description = "Approval Rule"
    _order = "document, project_id, minimum_amount, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="Who is asked first among rules of the same minimum amount."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    document = fields.Selection(
        [("requisition", "Requisition"), ("order", "Purchase Order"), ("bill", "Vendor Bill")],
        required=True,
    )
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        domain="[('is_job', '=', True)]",
        check_company=True,
        ondelete="cascade",
        help="Empty: every job of the company.",
    )
    minimum_amount = fields.Monetary(
        required=True, default=0.0, help="The rule applies from this amount on, net of tax."
    )
    user_id = fields.Many2one("res.users", string="Approver", ondelete="cascade")
    group_id = fields.Many2one("res.groups", string="Or Any Member of", ondelete="cascade")

    _minimum_amount_positive = models.Constraint(
        "CHECK (minimum_amount >= 0)", "The minimum amount of an approval rule cannot be negative."
    )
    _approver_given = models.Constraint(
        "CHECK (user_id IS NOT NULL OR group_id IS NOT NULL)",
        "Name an approver or a group that approves.",
    )

    @api.model
    def _get_rules(self, company, document):
        """Return the rules of a company for a kind of document as plain values."""
        # Sudo: a rule binds everybody, also those who may not see it.
        rules = self.sudo().search([("company_id", "=", company.id), ("document", "=", document)])
        return [
            Rule(
                id=rule.id,
                project_id=rule.project_id.id or 0,
                minimum=decimal(rule.minimum_amount),
                sequence=rule.sequence,
                user_id=rule.user_id.id or 0,
                group_id=rule.group_id.id or 0,
            )
            for rule in rules
        ]
