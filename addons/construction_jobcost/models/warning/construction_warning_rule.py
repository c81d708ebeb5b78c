# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.values import decimal
from ...core.warning import Limits

#: Which limits a kind has.
LIMITS = {
    "margin_fade": ("points", "amount"),
    "commitment": ("points", "amount"),
    "burn": ("points", "amount"),
    "underbilled": ("points", "amount"),
    "billing_gap": ("days", "amount"),
    "slow_changes": ("days", "amount"),
    "retention": ("days", "amount"),
    "owner_retention": ("days", "amount"),
}


class ConstructionWarningRule(models.Model):
    """What the figures of a job may do before somebody is warned, and who that is."""

    _name = "construction.warning.rule"
    _description = "Warning Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("margin_fade", "Margin Fade"),
            ("commitment", "Commitment over Budget"),
            ("burn", "Burn against Progress"),
            ("underbilled", "Unbilled Work"),
            ("billing_gap", "Cost since the Last Billing"),
            ("slow_changes", "Slow Change Orders"),
            ("retention", "Retention Overdue"),
            ("owner_retention", "Owner's Retention Overdue"),
        ],
        required=True,
    )
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", ondelete="cascade", help="Empty: all companies."
    )
    project_ids = fields.Many2many(
        "project.project",
        "construction_warning_rule_job_rel",
        "rule_id",
        "project_id",
        string="Jobs",
        domain="[('is_job', '=', True)]",
        check_company=True,
        help="Empty: all jobs.",
    )
    points = fields.Float(
        string="Percent",
        digits=(5, 2),
        help="Percentage points of margin or progress; percent of the budget or of what is earned.",
    )
    amount = fields.Float(
        digits=(16, 2), help="What is at stake has to be more; in each company's currency."
    )
    days = fields.Integer(help="It has to wait longer.")
    base = fields.Selection(
        "_selection_base",
        string="Compared with",
        default="award",
        help="Of which margin the points are lost.",
    )
    level = fields.Selection(
        [("line", "Each Budget Line"), ("code", "Each Cost Code")],
        string="Judged by",
        default="code",
        help="A cost code may have several budget lines: by cost type and phase.",
    )
    severity = fields.Selection(
        [("attention", "Attention"), ("alarm", "Alarm")], required=True, default="attention"
    )
    responsible = fields.Selection(
        [
            ("manager", "Project Manager"),
            ("controller", "Cost Controllers"),
            ("user", "Named Person"),
        ],
        string="Goes to",
        required=True,
        default="manager",
    )
    user_id = fields.Many2one(
        "res.users", string="Person", domain="[('share', '=', False)]", ondelete="restrict"
    )
    warning_ids = fields.One2many("construction.warning", "rule_id")
    has_points = fields.Boolean(compute="_compute_limits")
    has_days = fields.Boolean(compute="_compute_limits")

    _not_below_zero = models.Constraint(
        "CHECK (points >= 0 AND amount >= 0 AND days >= 0)", "Limits cannot be below zero."
    )
    _person_named = models.Constraint(
        "CHECK (responsible <> 'user' OR user_id IS NOT NULL)", "Name the person it goes to."
    )

    @api.model
    def _selection_base(self):
        return [
            ("award", self.env._("Margin at Award")),
            ("forecast", self.env._("Last Approved Forecast")),
        ]

    @api.depends("kind")
    def _compute_limits(self):
        for rule in self:
            limits = LIMITS.get(rule.kind, ())
            rule.has_points = "points" in limits
            rule.has_days = "days" in limits

    def _get_limits(self):
        self.ensure_one()
        return Limits(decimal(self.points), decimal(self.amount), self.days)

    def _covers(self, job):
        """Whether the rule is meant for a job."""
        self.ensure_one()
        return (not self.company_id or self.company_id == job.company_id) and (
            not self.project_ids or job in self.project_ids
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            # Sudo: nobody has the right to write warnings; the right on the rule was asked.
            self.sudo().warning_ids._clear()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_warnings(self):
        # Sudo: as above; a rule that goes takes its warnings along.
        self.sudo().warning_ids.unlink()

    def action_view_warnings(self):
        """Open what the rule warns of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_warning_action"
        )
        return dict(action, domain=[("rule_id", "=", self.id)], context={})
