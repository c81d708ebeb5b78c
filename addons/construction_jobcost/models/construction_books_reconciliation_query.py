# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .account_account import ASSETS
from .construction_books_reconciliation import ACTUALS


class ConstructionBooksReconciliation(models.Model):
    """The query: facts of both sides under the document that they come from."""

    _inherit = "construction.books.reconciliation"

    @property
    def _table_query(self):
        return SQL(
            """
            WITH item AS (%(items)s), share AS (%(shares)s), fact AS (%(facts)s), total AS (
                SELECT company_id, account_id, project_id, source_model, source_id,
                       date_trunc('month', date)::date AS month,
                       MAX(document_model) AS document_model, MAX(document_id) AS document_id,
                       MAX(document_name) AS document_name, SUM(books) AS books_amount,
                       SUM(ledger) AS ledger_amount, SUM(books) - SUM(ledger) AS difference
                  FROM fact GROUP BY 1, 2, 3, 4, 5, 6
                HAVING SUM(books) <> 0 OR SUM(ledger) <> 0
            )
            SELECT row_number() OVER (ORDER BY total.source_model, source_id, total.company_id,
                                      total.project_id, total.account_id, month) AS id,
                   total.company_id, company.currency_id, total.account_id, total.project_id, month,
                   document_model, document_id, document_name, books_amount, ledger_amount,
                   difference, %(category)s AS category
              FROM total
              JOIN res_company company ON company.id = total.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
         LEFT JOIN account_move_line item
                ON item.id = source_id AND source_model = 'account.move.line'
         LEFT JOIN product_product product ON product.id = item.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN account_account account ON account.id = total.account_id
         LEFT JOIN account_analytic_line analytic
                ON analytic.id = source_id AND source_model = 'account.analytic.line'
            """,
            items=self._select_items(),
            shares=self._select_shares(),
            facts=SQL(" UNION ALL ").join(self._get_facts()),
            category=self._select_category(),
        )

    @api.model
    def _where_as_of(self, alias):
        day = fields.Date.to_date(self.env.context.get("as_of"))
        return SQL(" AND %s.date <= %s", SQL.identifier(alias), day) if day else SQL()

    @api.model
    def _select_items(self):
        """Posted items on cost accounts, with the document that they count under."""
        return SQL(
            """
            SELECT l.id, l.company_id, l.account_id, l.date, l.balance, l.analytic_distribution,
                   l.move_id, m.name AS document_name, currency.rounding::numeric AS step,
                   CASE WHEN own.move_id IS NOT NULL THEN 'account.move'
                        WHEN moved.reallocation_id IS NOT NULL
                        THEN 'construction.cost.reallocation'
                        ELSE 'account.move.line' END AS source_model,
                   CASE WHEN own.move_id IS NOT NULL THEN l.move_id
                        ELSE COALESCE(moved.reallocation_id, l.id) END AS source_id
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN account_account a ON a.id = l.account_id AND %s
              JOIN res_company company ON company.id = l.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
         LEFT JOIN (%s) own ON own.move_id = m.id
         LEFT JOIN construction_cost_reallocation_move_rel moved ON moved.move_id = m.id
             WHERE l.parent_state = 'posted'%s
            """,
            self.env["account.account"]._where_takes_job_cost("a"),
            self._select_own_entries(),
            self._where_as_of("l"),
        )

    @api.model
    def _select_own_entries(self):
        """The entries of runs: what they hold stands under the documents they were made from."""
        return SQL(
            """
            SELECT move_id FROM construction_accrual_run WHERE move_id IS NOT NULL
         UNION ALL
            SELECT reversal_id FROM construction_accrual_run WHERE reversal_id IS NOT NULL
            """
        )

    @api.model
    def _select_shares(self):
        """What of each item falls on which job, rounded as a whole."""
        return SQL(
            """
            SELECT item.id, job.id AS project_id,
                   ROUND(item.balance * SUM(part.percent::numeric) / 100 / item.step)
                   * item.step AS amount
              FROM item
        CROSS JOIN LATERAL jsonb_each_text(item.analytic_distribution) part(accounts, percent)
              JOIN project_project job ON job.is_job
               AND job.account_id::text = ANY(string_to_array(part.accounts, ','))
          GROUP BY item.id, item.balance, item.step, job.id
            """
        )

    @api.model
    def _get_facts(self):
        return [
            self._select_books(),
            self._select_books_without_job(),
            *self._select_accruals(),
            self._select_ledger(),
        ]

    @api.model
    def _select_books(self):
        return SQL(
            """
            SELECT item.company_id, item.account_id, share.project_id, item.date,
                   item.source_model, item.source_id, 'account.move' AS document_model,
                   item.move_id AS document_id, item.document_name,
                   share.amount AS books, 0 AS ledger
              FROM item JOIN share ON share.id = item.id
            """
        )

    @api.model
    def _select_books_without_job(self):
        """The rest of each item, so that the accounts tie to the trial balance."""
        return SQL(
            """
            SELECT item.company_id, item.account_id, NULL, item.date, item.source_model,
                   item.source_id, 'account.move', item.move_id, item.document_name,
                   item.balance - COALESCE(coded.amount, 0), 0
              FROM item
         LEFT JOIN (SELECT id, SUM(amount) AS amount FROM share GROUP BY id) coded
                ON coded.id = item.id
             WHERE item.balance <> COALESCE(coded.amount, 0)
            """
        )

    @api.model
    def _select_accruals(self):
        """What runs posted: under their order lines, and against their own entries."""
        return [
            SQL(
                """
                SELECT line.company_id, line.account_id, line.project_id, item.date, %(place)s,
                       %(sign)s * entry.sign * line.amount, 0
                  FROM construction_accrual_run run
                  JOIN construction_accrual_line line ON line.run_id = run.id
                  JOIN account_account a
                    ON a.id = line.account_id AND %(cost)s
                  JOIN purchase_order_line o ON o.id = line.order_line_id
                  JOIN purchase_order head ON head.id = o.order_id
            CROSS JOIN LATERAL (VALUES (run.move_id, 1), (run.reversal_id, -1)) entry(id, sign)
                  JOIN account_move item ON item.id = entry.id AND item.state = 'posted'
                 WHERE run.state IN ('posted', 'reversed')%(moment)s
                """,
                cost=self.env["account.account"]._where_takes_job_cost("a"),
                place=place,
                sign=sign,
                moment=self._where_as_of("item"),
            )
            for place, sign in (
                (
                    SQL("'purchase.order.line', o.id, 'purchase.order', head.id, head.name"),
                    SQL("1"),
                ),
                (SQL("'account.move', item.id, 'account.move', item.id, item.name"), SQL("-1")),
            )
        ]

    @api.model
    def _select_ledger(self):
        return SQL(
            """
            SELECT COALESCE(item.company_id, e.company_id),
                   COALESCE(item.account_id, accrued.id, booked.account_id), e.project_id, e.date,
                   CASE WHEN booked.id IS NOT NULL THEN 'construction.cost.reallocation'
                        -- accrued by its certificate, posted under its order line
                        WHEN applied.id IS NOT NULL THEN 'purchase.order.line'
                        ELSE e.source_model END,
                   COALESCE(CASE WHEN booked.id IS NOT NULL THEN moved.reallocation_id END,
                            applied.order_line_id, e.source_id),
                   MAX(e.document_model),
                   MAX(e.document_id), MAX(e.document_name), 0, SUM(e.amount)
              FROM construction_cost_entry e
         LEFT JOIN account_move_line item
                ON item.id = e.source_id AND e.source_model = 'account.move.line'
         LEFT JOIN construction_cost_reallocation_line moved
                ON moved.id = e.source_id
               AND e.source_model = 'construction.cost.reallocation.line'
         LEFT JOIN construction_payment_application_line applied
                ON applied.id = e.source_id
               AND e.source_model = 'construction.payment.application.line'
         -- what was moved stays on its account
         LEFT JOIN account_move_line booked
                ON booked.id = moved.source_id AND moved.source_model = 'account.move.line'
         LEFT JOIN LATERAL (
                   SELECT line.account_id AS id FROM construction_accrual_line line
                     JOIN construction_accrual_run run ON run.id = line.run_id
                    WHERE line.order_line_id = CASE
                          WHEN e.source_model = 'purchase.order.line' THEN e.source_id
                          ELSE applied.order_line_id END AND run.state IN ('posted', 'reversed')
                 ORDER BY line.id DESC LIMIT 1
                   ) accrued ON TRUE
             WHERE e.bucket IN %s%s
          GROUP BY 1, 2, 3, 4, 5, 6
            """,
            ACTUALS,
            self._where_as_of("e"),
        )

    @api.model
    def _select_category(self):
        """Why both sides differ; the first reason that holds."""
        known = [
            SQL("WHEN total.source_model = %s THEN %s", model, category)
            for model, category in sorted(self._get_model_categories().items())
        ]
        return SQL(
            """
            CASE WHEN difference = 0 THEN 'agreed'
                 WHEN total.source_model = 'purchase.order.line' THEN 'accrual'
                 WHEN analytic.project_id IS NOT NULL THEN 'labor'
                 WHEN analytic.stock_move_id IS NOT NULL THEN 'issue'
                 WHEN analytic.id IS NOT NULL THEN 'no_entry'
                 %s
                 WHEN total.source_model = 'account.move' THEN 'unexplained'
                 WHEN ABS(difference) <= currency.rounding THEN 'rounding'
                 WHEN total.project_id IS NULL THEN 'uncoded'
                 WHEN ledger_amount = 0 AND item.tax_line_id IS NOT NULL THEN 'tax'
                 WHEN books_amount = 0 AND template.is_storable
                      AND account.account_type = 'asset_current' THEN 'stock'
                 WHEN books_amount = 0 AND account.account_type IN %s THEN 'balance_sheet'
                 ELSE 'unexplained' END
            """,
            SQL(" ").join(known),
            ASSETS,
        )
