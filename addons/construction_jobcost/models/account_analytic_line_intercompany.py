# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class AccountAnalyticLine(models.Model):
    """Hours of a sister company's crew: they cost the job the agreed transfer price."""

    _inherit = "account.analytic.line"

    # the index serves the inter-company run, which looks for the few lent hours of all
    lending_company_id = fields.Many2one(
        "res.company",
        string="Crew of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The company whose crew worked on the job, where it is not the job's own.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_lender(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._without_lender(vals))

    @api.model
    def _without_lender(self, vals):
        # it follows from employee and job: hours that deny it would never be charged
        if self.env.su or "lending_company_id" not in vals:
            return vals
        return {name: value for name, value in vals.items() if name != "lending_company_id"}

    @api.model
    def _create_timesheets(self, vals_list):
        """Create lent hours line by line: their price depends on the day."""
        # Sudo: whose employee works on whose job is asked whoever reports the hours.
        employees = self.env["hr.employee"].sudo()
        jobs = self.env["project.project"].sudo()
        lent = [
            employees.browse(vals.get("employee_id")).company_id
            != jobs.browse(vals.get("project_id")).company_id
            for vals in vals_list
        ]
        if not any(lent):
            return super()._create_timesheets(vals_list)
        own = iter(
            super()._create_timesheets(
                [vals for vals, is_lent in zip(vals_list, lent, strict=True) if not is_lent]
            )
        )
        foreign = iter(
            self.create([vals for vals, is_lent in zip(vals_list, lent, strict=True) if is_lent])
        )
        return self.concat(*(next(foreign if is_lent else own) for is_lent in lent))

    def _get_lender(self):
        """Return the company whose crew this is, empty where it is the job's own."""
        self.ensure_one()
        company = self.employee_id.company_id
        lent = self.project_id.is_job and company != self.project_id.company_id
        return company if lent else company.browse()

    def _get_labor_price(self, day):
        hour, lender = super()._get_labor_price(day), self._get_lender()
        if not lender:
            return hour
        rates = self.env["construction.intercompany.rate"]
        return hour.times(rates._get_factor(lender, self.project_id.company_id, day))

    def _timesheet_postprocess_values(self, values):
        result = super()._timesheet_postprocess_values(values)
        lent = self.filtered("lending_company_id") if "date" in values else self.browse()
        if lent:
            # another day may have another transfer price: core does not price anew for a date
            priced = {**values, "unit_amount": True}
            result |= super(AccountAnalyticLine, lent)._timesheet_postprocess_values(priced)
        # Sudo: as in core's own pricing.
        for line in self.sudo():
            lender = line._get_lender()
            if "amount" in result[line.id] and line.lending_company_id != lender:
                result[line.id]["lending_company_id"] = lender.id
        return result
