# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What the preview says of some hours.
FIGURES = ("amount_before", "amount_after", "burden_before", "burden_after")


class ConstructionLaborRepricing(models.Model):
    """The steps of a repricing."""

    _inherit = "construction.labor.repricing"

    def action_preview(self):
        """Show which hours would cost something else."""
        self.check_access("write")
        self._check_step("draft")
        for repricing in self:
            # Sudo: nobody writes the preview by hand; the right was checked.
            sudo = repricing.sudo()
            sudo.line_ids.unlink()
            sudo.env["construction.labor.repricing.line"].create(sudo._prepare_lines())
        return True

    def action_submit(self):
        """Put what the preview shows up for approval."""
        self.action_preview()
        for repricing in self:
            if not repricing.line_ids:
                raise UserError(
                    self.env._(
                        "No hours of these days cost something else by the rates of now. Look at "
                        "the labor rates and at the days they are valid on."
                    )
                )
        self._set_step("submitted", reject_reason=False)
        self._ask_for_approval()
        return True

    def action_approve(self):
        """Approve as the current user; with the last approval the hours are priced anew."""
        self.check_access("read")
        self._check_step("submitted")
        # Sudo: hours are priced for who may read wages or not; approvers approve the sum.
        self.sudo()._check_preview()
        self._grant_approval()
        # Sudo: the right to approve, checked for each, replaces the right to price hours.
        approved = self._filter_approved().sudo()
        approved._set_step("approved")
        approved._apply()
        return True

    # Hours ------------------------------------------------------------------------------------

    def _get_timesheets(self):
        self.ensure_one()
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("project_id.is_job", "=", True),
                ("employee_id.company_id", "=", self.company_id.id),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ]
        )
        if self.project_ids:
            domain &= Domain("project_id", "in", self.project_ids.ids)
        if self.employee_id:
            domain &= Domain("employee_id", "=", self.employee_id.id)
        return self.env["account.analytic.line"].search(domain, order="date, id")

    def _prepare_lines(self):
        """Return the values of the hours that cost something else now."""
        sheets = self._get_timesheets()
        changes = sheets._get_repriced()
        return [
            {
                "repricing_id": self.id,
                "timesheet_id": sheet.id,
                "project_id": sheet.project_id.id,
                "employee_id": sheet.employee_id.id,
                "date": sheet.date,
                "hours": sheet.unit_amount,
                "amount_before": -sheet.amount,
                "amount_after": -changes[sheet.id]["amount"],
                "burden_before": sheet.burden_amount,
                "burden_after": changes[sheet.id]["burden_amount"],
            }
            for sheet in sheets
            if sheet.id in changes
        ]

    def _check_preview(self):
        """Raise UserError when hours or rates changed since they were submitted."""
        for repricing in self:
            shown = [self._get_figures(line, line.timesheet_id.id) for line in repricing.line_ids]
            wanted = [
                self._get_figures(vals, vals["timesheet_id"]) for vals in repricing._prepare_lines()
            ]
            if sorted(shown) != sorted(wanted):
                raise UserError(
                    self.env._(
                        "Hours or rates of %(repricing)s changed since it was submitted. Set it "
                        "to draft and submit it again: then it shows what holds now.",
                        repricing=repricing.display_name,
                    )
                )

    @api.model
    def _get_figures(self, line, timesheet_id):
        """Return what a line of the preview, or the values of one, says of some hours."""
        return (timesheet_id, *(round(line[name], 6) for name in FIGURES))

    def _apply(self):
        for sheet in self.line_ids.timesheet_id:
            sheet.write(sheet._prepare_repriced())
