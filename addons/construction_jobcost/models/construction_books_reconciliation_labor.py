# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

#: Where the burden of a job stands: apart from the hours that it is on.
BURDEN = "project.project"


class ConstructionBooksReconciliation(models.Model):
    """Labor burden: a part of each line of hours, in the books of no job."""

    _inherit = "construction.books.reconciliation"

    @api.model
    def _selection_category(self):
        labels = dict(super()._selection_category())
        result = {}
        for category, label in labels.items():
            result[category] = label
            if category == "labor":
                result["burden"] = self.env._("Labor burden, posted by payroll")
        return list(result.items())

    @api.model
    def _get_model_categories(self):
        return {**super()._get_model_categories(), BURDEN: "burden"}

    @api.model
    def _get_facts(self):
        return [*super()._get_facts(), *self._select_burden()]

    @api.model
    def _select_burden(self):
        """What of the ledger's hours is burden: off their lines, and together under the job.

        Lent crews are left out: their company charges them wholly.
        """
        return [
            SQL(
                """
                SELECT job.company_id, NULL::integer, job.id, line.date, %(place)s,
                       0, %(sign)s * line.burden_amount
                  FROM account_analytic_line line
                  JOIN project_project job ON job.is_job AND job.account_id = line.account_id
                 WHERE line.burden_amount <> 0 AND line.move_line_id IS NULL
                   AND line.lending_company_id IS NULL%(moment)s
                """,
                place=place,
                sign=sign,
                moment=self._where_as_of("line"),
            )
            for place, sign in (
                (SQL("'account.analytic.line', line.id, NULL, NULL::integer, NULL"), SQL("-1")),
                (
                    SQL("%s, job.id, %s, job.id, job.job_code", BURDEN, BURDEN),
                    SQL("1"),
                ),
            )
        ]
