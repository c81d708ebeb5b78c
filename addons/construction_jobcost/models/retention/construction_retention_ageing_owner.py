# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class ConstructionRetentionAgeing(models.Model):
    """What owners hold back, by the invoice of the certificate; payer by payer."""

    _inherit = "construction.retention.ageing"

    @api.model
    def _get_facts(self):
        return [*super()._get_facts(), self._select_invoices(), self._select_openings()]

    @api.model
    def _select_invoices(self):
        """A credit note takes off what the invoice that it reverses withheld."""
        return self._select_fact(
            "receivable",
            SQL(
                """
                move.partner_id, NULL::integer AS order_id,
                COALESCE(origin.owner_payer_id, move.owner_payer_id) AS item_id,
                CASE WHEN line.owner_role = 'held'
                     THEN COALESCE(application.date_certified, MIN(move.invoice_date)) END
                    AS certified_date,
                job.date AS finish_date
                """
            ),
            SQL(
                """
                  JOIN account_move_line line ON line.id = e.source_id
                  JOIN account_move move ON move.id = line.move_id
                  JOIN project_project job ON job.id = e.project_id
             LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
             LEFT JOIN construction_owner_application application
                    ON application.id = COALESCE(move.owner_application_id,
                                                 origin.owner_application_id)
                 WHERE e.source_model = 'account.move.line'
                """
            ),
            SQL(
                "COALESCE(move.reversed_entry_id, move.id), move.partner_id, "
                "COALESCE(origin.owner_payer_id, move.owner_payer_id), "
                "line.owner_role, application.date_certified, job.date"
            ),
            document=SQL("COALESCE(move.reversed_entry_id, move.id)"),
        )

    @api.model
    def _select_openings(self):
        """What a payer held back before the contract was kept here."""
        return self._select_fact(
            "receivable",
            SQL(
                """
                payer.partner_id, NULL::integer AS order_id, payer.id AS item_id,
                application.period_end AS certified_date, job.date AS finish_date
                """
            ),
            SQL(
                """
                  JOIN construction_owner_payer payer ON payer.id = e.source_id
                  JOIN construction_owner_application application ON application.id = e.document_id
                  JOIN project_project job ON job.id = e.project_id
                 WHERE e.source_model = 'construction.owner.payer'
                """
            ),
            SQL("payer.id, application.id, job.id"),
        )
