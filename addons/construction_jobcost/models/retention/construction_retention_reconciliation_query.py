# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class ConstructionRetentionReconciliation(models.Model):
    """The query: facts of both sides under the document that withheld or gave back."""

    _inherit = "construction.retention.reconciliation"

    @property
    def _table_query(self):
        return SQL(
            """
            WITH fact AS (%(facts)s), total AS (%(totals)s), known AS (%(known)s),
                 share AS (%(shares)s), split AS (%(split)s)
            SELECT row_number() OVER (ORDER BY document_model, document_id, split.company_id,
                                      side, order_id, account_id, split.project_id) AS id,
                   split.company_id, company.currency_id, side, account_id, split.order_id,
                   COALESCE(split.project_id, contract.project_id) AS project_id,
                   COALESCE(contract.partner_id, split.partner_id) AS partner_id,
                   document_model, document_id, document_name, books AS books_amount,
                   ledger AS ledger_amount, books - ledger AS difference,
                   %(category)s AS category
              FROM split
              JOIN res_company company ON company.id = split.company_id
         LEFT JOIN purchase_order contract ON contract.id = split.order_id
            """,
            facts=SQL(" UNION ALL ").join(self._get_facts()),
            totals=self._select_totals(),
            known=self._select_known(),
            shares=self._select_shares(),
            split=self._select_split(),
            category=self._select_category(),
        )

    @api.model
    def _select_totals(self):
        """Both sides of each document on each account; what is nothing is left out."""
        return SQL(
            """
            SELECT company_id, side, account_id, order_id, document_model, document_id,
                   MAX(document_name) AS document_name, MAX(partner_id) AS partner_id,
                   SUM(books) AS books_amount, SUM(ledger) AS ledger_amount,
                   SUM(books) - SUM(ledger) AS difference, SUM(tax) AS tax,
                   BOOL_OR(is_foreign) AS is_foreign, BOOL_OR(by_hand) AS by_hand
              FROM fact GROUP BY 1, 2, 3, 4, 5, 6
            HAVING SUM(books) <> 0 OR SUM(ledger) <> 0
            """
        )

    @api.model
    def _select_known(self):
        """The totals with what differs on all accounts of the document together."""
        return SQL(
            """
            SELECT total.*, SUM(difference) OVER (PARTITION BY company_id, side, order_id,
                                                  document_model, document_id) AS left_over
              FROM total
            """
        )

    @api.model
    def _select_split(self):
        """The totals by job."""
        return SQL(
            """
            SELECT known.*, share.project_id, %(books)s AS books, %(ledger)s AS ledger
              FROM known
         LEFT JOIN share ON share.company_id = known.company_id AND share.side = known.side
               AND share.order_id IS NOT DISTINCT FROM known.order_id
               AND share.document_model = known.document_model
               AND share.document_id = known.document_id
            """,
            books=self._split_over_jobs("known.books_amount"),
            ledger=self._split_over_jobs("known.ledger_amount"),
        )

    @api.model
    def _select_shares(self):
        """The part of what the ledger has of a document up to and before each of its jobs."""
        return SQL(
            """
            SELECT company_id, side, order_id, document_model, document_id, project_id,
                   SUM(amount) OVER running / SUM(amount) OVER whole AS upto,
                   (SUM(amount) OVER running - amount) / SUM(amount) OVER whole AS before
              FROM (SELECT company_id, side, order_id, document_model, document_id, project_id,
                           SUM(ledger) AS amount, SUM(SUM(ledger)) OVER (
                               PARTITION BY company_id, side, order_id, document_model, document_id
                           ) AS total
                      FROM fact WHERE project_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6) job
             WHERE total <> 0
            WINDOW whole AS (PARTITION BY company_id, side, order_id, document_model, document_id),
                   running AS (PARTITION BY company_id, side, order_id, document_model, document_id
                               ORDER BY project_id)
            """
        )

    @api.model
    def _split_over_jobs(self, column):
        """A bill names no job on its retention: it is split as the ledger is, to the cent."""
        return SQL(
            "ROUND(%(amount)s * COALESCE(upto, 1), 2) - ROUND(%(amount)s * COALESCE(before, 0), 2)",
            amount=SQL(column),
        )

    @api.model
    def _where_as_of(self, alias):
        as_of, _known_until = self.env["construction.cost.entry"]._get_moment()
        return SQL(" AND %s.date <= %s", SQL.identifier(alias), as_of) if as_of else SQL()

    @api.model
    def _get_facts(self):
        return [self._select_books(), *self._get_ledger()]

    @api.model
    def _select_books(self):
        """Posted items on the accounts; what bills and their reversals hold under the document."""
        return SQL(
            """
            SELECT l.company_id, 'payable' AS side, l.account_id, l.retention_order_id AS order_id,
                   CASE WHEN l.retention_order_id IS NULL THEN 'account.move'
                        WHEN application.id IS NOT NULL THEN 'construction.payment.application'
                        ELSE 'construction.retention.release' END AS document_model,
                   CASE WHEN l.retention_order_id IS NULL THEN m.id
                        ELSE COALESCE(application.id, release.id) END AS document_id,
                   CASE WHEN l.retention_order_id IS NULL THEN m.name
                        ELSE COALESCE(application.name, release.name) END AS document_name,
                   l.partner_id, -l.balance AS books, 0 AS ledger,
                   CASE WHEN l.tax_line_id IS NULL THEN 0 ELSE -l.balance END AS tax,
                   l.currency_id <> company.currency_id AS is_foreign,
                   NULL::integer AS project_id, l.retention_order_id IS NULL AS by_hand
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN res_company company ON company.id = l.company_id
         LEFT JOIN account_move origin ON origin.id = m.reversed_entry_id
         LEFT JOIN construction_payment_application application
                ON application.id = COALESCE(l.payment_application_id,
                                             origin.payment_application_id)
         LEFT JOIN construction_retention_release release
                ON release.id = COALESCE(m.retention_release_id, origin.retention_release_id)
             WHERE l.parent_state = 'posted'
               AND (l.account_id = company.retention_payable_account_id
                    OR l.retention_order_id IS NOT NULL)%s
            """,
            self._where_as_of("l"),
        )

    @api.model
    def _get_ledger(self):
        """What the ledger holds, under the same documents."""
        return [
            self._select_ledger("construction.payment.application.line"),
            self._select_ledger("construction.retention.release.line"),
        ]

    @api.model
    def _select_ledger(self, model):
        return SQL(
            """
            SELECT e.company_id, 'payable', company.retention_payable_account_id, line.order_id,
                   e.document_model, e.document_id, MAX(e.document_name), NULL::integer, 0,
                   SUM(e.amount), 0, FALSE, e.project_id, FALSE
              FROM construction_cost_entry e
              JOIN %s line ON line.id = e.source_id
              JOIN res_company company ON company.id = e.company_id
             WHERE e.source_model = %s AND e.bucket = 'retention_held'%s
          GROUP BY 1, 2, 3, 4, 5, 6, e.project_id
            """,
            SQL.identifier(self.env[model]._table),
            model,
            self._where_as_of("e"),
        )

    @api.model
    def _select_category(self):
        """Why both sides differ; the first reason that holds."""
        return SQL(
            """
            CASE WHEN split.difference = 0 AND account_id = %(own)s THEN 'agreed'
                 WHEN by_hand THEN 'manual'
                 WHEN left_over = 0 THEN 'account'
                 WHEN is_foreign THEN 'currency'
                 WHEN tax <> 0 AND split.difference = tax THEN 'tax'
                 WHEN %(opening)s THEN 'opening'
                 WHEN books_amount = 0 THEN 'missing'
                 WHEN %(uncoded)s THEN 'uncoded'
                 ELSE 'changed' END
            """,
            own=self._select_own_account(),
            opening=self._select_opening(),
            uncoded=self._select_uncoded(),
        )

    @api.model
    def _select_own_account(self):
        """The account that the company's settings name for the side."""
        return SQL(
            "CASE side WHEN 'payable' THEN company.retention_payable_account_id "
            "ELSE company.retention_receivable_account_id END"
        )

    @api.model
    def _select_opening(self):
        """Whether the document holds opening balances: no bill of its own books them."""
        models = ("construction.payment.application", "construction.owner.application")
        return SQL(" OR ").join(
            SQL(
                "(document_model = %s AND EXISTS (SELECT FROM %s sheet "
                "WHERE sheet.id = document_id AND sheet.is_opening))",
                model,
                SQL.identifier(self.env[model]._table),
            )
            for model in models
        )

    @api.model
    def _select_uncoded(self):
        """Whether the document has items that no job is charged for."""
        return SQL(
            """
            EXISTS (SELECT FROM purchase_order_line item
                     WHERE item.order_id = split.order_id AND item.display_type IS NULL
                       AND item.analytic_distribution IS NULL)
            """
        )
