# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..core.guard import Allowance, Guard, allowance, first_of_window


class IntegrationRate(models.AbstractModel):
    """Counts the calls of a system, across all workers and servers.

    The counter is a sequence of the database: it is counted up at once and for all, whatever
    becomes of the transaction, nobody waits for anybody, and no row is ever in conflict. Its high
    digits are the number of the minute, so that the first call of a minute sets it back. Calls
    that meet in that very moment may be counted as one, which favours the caller.
    """

    _name = "integration.rate"
    _description = "Call Rate"

    @api.model
    def _name_of(self, system_id: int) -> str:
        return f"integration_rate_{system_id}"

    @api.model
    def _prepare(self, systems) -> None:
        """Make the counters of the systems, where they are missing."""
        for id_ in systems.ids:
            # plain SQL: the ORM knows no sequences that count outside transactions
            self.env.cr.execute(
                SQL("CREATE SEQUENCE IF NOT EXISTS %s", SQL.identifier(self._name_of(id_)))
            )

    @api.model
    def _remove(self, systems) -> None:
        for id_ in systems.ids:
            self.env.cr.execute(
                SQL("DROP SEQUENCE IF EXISTS %s", SQL.identifier(self._name_of(id_)))
            )

    @api.model
    def _count(self, guard: Guard) -> Allowance | None:
        """Count a call of a system that has a limit; what is left of it.

        None on a read replica, which cannot count.
        """
        if self.env.cr.readonly:
            return None
        name = self._name_of(guard.system_id)
        query = SQL("SELECT nextval(%s), extract(epoch FROM clock_timestamp())::float", name)
        [(counter, now)] = self.env.execute_query(query)
        first = first_of_window(now)
        if counter <= first:
            # the first call of this minute
            query = SQL("SELECT setval(%s, %s)", name, first + 1)
            [(counter,)] = self.env.execute_query(query)
        return allowance(guard.rate, counter, now)
