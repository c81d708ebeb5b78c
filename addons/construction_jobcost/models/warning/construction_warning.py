# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_amount

#: A warning that still holds.
STANDING = ("open", "acknowledged")


class ConstructionWarning(models.Model):
    """Something about a job that a rule warns of: opened once, kept up to date, cleared by itself.

    What it measures is in ``actual`` and ``base``; the text says it in words.
    """

    _name = "construction.warning"
    _description = "Early Warning"
    _inherit = ["mail.thread", "mail.activity.mixin", "construction.step.mixin"]
    # open ones first, of them the alarms
    _order = "state desc, severity, amount desc, id"
    _rec_name = "text"
    _transitions = {
        "open": ("acknowledged",),
        "acknowledged": ("open", "acknowledged"),
        "cleared": ("open", "acknowledged"),
    }

    rule_id = fields.Many2one(
        "construction.warning.rule", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(related="rule_id.kind", store=True, precompute=True)
    severity = fields.Selection(related="rule_id.severity", store=True, precompute=True)
    responsible = fields.Selection(related="rule_id.responsible", related_sudo=True)
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="project_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    subject = fields.Char(
        readonly=True, required=True, help="What of the job it is about: the job, a line, a code."
    )
    budget_line_id = fields.Many2one(
        "construction.budget.line", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    cost_code_id = fields.Many2one("construction.cost.code", readonly=True, ondelete="cascade")
    actual = fields.Float(readonly=True, digits=(16, 2), aggregator=False)
    base = fields.Float(readonly=True, digits=(16, 2), aggregator=False)
    amount = fields.Monetary(string="At Stake", readonly=True, aggregator="sum")
    count = fields.Integer(readonly=True, aggregator=False)
    days = fields.Integer(readonly=True, aggregator=False)
    record_ids = fields.Json(readonly=True, help="The documents it is about.")
    text = fields.Char(string="Warning", compute="_compute_text")
    state = fields.Selection(
        [("open", "Open"), ("acknowledged", "Acknowledged"), ("cleared", "Cleared")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Owner", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    date_since = fields.Date(string="Since", readonly=True, required=True)
    date_cleared = fields.Date(string="Cleared on", readonly=True)
    acknowledged_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    date_until = fields.Date(
        string="Acknowledged until", readonly=True, help="From the day after it is open again."
    )
    note = fields.Text(readonly=True, tracking=True, help="What is done about it.")

    # a rule warns once of the same thing
    _standing_uniq = models.UniqueIndex(
        "(rule_id, project_id, subject) WHERE state <> 'cleared'",
        "This warning is open already.",
    )

    @api.model
    def _transition_fields(self):
        """Return the fields that only a step, or the nightly look, sets."""
        return super()._transition_fields() | {
            "acknowledged_by_id",
            "date_cleared",
            "date_until",
            "note",
        }

    # Words ------------------------------------------------------------------------------------

    @api.depends("kind", "actual", "base", "amount", "count", "days")
    @api.depends_context("lang")
    def _compute_text(self):
        for warning in self:
            warning.text = warning._get_words()

    def _get_words(self):
        self.ensure_one()
        texts = {
            "margin_fade": self.env._(
                "The margin is %(actual).1f %% of the contract; it was %(base).1f %%.",
                **self._get_figures(),
            ),
            "commitment": self.env._(
                "%(subject)s: committed %(actual_money)s of a budget of %(base_money)s.",
                **self._get_figures(),
            ),
            "burn": self.env._(
                "%(actual).1f %% of the estimate is spent, %(base).1f %% of the work is done.",
                **self._get_figures(),
            ),
            "underbilled": self.env._(
                "Earned %(actual_money)s, billed %(base_money)s.", **self._get_figures()
            ),
            "billing_gap": self.env._(
                "Cost of %(amount)s since the last billing, %(days)s days ago.",
                **self._get_figures(),
            ),
            "slow_changes": self.env._(
                "Changes that wait for a decision: %(count)s, the oldest for %(days)s days.",
                **self._get_figures(),
            ),
            "retention": self.env._(
                "%(amount)s is held back although it was due %(days)s days ago.",
                **self._get_figures(),
            ),
            "owner_retention": self.env._(
                "The owner holds back %(amount)s, %(days)s days after the finish of the job.",
                **self._get_figures(),
            ),
        }
        return texts[self.kind]

    def _get_figures(self):
        def money(value):
            return format_amount(self.env, value, self.currency_id)

        return {
            "actual": self.actual,
            "base": self.base,
            "actual_money": money(self.actual),
            "base_money": money(self.base),
            "amount": money(self.amount),
            "count": self.count,
            "days": self.days,
            # Sudo: the name of the code or line that it is about.
            "subject": (self.sudo().budget_line_id or self.sudo().cost_code_id).display_name or "",
        }
