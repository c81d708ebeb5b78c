# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.timing import CLOSED, LATE, ON_TIME, after_second
from ..core.values import local_day


class ConstructionCostEntry(models.Model):
    """As of a day and as known at a moment; what became known late."""

    _inherit = "construction.cost.entry"

    timing = fields.Selection(
        "_selection_timing",
        string="Recorded",
        readonly=True,
        help="Late: recorded more days after its date than the company allows. Closed period: "
        "the period of its date was closed when it was recorded.",
    )

    # serves the restatement report; entries only come in at the end, so block ranges suffice
    _known_idx = models.Index("USING brin (create_date)")

    @api.model
    def _selection_timing(self):
        return [
            (ON_TIME, self.env._("On time")),
            (LATE, self.env._("Late")),
            (CLOSED, self.env._("Closed period")),
        ]

    @api.model
    def _get_moment(self):
        """Return (day or None, end of knowledge or None) that the context asks for.

        Context ``as_of`` (date) leaves out what counts from a later day, ``known_at`` (UTC
        datetime) what became known later; both include the given day or second.
        """
        as_of = fields.Date.to_date(self.env.context.get("as_of"))
        known_at = fields.Datetime.to_datetime(self.env.context.get("known_at"))
        return as_of or None, after_second(known_at) if known_at else None

    @api.model
    def _where_moment(self, alias):
        """Return what to add to the WHERE of a query over entries, empty for all known today."""
        as_of, known_until = self._get_moment()
        name = SQL.identifier(alias)
        return SQL("").join(
            [
                SQL(" AND %s.date <= %s", name, as_of) if as_of else SQL(),
                SQL(" AND %s.create_date < %s", name, known_until) if known_until else SQL(),
            ]
        )

    @api.model
    def _get_moment_domain(self):
        """Return the same as a domain of entries."""
        as_of, known_until = self._get_moment()
        domain = Domain.TRUE
        if as_of:
            domain &= Domain("date", "<=", as_of)
        if known_until:
            domain &= Domain("create_date", "<", known_until)
        return domain

    @api.model
    def _get_timing_terms(self, company):
        """Return what the timing of an amount that becomes known now is judged by."""
        known = local_day(self.env.cr.now(), company.partner_id.tz)
        closed = max((lock for lock in company._get_job_cost_locks() if lock), default=None)
        return known, company.cost_late_days, closed
