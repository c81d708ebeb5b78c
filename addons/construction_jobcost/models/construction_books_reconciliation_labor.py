# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .construction_books_reconciliation import ACTUALS

#: Where burden and equipment of a job stand, apart from the lines of hours and use: a model
#: that no entry of the ledger comes from, with the id of the job.
PLACES = {"burden": "project.project", "equipment": "maintenance.equipment"}


class ConstructionBooksReconciliation(models.Model):
    """Labor burden and equipment use: in the books of the jobs as far as runs posted them."""

    _inherit = "construction.books.reconciliation"

    @api.model
    def _selection_category(self):
        result = super()._selection_category()
        after = [category for category, _label in result].index("labor") + 1
        result[after:after] = [
            ("burden", self.env._("Labor burden, not posted on jobs")),
            ("equipment", self.env._("Equipment use, not posted on jobs")),
        ]
        return result

    @api.model
    def _get_model_categories(self):
        categories = super()._get_model_categories()
        return {**categories, **{model: kind for kind, model in PLACES.items()}}

    @api.model
    def _select_own_entries(self):
        return SQL(
            "%s UNION ALL SELECT move_id FROM construction_recovery_run WHERE move_id IS NOT NULL",
            super()._select_own_entries(),
        )

    @api.model
    def _get_facts(self):
        carried = {"burden": self._select_burden, "equipment": self._select_equipment}
        return [
            *super()._get_facts(),
            *(fact for kind, select in carried.items() for fact in self._move(kind, select())),
            *self._select_recovery(),
        ]

    @api.model
    def _move(self, kind, carried):
        """Take what jobs carry off its lines, and put it together under the job.

        carried: rows of company, job, day, model and id of the line, amount
        """
        return [
            SQL(
                """
                SELECT company_id, NULL::integer, project_id, date, source_model, source_id,
                       NULL, NULL::integer, NULL, 0, -amount
                  FROM (%s) carried
                """,
                carried,
            ),
            SQL(
                """
                SELECT carried.company_id, known.account_id, carried.project_id, carried.date, %(place)s,
                       job.id, 'project.project', job.id, job.job_code, 0, carried.amount
                  FROM (%(carried)s) carried
                  JOIN project_project job ON job.id = carried.project_id
             LEFT JOIN (
                       SELECT DISTINCT ON (line.project_id) line.project_id, line.account_id
                         FROM construction_recovery_line line
                         JOIN construction_recovery_run run ON run.id = line.run_id
                        WHERE run.state = 'posted' AND run.kind = %(kind)s
                     ORDER BY line.project_id, line.id DESC
                       ) known ON known.project_id = job.id
                """,
                carried=carried,
                kind=kind,
                place=PLACES[kind],
            ),
        ]

    @api.model
    def _select_burden(self):
        """The burden of own crews; a lent crew's is charged by its company with the hours."""
        return SQL(
            """
            SELECT job.company_id, job.id AS project_id, line.date,
                   'account.analytic.line' AS source_model, line.id AS source_id,
                   line.burden_amount AS amount
              FROM account_analytic_line line
              JOIN project_project job ON job.is_job AND job.account_id = line.account_id
             WHERE line.burden_amount <> 0 AND line.move_line_id IS NULL
               AND line.lending_company_id IS NULL%s
            """,
            self._where_as_of("line"),
        )

    @api.model
    def _select_equipment(self):
        return SQL(
            """
            SELECT e.company_id, e.project_id, e.date, e.source_model, e.source_id, e.amount
              FROM construction_cost_entry e
             WHERE e.source_model = 'construction.equipment.usage' AND e.bucket IN %s%s
            """,
            ACTUALS,
            self._where_as_of("e"),
        )

    @api.model
    def _select_recovery(self):
        """What runs posted: under its jobs or on none, and against the run's own entry."""
        entry = SQL("'account.move', entry.id, 'account.move', entry.id, entry.name")
        company = SQL("'res.company', run.company_id, 'account.move', entry.id, entry.name")
        job = SQL(
            "CASE run.kind WHEN 'burden' THEN %s ELSE %s END, job.id, 'project.project', job.id, "
            "job.job_code",
            PLACES["burden"],
            PLACES["equipment"],
        )
        cost, recovery = SQL("line.account_id"), SQL("run.recovery_account_id")
        return [
            self._select_run_lines(cost, SQL("line.project_id"), job, SQL("1")),
            self._select_run_lines(cost, SQL("line.project_id"), entry, SQL("-1")),
            self._select_run_lines(recovery, SQL("NULL::integer"), company, SQL("-1")),
            self._select_run_lines(recovery, SQL("NULL::integer"), entry, SQL("1")),
        ]

    @api.model
    def _select_run_lines(self, account, project, place, sign):
        return SQL(
            """
            SELECT line.company_id, %(account)s, %(project)s, entry.date, %(place)s,
                   %(sign)s * line.amount, 0
              FROM construction_recovery_run run
              JOIN construction_recovery_line line ON line.run_id = run.id
              JOIN account_account a
                ON a.id = %(account)s AND %(takes_cost)s
              JOIN project_project job ON job.id = line.project_id
              JOIN account_move entry ON entry.id = run.move_id AND entry.state = 'posted'
             WHERE run.state = 'posted'%(moment)s
            """,
            account=account,
            takes_cost=self.env["account.account"]._where_takes_job_cost("a"),
            project=project,
            place=place,
            sign=sign,
            moment=self._where_as_of("entry"),
        )
