# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...core.owner_billing import cost_plus, done_by_cost, is_apart
from ...core.retention import NOTHING
from ...core.values import decimal

#: What a person who resolves a difference leaves behind.
RESOLUTION = (
    "resolved_by_id",
    "resolved_date",
    "resolved_taken",
    "resolve_reason",
    "resolved_field_percent",
    "resolved_finance_percent",
)


class ConstructionOwnerApplicationLine(models.Model):
    """The percent complete that the field sees against the one that finance bills."""

    _inherit = "construction.owner.application.line"

    field_percent = fields.Float(
        string="Field %", digits=(16, 2), help="Work in place, as the job's side sees it."
    )
    field_user_id = fields.Many2one(
        "res.users", string="Reported by", readonly=True, ondelete="restrict"
    )
    field_date = fields.Datetime(string="Reported at", readonly=True)
    finance_percent = fields.Float(
        string="Finance %",
        compute="_compute_finance_percent",
        digits=(16, 2),
        aggregator=False,
        help="Work in place of the scheduled value, as it is billed.",
    )
    difference_percent = fields.Float(
        string="Difference", compute="_compute_finance_percent", digits=(16, 2), aggregator=False
    )
    is_disputed = fields.Boolean(
        string="Differs",
        compute="_compute_is_disputed",
        help="Field and finance differ by more than is tolerated, and nobody resolved it.",
    )
    resolved_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    resolved_date = fields.Datetime(string="Resolved at", readonly=True)
    resolved_taken = fields.Selection(
        [("field", "Field"), ("finance", "Finance")], string="Taken", readonly=True
    )
    resolve_reason = fields.Char(string="Resolved because", readonly=True)
    resolved_field_percent = fields.Float(digits=(16, 2), readonly=True, aggregator=False)
    resolved_finance_percent = fields.Float(digits=(16, 2), readonly=True, aggregator=False)

    @api.model
    def _fields_beside_approval(self):
        return super()._fields_beside_approval() | set(RESOLUTION)

    @api.depends("scheduled_value", "work_to_date", "field_percent", "field_date")
    def _compute_finance_percent(self):
        for line in self:
            value = line.scheduled_value
            line.finance_percent = round(line.work_to_date / value * 100, 2) if value else 0.0
            apart = line.field_percent - line.finance_percent
            line.difference_percent = apart if line.field_date else 0.0

    @api.depends(
        "finance_percent",
        "difference_percent",
        "company_id.progress_tolerance_percent",
        *RESOLUTION,
    )
    def _compute_is_disputed(self):
        for line in self:
            # Sudo: the setting holds for whoever looks.
            tolerance = decimal(line.sudo().company_id.progress_tolerance_percent)
            stated = decimal(line.field_percent), decimal(line.finance_percent)
            apart = bool(line.field_date) and is_apart(*stated, tolerance)
            line.is_disputed = apart and not line._is_resolved(stated)

    def _is_resolved(self, stated):
        """Tell whether somebody resolved the difference between just these percents."""
        known = decimal(self.resolved_field_percent), decimal(self.resolved_finance_percent)
        return bool(self.resolved_by_id) and known == stated

    def action_resolve(self):
        """Ask which percent to take, and why."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_owner_resolve_wizard_action"
        )
        return dict(action, context={"default_line_id": self.id})

    def _resolve(self, taken, reason):
        """Take the percent of the field or of finance; the reason, who and when are kept.

        Raises AccessError for somebody who does not bill the owner.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_resolver()
        self.application_id._check_open()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Give the reason, so that others can follow the decision later.")
            )
        if taken == "field":
            self._take_field_percent(reason)
        # Sudo: only this method writes what stands for a decision.
        self.sudo().write(
            {
                "resolved_by_id": self.env.uid,
                "resolved_date": fields.Datetime.now(),
                "resolved_taken": taken,
                "resolve_reason": reason,
                "resolved_field_percent": self.field_percent,
                "resolved_finance_percent": self.finance_percent,
            }
        )

    def _check_resolver(self):
        if not self.env.user.has_group("construction_jobcost.group_finance"):
            raise AccessError(
                self.env._("Differences between field and finance are resolved by finance.")
            )

    def _take_field_percent(self, reason):
        """Bill what the field sees."""
        if self.step == "draft":
            self.claimed_percent = self.field_percent
            return
        done = self.currency_id.round(self.scheduled_value * self.field_percent / 100)
        work = done - self.previous_work - self.certified_moved
        self.write({"certified_work": work, "certify_reason": reason})

    # By cost ----------------------------------------------------------------------------------

    def _take_cost(self, rows):
        """Claim what the cost to date of the item's codes comes to.

        rows: the job's cost report as of the end of the period.
        """
        self.ensure_one()
        item = self.contract_line_id
        counted = [r for r in rows if item._counts_cost(r["cost_code"], r["cost_type"])]
        cost = sum((row["job_to_date"] for row in counted), NOTHING)
        scheduled, rounding = decimal(self.scheduled_value), decimal(self.currency_id.rounding)
        rate = decimal(self.contract_id._get_payment_rate(self.period_end))
        if self.kind == "cost_plus":
            maximum = scheduled if item.is_guaranteed else None
            done = cost_plus(cost * rate, decimal(item.fee_percent), maximum, rounding)
        else:
            expected = sum((row["estimate_at_completion"] for row in counted), NOTHING)
            done = done_by_cost(scheduled, cost, expected, rounding)
        self.claimed_work = float(done) - self.previous_work - self.claimed_moved


class ConstructionOwnerApplication(models.Model):
    """Progress by cost, and the differences that somebody has to resolve."""

    _inherit = "construction.owner.application"

    dispute_count = fields.Integer(string="Differences", compute="_compute_dispute_count")

    @api.depends("line_ids.is_disputed")
    def _compute_dispute_count(self):
        for application in self:
            application.dispute_count = len(application.line_ids.filtered("is_disputed"))

    def action_take_cost(self):
        """Claim for items by cost what their cost to the end of the period comes to."""
        self.check_access("write")
        for application in self:
            lines = application.line_ids.filtered(lambda line: line.progress_method == "cost")
            rows = application.project_id._get_job_cost(as_of=application.period_end)
            for line in lines:
                line._take_cost(rows)
        return True

    def action_field_progress(self):
        """Open the lines for the percent complete that the field sees."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_owner_application_line_action_field"
        )
        return dict(action, domain=[("application_id", "=", self.id)], context={})

    def _check_disputes(self):
        """Raise UserError while field and finance differ on a line and nobody resolved it."""
        self.ensure_one()
        lines = self.line_ids.filtered("is_disputed")
        if lines:
            texts = "\n".join(
                self.env._(
                    "%(item)s: the field says %(field)s %%, finance %(finance)s %%.",
                    item=line.contract_line_id.display_name,
                    field=line.field_percent,
                    finance=line.finance_percent,
                )
                for line in lines
            )
            raise UserError(
                self.env._(
                    "%(application)s: field and finance differ by more than %(tolerance)s points. "
                    "Resolve each difference with a reason first.\n%(lines)s",
                    application=self.display_name,
                    tolerance=self.company_id.progress_tolerance_percent,
                    lines=texts,
                )
            )
