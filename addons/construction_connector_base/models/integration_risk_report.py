# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

#: Messages whose effect is due, but did not come yet.
UNRESOLVED = ("exception", "dead", "waiting", "unknown")


class IntegrationRiskReport(models.Model):
    """Dollars at risk: what is stuck or does not agree, what it is worth, and for how long."""

    _name = "integration.risk.report"
    _description = "Dollars at Risk"
    _auto = False
    _rec_name = "document"
    _order = "since, id"
    _depends = {
        "integration.message": ["state", "amount_at_stake"],
        "integration.reconciliation": ["state"],
        "integration.reconciliation.drift": ["kind", "amount", "found_at"],
    }

    kind = fields.Selection(
        [
            ("exception", "Exception"),
            ("dead", "Dead"),
            ("waiting", "Waiting"),
            ("unknown", "Outcome Unknown"),
            ("missing_here", "Missing in Odoo"),
            ("missing_there", "Missing at the Source"),
            ("different_value", "Different Value"),
            ("duplicate", "Duplicate"),
        ],
        string="What",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    system_id = fields.Many2one("integration.system", readonly=True)
    workflow = fields.Char(readonly=True)
    type = fields.Char(readonly=True)
    document = fields.Char(readonly=True)
    reason_code = fields.Char("Code", readonly=True)
    reason_id = fields.Many2one("integration.reason", readonly=True)
    amount = fields.Monetary("At Risk", readonly=True)
    since = fields.Datetime(readonly=True)
    days = fields.Integer("Age in Days", readonly=True, aggregator="max")
    age = fields.Selection(
        [
            ("a", "Up to 1 day"),
            ("b", "1 to 3 days"),
            ("c", "3 to 7 days"),
            ("d", "7 to 30 days"),
            ("e", "30 days and more"),
        ],
        readonly=True,
    )
    message_id = fields.Many2one("integration.message", readonly=True)
    reconciliation_id = fields.Many2one("integration.reconciliation", readonly=True)

    @property
    def _table_query(self):
        # the states stand there one by one, as in the partial indexes that find them
        return SQL(
            """
            SELECT r.*, EXTRACT(EPOCH FROM r.elapsed)::bigint / 86400 AS days,
                   CASE WHEN r.elapsed < interval '1 day' THEN 'a'
                        WHEN r.elapsed < interval '3 days' THEN 'b'
                        WHEN r.elapsed < interval '7 days' THEN 'c'
                        WHEN r.elapsed < interval '30 days' THEN 'd'
                        ELSE 'e' END AS age
              FROM (%s UNION ALL %s) r
            """,
            SQL(" UNION ALL ").join(self._sql_messages(state) for state in UNRESOLVED),
            self._sql_drifts(),
        )

    def _sql_messages(self, state: str) -> SQL:
        return SQL(
            """
            SELECT m.id::bigint * 2 AS id, m.state AS kind, m.company_id, m.system_id, m.workflow, m.type,
                   m.document_key AS document, m.reason_code, %s AS reason_id,
                   m.amount_at_stake AS amount,
                   m.received_at AS since, now() AT TIME ZONE 'UTC' - m.received_at AS elapsed,
                   m.id AS message_id, NULL::integer AS reconciliation_id
              FROM integration_message m WHERE m.state = %s
            """,
            self.env["integration.reason"]._sql_of_code(SQL("m.reason_code")),
            state,
        )

    def _sql_drifts(self) -> SQL:
        # a document of ours in another state is there as a message already
        return SQL(
            """
            SELECT d.id::bigint * 2 + 1 AS id, d.kind, r.company_id, r.system_id, r.workflow, r.type,
                   d.external_id AS document, NULL AS reason_code, NULL::integer AS reason_id, d.amount, d.found_at AS since,
                   now() AT TIME ZONE 'UTC' - d.found_at AS elapsed,
                   d.message_id, r.id AS reconciliation_id
              FROM integration_reconciliation_drift d
              JOIN integration_reconciliation r ON r.id = d.reconciliation_id
             WHERE r.state = 'drift' AND d.kind <> 'different_state'
            """
        )

    def action_open(self):
        """Open the message, or the reconciliation where there is none."""
        self.ensure_one()
        return (self.message_id or self.reconciliation_id).get_formview_action()
