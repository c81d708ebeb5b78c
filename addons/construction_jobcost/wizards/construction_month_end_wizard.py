# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command


class ConstructionMonthEndWizard(models.TransientModel):
    """Sign off a month, with a reason for each thing that is left open, or reopen it."""

    _name = "construction.month.end.wizard"
    _description = "Sign Off a Month"

    kind = fields.Selection(
        [("sign", "Sign Off"), ("reopen", "Reopen")], required=True, readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    month = fields.Date(required=True, readonly=True)
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    reason = fields.Text()
    line_ids = fields.One2many("construction.month.end.wizard.line", "wizard_id")

    @api.depends("month", "project_id", "company_id")
    def _compute_display_name(self):
        for wizard in self:
            close = wizard.env["construction.month.end"]._find(wizard.company_id, wizard.month)
            subject = wizard.project_id or wizard.company_id
            wizard.display_name = f"{subject.display_name}, {close.display_name}"

    @api.model
    def _open(self, close, job_id, kind):
        """Return the wizard for a month of a job (0: the company), with what blocks it."""
        job = self.env["project.project"].browse(job_id or [])
        job.check_access("read")
        return self.create(
            {
                "kind": kind,
                "company_id": close.company_id.id,
                "month": close.month,
                "project_id": job.id,
                "line_ids": self._prepare_lines(close, job) if kind == "sign" else [],
            }
        )

    @api.model
    def _prepare_lines(self, close, job):
        findings = self.env["construction.month.end.check"]._get_findings(close)
        cells = {check: finding.get_cell(job.id or 0) for check, finding in findings.items()}
        return [
            Command.create(
                {
                    "check_key": check.key,
                    "name": check.name,
                    "count": cell.count,
                    "amount": float(cell.amount),
                }
            )
            for check, cell in cells.items()
            if check.is_blocking and cell.count
        ]

    def action_sign(self):
        """Sign off as the current user; what is open needs its reasons."""
        self.ensure_one()
        reasons = {line.check_key: line.reason for line in self.line_ids}
        self._get_sign_off()._sign(reasons)
        return {"type": "ir.actions.act_window_close"}

    def action_reopen(self):
        """Take the sign-off back as the current user."""
        self.ensure_one()
        self._get_sign_off()._reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _get_sign_off(self):
        self.company_id.check_access("read")
        close = self.env["construction.month.end"]._ensure(self.company_id, self.month)
        return close._ensure_job(self.project_id) if self.project_id else close
