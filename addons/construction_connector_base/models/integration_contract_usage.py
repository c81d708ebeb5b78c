# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

#: How far back messages are counted.
DAYS = 30


class IntegrationContractUsage(models.Model):
    """Who has used which contract lately, and how it went: counted now and then, for people."""

    _name = "integration.contract.usage"
    _description = "Use of a Contract"
    _order = "type, system_id, state"
    _rec_name = "type"
    _log_access = False

    # no link to the contract: that has no table to which one could be
    type = fields.Char("Contract", required=True, readonly=True)
    direction = fields.Selection(
        [("inbound", "Received"), ("outbound", "Sent")], "Way", required=True, readonly=True
    )
    deprecated_on = fields.Date(readonly=True)
    sunset_on = fields.Date(readonly=True)
    system_id = fields.Many2one(
        "integration.system", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    state = fields.Selection(
        selection=lambda self: self.env["integration.message"]._fields["state"].selection,
        required=True,
        readonly=True,
    )
    messages = fields.Integer(readonly=True)
    last_received_at = fields.Datetime("Last Received", readonly=True)
    counted_at = fields.Datetime("As Of", readonly=True)

    def action_count(self):
        """Count anew, for a manager who does not want to wait for the next hour."""
        if not self.env.user.has_group("construction_connector_base.group_manager"):
            raise AccessError(
                self.env._("Only integration managers may count anew. It is done each hour.")
            )
        self._count()

    @api.model
    def _count(self) -> None:
        """Replace all counts by those of the last 30 days.

        Plain SQL: one pass over the messages, through the block index on their times. They are
        counted here and not while somebody looks, for there may be millions.
        """
        self.env.flush_all()
        # one at a time; the table is small and read by people only
        self.env.cr.execute("LOCK TABLE integration_contract_usage IN SHARE ROW EXCLUSIVE MODE")
        self.env.cr.execute("DELETE FROM integration_contract_usage")
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO integration_contract_usage (
                    type, direction, deprecated_on, sunset_on, system_id, company_id, state,
                    messages, last_received_at, counted_at)
                SELECT c.type, c.direction, c.deprecated_on, c.sunset_on, m.system_id,
                       m.company_id, m.state, count(*), max(m.received_at),
                       now() AT TIME ZONE 'UTC'
                  FROM integration_message m
                  JOIN (%s) c ON (c.type, c.direction) = (m.type, m.direction)
                 WHERE m.received_at >= now() AT TIME ZONE 'UTC' - %s * interval '1 day'
                 GROUP BY c.type, c.direction, c.deprecated_on, c.sunset_on, m.system_id,
                          m.company_id, m.state
                """,
                self.env["integration.contract"]._table_query,
                DAYS,
            )
        )
        self.invalidate_model()

    @api.model
    def _cron_count(self) -> None:
        self._count()
