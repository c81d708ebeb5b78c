# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..core.periods import closed_periods


class IntegrationReconciliationPlan(models.Model):
    """Which workflow of a system is reconciled by itself, and how often."""

    _name = "integration.reconciliation.plan"
    _description = "Reconciliation Plan"
    _order = "system_id, company_id, workflow, id"
    _rec_name = "workflow"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    system_id = fields.Many2one("integration.system", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    workflow = fields.Selection(selection="_selection_workflow", required=True)
    type = fields.Selection(
        selection="_selection_type", help="Only messages of this contract; empty: of all."
    )
    interval = fields.Selection(
        [("day", "Daily"), ("week", "Weekly"), ("month", "Monthly")], required=True, default="day"
    )
    delay_days = fields.Integer(
        "Days After the Period",
        default=1,
        help="How long after the end of a period it is compared for the first time.",
    )
    date_first = fields.Date(
        "Beginning With", required=True, default=fields.Date.context_today,
        help="The period that holds this day is the first one.",
    )  # fmt: skip
    request_missing = fields.Boolean(
        "Ask for What Is Missing",
        default=True,
        help="Ask the system for missing documents without waiting for a person.",
    )
    last_end = fields.Date("Made Until Before", readonly=True, copy=False)

    _scope_uniq = models.UniqueIndex(
        "(system_id, company_id, workflow, COALESCE(type, ''), interval)",
        "This is planned already.",
    )
    _delay_days_range = models.Constraint(
        "CHECK (delay_days BETWEEN 0 AND 365)", "Choose from 0 to 365 days after the period."
    )

    @api.model
    def _selection_workflow(self):
        return self.env["integration.reconciliation"]._selection_workflow()

    @api.model
    def _selection_type(self):
        return self.env["integration.reconciliation"]._selection_type()

    @api.model
    def _cron_reconcile(self) -> None:
        """Make the reconciliations that are due; compare what is open or has changed."""
        for plan in self.search([("active", "=", True)]):
            plan._make_due()
        # the scheduler tells when it was here last; a day more costs little
        since = self.env.context.get("lastcall") or fields.Datetime.now() - timedelta(days=30)
        Reconciliation = self.env["integration.reconciliation"]
        waiting = Reconciliation._find_open() | Reconciliation._find_outdated(
            since - timedelta(days=1)
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for one in waiting:
            one._compare_by_schedule()
            if not cron._commit_progress(1):
                break

    def _make_due(self) -> None:
        """Make a reconciliation for each period that has ended, and its delay too."""
        self.ensure_one()
        until = self._today() - timedelta(days=self.delay_days)
        periods = list(closed_periods(self.last_end or self.date_first, until, self.interval))
        scopes = [self._prepare_reconciliation_values(start, end) for start, end in periods]
        Reconciliation = self.env["integration.reconciliation"]
        for scope in scopes:
            known = [(name, "=", value) for name, value in scope.items() if name != "plan_id"]
            if not Reconciliation.search_count(known, limit=1):
                Reconciliation.create(scope)
        if periods:
            self.last_end = periods[-1][1]

    def _today(self) -> date:
        # sudo: the time zone of a company is no secret, its partner may be
        zone = self.company_id.sudo().partner_id.tz or "UTC"
        return fields.Datetime.now().replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date()

    def _prepare_reconciliation_values(self, start: date, end: date) -> dict:
        return {
            "system_id": self.system_id.id,
            "company_id": self.company_id.id,
            "workflow": self.workflow,
            "type": self.type,
            "key": False,
            "date_start": start,
            "date_end": end,
            "plan_id": self.id,
        }
