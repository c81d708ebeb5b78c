# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..core.cost_report import COLUMN_NAMES


class ConstructionCostReportJob(models.Model):
    """One row per job: the totals of its cost report, at the same moment.

    For many jobs at once: their lines need not be read.
    """

    _name = "construction.cost.report.job"
    _description = "Job Cost Report by Job"
    _auto = False
    _rec_name = "project_id"

    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    revised_budget = fields.Monetary(readonly=True, aggregator="sum_currency")
    committed = fields.Monetary(readonly=True, aggregator="sum_currency")
    job_to_date = fields.Monetary(string="Job to Date", readonly=True, aggregator="sum_currency")
    over_under = fields.Monetary(string="Over / Under", readonly=True, aggregator="sum_currency")
    available = fields.Monetary(readonly=True, aggregator="sum_currency")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT job.id, cost.project_id, job.company_id, company.currency_id, %s
              FROM (%s) cost
              JOIN project_project job ON job.id = cost.project_id
              JOIN res_company company ON company.id = job.company_id
            """,
            SQL(", ").join(SQL("cost.%s", SQL.identifier(name)) for name in COLUMN_NAMES),
            self.env["construction.cost.report"]._query_jobs(),
        )

    @api.model
    def _search(self, *args, **kwargs):
        self.env["construction.cost.entry"]._project_before_reading()
        return super()._search(*args, **kwargs)
