# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class ConstructionRetentionReconciliation(models.Model):
    """What owners hold back beside the account of retention receivable, invoice by invoice."""

    _inherit = "construction.retention.reconciliation"

    @api.model
    def _get_facts(self):
        return [
            *super()._get_facts(),
            self._select_owner_books(),
            self._select_owner_ledger(),
            self._select_owner_opening(),
        ]

    @api.model
    def _select_owner_books(self):
        """Posted items on the account; credit notes under the invoice that they reverse."""
        return SQL(
            """
            SELECT l.company_id, 'receivable', l.account_id, NULL::integer, 'account.move',
                   COALESCE(m.reversed_entry_id, m.id), COALESCE(origin.name, m.name),
                   l.partner_id, l.balance, 0,
                   CASE WHEN l.tax_line_id IS NULL THEN 0 ELSE l.balance END,
                   l.currency_id <> company.currency_id, NULL::integer,
                   l.owner_role IS NULL
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN res_company company ON company.id = l.company_id
         LEFT JOIN account_move origin ON origin.id = m.reversed_entry_id
             WHERE l.parent_state = 'posted'
               AND (l.account_id = company.retention_receivable_account_id
                    OR l.owner_role IN ('held', 'released'))%s
            """,
            self._where_as_of("l"),
        )

    @api.model
    def _select_owner_ledger(self):
        return SQL(
            """
            SELECT e.company_id, 'receivable', company.retention_receivable_account_id,
                   NULL::integer, 'account.move', COALESCE(m.reversed_entry_id, m.id),
                   MIN(e.document_name), MAX(m.partner_id), 0, SUM(e.amount), 0, FALSE,
                   e.project_id, FALSE
              FROM construction_cost_entry e
              JOIN account_move_line line ON line.id = e.source_id
              JOIN account_move m ON m.id = line.move_id
              JOIN res_company company ON company.id = e.company_id
             WHERE e.source_model = 'account.move.line' AND e.bucket = 'owner_retention_held'%s
          GROUP BY 1, 2, 3, 4, 5, 6, e.project_id
            """,
            self._where_as_of("e"),
        )

    @api.model
    def _select_owner_opening(self):
        """What owners held back before the contract was kept here."""
        return SQL(
            """
            SELECT e.company_id, 'receivable', company.retention_receivable_account_id,
                   NULL::integer, e.document_model, e.document_id, MIN(e.document_name),
                   MAX(payer.partner_id), 0, SUM(e.amount), 0, FALSE, e.project_id, FALSE
              FROM construction_cost_entry e
              JOIN construction_owner_payer payer ON payer.id = e.source_id
              JOIN res_company company ON company.id = e.company_id
             WHERE e.source_model = 'construction.owner.payer'
               AND e.bucket = 'owner_retention_held'%s
          GROUP BY 1, 2, 3, 4, 5, 6, e.project_id
            """,
            self._where_as_of("e"),
        )
