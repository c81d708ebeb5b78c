# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...core.month_end import month_bounds, out_of_order

FINANCE = "construction_jobcost.group_finance"


class ConstructionMonthEnd(models.Model):
    """The close of a company's month: what blocks it, who signed it off and why it was reopened.

    What blocks is looked up in the documents each time; only decisions are kept.
    """

    _name = "construction.month.end"
    _description = "Month End"
    _inherit = ["construction.sign.off"]
    _order = "month desc, company_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    date_end = fields.Date(string="Last Day", compute="_compute_date_end")
    job_ids = fields.One2many("construction.month.end.job", "month_end_id", readonly=True)
    decision_ids = fields.One2many("construction.month.end.decision", "month_end_id", readonly=True)
    lock_before = fields.Date(
        string="Closed until before", readonly=True, copy=False, help="What reopening goes back to."
    )

    _month_uniq = models.UniqueIndex(
        "(company_id, month)", "Somebody else began to close this month just now. Try again."
    )

    @api.depends("month")
    def _compute_date_end(self):
        for close in self:
            close.date_end = close.month and month_bounds(close.month)[1]

    @api.depends("month")
    def _compute_display_name(self):
        for close in self:
            close.display_name = format_date(self.env, close.month, date_format="MMMM y")

    @api.model
    def _transition_fields(self):
        """Return the fields that only a step of the workflow sets."""
        return super()._transition_fields() | {"lock_before"}

    # Finding ----------------------------------------------------------------------------------

    @api.model
    def _find(self, company, day):
        """Return the close of the month of ``day``: as it is kept, or one that is not kept yet."""
        first, _last = month_bounds(day)
        known = self.search([("company_id", "=", company.id), ("month", "=", first)], limit=1)
        return known or self.new({"company_id": company.id, "month": first})

    @api.model
    def _ensure(self, company, day):
        """Return the close of the month of ``day``, kept from now on."""
        close = self._find(company, day)
        if not close.id:
            # Sudo: nobody has the right to create closes; what follows asks for the right to sign.
            close = self.sudo().create({"company_id": company.id, "month": close.month})
        return self.browse(close.id)

    def _ensure_job(self, job):
        """Return the sign-off of a job in this month, kept from now on."""
        self.ensure_one()
        sign_offs = self.env["construction.month.end.job"]
        found = sign_offs.search([("month_end_id", "=", self.id), ("project_id", "=", job.id)])
        if not found:
            # Sudo: as in _ensure.
            found = sign_offs.sudo().create({"month_end_id": self.id, "project_id": job.id})
        return sign_offs.browse(found.id)

    # Sign-off ---------------------------------------------------------------------------------

    def _get_close(self):
        return self

    def _get_job(self):
        return self.env["project.project"]

    @api.model
    def _may_sign(self):
        """Whether the user is one who signs off months of the company."""
        return self.env.user.has_group(FINANCE)

    def _check_may_sign(self):
        self.check_access("read")
        if not self._may_sign():
            raise AccessError(
                self.env._(
                    "Only finance signs off the month of a company. Ask somebody of finance."
                )
            )

    def _check_over(self):
        """Raise UserError while the month goes on."""
        if self.date_end > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(month)s is not over yet. Sign it off when it has ended.",
                    month=self.display_name,
                )
            )

    def _check_can_sign(self):
        super()._check_can_sign()
        last = self.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "signed")], limit=1
        )
        if out_of_order(self.month, last.month or None):
            raise UserError(
                self.env._(
                    "Months are signed off in their order: the last one is %(last)s. Sign off "
                    "the month after it first.",
                    last=last.display_name,
                )
            )

    def _check_can_reopen(self):
        later = self.search(
            [("company_id", "=", self.company_id.id), ("month", ">", self.month)]
            + [("state", "=", "signed")],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "%(later)s is signed off and starts from this month. Reopen it first.",
                    later=later.display_name,
                )
            )

    def _sign(self, reasons):
        """Sign off the company's month: its job costs are closed up to the last day."""
        super()._sign(reasons)
        # Sudo: the right to sign off replaces the right to change the company.
        company = self.sudo().company_id
        self.sudo()._set(lock_before=company.job_cost_lock_date)
        company.job_cost_lock_date = max(
            day for day in (company.job_cost_lock_date, self.date_end) if day
        )

    def _reopen(self, reason):
        """Open the month again: job costs are closed up to where they were before."""
        super()._reopen(reason)
        # Sudo: as in _sign.
        company = self.sudo().company_id
        if company.job_cost_lock_date == self.date_end:
            before = self.lock_before or False
            company.job_cost_lock_date = before and min(before, self.month - timedelta(days=1))

    # Ways out ---------------------------------------------------------------------------------

    def action_view_board(self):
        """Open what blocks this month."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "construction_jobcost.construction_month_end_board_action"
        )
        return dict(action, context={"month": fields.Date.to_string(self.month)})

    def action_view_late_entries(self):
        """Open the amounts of the month that the ledger learned after it was signed off."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_entry_action"
        )
        domain = [
            ("company_id", "=", self.company_id.id),
            ("date", ">=", self.month),
            ("date", "<=", self.date_end),
            ("create_date", ">", self.date_signed),
        ]
        name = self.env._("Came after sign-off of %(month)s", month=self.display_name)
        return dict(action, domain=domain, context={}, display_name=name)
