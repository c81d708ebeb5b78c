# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime

from ...core.month_end import Cell, month_before

SEES_ALL = "construction_jobcost.group_job_cost_all"


class ConstructionMonthEndBoard(models.AbstractModel):
    """The month end on one page: jobs by checks, with counts, money and persons."""

    _name = "construction.month.end.board"
    _description = "Month End Board"

    @api.model
    def get_board(self, month=None):
        """Return all that the page shows of a month of the current company.

        month: an ISO day of it; none takes the month before this one. Amounts are in the
        company's currency; documents are counted wholly, whoever looks, on the jobs that the
        user sees. Raises AccessError without a right on month ends.
        """
        close = self._get_close(month)
        findings = self.env["construction.month.end.check"]._get_findings(close)
        jobs = self._get_visible_jobs(close, findings)
        rows = self._prepare_rows(close, findings, jobs)
        return {
            "month": fields.Date.to_string(close.month),
            "label": close.display_name,
            "company": close.company_id.display_name,
            "close_id": close.id or False,
            "currency_id": close.company_id.currency_id.id,
            "checks": [
                {
                    "key": check.key,
                    "name": check.name,
                    "blocking": check.is_blocking,
                    "of_company": check.of_company,
                }
                for check in findings
            ],
            "rows": rows,
        }

    @api.model
    def _get_close(self, month):
        closes = self.env["construction.month.end"]
        closes.check_access("read")
        day = fields.Date.to_date(month) or month_before(fields.Date.context_today(self))[0]
        return closes._find(self.env.company, day)

    @api.model
    def _get_visible_jobs(self, close, findings):
        """Return the jobs of the board that the user sees: those that take part or have items."""
        found = {job for finding in findings.values() for job in finding.cells if job}
        jobs = self.env["project.project"].with_context(active_test=False)
        return jobs.search(
            [
                ("is_job", "=", True),
                ("company_id", "=", close.company_id.id),
                "|",
                ("id", "in", list(found)),
                "&",
                ("active", "=", True),
                ("job_status", "not in", ("planned", "closed")),
            ],
            order="job_code, id",
        )

    @api.model
    def _prepare_rows(self, close, findings, jobs):
        sign_offs = {
            sign_off.project_id: sign_off
            for sign_off in self.env["construction.month.end.job"].search(
                [("month_end_id", "=", close.id or 0), ("project_id", "in", jobs.ids)]
            )
        }
        nobody = self.env["construction.month.end.job"]
        names = self._get_names(findings)
        rows = [
            self._prepare_row(sign_offs.get(job, nobody.new()), findings, job, names)
            for job in jobs
        ]
        if self.env.user.has_group(SEES_ALL):
            rows.insert(0, self._prepare_row(close, findings, self.env["project.project"], names))
        return rows

    @api.model
    def _get_names(self, findings):
        """Return {user id: name} of all that have something open."""
        ids = {
            person
            for finding in findings.values()
            for cell in finding.cells.values()
            for person in cell.person_ids
        }
        # Sudo: the names of colleagues, whatever company they are in.
        users = self.env["res.users"].sudo().browse(ids)
        return {user.id: user.name for user in users}

    @api.model
    def _prepare_row(self, sign_off, findings, job, names):
        cells = {check: finding.get_cell(job.id or 0) for check, finding in findings.items()}
        states = dict(sign_off._fields["state"]._description_selection(self.env))
        signed = sign_off.state == "signed"
        return {
            "job_id": job.id or 0,
            "name": job.display_name or self.env.company.display_name,
            "manager": job.user_id.name or "",
            "state": sign_off.state,
            "state_label": states[sign_off.state],
            # Sudo: who signed is named to whoever sees the sign-off.
            "signed_by": sign_off.sudo().signed_by_id.name or "",
            "signed_on": format_datetime(self.env, sign_off.date_signed, dt_format="short")
            if signed
            else "",
            "may_sign": self._may_sign(job),
            "blocking": sum(cell.count for check, cell in cells.items() if check.is_blocking),
            "cells": {
                check.key: self._prepare_cell(check, cell, names)
                for check, cell in cells.items()
                if cell != Cell()
            },
        }

    @api.model
    def _may_sign(self, job):
        if job:
            return self.env["construction.month.end.job"]._may_sign(job)
        return self.env["construction.month.end"]._may_sign()

    @api.model
    def _prepare_cell(self, check, cell, names):
        persons = [names[person] for person in cell.person_ids] or [check.who]
        return {
            "count": cell.count,
            "accepted": cell.accepted,
            "amount": float(cell.amount),
            "persons": persons if cell.count else [],
        }

    # Ways out ---------------------------------------------------------------------------------

    @api.model
    def get_documents(self, month, job_id, key):
        """Return the action, and what of it is replaced, that shows what a check found.

        job_id: 0 for all jobs and the company itself. The documents open with the user's own
        rights. Raises AccessError where the user does not see the job.
        """
        close = self._get_close(month)
        if job_id:
            self.env["project.project"].browse(job_id).check_access("read")
        elif not self.env.user.has_group(SEES_ALL):
            raise AccessError(self.env._("You see the jobs that you manage or are in the team of."))
        findings = self.env["construction.month.end.check"]._get_findings(close)
        check, finding = next(pair for pair in findings.items() if pair[0].key == key)
        ids = sorted(finding.get_cell(job_id).record_ids)
        return {
            "xml_id": check.action,
            "name": check.name,
            "domain": [(check.id_field, "in", ids)] if check.id_field else [],
            "context": {"active_test": False},
        }

    @api.model
    def sign_clear_jobs(self, month):
        """Sign off all jobs that the user signs and nothing blocks; return how many."""
        close = self._get_close(month)
        findings = self.env["construction.month.end.check"]._get_findings(close)
        jobs = self._get_visible_jobs(close, findings)
        return len(self.env["construction.month.end.job"]._sign_clear(close, jobs, findings))

    @api.model
    def get_sign_off(self, month, job_id, kind):
        """Return the action that asks for what signing off, or reopening, needs.

        kind: "sign" or "reopen"; job_id: 0 for the company.
        """
        close = self._get_close(month)
        wizard = self.env["construction.month.end.wizard"]._open(close, job_id, kind)
        names = {"sign": self.env._("Sign Off"), "reopen": self.env._("Reopen")}
        return {
            "type": "ir.actions.act_window",
            "name": f"{names[kind]}: {wizard.display_name}",
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [[False, "form"]],
            "target": "new",
        }
