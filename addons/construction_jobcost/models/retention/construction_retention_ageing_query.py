# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

#: Upper ends of the ages in days, and the field of what is that old.
AGES = ((30, "amount_30"), (60, "amount_60"), (90, "amount_90"))


class ConstructionRetentionAgeing(models.Model):
    """The query: layers of what certificates withheld, from which releases take the oldest."""

    _inherit = "construction.retention.ageing"

    @api.model
    def _get_buckets(self):
        """Return {side: (bucket of what is held, bucket of what was released)}."""
        return {
            "payable": ("retention_held", "retention_released"),
            "receivable": ("owner_retention_held", "owner_retention_released"),
        }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH fact AS (%(facts)s), layer AS (%(layers)s), held AS (
                SELECT company_id, currency_id, side, project_id, partner_id, order_id,
                       document_model, document_id, MAX(document_name) AS document_name,
                       certified_date, finish_date,
                       SUM(GREATEST(0, upto - released) - GREATEST(0, upto - withheld - released))
                           AS amount
                  FROM layer
              GROUP BY company_id, currency_id, side, project_id, partner_id, order_id,
                       document_model, document_id, certified_date, finish_date
            ), aged AS (
                SELECT held.*, %(today)s - certified_date AS age,
                       finish_date + COALESCE(company.retention_release_days, 0)
                           AS expected_date
                  FROM held JOIN res_company company ON company.id = held.company_id
                 WHERE amount <> 0
            )
            SELECT row_number() OVER (ORDER BY certified_date, document_model, document_id,
                                      project_id, order_id) AS id,
                   company_id, currency_id, side, project_id, partner_id, order_id,
                   document_model, document_id, document_name, certified_date, age, amount,
                   %(ages)s,
                   expected_date, COALESCE(expected_date < %(today)s, FALSE) AS is_overdue,
                   CASE WHEN expected_date < %(today)s THEN amount ELSE 0 END AS overdue_amount
              FROM aged
            """,
            facts=SQL(" UNION ALL ").join(self._get_facts()),
            layers=self._select_layers(),
            today=self._get_day(),
            ages=self._select_ages(),
        )

    @api.model
    def _get_day(self):
        as_of, _known_until = self.env["construction.cost.entry"]._get_moment()
        return as_of or fields.Date.context_today(self)

    @api.model
    def _select_ages(self):
        start, columns, groups = None, [], []
        for end, name in AGES:
            inside = SQL("age <= %s", end)
            if start is not None:
                inside = SQL("%s AND age > %s", inside, start)
            columns.append(
                SQL("CASE WHEN %s THEN amount ELSE 0 END AS %s", inside, SQL.identifier(name))
            )
            groups.append(SQL("WHEN age <= %s THEN %s", end, str(end)))
            start = end
        columns.append(SQL("CASE WHEN age > %s THEN amount ELSE 0 END AS amount_more", start))
        columns.append(SQL("CASE %s ELSE 'more' END AS age_group", SQL(" ").join(groups)))
        return SQL(", ").join(columns)

    @api.model
    def _select_layers(self):
        """What was withheld of an item up to each certificate, and all that it got back."""
        return SQL(
            """
            SELECT fact.*,
                   SUM(withheld) OVER (PARTITION BY company_id, project_id, side, item_id,
                                       budget_line_id
                                       ORDER BY certified_date NULLS FIRST, document_id) AS upto,
                   SUM(given_back) OVER (PARTITION BY company_id, project_id, side, item_id,
                                         budget_line_id) AS released
              FROM fact
            """
        )

    @api.model
    def _get_facts(self):
        """Return queries of what each document withheld of an item and gave back to it."""
        return [self._select_applications(), self._select_releases()]

    @api.model
    def _select_applications(self):
        # opening balances were certified elsewhere: their age counts from the day they are of
        return self._select_fact(
            "payable",
            SQL(
                """
                application.partner_id, application.order_id, line.order_line_id AS item_id,
                CASE WHEN application.is_opening THEN application.period_end
                     ELSE COALESCE(application.date_certified, application.period_end) END
                    AS certified_date, contract.finish_date
                """
            ),
            SQL(
                """
                  JOIN construction_payment_application_line line ON line.id = e.source_id
                  JOIN construction_payment_application application
                    ON application.id = line.application_id
                  JOIN purchase_order contract ON contract.id = application.order_id
                 WHERE e.source_model = 'construction.payment.application.line'
                """
            ),
            SQL("application.id, line.id, contract.id"),
        )

    @api.model
    def _select_releases(self):
        return self._select_fact(
            "payable",
            SQL(
                """
                contract.partner_id, line.order_id, line.order_line_id AS item_id,
                NULL::date AS certified_date, contract.finish_date
                """
            ),
            SQL(
                """
                  JOIN construction_retention_release_line line ON line.id = e.source_id
                  JOIN purchase_order contract ON contract.id = line.order_id
                 WHERE e.source_model = 'construction.retention.release.line'
                """
            ),
            SQL("line.id, contract.id"),
        )

    @api.model
    def _select_fact(self, side, columns, source, keys, document=None):
        """Return the sums of the entries ``e`` of a kind of source, as a fact.

        columns: partner, order, item, day of the certificate, finish. source: joins and condition.
        keys: what the columns depend on. document: the id of the document, where it is not the
        one that the entry names.
        """
        held, released = self._get_buckets()[side]
        return SQL(
            """
            SELECT e.company_id, e.currency_id, e.project_id, e.budget_line_id, %(side)s AS side,
                   e.document_model, %(document)s AS document_id,
                   MIN(e.document_name) AS document_name, %(columns)s, SUM(e.amount) AS withheld,
                   COALESCE(SUM(e.amount) FILTER (WHERE e.bucket = %(released)s), 0) AS given_back
              FROM construction_cost_entry e
            %(source)s AND e.bucket IN (%(held)s, %(released)s)%(moment)s
          GROUP BY e.company_id, e.currency_id, e.project_id, e.budget_line_id, e.document_model,
                   %(document)s, %(keys)s
            """,
            side=side,
            columns=columns,
            document=document or SQL("e.document_id"),
            source=source,
            held=held,
            released=released,
            moment=self.env["construction.cost.entry"]._where_moment("e"),
            keys=keys,
        )
