# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import ormcache

from ..core.approval import Person, Rule, ladder, levels
from ..core.values import decimal


class ConstructionApprovalRule(models.Model):
    _name = "construction.approval.rule"
    _description = "Approval Rule"
    _order = "document, project_id, minimum_amount, step, sequence, id"
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
        [
            ("requisition", "Requisition"),
            ("order", "Purchase Order"),
            ("bill", "Vendor Bill"),
            ("entry", "Journal Entry"),
        ],
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
    step = fields.Integer(
        default=1,
        required=True,
        help="Who approves after whom: each step of the same minimum amount needs an approval, "
        "each by another person. Rules of the same step are alternatives.",
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

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # Use --------------------------------------------------------------------------------------

    @api.model
    @ormcache("company.id", "document")
    def _get_rules(self, company, document):
        """Return the rules of a company for a kind of document as plain values."""
        # Sudo: a rule binds everybody, also those who may not see it. An archived one binds
        # nobody, whatever the caller's context says.
        rules = (
            self.sudo()
            .with_context(active_test=True)
            .search([("company_id", "=", company.id), ("document", "=", document)])
        )
        return [
            Rule(
                id=rule.id,
                project_id=rule.project_id.id or 0,
                minimum=decimal(rule.minimum_amount),
                sequence=rule.sequence,
                user_id=rule.user_id.id or 0,
                group_id=rule.group_id.id or 0,
                step=rule.step,
            )
            for rule in rules
        ]

    @api.model
    def _get_levels(self, company, document, amount, project_ids):
        """Return the levels to climb for an amount on these jobs, at least one.

        Where a job has no rule, any member of the fallback groups decides.
        """
        rules = self._get_rules(company, document)
        # Sudo: how a company approves, for who may not read its settings.
        each_height = company.sudo().approval_ladder == "each"
        ladders = [ladder(rules, job, amount, each_height) for job in sorted(project_ids)]
        groups = self._get_fallback_groups(document)
        fallback = [[self._get_fallback_rule(group) for group in groups]]
        return levels(climb or fallback for climb in ladders) or [fallback]

    @api.model
    def _get_fallback_groups(self, document):
        """Return the XML ids of the groups that decide on a kind of document without a rule."""
        return ("construction_jobcost.group_approver",)

    @api.model
    def _get_fallback_rule(self, group):
        group_id = self.env["ir.model.data"]._xmlid_to_res_id(group)
        return Rule(0, 0, decimal(0), 0, 0, group_id)

    @api.model
    def _get_person(self, user):
        """Return a user as plain values."""
        # Sudo: one's own groups are not readable to everybody.
        return Person(user.id, frozenset(user.sudo().all_group_ids.ids))

    @api.model
    def _get_users(self, rung):
        """Return the users who meet one of the rules, those of the first rule first."""
        # Sudo: users and groups are not readable to everybody; only names are shown.
        users, groups = self.env["res.users"].sudo(), self.env["res.groups"].sudo()
        found = users
        for rule in rung:
            found |= users.browse(rule.user_id or ())
            found |= groups.browse(rule.group_id or ()).all_user_ids
        return found
